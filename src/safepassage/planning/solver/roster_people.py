"""Changes of rosters that rewrite trips: people change destinations or trips, or a trip the order of its stops."""

from numba import njit

from safepassage.planning.solver.drafts import Draft, copy_row, insert, keep_trips, nothing, refused, remove
from safepassage.planning.solver.edits import give, redirect, take
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.rosters import NOBODY, Rosters
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import Trips, settle


@njit(cache=True)
def people_move(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let people change destinations or trips, or a trip its stops."""
    dice = uniform(random)
    if dice < 0.56:
        return _swap_destinations(tables, search, rosters, random, v, i, w)
    if dice < 0.68:
        return _redirect(tables, search, rosters, random, v, i)
    if dice < 0.74:
        return _swap_stops(tables, search, rosters, random, v, i)
    if dice < 0.77:
        return _split(tables, search, rosters, random, v, i, w)
    return _hand_over_stop(tables, search, rosters, random, v, i, w)


@njit(cache=True)
def _swap_destinations(
    tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int, w: int
) -> Draft:
    """Let the people of two trips' last stops change destinations."""
    trips, ledger = search.trips, search.ledger
    if rosters.number[w] == 0:
        return nothing()
    a, b = rosters.row[v, i], rosters.row[w, below(random, rosters.number[w])]
    last_a, last_b = trips.num_stops[a] - 1, trips.num_stops[b] - 1
    place_a, place_b = trips.stop[a, last_a], trips.stop[b, last_b]
    if place_a == place_b:
        return nothing()
    keep_trips(search, a, b)
    redirect(tables, trips, ledger, a, last_a, place_b)
    redirect(tables, trips, ledger, b, last_b, place_a)
    moved = trips.stop[a, last_a] == place_b and trips.stop[b, last_b] == place_a
    fits = min(ledger.shelter[place_a], ledger.shelter[place_b], ledger.beds[place_a], ledger.beds[place_b]) >= 0
    if not (moved and fits):
        return refused(tables, search, a, b)
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    return Draft(v, w, a, b)


@njit(cache=True)
def _redirect(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int) -> Draft:
    """Bring the people of a trip's last stop elsewhere."""
    trips, t = search.trips, rosters.row[v, i]
    destination = below(random, tables.stops.bays.shape[0])
    last = trips.num_stops[t] - 1
    if destination == trips.stop[t, last] or not tables.kinds.may_go[trips.kind[t, 0], destination]:
        return nothing()
    keep_trips(search, t, NOBODY)
    if not redirect(tables, trips, search.ledger, t, last, destination):
        return refused(tables, search, t, NOBODY)
    copy_row(rosters, v, 0)
    return Draft(v, NOBODY, t, NOBODY)


@njit(cache=True)
def _swap_stops(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int) -> Draft:
    """Visit two neighbouring stops of a trip the other way round."""
    trips, t = search.trips, rosters.row[v, i]
    if trips.num_stops[t] < 3:
        return nothing()
    s = below(random, trips.num_stops[t] - 1)
    for item in range(trips.num_items[t]):
        if trips.board[t, item] == s and trips.alight[t, item] == s + 1:
            return nothing()
    keep_trips(search, t, NOBODY)
    exchange_stops(trips, t, s)
    if not settle(tables, trips, t) or not trips.fits[t, tables.vehicles.type[v]]:
        return refused(tables, search, t, NOBODY)
    copy_row(rosters, v, 0)
    return Draft(v, NOBODY, t, NOBODY)


@njit(cache=True)
def exchange_stops(trips: Trips, t: int, s: int) -> None:
    """Let a trip's stops `s` and `s + 1` change places; the trip must be settled afterwards."""
    for i in range(trips.num_items[t]):
        trips.board[t, i] = _exchanged(trips.board[t, i], s)
        trips.alight[t, i] = _exchanged(trips.alight[t, i], s)
    trips.stop[t, s], trips.stop[t, s + 1] = trips.stop[t, s + 1], trips.stop[t, s]


@njit(cache=True)
def _exchanged(stop: int, s: int) -> int:
    if stop == s:
        return s + 1
    return s if stop == s + 1 else stop


@njit(cache=True)
def _hand_over_stop(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let all who board at one stop of a trip ride with a trip of another vehicle, and some of that one's with this.

    The second part only where the first alone does not fit.
    """
    trips, a = search.trips, rosters.row[v, i]
    if rosters.number[w] == 0:
        return nothing()
    j = below(random, rosters.number[w])
    b = rosters.row[w, j]
    if trips.num_stops[a] < 3 and trips.num_stops[b] < 3 and uniform(random) < 0.7:
        return nothing()
    s, r = below(random, trips.num_stops[a]), below(random, trips.num_stops[b])
    if not trips.boards[a, s]:
        return nothing()
    to_a, to_b = trips.stop[a, trips.num_stops[a] - 1], trips.stop[b, trips.num_stops[b] - 1]
    keep_trips(search, a, b)
    count_a, count_b = trips.num_items[a], trips.num_items[b]
    both = uniform(random) < 0.5 and trips.boards[b, r]
    moved = _board_instead(tables, search, a, s, 0, count_a, b, to_b)
    if moved and both:
        moved = _board_instead(tables, search, b, r, 1, count_b, a, to_a)
    if not moved:
        return refused(tables, search, a, b)
    for t, u in ((a, v), (b, w)):
        settle(tables, trips, t)
        if trips.num_items[t] > 0 and not trips.fits[t, tables.vehicles.type[u]]:
            return refused(tables, search, a, b)
        order_boarding(tables, search, rosters, t, u)
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    if trips.num_items[a] == 0:
        remove(rosters, 0, i)
    if trips.num_items[b] == 0:
        remove(rosters, 1, j)
    return Draft(v, w, a, b)


@njit(cache=True)
def _split(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let all who board at one of a trip's several stops ride on a trip of their own, with another vehicle."""
    trips, a = search.trips, rosters.row[v, i]
    if trips.num_stops[a] < 3 or rosters.marks[2] == 0 or rosters.number[w] >= rosters.row.shape[1]:
        return nothing()
    b, s = rosters.spare[below(random, rosters.marks[2])], below(random, trips.num_stops[a])
    if not trips.boards[a, s]:
        return nothing()
    keep_trips(search, a, b)
    moved = _board_instead(tables, search, a, s, 0, trips.num_items[a], b, trips.stop[a, trips.num_stops[a] - 1])
    settle(tables, trips, a)
    if not moved or trips.num_items[a] == 0 or not trips.fits[b, tables.vehicles.type[w]]:
        return refused(tables, search, a, b)
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    insert(rosters, 1, below(random, rosters.number[w] + 1), b)
    return Draft(v, w, a, b)


@njit(cache=True)
def _board_instead(
    tables: Tables, search: Search, a: int, s: int, slot: int, count: int, b: int, destination: int
) -> bool:
    """Move all who boarded trip `a` at its stop `s`, as it is kept in a slot, to trip `b` and a destination.

    Trip `a` is not settled, so that its stops keep their numbers.
    """
    kept, trips = search.kept_trips, search.trips
    for item in range(count):
        if kept.board[slot, item] != s:
            continue
        kind, groups = kept.kind[slot, item], kept.groups[slot, item]
        if not tables.kinds.may_go[kind, destination]:
            return False
        found = _find(trips, a, kind, kept.stop[slot, s])
        if found < 0 or trips.groups[a, found] < groups:
            return False
        take(tables, trips, search.ledger, a, found, groups)
        give(tables, trips, search.ledger, b, kind, groups, destination)
        if search.ledger.waiting[kind] > 0:
            return False
    return True


@njit(cache=True)
def _find(trips: Trips, t: int, kind: int, place: int) -> int:
    for item in range(trips.num_items[t]):
        if trips.kind[t, item] == kind and trips.stop[t, trips.board[t, item]] == place:
            return item
    return NOBODY


@njit(cache=True)
def order_boarding(tables: Tables, search: Search, rosters: Rosters, t: int, v: int) -> None:
    """Let a stop that was put before all others stand where it makes the trip shortest, among the stops to board."""
    trips = search.trips
    if trips.num_stops[t] < 3:
        return
    best, best_at, s = _length(tables, search, rosters, t, v), 0, 0
    while s + 1 < trips.num_stops[t] and not trips.alights[t, s + 1]:
        exchange_stops(trips, t, s)
        settle(tables, trips, t)
        s += 1
        length = _length(tables, search, rosters, t, v)
        if length < best:
            best, best_at = length, s
    while s > best_at:
        s -= 1
        exchange_stops(trips, t, s)
    settle(tables, trips, t)


@njit(cache=True)
def _length(tables: Tables, search: Search, rosters: Rosters, t: int, v: int) -> int:
    """Seconds driven from a trip's first stop to its last."""
    trips, total = search.trips, 0
    for s in range(1, trips.num_stops[t]):
        a, b = trips.stop[t, s - 1], trips.stop[t, s]
        if a != b:
            total += min(FOREVER, rosters.drive[2 * tables.vehicles.profile[v] + 1, a, b])
    return total
