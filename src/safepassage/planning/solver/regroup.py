"""Changes by which people change trips: moved to another, or boarded from those who wait."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.changes import (
    NO_MOVE,
    TRIES,
    Change,
    any_vehicle,
    move_in_order,
    nothing,
    pick,
    position,
)
from safepassage.planning.solver.edits import give, room_for, take
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import copy_trip, settle
from safepassage.planning.solver.walk import UNDECIDED

Integers = NDArray[np.int64]

FEW_TRIPS = 60
"""Among so few trips, one that could not be scheduled is given up even if its people find no other at once."""


@njit(cache=True)
def shift_groups(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Move some or all of a trip's groups to another trip, which may be a new one."""
    trips, order = search.trips, search.order
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    a = order.trip[i]
    b = _companion(search, random, a)
    if b < 0:
        return nothing()
    copy_trip(trips, a, search.kept_trips, 0)
    copy_trip(trips, b, search.kept_trips, 1)
    if trips.num_items[b] == 0:
        order.vehicle[b] = any_vehicle(tables, trips, random, a)
        if order.vehicle[b] < 0:
            return Change((NO_MOVE, NOBODY), (a, b))
        order.cut[b], order.empty_way[b], order.loaded_way[b] = 0, UNDECIDED, UNDECIDED
        move_in_order(order.trip, position(order.trip, b), position(order.trip, a))
    everything = uniform(random) < 0.3
    item = below(random, trips.num_items[a])
    moved = True
    for k in range(trips.num_items[a]):
        if everything or k == item:
            groups = trips.groups[a, k]
            if not everything and uniform(random) < 0.5:
                groups = 1 + below(random, groups)
            moved = moved and _hand_over(tables, search, random, a, k, b, groups)
    settle(tables, trips, a)
    v, w = order.vehicle[a], order.vehicle[b]
    if not moved or not trips.fits[b, tables.vehicles.type[w]]:
        return Change((NO_MOVE, NOBODY), (a, b))
    return Change((v, w if w != v else NOBODY), (a, b))


@njit(cache=True)
def _companion(search: Search, random: Stream, a: int) -> int:
    """Give another trip that could take groups of trip `a`: a new one, or rather one from the same place."""
    trips, order = search.trips, search.order
    wants_new = uniform(random) < 0.2
    found = NOBODY
    for _ in range(3 * TRIES):
        b = order.trip[below(random, order.number[0])]
        if b == a:
            continue
        if trips.num_items[b] == 0:
            if wants_new:
                return b
        elif not wants_new:
            found = b
            if trips.stop[b, 0] == trips.stop[a, 0] or uniform(random) < 0.1:
                return b
    return found


@njit(cache=True)
def _hand_over(tables: Tables, search: Search, random: Stream, a: int, item: int, b: int, groups: int) -> bool:
    trips = search.trips
    kind = trips.kind[a, item]
    destination = trips.stop[a, trips.alight[a, item]]
    if trips.num_items[b] > 0 and uniform(random) < 0.8:
        destination = trips.stop[b, trips.num_stops[b] - 1]
    if not tables.kinds.may_go[kind, destination]:
        return False
    take(tables, trips, search.ledger, a, item, groups)
    return give(tables, trips, search.ledger, b, kind, groups, destination)


@njit(cache=True)
def board_waiting(tables: Tables, search: Search, random: Stream) -> Change:
    """Put waiting groups on one or two trips, perhaps in the place of others.

    A trip that could not be scheduled makes room for them: its people wait as well.
    """
    trips, order, ledger = search.trips, search.order, search.ledger
    a, b = order.trip[below(random, order.number[0])], order.trip[below(random, order.number[0])]
    unplaced = trips.num_items[a] > 0 and search.timeline.vehicle[a] == NOBODY
    if ledger.waiting.max() <= 0 and not unplaced:
        return nothing()
    copy_trip(trips, a, search.kept_trips, 0)
    if a != b:
        copy_trip(trips, b, search.kept_trips, 1)
    if unplaced:
        for item in range(trips.num_items[a]):
            take(tables, trips, ledger, a, item, trips.groups[a, item])
        settle(tables, trips, a)
    elif trips.num_items[a] > 0 and uniform(random) < 0.6:
        item = below(random, trips.num_items[a])
        take(tables, trips, ledger, a, item, 1 + below(random, trips.groups[a, item]))
        settle(tables, trips, a)
    boarded = unplaced and order.number[0] <= FEW_TRIPS
    for attempt in range(1 + below(random, 4)):
        t = a if attempt % 2 == 0 else b
        kind = _waiting_kind(ledger.waiting, random)
        if kind < 0 or not _board_some(tables, search, random, t, kind):
            break
        boarded = True
    changed = (a, b if b != a else NOBODY)
    v, w = order.vehicle[a], order.vehicle[b]
    if not boarded or not _all_fit(tables, search, a) or not _all_fit(tables, search, b):
        return Change((NO_MOVE, NOBODY), changed)
    return Change((v, w if w != v else NOBODY), changed)


@njit(cache=True)
def _waiting_kind(waiting: Integers, random: Stream) -> int:
    for _ in range(TRIES):
        k = below(random, waiting.shape[0])
        if waiting[k] > 0:
            return k
    return -1


@njit(cache=True)
def _all_fit(tables: Tables, search: Search, t: int) -> bool:
    empty = search.trips.num_items[t] == 0
    return empty or search.trips.fits[t, tables.vehicles.type[search.order.vehicle[t]]]


@njit(cache=True)
def _board_some(tables: Tables, search: Search, random: Stream, t: int, kind: int) -> bool:
    """Put some waiting groups of a kind on a trip, to its destination or, on an empty trip, to any."""
    trips, order, ledger = search.trips, search.order, search.ledger
    if trips.num_items[t] == 0:
        order.vehicle[t] = below(random, tables.vehicles.type.shape[0])
        destination = below(random, tables.stops.bays.shape[0])
    else:
        destination = trips.stop[t, trips.num_stops[t] - 1]
    if not tables.kinds.may_go[kind, destination]:
        return False
    most = min(ledger.waiting[kind], room_for(tables, ledger, kind, destination))
    return most > 0 and give(tables, trips, ledger, t, kind, 1 + below(random, most), destination)
