"""Tallies: what is kept of many runs, in room that does not grow with their number.

A tally holds sums, sums of squares and histograms. Chunks of runs are tallied apart and added in their order, so that
the same runs give the same bits however many workers shared them.

- How many were out at the end of each span of time, as a histogram of at most LEVELS levels; so bands are exact to a
  thousandth of the people.
- When the last one came out, as a histogram of minutes; only runs in which all came out whom the plan brings out
  and who wanted to leave.
- Sums and sums of squares of the figures of each run, of each crossing, and sums of those of each vehicle.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats, Integers
from safepassage.simulation.columns import (
    AT_WORK,
    COMPLETION,
    CURVE_AT,
    DRIVEN_S,
    FACTS,
    NOW_QUEUED,
    OUT,
    OUT_FROM,
    OUT_UNTIL,
    RIDERS,
    SPAN_S,
    TO_BE_OUT,
    VEHICLE_WIDTH,
    VEHICLES_AT,
)
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.memory import Memory

LEVELS = 1000
MINUTE_S = 60
OF_RUN = c.HEAD.width - FACTS
"""So many figures of `head` are sums over a run; the vehicles left on their way are one more."""

LEFT_BEHIND = OF_RUN
USED, DRIVEN, OUT_FOR, CARRIES = range(4)
"""Columns of `vehicles`: runs in which it drove, seconds driven, seconds from its first departure on, persons."""


class Tally(NamedTuple):
    """Sums over runs.

    `levels` is `(num_spans, num_levels + 1)`, `curve` the summed persons out at the end of each span, `minutes`
    `(num_minutes + 1,)` with all later ones in the last. `complete` is `(3,)`: runs in which all came out, and sum and
    sum of squares of the second at which the last one did. `sums` and `squares` are of the figures of a run and then of
    each crossing; `vehicles` is `(num_vehicles, 4)`.
    """

    levels: Integers
    curve: Integers
    minutes: Integers
    complete: Floats
    sums: Floats
    squares: Floats
    vehicles: Floats

    def add(self, other: "Tally") -> None:
        """Add the sums of other runs."""
        for mine, theirs in zip(self, other, strict=True):
            np.add(mine, theirs, out=mine)


def empty_tally(memory: Memory, planned_out: int) -> Tally:
    """Make a tally of no runs."""
    spans = memory.rows["curve"]
    minutes = spans * int(memory.cells[SPAN_S]) // MINUTE_S
    figures = OF_RUN + 1 + memory.rows["crossings"] * c.CROSSINGS.width
    return Tally(
        levels=np.zeros((spans, min(LEVELS, max(planned_out, 1)) + 1), dtype=np.int64),
        curve=np.zeros(spans, dtype=np.int64),
        minutes=np.zeros(minutes + 1, dtype=np.int64),
        complete=np.zeros(3),
        sums=np.zeros(figures),
        squares=np.zeros(figures),
        vehicles=np.zeros((memory.rows["vehicles"], 4)),
    )


def tally_runs(memory: Memory, planned_out: int, seed: int, first: int, count: int) -> Tally:
    """Simulate runs `first` to `first + count - 1` in a memory, and tally them."""
    tally = empty_tally(memory, planned_out)
    crossings = memory.addresses["crossings"]
    _tally_runs(memory.cells, memory.image, crossings, planned_out, tally, seed, first, count)
    return tally


@njit(cache=True, nogil=True)
def _tally_runs(
    m: Integers, image: Integers, crossings: int, planned_out: int, tally: Tally, seed: int, first: int, count: int
) -> None:
    for run in range(first, first + count):
        simulate_run(m, image, seed, run)
        _curve(m, planned_out, tally.levels, tally.curve)
        if m[OUT] == m[TO_BE_OUT]:
            _complete(m[COMPLETION], tally.minutes, tally.complete)
        for figure in range(tally.sums.size):
            if figure < OF_RUN:
                value = float(m[FACTS + figure])
            elif figure == LEFT_BEHIND:
                value = float(m[AT_WORK])
            else:
                value = float(m[crossings + NOW_QUEUED + figure - OF_RUN - 1])
            tally.sums[figure] += value
            tally.squares[figure] += value * value
        _vehicles(m, tally.vehicles)


@njit(cache=True)
def _curve(m: Integers, planned_out: int, levels: Integers, curve: Integers) -> None:
    most, out = levels.shape[1] - 1, 0
    for span in range(curve.size):
        out += m[m[CURVE_AT] + span]
        curve[span] += out
        levels[span, out * most // max(planned_out, 1)] += 1


@njit(cache=True)
def _complete(at_s: int, minutes: Integers, complete: Floats) -> None:
    minutes[min((at_s + MINUTE_S - 1) // MINUTE_S, minutes.size - 1)] += 1
    complete[0] += 1.0
    complete[1] += float(at_s)
    complete[2] += float(at_s) * float(at_s)


@njit(cache=True)
def _vehicles(m: Integers, vehicles: Floats) -> None:
    for number in range(vehicles.shape[0]):
        vehicle = m[VEHICLES_AT] + number * VEHICLE_WIDTH
        if m[vehicle + OUT_FROM] >= 0:
            vehicles[number, USED] += 1.0
            vehicles[number, OUT_FOR] += float(m[vehicle + OUT_UNTIL] - m[vehicle + OUT_FROM])
        vehicles[number, DRIVEN] += float(m[vehicle + DRIVEN_S])
        vehicles[number, CARRIES] += float(m[vehicle + RIDERS])
