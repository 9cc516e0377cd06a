"""Dealing out trips to vehicles: list scheduling, and dispatching as time goes by.

List scheduling gives each trip, longest first, to the vehicle that would finish it first if nobody waited. Dispatching
gives whichever vehicle is free next its next trip and schedules it at once, with all waiting.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.decode import place
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import Timeline, restart
from safepassage.planning.solver.trips import Trips
from safepassage.planning.solver.walk import best_way

Integers = NDArray[np.int64]

RETRY_S = 3600
MOST_RETRIES = 6


@njit(cache=True)
def duration_of(tables: Tables, search: Search, t: int, profile: int) -> int:
    """Seconds from the first boarding to the last alighting without any waiting."""
    trips, total = search.trips, 0
    for s in range(trips.num_stops[t]):
        place = trips.stop[t, s]
        total += tables.stops.board_s[place] if trips.boards[t, s] else 0
        total += tables.stops.alight_s[place] if trips.alights[t, s] else 0
        if s > 0 and trips.stop[t, s - 1] != place:
            pair = (2 * profile + 1, trips.stop[t, s - 1], place)
            if tables.ways.choices[pair] == 0:
                return FOREVER
            total += tables.ways.nominal[tables.ways.first[pair]]
    return total


@njit(cache=True)
def finish_estimate(tables: Tables, trips: Trips, timeline: Timeline, t: int, v: int) -> tuple[int, int]:
    """When a vehicle would begin and finish a trip after what it has to do, lanes and bays being free."""
    profile, time, at = tables.vehicles.profile[v], timeline.free[v], timeline.at[v]
    begins = time
    for s in range(trips.num_stops[t]):
        place = trips.stop[t, s]
        if at != place:
            pair = (2 * profile + (1 if s > 0 else 0), at, place)
            _, time = best_way(tables, timeline, pair, time, -1)
            if time >= FOREVER:
                return FOREVER, FOREVER
        if trips.boards[t, s]:
            time = max(time, trips.ready[t, s])
        if s == 0:
            begins = time
        time += tables.stops.board_s[place] if trips.boards[t, s] else 0
        time += tables.stops.alight_s[place] if trips.alights[t, s] else 0
        at = place
    return begins, time if time <= tables.vehicles.until[v] else FOREVER


@njit(cache=True)
def assign_longest_first(tables: Tables, search: Search, sequence: Integers, begins: Integers) -> None:
    """Choose a vehicle for each trip of the sequence; the order's vehicles and `begins[t]` are written.

    A trip that no vehicle can finish in time goes to one that fits, at the end.
    """
    trips, timeline, vehicle = search.trips, search.timeline, search.order.vehicle
    restart(tables, timeline)
    for t in sequence:
        best, best_begin, best_end, fallback = -1, FOREVER, FOREVER, 0
        for v in range(timeline.free.shape[0]):
            if not trips.fits[t, tables.vehicles.type[v]]:
                continue
            fallback = v
            if timeline.free[v] >= best_end:
                continue
            begin, end = finish_estimate(tables, trips, timeline, t, v)
            if end < best_end:
                best, best_begin, best_end = v, begin, end
        vehicle[t] = best if best >= 0 else fallback
        begins[t] = best_begin
        if best >= 0:
            timeline.free[best] = best_end
            timeline.at[best] = trips.stop[t, trips.num_stops[t] - 1]


@njit(cache=True)
def dispatch(tables: Tables, search: Search, sequence: Integers, spread: int, ranked: bool) -> None:
    """Give vehicles their trips as they become free, and write the order in which that happened.

    All vehicles that are free within `spread` seconds of the first are dealt with together, so that they can form
    convoys, in the order in which they are free or (`ranked`) in that of the sequence. Each convoy stands together in
    the order, the first of it cut from the one before. Trips that cannot be scheduled stand at the end.
    """
    timeline, order, bench = search.timeline, search.order, search.bench
    restart(tables, timeline)
    bench.done[:] = 0
    bench.short_allowed[0] = 0
    taken = np.zeros(order.trip.shape[0], np.bool_)
    idle = np.ones(timeline.free.shape[0], np.bool_)
    waits = np.zeros((2, timeline.free.shape[0]), np.int64)
    rank = np.zeros(order.trip.shape[0], np.int64)
    for position, t in enumerate(sequence):
        rank[t] = position
    order.number[0] = 0
    progress = True
    while True:
        first = _deal(tables, search, sequence, spread, taken, idle, waits[0])
        if first == order.number[0]:
            if bench.short_allowed[0] == 1 and not progress:
                break
            bench.short_allowed[0] = 0 if progress else 1
            progress = False
            idle[:] = True
            waits[:] = 0
            continue
        if ranked:
            dealt = order.trip[first : order.number[0]].copy()
            order.trip[first : order.number[0]] = dealt[np.argsort(rank[dealt])]
        if _place_dealt(tables, search, first, taken, idle, waits) > 0:
            progress = True
    _append_rest(order.trip, order.number, taken)


@njit(cache=True)
def _place_dealt(
    tables: Tables,
    search: Search,
    first: int,
    taken: NDArray[np.bool_],
    idle: NDArray[np.bool_],
    waits: Integers,
) -> int:
    """Schedule the trips dealt from a position on, and keep those that could be; returns how many.

    A vehicle whose trip could not be scheduled tries again an hour later, then after two, four, … hours.
    """
    order, bench = search.order, search.bench
    dealt = order.trip[first : order.number[0]].copy()
    noted = np.zeros(dealt.shape[0], np.bool_)
    kept = first
    end = order.number[0]
    for k in range(dealt.shape[0]):
        if noted[k] or place(tables, search.trips, search.timeline, order, bench, first + k) == 0:
            continue
        for j in range(k, dealt.shape[0]):
            if bench.done[dealt[j]] == 1 and not noted[j]:
                noted[j] = True
                search.bench.placed[kept] = dealt[j]
                order.cut[dealt[j]] = 1 if j == k else 0
                kept += 1
    for k in range(end - first):
        v = order.vehicle[dealt[k]]
        if noted[k]:
            waits[:, v] = 0
            continue
        taken[dealt[k]] = False
        waits[0, v] = max(waits[0, v], search.timeline.free[v]) + (RETRY_S << waits[1, v])
        waits[1, v] += 1
        if waits[1, v] > MOST_RETRIES:
            idle[v] = False
    order.trip[first:kept] = bench.placed[first:kept]
    order.number[0] = kept
    return kept - first


@njit(cache=True)
def _deal(
    tables: Tables,
    search: Search,
    sequence: Integers,
    spread: int,
    taken: NDArray[np.bool_],
    idle: NDArray[np.bool_],
    waits: Integers,
) -> int:
    """Append a trip for each vehicle that is free soon; returns the position of the first one appended."""
    trips, timeline, order = search.trips, search.timeline, search.order
    first, until = order.number[0], FOREVER
    free = np.maximum(timeline.free, waits)
    for v in np.argsort(free):
        if not idle[v]:
            continue
        if free[v] > until:
            break
        found = -1
        for t in sequence:
            if taken[t] or not trips.fits[t, tables.vehicles.type[v]]:
                continue
            if finish_estimate(tables, trips, timeline, t, v)[1] < FOREVER:
                found = t
                break
        if found < 0:
            idle[v] = False
            continue
        if until == FOREVER:
            until = free[v] + spread
        taken[found] = True
        order.vehicle[found] = v
        order.trip[order.number[0]] = found
        order.number[0] += 1
    return first


@njit(cache=True)
def _append_rest(order: Integers, number: Integers, taken: NDArray[np.bool_]) -> None:
    for t in range(taken.shape[0]):
        if not taken[t]:
            order[number[0]] = t
            number[0] += 1
