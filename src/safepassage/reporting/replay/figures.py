"""Every number of a replay as steps over time, folded from the facts; custody watches that they can have happened."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safepassage.domain import events
from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.scenario import Scenario
from safepassage.reporting.words import number, people


@dataclass(slots=True)
class Steps:
    """A number over time: from `at_s[i]` on it is `values[i]`, and 0 before the first. Seconds ascend."""

    at_s: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def at(self, moment_s: int) -> int:
        """Give the number once all is done that happens up to and in this second."""
        place = bisect_right(self.at_s, moment_s)
        return self.values[place - 1] if place else 0

    def add(self, at_s: int, change: int) -> None:
        """Let the number change; moments come in the order of time."""
        value = (self.values[-1] if self.values else 0) + change
        if self.at_s and self.at_s[-1] == at_s:
            self.values[-1] = value
        else:
            self.at_s.append(at_s)
            self.values.append(value)


@dataclass(frozen=True, slots=True)
class PlaceSteps:
    """Numbers of one place: people who wait, wait to change vehicles, and have arrived; vehicles that queue.

    `open_for` counts the rules of a crossing under which it is open; of `rules` in all, 0 for no crossing.
    """

    rules: int = 0
    waiting: Steps = field(default_factory=Steps)
    at_transfer: Steps = field(default_factory=Steps)
    arrived: Steps = field(default_factory=Steps)
    queue: Steps = field(default_factory=Steps)
    open_for: Steps = field(default_factory=Steps)


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of a replay; persons by whereabouts, vehicles under way, whether the agreement is suspended."""

    registered: int
    last_s: int
    persons: Mapping[Whereabouts, Steps]
    places: Mapping[str, PlaceSteps]
    under_way: Steps
    suspended: Steps


IN_THE_END: tuple[tuple[str, tuple[Whereabouts, ...]], ...] = (
    ("out", (Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL)),
    ("waiting", (Whereabouts.WAITING, Whereabouts.AT_TRANSFER)),
    ("aboard", (Whereabouts.ABOARD,)),
    ("turned back", (Whereabouts.TURNED_BACK,)),
    ("decided to stay", (Whereabouts.STAYED,)),
)


def ending_words(figures: Figures, planned: int) -> str:
    """Say where everybody is in the end, and for how many it was planned."""
    counts = {words: sum(figures.persons[w].at(figures.last_s) for w in where) for words, where in IN_THE_END}
    said = [f"{number(count)} {words}" for words, count in counts.items() if count or words == "out"]
    others = "" if figures.registered == planned else f"; {number(planned)} were planned"
    return f"In the end, of {people(figures.registered)} who were there: {', '.join(said)}{others}."


def figures_of(scenario: Scenario, facts: Iterable[events.Fact]) -> Figures:
    """Fold the facts.

    Raises
    ------
    ImpossibleFactError
        If a fact cannot have happened after those before it.
    """
    fold = _Fold(scenario)
    for fact in facts:
        fold.apply(fact)
    return Figures(fold.custody.registered, fold.last_s, fold.persons, fold.places, fold.under_way, fold.suspended)


