"""List scheduling: give each trip, longest first, to the vehicle that would finish it first."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.timeline import Timeline, restart
from safepassage.planning.solver.trips import Trips
from safepassage.planning.solver.walk import best_way

Integers = NDArray[np.int64]


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
            if tables.ways.count[pair] == 0:
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
