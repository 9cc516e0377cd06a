"""Groups of two trips that change places: what fills the earlier trip better goes there."""

from numba import njit

from safepassage.planning.solver.changes import NO_MOVE, TRIES, Change, nothing
from safepassage.planning.solver.edits import give, take
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import copy_trip, persons_of, settle


@njit(cache=True)
def exchange_groups(tables: Tables, search: Search, random: Stream) -> Change:
    """Let groups of two trips from one place change trips, about as many people one way as the other."""
    trips, order = search.trips, search.order
    a, b = _pair(search, random)
    if a < 0:
        return nothing()
    copy_trip(trips, a, search.kept_trips, 0)
    copy_trip(trips, b, search.kept_trips, 1)
    one, other = below(random, trips.num_items[a]), below(random, trips.num_items[b])
    kind, counter = trips.kind[a, one], trips.kind[b, other]
    groups = 1 + below(random, trips.groups[a, one])
    size = persons_of(tables, trips, a, one) // trips.groups[a, one]
    counter_size = persons_of(tables, trips, b, other) // trips.groups[b, other]
    counters = (groups * size + below(random, counter_size)) // counter_size
    counters = min(counters, trips.groups[b, other])
    to_a, to_b = trips.stop[a, trips.num_stops[a] - 1], trips.stop[b, trips.num_stops[b] - 1]
    unchanged = Change((NO_MOVE, NOBODY), (a, b))
    if kind == counter or not (tables.kinds.may_go[kind, to_b] and tables.kinds.may_go[counter, to_a]):
        return unchanged
    take(tables, trips, search.ledger, a, one, groups)
    take(tables, trips, search.ledger, b, other, counters)
    moved = give(tables, trips, search.ledger, b, kind, groups, to_b)
    if counters > 0:
        moved = moved and give(tables, trips, search.ledger, a, counter, counters, to_a)
    settle(tables, trips, a)
    v, w = order.vehicle[a], order.vehicle[b]
    empty = trips.num_items[a] == 0
    fits = (empty or trips.fits[a, tables.vehicles.type[v]]) and trips.fits[b, tables.vehicles.type[w]]
    return Change((v, w if w != v else NOBODY), (a, b)) if moved and fits else unchanged


@njit(cache=True)
def _pair(search: Search, random: Stream) -> tuple[int, int]:
    """Give two trips with people, rather from the same place; (NOBODY, NOBODY) if none were found."""
    trips, order = search.trips, search.order
    for _ in range(3 * TRIES):
        a, b = order.trip[below(random, order.number[0])], order.trip[below(random, order.number[0])]
        if a == b or trips.num_items[a] == 0 or trips.num_items[b] == 0:
            continue
        if trips.stop[a, 0] == trips.stop[b, 0] or uniform(random) < 0.05:
            return a, b
    return NOBODY, NOBODY
