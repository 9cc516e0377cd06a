"""Trips: what one vehicle does from empty to empty, as rows of arrays that the search changes.

A trip visits some pickups, then some destinations. Its items say how many groups of a kind board at which of its
stops and alight at which. A trip without items is free to be used.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.tables import Tables

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MAX_STOPS = 8

PROMISED_VEHICLE, PROMISED_START, PROMISE = 0, 1, 2
NO_PROMISE, BROKEN, SAME_PEOPLE, KEPT = 0, 1, 2, 3
NO_START = -1


class Trips(NamedTuple):
    """Trips by number.

    Stops `s < num_stops[t]` of trip `t` are `stop[t, s]`, where people board (`boards`), alight (`alights`), and
    nobody boards before `ready`. Items `i < num_items[t]` are `groups[t, i]` groups of kind `kind[t, i]` that board at
    the trip's stop `board[t, i]` and alight at its stop `alight[t, i]`. `fits[t, k]` tells whether a vehicle of type
    `k` may carry it. `promise[t]` is what was announced of it: the vehicle, the start of its first service, and what
    is left of it: NO_PROMISE, BROKEN (other people), SAME_PEOPLE (at any time), KEPT (not before that).
    """

    num_stops: Integers
    stop: Integers
    boards: Flags
    alights: Flags
    ready: Integers
    num_items: Integers
    kind: Integers
    groups: Integers
    board: Integers
    alight: Integers
    fits: Flags
    promise: Integers


def make_trips(number: int, items: int, num_types: int) -> Trips:
    """Make room for so many trips with at most so many items each."""

    def grid(width: int) -> Integers:
        return np.zeros((number, width), np.int64)

    def flags(width: int) -> Flags:
        return np.zeros((number, width), np.bool_)

    return Trips(
        num_stops=np.zeros(number, np.int64),
        stop=grid(MAX_STOPS),
        boards=flags(MAX_STOPS),
        alights=flags(MAX_STOPS),
        ready=grid(MAX_STOPS),
        num_items=np.zeros(number, np.int64),
        kind=grid(items),
        groups=grid(items),
        board=grid(items),
        alight=grid(items),
        fits=flags(num_types),
        promise=grid(3),
    )


@njit(cache=True)
def copy_trip(source: Trips, a: int, target: Trips, b: int) -> None:
    """Make trip `b` of `target` equal trip `a` of `source`."""
    target.num_stops[b] = source.num_stops[a]
    target.num_items[b] = source.num_items[a]
    for s in range(source.num_stops[a]):
        target.stop[b, s] = source.stop[a, s]
        target.boards[b, s] = source.boards[a, s]
        target.alights[b, s] = source.alights[a, s]
        target.ready[b, s] = source.ready[a, s]
    for i in range(source.num_items[a]):
        target.kind[b, i] = source.kind[a, i]
        target.groups[b, i] = source.groups[a, i]
        target.board[b, i] = source.board[a, i]
        target.alight[b, i] = source.alight[a, i]
    for k in range(source.fits.shape[1]):
        target.fits[b, k] = source.fits[a, k]
    for k in range(3):
        target.promise[b, k] = source.promise[a, k]


@njit(cache=True)
def settle(tables: Tables, trips: Trips, t: int) -> bool:
    """Bring a trip's stops into line with its items, and find which vehicle types fit.

    Items without groups and stops without people are dropped. Returns whether any type fits; a trip without items
    fits none. What was announced of the trip no longer holds.
    """
    trips.promise[t, PROMISE] = min(trips.promise[t, PROMISE], BROKEN)
    _drop_empty_items(trips, t)
    _drop_unused_stops(trips, t)
    kinds = tables.kinds
    for s in range(trips.num_stops[t]):
        trips.boards[t, s] = False
        trips.alights[t, s] = False
        trips.ready[t, s] = 0
    for i in range(trips.num_items[t]):
        b = trips.board[t, i]
        trips.boards[t, b] = True
        trips.alights[t, trips.alight[t, i]] = True
        trips.ready[t, b] = max(trips.ready[t, b], kinds.ready[trips.kind[t, i]])
    any_fits = False
    for k in range(trips.fits.shape[1]):
        trips.fits[t, k] = trips.num_items[t] > 0 and _type_fits(tables, trips, t, k)
        any_fits = any_fits or trips.fits[t, k]
    return any_fits


@njit(cache=True)
def _drop_empty_items(trips: Trips, t: int) -> None:
    kept = 0
    for i in range(trips.num_items[t]):
        if trips.groups[t, i] > 0:
            trips.kind[t, kept] = trips.kind[t, i]
            trips.groups[t, kept] = trips.groups[t, i]
            trips.board[t, kept] = trips.board[t, i]
            trips.alight[t, kept] = trips.alight[t, i]
            kept += 1
    trips.num_items[t] = kept


@njit(cache=True)
def _drop_unused_stops(trips: Trips, t: int) -> None:
    kept = 0
    for s in range(trips.num_stops[t]):
        used = False
        for i in range(trips.num_items[t]):
            used = used or trips.board[t, i] == s or trips.alight[t, i] == s
        if not used:
            continue
        if kept < s:
            trips.stop[t, kept] = trips.stop[t, s]
            for i in range(trips.num_items[t]):
                if trips.board[t, i] == s:
                    trips.board[t, i] = kept
                if trips.alight[t, i] == s:
                    trips.alight[t, i] = kept
        kept += 1
    trips.num_stops[t] = kept


@njit(cache=True)
def _type_fits(tables: Tables, trips: Trips, t: int, k: int) -> bool:
    """Whether every item may ride in the type, streams do not meet, and the load fits after every stop."""
    kinds, vehicles = tables.kinds, tables.vehicles
    for i in range(trips.num_items[t]):
        if not kinds.fits[trips.kind[t, i], k]:
            return False
    for s in range(trips.num_stops[t]):
        seats, wheelchairs, stretchers, stream = 0, 0, 0, -1
        for i in range(trips.num_items[t]):
            if not trips.board[t, i] <= s < trips.alight[t, i]:
                continue
            kind, groups = trips.kind[t, i], trips.groups[t, i]
            if stream >= 0 and kinds.stream[kind] != stream:
                return False
            stream = kinds.stream[kind]
            seats += groups * kinds.seated[kind]
            wheelchairs += groups * kinds.wheelchair[kind]
            stretchers += groups * kinds.stretcher[kind]
        seats += vehicles.seats_per_wheelchair[k] * wheelchairs + vehicles.seats_per_stretcher[k] * stretchers
        if seats > vehicles.seats[k] or wheelchairs > vehicles.wheelchairs[k] or stretchers > vehicles.stretchers[k]:
            return False
    return True


@njit(cache=True)
def promised_start(trips: Trips, t: int, v: int) -> int:
    """Give the announced start of a trip's first service, if the vehicle is to keep it; NO_START if not."""
    kept = trips.promise[t, PROMISE] == KEPT and trips.promise[t, PROMISED_VEHICLE] == v
    return trips.promise[t, PROMISED_START] if kept else NO_START


@njit(cache=True)
def persons_of(tables: Tables, trips: Trips, t: int, i: int) -> int:
    """Persons of an item."""
    kinds = tables.kinds
    kind = trips.kind[t, i]
    return trips.groups[t, i] * (kinds.seated[kind] + kinds.wheelchair[kind] + kinds.stretcher[kind])