class _Fold:
    """Follows facts one by one."""

    def __init__(self, scenario: Scenario) -> None:
        self.custody = Custody()
        self.last_s = 0
        self.persons = {where: Steps() for where in Whereabouts}
        self.under_way, self.suspended = Steps(), Steps()
        rules = [rule.place for rule in scenario.agreement.crossings]
        self.places = {place.id: PlaceSteps(rules.count(place.id)) for place in scenario.places}
        for rule in scenario.agreement.crossings:
            if rule.windows is None:
                self.places[rule.place].open_for.add(0, 1)
        self._rows: dict[str, events.PeopleRegistered] = {}
        self._queued: dict[str, str] = {}

    def apply(self, fact: events.Fact) -> None:
        """Follow one more fact."""
        self.custody.apply(fact)
        self.last_s = fact.at_s
        self._of_people(fact)
        self._of_vehicles(fact)
        self._of_terms(fact)

    def _of_people(self, fact: events.Fact) -> None:
        match fact:
            case events.PeopleRegistered():
                self._rows[fact.people] = fact
                self._count(fact.at_s, Whereabouts.WAITING, fact.groups * fact.group_size)
                self.places[fact.place].waiting.add(fact.at_s, fact.groups * fact.group_size)
            case events.GroupsBoarded(people=people, place=place):
                home = self._rows[people].place == place
                where = self.places[place].waiting if home else self.places[place].at_transfer
                persons = self._persons(fact)
                where.add(fact.at_s, -persons)
                self._move(
                    fact.at_s, Whereabouts.WAITING if home else Whereabouts.AT_TRANSFER, Whereabouts.ABOARD, persons
                )
            case events.GroupsAlighted(onward=True):
                persons = self._persons(fact)
                self.places[fact.place].at_transfer.add(fact.at_s, persons)
                self._move(fact.at_s, Whereabouts.ABOARD, Whereabouts.AT_TRANSFER, persons)
            case events.GroupsAlighted():
                self._arrive(fact)
            case events.GroupsStayed():
                self.places[fact.place].waiting.add(fact.at_s, -self._persons(fact))
                self._move(fact.at_s, Whereabouts.WAITING, Whereabouts.STAYED, self._persons(fact))
            case events.GroupsTurnedBack():
                self._move(fact.at_s, Whereabouts.ABOARD, Whereabouts.TURNED_BACK, self._persons(fact))

    def _arrive(self, fact: events.GroupsAlighted) -> None:
        lying = fact.groups * self._rows[fact.people].stretcher
        self.places[fact.place].arrived.add(fact.at_s, self._persons(fact))
        self._move(fact.at_s, Whereabouts.ABOARD, Whereabouts.ARRIVED, self._persons(fact) - lying)
        self._move(fact.at_s, Whereabouts.ABOARD, Whereabouts.IN_HOSPITAL, lying)

    def _persons(
        self, fact: events.GroupsBoarded | events.GroupsAlighted | events.GroupsStayed | events.GroupsTurnedBack
    ) -> int:
        return fact.groups * self._rows[fact.people].group_size

    def _move(self, at_s: int, before: Whereabouts, after: Whereabouts, persons: int) -> None:
        if persons:
            self._count(at_s, before, -persons)
            self._count(at_s, after, persons)

    def _count(self, at_s: int, where: Whereabouts, persons: int) -> None:
        self.persons[where].add(at_s, persons)

    def _of_vehicles(self, fact: events.Fact) -> None:
        match fact:
            case events.VehicleDeparted():
                self.under_way.add(fact.at_s, 1)
                self._leave_queue(fact.at_s, fact.vehicle)
            case events.VehicleArrived():
                self.under_way.add(fact.at_s, -1)
            case events.VehicleQueued():
                self._leave_queue(fact.at_s, fact.vehicle)
                self._queued[fact.vehicle] = fact.place
                self.places[fact.place].queue.add(fact.at_s, 1)
            case (
                events.ServiceBegan(vehicle=vehicle)
                | events.CheckBegan(vehicle=vehicle)
                | events.VehicleWithdrawn(vehicle=vehicle)
                | events.VehicleRefused(vehicle=vehicle)
                | events.VehicleBrokeDown(vehicle=vehicle)
                | events.VehicleReleased(vehicle=vehicle)
            ):
                self._leave_queue(fact.at_s, vehicle)

    def _leave_queue(self, at_s: int, vehicle: str) -> None:
        place = self._queued.pop(vehicle, None)
        if place is not None:
            self.places[place].queue.add(at_s, -1)

    def _of_terms(self, fact: events.Fact) -> None:
        match fact:
            case events.WindowOpened(place=place):
                self.places[place].open_for.add(fact.at_s, 1)
            case events.WindowClosed(place=place):
                self.places[place].open_for.add(fact.at_s, -1)
            case events.AgreementSuspended():
                self.suspended.add(fact.at_s, 1)
            case events.AgreementReestablished():
                self.suspended.add(fact.at_s, -1)
