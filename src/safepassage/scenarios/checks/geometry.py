"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

from safepassage.domain.places import Place

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (GRS 80, Moritz 1980)."""

Position = tuple[float, float]
"""Latitude and longitude in radians."""


def position(place: Place) -> Position | None:
    """Give where a place is; None without coordinates, or with impossible ones."""
    if place.lat is None or place.lon is None or not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return None
    return radians(place.lat), radians(place.lon)


def straight_line_km(one: Position, two: Position) -> float:
    """Give the great-circle distance in km, by the haversine formula."""
    half_lat, half_lon = (two[0] - one[0]) / 2, (two[1] - one[1]) / 2
    h = sin(half_lat) ** 2 + cos(one[0]) * cos(two[0]) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))
