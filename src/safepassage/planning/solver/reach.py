"""How soon people could be where they want to go if their vehicle had the roads and crossings for itself."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.counting import NO_WAY, Commodity, VehicleClass
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.state import Search, make_search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import restart
from safepassage.planning.solver.walk import best_way

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


def earliest_alone(
    problem: Problem, tables: Tables, goods: list[Commodity], classes: list[VehicleClass]
) -> list[Reals]:
    """Give for each vehicle class the earliest alighting of each commodity at each destination.

    Arrays have the shape `(num_commodities, num_destinations)`, in seconds after the start; NO_WAY where the class
    cannot bring them there: no road, the type does not fit or may not, a window closes first, duty, distance or time
    aboard do not suffice even without any waiting.
    """
    engine = Engine.of(tables, make_search(tables, 1, 1))
    ready = np.array([min(problem.kinds[k].ready_s for k in good.kinds) for good in goods], dtype=np.int64)
    aboard = np.array([max(problem.kinds[k].max_aboard_s for k in good.kinds) for good in goods], dtype=np.int64)
    stops = np.array([good.stop for good in goods], dtype=np.int64)
    destinations = np.array(problem.destinations, dtype=np.int64)
    wanted = np.zeros((len(goods), len(destinations)), np.bool_)
    for g, good in enumerate(goods):
        wanted[g] = np.isin(destinations, good.destinations)
    found = []
    for vehicles in classes:
        fits = np.array([vehicles.type in good.types for good in goods], dtype=np.bool_)
        times = _alone(engine.tables_handle, engine.handle, vehicles.members[0], stops, ready, aboard, destinations, wanted & fits[:, None])
        found.append(np.where(times < FOREVER, times, NO_WAY).astype(np.float64))
    return found


@njit(cache=True)
def _alone(
    tables: Tables,
    search: Search,
    v: int,
    stops: Integers,
    ready: Integers,
    aboard: Integers,
    destinations: Integers,
    wanted: NDArray[np.bool_],
) -> Integers:
    vehicles, profile, timeline = tables.vehicles, tables.vehicles.profile[v], search.timeline
    restart(tables, timeline)
    times = np.full(wanted.shape, FOREVER, np.int64)
    for g in range(stops.shape[0]):
        if not wanted[g].any():
            continue
        p, arrival, driven = stops[g], vehicles.since[v], 0
        if vehicles.start[v] != p:
            pair = (2 * profile, vehicles.start[v], p)
            _, arrival = best_way(tables, timeline, pair, vehicles.since[v], -1)
            if arrival >= FOREVER:
                continue
            driven = _least_nominal(tables, pair)
        leaves = max(arrival, ready[g]) + tables.stops.board_s[p]
        for j in range(destinations.shape[0]):
            d = destinations[j]
            pair = (2 * profile + 1, p, d)
            if not wanted[g, j] or tables.ways.count[pair] == 0:
                continue
            alighting = tables.stops.alight_s[d]
            riding = _least_nominal(tables, pair) + alighting
            if riding > aboard[g] or driven + tables.stops.board_s[p] + riding > vehicles.max_duty[v]:
                continue
            _, arrival = best_way(tables, timeline, pair, leaves, -1)
            if arrival < FOREVER and arrival + alighting <= vehicles.until[v]:
                times[g, j] = arrival + alighting
    return times


@njit(cache=True)
def _least_nominal(tables: Tables, pair: tuple[int, int, int]) -> int:
    first, least = tables.ways.first[pair], FOREVER
    for way in range(first, first + tables.ways.count[pair]):
        least = min(least, tables.ways.nominal[way])
    return least


