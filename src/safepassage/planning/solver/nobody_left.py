"""Nobody is left at a transfer place: who could not be carried on is not brought there."""

from numba import njit

from safepassage.planning.solver.changing import people_change
from safepassage.planning.solver.edits import take
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import release_unplaced, settle_trip
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.state import NOBODY, Search, evaluate, keep_if_best, return_to_best
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import SERVICE


def leave_nobody(engine: Engine) -> None:
    """Let the best schedule bring nobody to a transfer place who is not carried on; it becomes the best one.

    First rides are given up, the latest ones first, so that those who are carried on still come in time. Where the
    schedule then changes so that others are not carried on, this is done again; each time fewer change vehicles.
    """
    tables, search = engine.tables_handle, engine.handle
    if not people_change(engine.tables_handle):
        return
    return_to_best(tables, search)
    changed = False
    while give_up_first_rides(tables, search):
        changed = True
        while not evaluate(tables, search):
            _give_up_last_trip(tables, search)
    if changed:
        engine.search.score[:] = FOREVER
        engine.search.dirty[:] = 1
        keep_if_best(tables, search)


@njit(cache=True)
def give_up_first_rides(tables: Tables, search: Search) -> bool:
    """Take off their trips all who are not carried on from where they are brought; returns whether there were any.

    Trips that could not be scheduled are given up first.
    """
    if not _anybody_left(tables, search):
        return False
    release_unplaced(tables, search)
    again = True
    while again:
        again = False
        for kind in range(search.ledger.waiting.shape[0]):
            if tables.kinds.queue[kind] >= 0 and search.ledger.waiting[kind] > 0:
                again = _give_up_latest(tables, search, kind) or again
    return True


@njit(cache=True)
def _give_up_last_trip(tables: Tables, search: Search) -> None:
    """Let the people of the last trip of the order wait, for with it some vehicle cannot return."""
    for position in range(search.order.number[0] - 1, -1, -1):
        t = search.order.trip[position]
        if search.trips.num_items[t] > 0:
            for i in range(search.trips.num_items[t]):
                take(tables, search.trips, search.ledger, t, i, search.trips.groups[t, i])
            settle_trip(tables, search, t)
            return


@njit(cache=True)
def _anybody_left(tables: Tables, search: Search) -> bool:
    trips = search.trips
    for kind in range(search.ledger.waiting.shape[0]):
        if tables.kinds.queue[kind] >= 0 and search.ledger.waiting[kind] > 0:
            return True
    for t in range(trips.num_items.shape[0]):
        if trips.num_items[t] > 0 and search.timeline.vehicle[t] == NOBODY:
            for i in range(trips.num_items[t]):
                to_transfer = tables.stops.transfer[trips.stop[t, trips.alight[t, i]]]
                if to_transfer or tables.kinds.queue[trips.kind[t, i]] >= 0:
                    return True
    return False


@njit(cache=True)
def _give_up_latest(tables: Tables, search: Search, waiting: int) -> bool:
    """Take those who wait as a kind off the trip that brings some of them last; returns whether there is one."""
    trips, ledger, kinds = search.trips, search.ledger, tables.kinds
    found, item, latest = NOBODY, 0, -1
    for t in range(trips.num_items.shape[0]):
        for i in range(trips.num_items[t]):
            if kinds.onward[trips.kind[t, i], trips.stop[t, trips.alight[t, i]]] != waiting:
                continue
            alights = alighting_at(search, t, trips.alight[t, i])
            if alights > latest:
                found, item, latest = t, i, alights
    if found < 0:
        return False
    take(tables, trips, ledger, found, item, min(trips.groups[found, item], ledger.waiting[waiting]))
    settle_trip(tables, search, found)
    return True


@njit(cache=True)
def alighting_at(search: Search, t: int, stop: int) -> int:
    """When a scheduled trip departs from one of its stops; 0 if it is not scheduled."""
    events, seen = search.timeline.events, -1
    if search.timeline.vehicle[t] == NOBODY:
        return 0
    for e in range(events.number[t]):
        if events.what[t, e] == SERVICE:
            seen += 1
            if seen == stop:
                return events.depart[t, e]
    return 0
