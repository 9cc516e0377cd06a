"""Where vehicles get to, stop after stop, when the crossings open to them are known."""

from collections.abc import Callable

from safepassage.scenarios.checks.atlas import Atlas


class Reach:
    """All stops that can be reached from each stop; every search builds on those before.

    Parameters
    ----------
    atlas
        The stops and legs.
    enter
        From a stop: the stops at which a vehicle may stop next and drive on.
    needless
        From a stop: stops that need no search of their own, because whatever follows them follows this stop as well.
    """

    def __init__(self, atlas: Atlas, enter: Callable[[int], int], needless: Callable[[int], int]) -> None:
        self._atlas = atlas
        self._enter = enter
        self._needless = needless
        self._known: dict[int, tuple[int, int]] = {}
        self._known_mask = 0

    def beyond(self, stop: int) -> int:
        """Give the set of stops that one or more legs lead to from the stop with this position."""
        if stop not in self._known:
            self._known[stop] = self._search(stop)
            self._known_mask |= 1 << stop
        return self._known[stop][0]

    def _search(self, origin: int) -> tuple[int, int]:
        """Give the stops reached, and the stops whose legs were followed."""
        reached, followed, pending = 0, 0, 1 << origin
        while pending:
            ready = pending & self._known_mask or pending
            stop = (ready & -ready).bit_length() - 1
            if stop in self._known:
                further, covered = self._known[stop]
                reached |= further
                followed |= covered
            else:
                legs = self._atlas.legs(stop)
                reached |= legs
                followed |= 1 << stop
                pending |= legs & self._enter(stop) & ~self._needless(stop)
            pending &= ~followed
        return reached, followed
