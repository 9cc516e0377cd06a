"""Facts of people under tokens: registered, asked, aboard, arrived, and what else can become of them.

Wherever `tokens` name persons, `persons` is their number, so that a total can be proven without showing a token.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact


class AgeBand(StrEnum):
    """How old somebody is, as roughly as care on the way needs it: below 2, below 18, below 60, from 60."""

    INFANT = "infant"
    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"

    @property
    def decides(self) -> bool:
        """Whether somebody of this age decides alone whether to leave."""
        return self in {AgeBand.ADULT, AgeBand.OLDER}


class SeatClass(StrEnum):
    """What room somebody needs in a vehicle."""

    SEATED = "seated"
    WHEELCHAIR = "wheelchair"
    STRETCHER = "stretcher"


class NeedsClass(StrEnum):
    """What help somebody needs on the way; what for is nobody's business here."""

    NONE = "none"
    ASSISTANCE = "assistance"
    MEDICAL = "medical"
    ESCORT = "escort"


class Answer(StrEnum):
    """Somebody's own decision. Staying is no failure."""

    LEAVE = "leave"
    STAY = "stay"
    UNDECIDED = "undecided"


class InformedOf(StrEnum):
    """What somebody must have been told before an answer counts as informed."""

    DESTINATION = "destination"
    RISKS = "risks"
    SCREENING = "screening"
    RIGHT_TO_STAY = "right-to-stay"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a travel group: the ledger's minimum."""

    token: str
    age: AgeBand
    seat: SeatClass
    needs: NeedsClass


@dataclass(frozen=True, slots=True)
class GroupRegistered(Fact):
    """A travel group was registered where it waits.

    `row` is the row of `people.csv` that the group belongs to, "" if none. `linked` are groups that must reach the same
    destination; empty `destinations` are any.
    """

    name: ClassVar[str] = "group.registered"

    group: str
    place: str
    row: str
    priority: int
    stream: str
    destinations: tuple[str, ...]
    linked: tuple[str, ...]
    members: tuple[Member, ...]
    persons: int


@dataclass(frozen=True, slots=True)
class PersonBorn(Fact):
    """A child was born to a person, `mother`, and is where that person was: `where`, held by `holder`.

    `row` and `priority` are those of the travel group.
    """

    name: ClassVar[str] = "person.born"

    group: str
    row: str
    priority: int
    token: str
    mother: str
    where: Whereabouts
    holder: str
    persons: int


@dataclass(frozen=True, slots=True)
class ChoiceRecorded(Fact):
    """Somebody answered, for `tokens`: an adult, and the children for whom this adult decides.

    `informed_by` said what is in `informed_of`, in `language` (a BCP 47 tag), `private` or not. `proxy` is who answered
    in the adult's place, as a relation such as "daughter", "" if nobody did; `wished` the destination that was wished
    for, "" if none.
    """

    name: ClassVar[str] = "choice.recorded"

    tokens: tuple[str, ...]
    answer: Answer
    informed_of: tuple[InformedOf, ...]
    language: str
    informed_by: str
    private: bool
    proxy: str
    wished: str
    persons: int


@dataclass(frozen=True, slots=True)
class GroupsLinked(Fact):
    """Travel groups belong together, such as an uncle's household: all of them must reach the same destination."""

    name: ClassVar[str] = "groups.linked"

    linked: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PeopleBoarded(Fact):
    """Persons boarded a vehicle at a place."""

    name: ClassVar[str] = "people.boarded"

    vehicle: str
    place: str
    tokens: tuple[str, ...]
    persons: int


@dataclass(frozen=True, slots=True)
class PeopleAlighted(Fact):
    """Persons left a vehicle at a place: to stay, or with `onward` to wait for another vehicle."""

    name: ClassVar[str] = "people.alighted"

    vehicle: str
    place: str
    tokens: tuple[str, ...]
    onward: bool
    persons: int


@dataclass(frozen=True, slots=True)
class PeopleTurnedBack(Fact):
    """A party let persons not pass a crossing, who came aboard `vehicle` and are so no longer; "" if on foot."""

    name: ClassVar[str] = "people.turned-back"

    vehicle: str
    place: str
    tokens: tuple[str, ...]
    party: str
    persons: int


