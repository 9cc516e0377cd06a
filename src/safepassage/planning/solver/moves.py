"""The changes that the search tries, one at a time and at random."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.edits import give, redirect, room_for, take
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import Trips, copy_trip, settle
from safepassage.planning.solver.walk import UNDECIDED
from safepassage.planning.solver.ways import MAX_WAYS_A_PAIR

Integers = NDArray[np.int64]

NO_MOVE = -2
TRIES = 12


class Change(NamedTuple):
    """Which vehicles a change touches (NO_MOVE first: nothing was changed), and which trips it rewrote (-1: none)."""

    vehicles: tuple[int, int]
    trips: tuple[int, int]


@njit(cache=True)
def make_move(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Change something at random; trips that are rewritten are kept in `search.kept_trips`."""
    dice = uniform(random)
    if dice < 0.60:
        return _reorder(tables, search, random, target, dice / 0.60)
    if dice < 0.80:
        if dice < 0.72:
            return _redirect(tables, search, random, target)
        return _swap_destinations(tables, search, random, target)
    return _regroup(tables, search, random, target, (dice - 0.80) / 0.20)


@njit(cache=True)
def _reorder(tables: Tables, search: Search, random: Stream, target: int, dice: float) -> Change:
    """Let trips change vehicles or times."""
    if dice < 0.50:
        return _relocate(tables, search, random, target)
    if dice < 0.83:
        return _swap(tables, search, random, target)
    return _swap_tails(tables, search, random, target)


@njit(cache=True)
def _regroup(tables: Tables, search: Search, random: Stream, target: int, dice: float) -> Change:
    """Let people change trips, or trips change their way, their convoy or the order of their stops."""
    if dice < 0.60:
        return _shift_groups(tables, search, random, target)
    if dice < 0.75:
        return _board_waiting(tables, search, random)
    if dice < 0.85 and tables.terms.check_s.shape[0] > 0:
        return _other_way(search, random, target)
    if tables.terms.convoy_min.shape[0] > 0:
        return _cut(tables, search, random)
    return _swap_stops(tables, search, random)


