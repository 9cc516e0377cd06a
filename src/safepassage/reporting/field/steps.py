"""Steps: everything that a vehicle does at a stop, one line a thing, as field sheets list it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from safepassage.domain.people import TravelGroups
from safepassage.domain.plan import Itinerary, Stop
from safepassage.domain.vehicles import Vehicle
from safepassage.reporting.measures.crossings import Convoy, convoys
from safepassage.reporting.measures.movements import Passage, Whereabouts
from safepassage.reporting.measures.roster import Roster
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.words import natural


class Action(StrEnum):
    """What is done at a stop."""

    START = "start"
    ALIGHT = "alight"
    BOARD = "board"
    CROSS = "cross"
    STOP = "stop"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a vehicle does at a stop; times are whole seconds after the start.

    `stop` counts from 1. `row` and `groups` say who boards or alights; None and 0 where nobody does. `begin_s` is
    when boarding or alighting begins, None where nobody does either. `out` tells whether those who alight stay there.
    `aboard` are the people aboard when the vehicle leaves.
    """

    vehicle: Vehicle
    stop: int
    place: str
    action: Action
    arrive_s: int
    begin_s: int | None
    depart_s: int
    row: TravelGroups | None
    groups: int
    out: bool
    convoy: Convoy | None
    aboard: int

    @property
    def persons(self) -> int:
        """Persons who board or alight."""
        return self.groups * self.row.group_size if self.row else 0

    def of_kind(self, kind: str) -> int:
        """Give how many of them are `seated`, in a `wheelchair` or on a `stretcher`."""
        return self.groups * int(getattr(self.row, kind)) if self.row else 0


def steps(facts: Facts) -> tuple[Step, ...]:
    """Give the steps of all vehicles that move, in natural order of their names and then of their stops."""
    reader = _Steps(facts)
    moving = [i for i in facts.plan.itineraries if len(i.stops) > 1 or any(s.board or s.alight for s in i.stops)]
    ordered = sorted(moving, key=lambda i: natural(i.vehicle))
    return tuple(step for itinerary in ordered for step in reader.of(itinerary))


def persons(found: Iterable[Step]) -> int:
    """Give the persons who board or alight in all."""
    return sum(step.persons for step in found)


def by_vehicle(every: Iterable[Step]) -> dict[str, list[Step]]:
    """Gather steps by vehicle."""
    found: dict[str, list[Step]] = {}
    for step in every:
        found.setdefault(step.vehicle.name, []).append(step)
    return found


def by_place(every: Iterable[Step], places: Iterable[str]) -> dict[str, list[Step]]:
    """Gather what happens at each place in order of time, places in the order given; starts and ends are left out."""
    found: dict[str, list[Step]] = {place: [] for place in places}
    for step in every:
        if step.action in (Action.ALIGHT, Action.BOARD, Action.CROSS):
            found[step.place].append(step)
    order = list(Action)
    for happening in found.values():
        happening.sort(key=lambda s: (s.depart_s, natural(s.vehicle.name), order.index(s.action)))
    return {place: happening for place, happening in found.items() if happening}


class _Steps:
    """Turns itineraries into steps."""

    def __init__(self, facts: Facts) -> None:
        self.roster = Roster.of(facts.scenario)
        self.rows = {row.id: row for row in facts.scenario.people}
        self.stay = Counter[tuple[str, str, int, str]]()
        for change in facts.happened.changes:
            if change.after is Whereabouts.OUT:
                self.stay[change.vehicle, change.place, change.at_s, change.row.id] += change.groups
        self.crossings = facts.scenario.agreement.crossing_places
        self.begins = {(s.vehicle, s.place, s.end_s): floor(s.begin_s) for s in facts.happened.services}
        self.convoys: dict[tuple[str, str, int], Convoy] = {
            _passed(passage): convoy for convoy in convoys(facts.happened) for passage in convoy.passages
        }

    def of(self, itinerary: Itinerary) -> Iterator[Step]:
        """Yield the steps of one vehicle; none if the scenario has no such vehicle."""
        vehicle = self.roster.vehicle(itinerary.vehicle)
        if vehicle is None:
            return
        aboard = 0
        last = len(itinerary.stops)
        for number, stop in enumerate(itinerary.stops, start=1):
            aboard += self._persons(stop.board) - self._persons(stop.alight)
            served = list(self._served(vehicle, number, stop, aboard))
            yield from served or [self._bare(vehicle, number, last, stop, aboard)]

    def _persons(self, load: Mapping[str, int]) -> int:
        return sum(groups * self.rows[row].group_size for row, groups in load.items())

    def _served(self, vehicle: Vehicle, number: int, stop: Stop, aboard: int) -> Iterator[Step]:
        begin = self.begins.get((vehicle.name, stop.place, stop.depart_s))
        for action, load in ((Action.ALIGHT, stop.alight), (Action.BOARD, stop.board)):
            for row_id, groups in load.items():
                row = self.rows[row_id]
                stay = 0
                if action == Action.ALIGHT:
                    key = (vehicle.name, stop.place, stop.depart_s, row_id)
                    stay = min(groups, self.stay[key])
                    self.stay[key] -= stay
                times = (stop.arrive_s, begin, stop.depart_s)
                for some, out in ((stay, True), (groups - stay, False)):
                    if some:
                        yield Step(vehicle, number, stop.place, action, *times, row, some, out, None, aboard)

    def _bare(self, vehicle: Vehicle, number: int, last: int, stop: Stop, aboard: int) -> Step:
        """Give the one step of a stop where nobody boards or alights."""
        if stop.place in self.crossings:
            action = Action.CROSS
        else:
            action = Action.START if number == 1 else Action.END if number == last else Action.STOP
        convoy = self.convoys.get((vehicle.name, stop.place, stop.depart_s))
        return Step(
            vehicle,
            number,
            stop.place,
            action,
            stop.arrive_s,
            None,
            stop.depart_s,
            None,
            0,
            False,
            convoy,
            aboard,
        )


def _passed(passage: Passage) -> tuple[str, str, int]:
    return (passage.vehicle, passage.crossing, passage.at_s)
