"""What is known of real streets beside a map: closures, speeds, risk, chosen ways, and the routes found with them.

Positions are `(lon, lat)` pairs in WGS 84 degrees, as in GeoJSON.
"""

from dataclasses import dataclass
from fractions import Fraction

Position = tuple[float, float]
"""Longitude and latitude in WGS 84 degrees."""

Line = tuple[Position, ...]
"""Two positions or more."""

Ring = tuple[Position, ...]
"""A closed line: first and last position are the same; at least four positions."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Points, lines and polygons. A polygon is its outer ring and then its holes."""

    points: tuple[Position, ...] = ()
    lines: tuple[Line, ...] = ()
    polygons: tuple[tuple[Ring, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """Roads that nobody may drive on: those that a line of the shape runs along or crosses, or that touch a polygon.

    `id` names it in messages, `name` is what people call it. Closed in `[from_s, until_s)`, whole seconds after the
    scenario's start; None is open-ended. `note` says in free text why.
    """

    id: str
    shape: Shape
    from_s: int | None = None
    until_s: int | None = None
    note: str = ""
    name: str = ""

    def at(self, moment_s: int) -> bool:
        """Whether the roads are closed at this moment."""
        return (self.from_s is None or self.from_s <= moment_s) and (self.until_s is None or moment_s < self.until_s)


@dataclass(frozen=True, slots=True)
class SpeedRule:
    """Another speed on some roads, at some hours of the day.

    `road_classes` are values of OpenStreetMap's `highway` (empty: all); `area` restricts it to roads whose middle lies
    inside (None: everywhere), and `area_id` is its name. `[from_minute, until_minute)` are minutes after local
    midnight, and may pass midnight; None is all day. `kmh` sets the speed, `factor` multiplies it; one of the two is
    given.
    """

    road_classes: tuple[str, ...] = ()
    area_id: str = ""
    area: Shape | None = None
    from_minute: int | None = None
    until_minute: int | None = None
    kmh: Fraction | None = None
    factor: Fraction | None = None
    note: str = ""

    def at(self, minute: int) -> bool:
        """Whether the rule holds at this minute after local midnight, 0 to 1439."""
        if self.from_minute is None or self.until_minute is None:
            return True
        if self.from_minute <= self.until_minute:
            return self.from_minute <= minute < self.until_minute
        return minute >= self.from_minute or minute < self.until_minute


@dataclass(frozen=True, slots=True)
class RiskSource:
    """Where harm is to be expected.

    In a polygon `weight` counts per km driven inside. Along a line or at a point it counts once for each way that
    comes within `reach_m` metres.
    """

    id: str
    shape: Shape
    weight: Fraction
    reach_m: int = 200
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChosenWay:
    """A way that somebody chose over the fastest one: from a place to a place through these positions, in order."""

    from_place: str
    to_place: str
    through: tuple[Position, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StreetConditions:
    """All that a scenario says of its streets beside the map."""

    closures: tuple[Closure, ...] = ()
    speeds: tuple[SpeedRule, ...] = ()
    risks: tuple[RiskSource, ...] = ()
    chosen: tuple[ChosenWay, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one link over real streets.

    `line` leads from the snapped position of `from_place` to that of `to_place`. `drive_s` is exact seconds with drive
    factor 1, `streets` the names of the streets that most of it follows, in order.
    """

    from_place: str
    to_place: str
    drive_s: Fraction
    km: Fraction
    risk: Fraction
    line: Line
    streets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of a scenario's links, what they were made from, and the attribution to show wherever they are shown.

    `at_s` is the moment for which they were found, in whole seconds after the scenario's start; `profile` the kind of
    vehicle. `links_digest` is the SHA-256 digest of the `links.csv` written with them; `made_from` has, by name, the
    digest of each file whose content they depend on. `cut_off` has each place that closures leave without a way, with
    the ids of those closures.
    """

    routes: tuple[Route, ...] = ()
    attribution: str = ""
    profile: str = ""
    at_s: int = 0
    source: str = ""
    links_digest: str = ""
    made_from: tuple[tuple[str, str], ...] = ()
    cut_off: tuple[tuple[str, tuple[str, ...]], ...] = ()
