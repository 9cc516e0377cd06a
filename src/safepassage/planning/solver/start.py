"""The first schedule: loads become trips, and list scheduling gives them to vehicles."""

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.dispatch import assign_longest_first, dispatch, duration_of
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import settle_trip
from safepassage.planning.solver.loads import MOST_ITEMS, Load
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.state import evaluate, keep_if_best, make_search, return_to_best, vehicles_meet
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.urgency import counts_everybody, in_order, rates

Integers = NDArray[np.int64]

SPARE_TRIPS = 8
SPARE_SHARE = 0.02
SPREADS_S = (3600, 7200, 14400)
"""Vehicles that are free within so many seconds are dealt with together."""


def first_schedule(problem: Problem, tables: Tables, loads: list[Load]) -> Engine:
    """Turn loads into a search that stands at the best of a few list schedules."""
    engine = with_trips(problem, tables, loads)
    for sequence in _sequences(problem, engine, len(loads)):
        for patience in _patience(tables):
            _schedule(engine, sequence, patience)
            if vehicles_meet(tables):
                for spread in SPREADS_S:
                    _dispatch(engine, sequence, patience, spread, ranked=False)
                    _dispatch(engine, sequence, patience, spread, ranked=True)
    return_to_best(engine.tables_handle, engine.handle)
    return engine


def with_trips(problem: Problem, tables: Tables, loads: list[Load]) -> Engine:
    """Make a search whose trips are the loads, with some trips to spare; they are not given to vehicles yet."""
    number = len(loads) + SPARE_TRIPS + int(SPARE_SHARE * len(loads))
    search = make_search(tables, number, _most_items(problem, loads))
    engine = Engine.of(tables, search)
    trips, ledger = search.trips, search.ledger
    for t, load in enumerate(loads):
        stops = (*load.calls, load.destination)
        trips.stop[t, : len(stops)] = stops
        trips.num_stops[t], trips.num_items[t] = len(stops), len(load.groups)
        for i, (kind, groups) in enumerate(load.groups.items()):
            trips.kind[t, i], trips.groups[t, i] = kind, groups
            trips.board[t, i] = load.calls.index(problem.kinds[kind].stop) if load.then else 0
            trips.alight[t, i] = len(load.calls)
            ledger.waiting[kind] -= groups
            if (kind, load.destination) in problem.onward:
                ledger.waiting[problem.onward[kind, load.destination]] += groups
            if ledger.shelter[load.destination] < FOREVER:
                ledger.shelter[load.destination] -= groups * problem.kinds[kind].sheltered
            if ledger.beds[load.destination] < FOREVER:
                ledger.beds[load.destination] -= groups * problem.kinds[kind].stretcher
        settle_trip(engine.tables_handle, engine.handle, t)
    return engine


def _most_items(problem: Problem, loads: list[Load]) -> int:
    """Items a trip may have: room for what the loads need and for some joining."""
    largest = max((len(load.groups) for load in loads), default=1)
    people = max((r.seats + r.wheelchairs + r.stretchers for r in problem.type_rows), default=1)
    return max(largest, min(2 * largest + 4, people, MOST_ITEMS, max(1, len(problem.kinds))))


def _sequences(problem: Problem, engine: Engine, number: int) -> list[Integers]:
    """Orders in which to deal out the trips: longest first; most urgent first; and what costs most by length first."""
    profile = problem.profile_of[0] if problem.profile_of else 0
    trips = engine.search.trips
    length = [-duration_of(engine.tables_handle, engine.handle, t, profile) for t in range(number)]
    urgent = [min(problem.kinds[k].priority for k in trips.kind[t, : trips.num_items[t]]) for t in range(number)]
    longest = sorted(range(number), key=lambda t: (length[t], t))
    by_priority = sorted(range(number), key=lambda t: (urgent[t], length[t], t))
    shortest = sorted(range(number), key=lambda t: (urgent[t], -length[t], t))
    orders = [np.array(order, dtype=np.int64) for order in (longest, by_priority, shortest)]
    if counts_everybody(engine):
        orders.append(in_order(-np.array(length, dtype=np.float64), rates(problem, engine)[:number]))
    return orders


def _patience(tables: Tables) -> list[float]:
    """How long convoys may wait for more vehicles, in headways."""
    return [0.0, 1.0] if tables.terms.convoy_min.shape[0] else [0.0]


def _schedule(engine: Engine, sequence: Integers, patience: float) -> None:
    order = engine.search.order
    begins = np.full(order.trip.shape[0], FOREVER, np.int64)
    order.vehicle[:] = 0
    assign_longest_first(engine.tables_handle, engine.handle, sequence, begins)
    order.trip[:] = np.argsort(begins, kind="stable")
    let_wait(engine, patience)
    if evaluate(engine.tables_handle, engine.handle):
        keep_if_best(engine.tables_handle, engine.handle)


def _dispatch(engine: Engine, sequence: Integers, patience: float, spread: int, *, ranked: bool) -> None:
    let_wait(engine, patience)
    dispatch(engine.tables_handle, engine.handle, sequence, spread, ranked)
    if evaluate(engine.tables_handle, engine.handle):
        keep_if_best(engine.tables_handle, engine.handle)


def let_wait(engine: Engine, patience: float) -> None:
    """Let convoys wait for so many headways, and be as large as they may."""
    tables, order = engine.tables, engine.search.order
    order.cut[:] = 0
    order.target[:] = np.minimum(tables.terms.convoy_max, engine.search.bench.members.shape[0])
    order.patience[:] = (patience * tables.terms.headway).astype(np.int64)
