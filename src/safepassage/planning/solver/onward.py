"""People at transfer places: who waits there for another vehicle is a kind of its own.

A travel group that changes vehicles makes several rides. On each it is another *kind*: at its own place the kind that
the scenario gives; at a transfer place the *onward kind*, which waits there, may be brought to the same destinations
and to the other transfer places, and of which there are as many groups as were brought. So every ride is a load like
any other, and only the number of those who wait ties the rides together.

A place that is both a destination and a transfer place is two stops: whoever alights at the one is out, whoever
alights at the other waits. No time passes between the two, and they share their bays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from safepassage.planning.solver.kinds import Kind

Onward = Mapping[tuple[int, int], int]
"""As which kind the groups of a kind wait at a transfer stop, by (kind, stop)."""


def with_onward_kinds(
    kinds: Sequence[Kind], stops: Sequence[str], transfers: Sequence[int]
) -> tuple[tuple[Kind, ...], Onward]:
    """Add the onward kinds behind the others, and the transfer stops to where people may be brought.

    Nobody is brought to the place where they wait at first.
    """
    found: list[Kind] = list(kinds)
    onward: dict[tuple[int, int], int] = {}
    for number, kind in enumerate(kinds):
        usable = tuple(x for x in transfers if stops[x] != stops[kind.stop])
        if not usable or not kind.destinations or not kind.types:
            continue
        found[number] = replace(kind, destinations=(*kind.destinations, *usable))
        numbers = {x: len(found) + i for i, x in enumerate(usable)}
        for x in usable:
            further = tuple(y for y in usable if y != x)
            there = tuple(d for d in kind.destinations if stops[d] != stops[x])
            found.append(replace(kind, rows=(), groups=0, stop=x, destinations=(*there, *further), origin=number))
            onward[number, x] = numbers[x]
            onward.update({(numbers[x], y): numbers[y] for y in further})
    return tuple(found), onward