@dataclass(frozen=True, slots=True)
class PeopleRemoved(Fact):
    """A party took persons away or detained them; out of `vehicle`, "" if out of none."""

    name: ClassVar[str] = "people.removed"

    vehicle: str
    place: str
    tokens: tuple[str, ...]
    party: str
    persons: int


@dataclass(frozen=True, slots=True)
class PersonDied(Fact):
    """Somebody died, aboard `vehicle` or, where that is "", at a place; of what is not kept here."""

    name: ClassVar[str] = "person.died"

    token: str
    vehicle: str
    place: str
    persons: int


@dataclass(frozen=True, slots=True)
class PersonMissed(Fact):
    """Nobody knows where somebody is, who was last aboard `vehicle`; "" if aboard none."""

    name: ClassVar[str] = "person.missed"

    token: str
    vehicle: str
    persons: int


@dataclass(frozen=True, slots=True)
class PeopleFound(Fact):
    """Persons who were missing, or whom a party had taken, are back at a place: `where`, held by `holder`."""

    name: ClassVar[str] = "people.found"

    tokens: tuple[str, ...]
    where: Whereabouts
    holder: str
    persons: int


@dataclass(frozen=True, slots=True)
class WhereaboutsSettled(Fact):
    """A named person settled where persons are, with a reason; what contradicted it before is settled.

    `holder` is the place or, for those aboard, the vehicle. `vehicles` are all whose manifests are to follow: those
    that the persons were said to be aboard, and the one that they are aboard.
    """

    name: ClassVar[str] = "whereabouts.settled"

    tokens: tuple[str, ...]
    vehicles: tuple[str, ...]
    where: Whereabouts
    holder: str
    reason: str
    persons: int


@dataclass(frozen=True, slots=True)
class ScreeningCounted(Fact):
    """At a crossing a party screened people: counts that are attributed to that party, and nobody's name.

    `vehicle` is the vehicle whose passengers were screened, "" if several.
    """

    name: ClassVar[str] = "screening.counted"

    place: str
    party: str
    vehicle: str
    presented: int
    passed: int
    taken_aside: int
    turned_back: int


@dataclass(frozen=True, slots=True)
class HeadcountTaken(Fact):
    """A named person, `counted_by`, counted who is in a vehicle, without looking at the scans; crew apart."""

    name: ClassVar[str] = "headcount.taken"

    vehicle: str
    place: str
    counted_by: str
    passengers: int
    crew: int


@dataclass(frozen=True, slots=True)
class CountWaived(Fact):
    """A named person let a vehicle depart before people were counted, as waiting was the greater danger."""

    name: ClassVar[str] = "count.waived"

    vehicle: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class DiscrepancySettled(Fact):
    """A named person settled a discrepancy, with a reason.

    `subject` is what it is of, such as `vehicle/bus-7`, and `discrepancy` its code there.
    """

    name: ClassVar[str] = "discrepancy.settled"

    subject: str
    discrepancy: str
    reason: str


class NoticeAnswer(StrEnum):
    """What somebody answered to a notice about a family or a list."""

    ACCEPTED = "accepted"
    BEING_MENDED = "being-mended"
    MISTAKEN = "mistaken"


@dataclass(frozen=True, slots=True)
class NoticeAnswered(Fact):
    """A named person answered a notice that has to be answered, with a reason.

    `subject` is what it is of, such as `group/G7`, and `notice` its name there.
    """

    name: ClassVar[str] = "notice.answered"

    subject: str
    notice: str
    answer: NoticeAnswer
    reason: str


PEOPLE_FACTS: tuple[type[Fact], ...] = (
    GroupRegistered,
    PersonBorn,
    ChoiceRecorded,
    GroupsLinked,
    PeopleBoarded,
    PeopleAlighted,
    PeopleTurnedBack,
    PeopleRemoved,
    PersonDied,
    PersonMissed,
    PeopleFound,
    WhereaboutsSettled,
    ScreeningCounted,
    HeadcountTaken,
    CountWaived,
    DiscrepancySettled,
    NoticeAnswered,
)
