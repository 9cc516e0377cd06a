"""Every count of a rehearsal twice: from the simulator's facts, and from what the ledger tells of each person.

The two share no code but the states of persons: the simulator's facts count travel groups of a row (`Custody`), the
ledger's tell of persons under tokens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from safepassage.domain import events
from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live.told import Told
from safepassage.operations.figures import Move, joined, moves

HOUR_S = 3600
OUT = frozenset({Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL})


@dataclass
class Counts:
    """What was counted. Persons by state, by row and state, by state and holder; departures of vehicles by place.

    `out_in_hour` are persons who arrived in each hour after the start, from 0; `aboard_s` the seconds that all persons
    together were aboard, those still aboard counted up to the last fact.
    """

    persons: Counter[str] = field(default_factory=Counter)
    by_row: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_holder: Counter[tuple[str, str]] = field(default_factory=Counter)
    departures: Counter[str] = field(default_factory=Counter)
    out_in_hour: Counter[int] = field(default_factory=Counter)
    aboard_s: int = 0

    def put(self, row: str, where: Whereabouts, holder: str, persons: int) -> None:
        """Count persons who are somewhere in the end."""
        if persons:
            self.persons[where.value] += persons
            self.by_row[row, where.value] += persons
            self.by_holder[where.value, holder] += persons


class Line(NamedTuple):
    """A count by the simulator and by the ledger; `differs` adds up how far they are apart, part by part."""

    what: str
    simulator: int
    ledger: int
    differs: int


def counts_of_facts(facts: Iterable[Fact]) -> Counts:
    """Count the simulator's facts, which are in the order of time."""
    counts, custody, rows, last_s = Counts(), Custody(), {}, 0
    for fact in facts:
        custody.apply(fact)
        match fact:
            case events.OperationEnded():
                continue
            case events.PeopleRegistered(people=people):
                rows[people] = fact
            case events.VehicleDeparted(place=place):
                counts.departures[place] += 1
            case events.GroupsBoarded() | events.GroupsAlighted() | events.GroupsTurnedBack():
                _aboard(counts, fact, rows[fact.people].group_size)
        last_s = fact.at_s
    for (people, where, holder), groups in custody.shares().items():
        row = rows[people]
        lying = row.stretcher if where is Whereabouts.ARRIVED else 0
        counts.put(people, Whereabouts.IN_HOSPITAL, holder, groups * lying)
        counts.put(people, where, holder, groups * (row.group_size - lying))
        if where is Whereabouts.ABOARD:
            counts.aboard_s += groups * row.group_size * last_s
    return counts


def _aboard(
    counts: Counts, fact: events.GroupsBoarded | events.GroupsAlighted | events.GroupsTurnedBack, group_size: int
) -> None:
    persons = fact.groups * group_size
    counts.aboard_s += persons * fact.at_s * (-1 if isinstance(fact, events.GroupsBoarded) else 1)
    if isinstance(fact, events.GroupsAlighted) and not fact.onward:
        counts.out_in_hour[fact.at_s // HOUR_S] += persons


def counts_of_ledger(told: Iterable[Told]) -> Counts:
    """Count what a ledger tells, person by person, in the order in which it happened."""
    counts, last_s = Counts(), 0
    people = {}
    for each, moved in moves(told):
        last_s = each.fact.at_s
        if isinstance(each.fact, events.VehicleDeparted):
            counts.departures[each.fact.place] += 1
        for move in moved:
            people[move.after.token] = move.after
            _moved(counts, move)
    for person in people.values():
        if person.registered and person.where is not None:
            counts.put(person.row, person.where, person.holder, 1)
            counts.aboard_s += last_s if person.where is Whereabouts.ABOARD else 0
    return counts


def _moved(counts: Counts, move: Move) -> None:
    before, after = move.before.where, move.after.where
    counts.aboard_s += move.at_s * ((before is Whereabouts.ABOARD) - (after is Whereabouts.ABOARD))
    if after in OUT and before not in OUT:
        counts.out_in_hour[move.at_s // HOUR_S] += 1


def compared(simulator: Counts, ledger: Counts) -> list[Line]:
    """Give all counts beside each other."""
    lines = [
        _line(where.value, {"": simulator.persons[where.value]}, {"": ledger.persons[where.value]})
        for where in Whereabouts
        if simulator.persons[where.value] or ledger.persons[where.value]
    ]
    return [
        *lines,
        _line("persons, by row and state", simulator.by_row, ledger.by_row),
        _line("persons, by place or vehicle", simulator.by_holder, ledger.by_holder),
        _line("out, hour by hour", simulator.out_in_hour, ledger.out_in_hour),
        _line("departures, by place", simulator.departures, ledger.departures),
        _line("seconds aboard, of all persons", {"": simulator.aboard_s}, {"": ledger.aboard_s}),
    ]


def facts_compared(simulator: Sequence[Fact], ledger: Sequence[Fact]) -> Line:
    """Give how many facts each tells, and how many of them are not the other's at the same place in the order."""
    left = list(joined(fact for fact in simulator if not _tells_nothing(fact)))
    apart = sum(one != other for one, other in zip(left, ledger, strict=False)) + abs(len(left) - len(ledger))
    return Line("facts, one by one", len(left), len(ledger), apart)


def _tells_nothing(fact: Fact) -> bool:
    """Whether a fact leaves nothing in a ledger: rows with nobody, and that nothing more can happen."""
    return isinstance(fact, events.OperationEnded) or (isinstance(fact, events.PeopleRegistered) and not fact.groups)


def _line(what: str, simulator: Mapping[Any, int], ledger: Mapping[Any, int]) -> Line:
    keys = simulator.keys() | ledger.keys()
    differs = sum(abs(simulator.get(key, 0) - ledger.get(key, 0)) for key in keys)
    return Line(what, sum(simulator.values()), sum(ledger.values()), differs)
