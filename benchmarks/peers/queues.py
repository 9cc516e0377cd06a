"""First come, first served: bays, lanes within windows, and convoys formed greedily."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Generic, TypeVar

from safepassage.domain.terms import ConvoyRule, Window

T = TypeVar("T")


class Servers:
    """Alike servers that vehicles use one after the other; None is as many as are needed."""

    def __init__(self, count: int | None, windows: Sequence[Window] | None = None) -> None:
        self._free_at = None if count is None else [0] * count
        self._windows = windows

    def serve(self, arrives_s: int, takes_s: int) -> int | None:
        """Give when the service ends; None if no window is left for it. Called in the order of arrival."""
        if self._free_at is None:
            return _within(self._windows, arrives_s, takes_s)
        ends = _within(self._windows, max(arrives_s, self._free_at[0]), takes_s)
        if ends is not None and takes_s > 0:
            heapq.heapreplace(self._free_at, ends)
        return ends


def _within(windows: Sequence[Window] | None, from_s: int, takes_s: int) -> int | None:
    """Give the earliest end of a service that begins at `from_s` or later and lies within one window."""
    if windows is None:
        return from_s + takes_s
    ends = (max(from_s, window.opens_s) + takes_s for window in windows)
    return next((end for end, window in zip(ends, windows, strict=True) if end <= window.closes_s), None)


@dataclass
class ConvoysOfRule:
    """What all queues of one convoy rule share.

    `to_come` counts loaded vehicles of all programs that have not left yet under the rule, those waiting included. The
    next convoy leaves at `earliest_s` or later.
    """

    to_come: int = 0
    earliest_s: int = 0


@dataclass
class ConvoyQueue(Generic[T]):
    """Vehicles that wait for a convoy of one rule and have the same check, in the order in which they came."""

    rule: ConvoyRule
    check_s: int
    windows: Sequence[Window] | None
    shared: ConvoysOfRule
    waiting: list[tuple[int, T]] = field(default_factory=list)

    def join(self, arrives_s: int, vehicle: T) -> None:
        """Let a vehicle wait."""
        self.waiting.append((arrives_s + self.check_s, vehicle))

    def leaves_s(self) -> int | None:
        """Give when the next convoy can leave as things stand, or None: too few wait, or no window is left."""
        if len(self.waiting) < self._smallest():
            return None
        ready_s = sorted(at for at, _ in self.waiting)[self._smallest() - 1]
        return _within(self.windows, max(ready_s, self.shared.earliest_s) - self.check_s, self.check_s)

    def leave(self, at_s: int) -> list[T]:
        """Take the vehicles of a convoy that leaves now."""
        largest = self.rule.max_vehicles or len(self.waiting)
        ready = [entry for entry in self.waiting if entry[0] <= at_s][:largest]
        self.waiting = [entry for entry in self.waiting if entry not in ready]
        self.shared.to_come -= len(ready)
        self.shared.earliest_s = at_s + max(1, ceil(self.rule.headway_s))  # at the same second it would be one convoy
        return [vehicle for _, vehicle in ready]

    def _smallest(self) -> int:
        """Give the size that a convoy needs: the last one may be smaller."""
        return max(1, min(self.rule.min_vehicles, self.shared.to_come))
