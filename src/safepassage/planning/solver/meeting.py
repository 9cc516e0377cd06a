"""Annealing where vehicles meet: most changes are judged by themselves before the whole schedule is made anew.

To schedule everything anew takes a thousand times as long as to follow the one or two vehicles that a change touches.
So a change is first judged as if nobody met: each touched vehicle is followed alone, and waits in all as long as it
does now. Only a change that would be accepted by this guess is scheduled, and then accepted or not by what comes out.

Every vehicle that ends within a margin of the latest counts, by the square of the seconds, so that the latest give
work to the others before these become the latest themselves.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.anneal import A_PERSON_WEIGHS
from safepassage.planning.solver.changes import NO_MOVE
from safepassage.planning.solver.dispatch import finish_estimate
from safepassage.planning.solver.moves import make_move
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.randomness import Stream, uniform
from safepassage.planning.solver.state import (
    Search,
    copy_ledger,
    copy_order,
    copy_worth,
    evaluate,
    keep_if_best,
    lost_people,
)
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import park
from safepassage.planning.solver.trips import copy_trip

Integers = NDArray[np.int64]

TOLERANCE = 2.0
"""The guess is asked at so many times the heat, for it may be wrong."""


class Warmth(NamedTuple):
    """A round: `steps` changes, the heat falling from `hot` to `cold`; vehicles count from `margin` seconds before."""

    hot: float
    cold: float
    margin: float
    steps: int


@njit(cache=True)
def anneal_meeting(
    tables: Tables, alone: Tables, search: Search, random: Stream, warmth: Warmth, span: tuple[int, int]
) -> int:
    """Try the changes `span[0] <= step < span[1]` of a round, keeping the best met; returns how many were scheduled.

    `alone` are the tables of the problem where nobody meets.
    """
    waits = _waits(alone, search)
    cost = _cost(tables, search, warmth.margin)
    scheduled = 0
    for step in range(span[0], span[1]):
        heat = warmth.hot * (warmth.cold / warmth.hot) ** (step / warmth.steps)
        copy_order(search.order, search.kept_order)
        copy_ledger(search.ledger, search.kept_ledger)
        changed = make_move(tables, search, random, search.score[3] - int(warmth.margin) - 1)
        promising = changed.vehicles[0] != NO_MOVE
        if promising and cost < A_PERSON_WEIGHS[2]:
            guess = _guessed_rise(alone, search, waits, changed.vehicles, warmth.margin)
            promising = guess <= 0 or uniform(random) < np.exp(-guess / (TOLERANCE * heat))
        if promising:
            scheduled += 1
            copy_worth(search.worth, search.kept_worth)
            if evaluate(tables, search):
                new = _cost(tables, search, warmth.margin)
                if new <= cost or uniform(random) < np.exp((cost - new) / heat):
                    for t in changed.trips:
                        if t >= 0:
                            search.dirty[t] = 1
                    keep_if_best(tables, search)
                    cost = _cost(tables, search, warmth.margin)
                    waits = _waits(alone, search)
                    continue
            copy_worth(search.kept_worth, search.worth)
        _go_back(search, changed.trips)
    return scheduled


@njit(cache=True)
def _lateness(end: int, late: float, margin: float) -> float:
    """Give what a vehicle that ends then costs: the square of its seconds after `late`, in units of the margin."""
    return (end - late) * (end - late) / margin if end > late else 0.0


@njit(cache=True)
def _cost(tables: Tables, search: Search, margin: float) -> float:
    lost = lost_people(tables, search)
    cost = A_PERSON_WEIGHS[0] * lost[0] + A_PERSON_WEIGHS[1] * lost[1] + A_PERSON_WEIGHS[2] * lost[2]
    late = search.score[3] - margin
    for end in search.worth.end:
        cost += _lateness(end, late, margin)
    return cost


@njit(cache=True)
def _end_alone(alone: Tables, search: Search, v: int) -> int:
    """When a vehicle would have done its trips if it met nobody; FOREVER if it cannot do them all."""
    trips, timeline, order = search.trips, search.timeline, search.order
    park(alone, timeline, v)
    time = 0
    for i in range(order.number[0]):
        t = order.trip[i]
        if order.vehicle[t] != v or trips.num_items[t] == 0:
            continue
        if not trips.fits[t, alone.vehicles.type[v]]:
            return FOREVER
        _, time = finish_estimate(alone, trips, timeline, t, v)
        if time >= FOREVER:
            return FOREVER
        timeline.free[v] = time
        timeline.at[v] = trips.stop[t, trips.num_stops[t] - 1]
    return time


@njit(cache=True)
def _waits(alone: Tables, search: Search) -> Integers:
    """How much later each vehicle ends than it would if it met nobody."""
    timeline, order, trips = search.timeline, search.order, search.trips
    for v in range(timeline.free.shape[0]):
        park(alone, timeline, v)
    ends = np.zeros(timeline.free.shape[0], np.int64)
    for i in range(order.number[0]):
        t = order.trip[i]
        if trips.num_items[t] == 0:
            continue
        v = order.vehicle[t]
        _, time = finish_estimate(alone, trips, timeline, t, v)
        ends[v] = max(ends[v], time)
        if time < FOREVER:
            timeline.free[v] = time
            timeline.at[v] = trips.stop[t, trips.num_stops[t] - 1]
    return search.worth.end - ends


@njit(cache=True)
def _guessed_rise(alone: Tables, search: Search, waits: Integers, vehicles: tuple[int, int], margin: float) -> float:
    """By how much the cost would rise if the touched vehicles waited as long as they do now."""
    late, rise = search.score[3] - margin, 0.0
    for v in vehicles:
        if v >= 0:
            end = _end_alone(alone, search, v)
            if end >= FOREVER:
                return float(FOREVER)
            end += waits[v] if end > 0 else 0
            rise += _lateness(end, late, margin) - _lateness(search.worth.end[v], late, margin)
    return rise


@njit(cache=True)
def _go_back(search: Search, changed: tuple[int, int]) -> None:
    copy_order(search.kept_order, search.order)
    copy_ledger(search.kept_ledger, search.ledger)
    for slot in range(2):
        if changed[slot] >= 0:
            copy_trip(search.kept_trips, slot, search.trips, changed[slot])
