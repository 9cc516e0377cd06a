"""Where the benchmark's places lie, and the roads between them: straight lines, driven at 30 km/h."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random

from safepassage.domain.places import Link, Place

BOX_KM = 10
"""Pickups lie in a square with this side, its south-west corner at the origin."""

WEST_KM = (30, 60)
"""How far west of the box the destinations lie: `[30, 60)` km."""

SECONDS_PER_KM = 120
"""30 km/h."""

BOARD_S = Fraction(15 * 60)
ALIGHT_S = Fraction(10 * 60)

ORIGIN = (36.0, 37.0)
"""Latitude and longitude of the box's south-west corner, WGS 84 degrees."""

KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point, in km east and north of the box's south-west corner."""

    id: str
    x_km: float
    y_km: float

    @property
    def lat(self) -> float:
        """WGS 84 degrees, rounded to about a metre."""
        return round(ORIGIN[0] + self.y_km / KM_PER_DEGREE, 5)

    @property
    def lon(self) -> float:
        """WGS 84 degrees, rounded to about a metre."""
        return round(ORIGIN[1] + self.x_km / (KM_PER_DEGREE * math.cos(math.radians(ORIGIN[0]))), 5)


DEPOT = Spot("depot", 0, BOX_KM / 2)
"""All vehicles start on the western edge of the box."""

CROSSING = Spot("crossing", -2, BOX_KM / 2)
"""In the sister families the only way west."""


def pickups(count: int, random: Random) -> list[Spot]:
    """Draw places where people wait, anywhere in the box."""
    return [Spot(f"pickup-{i + 1:03}", BOX_KM * random.random(), BOX_KM * random.random()) for i in range(count)]


def destinations(count: int, random: Random) -> list[Spot]:
    """Draw places where people are brought, 30 to 60 km west of the box."""
    near, far = WEST_KM
    return [
        Spot(f"town-{i + 1:02}", -near - (far - near) * random.random(), BOX_KM * random.random()) for i in range(count)
    ]


def waiting_place(spot: Spot) -> Place:
    """Give a place where people board."""
    return Place(spot.id, lat=spot.lat, lon=spot.lon, board_s=BOARD_S)


def destination(spot: Spot, shelter_places: int, beds: int) -> Place:
    """Give a place where people are brought."""
    return Place(spot.id, lat=spot.lat, lon=spot.lon, alight_s=ALIGHT_S, shelter_places=shelter_places, beds=beds)


def junction(spot: Spot) -> Place:
    """Give a place that is only driven through or started from."""
    return Place(spot.id, lat=spot.lat, lon=spot.lon)


def roads(east: Sequence[Spot], west: Sequence[Spot], *, crossing: Spot | None) -> tuple[Link, ...]:
    """Join all spots with each other, or with a crossing each side within itself and with the crossing."""
    if crossing is None:
        pairs = list(combinations([*east, *west], 2))
    else:
        pairs = [*combinations([*east, crossing], 2), *combinations([crossing, *west], 2)]
    return tuple(road(a, b) for a, b in pairs)


def road(a: Spot, b: Spot) -> Link:
    """Give the straight road between two spots, its length rounded to 10 m."""
    km = Fraction(max(1, round(100 * math.hypot(a.x_km - b.x_km, a.y_km - b.y_km))), 100)
    return Link(a.id, b.id, drive_s=km * SECONDS_PER_KM, km=km)


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Split a total into whole parts as near to the weights as can be; the largest remainders are rounded up."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
