"""Field sheets to print: a page a place, as values for the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from safepassage.reporting.field.pages import who_words
from safepassage.reporting.field.steps import Action, Step, by_place, persons
from safepassage.reporting.maps.roles import ROLE_WORDS, Roles
from safepassage.reporting.measures.journeys import rides
from safepassage.reporting.measures.people import asking_by_place
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.words import counted, first_few, number, people, vehicle_ranges

Bound = Mapping[tuple[str, str, int], tuple[str, ...]]
"""Where those go who board a vehicle: places by vehicle, people row and departure."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One moment on a place's page: `who` are vehicles, `what` they do, `left` the people then waiting or arrived.

    Vehicles of a type that do the same at the same second share a line; `details` then say what each carries.
    """

    day: str
    time: str
    who: str
    what: str
    details: tuple[str, ...]
    persons: int
    left: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The page of one place; `last` is the title of its last column, empty where there is none."""

    place: str
    roles: str
    summary: str
    last: str
    lines: tuple[PlaceLine, ...]


def place_pages(facts: Facts, every: Iterable[Step]) -> tuple[PlacePage, ...]:
    """Give a page for every place where anybody boards, alights or crosses."""
    return _Pages(facts).of(every)


class _Pages:
    """Turns steps into pages."""

    def __init__(self, facts: Facts) -> None:
        roles = Roles(facts.scenario)
        self.facts = facts
        self.uses = {place.id: "; ".join(ROLE_WORDS[r] for r in roles.of(place)) for place in facts.scenario.places}
        self.asked = asking_by_place(facts.scenario)
        self.bound = _bound(facts)

    def of(self, every: Iterable[Step]) -> tuple[PlacePage, ...]:
        """Give the pages in the order of the scenario's places."""
        return tuple(self._page(place, found) for place, found in by_place(every, self.facts.labels).items())

    def _page(self, place: str, found: Sequence[Step]) -> PlacePage:
        asked = self.asked.get(place, 0)
        last = "still waiting" if asked else "arrived so far" if any(step.out for step in found) else ""
        waiting, arrived, lines = asked, 0, []
        for steps in self._moments(found):
            waiting -= persons(s for s in steps if s.row and s.action == Action.BOARD and s.row.place == place)
            arrived += persons(s for s in steps if s.out)
            lines.append(self._line(steps, number(waiting if asked else arrived) if last else ""))
        return PlacePage(self.facts.labels[place], self.uses[place], _summary(found), last, tuple(lines))

    def _moments(self, found: Sequence[Step]) -> Iterable[list[Step]]:
        """Give the steps of each line: a convoy, a crossing vehicle, or vehicles that board or set down alike."""
        together: dict[object, list[Step]] = {}
        for _, visit in groupby(found, key=lambda step: (step.depart_s, step.vehicle.name, step.action)):
            steps = list(visit)
            together.setdefault(self._alike(steps), []).extend(steps)
        return together.values()

    def _alike(self, visit: Sequence[Step]) -> object:
        """Give what the visits that share a line have in common."""
        first = visit[0]
        if first.action == Action.CROSS:
            return (first.depart_s, first.convoy.number if first.convoy else first.vehicle.name)
        load = tuple(who_words(step) for step in visit)
        return (first.depart_s, first.action, first.vehicle.row.type, load, self._ends(visit))

    def _ends(self, visit: Sequence[Step]) -> tuple[str, ...]:
        """Give where those go who board; nothing where nobody boards."""
        boards = [(s.vehicle.name, s.row.id, s.depart_s) for s in visit if s.row and s.action == Action.BOARD]
        return tuple(dict.fromkeys(place for key in boards for place in self.bound.get(key, ())))

    def _line(self, steps: Sequence[Step], left: str) -> PlaceLine:
        first, clock = steps[0], self.facts.clock
        names = list(dict.fromkeys(step.vehicle.name for step in steps))
        day, time = clock.date_words(clock.day(first.depart_s)), clock.hour_words(first.depart_s, exact=True)
        if first.action == Action.CROSS:
            what = f"convoy {first.convoy.number} leaves" if first.convoy else "crosses"
            count = (counted(len(names), "vehicle"),) if first.convoy else ()
            return PlaceLine(day, time, vehicle_ranges(names), what, count, sum(s.aboard for s in steps), left)
        who = names[0] if len(names) == 1 else vehicle_ranges(names)
        details = (*_each(names), *dict.fromkeys(who_words(step) for step in steps))
        return PlaceLine(day, time, who, self._does(steps, len(names)), details, persons(steps), left)

    def _does(self, steps: Sequence[Step], vehicles: int) -> str:
        verb, ending = "bring" if steps[0].action == Action.ALIGHT else "leave", "s" if vehicles == 1 else ""
        ends = self._ends(steps)
        return f"{verb}{ending} for {first_few(self.facts.names(ends))}" if ends else f"{verb}{ending}"


def _bound(facts: Facts) -> Bound:
    found: dict[tuple[str, str, int], dict[str, None]] = {}
    for ride in rides(facts.happened):
        found.setdefault((ride.vehicle, ride.row.id, ride.board_s), {})[ride.destination] = None
    return {key: tuple(places) for key, places in found.items()}


def _each(names: Sequence[str]) -> tuple[str, ...]:
    return () if len(names) == 1 else (f"{counted(len(names), 'vehicle')}, in each:",)


def _summary(found: Sequence[Step]) -> str:
    crossing = [step for step in found if step.action == Action.CROSS]
    parts = (
        (persons(s for s in found if s.action == Action.BOARD), "leave"),
        (persons(s for s in found if s.action == Action.ALIGHT), "arrive"),
        (sum(s.aboard for s in crossing), "cross"),
    )
    return ", ".join(f"{people(count)} {verb}" for count, verb in parts if count) or "Empty vehicles cross"
