"""Positions on the earth as points of a drawing to scale: plate carrée around the middle of the places."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.places import Place

KM_PER_DEGREE = 111.32
"""Kilometres in one degree of latitude, and of longitude at the equator (WGS 84, to 1 %)."""

Point = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of a map in WGS 84 degrees, and how many km a degree of longitude is there."""

    lat: float
    lon: float
    km_per_lon: float

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Middle | None":
        """Give the middle of the places that have coordinates; None if none has."""
        known = [(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None]
        if not known:
            return None
        lats, lons = zip(*known, strict=True)
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        return cls(lat, lon, KM_PER_DEGREE * cos(radians(lat)))

    def km(self, lon: float, lat: float) -> Point:
        """Give km east and north of the middle."""
        return (lon - self.lon) * self.km_per_lon, (lat - self.lat) * KM_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a map to scale lies on a drawing: the middle is at `x`, `y` in pixels."""

    middle: Middle
    px_per_km: float
    x: float
    y: float

    def pixels(self, positions: Floats) -> Floats:
        """Give longitudes and latitudes, shape `(n, 2)`, as pixels of the drawing, to the right and down."""
        km = (positions - (self.middle.lon, self.middle.lat)) * (self.middle.km_per_lon, KM_PER_DEGREE)
        return np.asarray(km * (self.px_per_km, -self.px_per_km) + (self.x, self.y))

    def box(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Give west, south, east and north of a drawing of that size."""
        per_lon, per_lat = self.middle.km_per_lon * self.px_per_km, KM_PER_DEGREE * self.px_per_km
        west, north = self.middle.lon - self.x / per_lon, self.middle.lat + self.y / per_lat
        return west, north - height / per_lat, west + width / per_lon, north

    @property
    def metres_per_px(self) -> float:
        """How many metres one pixel is."""
        return 1000 / self.px_per_km
