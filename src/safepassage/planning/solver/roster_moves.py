"""Changes of rosters: trips change vehicles and places; those that rewrite trips are in `roster_people`."""

from numba import njit

from safepassage.planning.solver.drafts import Draft, copy_row, insert, nothing, remove
from safepassage.planning.solver.randomness import Stream, below, uniform
from safepassage.planning.solver.roster_people import people_move
from safepassage.planning.solver.rosters import NOBODY, Rosters
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import Trips

TRIES = 12


@njit(cache=True)
def draft_move(tables: Tables, search: Search, rosters: Rosters, random: Stream, late: int) -> Draft:
    """Draw a change; vehicles that end after `late` are changed rather than others."""
    v = _late_vehicle(rosters, random, late)
    if v < 0:
        return nothing()
    i = below(random, rosters.number[v])
    w = _partner(tables, search, rosters, random, v, rosters.row[v, i])
    dice = uniform(random)
    if dice < 0.15:
        return _move_within(rosters, random, v, i)
    if w < 0:
        return nothing()
    if dice < 0.68:
        return _trips_move(tables, search.trips, rosters, random, v, i, w)
    return people_move(tables, search, rosters, random, v, i, w)


@njit(cache=True)
def _trips_move(tables: Tables, trips: Trips, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let trips change between two vehicles."""
    dice = uniform(random)
    if dice < 0.20:
        return _relocate(rosters, random, v, i, w)
    if dice < 0.66:
        return _swap(tables, trips, rosters, random, v, i, w)
    return _swap_tails(tables, trips, rosters, random, v, i, w)


@njit(cache=True)
def _late_vehicle(rosters: Rosters, random: Stream, late: int) -> int:
    found = NOBODY
    for _ in range(4 * TRIES):
        v = below(random, rosters.number.shape[0])
        if rosters.number[v] > 0:
            found = v
            if rosters.end[v] > late:
                return v
    return found


@njit(cache=True)
def _partner(tables: Tables, search: Search, rosters: Rosters, random: Stream, v: int, t: int) -> int:
    """Give another vehicle that may do a trip, rather one of the same type."""
    kind = tables.vehicles.type[v]
    if uniform(random) < 0.1:
        kind = below(random, rosters.num_peers.shape[0])
    if rosters.num_peers[kind] == 0 or not search.trips.fits[t, kind]:
        return NOBODY
    w = rosters.peers[kind, below(random, rosters.num_peers[kind])]
    return w if w != v else NOBODY


@njit(cache=True)
def _move_within(rosters: Rosters, random: Stream, v: int, i: int) -> Draft:
    """Do a trip earlier or later, or let it change places with another of the same vehicle."""
    if rosters.number[v] < 2:
        return nothing()
    j = below(random, rosters.number[v])
    if i == j:
        return nothing()
    copy_row(rosters, v, 0)
    t = rosters.row[v, i]
    if uniform(random) < 0.5:
        rosters.drafts[0, i], rosters.drafts[0, j] = rosters.row[v, j], t
    else:
        remove(rosters, 0, i)
        insert(rosters, 0, j, t)
    return Draft(v, NOBODY, NOBODY, NOBODY)


@njit(cache=True)
def _relocate(rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Give a trip to another vehicle."""
    if rosters.number[w] >= rosters.row.shape[1]:
        return nothing()
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    remove(rosters, 0, i)
    insert(rosters, 1, below(random, rosters.number[w] + 1), rosters.row[v, i])
    return Draft(v, w, NOBODY, NOBODY)


@njit(cache=True)
def _swap(tables: Tables, trips: Trips, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let two vehicles change one trip each."""
    if rosters.number[w] == 0:
        return nothing()
    j = below(random, rosters.number[w])
    if not trips.fits[rosters.row[w, j], tables.vehicles.type[v]]:
        return nothing()
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    rosters.drafts[0, i], rosters.drafts[1, j] = rosters.row[w, j], rosters.row[v, i]
    return Draft(v, w, NOBODY, NOBODY)


@njit(cache=True)
def _swap_tails(tables: Tables, trips: Trips, rosters: Rosters, random: Stream, v: int, i: int, w: int) -> Draft:
    """Let two vehicles change all trips from some place on: about as many each, or any number."""
    n, m = rosters.number[v], rosters.number[w]
    j = below(random, m + 1) if uniform(random) < 0.3 else min(m, max(0, i + below(random, 3) - 1))
    if max(i + m - j, j + n - i) > rosters.row.shape[1]:
        return nothing()
    x, y = tables.vehicles.type[v], tables.vehicles.type[w]
    for k in range(i, n):
        if not trips.fits[rosters.row[v, k], y]:
            return nothing()
    for k in range(j, m):
        if not trips.fits[rosters.row[w, k], x]:
            return nothing()
    copy_row(rosters, v, 0)
    copy_row(rosters, w, 1)
    rosters.drafts[0, i : i + m - j] = rosters.row[w, j:m]
    rosters.drafts[1, j : j + n - i] = rosters.row[v, i:n]
    rosters.draft_number[0], rosters.draft_number[1] = i + m - j, j + n - i
    return Draft(v, w, NOBODY, NOBODY)
