"""What happens in a plan, one small fact after another; every figure of the report is a fold over these.

A plan is cut into changes of whereabouts (travel groups board or alight), legs (a vehicle drives from stop to stop),
services (a vehicle uses a bay) and passages (a vehicle leaves a crossing). Boarding and alighting count at the
stop's departure. Times are whole seconds after the scenario's start, except where a service begins, which is exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule
from safepassage.reporting.measures.roster import Roster

Known = TypeVar("Known")


class Whereabouts(StrEnum):
    """Where a travel group is: every group is in exactly one of these at any time."""

    WAITING = "waiting"
    ABOARD = "aboard"
    TRANSFER = "transfer"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Change:
    """`groups` travel groups of one row change their whereabouts at a place, by a vehicle."""

    at_s: int
    row: TravelGroups
    groups: int
    before: Whereabouts
    after: Whereabouts
    place: str
    vehicle: str

    @property
    def persons(self) -> int:
        """Persons in these groups."""
        return self.groups * self.row.group_size


@dataclass(frozen=True, slots=True)
class Leg:
    """A vehicle drives between two consecutive stops at different places; `aboard` counts groups by row."""

    vehicle: str
    origin: str
    destination: str
    depart_s: int
    arrive_s: int
    aboard: Mapping[str, int]
    persons: int


@dataclass(frozen=True, slots=True)
class Service:
    """A vehicle boards or alights at a place: it uses a bay in `[begin_s, end_s)`."""

    place: str
    vehicle: str
    begin_s: Fraction
    end_s: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A vehicle leaves a crossing at `at_s`; `came_from` is its last stop elsewhere.

    `rule` is the crossing rule that falls on it, and `convoy_rule` the convoy rule if it is loaded and one does.
    """

    crossing: str
    vehicle: str
    came_from: str
    arrive_s: int
    at_s: int
    aboard: Mapping[str, int]
    persons: int
    rule: CrossingRule | None
    convoy_rule: ConvoyRule | None


@dataclass(frozen=True, slots=True)
class Movements:
    """All that happens in a plan, each kind sorted by time; at equal seconds a vehicle's own order is kept."""

    changes: tuple[Change, ...]
    legs: tuple[Leg, ...]
    services: tuple[Service, ...]
    passages: tuple[Passage, ...]

    @property
    def last_s(self) -> int:
        """When the last of it happens; 0 when nothing does."""
        ends = [c.at_s for c in self.changes] + [leg.arrive_s for leg in self.legs] + [p.at_s for p in self.passages]
        return max(ends, default=0)


def movements(scenario: Scenario, plan: Plan) -> Movements:
    """Cut a plan into what happens.

    Raises
    ------
    UnusableInputError
        If the plan names a vehicle, place or people row that the scenario does not have.
    """
    reader = _Reader(scenario)
    for itinerary in plan.itineraries:
        reader.read(itinerary)
    return Movements(
        tuple(sorted(reader.changes, key=lambda c: c.at_s)),
        tuple(sorted(reader.legs, key=lambda leg: leg.depart_s)),
        tuple(sorted(reader.services, key=lambda s: (s.end_s, s.begin_s))),
        tuple(sorted(reader.passages, key=lambda p: p.at_s)),
    )


class _Reader:
    """Reads itineraries one after another and gathers what happens in them."""

    def __init__(self, scenario: Scenario) -> None:
        self.agreement = scenario.agreement
        self.places = {place.id: place for place in scenario.places}
        self.rows = {row.id: row for row in scenario.people}
        self.roster = Roster.of(scenario)
        self.changes: list[Change] = []
        self.legs: list[Leg] = []
        self.services: list[Service] = []
        self.passages: list[Passage] = []

    def read(self, itinerary: Itinerary) -> None:
        """Read one vehicle's stops in their order."""
        vehicle = itinerary.vehicle
        if self.roster.vehicle(vehicle) is None:
            raise _unknown("vehicle", vehicle, vehicle)
        aboard: dict[str, int] = {}
        previous: Stop | None = None
        came_from = ""
        for stop in itinerary.stops:
            place = _known(self.places, stop.place, "place", vehicle)
            if previous is not None and previous.place != stop.place:
                came_from = previous.place
                self.legs.append(self._leg(vehicle, previous, stop, aboard))
            if stop.place in self.agreement.crossing_places:
                self.passages.append(self._passage(vehicle, came_from, stop, aboard))
            self.changes.extend(self._changes(vehicle, place, stop, aboard))
            if stop.board or stop.alight:
                self.services.append(_service(vehicle, place, stop))
            previous = stop

    def _persons(self, aboard: Mapping[str, int]) -> int:
        return sum(groups * self.rows[row].group_size for row, groups in aboard.items())

    def _leg(self, vehicle: str, origin: Stop, stop: Stop, aboard: Mapping[str, int]) -> Leg:
        load = {row: groups for row, groups in aboard.items() if groups}
        return Leg(vehicle, origin.place, stop.place, origin.depart_s, stop.arrive_s, load, self._persons(load))

    def _passage(self, vehicle: str, came_from: str, stop: Stop, aboard: Mapping[str, int]) -> Passage:
        load = {row: groups for row, groups in aboard.items() if groups}
        rule = self.agreement.crossing_rule(stop.place, came_from)
        if rule is not None and rule.loaded_only and not load:
            rule = None
        convoy = self.agreement.convoy_rule(stop.place, came_from) if load else None
        persons = self._persons(load)
        return Passage(stop.place, vehicle, came_from, stop.arrive_s, stop.depart_s, load, persons, rule, convoy)

    def _changes(self, vehicle: str, place: Place, stop: Stop, aboard: dict[str, int]) -> Iterator[Change]:
        for row_id, groups in stop.alight.items():
            row = _known(self.rows, row_id, "people row", vehicle)
            aboard[row_id] = aboard.get(row_id, 0) - groups
            after = Whereabouts.OUT if may_stay(row, place) else Whereabouts.TRANSFER
            yield Change(stop.depart_s, row, groups, Whereabouts.ABOARD, after, place.id, vehicle)
        for row_id, groups in stop.board.items():
            row = _known(self.rows, row_id, "people row", vehicle)
            aboard[row_id] = aboard.get(row_id, 0) + groups
            before = Whereabouts.WAITING if place.id == row.place else Whereabouts.TRANSFER
            yield Change(stop.depart_s, row, groups, before, Whereabouts.ABOARD, place.id, vehicle)


def may_stay(row: TravelGroups, place: Place) -> bool:
    """Whether a place is a destination that is allowed to these groups, so that they are out when they alight."""
    return place.is_destination and (not row.destinations or place.id in row.destinations)


def _service(vehicle: str, place: Place, stop: Stop) -> Service:
    length = (place.alight_s if stop.alight else Fraction(0)) + (place.board_s if stop.board else Fraction(0))
    return Service(place.id, vehicle, stop.depart_s - length, stop.depart_s)


def _known(table: Mapping[str, Known], key: str, what: str, vehicle: str) -> Known:
    """Look an id up, or say in one sentence that plan and scenario do not fit."""
    try:
        return table[key]
    except KeyError:
        raise _unknown(what, key, vehicle) from None


def _unknown(what: str, key: str, vehicle: str) -> UnusableInputError:
    return UnusableInputError(
        f"The plan does not fit the scenario: the itinerary of {vehicle!r} names the {what} {key!r}, "
        "which the scenario does not have. Give the scenario that the plan was made for."
    )
