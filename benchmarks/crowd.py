"""The benchmark's people: travel groups of 1 to 6, some with a wheelchair user, and patients on stretchers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from safepassage.domain.people import TravelGroups

LARGEST_GROUP = 6
"""Travel groups have 1 to 6 people, all sizes equally likely."""

STRETCHER_SHARE = 100
"""One in 100 people lies on a stretcher; every second of them has a companion who sits."""

WHEELCHAIR_SHARE = 50
"""One in 50 people uses a wheelchair, at most one in a travel group."""


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """What one travel group needs."""

    seated: int = 0
    wheelchair: int = 0
    stretcher: int = 0

    @property
    def label(self) -> str:
        """A short name for use in ids, such as `s3w1`."""
        counts = (("s", self.seated), ("w", self.wheelchair), ("t", self.stretcher))
        return "".join(f"{letter}{count}" for letter, count in counts if count)


def travel_groups(persons: int, random: Random) -> Iterator[Group]:
    """Yield groups with exactly so many people; the last group of sitting people is cut to fit."""
    stretchers = persons // STRETCHER_SHARE
    for number in range(stretchers):
        yield Group(seated=number % 2, stretcher=1)
    left = persons - stretchers - stretchers // 2
    for _ in range(persons // WHEELCHAIR_SHARE):
        size = min(left, _group_size(random))
        left -= size
        yield Group(seated=size - 1, wheelchair=1)
    while left:
        size = min(left, _group_size(random))
        left -= size
        yield Group(seated=size)


def crowd(places: Sequence[str], persons: int, random: Random) -> tuple[TravelGroups, ...]:
    """Spread the groups over the places, some of which are up to three times as crowded as others.

    Identical groups at one place are one row.
    """
    edges = list(accumulate(0.5 + random.random() for _ in places))
    counted = Counter((_drawn(edges, random), group) for group in travel_groups(persons, random))
    return tuple(
        TravelGroups(
            id=f"{places[at]}-{group.label}",
            place=places[at],
            groups=count,
            seated=group.seated,
            wheelchair=group.wheelchair,
            stretcher=group.stretcher,
        )
        for (at, group), count in sorted(counted.items())
    )


def _group_size(random: Random) -> int:
    return 1 + int(LARGEST_GROUP * random.random())


def _drawn(edges: Sequence[float], random: Random) -> int:
    """Draw an index with the weights that `edges` cumulates."""
    return min(bisect_right(edges, edges[-1] * random.random()), len(edges) - 1)
