"""How soon people could be where they want to go if their vehicle had the roads and crossings for itself."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import NO_WAY, Commodity, VehicleClass
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.metric import earliest_visits, least_services
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.state import Search, make_search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import restart
from safepassage.planning.solver.walk import best_way

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


MOST_STOPS_FOR_WINDOWS = 80


def earliest_alone(
    problem: Problem, tables: Tables, goods: list[Commodity], classes: list[VehicleClass]
) -> list[Reals]:
    """Give for each vehicle class the earliest alighting of each commodity at each destination, directly.

    Arrays have the shape `(num_commodities, num_destinations)`, in seconds after the start; NO_WAY where the class
    cannot bring them there: no road, the type does not fit or may not, a window closes first, duty, distance or time
    aboard do not suffice even without any waiting.
    """
    engine = Engine.of(tables, make_search(tables, 1, 1))
    ready, aboard, stops, wanted = _wishes(problem, goods)
    destinations = np.array(problem.destinations, dtype=np.int64)
    found = []
    for vehicles in classes:
        fits = np.array([vehicles.type in good.types for good in goods], dtype=np.bool_)
        v, may = vehicles.members[0], wanted & fits[:, None]
        times = _alone(engine.tables_handle, engine.handle, v, stops, ready, aboard, destinations, may)
        found.append(np.where(times < FOREVER, times, NO_WAY).astype(np.float64))
    return found


def earliest_any(
    problem: Problem,
    tables: Tables,
    goods: list[Commodity],
    classes: list[VehicleClass],
    times: list[Reals],
    there: Reals,
) -> list[Reals]:
    """Give the same over any stops between: a bound for every plan. `times` are the least times of each class.

    Nobody leaves with a vehicle before they are `there`, in seconds after the start, shape `(num_commodities,)`. In
    small problems windows count on every leg; in large ones only the least times do.
    """
    engine = Engine.of(tables, make_search(tables, 1, 1))
    ready, aboard, stops, wanted = _wishes(problem, goods)
    destinations = np.array(problem.destinations, dtype=np.int64)
    board = np.array(problem.board_s, dtype=np.float64)
    alight = np.array(problem.alight_s, dtype=np.float64)[destinations]
    service = least_services(problem)
    with_windows = len(problem.stops) <= MOST_STOPS_FOR_WINDOWS
    found = []
    for vehicles, least in zip(classes, times, strict=True):
        v, row = vehicles.members[0], vehicles.row
        since, until = max(0, row.available_from_s), row.available_until_s
        out = _floats(earliest_visits(engine.tables_handle, engine.handle, v, vehicles.start, since, service))
        leaves = np.maximum(np.maximum(out[stops], ready) + board[stops], there)
        riding = least[np.ix_(stops, destinations)] + alight[None, :]
        arrives = leaves[:, None] + riding
        if with_windows:
            for g, stop in enumerate(stops):
                if leaves[g] < NO_WAY:
                    arguments = (v, int(stop), int(leaves[g]), service)
                    onward = earliest_visits(engine.tables_handle, engine.handle, *arguments)
                    arrives[g] = _floats(onward)[destinations] + alight
        fits = np.array([vehicles.type in good.types for good in goods], dtype=np.bool_)
        at_start = np.array([problem.stops[stop] == vehicles.row.start for stop in stops], dtype=np.bool_)
        boards_away = np.where(at_start, 0.0, board[stops])
        duty = least[vehicles.start, stops][:, None] + boards_away[:, None] + riding
        may = wanted & fits[:, None] & (riding <= aboard[:, None]) & (duty <= tables.vehicles.max_duty[v])
        may &= arrives <= (NO_WAY if until is None else until)
        found.append(np.where(may, arrives, NO_WAY))
    return found


def _floats(times: Integers) -> Reals:
    return np.where(times < FOREVER, times, NO_WAY).astype(np.float64)


def _wishes(problem: Problem, goods: list[Commodity]) -> tuple[Integers, Integers, Integers, NDArray[np.bool_]]:
    """Ready time, longest time aboard and stop of each commodity, and which destinations it may go to."""
    ready = np.array([min(problem.kinds[k].ready_s for k in good.kinds) for good in goods], dtype=np.int64)
    aboard = np.array([max(problem.kinds[k].max_aboard_s for k in good.kinds) for good in goods], dtype=np.int64)
    stops = np.array([good.stop for good in goods], dtype=np.int64)
    wanted = np.array([np.isin(problem.destinations, good.destinations) for good in goods], dtype=np.bool_)
    return ready, aboard, stops, wanted.reshape(len(goods), len(problem.destinations))


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
            driven = _least_nominal(tables, pair) + tables.stops.board_s[p]
        leaves = max(arrival, ready[g]) + tables.stops.board_s[p]
        for j in range(destinations.shape[0]):
            d = destinations[j]
            pair = (2 * profile + 1, p, d)
            if not wanted[g, j] or tables.ways.choices[pair] == 0:
                continue
            alighting = tables.stops.alight_s[d]
            riding = _least_nominal(tables, pair) + alighting
            if riding > aboard[g] or driven + riding > vehicles.max_duty[v]:
                continue
            _, arrival = best_way(tables, timeline, pair, leaves, -1)
            if arrival < FOREVER and arrival + alighting <= vehicles.until[v]:
                times[g, j] = arrival + alighting
    return times


@njit(cache=True)
def _least_nominal(tables: Tables, pair: tuple[int, int, int]) -> int:
    first, least = tables.ways.first[pair], FOREVER
    for way in range(first, first + tables.ways.choices[pair]):
        least = min(least, tables.ways.nominal[way])
    return least
