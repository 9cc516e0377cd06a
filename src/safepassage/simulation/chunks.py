"""Chunks of runs: what becomes of some tens of runs, small enough to be sent from worker to worker.

A chunk holds a row of figures for each of its runs, and sums of what is only looked at on average. Everything in it is
a whole number or one that floating numbers hold exactly, so it is the same wherever it was computed.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.simulation import columns as c
from safepassage.simulation.arrays import FAR, Floats, Integers
from safepassage.simulation.columns import (
    AT_WORK,
    BEYOND_IN,
    CURVE_AT,
    CURVE_WIDTH,
    DRIVEN_S,
    FACTS,
    LOADED_S,
    NOW_QUEUED,
    OUT_FROM,
    OUT_IN,
    OUT_UNTIL,
    PERSONS,
    PRIORITY,
    QUEUED_S,
    REGISTERED,
    RIDERS,
    ROW_WIDTH,
    ROWS_AT,
    ROWS_END,
    STILL_1,
    SUSPENDED_UNTIL,
    THERE,
    TO_BE_OUT,
    TRIPS,
    VEHICLE_WIDTH,
    VEHICLES_AT,
)
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.memory import Memory

Levels = NDArray[np.int16]

LEVELS = 1000
OF_RUN = c.HEAD.width - FACTS
LEFT_BEHIND, TO_BE, NO_SEAT, ENDED_FOR_GOOD = range(OF_RUN, OF_RUN + 4)
OF_ALL = OF_RUN + 4
"""So many figures of `head` are of a run; four more are vehicles left on their way, persons who are out if all are,
persons who are there beyond those guessed, and wait in the end, and whether the agreement was suspended for good."""

OF_CROSSING = c.QUEUE
"""So many figures has a crossing."""

CROSSING_WIDTH = c.CROSSINGS.width
USED, DRIVEN, OUT_FOR, CARRIES, MAKES, LOADED_FOR, QUEUED_FOR = range(7)
"""Columns of `vehicles`: runs in which it drove, seconds driven, seconds from its first departure on, persons, trips
with people, seconds with somebody aboard, seconds of queueing."""


class Chunk(NamedTuple):
    """What became of `count` runs.

    `values` is `(count, num_figures)`: the figures of each run, and behind them those of each crossing. `out` and
    `beyond` are `(count, num_spans)`: how many were out, or beyond their last crossing, at the end of each span, in
    levels of `num_levels`. `curve` `(num_spans, 2)` are the sums of these in persons; `queues`
    `(num_crossings * num_spans, 2)` and `vehicles` `(num_vehicles, 7)` are sums as well.
    """

    values: Floats
    out: Levels
    beyond: Levels
    curve: Integers
    queues: Integers
    vehicles: Floats


def num_levels(planned_out: int) -> int:
    """Give in how many levels people out are told apart."""
    return min(LEVELS, max(planned_out, 1))


def num_figures(memory: Memory) -> int:
    """Give how many figures a run has, with those of its crossings."""
    return OF_ALL + memory.rows["crossings"] * OF_CROSSING


def empty_chunk(memory: Memory, count: int) -> Chunk:
    """Make room for so many runs."""
    spans = memory.rows["curve"]
    return Chunk(
        values=np.zeros((count, num_figures(memory))),
        out=np.zeros((count, spans), dtype=np.int16),
        beyond=np.zeros((count, spans), dtype=np.int16),
        curve=np.zeros((spans, c.CURVE.width), dtype=np.int64),
        queues=np.zeros((memory.rows["queues"], c.QUEUES.width), dtype=np.int64),
        vehicles=np.zeros((memory.rows["vehicles"], QUEUED_FOR + 1)),
    )


def simulate_chunk(memory: Memory, planned_out: int, seed: int, first: int, count: int) -> Chunk:
    """Simulate runs `first` to `first + count - 1`; the memory is left as it is, so that many may share it."""
    mine, chunk = memory.again(), empty_chunk(memory, count)
    places = (mine.addresses["crossings"], mine.addresses["queues"])
    _simulate_chunk(mine.cells, mine.image, places, planned_out, num_levels(planned_out), chunk, seed, first)
    return chunk


@njit(cache=True, nogil=True)
def _simulate_chunk(
    m: Integers,
    image: Integers,
    places: tuple[int, int],
    planned_out: int,
    levels: int,
    chunk: Chunk,
    seed: int,
    first: int,
) -> None:
    for number in range(chunk.values.shape[0]):
        simulate_run(m, image, seed, first + number)
        _values(m, places[0], chunk.values[number])
        _levels(m, OUT_IN, max(planned_out, 1), levels, chunk.out[number], chunk.curve)
        _levels(m, BEYOND_IN, max(planned_out, 1), levels, chunk.beyond[number], chunk.curve)
        for row in range(chunk.queues.shape[0]):
            for column in range(chunk.queues.shape[1]):
                chunk.queues[row, column] += m[places[1] + row * chunk.queues.shape[1] + column]
        _vehicles(m, chunk.vehicles)


@njit(cache=True)
def _values(m: Integers, crossings: int, values: Floats) -> None:
    for figure in range(OF_RUN):
        values[figure] = float(m[FACTS + figure])
    values[LEFT_BEHIND] = float(m[AT_WORK])
    values[TO_BE] = float(m[TO_BE_OUT])
    values[ENDED_FOR_GOOD] = 1.0 if m[SUSPENDED_UNTIL] >= FAR else 0.0
    for priority in range(3):
        still = STILL_1 + priority
        there, more = _there(m, priority + 1)
        values[still - FACTS] = float(there + m[still])
        values[NO_SEAT] += float(min(more, there + m[still]))
    for figure in range(values.size - OF_ALL):
        crossing, column = divmod(figure, OF_CROSSING)
        values[OF_ALL + figure] = float(m[crossings + crossing * CROSSING_WIDTH + NOW_QUEUED + column])


@njit(cache=True)
def _there(m: Integers, priority: int) -> tuple[int, int]:
    """Give how many persons of a priority are there in the run, and how many of them beyond those guessed."""
    there = more = 0
    for row in range(m[ROWS_AT], m[ROWS_END], ROW_WIDTH):
        if m[row + PRIORITY] == priority:
            there += m[row + THERE] * m[row + PERSONS]
            more += max(0, m[row + THERE] - m[row + REGISTERED]) * m[row + PERSONS]
    return there, more


@njit(cache=True)
def _levels(m: Integers, column: int, planned_out: int, levels: int, reached: Levels, curve: Integers) -> None:
    out = 0
    for span in range(curve.shape[0]):
        out += m[m[CURVE_AT] + span * CURVE_WIDTH + column]
        curve[span, column] += out
        reached[span] = min(out * levels // planned_out, levels)


@njit(cache=True)
def _vehicles(m: Integers, vehicles: Floats) -> None:
    for number in range(vehicles.shape[0]):
        vehicle = m[VEHICLES_AT] + number * VEHICLE_WIDTH
        if m[vehicle + OUT_FROM] >= 0:
            vehicles[number, USED] += 1.0
            vehicles[number, OUT_FOR] += float(m[vehicle + OUT_UNTIL] - m[vehicle + OUT_FROM])
        vehicles[number, DRIVEN] += float(m[vehicle + DRIVEN_S])
        vehicles[number, CARRIES] += float(m[vehicle + RIDERS])
        vehicles[number, MAKES] += float(m[vehicle + TRIPS])
        vehicles[number, LOADED_FOR] += float(m[vehicle + LOADED_S])
        vehicles[number, QUEUED_FOR] += float(m[vehicle + QUEUED_S])
