"""The changes that the search tries, one at a time and at random."""

from numba import njit

from safepassage.planning.solver.aims import LAST_PERSON
from safepassage.planning.solver.changes import NO_MOVE, Change, any_vehicle, move_in_order, nothing, pick
from safepassage.planning.solver.changing import people_change
from safepassage.planning.solver.edits import redirect
from safepassage.planning.solver.exchange import exchange_groups
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.regroup import board_waiting, shift_groups
from safepassage.planning.solver.reroute import reroute
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import BROKEN, KEPT, PROMISE, SAME_PEOPLE, copy_trip, settle
from safepassage.planning.solver.ways import MAX_WAYS_A_PAIR

HOLD_OR_RELEASE = 0.15
"""How often, of such changes, it is tried to let an announced time go, or to keep it again."""
REROUTES = 0.2
"""Share of the changes that concern the routes of people, where they may change vehicles."""
EXCHANGES = 0.25
"""How often groups change places, where it counts when everybody alights and full trips should go first."""


@njit(cache=True)
def make_move(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Change something at random; trips that are rewritten are kept in `search.kept_trips`."""
    if people_change(tables) and uniform(random) < REROUTES:
        return reroute(tables, search, random, target)
    if tables.aim.form[0] != LAST_PERSON and uniform(random) < EXCHANGES:
        return exchange_groups(tables, search, random)
    dice = uniform(random)
    if dice < 0.60:
        return _reorder(tables, search, random, target, dice / 0.60)
    if dice < 0.80:
        if dice < 0.72:
            return _redirect(tables, search, random, target)
        return _swap_destinations(tables, search, random, target)
    return _regroup(tables, search, random, target, (dice - 0.80) / 0.20)


@njit(cache=True)
def _hold_or_release(search: Search, random: Stream, target: int) -> Change:
    """Let a trip begin at any time instead of the announced one, or again not before that."""
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    t = search.order.trip[i]
    promise = search.trips.promise[t, PROMISE]
    if promise <= BROKEN:
        return nothing()
    copy_trip(search.trips, t, search.kept_trips, 0)
    search.trips.promise[t, PROMISE] = SAME_PEOPLE if promise == KEPT else KEPT
    return Change((search.order.vehicle[t], NOBODY), (t, NOBODY))


@njit(cache=True)
def _reorder(tables: Tables, search: Search, random: Stream, target: int, dice: float) -> Change:
    """Let trips change vehicles or times."""
    if tables.beginning.change_s.shape[0] > 0 and uniform(random) < HOLD_OR_RELEASE:
        return _hold_or_release(search, random, target)
    if dice < 0.50:
        return _relocate(tables, search, random, target)
    if dice < 0.83:
        return _swap(tables, search, random, target)
    return _swap_tails(tables, search, random, target)


@njit(cache=True)
def _regroup(tables: Tables, search: Search, random: Stream, target: int, dice: float) -> Change:
    """Let people change trips, or trips change their way, their convoy or the order of their stops."""
    if dice < 0.60:
        return shift_groups(tables, search, random, target)
    if dice < 0.75:
        return board_waiting(tables, search, random)
    if dice < 0.85 and tables.terms.check_s.shape[0] > 0:
        return _other_way(search, random, target)
    if tables.terms.convoy_min.shape[0] > 0:
        return _cut(tables, search, random)
    return _swap_stops(tables, search, random)


@njit(cache=True)
def _relocate(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Give a trip to another vehicle, or do it at another time."""
    order = search.order
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    t = order.trip[i]
    before = order.vehicle[t]
    after = before if uniform(random) < 0.15 else any_vehicle(tables, search.trips, random, t)
    if after < 0:
        return nothing()
    order.vehicle[t] = after
    move_in_order(order.trip, i, below(random, order.number[0]))
    return Change((before, after if after != before else NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _swap(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let two trips change vehicles and places in the order."""
    order = search.order
    i, j = pick(search, random, target), pick(search, random, -1)
    if i < 0 or j < 0 or i == j:
        return nothing()
    a, b = order.trip[i], order.trip[j]
    v, w = order.vehicle[a], order.vehicle[b]
    if not (search.trips.fits[a, tables.vehicles.type[w]] and search.trips.fits[b, tables.vehicles.type[v]]):
        return nothing()
    order.trip[i], order.trip[j] = b, a
    order.vehicle[a], order.vehicle[b] = w, v
    return Change((v, w if w != v else NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def _swap_tails(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let two vehicles change all their trips from some place in the order on."""
    order, vehicles = search.order, tables.vehicles
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    v = order.vehicle[order.trip[i]]
    w = below(random, vehicles.type.shape[0])
    if v == w:
        return nothing()
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
    i = pick(search, random, target)
    if i < 0:
        return nothing()
    t = search.order.trip[i]
    copy_trip(search.trips, t, search.kept_trips, 0)
    last = search.trips.num_stops[t] - 1
    destination = below(random, tables.stops.bays.shape[0])
    if not tables.kinds.may_go[search.trips.kind[t, 0], destination]:
        return nothing()
    if not redirect(tables, search.trips, search.ledger, t, last, destination):
        return Change((NO_MOVE, NOBODY), (t, NOBODY))
    settle(tables, search.trips, t)
    return Change((search.order.vehicle[t], NOBODY), (t, NOBODY))


@njit(cache=True)
def _swap_destinations(tables: Tables, search: Search, random: Stream, target: int) -> Change:
    """Let the people of two trips' last stops change destinations."""
    trips, order = search.trips, search.order
    i, j = pick(search, random, target), pick(search, random, -1)
    if i < 0 or j < 0 or i == j:
        return nothing()
    a, b = order.trip[i], order.trip[j]
    last_a, last_b = trips.num_stops[a] - 1, trips.num_stops[b] - 1
    place_a, place_b = trips.stop[a, last_a], trips.stop[b, last_b]
    if place_a == place_b:
        return nothing()
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
def _other_way(search: Search, random: Stream, target: int) -> Change:
    """Let a trip take another way, empty or loaded, or again the one that arrives first."""
    i = pick(search, random, target)
    if i < 0:
        return nothing()
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
        return nothing()
    s = below(random, trips.num_stops[t] - 1)
    for i in range(trips.num_items[t]):
        if trips.board[t, i] == s and trips.alight[t, i] == s + 1:
            return nothing()
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
