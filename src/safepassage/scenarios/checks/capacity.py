"""More people than places to bring them to.

People who may be brought to the same destinations are counted together. They are spread over the destinations as well
as possible: a maximum flow. If some find no room, the destinations that hold them up are named (Hall's condition).
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from safepassage.domain.notices import Severity
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import PLACES, Survey
from safepassage.scenarios.checks.wording import count, quoted

Choice = frozenset[str]
"""Destinations that people can be brought to."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """`persons` people have only these destinations, with `room` for them; the `lacking` rest finds none."""

    destinations: tuple[str, ...]
    persons: int
    room: int

    @property
    def lacking(self) -> int:
        """How many people find no room."""
        return self.persons - self.room


class Spread:
    """People spread over destinations, as many as find room.

    Parameters
    ----------
    demand
        Persons by the destinations open to them; no choice is empty.
    room
        Persons that each destination takes.
    """

    def __init__(self, demand: Mapping[Choice, int], room: Mapping[str, int]) -> None:
        self._demand = demand
        self._room = room
        self._free = dict(room)
        self._unplaced = dict(demand)
        self._placed: dict[str, dict[Choice, int]] = {place: defaultdict(int) for place in room}
        self._full: list[set[str]] = []
        for choice in sorted(demand, key=len):
            self._fill(choice)
        for choice, persons in list(self._unplaced.items()):
            while persons and self._unplaced[choice] and self._make_room(choice):
                pass

    def _fill(self, choice: Choice) -> None:
        for place in sorted(choice):
            moved = min(self._free[place], self._unplaced[choice])
            self._unplaced[choice] -= moved
            self._move(choice, None, place, moved)

    def _move(self, choice: Choice, origin: str | None, place: str, persons: int) -> None:
        if persons and origin is not None:
            self._free[origin] += persons
            self._placed[origin][choice] -= persons
        if persons:
            self._free[place] -= persons
            self._placed[place][choice] += persons

    def _make_room(self, choice: Choice) -> bool:
        """Move people aside along a shortest chain, so that more of this choice find room; False if none is left."""
        came_from, asked = self._chains(choice)
        end = next((place for place in reversed(came_from) if self._free[place]), None)
        if end is None:
            self._close(asked)
            return False
        moves = [(*came_from[end], end)]
        while moves[-1][1] is not None:
            place = moves[-1][1]
            moves.append((*came_from[place], place))
        held = [self._placed[origin][mover] for mover, origin, _ in moves if origin is not None]
        persons = min([self._free[end], self._unplaced[choice], *held])
        for mover, origin, place in moves:
            self._move(mover, origin, place, persons)
        self._unplaced[choice] -= persons
        return True

    def _chains(self, choice: Choice) -> tuple[dict[str, tuple[Choice, str | None]], set[Choice]]:
        """Give for each destination that people can be moved to in favour of this choice who moves there, and whence.

        Also give the choices of all who could move. The search stops at the first destination with room, which then is
        the last one given; it leaves out destinations known to be full for good.
        """
        full: set[str] = set().union(*self._full)
        came_from: dict[str, tuple[Choice, str | None]] = dict.fromkeys(sorted(choice - full), (choice, None))
        asked, todo = {choice}, deque(came_from)
        while todo:
            place = todo.popleft()
            if self._free[place]:
                return {**came_from, place: came_from.pop(place)}, asked
            movers = [other for other, persons in self._placed[place].items() if persons and other not in asked]
            for other in movers:
                asked.add(other)
                fresh = sorted(other - full - came_from.keys())
                came_from.update((next_place, (other, place)) for next_place in fresh)
                todo.extend(fresh)
        return came_from, asked

    def _close(self, asked: set[Choice]) -> None:
        """Note that the destinations of these choices are full and stay full, whoever moves."""
        full: set[str] = set().union(*asked)
        for other in [other for other in self._full if not other.isdisjoint(full)]:
            full |= other
            self._full.remove(other)
        self._full.append(full)

    def shortages(self) -> Iterator[Shortage]:
        """Yield the sets of destinations that are too small for those who have no other, no two with one in common."""
        for full in self._full:
            confined = sum(persons for choice, persons in self._demand.items() if choice <= full)
            yield Shortage(tuple(sorted(full)), confined, sum(self._room[place] for place in full))


def _shortages(
    survey: Survey, capacity: Callable[[Place], int | None], needed: Callable[[TravelGroups], int]
) -> Iterator[Shortage]:
    demand: dict[Choice, int] = defaultdict(int)
    for _, row in survey.sound_people():
        takers = survey.takers(row) if needed(row) else frozenset()
        if takers and all(capacity(survey.place(place)) is not None for place in takers):
            demand[takers] += needed(row) * row.groups
    room = {place: capacity(survey.place(place)) or 0 for place in frozenset().union(*demand)}
    return Spread(demand, room).shortages()


def _finding(survey: Survey, shortage: Shortage, column: str, people: str, spaces: str) -> Finding:
    first = min(shortage.destinations, key=survey.place_rows.__getitem__)
    return Finding(
        PLACES,
        survey.place_rows[first],
        column,
        f"{count(shortage.persons, people)} can only be brought to {quoted(shortage.destinations)}, with "
        f"{count(shortage.room, spaces)}: {shortage.lacking:,} too many.",
        f"Add {spaces}s there, or allow these people other destinations.",
        quoted(shortage.destinations),
    )


@rule("more-patients-than-beds", Severity.WARNING)
def more_patients_than_beds(survey: Survey) -> Found:
    """More people on stretchers than beds at the destinations that may take them."""
    for shortage in _shortages(survey, lambda place: place.beds, lambda row: row.stretcher):
        yield _finding(survey, shortage, "beds", "patient", "bed")


@rule("more-people-than-shelter", Severity.WARNING)
def more_people_than_shelter(survey: Survey) -> Found:
    """More people who sit or use a wheelchair than shelter places at the destinations that may take them."""
    for shortage in _shortages(survey, lambda place: place.shelter_places, lambda row: row.seated + row.wheelchair):
        yield _finding(survey, shortage, "shelter_places", "person", "shelter place")


RULES = (more_patients_than_beds, more_people_than_shelter)
