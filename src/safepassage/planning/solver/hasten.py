"""Those most at risk first: urgent trips change places with less urgent ones that go before them.

Who comes out, the completion time, risk and distance stay as good as they are. What falls is the sum over all people of
the time at which they alight, times the weight of their priority.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.randomness import Stream, below
from safepassage.planning.solver.state import (
    KM,
    NOBODY,
    Search,
    best_score,
    copy_order,
    evaluate,
    evaluate_vehicle,
    score_of,
)
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import persons_of

Reals = NDArray[np.float64]

TRIES_TO_PICK = 40


@njit(cache=True)
def hasten(tables: Tables, search: Search, random: Stream, meet: bool, weights: Reals, tries: int) -> None:
    """Try to swap so many pairs of trips; the best schedule becomes the one with the urgent earlier.

    The search must stand at the best schedule; `weights` are of the priorities 1, 2, 3.
    """
    waiting = weighted_time(tables, search, weights)
    for _ in range(tries):
        i, j = _pair(tables, search, random)
        if i < 0:
            return
        copy_order(search.order, search.kept_order)
        _swap(search, i, j)
        v, w = search.order.vehicle[search.order.trip[i]], search.order.vehicle[search.order.trip[j]]
        useful = _evaluate(tables, search, meet, v, w)
        now = weighted_time(tables, search, weights) if useful else waiting
        if now < waiting and _as_good(tables, search):
            waiting = now
            _note_score(tables, search)
            copy_order(search.order, search.best_order)
        else:
            copy_order(search.kept_order, search.order)
            if not meet:
                _evaluate(tables, search, meet, v, w)


@njit(cache=True)
def _evaluate(tables: Tables, search: Search, meet: bool, v: int, w: int) -> bool:
    if meet:
        return evaluate(tables, search)
    evaluate_vehicle(tables, search, v)
    evaluate_vehicle(tables, search, w)
    return True


@njit(cache=True)
def _as_good(tables: Tables, search: Search) -> bool:
    return score_of(tables, search) <= best_score(search)


@njit(cache=True)
def _note_score(tables: Tables, search: Search) -> None:
    score = score_of(tables, search)
    for part in range(KM + 1):
        search.score[part] = score[part]


@njit(cache=True)
def weighted_time(tables: Tables, search: Search, weights: Reals) -> float:
    """Sum of persons x weight of their priority x the second at which they alight."""
    trips, events, total = search.trips, search.timeline.events, 0.0
    for t in range(trips.num_items.shape[0]):
        if trips.num_items[t] == 0 or search.timeline.vehicle[t] == NOBODY:
            continue
        alights = events.depart[t, events.number[t] - 1]
        for i in range(trips.num_items[t]):
            if tables.stops.transfer[trips.stop[t, trips.alight[t, i]]]:
                continue
            weight = weights[tables.kinds.priority[trips.kind[t, i]] - 1]
            total += weight * persons_of(tables, trips, t, i) * alights
    return total


@njit(cache=True)
def _urgency(tables: Tables, search: Search, t: int) -> int:
    most = 4
    for i in range(search.trips.num_items[t]):
        most = min(most, tables.kinds.priority[search.trips.kind[t, i]])
    return most


@njit(cache=True)
def _pair(tables: Tables, search: Search, random: Stream) -> tuple[int, int]:
    """Give positions of an urgent trip and of a less urgent one that leaves before it; (-1, -1) if none is found."""
    order, trips, timeline = search.order, search.trips, search.timeline
    for _ in range(TRIES_TO_PICK * TRIES_TO_PICK):
        i, j = below(random, order.number[0]), below(random, order.number[0])
        a, b = order.trip[i], order.trip[j]
        if trips.num_items[a] == 0 or trips.num_items[b] == 0 or timeline.vehicle[a] < 0 or timeline.vehicle[b] < 0:
            continue
        v, w = tables.vehicles.type[order.vehicle[a]], tables.vehicles.type[order.vehicle[b]]
        if not (trips.fits[a, w] and trips.fits[b, v]):
            continue
        later = timeline.events.depart[a, 0] > timeline.events.depart[b, 0]
        if later and _urgency(tables, search, a) < _urgency(tables, search, b):
            return i, j
    return -1, -1


@njit(cache=True)
def _swap(search: Search, i: int, j: int) -> None:
    """Let two trips change vehicles, places in the order, and whether they start a convoy."""
    order = search.order
    a, b = order.trip[i], order.trip[j]
    order.trip[i], order.trip[j] = b, a
    order.vehicle[a], order.vehicle[b] = order.vehicle[b], order.vehicle[a]
    order.cut[a], order.cut[b] = order.cut[b], order.cut[a]
