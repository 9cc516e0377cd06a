"""Step curves: a number that changes at certain seconds and holds in between."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Curve:
    """A number over time: `before` until the first of `times`, `values[i]` in `[times[i], times[i + 1])`.

    `times` are whole seconds after the start, strictly ascending.
    """

    times: tuple[int, ...]
    values: tuple[int, ...]
    before: int = 0

    def at(self, seconds: int) -> int:
        """Give the value at a moment; a change at that very second counts."""
        index = bisect_right(self.times, seconds)
        return self.values[index - 1] if index else self.before

    @property
    def last(self) -> int:
        """The value after all changes."""
        return self.values[-1] if self.values else self.before

    @property
    def highest(self) -> int:
        """The highest value that it ever has."""
        return max((self.before, *self.values))


def curve(steps: Iterable[tuple[int, int]], before: int = 0) -> Curve:
    """Sum up changes `(seconds, difference)` in any order; those of one second count together."""
    at: dict[int, int] = {}
    for seconds, difference in steps:
        at[seconds] = at.get(seconds, 0) + difference
    times = sorted(at)
    values = accumulate((at[t] for t in times), initial=before)
    return Curve(tuple(times), tuple(values)[1:], before)
