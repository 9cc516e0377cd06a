"""What moves people from where to where: the table that the state of each person follows.

A person who was registered is in exactly one `Whereabouts`. A fact moves them if they are where it can find them; else
it contradicts what was told before, and they are *unresolved* until somebody settles it, or a report that comes late
fits in between.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancy_codes import Code

Unplaced = Whereabouts | None
"""Where somebody is; None if nobody registered them and nothing was told of where they are."""


class Move(NamedTuple):
    """Where people can have been before a fact, and where they are after it; what it contradicts has `code`."""

    origins: frozenset[Unplaced]
    goals: frozenset[Whereabouts]
    code: Code


_ALIVE: frozenset[Unplaced] = frozenset({*Whereabouts, None}) - {Whereabouts.DIED, Whereabouts.UNRESOLVED}

MOVES: Mapping[type[Fact], Move] = MappingProxyType(
    {
        facts.PeopleBoarded: Move(
            _ALIVE - {Whereabouts.ABOARD, Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL},
            frozenset({Whereabouts.ABOARD}),
            Code.BOARDED_AFTER_ALL,
        ),
        facts.PeopleAlighted: Move(
            frozenset({Whereabouts.ABOARD}),
            frozenset(
                {
                    Whereabouts.ARRIVED,
                    Whereabouts.IN_HOSPITAL,
                    Whereabouts.AT_TRANSFER,
                    Whereabouts.WAITING,
                    Whereabouts.STAYED,
                    Whereabouts.TURNED_BACK,
                }
            ),
            Code.ALIGHTED_UNBOARDED,
        ),
        facts.PeopleTurnedBack: Move(
            frozenset({Whereabouts.ABOARD, Whereabouts.WAITING, Whereabouts.AT_TRANSFER}),
            frozenset({Whereabouts.TURNED_BACK}),
            Code.TURNED_BACK_UNBOARDED,
        ),
        facts.PeopleRemoved: Move(_ALIVE, frozenset({Whereabouts.REMOVED}), Code.LOST_ELSEWHERE),
        facts.PersonDied: Move(_ALIVE, frozenset({Whereabouts.DIED}), Code.LOST_ELSEWHERE),
        facts.PersonMissed: Move(_ALIVE, frozenset({Whereabouts.MISSING}), Code.LOST_ELSEWHERE),
        facts.PeopleFound: Move(
            frozenset({Whereabouts.MISSING, Whereabouts.REMOVED}),
            frozenset(
                {
                    Whereabouts.WAITING,
                    Whereabouts.AT_TRANSFER,
                    Whereabouts.ARRIVED,
                    Whereabouts.IN_HOSPITAL,
                    Whereabouts.TURNED_BACK,
                }
            ),
            Code.FOUND_UNMISSED,
        ),
    }
)
"""What moves people, but for registration, their own choice and a settlement, which contradict nothing."""

CHOOSES = frozenset({Whereabouts.WAITING, Whereabouts.STAYED})
"""Where somebody's own choice says whether they are waiting or have stayed."""
