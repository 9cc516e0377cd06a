"""What a change of the search is, and picking at random what to change."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.randomness import Stream, below
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import Trips

Integers = NDArray[np.int64]

NO_MOVE = -2
TRIES = 12


class Change(NamedTuple):
    """Which vehicles a change touches (NO_MOVE first: nothing was changed), and which trips it rewrote (-1: none)."""

    vehicles: tuple[int, int]
    trips: tuple[int, int]


@njit(cache=True)
def nothing() -> Change:
    """Give a change that changed nothing."""
    return Change((NO_MOVE, NOBODY), (NOBODY, NOBODY))


@njit(cache=True)
def pick(search: Search, random: Stream, target: int) -> int:
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
def move_in_order(order: Integers, i: int, j: int) -> None:
    """Move what stands at one position of an order to another."""
    trip = order[i]
    if i < j:
        for k in range(i, j):
            order[k] = order[k + 1]
    else:
        for k in range(i, j, -1):
            order[k] = order[k - 1]
    order[j] = trip


@njit(cache=True)
def any_vehicle(tables: Tables, trips: Trips, random: Stream, t: int) -> int:
    """Give some vehicle whose type a trip fits, or NOBODY."""
    for _ in range(TRIES):
        v = below(random, tables.vehicles.type.shape[0])
        if trips.fits[t, tables.vehicles.type[v]]:
            return v
    return NOBODY


@njit(cache=True)
def position(order: Integers, trip: int) -> int:
    """Give where a trip stands in an order."""
    for i in range(order.shape[0]):
        if order[i] == trip:
            return i
    return 0
