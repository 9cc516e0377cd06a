"""Itineraries as drafts of stops: what each vehicle does where, which rules fall on it, and how long it takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TypeVar

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import Vehicle
from safepassage.simulation.arrays import NONE
from safepassage.simulation.columns import ALIGHT, BOARD, CHECKS, JOINS, PASSES, SERVES
from safepassage.simulation.preparing.exposure import SAFE, Exposure, Risks
from safepassage.simulation.preparing.ways_round import Drive, WaysRound


@dataclass(slots=True)
class DraftMove:
    """`groups` of one row who board or alight. `what` is settled later where people may stay or change vehicles."""

    what: int
    row: TravelGroups
    groups: int


@dataclass(slots=True)
class DraftStop:
    """One stop of one vehicle, `order` being its itinerary's; times in whole seconds after the start.

    `takes_s` is the service or the check, `board_s` the part of it in which people board. `rule` and `convoy_rule` are
    numbers in the agreement, NONE where none falls on the vehicle. `drive_s` leads here from the stop before, with
    `exposure` to the risk of its roads, on the way `way` if that uses a road which may close.
    """

    order: int
    place: Place
    arrives_s: int
    leaves_s: int
    kind: int
    takes_s: int = 0
    board_s: int = 0
    drive_s: int = 0
    rule: int = NONE
    convoy_rule: int = NONE
    way: int = NONE
    trip_s: int = NONE
    drives_on: bool = False
    exposure: Exposure = SAFE
    moves: list[DraftMove] = field(default_factory=list)

    @property
    def begins_s(self) -> int:
        """When the service or check is planned to begin."""
        return self.leaves_s - self.takes_s

    @property
    def ready_s(self) -> int:
        """When all who board here are ready."""
        return max((move.row.ready_s for move in self.moves if move.what == BOARD), default=0)


@dataclass(frozen=True, slots=True)
class DraftItinerary:
    """A vehicle, its number in the scenario, and its stops; `order` is that of its itinerary in the plan."""

    order: int
    vehicle: Vehicle
    entity: int
    stops: tuple[DraftStop, ...]


def draft_itineraries(scenario: Scenario, plan: Plan, ways: WaysRound) -> tuple[DraftItinerary, ...]:
    """Draft all itineraries of the plan.

    Raises
    ------
    UnusableInputError
        If the plan names a vehicle, a place or people that the scenario lacks, or drives where no way leads.
    """
    return Drafting(scenario, ways).itineraries(plan)


class Drafting:
    """What drafting looks up, indexed once."""

    def __init__(self, scenario: Scenario, ways: WaysRound) -> None:
        self._ways = ways
        self._agreement = scenario.agreement
        self._crossings = scenario.agreement.crossing_places
        self._places = {place.id: place for place in scenario.places}
        self._people = {row.id: row for row in scenario.people}
        self._vehicles = {vehicle.name: (number, vehicle) for number, vehicle in enumerate(scenario.each_vehicle())}
        self._risks = Risks(scenario)
        self._drives: dict[tuple[int, str, str, bool], tuple[int, int, Exposure]] = {}

    def itineraries(self, plan: Plan) -> tuple[DraftItinerary, ...]:
        """Draft all itineraries that have stops."""
        return tuple(
            self._itinerary(order, itinerary.vehicle, itinerary.stops)
            for order, itinerary in enumerate(plan.itineraries)
            if itinerary.stops
        )

    def _itinerary(self, order: int, name: str, stops: Sequence[Stop]) -> DraftItinerary:
        entity, vehicle = _known(self._vehicles, name, "vehicle")
        drafts: list[DraftStop] = []
        aboard = 0
        came_from = ""
        for stop in self._joined(stops):
            draft = self._stop(order, stop)
            before, aboard = aboard, aboard + sum(_sign(move) * move.groups for move in draft.moves)
            if drafts:
                drafts[-1].drives_on = drafts[-1].place is not draft.place
                came_from = drafts[-1].place.id if drafts[-1].drives_on else came_from
                driven = self._drive(vehicle, drafts[-1].place.id, stop.place, loaded=before > 0)
                draft.drive_s, draft.way, draft.exposure = driven
            self._at_crossing(draft, came_from, loaded=aboard > 0)
            drafts.append(draft)
        _measure_trips(drafts)
        return DraftItinerary(order, vehicle, entity, tuple(drafts))

    def _joined(self, stops: Sequence[Stop]) -> Iterator[Stop]:
        """Yield the stops; consecutive ones at a crossing are one visit, which has one check."""
        joined: list[Stop] = []
        for stop in stops:
            if joined and joined[-1].place == stop.place and stop.place in self._crossings:
                joined[-1] = Stop(stop.place, joined[-1].arrive_s, stop.depart_s)
            else:
                joined.append(stop)
        return iter(joined)

    def _stop(self, order: int, stop: Stop) -> DraftStop:
        place = _known(self._places, stop.place, "place")
        moves = [
            DraftMove(what, _known(self._people, row, "people"), groups)
            for what, counted in ((ALIGHT, stop.alight), (BOARD, stop.board))
            for row, groups in counted.items()
        ]
        service = (place.alight_s if stop.alight else Fraction(0)) + (place.board_s if stop.board else Fraction(0))
        draft = DraftStop(order, place, stop.arrive_s, stop.depart_s, SERVES if moves else PASSES, moves=moves)
        draft.takes_s = ceil(service)
        draft.board_s = ceil(place.board_s) if stop.board else 0
        return draft

    def _at_crossing(self, draft: DraftStop, came_from: str, loaded: bool) -> None:
        """Find the rules that fall on a vehicle at a crossing."""
        place, terms = draft.place.id, self._agreement
        if place not in self._crossings:
            return
        rule, convoy = terms.crossing_rule(place, came_from), terms.convoy_rule(place, came_from) if loaded else None
        if rule is not None and not (rule.loaded_only and not loaded):
            draft.rule, draft.kind, draft.takes_s = terms.crossings.index(rule), CHECKS, ceil(rule.check_s)
        if convoy is not None:
            draft.convoy_rule, draft.kind = terms.convoys.index(convoy), JOINS

    def _drive(self, vehicle: Vehicle, origin: str, goal: str, loaded: bool) -> tuple[int, int, Exposure]:
        """Give how long a drive takes, the way if it uses a road that may close, and its risk."""
        if origin == goal:
            return 0, NONE, SAFE
        key = (id(vehicle.row), origin, goal, loaded)
        if key not in self._drives:
            passable = frozenset() if loaded else self._passable(vehicle, origin)
            drive = Drive(origin, goal, passable, vehicle.row.drive_factor)
            drive_s = self._ways.drive_s(drive)
            if drive_s is None:
                raise UnusableInputError(f"The plan sends {vehicle.name} from {origin} to {goal}: no way leads there.")
            exposure = self._risks.exposure(origin, goal, passable, drive.factor)
            self._drives[key] = drive_s, self._ways.number(drive), exposure
        return self._drives[key]

    def _passable(self, vehicle: Vehicle, origin: str) -> frozenset[str]:
        """Crossings that the vehicle drives through with nobody aboard as through a junction."""
        allowed = vehicle.row.crossings
        rules = ((place, self._agreement.crossing_rule(place, origin)) for place in self._crossings)
        return frozenset(
            place for place, rule in rules if rule and rule.loaded_only and (not allowed or place in allowed)
        )


def _sign(move: DraftMove) -> int:
    return 1 if move.what == BOARD else -1


Value = TypeVar("Value")


def _known(known: Mapping[str, Value], name: str, kind: str) -> Value:
    if name not in known:
        raise UnusableInputError(f"The plan names the {kind} {name}, which the scenario does not have.")
    return known[name]


def _measure_trips(drafts: list[DraftStop]) -> None:
    """Set, where a vehicle with nobody aboard boards people, how long it takes at least until it is empty again."""
    aboard, began = 0, NONE
    for number, draft in enumerate(drafts):
        if began == NONE and not aboard and any(move.what == BOARD for move in draft.moves):
            began, drafts[number].trip_s = number, 0
        if began != NONE:
            drafts[began].trip_s += draft.takes_s + (draft.drive_s if number > began else 0)
        aboard += sum(_sign(move) * move.groups for move in draft.moves)
        if not aboard:
            began = NONE
