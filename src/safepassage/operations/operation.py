"""The operation: the states of all its subjects, and who is where.

It is a fold over everything that was told. Every total is kept beside it as persons move, and is what counting anew
would give:

    registered + born = waiting + aboard + at a transfer place + arrived + in hospital + stayed + turned back
                        + removed or detained by a party + died + missing + unresolved
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.crosschecks import against_agreement
from safepassage.agreement.movements import Movement
from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import families, fleet, persons, screenings
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.families import OpenNotice
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.groups import Group
from safepassage.domain.live.people import Answer
from safepassage.domain.live.persons import Person
from safepassage.domain.live.screenings import Screenings
from safepassage.domain.live.told import Told
from safepassage.operations.courses import COURSES, Kind, Subject, subjects_of
from safepassage.operations.lines import History, Lines
from safepassage.operations.opening import Opening
from safepassage.operations.staff import Staff


class Share(NamedTuple):
    """Persons of one priority, in one state, held by one place or vehicle, with one last answer; None: not asked."""

    priority: int
    where: Whereabouts
    holder: str
    answer: Answer | None


class Operation:
    """All that is known of an operation, up to an event's `position` in the ledger and `version` in its stream.

    `latest_s` is the last second at which anything happened. `asked` counts adults by the place where they
    were registered and by their answer.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._lines = {kind: Lines(course) for kind, course in COURSES.items()}
        self.position = 0
        self.latest_s: int | None = None
        self.version = 0
        self.registered = 0
        self.born = 0
        self.shares: Counter[Share] = Counter()
        self.asked: Counter[tuple[str, Answer]] = Counter()
        self._troubled: set[Subject] = set()
        self._carrying: set[str] = set()
        self._changed: set[str] = set()
        self._noticed: dict[str, tuple[OpenNotice, ...]] = {}

    @property
    def staff(self) -> Staff:
        """The operation as a whole, and who may act in it."""
        return self.state(Kind.STAFF, "")  # type: ignore[no-any-return]  # what a line's state is, its course says

    @property
    def opening(self) -> Opening:
        """The opening record, and whether the operation is open."""
        return self.state(Kind.OPENING, "")  # type: ignore[no-any-return]

    def person(self, token: str) -> Person:
        """Give a person."""
        return self.state(Kind.PERSON, token)  # type: ignore[no-any-return]

    def group(self, group: str) -> Group:
        """Give a travel group."""
        return self.state(Kind.GROUP, group)  # type: ignore[no-any-return]

    def members(self, group: str) -> list[Person]:
        """Give the persons of a travel group, in the order of their tokens."""
        return [self.person(token) for token in self.group(group).members]

    def vehicle(self, vehicle: str) -> Vehicle:
        """Give a vehicle."""
        return self.state(Kind.VEHICLE, vehicle)  # type: ignore[no-any-return]

    def screenings(self, place: str) -> Screenings:
        """Give what was screened at a place."""
        return self.state(Kind.SCREENING, place)  # type: ignore[no-any-return]

    @property
    def agreement(self) -> LiveAgreement:
        """The agreement."""
        return self.state(Kind.AGREEMENT, "")  # type: ignore[no-any-return]

    def movement(self, movement: str) -> Movement:
        """Give a movement."""
        return self.state(Kind.MOVEMENT, movement)  # type: ignore[no-any-return]

    def movements(self) -> tuple[Movement, ...]:
        """Give all movements that have a movement file, in the order of their ids."""
        everything = (self.movement(name) for name in self.names(Kind.MOVEMENT))
        return tuple(each for each in everything if each.file is not None)

    def state(self, kind: Kind, name: str) -> Any:
        """Give the state of any subject."""
        return self._lines[kind].state(name)

    def names(self, kind: Kind) -> list[str]:
        """Give all subjects of a kind of which something was told, in order."""
        return sorted(self._lines[kind].names())

    def persons(self) -> Mapping[Whereabouts, int]:
        """Give how many persons are in each state; the sum is `registered + born`."""
        counted = dict.fromkeys(Whereabouts, 0)
        for share, number in self.shares.items():
            counted[share.where] += number
        return counted

    @property
    def answers(self) -> Mapping[Answer, int]:
        """How many persons gave each answer last; those who were not asked are in none."""
        counted: Counter[Answer] = Counter()
        for share, number in self.shares.items():
            if share.answer is not None:
                counted[share.answer] += number
        return counted

    def discrepancies(self) -> Mapping[Subject, tuple[Discrepancy, ...]]:
        """Give what contradicts itself and nobody has settled, by subject."""
        carrying = {(Kind.VEHICLE, vehicle) for vehicle in self._carrying}
        subjects = self._troubled | carrying | {(Kind.MOVEMENT, name) for name in self.names(Kind.MOVEMENT)}
        found = ((subject, self.discrepancies_of(subject)) for subject in sorted(subjects))
        return {subject: still for subject, still in found if still}

    def discrepancies_of(self, subject: Subject) -> tuple[Discrepancy, ...]:
        """Give what of one subject contradicts itself and nobody has settled."""
        state = self.state(*subject)
        if isinstance(state, Vehicle):
            return (*open_of(state), *self._strays(state))
        if isinstance(state, Movement):
            return (*open_of(state), *against_agreement(self.agreement, state))
        return open_of(state)

    def _strays(self, vehicle: Vehicle) -> Iterator[Discrepancy]:
        """Yield who is on a manifest, but elsewhere by what was told of them since."""
        for token in vehicle.manifest:
            person = self.person(token)
            here = person.where is Whereabouts.UNRESOLVED or (person.where, person.holder) == (
                Whereabouts.ABOARD,
                vehicle.vehicle,
            )
            sentence = f"{token} is on the manifest of {vehicle.vehicle}, but is {person.where} at {person.holder}."
            stray = Discrepancy(Code.ON_MANIFEST_ONLY.value, token, sentence)
            if not here and stray.name not in vehicle.settled:
                yield stray

    def notices(self) -> Mapping[Subject, tuple[OpenNotice, ...]]:
        """Give the notices about families and lists that nobody has answered, by subject."""
        self._look_at_families()
        found: dict[Subject, tuple[OpenNotice, ...]] = {
            (Kind.GROUP, group): self._noticed[group] for group in sorted(self._noticed)
        }
        for place in sorted({place for place, _ in self.asked}):
            notices = self._list_notices(place)
            if notices:
                found[Kind.LIST, place] = notices
        return found

    def _list_notices(self, place: str) -> tuple[OpenNotice, ...]:
        asked = {answer: self.asked[place, answer] for answer in Answer}
        return families.list_notices(place, asked, self.state(Kind.LIST, place).answered)

    def _look_at_families(self) -> None:
        """Bring the notices about families up to date, for those in which something changed."""
        concerned = {each for group in self._changed for each in (group, *self.group(group).linked)}
        for group in concerned:
            notices = self._notices_of(self.group(group))
            if notices:
                self._noticed[group] = notices
            else:
                self._noticed.pop(group, None)
        self._changed.clear()

    def _notices_of(self, group: Group) -> tuple[OpenNotice, ...]:
        members = self.members(group.group)
        found = families.group_notices(group, members)
        for other in group.linked:
            if group.group < other:
                found += families.linked_notice(group, members, other, self.members(other))
        return found

    def apply(self, told: Told) -> None:
        """Follow one more event; the same one a second time changes nothing."""
        if told.position <= self.position:
            return
        self.position = told.position
        self.latest_s = told.fact.at_s if self.latest_s is None else max(self.latest_s, told.fact.at_s)
        for subject in dict.fromkeys(subjects_of(told.fact)):
            before, after = self._lines[subject[0]].follow(subject[1], told, self._history)
            if before is not after:
                self._note(subject, before, after)

    def _note(self, subject: Subject, before: Any, after: Any) -> None:
        """Keep totals, and what is in doubt, in step with a state that changed."""
        if open_of(after):
            self._troubled.add(subject)
        else:
            self._troubled.discard(subject)
        if isinstance(after, Person):
            self._count(before, -1)
            self._count(after, 1)
            self._changed.update((before.group, after.group))
        elif isinstance(after, Group):
            self._changed.add(after.group)
        elif isinstance(after, Vehicle):
            (self._carrying.add if after.manifest else self._carrying.discard)(after.vehicle)

    def _count(self, person: Person, sign: int) -> None:
        if not person.registered or person.where is None:
            return
        self.registered += sign * (not person.born)
        self.born += sign * person.born
        _add(self.shares, Share(person.priority, person.where, person.holder, person.answer), sign)
        if person.answer is not None and person.age.decides:
            _add(self.asked, (person.home, person.answer), sign)

    def plain(self) -> Any:
        """Give all of it as data that JSON can hold."""
        self._look_at_families()
        return {
            "position": self.position,
            "latest_s": self.latest_s,
            "version": self.version,
            "registered": self.registered,
            "born": self.born,
            "shares": sorted([*share[:3], share.answer or "", number] for share, number in self.shares.items()),
            "asked": sorted([*key, persons] for key, persons in self.asked.items()),
            "troubled": sorted(list(subject) for subject in self._troubled),
            "carrying": sorted(self._carrying),
            "noticed": sorted(self._noticed),
            "lines": {kind.value: lines.plain() for kind, lines in self._lines.items()},
        }

    @classmethod
    def restored(cls, plain: Any, history: History) -> "Operation":
        """Give the operation of such data; KeyError, TypeError or ValueError if it is none."""
        operation = cls(history)
        for name in ("position", "latest_s", "version", "registered", "born"):
            setattr(operation, name, plain[name])
        for priority, where, holder, answer, number in plain["shares"]:
            share = Share(priority, Whereabouts(where), holder, Answer(answer) if answer else None)
            operation.shares[share] = number
        operation.asked = Counter({(place, Answer(answer)): persons for place, answer, persons in plain["asked"]})
        operation._troubled = {(Kind(kind), name) for kind, name in plain["troubled"]}
        operation._carrying = set(plain["carrying"])
        operation._changed = set(plain["noticed"])
        for kind, lines in operation._lines.items():
            lines.restore(plain["lines"][kind.value])
        return operation


def _add(counter: Counter[Any], key: Any, sign: int) -> None:
    counter[key] += sign
    if not counter[key]:
        del counter[key]


def open_of(state: Any) -> tuple[Discrepancy, ...]:
    """Give what of a subject's discrepancies nobody has settled, by its own state alone."""
    match state:
        case Person():
            return persons.discrepancies(state)
        case Vehicle():
            return fleet.discrepancies(state)
        case Screenings():
            return screenings.discrepancies(state)
        case _:
            return still_open(getattr(state, "found", ()), getattr(state, "settled", ()))


def followed(told: Iterable[Told]) -> Operation:
    """Give the operation after all of this, kept in memory; for those who have it all at hand."""
    everything: dict[int, Told] = {}
    operation = Operation(lambda positions: [everything[position] for position in positions])
    for each in told:
        everything[each.position] = each
        operation.apply(each)
    return operation
