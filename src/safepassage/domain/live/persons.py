"""The state of one person: where, in whose care, and what contradicts that.

A person who was registered is in exactly one `Whereabouts`. What is told moves them along:

    waiting ── boarded ──► aboard ── alighted ──► arrived, or in hospital for those on stretchers
     ▲  │                   │  ▲  ╲
     │  └─ chose to stay    │  │   ── alighted, onward ──► at a transfer place ── boarded ──► aboard
     │        ▼             │  └──────────────────────────────────────────────────────────────┘
     └────  stayed          ├── turned back ──► turned back ── boarded ──► aboard
                            └── alighted where they had boarded ──► as before

and from anywhere: removed by a party, missing, died. Somebody missing, removed or turned back who boards is aboard
again.

What cannot be true together (aboard two vehicles, alighted from one that they never boarded, boarded after they had
arrived) makes the person *unresolved*: they are counted as that, both reports are kept, and nothing but a settlement,
or a report that comes late and fits in between, makes them anything else. The same scan told twice is one.
"""

from dataclasses import dataclass, replace

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.people import AgeBand, Answer, NeedsClass, SeatClass
from safepassage.domain.live.told import Told

BOARDS_FROM = frozenset(
    {
        Whereabouts.WAITING,
        Whereabouts.AT_TRANSFER,
        Whereabouts.STAYED,
        Whereabouts.TURNED_BACK,
        Whereabouts.REMOVED,
        Whereabouts.MISSING,
    }
)
"""Where somebody can have been before boarding."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person. `where` None: nobody registered them yet, and nothing was told of where they are.

    `holder` is the place or vehicle that they are at. `boarded_at` is where they boarded the vehicle that they are
    aboard or came with, from `boarded_from`; `aboard_since_s` None if they are aboard none.
    """

    token: str
    group: str = ""
    row: str = ""
    priority: int = 0
    age: AgeBand = AgeBand.ADULT
    seat: SeatClass = SeatClass.SEATED
    needs: NeedsClass = NeedsClass.NONE
    registered: bool = False
    born: bool = False
    answer: Answer | None = None
    wished: str = ""
    where: Whereabouts | None = None
    holder: str = ""
    boarded_at: str = ""
    boarded_from: Whereabouts | None = None
    aboard_since_s: int | None = None
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()


def begin(token: str) -> Person:
    """Give a person of whom nothing was told yet."""
    return Person(token)


def follow(person: Person, told: Told) -> Person:
    """Give the person after one more fact; what contradicts the rest is kept as a discrepancy."""
    match told.fact:
        case facts.GroupRegistered() as fact:
            return _registered(person, fact, told)
        case facts.PersonBorn() as fact:
            return _born(person, fact, told)
        case facts.ChoiceRecorded() as fact:
            return _chose(person, fact)
        case facts.PeopleBoarded() as fact:
            return _boarded(person, fact, told)
        case facts.PeopleAlighted() as fact:
            return _alighted(person, fact, told)
        case facts.PeopleTurnedBack() as fact:
            return _turned_back(person, fact, told)
        case facts.WhereaboutsSettled() as fact:
            settled = (*person.settled, *(each.name for each in person.found))
            return replace(_at(person, fact.where, fact.holder, told), settled=settled)
        case facts.DiscrepancySettled() as fact:
            return replace(person, settled=(*person.settled, fact.discrepancy))
        case _:
            return _lost(person, told)


def _at(person: Person, where: Whereabouts, holder: str, told: Told) -> Person:
    since = told.fact.at_s if where is Whereabouts.ABOARD else None
    return replace(person, where=where, holder=holder, aboard_since_s=since)


def _contradicted(person: Person, code: str, told: Told, sentence: str, *, unresolved: bool = True) -> Person:
    found = (*person.found, Discrepancy(code, told.id, sentence))
    if not unresolved:
        return replace(person, found=found)
    return replace(person, found=found, where=Whereabouts.UNRESOLVED, aboard_since_s=None)


def _registered(person: Person, fact: facts.GroupRegistered, told: Told) -> Person:
    if person.registered:
        sentence = f"{person.token} was registered in {person.group} and again in {fact.group}."
        return _contradicted(person, "registered-twice", told, sentence, unresolved=False)
    member = next(each for each in fact.members if each.token == person.token)
    known = replace(
        person,
        group=fact.group,
        row=fact.row,
        priority=fact.priority,
        age=member.age,
        seat=member.seat,
        needs=member.needs,
        registered=True,
    )
    if person.where is not None:
        return known
    where = Whereabouts.STAYED if person.answer is Answer.STAY else Whereabouts.WAITING
    return replace(known, where=where, holder=fact.place)


