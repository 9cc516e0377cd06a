"""Metres instead of degrees: a flat map around the middle of a street graph, and its pieces as lines on it.

The map is equirectangular: degrees are multiplied by what one degree measures at the middle, along the meridian and
along the parallel, on the ellipsoid of WGS 84. Distances to the north and south are right within 0.02 % in a box of
200 km. Those to the east and west are too long by the tangent of the latitude times the radians to the north of the
middle: 0.3 % at 20 km and 0.7 % at 50 km north of latitude 41°, 1.4 % at 50 km north of latitude 60°. That is enough
for reaches, snapping and shares of a piece; lengths of whole pieces are those that the graph states.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.network.streets.graph import Floats, StreetGraph

Lines = NDArray[np.object_]
"""Shapely geometries, one for each piece."""

_EQUATOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY = _FLATTENING * (2 - _FLATTENING)
"""Of WGS 84 (NIMA TR8350.2, 2000): half the great axis; the square of the first eccentricity, from the flattening."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A flat map in metres: x to the east and y to the north of a middle.

    Attributes
    ----------
    lat, lon
        WGS 84 degrees of the middle.
    east_m, north_m
        Metres that one degree measures at the middle, along the parallel and along the meridian.
    """

    lat: float
    lon: float
    east_m: float
    north_m: float

    @classmethod
    def around(cls, lat: Floats | float, lon: Floats | float) -> "Metric":
        """Give the map around the middle of the box that holds these positions; NaN counts as no position.

        Positions on both sides of the 180th meridian are taken as neighbours. Without any position the middle is 0, 0.
        """
        middle_lat, middle_lon = _middle(np.atleast_1d(lat)), _middle_of_longitudes(np.atleast_1d(lon))
        angle = np.radians(middle_lat)
        bend = 1 - _ECCENTRICITY * np.sin(angle) ** 2
        east_m = np.radians(1) * _EQUATOR_M * np.cos(angle) / np.sqrt(bend)
        north_m = np.radians(1) * _EQUATOR_M * (1 - _ECCENTRICITY) / bend**1.5
        return cls(middle_lat, middle_lon, float(east_m), float(north_m))

    def to_metres(self, lat: Floats | float, lon: Floats | float) -> tuple[Floats, Floats]:
        """Give x and y in metres, of the shape of `lat` and `lon`, which are in degrees."""
        east = (np.asarray(lon, dtype=np.float64) - self.lon + 180) % 360 - 180
        return east * self.east_m, (np.asarray(lat, dtype=np.float64) - self.lat) * self.north_m

    def from_metres(self, x: Floats | float, y: Floats | float) -> tuple[Floats, Floats]:
        """Give latitude and longitude in degrees, of the shape of `x` and `y`, which are in metres."""
        lon = (self.lon + np.asarray(x, dtype=np.float64) / self.east_m + 180) % 360 - 180
        return self.lat + np.asarray(y, dtype=np.float64) / self.north_m, lon

    def flatten(self, geometry: Any) -> Any:
        """Give one geometry, or an array of them, in metres instead of degrees `(lon, lat)`."""
        return shapely.transform(geometry, self._flattened)

    def _flattened(self, at: Floats) -> Floats:
        """Give the metres of longitudes and latitudes: all turned around the Earth alike, so that shapes stay whole."""
        east = at[:, 0] - self.lon
        turns = np.round((east.max() + east.min()) / 720) if len(east) else 0.0
        return np.column_stack([(east - 360 * turns) * self.east_m, (at[:, 1] - self.lat) * self.north_m])


def piece_lines(graph: StreetGraph, metric: Metric) -> Lines:
    """Give the line of each piece in metres, shape `(num_pieces,)`.

    A piece whose points have no position (NaN) becomes an empty line, which is near nothing.
    """
    at = np.column_stack(metric.to_metres(graph.point_lat, graph.point_lon))
    rows = np.repeat(np.arange(graph.num_pieces), np.diff(graph.first_point))
    known = np.ones(graph.num_pieces, dtype=np.bool_)
    known[rows[~np.isfinite(at).all(axis=1)]] = False
    lines = np.full(graph.num_pieces, shapely.LineString(), dtype=np.object_)
    shapely.linestrings(at[known[rows]], indices=rows[known[rows]], out=lines)
    return lines


def _middle(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.min() + known.max()) / 2 if len(known) else 0.0


def _middle_of_longitudes(lon: Floats) -> float:
    known = lon[np.isfinite(lon)]
    if not len(known) or known.max() - known.min() <= 180:
        return _middle(known)
    return (_middle(known % 360) + 180) % 360 - 180
