"""The state of one person: where, in whose care, and what contradicts that.

A person who was registered is in exactly one `Whereabouts`. What moves them from where to where is the table in
`whereabouts.py`:

    waiting ── boarded ──► aboard ── alighted ──► arrived, or in hospital for those on stretchers
     ▲  │                   │  ▲  ╲
     │  └─ chose to stay    │  │   ── alighted, onward ──► at a transfer place ── boarded ──► aboard
     │        ▼             │  └──────────────────────────────────────────────────────────────┘
     └────  stayed          ├── turned back ──► turned back ── boarded ──► aboard
                            └── alighted where they had boarded ──► as before

and from anywhere: removed by a party, missing, died. Who is missing or was removed is found again, or boards.

What cannot be true together (aboard two vehicles, alighted from one that they never boarded, boarded after they had
arrived) makes the person *unresolved*: they are counted as that, both reports are kept, and nothing but a settlement,
or a report that comes late and fits in between, makes them anything else. The same scan told twice is one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live import people as facts
from safepassage.domain.live.changing import changed
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, NeedsClass, SeatClass
from safepassage.domain.live.told import Told
from safepassage.domain.live.whereabouts import CHOOSES, MOVES

KEEPS_ORIGIN = frozenset({Whereabouts.AT_TRANSFER, Whereabouts.TURNED_BACK})
"""Who boards from here and alights where they boarded is again what they were; everybody else waits, or stayed."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person. `where` None: nobody registered them yet, and nothing was told of where they are.

    `holder` is the place or vehicle that they are at, since `since_s`; `home` is where they were registered.
    `boarded_at` is where they boarded the vehicle that they are aboard or came with, from `boarded_from`. `first` is
    the event that told of them first.
    """

    token: str
    group: str = ""
    row: str = ""
    priority: int = 0
    home: str = ""
    age: AgeBand = AgeBand.ADULT
    seat: SeatClass = SeatClass.SEATED
    needs: NeedsClass = NeedsClass.NONE
    registered: bool = False
    born: bool = False
    answer: Answer | None = None
    wished: str = ""
    where: Whereabouts | None = None
    holder: str = ""
    since_s: int | None = None
    boarded_at: str = ""
    boarded_from: Whereabouts | None = None
    first: str = ""
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def aboard_since_s(self) -> int | None:
        """When they boarded the vehicle that they are aboard; None if they are aboard none."""
        return self.since_s if self.where is Whereabouts.ABOARD else None


def begin(token: str) -> Person:
    """Give a person of whom nothing was told yet."""
    return Person(token)


def discrepancies(person: Person) -> tuple[Discrepancy, ...]:
    """Give what nobody has settled; of somebody unresolved at least the last contradiction, whatever was settled."""
    still = still_open(person.found, person.settled)
    if person.where is Whereabouts.UNRESOLVED and not still:
        still = person.found[-1:]
    if person.registered or not person.first:
        return still
    sentence = f"Nobody registered {person.token}, but something was told of them: they are in no total."
    unknown = Discrepancy(Code.NOT_REGISTERED.value, person.first, sentence)
    return (*still_open((unknown,), person.settled), *still)


def follow(person: Person, told: Told) -> Person:
    """Give the person after one more fact; what contradicts the rest is kept as a discrepancy."""
    step = _STEPS.get(type(told.fact))
    if step is None:
        return person
    return step(person if person.first else changed(person, first=told.id), told.fact, told)


def _kept(person: Person, code: Code, told: Told, sentence: str) -> Person:
    return changed(person, found=(*person.found, Discrepancy(code.value, told.id, sentence)))


def _without(person: Person, code: Code) -> Person:
    """Give the person without discrepancies of a code that what was told since has healed."""
    found = tuple(each for each in person.found if each.code != code)
    return person if len(found) == len(person.found) else changed(person, found=found)


def _registered(person: Person, fact: facts.GroupRegistered, told: Told) -> Person:
    member = next(each for each in fact.members if each.token == person.token)
    known = changed(
        person,
        group=fact.group,
        row=fact.row,
        priority=fact.priority,
        home=fact.place,
        age=member.age,
        seat=member.seat,
        needs=member.needs,
        registered=True,
    )
    return _first_time(person, known, fact.place, told)


def _born(person: Person, fact: facts.PersonBorn, told: Told) -> Person:
    known = changed(
        person,
        group=fact.group,
        row=fact.row,
        priority=fact.priority,
        age=AgeBand.INFANT,
        registered=True,
        born=True,
    )
    if person.where is None and not person.registered:
        return changed(known, where=fact.where, holder=fact.holder, since_s=told.fact.at_s)
    return _first_time(person, known, fact.holder, told)


def _first_time(person: Person, known: Person, place: str, told: Told) -> Person:
    """Give the person as known, unless somebody registered them before: otherwise, if it differs."""
    if person.registered:
        if known == person:
            return person
        sentence = f"{person.token} was registered in {person.group}, and otherwise in {known.group}."
        return _kept(person, Code.REGISTERED_TWICE, told, sentence)
    if person.where is not None:
        return known
    where = Whereabouts.STAYED if person.answer is Answer.STAY else Whereabouts.WAITING
    return changed(known, where=where, holder=place, since_s=told.fact.at_s)


def _chose(person: Person, fact: facts.ChoiceRecorded, told: Told) -> Person:
    chosen = changed(_without(person, Code.UNINFORMED), answer=fact.answer, wished=fact.wished)
    leaves = fact.answer is Answer.LEAVE
    if leaves and len(set(fact.informed_of)) < len(InformedOf):
        sentence = f"{person.token} chose to leave, but had not been told all of what it means."
        chosen = _kept(chosen, Code.UNINFORMED, told, sentence)
    if person.where is Whereabouts.ABOARD:
        return _chose_aboard(chosen, told)
    if person.where in CHOOSES:
        where = Whereabouts.STAYED if fact.answer is Answer.STAY else Whereabouts.WAITING
        return chosen if where is person.where else changed(chosen, where=where, since_s=fact.at_s)
    return chosen


def _chose_aboard(person: Person, told: Told) -> Person:
    """Keep that somebody is aboard who did not choose to leave, until they choose it or alight where they boarded."""
    if person.answer in {None, Answer.LEAVE}:
        return _without(person, Code.ABOARD_AGAINST_CHOICE)
    sentence = f"{person.token} is aboard {person.holder}, but answered: {person.answer}."
    return _kept(person, Code.ABOARD_AGAINST_CHOICE, told, sentence)


def _boarded(person: Person, fact: facts.PeopleBoarded, told: Told) -> Person:
    twice = person.where is Whereabouts.ABOARD
    aboard = _moved(
        person,
        told,
        Whereabouts.ABOARD,
        fact.vehicle,
        f"boarded {fact.vehicle}",
        code=Code.BOARDED_TWICE if twice else None,
        boarded_at=fact.place,
        boarded_from=person.where if person.where in KEEPS_ORIGIN else Whereabouts.WAITING,
    )
    if aboard is person or aboard.where is not Whereabouts.ABOARD:
        return aboard
    return _chose_aboard(aboard, told)


def _alighted(person: Person, fact: facts.PeopleAlighted, told: Told) -> Person:
    deed = f"alighted from {fact.vehicle} at {fact.place}"
    back = not fact.onward and person.boarded_from is not None and fact.place == person.boarded_at
    there = _after_alighting(person, fact, back=back)
    alighted = _moved(person, told, there, fact.place, deed, out_of=fact.vehicle)
    if back and alighted.where is there:
        return _without(alighted, Code.ABOARD_AGAINST_CHOICE)
    return alighted


def _after_alighting(person: Person, fact: facts.PeopleAlighted, *, back: bool) -> Whereabouts:
    if fact.onward:
        return Whereabouts.AT_TRANSFER
    if back and person.boarded_from in KEEPS_ORIGIN:
        return person.boarded_from
    if back:
        return Whereabouts.STAYED if person.answer is Answer.STAY else Whereabouts.WAITING
    return Whereabouts.IN_HOSPITAL if person.seat is SeatClass.STRETCHER else Whereabouts.ARRIVED


def _turned_back(person: Person, fact: facts.PeopleTurnedBack, told: Told) -> Person:
    deed = f"was turned back at {fact.place}"
    return _moved(person, told, Whereabouts.TURNED_BACK, fact.place, deed, out_of=fact.vehicle)


def _removed(person: Person, fact: facts.PeopleRemoved, told: Told) -> Person:
    deed = f"was taken away at {fact.place}"
    return _moved(person, told, Whereabouts.REMOVED, fact.place, deed, out_of=fact.vehicle)


def _died(person: Person, fact: facts.PersonDied, told: Told) -> Person:
    return _moved(person, told, Whereabouts.DIED, fact.place, f"died at {fact.place}", out_of=fact.vehicle)


def _missed(person: Person, fact: facts.PersonMissed, told: Told) -> Person:
    return _moved(person, told, Whereabouts.MISSING, person.holder, "is missing", out_of=fact.vehicle)


def _found(person: Person, fact: facts.PeopleFound, told: Told) -> Person:
    return _moved(person, told, fact.where, fact.holder, f"was found at {fact.holder}")


def _moved(
    person: Person,
    told: Told,
    goal: Whereabouts,
    holder: str,
    deed: str,
    *,
    out_of: str | None = None,
    code: Code | None = None,
    **then: Any,
) -> Person:
    """Give the person at the goal, with what else changes `then`, as the table of moves allows.

    `out_of` is the vehicle that they were aboard, `code` that of the discrepancy if it is not the table's.
    """
    if person.where is goal and person.holder == holder:
        return person
    trouble = _trouble(person, told.fact, out_of, code)
    if trouble is None:
        return changed(person, where=goal, holder=holder, since_s=told.fact.at_s, **then)
    was = f"was {person.where} at {person.holder}" if person.where else "was never told to have boarded"
    found = Discrepancy(trouble.value, told.id, f"{person.token} {deed} but {was}.")
    return changed(person, found=(*person.found, found), where=Whereabouts.UNRESOLVED, since_s=told.fact.at_s)


def _trouble(person: Person, fact: Fact, out_of: str | None, code: Code | None) -> Code | None:
    move = MOVES[type(fact)]
    if person.where is Whereabouts.UNRESOLVED:
        return Code.TOLD_WHILE_UNRESOLVED
    if person.where is Whereabouts.DIED:
        return Code.MOVED_AFTER_DEATH
    aboard = person.holder if person.where is Whereabouts.ABOARD else ""
    unknown = out_of is None or person.where is Whereabouts.MISSING
    if person.where in move.origins and (unknown or out_of == aboard):
        return None
    return code or move.code


def _settled(person: Person, fact: facts.WhereaboutsSettled, told: Told) -> Person:
    if fact.where is Whereabouts.UNRESOLVED:
        return person
    settled = (*person.settled, *(each.name for each in person.found))
    return changed(person, where=fact.where, holder=fact.holder, since_s=told.fact.at_s, settled=settled)


def _one_settled(person: Person, fact: facts.DiscrepancySettled, _: Told) -> Person:
    return changed(person, settled=(*person.settled, fact.discrepancy))


_STEPS: Mapping[type[Fact], Callable[[Person, Any, Told], Person]] = MappingProxyType(
    {
        facts.GroupRegistered: _registered,
        facts.PersonBorn: _born,
        facts.ChoiceRecorded: _chose,
        facts.PeopleBoarded: _boarded,
        facts.PeopleAlighted: _alighted,
        facts.PeopleTurnedBack: _turned_back,
        facts.PeopleRemoved: _removed,
        facts.PersonDied: _died,
        facts.PersonMissed: _missed,
        facts.PeopleFound: _found,
        facts.WhereaboutsSettled: _settled,
        facts.DiscrepancySettled: _one_settled,
    }
)
