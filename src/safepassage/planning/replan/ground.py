"""The scenario as it is now, looked up by place, person and vehicle, with drives, services and checks in seconds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.plan import Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import Vehicle, VehicleRow
from safepassage.network import RoadNetwork

Load = Counter[str]
"""Travel groups by `people.csv` id."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive between two stops: whole seconds, and exact km."""

    seconds: int
    km: Fraction


class Ground:
    """A scenario with everything that events are looked up in."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.terms = scenario, scenario.agreement
        self.network = RoadNetwork.of(scenario)
        self.places = {place.id: place for place in scenario.places}
        self.people = {row.id: row for row in scenario.people}
        self.vehicles: Mapping[str, Vehicle] = {vehicle.name: vehicle for vehicle in scenario.each_vehicle()}
        self.crossings = scenario.agreement.crossing_places

    def drive(self, row: VehicleRow, origin: str, target: str, *, loaded: bool) -> Drive | None:
        """Give the fastest drive that passes no crossing at which the vehicle must stop; None if there is none."""
        if origin == target:
            return Drive(0, Fraction(0))
        ways = self.network.ways_from(origin, frozenset() if loaded else self._passable(origin, row))
        end = self.network.index[target]
        if ways.drive[end] < 0:
            return None
        seconds = Fraction(int(ways.drive[end]), self.network.drive_units_per_s) * row.drive_factor
        return Drive(ceil(seconds), Fraction(int(ways.km[end]), self.network.km_units))

    def _passable(self, origin: str, row: VehicleRow) -> frozenset[str]:
        """Crossings that an empty vehicle coming from there drives through like a junction."""
        rules = ((c, self.terms.crossing_rule(c, origin)) for c in self.crossings)
        allowed = row.crossings or self.crossings
        return frozenset(c for c, rule in rules if rule is not None and rule.loaded_only and c in allowed)

    def crossing_rule(self, place: str, came_from: str) -> int | None:
        """Give the index of the crossing rule that falls on a vehicle which stops there; None if none does."""
        rules = self.terms.crossings
        return next((i for i, r in enumerate(rules) if r.place == place and r.applies(came_from)), None)

    def convoy_rule(self, place: str, came_from: str) -> int | None:
        """Give the index of the convoy rule that falls on a loaded vehicle which stops there; None if none does."""
        rules = self.terms.convoys
        return next((i for i, r in enumerate(rules) if r.crossing == place and r.applies(came_from)), None)

    def service(self, stop: Stop) -> Fraction:
        """Exact seconds of alighting and boarding at a stop."""
        place = self.places[stop.place]
        return (place.alight_s if stop.alight else Fraction(0)) + (place.board_s if stop.board else Fraction(0))

    def persons(self, load: Mapping[str, int]) -> int:
        """Persons in so many groups."""
        return sum(groups * self.people[row].group_size for row, groups in load.items())


@dataclass(frozen=True, slots=True)
class Passing:
    """A vehicle that leaves a crossing at `leaves_s` after its check, with the rules that fell on it."""

    place: str
    crossing_rule: int | None
    convoy_rule: int | None
    begins_s: int
    leaves_s: int


def passings(ground: Ground, stops: tuple[Stop, ...]) -> Iterator[tuple[int, Passing]]:
    """Yield every passing of a crossing on an itinerary with the index of its stop."""
    aboard: Load = Counter()
    came_from = ""
    for i, stop in enumerate(stops):
        change(aboard, stop)
        if stop.place in ground.crossings and (i + 1 == len(stops) or stops[i + 1].place != stop.place):
            rule = ground.crossing_rule(stop.place, came_from)
            convoy = ground.convoy_rule(stop.place, came_from) if aboard else None
            check = ground.terms.crossings[rule].check_s if rule is not None else Fraction(0)
            yield i, Passing(stop.place, rule, convoy, floor(stop.depart_s - check), stop.depart_s)
        if i + 1 < len(stops) and stops[i + 1].place != stop.place:
            came_from = stop.place


def change(aboard: Load, stop: Stop) -> None:
    """Let people alight and board."""
    aboard.subtract(stop.alight)
    aboard.update(stop.board)
    for row in [row for row, groups in aboard.items() if groups <= 0]:
        del aboard[row]
