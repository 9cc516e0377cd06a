"""Who goes on from a destination that is a transfer place too: these people are not out when they alight there.

The groups of a row are alike, so it is for the report to say which of them board again: the last who alighted.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from safepassage.reporting.measures.movements import Change, Movements, Whereabouts


def with_those_who_go_on(happened: Movements) -> Movements:
    """Give the same movements, in which those who board again at a destination only waited there."""
    going = _going_on(happened.changes)
    if not going:
        return happened
    changes = tuple(part for number, change in enumerate(happened.changes) for part in _parts(change, going[number]))
    return replace(happened, changes=changes)


def _going_on(changes: Sequence[Change]) -> dict[int, int]:
    """Give how many groups of a change that brings people out board again, by its number."""
    in_time = sorted(range(len(changes)), key=lambda n: (changes[n].at_s, changes[n].after is Whereabouts.ABOARD))
    alighted: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    going: dict[int, int] = defaultdict(int)
    for number in in_time:
        change = changes[number]
        there = alighted[change.row.id, change.place]
        if change.after is Whereabouts.OUT:
            there.append((number, change.groups))
        left = change.groups if change.before is Whereabouts.TRANSFER else 0
        while left and there:
            last, groups = there.pop()
            taken = min(groups, left)
            going[last] += taken
            left -= taken
            if groups > taken:
                there.append((last, groups - taken))
    return going


def _parts(change: Change, going: int) -> list[Change]:
    """Split a change into those who stay and those who go on."""
    stays = replace(change, groups=change.groups - going)
    waits = replace(change, groups=going, after=Whereabouts.TRANSFER)
    return [part for part in (stays, waits) if part.groups]
