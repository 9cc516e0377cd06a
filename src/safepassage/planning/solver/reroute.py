"""Changes by which people change their route: over a transfer place instead of straight on, or the other way round."""

from numba import njit

from safepassage.planning.solver.changes import NO_MOVE, TRIES, Change, move_in_order, nothing, pick, position
from safepassage.planning.solver.changing import people_change
from safepassage.planning.solver.edits import give, room_for, take
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import copy_trip, settle
from safepassage.planning.solver.walk import UNDECIDED

REWRITTEN = 2
"""Trips that a change names itself; those that are rewritten beyond them stand in `search.further`."""


@njit(cache=True)
def reroute(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let groups go over a transfer place, or no longer, or no longer come to one where they would be left."""
    dice = uniform(random)
    if dice < 0.45:
        return _go_over(tables, search, random, target)
    if dice < 0.90:
        return _go_straight(tables, search, random, target)
    return _stay(tables, search, random)


@njit(cache=True)
def in_debt(tables: Tables, search: Search) -> bool:
    """Whether more people go on from a transfer place than are brought there."""
    return people_change(tables) and search.ledger.waiting.min() < 0


@njit(cache=True)
def _go_over(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let groups of a trip change vehicles on their way, on two other trips or on the same one and another."""
    trips, order, kinds = search.trips, search.order, tables.kinds
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    a = order.trip[i]
    item = below(random, trips.num_items[a])
    kind, destination = trips.kind[a, item], trips.stop[a, trips.alight[a, item]]
    x = _transfer_for(tables, random, kind)
    if x < 0 or x == destination or not kinds.may_go[kinds.onward[kind, x], destination]:
        return nothing()
    there = kinds.onward[kind, x]
    groups = trips.groups[a, item]
    if uniform(random) < 0.5:
        groups = 1 + below(random, groups)
    b = a if uniform(random) < 0.4 else _trip_between(search, random, kinds.stop[kind], x)
    c = _trip_between(search, random, x, destination)
    if b < 0 or c in (a, b, NOBODY):
        return nothing()
    changed = _keep(search, a, b, c)
    take(tables, trips, search.ledger, a, item, groups)
    settle(tables, trips, a)
    done = _put(tables, search, random, b, kind, groups, x, i) and _put(
        tables, search, random, c, there, groups, destination, position(order.trip, b)
    )
    return _result(search, changed, done)


@njit(cache=True)
def _go_straight(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let groups that change vehicles ride on one trip instead."""
    trips, order, kinds = search.trips, search.order, tables.kinds
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    a = order.trip[i]
    item = below(random, trips.num_items[a])
    kind, x = trips.kind[a, item], trips.stop[a, trips.alight[a, item]]
    if not tables.stops.transfer[x]:
        return nothing()
    c, ride = _trip_with(search, random, kinds.onward[kind, x])
    if c < 0 or c == a:
        return nothing()
    destination = trips.stop[c, trips.alight[c, ride]]
    b = a if uniform(random) < 0.4 else c
    if uniform(random) < 0.4:
        b = _trip_between(search, random, kinds.stop[kind], destination)
    if b < 0 or not kinds.may_go[kind, destination]:
        return nothing()
    groups = min(trips.groups[a, item], trips.groups[c, ride])
    if uniform(random) < 0.3:
        groups = 1 + below(random, groups)
    changed = _keep(search, a, b, c)
    take(tables, trips, search.ledger, a, item, groups)
    take(tables, trips, search.ledger, c, ride, groups)
    settle(tables, trips, a)
    settle(tables, trips, c)
    return _result(search, changed, _put(tables, search, random, b, kind, groups, destination, i))


@njit(cache=True)
def _stay(tables: Tables, search: Search, random: Stream) -> Change:
    """Let groups that nobody would carry on wait at their place instead."""
    trips, waiting = search.trips, search.ledger.waiting
    for _ in range(TRIES):
        kind = below(random, waiting.shape[0])
        if tables.kinds.queue[kind] < 0 or waiting[kind] <= 0:
            continue
        t, item = _trip_to(tables, search, random, kind)
        if t < 0:
            continue
        copy_trip(trips, t, search.kept_trips, 0)
        take(tables, trips, search.ledger, t, item, min(trips.groups[t, item], waiting[kind]))
        settle(tables, trips, t)
        return Change((search.order.vehicle[t], NOBODY), (t, NOBODY))
    return nothing()


@njit(cache=True)
def _transfer_for(tables: Tables, random: Stream, kind: int) -> int:
    """Give some transfer stop to which a kind may be brought; -1 if none was found."""
    for _ in range(TRIES):
        x = below(random, tables.kinds.onward.shape[1])
        if tables.kinds.onward[kind, x] >= 0 and tables.kinds.may_go[kind, x]:
            return x
    return NOBODY


@njit(cache=True)
def _trip_between(search: Search, random: Stream, origin: int, destination: int) -> int:
    """Give a trip from a stop to another, or an empty one; NOBODY if none was found."""
    trips, order = search.trips, search.order
    wants_new, empty = uniform(random) < 0.3, NOBODY
    for _ in range(3 * TRIES):
        t = order.trip[below(random, order.number[0])]
        if trips.num_items[t] == 0:
            empty = t
            if wants_new:
                return t
        elif trips.stop[t, 0] == origin and trips.stop[t, trips.num_stops[t] - 1] == destination and not wants_new:
            return t
    return empty


@njit(cache=True)
def _trip_with(search: Search, random: Stream, kind: int) -> tuple[int, int]:
    """Give a trip with groups of a kind, and their item; NOBODY if none was found."""
    trips, order = search.trips, search.order
    first = below(random, order.number[0])
    for k in range(order.number[0]):
        t = order.trip[(first + k) % order.number[0]]
        for item in range(trips.num_items[t]):
            if trips.kind[t, item] == kind:
                return t, item
    return NOBODY, 0


@njit(cache=True)
def _trip_to(tables: Tables, search: Search, random: Stream, waiting: int) -> tuple[int, int]:
    """Give a trip that brings people to where they wait as a kind, and their item; NOBODY if there is none."""
    trips, order = search.trips, search.order
    first = below(random, order.number[0])
    for k in range(order.number[0]):
        t = order.trip[(first + k) % order.number[0]]
        for item in range(trips.num_items[t]):
            if tables.kinds.onward[trips.kind[t, item], trips.stop[t, trips.alight[t, item]]] == waiting:
                return t, item
    return NOBODY, 0


@njit(cache=True)
def _keep(search: Search, a: int, b: int, c: int) -> tuple[int, int]:
    """Keep the trips that are rewritten, each once; returns the two that the change names."""
    copy_trip(search.trips, a, search.kept_trips, 0)
    copy_trip(search.trips, c, search.kept_trips, 1)
    if b not in (a, c):
        search.further[0] = b
        copy_trip(search.trips, b, search.kept_trips, REWRITTEN)
    return a, c


@njit(cache=True)
def _put(
    tables: Tables, search: Search, random: Stream, t: int, kind: int, groups: int, destination: int, after: int
) -> bool:
    """Put waiting groups on a trip, which gets a vehicle and a place in the order if it is empty."""
    trips, order = search.trips, search.order
    if room_for(tables, search.ledger, kind, destination) < groups:
        return False
    if trips.num_items[t] == 0:
        order.vehicle[t] = _vehicle_for(tables, random, kind, order.vehicle[t])
        order.cut[t], order.empty_way[t], order.loaded_way[t] = 0, UNDECIDED, UNDECIDED
        here = position(order.trip, t)
        move_in_order(order.trip, here, after if here < after else min(after + 1, order.number[0] - 1))
    fits = give(tables, trips, search.ledger, t, kind, groups, destination)
    return fits and trips.fits[t, tables.vehicles.type[order.vehicle[t]]]


@njit(cache=True)
def _vehicle_for(tables: Tables, random: Stream, kind: int, otherwise: int) -> int:
    """Give some vehicle that fits a kind, and often the same as before if it does."""
    if tables.kinds.fits[kind, tables.vehicles.type[otherwise]] and uniform(random) < 0.5:
        return otherwise
    for _ in range(TRIES):
        v = below(random, tables.vehicles.type.shape[0])
        if tables.kinds.fits[kind, tables.vehicles.type[v]]:
            return v
    return otherwise


@njit(cache=True)
def _result(search: Search, changed: tuple[int, int], done: bool) -> Change:
    if not done:
        return Change((NO_MOVE, NOBODY), changed)
    return Change((search.order.vehicle[changed[0]], search.order.vehicle[changed[1]]), changed)
