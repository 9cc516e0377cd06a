"""Which of several alike travel groups alights where: the most favourable assignment that there is.

Groups of a row are alike, so a plan does not say which of them alight. The judge may not blame a plan that is right
under some assignment. A maximum flow from boardings to alightings finds one if there is any.
"""

from collections import deque
from collections.abc import Callable, Sequence

MayBe = Callable[[int, int], bool]
"""`may(b, a)` tells whether groups of boarding `b` may be those of alighting `a`."""


def unmatched(boarded: Sequence[int], alighted: Sequence[int], may: MayBe) -> list[int]:
    """Give how many of each alighting no boarding is left for, as few as possible in all.

    First come, first out is tried first, as it nearly always fits.
    """
    if _in_order(boarded, alighted, may):
        return [0] * len(alighted)
    assignment = _Assignment(boarded, alighted, may)
    return [assignment.settle(a) for a in range(len(alighted))]


def _in_order(boarded: Sequence[int], alighted: Sequence[int], may: MayBe) -> bool:
    """Whether all fits when those who boarded first alight first."""
    b, used = 0, 0
    for a, groups in enumerate(alighted):
        needed = groups
        while needed:
            if b == len(boarded) or not may(b, a):
                return False
            taken = min(needed, boarded[b] - used)
            needed, used = needed - taken, used + taken
            if used == boarded[b]:
                b, used = b + 1, 0
    return True


class _Assignment:
    """Groups given from boardings to alightings, improved along augmenting paths (Ford and Fulkerson 1956)."""

    def __init__(self, boarded: Sequence[int], alighted: Sequence[int], may: MayBe) -> None:
        self._left = list(boarded)
        self._wanted = list(alighted)
        self._given = [[0] * len(alighted) for _ in boarded]
        self._may = may

    def settle(self, alighting: int) -> int:
        """Find groups for one alighting, rearranging others where needed; returns how many are still missing."""
        while self._wanted[alighting] and (path := self._path(alighting)):
            self._push(path, alighting)
        return self._wanted[alighting]

    def _path(self, start: int) -> list[tuple[int, int, int]]:
        """Find a chain of exchanges from a boarding with groups left to the alighting `start`; empty if there is none.

        Each link `(b, a, b2)` gives groups of `b` to alighting `a`, which gives up as many of `b2` (-1: none).
        """
        gives_up = {start: -1}
        wanted_by: dict[int, int] = {}
        queue = deque([start])
        while queue:
            a = queue.popleft()
            for b in range(len(self._left)):
                if b in wanted_by or not self._may(b, a):
                    continue
                wanted_by[b] = a
                if self._left[b]:
                    return _chain(b, wanted_by, gives_up)
                for other, groups in enumerate(self._given[b]):
                    if groups and other not in gives_up:
                        gives_up[other] = b
                        queue.append(other)
        return []

    def _push(self, path: Sequence[tuple[int, int, int]], start: int) -> None:
        first = path[0][0]
        exchanged = [self._given[given_up][a] for _, a, given_up in path if given_up >= 0]
        amount = min(self._wanted[start], self._left[first], *exchanged)
        self._left[first] -= amount
        self._wanted[start] -= amount
        for b, a, given_up in path:
            self._given[b][a] += amount
            if given_up >= 0:
                self._given[given_up][a] -= amount


def _chain(last: int, wanted_by: dict[int, int], gives_up: dict[int, int]) -> list[tuple[int, int, int]]:
    path = []
    b = last
    while b >= 0:
        a = wanted_by[b]
        path.append((b, a, gives_up[a]))
        b = gives_up[a]
    return path
