"""Tallies: what is kept of many runs, in room that does not grow with their number.

A tally holds sums, sums of squares and histograms. Chunks of runs are added in their order, so that the same runs give
the same bits however many workers shared them.

- How many were out, or beyond their last crossing, at the end of each span of time, as histograms of at most LEVELS
  levels; so bands are exact to a thousandth of the people.
- When the last one came out, as a histogram of minutes; only runs in which all came out whom the plan brings out
  and who wanted to leave.
- Sums and sums of squares of the figures of each run and of each crossing, and sums of products of those whose ratios
  are asked for; sums of those of each vehicle, and of how many queue.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats, Integers
from safepassage.simulation.chunks import TO_BE, Chunk, Levels, empty_chunk, num_levels
from safepassage.simulation.memory import Memory

MINUTE_S = 60
OVER = ((c.WAITED_1, c.BOARDED_1), (c.WAITED_2, c.BOARDED_2), (c.WAITED_3, c.BOARDED_3))
"""Figures whose ratios are asked for."""

OVER_VALUES = np.array(OVER) - c.FACTS
"""Their places among the values of a run."""


class Tally(NamedTuple):
    """Sums over runs.

    `out` and `beyond` are histograms `(num_spans, num_levels + 1)`, `minutes` `(num_minutes + 1,)` with all later ones
    in the last. `complete` is `(3,)`: runs in which all came out, and sum and sum of squares of the second at which the
    last one did. `sums` and `squares` are of a chunk's values, `products` of those in OVER; the others are a chunk's.
    """

    out: Integers
    beyond: Integers
    minutes: Integers
    complete: Floats
    sums: Floats
    squares: Floats
    products: Floats
    curve: Integers
    queues: Integers
    vehicles: Floats

    def add(self, chunk: Chunk) -> None:
        """Add the runs of a chunk."""
        _count_levels(self.out, chunk.out)
        _count_levels(self.beyond, chunk.beyond)
        self._add_complete(chunk.values)
        self.sums[:] += chunk.values.sum(axis=0)
        self.squares[:] += np.square(chunk.values).sum(axis=0)
        self.products[:] += (chunk.values[:, OVER_VALUES[:, 0]] * chunk.values[:, OVER_VALUES[:, 1]]).sum(axis=0)
        self.curve[:] += chunk.curve
        self.queues[:] += chunk.queues
        self.vehicles[:] += chunk.vehicles

    def _add_complete(self, values: Floats) -> None:
        seconds = values[is_complete(values), c.COMPLETION - c.FACTS]
        minutes = np.ceil(seconds / MINUTE_S).astype(np.int64)
        self.minutes[:] += np.bincount(np.minimum(minutes, len(self.minutes) - 1), minlength=len(self.minutes))
        self.complete[:] += (len(seconds), seconds.sum(), np.square(seconds).sum())


def is_complete(values: Floats) -> NDArray[np.bool_]:
    """Tell for each run whether all came out whom the plan brings out and who wanted to leave, `(count,)`."""
    return np.asarray(values[:, c.OUT - c.FACTS] == values[:, TO_BE])


def _count_levels(histogram: Integers, reached: Levels) -> None:
    """Count in a histogram how many runs have reached which level in each span."""
    np.add.at(histogram, (np.arange(len(histogram)), reached), 1)


def empty_tally(memory: Memory, planned_out: int) -> Tally:
    """Make a tally of no runs."""
    nothing = empty_chunk(memory, 0)
    spans, figures = len(nothing.curve), nothing.values.shape[1]
    levels = num_levels(planned_out) + 1
    return Tally(
        out=np.zeros((spans, levels), dtype=np.int64),
        beyond=np.zeros((spans, levels), dtype=np.int64),
        minutes=np.zeros(spans * int(memory.cells[c.SPAN_S]) // MINUTE_S + 1, dtype=np.int64),
        complete=np.zeros(3),
        sums=np.zeros(figures),
        squares=np.zeros(figures),
        products=np.zeros(len(OVER)),
        curve=nothing.curve,
        queues=nothing.queues,
        vehicles=nothing.vehicles,
    )