def _born(person: Person, fact: facts.PersonBorn, told: Told) -> Person:
    if person.registered:
        sentence = f"{person.token} was registered in {person.group} and born into {fact.group}."
        return _contradicted(person, "registered-twice", told, sentence, unresolved=False)
    known = replace(person, group=fact.group, age=AgeBand.INFANT, registered=True, born=True)
    return known if person.where is not None else _at(known, fact.where, fact.holder, told)


def _chose(person: Person, fact: facts.ChoiceRecorded) -> Person:
    chosen = replace(person, answer=fact.answer, wished=fact.wished)
    if fact.answer is Answer.STAY and person.where is Whereabouts.WAITING:
        return replace(chosen, where=Whereabouts.STAYED)
    if fact.answer is not Answer.STAY and person.where is Whereabouts.STAYED:
        return replace(chosen, where=Whereabouts.WAITING)
    return chosen


def _boarded(person: Person, fact: facts.PeopleBoarded, told: Told) -> Person:
    if person.where is Whereabouts.ABOARD and person.holder == fact.vehicle:
        return person
    if person.where is None or person.where in BOARDS_FROM:
        origin = Whereabouts.AT_TRANSFER if person.where is Whereabouts.AT_TRANSFER else Whereabouts.WAITING
        aboard = _at(person, Whereabouts.ABOARD, fact.vehicle, told)
        return replace(aboard, boarded_at=fact.place, boarded_from=origin)
    code = "boarded-twice" if person.where is Whereabouts.ABOARD else "boarded-after-all"
    was = f"was {person.where} at {person.holder}"
    return _contradicted(person, code, told, f"{person.token} boarded {fact.vehicle} but {was}.")


def _alighted(person: Person, fact: facts.PeopleAlighted, told: Told) -> Person:
    there = _after_alighting(person, fact)
    if person.where is Whereabouts.ABOARD and person.holder == fact.vehicle:
        return _at(person, there, fact.place, told)
    if (person.where, person.holder) == (there, fact.place):
        return person
    was = f"was {person.where} at {person.holder}" if person.where else "was never told to have boarded"
    return _contradicted(
        person, "alighted-unboarded", told, f"{person.token} alighted from {fact.vehicle} at {fact.place} but {was}."
    )


def _after_alighting(person: Person, fact: facts.PeopleAlighted) -> Whereabouts:
    if fact.onward:
        return Whereabouts.AT_TRANSFER
    if person.boarded_from is not None and fact.place == person.boarded_at:
        return person.boarded_from
    return Whereabouts.IN_HOSPITAL if person.seat is SeatClass.STRETCHER else Whereabouts.ARRIVED


def _turned_back(person: Person, fact: facts.PeopleTurnedBack, told: Told) -> Person:
    if person.where is Whereabouts.ABOARD and person.holder == fact.vehicle:
        return _at(person, Whereabouts.TURNED_BACK, fact.place, told)
    if (person.where, person.holder) == (Whereabouts.TURNED_BACK, fact.place):
        return person
    was = f"was {person.where} at {person.holder}" if person.where else "was never told to have boarded"
    return _contradicted(
        person, "turned-back-unboarded", told, f"{person.token} was turned back from {fact.vehicle} but {was}."
    )


def _lost(person: Person, told: Told) -> Person:
    """Follow what can happen to anybody anywhere; of the dead nothing more is believed."""
    match told.fact:
        case facts.PeopleRemoved(place=place):
            where, holder = Whereabouts.REMOVED, place
        case facts.PersonDied(place=place):
            where, holder = Whereabouts.DIED, place
        case facts.PersonMissed():
            where, holder = Whereabouts.MISSING, person.holder
        case _:
            return person
    if person.where is Whereabouts.DIED and where is not Whereabouts.DIED:
        return _contradicted(person, "moved-after-death", told, f"{person.token} is {where} but had died.")
    if person.where is Whereabouts.UNRESOLVED:
        return _contradicted(person, "told-while-unresolved", told, f"{person.token} is said to be {where}.")
    return _at(person, where, holder, told)