@njit(cache=True)
def _nothing() -> Change:
    return Change((NO_MOVE, NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _pick(search: Search, random: Stream, target: int) -> int:
    """Give the position of a trip with people, rather one of a vehicle that ends late; -1 if none was found."""
    number, found = search.order.number[0], -1
    for attempt in range(TRIES):
        i = below(random, number)
        t = search.order.trip[i]
        if search.trips.num_items[t] == 0:
            continue
        found = i
        v = search.order.vehicle[t]
        if search.worth.end[v] > target or search.worth.lost[v].sum() > 0 or attempt > TRIES // 2:
            return i
    return found


@njit(cache=True)
def _move_in_order(order: Integers, i: int, j: int) -> None:
    trip = order[i]
    if i < j:
        for k in range(i, j):
            order[k] = order[k + 1]
    else:
        for k in range(i, j, -1):
            order[k] = order[k - 1]
    order[j] = trip


@njit(cache=True)
def _any_vehicle(tables: Tables, trips: Trips, random: Stream, t: int) -> int:
    for _ in range(TRIES):
        v = below(random, tables.vehicles.type.shape[0])
        if trips.fits[t, tables.vehicles.type[v]]:
            return v
    return NOBODY


@njit(cache=True)
def _relocate(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Give a trip to another vehicle, or do it at another time."""
    order = search.order
    i = _pick(search, random, target)
    if i < 0:
        return _nothing()
    t = order.trip[i]
    before = order.vehicle[t]
    after = before if uniform(random) < 0.15 else _any_vehicle(tables, search.trips, random, t)
    if after < 0:
        return _nothing()
    order.vehicle[t] = after
    _move_in_order(order.trip, i, below(random, order.number[0]))
    return Change((before, after if after != before else NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _swap(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let two trips change vehicles and places in the order."""
    order = search.order
    i, j = _pick(search, random, target), _pick(search, random, -1)
    if i < 0 or j < 0 or i == j:
        return _nothing()
    a, b = order.trip[i], order.trip[j]
    v, w = order.vehicle[a], order.vehicle[b]
    if not (search.trips.fits[a, tables.vehicles.type[w]] and search.trips.fits[b, tables.vehicles.type[v]]):
        return _nothing()
    order.trip[i], order.trip[j] = b, a
    order.vehicle[a], order.vehicle[b] = w, v
    return Change((v, w if w != v else NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _swap_tails(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let two vehicles change all their trips from some place in the order on."""
    order, vehicles = search.order, tables.vehicles
    i = _pick(search, random, target)
    if i < 0:
        return _nothing()
    v = order.vehicle[order.trip[i]]
    w = below(random, vehicles.type.shape[0])
    if v == w:
        return _nothing()
    for k in range(i, order.number[0]):
        t = order.trip[k]
        if order.vehicle[t] == v and search.trips.fits[t, vehicles.type[w]]:
            order.vehicle[t] = w
        elif order.vehicle[t] == w and search.trips.fits[t, vehicles.type[v]]:
            order.vehicle[t] = v
    return Change((v, w), (NOBODY, NOBODY))


@njit(cache=True)
def _redirect(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Bring the people of a trip's last stop elsewhere."""
    i = _pick(search, random, target)
    if i < 0:
        return _nothing()
    t = search.order.trip[i]
    copy_trip(search.trips, t, search.kept_trips, 0)
    last = search.trips.num_stops[t] - 1
    destination = below(random, tables.stops.bays.shape[0])
    if not tables.kinds.may_go[search.trips.kind[t, 0], destination]:
        return _nothing()
    if not redirect(tables, search.trips, search.ledger, t, last, destination):
        return Change((NO_MOVE, NOBODY), (t, NOBODY))
    settle(tables, search.trips, t)
    return Change((search.order.vehicle[t], NOBODY), (t, NOBODY))


@njit(cache=True)
def _swap_destinations(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let the people of two trips' last stops change destinations."""
    trips, order = search.trips, search.order
    i, j = _pick(search, random, target), _pick(search, random, -1)
    if i < 0 or j < 0 or i == j:
        return _nothing()
    a, b = order.trip[i], order.trip[j]
    last_a, last_b = trips.num_stops[a] - 1, trips.num_stops[b] - 1
    place_a, place_b = trips.stop[a, last_a], trips.stop[b, last_b]
    if place_a == place_b:
        return _nothing()
    copy_trip(trips, a, search.kept_trips, 0)
    copy_trip(trips, b, search.kept_trips, 1)
    redirect(tables, trips, search.ledger, a, last_a, place_b)
    redirect(tables, trips, search.ledger, b, last_b, place_a)
    ledger = search.ledger
    moved = trips.stop[a, last_a] == place_b and trips.stop[b, last_b] == place_a
    fits = min(ledger.shelter[place_a], ledger.shelter[place_b], ledger.beds[place_a], ledger.beds[place_b]) >= 0
    if not (moved and fits):
        return Change((NO_MOVE, NOBODY), (a, b))
    v, w = order.vehicle[a], order.vehicle[b]
    return Change((v, w if w != v else NOBODY), (a, b))


@njit(cache=True)
def _shift_groups(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Move some or all of a trip's groups to another trip, which may be a new one."""
    trips, order = search.trips, search.order
    i = _pick(search, random, target)
    if i < 0:
        return _nothing()
    a = order.trip[i]
    b = _companion(search, random, a)
    if b < 0:
        return _nothing()
    copy_trip(trips, a, search.kept_trips, 0)
    copy_trip(trips, b, search.kept_trips, 1)
    if trips.num_items[b] == 0:
        order.vehicle[b] = _any_vehicle(tables, trips, random, a)
        if order.vehicle[b] < 0:
            return Change((NO_MOVE, NOBODY), (a, b))
        order.cut[b], order.empty_way[b], order.loaded_way[b] = 0, UNDECIDED, UNDECIDED
        _move_in_order(order.trip, _position(order.trip, b), _position(order.trip, a))
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
def _position(order: Integers, trip: int) -> int:
    for i in range(order.shape[0]):
        if order[i] == trip:
            return i
    return 0


@njit(cache=True)
def _board_waiting(tables: Tables, search: Search, random: Stream) -> Change:
    """Put waiting groups on one or two trips, perhaps in the place of others.

    A trip that could not be scheduled makes room for them: its people wait as well.
    """
    trips, order, ledger = search.trips, search.order, search.ledger
    if ledger.waiting.max() <= 0:
        return _nothing()
    a, b = order.trip[below(random, order.number[0])], order.trip[below(random, order.number[0])]
    copy_trip(trips, a, search.kept_trips, 0)
    if a != b:
        copy_trip(trips, b, search.kept_trips, 1)
    if trips.num_items[a] > 0 and search.timeline.vehicle[a] == NOBODY:
        for item in range(trips.num_items[a]):
            take(tables, trips, ledger, a, item, trips.groups[a, item])
        settle(tables, trips, a)
    elif trips.num_items[a] > 0 and uniform(random) < 0.6:
        item = below(random, trips.num_items[a])
        take(tables, trips, ledger, a, item, 1 + below(random, trips.groups[a, item]))
        settle(tables, trips, a)
    boarded = False
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


@njit(cache=True)
def _other_way(search: Search, random: Stream, target: int) -> Change:
    """Let a trip take another way, empty or loaded, or again the one that arrives first."""
    i = _pick(search, random, target)
    if i < 0:
        return _nothing()
    t = search.order.trip[i]
    choice = below(random, MAX_WAYS_A_PAIR + 1) - 1
    if uniform(random) < 0.5:
        search.order.empty_way[t] = choice
    else:
        search.order.loaded_way[t] = choice
    return Change((search.order.vehicle[t], NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _cut(tables: Tables, search: Search, random: Stream) -> Change:
    """Start a new convoy at a trip, or no longer; or let convoys leave at another size or wait longer."""
    order = search.order
    if uniform(random) < 0.7:
        t = order.trip[below(random, order.number[0])]
        order.cut[t] = 1 - order.cut[t]
    elif uniform(random) < 0.5:
        c = below(random, order.patience.shape[0])
        order.patience[c] = tables.terms.headway[c] * below(random, 5)
        if uniform(random) < 0.2:
            order.patience[c] = FOREVER
    else:
        c = below(random, order.target.shape[0])
        most = min(tables.terms.convoy_max[c], search.bench.members.shape[0])
        order.target[c] = 1 + below(random, most)
    return Change((0, NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _swap_stops(tables: Tables, search: Search, random: Stream) -> Change:
    """Visit two neighbouring stops of a trip the other way round."""
    trips, order = search.trips, search.order
    t = order.trip[below(random, order.number[0])]
    if trips.num_stops[t] < 3:
        return _nothing()
    s = below(random, trips.num_stops[t] - 1)
    for i in range(trips.num_items[t]):
        if trips.board[t, i] == s and trips.alight[t, i] == s + 1:
            return _nothing()
    copy_trip(trips, t, search.kept_trips, 0)
    for i in range(trips.num_items[t]):
        trips.board[t, i] = _exchanged(trips.board[t, i], s)
        trips.alight[t, i] = _exchanged(trips.alight[t, i], s)
    trips.stop[t, s], trips.stop[t, s + 1] = trips.stop[t, s + 1], trips.stop[t, s]
    if not settle(tables, trips, t) or not trips.fits[t, tables.vehicles.type[order.vehicle[t]]]:
        return Change((NO_MOVE, NOBODY), (t, NOBODY))
    return Change((order.vehicle[t], NOBODY), (t, NOBODY))


@njit(cache=True)
def _exchanged(stop: int, s: int) -> int:
    if stop == s:
        return s + 1
    return s if stop == s + 1 else stop
