"""Small changes of trips: groups that change the vehicle, trips that change their destination."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import MAX_STOPS, Trips, settle

Integers = NDArray[np.int64]


class Ledger(NamedTuple):
    """Room that is left by stop, and groups by kind that are on no trip.

    Those who wait at a transfer place are groups of their onward kind; a negative number of them is a debt: more go on
    than come.
    """

    shelter: Integers
    beds: Integers
    waiting: Integers


@njit(cache=True)
def room_for(tables: Tables, ledger: Ledger, kind: int, stop: int) -> int:
    """How many groups of a kind a destination can still take."""
    kinds, number = tables.kinds, FOREVER
    sheltered = kinds.seated[kind] + kinds.wheelchair[kind]
    if sheltered > 0:
        number = min(number, ledger.shelter[stop] // sheltered)
    if kinds.stretcher[kind] > 0:
        number = min(number, ledger.beds[stop] // kinds.stretcher[kind])
    return max(0, number)


@njit(cache=True)
def use_room(tables: Tables, ledger: Ledger, kind: int, stop: int, groups: int) -> None:
    """Use room for so many groups; a negative number gives it back."""
    kinds = tables.kinds
    if ledger.shelter[stop] < FOREVER // 2:
        ledger.shelter[stop] -= groups * (kinds.seated[kind] + kinds.wheelchair[kind])
    if ledger.beds[stop] < FOREVER // 2:
        ledger.beds[stop] -= groups * kinds.stretcher[kind]


@njit(cache=True)
def bring(tables: Tables, ledger: Ledger, kind: int, stop: int, groups: int) -> None:
    """Bring groups to a stop: they use its room, or wait there to go on; a negative number takes that back."""
    if tables.stops.transfer[stop]:
        ledger.waiting[tables.kinds.onward[kind, stop]] += groups
    else:
        use_room(tables, ledger, kind, stop, groups)


@njit(cache=True)
def take(tables: Tables, trips: Trips, ledger: Ledger, t: int, i: int, groups: int) -> None:
    """Take groups of an item off a trip; they wait. The trip must be settled afterwards."""
    kind = trips.kind[t, i]
    bring(tables, ledger, kind, trips.stop[t, trips.alight[t, i]], -groups)
    trips.groups[t, i] -= groups
    ledger.waiting[kind] += groups


@njit(cache=True)
def give(tables: Tables, trips: Trips, ledger: Ledger, t: int, kind: int, groups: int, destination: int) -> bool:
    """Put waiting groups on a trip to a destination, with new stops where it has none that serves.

    Returns whether the trip then fits some vehicle and there was room; if not, the caller restores the trip and gives
    the room back by restoring the ledger.
    """
    if room_for(tables, ledger, kind, destination) < groups:
        return False
    board = _board_stop(trips, t, tables.kinds.stop[kind])
    if board < 0:
        return False
    alight = _alight_stop(trips, t, destination, board)
    if alight < 0 or not _add_item(trips, t, kind, groups, board, alight):
        return False
    bring(tables, ledger, kind, destination, groups)
    ledger.waiting[kind] -= groups
    return settle(tables, trips, t)


@njit(cache=True)
def _board_stop(trips: Trips, t: int, place: int) -> int:
    """Give the trip's stop at which people of a place board; a new one stands before all others."""
    for s in range(trips.num_stops[t]):
        if trips.stop[t, s] == place and (trips.boards[t, s] or s == 0):
            return s
    return add_stop(trips, t, 0, place)


@njit(cache=True)
def _alight_stop(trips: Trips, t: int, place: int, after: int) -> int:
    for s in range(after + 1, trips.num_stops[t]):
        if trips.stop[t, s] == place:
            return s
    return add_stop(trips, t, trips.num_stops[t], place)


@njit(cache=True)
def add_stop(trips: Trips, t: int, at: int, place: int) -> int:
    """Insert a stop into a trip; returns its number, or -1 when the trip has the most stops that it may have."""
    number = trips.num_stops[t]
    if number >= MAX_STOPS:
        return -1
    for s in range(number, at, -1):
        trips.stop[t, s] = trips.stop[t, s - 1]
        trips.boards[t, s] = trips.boards[t, s - 1]
        trips.alights[t, s] = trips.alights[t, s - 1]
    trips.stop[t, at] = place
    trips.boards[t, at] = False
    trips.alights[t, at] = False
    trips.num_stops[t] += 1
    for i in range(trips.num_items[t]):
        if trips.board[t, i] >= at:
            trips.board[t, i] += 1
        if trips.alight[t, i] >= at:
            trips.alight[t, i] += 1
    return at


@njit(cache=True)
def _add_item(trips: Trips, t: int, kind: int, groups: int, board: int, alight: int) -> bool:
    for i in range(trips.num_items[t]):
        if trips.kind[t, i] == kind and trips.board[t, i] == board and trips.alight[t, i] == alight:
            trips.groups[t, i] += groups
            return True
    i = trips.num_items[t]
    if i >= trips.kind.shape[1]:
        return False
    trips.kind[t, i] = kind
    trips.groups[t, i] = groups
    trips.board[t, i] = board
    trips.alight[t, i] = alight
    trips.num_items[t] += 1
    return True


@njit(cache=True)
def redirect(tables: Tables, trips: Trips, ledger: Ledger, t: int, s: int, destination: int) -> bool:
    """Let all who alight at a trip's stop alight elsewhere instead, if they all may and find room."""
    for other in range(trips.num_stops[t]):
        if trips.stop[t, other] == destination:
            return False
    if trips.boards[t, s]:
        return False
    for i in range(trips.num_items[t]):
        if trips.alight[t, i] == s and not tables.kinds.may_go[trips.kind[t, i], destination]:
            return False
    for i in range(trips.num_items[t]):
        if trips.alight[t, i] == s:
            kind, groups = trips.kind[t, i], trips.groups[t, i]
            bring(tables, ledger, kind, trips.stop[t, s], -groups)
            bring(tables, ledger, kind, destination, groups)
    trips.stop[t, s] = destination
    return ledger.shelter[destination] >= 0 and ledger.beds[destination] >= 0
