"""What a ledger of a live operation tells, in the domain's facts: so that every fold over a rehearsal runs over it too.

A live operation knows persons under tokens; `domain.events` counts travel groups of a row. A group is told as boarded,
alighted or turned back at the fact by which the last of its members did so, and never while its members are apart. So
custody, replays and reports of a rehearsal read a live operation. Where a group is torn apart, or somebody is where
these facts have no word for (missing, removed, dead, unresolved), it is told no further: `Operation.persons` counts
every single person, and is the count that matters.

Facts are followed in the order in which they happened, whenever they were told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from safepassage.domain import events
from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import FACTS, Fact
from safepassage.domain.live import persons
from safepassage.domain.live.access import OperationCreated
from safepassage.domain.live.people import GroupRegistered, SeatClass
from safepassage.domain.live.persons import Person
from safepassage.domain.live.told import Told
from safepassage.operations.courses import Kind, subjects_of

Held = tuple[Whereabouts, str]
"""A state, and the place or vehicle that holds whoever is in it; in hospital is arrived here."""

APART: Held = (Whereabouts.UNRESOLVED, "")
"""Of a group whose members are not together."""


MOVES = (events.GroupsBoarded, events.GroupsAlighted, events.GroupsStayed, events.GroupsTurnedBack)
"""Facts by which travel groups move."""


@dataclass(frozen=True, slots=True)
class Move:
    """A person before and after a fact."""

    at_s: int
    before: Person
    after: Person


def in_time(told: Iterable[Told]) -> list[Told]:
    """Give what was told in the order in which it happened."""
    return sorted(told, key=lambda each: each.key)


def moves(told: Iterable[Told]) -> Iterator[tuple[Told, list[Move]]]:
    """Yield what was told, in the order in which it happened, with the persons whom it moved or registered."""
    known: dict[str, Person] = {}
    for each in in_time(told):
        moved = []
        for kind, token in dict.fromkeys(subjects_of(each.fact)):
            if kind is Kind.PERSON:
                before = known.get(token) or persons.begin(token)
                after = known[token] = persons.follow(before, each)
                if after is not before:
                    moved.append(Move(each.fact.at_s, before, after))
        yield each, moved


def facts_of(told: Iterable[Told]) -> Iterator[Fact]:
    """Yield the domain's facts of a live operation: first the rows of people, then what happened, in order."""
    return joined(_facts_of(told))


def joined(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts, with those joined that follow each other and differ only in how many groups they are of."""
    last: Fact | None = None
    for fact in facts:
        if isinstance(fact, MOVES) and isinstance(last, MOVES) and replace(fact, groups=last.groups) == last:
            last = replace(fact, groups=fact.groups + last.groups)
            continue
        if last is not None:
            yield last
        last = fact
    if last is not None:
        yield last


def _facts_of(told: Iterable[Told]) -> Iterator[Fact]:
    everything = in_time(told)
    groups = _Groups(everything)
    for each in everything:
        if isinstance(each.fact, OperationCreated):
            yield events.OperationBegan(each.fact.at_s, each.fact.scenario)
    yield from groups.rows.values()
    for each, moved in moves(everything):
        if isinstance(each.fact, FACTS) and not isinstance(each.fact, events.OperationBegan):
            yield each.fact
        yield from groups.follow(each.fact.at_s, moved)


class _Groups:
    """Where each travel group is, all of whose members are together."""

    def __init__(self, told: Iterable[Told]) -> None:
        self.rows: dict[str, events.PeopleRegistered] = {}
        self._row_of: dict[str, str] = {}
        self._held: dict[str, dict[str, Held]] = {}
        self._told: dict[str, Held] = {}
        for each in told:
            if isinstance(each.fact, GroupRegistered) and each.fact.group not in self._row_of:
                self._register(each.fact)

    def _register(self, fact: GroupRegistered) -> None:
        """Count a group to its row; one that is not like the others of its row is a row of its own."""
        seats = [member.seat for member in fact.members]
        first = self.rows.get(fact.row)
        counts = (*(seats.count(seat) for seat in SeatClass), fact.priority)
        row = events.PeopleRegistered(first.at_s if first else fact.at_s, fact.row, fact.place, 1, *counts)
        if not fact.row or (first is not None and _like(first) != _like(row)):
            row = events.PeopleRegistered(fact.at_s, fact.group, fact.place, 1, *counts)
            first = None
        groups = first.groups + 1 if first else 1
        self.rows[row.people] = events.PeopleRegistered(row.at_s, row.people, row.place, groups, *counts)
        self._row_of[fact.group] = row.people
        self._told[fact.group] = (Whereabouts.WAITING, fact.place)
        self._held[fact.group] = {member.token: self._told[fact.group] for member in fact.members}

    def follow(self, at_s: int, moved: Iterable[Move]) -> Iterator[Fact]:
        """Yield the moves of those groups whose members are all together where they were not before."""
        touched: dict[str, None] = {}
        for move in moved:
            members = self._held.get(move.after.group, {})
            if move.after.token in members:
                members[move.after.token] = _held(move.after)
                touched[move.after.group] = None
        steps: Counter[tuple[str, Held, Held]] = Counter()
        for group in touched:
            together = set(self._held[group].values())
            goal = together.pop() if len(together) == 1 else APART
            if goal != APART and goal != self._told[group]:
                steps[self._row_of[group], self._told[group], goal] += 1
                self._told[group] = goal
        for (row, origin, goal), groups in steps.items():
            yield from _told_as(at_s, row, groups, origin, goal)


def _like(row: events.PeopleRegistered) -> tuple[str, int, int, int, int]:
    return row.place, row.seated, row.wheelchair, row.stretcher, row.priority


def _held(person: Person) -> Held:
    """Give where somebody is; APART for those whom the domain's facts have no word for."""
    if person.where is Whereabouts.IN_HOSPITAL:
        return Whereabouts.ARRIVED, person.holder
    return (person.where, person.holder) if person.where is not None else APART


def _told_as(at_s: int, row: str, groups: int, origin: Held, goal: Held) -> Iterator[Fact]:
    match origin[0], goal[0]:
        case ((Whereabouts.WAITING | Whereabouts.AT_TRANSFER), Whereabouts.ABOARD):
            yield events.GroupsBoarded(at_s, goal[1], origin[1], row, groups)
        case Whereabouts.ABOARD, (Whereabouts.ARRIVED | Whereabouts.AT_TRANSFER):
            onward = goal[0] is Whereabouts.AT_TRANSFER
            yield events.GroupsAlighted(at_s, origin[1], goal[1], row, groups, onward)
        case Whereabouts.ABOARD, Whereabouts.TURNED_BACK:
            yield events.GroupsTurnedBack(at_s, origin[1], goal[1], row, groups)
        case Whereabouts.WAITING, Whereabouts.STAYED:
            yield events.GroupsStayed(at_s, goal[1], row, groups)
