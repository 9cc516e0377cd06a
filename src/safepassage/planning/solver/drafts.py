"""Drafts of rosters: rows of one or two vehicles as a change would make them, and what it takes to take it back.

A change writes rows into `rosters.drafts`. Trips that it rewrites are kept in `search.kept_trips`.
"""

from typing import NamedTuple

from numba import njit

from safepassage.planning.solver.edits import use_room
from safepassage.planning.solver.rosters import NOBODY, Rosters
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import copy_trip


class Draft(NamedTuple):
    """What a change touches: one or two vehicles and up to two rewritten trips; NOBODY where there is none.

    Without a first vehicle nothing was changed.
    """

    v: int
    w: int
    a: int
    b: int


@njit(cache=True)
def nothing() -> Draft:
    """Give a change that changed nothing."""
    return Draft(NOBODY, NOBODY, NOBODY, NOBODY)


@njit(cache=True)
def copy_row(rosters: Rosters, v: int, slot: int) -> None:
    """Copy a vehicle's row into a draft."""
    number = rosters.number[v]
    rosters.drafts[slot, :number] = rosters.row[v, :number]
    rosters.draft_number[slot] = number


@njit(cache=True)
def insert(rosters: Rosters, slot: int, j: int, t: int) -> None:
    """Insert a trip into a draft."""
    row = rosters.drafts[slot]
    for k in range(rosters.draft_number[slot], j, -1):
        row[k] = row[k - 1]
    row[j] = t
    rosters.draft_number[slot] += 1


@njit(cache=True)
def remove(rosters: Rosters, slot: int, i: int) -> None:
    """Take a trip out of a draft."""
    row = rosters.drafts[slot]
    for k in range(i, rosters.draft_number[slot] - 1):
        row[k] = row[k + 1]
    rosters.draft_number[slot] -= 1


@njit(cache=True)
def keep_trips(search: Search, a: int, b: int) -> None:
    """Keep one or two trips as they are, before they are rewritten."""
    copy_trip(search.trips, a, search.kept_trips, 0)
    if b >= 0:
        copy_trip(search.trips, b, search.kept_trips, 1)


@njit(cache=True)
def take_back(tables: Tables, search: Search, a: int, b: int) -> None:
    """Restore rewritten trips, with the room that they use."""
    if a >= 0:
        _count_in(tables, search, a, -1)
        copy_trip(search.kept_trips, 0, search.trips, a)
        _count_in(tables, search, a, 1)
    if b >= 0:
        _count_in(tables, search, b, -1)
        copy_trip(search.kept_trips, 1, search.trips, b)
        _count_in(tables, search, b, 1)


@njit(cache=True)
def _count_in(tables: Tables, search: Search, t: int, sign: int) -> None:
    trips = search.trips
    for i in range(trips.num_items[t]):
        kind, groups = trips.kind[t, i], sign * trips.groups[t, i]
        use_room(tables, search.ledger, kind, trips.stop[t, trips.alight[t, i]], groups)
        search.ledger.waiting[kind] -= groups


@njit(cache=True)
def refused(tables: Tables, search: Search, a: int, b: int) -> Draft:
    """Take a change back, and give one that changed nothing."""
    take_back(tables, search, a, b)
    return nothing()
