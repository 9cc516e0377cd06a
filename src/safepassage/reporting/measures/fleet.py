"""Use of vehicles: what each does when, and what each type brings out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from safepassage.domain.plan import Itinerary, Plan
from safepassage.domain.scenario import Scenario
from safepassage.network import Way
from safepassage.reporting.measures.curves import Curve, curve
from safepassage.reporting.measures.driving import Driven, driven_ways
from safepassage.reporting.measures.flows import Ways
from safepassage.reporting.measures.movements import Leg, Movements
from safepassage.reporting.measures.roster import Roster
from safepassage.reporting.words import natural, vehicle_type


class Doing(StrEnum):
    """What a vehicle does: it drives loaded or empty, serves (people board or alight), or stands and waits."""

    LOADED = "loaded"
    EMPTY = "empty"
    SERVING = "serving"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Span:
    """A vehicle does one thing in `[begin_s, end_s)` at (or on the way to) `place`, with `persons` aboard."""

    vehicle: str
    doing: Doing
    begin_s: int
    end_s: int
    place: str
    persons: int


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """What one vehicle does in all. `trips` counts the times that it was emptied."""

    vehicle: str
    trips: int
    persons: int
    first_s: int
    last_s: int
    km: Fraction
    risk: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class TypeUse:
    """What all vehicles of one type do; `available` of them exist, `used` move."""

    type: str
    available: int
    used: int
    trips: int
    persons: int
    km: Fraction
    first_s: int
    last_s: int
    most_trips: int
    risk: Fraction = Fraction(0)


def _spans(itinerary: Itinerary, legs: Iterable[Leg], served: dict[int, int]) -> Iterable[Span]:
    driven = iter(legs)
    persons = 0
    for stop in itinerary.stops[:1]:
        begin = served.get(stop.depart_s, stop.depart_s)
        if (stop.board or stop.alight) and begin < stop.depart_s:
            yield Span(itinerary.vehicle, Doing.SERVING, begin, stop.depart_s, stop.place, 0)
    for previous, stop in zip(itinerary.stops, itinerary.stops[1:], strict=False):
        arrived = previous.depart_s
        if previous.place != stop.place:
            leg = next(driven)
            persons, arrived = leg.persons, leg.arrive_s
            doing = Doing.LOADED if persons else Doing.EMPTY
            yield Span(itinerary.vehicle, doing, leg.depart_s, leg.arrive_s, stop.place, persons)
        serves = bool(stop.board or stop.alight)
        begin = max(arrived, served.get(stop.depart_s, stop.depart_s)) if serves else stop.depart_s
        if arrived < begin:
            yield Span(itinerary.vehicle, Doing.STANDING, arrived, begin, stop.place, persons)
        if begin < stop.depart_s:
            yield Span(itinerary.vehicle, Doing.SERVING, begin, stop.depart_s, stop.place, persons)


def all_spans(plan: Plan, happened: Movements) -> tuple[Span, ...]:
    """Cut all itineraries into spans, vehicle by vehicle in natural order of their names."""
    legs = _legs_by_vehicle(happened)
    served: dict[str, dict[int, int]] = {}
    for service in happened.services:
        served.setdefault(service.vehicle, {})[service.end_s] = int(service.begin_s)
    ordered = sorted(plan.itineraries, key=lambda i: natural(i.vehicle))
    return tuple(span for i in ordered for span in _spans(i, legs.get(i.vehicle, []), served.get(i.vehicle, {})))


def _legs_by_vehicle(happened: Movements) -> dict[str, list[Leg]]:
    legs: dict[str, list[Leg]] = {}
    for leg in happened.legs:
        legs.setdefault(leg.vehicle, []).append(leg)
    return legs


def at_work(found: Iterable[Span], doing: Doing) -> Curve:
    """Give how many vehicles do one thing, over time."""
    return curve(step for s in found if s.doing == doing for step in ((s.begin_s, 1), (s.end_s, -1)))


def vehicle_uses(scenario: Scenario, plan: Plan, happened: Movements, ways: Ways) -> tuple[VehicleUse, ...]:
    """Give what every vehicle that moves does, in natural order of their names."""
    legs = _legs_by_vehicle(happened)
    ordered = sorted((i for i in plan.itineraries if i.vehicle in legs), key=lambda i: natural(i.vehicle))
    sizes = {row.id: row.group_size for row in scenario.people}
    found: dict[str, list[Way | None]] = {}
    for leg, way in driven_ways(scenario, happened.legs, ways):
        found.setdefault(leg.vehicle, []).append(way)
    return tuple(_use(i, legs[i.vehicle], sizes, Driven.over(found[i.vehicle])) for i in ordered)


def _use(itinerary: Itinerary, legs: list[Leg], sizes: dict[str, int], driven: Driven) -> VehicleUse:
    aboard = trips = persons = 0
    for stop in itinerary.stops:
        off = sum(groups * sizes[row] for row, groups in stop.alight.items())
        aboard -= off
        trips += bool(off) and aboard == 0
        on = sum(groups * sizes[row] for row, groups in stop.board.items())
        aboard += on
        persons += on
    last_s = itinerary.stops[-1].depart_s
    return VehicleUse(itinerary.vehicle, trips, persons, legs[0].depart_s, last_s, driven.km, driven.risk)


def type_uses(scenario: Scenario, uses: Iterable[VehicleUse]) -> tuple[TypeUse, ...]:
    """Sum up vehicles by type, in the order of the scenario; types that never move are included."""
    roster = Roster.of(scenario)
    by_type: dict[str, list[VehicleUse]] = {kind: [] for kind in roster.rows}
    for use in uses:
        by_type[vehicle_type(use.vehicle)].append(use)
    return tuple(_type_use(kind, roster.available(kind), found) for kind, found in by_type.items())


def _type_use(kind: str, available: int, found: list[VehicleUse]) -> TypeUse:
    return TypeUse(
        kind,
        available,
        len(found),
        sum(u.trips for u in found),
        sum(u.persons for u in found),
        sum((u.km for u in found), Fraction(0)),
        min((u.first_s for u in found), default=0),
        max((u.last_s for u in found), default=0),
        max((u.trips for u in found), default=0),
        sum((u.risk for u in found), Fraction(0)),
    )
