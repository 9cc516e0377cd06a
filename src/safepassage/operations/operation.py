"""The operation: the states of all its subjects, and who is where.

It is a fold over everything that was told. Every total is kept beside it as persons move, and is what counting anew
would give; `leaving` counts those who asked to leave:

    registered + born = waiting + aboard + at a transfer place + arrived + in hospital + stayed + turned back
                        + removed or detained by a party + died + missing + unresolved
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import fleet
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import Answer
from safepassage.domain.live.persons import Person
from safepassage.domain.live.told import Told
from safepassage.operations.courses import COURSES, Kind, Subject, subjects_of
from safepassage.operations.lines import History, Lines
from safepassage.operations.staff import Staff


class Share(NamedTuple):
    """Persons of one priority, in one state, held by one place or vehicle."""

    priority: int
    where: Whereabouts
    holder: str


class Operation:
    """All that is known of an operation, up to an event's `position` in the ledger and `version` in its stream."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._lines = {kind: Lines(course) for kind, course in COURSES.items()}
        self.position = 0
        self.version = 0
        self.registered = 0
        self.born = 0
        self.shares: Counter[Share] = Counter()
        self.leaving: Counter[Share] = Counter()
        self.answers: Counter[Answer] = Counter()
        self.groups: dict[str, tuple[str, ...]] = {}
        self._troubled: set[Subject] = set()

    @property
    def staff(self) -> Staff:
        """The operation as a whole, and who may act in it."""
        return self.state(Kind.STAFF, "")  # type: ignore[no-any-return]  # what a line's state is, its course says

    def person(self, token: str) -> Person:
        """Give a person."""
        return self.state(Kind.PERSON, token)  # type: ignore[no-any-return]

    def vehicle(self, vehicle: str) -> Vehicle:
        """Give a vehicle."""
        return self.state(Kind.VEHICLE, vehicle)  # type: ignore[no-any-return]

    def state(self, kind: Kind, name: str) -> Any:
        """Give the state of any subject."""
        return self._lines[kind].state(name)

    def names(self, kind: Kind) -> list[str]:
        """Give all subjects of a kind of which something was told, in order."""
        return sorted(self._lines[kind].names())

    def persons(self) -> Mapping[Whereabouts, int]:
        """Give how many persons are in each state; the sum is `registered + born`."""
        counted = dict.fromkeys(Whereabouts, 0)
        for share, persons in self.shares.items():
            counted[share.where] += persons
        return counted

    def discrepancies(self) -> Mapping[Subject, tuple[Discrepancy, ...]]:
        """Give what contradicts itself and nobody has settled, by subject."""
        return {subject: open_of(self.state(*subject)) for subject in sorted(self._troubled)}

    def apply(self, told: Told) -> None:
        """Follow one more event; the same one a second time changes nothing."""
        if told.position <= self.position:
            return
        self.position = told.position
        for subject in dict.fromkeys(subjects_of(told.fact)):
            before, after = self._lines[subject[0]].follow(subject[1], told, self._history)
            if isinstance(after, Person):
                self._count(before, -1)
                self._count(after, 1)
            if open_of(after):
                self._troubled.add(subject)
            else:
                self._troubled.discard(subject)

    def _count(self, person: Person, sign: int) -> None:
        if not person.registered or person.where is None:
            return
        self.registered += sign * (not person.born)
        self.born += sign * person.born
        share = Share(person.priority, person.where, person.holder)
        _add(self.shares, share, sign)
        if person.answer is Answer.LEAVE:
            _add(self.leaving, share, sign)
        if person.answer is not None:
            _add(self.answers, person.answer, sign)
        self._group(person, sign)

    def _group(self, person: Person, sign: int) -> None:
        members = self.groups.get(person.group, ())
        if sign > 0 and person.token not in members:
            self.groups[person.group] = tuple(sorted((*members, person.token)))

    def plain(self) -> Any:
        """Give all of it as data that JSON can hold."""
        return {
            "position": self.position,
            "version": self.version,
            "registered": self.registered,
            "born": self.born,
            "shares": _plain_shares(self.shares),
            "leaving": _plain_shares(self.leaving),
            "answers": dict(self.answers),
            "groups": self.groups,
            "troubled": [list(subject) for subject in self._troubled],
            "lines": {kind: lines.plain() for kind, lines in self._lines.items()},
        }

    @classmethod
    def restored(cls, plain: Any, history: History) -> "Operation":
        """Give the operation of such data; KeyError, TypeError or ValueError if it is none."""
        operation = cls(history)
        for name in ("position", "version", "registered", "born"):
            setattr(operation, name, plain[name])
        operation.shares, operation.leaving = (_shares_of(plain[name]) for name in ("shares", "leaving"))
        operation.answers = Counter({Answer(answer): persons for answer, persons in plain["answers"].items()})
        operation.groups = {group: tuple(members) for group, members in plain["groups"].items()}
        operation._troubled = {(Kind(kind), name) for kind, name in plain["troubled"]}
        for kind, lines in operation._lines.items():
            lines.restore(plain["lines"][kind])
        return operation


def _plain_shares(shares: Counter[Share]) -> list[list[Any]]:
    return [[*share, persons] for share, persons in shares.items()]


def _shares_of(plain: Any) -> Counter[Share]:
    return Counter({Share(priority, Whereabouts(where), holder): n for priority, where, holder, n in plain})


def _add(counter: Counter[Any], key: Any, sign: int) -> None:
    counter[key] += sign
    if not counter[key]:
        del counter[key]


def open_of(state: Any) -> tuple[Discrepancy, ...]:
    """Give what of a subject's discrepancies nobody has settled."""
    if isinstance(state, Vehicle):
        return fleet.discrepancies(state)
    return still_open(getattr(state, "found", ()), getattr(state, "settled", ()))


def followed(told: Iterable[Told]) -> Operation:
    """Give the operation after all of this, kept in memory; for those who have it all at hand."""
    everything: dict[int, Told] = {}
    operation = Operation(lambda positions: [everything[position] for position in positions])
    for each in told:
        everything[each.position] = each
        operation.apply(each)
    return operation
