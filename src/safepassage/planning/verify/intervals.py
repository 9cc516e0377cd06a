"""Half-open intervals that compete for bays or lanes."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from safepassage.planning.verify.journeys import Halt, Journey


@dataclass(frozen=True, slots=True)
class Use:
    """A bay or lane in use from `begins_s`, exact, to just before `ends_s`."""

    begins_s: Fraction
    ends_s: int
    journey: Journey
    halt: Halt


def overfull(uses: Sequence[Use], limit: int) -> Iterator[tuple[Use, int]]:
    """Yield each use that begins while `limit` or more others are going on, with how many then go on, it included.

    One that ends where another begins does not overlap it; one of no length overlaps nothing.
    """
    scale = lcm(*{use.begins_s.denominator for use in uses})
    timed = [(int(use.begins_s * scale), use.ends_s * scale, order) for order, use in enumerate(uses)]
    running: list[int] = []
    for begins, ends, order in sorted(timed):
        if begins >= ends:
            continue
        while running and running[0] <= begins:
            heapq.heappop(running)
        heapq.heappush(running, ends)
        if len(running) > limit:
            yield uses[order], len(running)
