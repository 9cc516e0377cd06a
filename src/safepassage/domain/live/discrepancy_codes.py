"""The codes of discrepancies about people and vehicles: what each means, and in which roles somebody may settle it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from safepassage.domain.live.roles import Role


class Code(StrEnum):
    """The stable code of a discrepancy about people or vehicles."""

    NOT_REGISTERED = "not-registered"
    REGISTERED_TWICE = "registered-twice"
    UNINFORMED = "uninformed"
    ABOARD_AGAINST_CHOICE = "aboard-against-choice"
    BOARDED_TWICE = "boarded-twice"
    BOARDED_AFTER_ALL = "boarded-after-all"
    ALIGHTED_UNBOARDED = "alighted-unboarded"
    TURNED_BACK_UNBOARDED = "turned-back-unboarded"
    LOST_ELSEWHERE = "lost-elsewhere"
    FOUND_UNMISSED = "found-unmissed"
    MOVED_AFTER_DEATH = "moved-after-death"
    TOLD_WHILE_UNRESOLVED = "told-while-unresolved"
    ON_MANIFEST_ONLY = "on-manifest-only"
    NOT_LISTED = "not-listed"
    NOT_THERE = "not-there"
    HEADCOUNT_DIFFERS = "headcount-differs"
    SCANNED_AFTER_COUNT = "scanned-after-count"
    DEPARTED_UNCOUNTED = "departed-uncounted"
    OVER_CAPACITY = "over-capacity"
    DEPARTED_UNDER_WAY = "departed-under-way"
    DEPARTED_FROM_ELSEWHERE = "departed-from-elsewhere"
    ARRIVED_WITHOUT_DEPARTURE = "arrived-without-departure"
    ARRIVAL_DIFFERS = "arrival-differs"
    SCREENING_DIFFERS = "screening-differs"


class Entry(NamedTuple):
    """What a discrepancy means, and the roles in which somebody may settle it."""

    meaning: str
    settled_by: frozenset[Role]


_PEOPLE = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.REGISTRATION_OFFICER})
_CARE = frozenset({Role.COORDINATOR, Role.PROTECTION})
_ROAD = frozenset({Role.COORDINATOR, Role.DISPATCHER})

ANYTHING_ELSE = frozenset({Role.COORDINATOR})
"""The roles in which somebody may settle what has another code than these."""

CODES: Mapping[Code, Entry] = MappingProxyType(
    {
        Code.NOT_REGISTERED: Entry(
            "Something was told of a token that nobody registered; it is in no total. A registration that comes late "
            "heals it.",
            _PEOPLE,
        ),
        Code.REGISTERED_TWICE: Entry(
            "A token was registered in two ways: two groups, or different needs. The first counts.", _PEOPLE
        ),
        Code.UNINFORMED: Entry(
            "Somebody chose to leave without having been told all that it means. Another choice, informed, heals it.",
            _CARE,
        ),
        Code.ABOARD_AGAINST_CHOICE: Entry(
            "Somebody was aboard whose own answer was not to leave. Alighting where they had boarded heals it.", _CARE
        ),
        Code.BOARDED_TWICE: Entry("Somebody boarded a vehicle while aboard another one.", _PEOPLE),
        Code.BOARDED_AFTER_ALL: Entry("Somebody boarded who had arrived already.", _PEOPLE),
        Code.ALIGHTED_UNBOARDED: Entry("Somebody alighted from a vehicle that they were not aboard.", _PEOPLE),
        Code.TURNED_BACK_UNBOARDED: Entry("Somebody was turned back who was not there by what was told.", _PEOPLE),
        Code.LOST_ELSEWHERE: Entry(
            "Somebody was taken away, died or went missing out of another vehicle than the one they were aboard.", _CARE
        ),
        Code.FOUND_UNMISSED: Entry("Somebody was found whom nobody had missed and no party had taken.", _PEOPLE),
        Code.MOVED_AFTER_DEATH: Entry("Something was told that the dead cannot do.", _CARE),
        Code.TOLD_WHILE_UNRESOLVED: Entry(
            "More was told of somebody whose whereabouts contradict each other.", _PEOPLE
        ),
        Code.ON_MANIFEST_ONLY: Entry(
            "A manifest has somebody who is elsewhere by what was told of them. Settling their whereabouts mends it.",
            _PEOPLE,
        ),
        Code.NOT_LISTED: Entry(
            "People were scanned or counted in a vehicle that is not in the operation's list. Listing it heals it.",
            _ROAD,
        ),
        Code.NOT_THERE: Entry(
            "People were scanned at a place where the vehicle was not. A late report of where it was heals it.", _ROAD
        ),
        Code.HEADCOUNT_DIFFERS: Entry(
            "A named person counted more or fewer passengers than were scanned, at a departure or an arrival.",
            _PEOPLE,
        ),
        Code.SCANNED_AFTER_COUNT: Entry(
            "A vehicle departed after a headcount, but scans between the two changed who was aboard.", _PEOPLE
        ),
        Code.DEPARTED_UNCOUNTED: Entry("A vehicle departed with passengers whom nobody had counted.", _PEOPLE),
        Code.OVER_CAPACITY: Entry("More people were scanned or counted in a vehicle than it has places.", _ROAD),
        Code.DEPARTED_UNDER_WAY: Entry("A vehicle left a place while it was under way.", _ROAD),
        Code.DEPARTED_FROM_ELSEWHERE: Entry("A vehicle left another place than the one that it was at.", _ROAD),
        Code.ARRIVED_WITHOUT_DEPARTURE: Entry("A vehicle came to a place without having left the last one.", _ROAD),
        Code.ARRIVAL_DIFFERS: Entry(
            "Somebody at a place counted more or fewer who came with a vehicle than were scanned as they alighted.",
            _PEOPLE,
        ),
        Code.SCREENING_DIFFERS: Entry(
            "The counts of a screening do not add up: presented is not passed, taken aside and turned back together.",
            _CARE,
        ),
    }
)
"""Every code of a discrepancy about people or vehicles."""


def settled_by(code: str) -> frozenset[Role]:
    """Give the roles in which somebody may settle a discrepancy of this code."""
    return CODES[Code(code)].settled_by if code in set(Code) else ANYTHING_ELSE
