"""Calendars of bays and lanes: how many are in use when, with the earliest and the latest free span.

A calendar is a sorted linked list of moments at which the number in use changes. All calendars share one pool of
nodes. Searches start at the end of the list, because most reservations are near it.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Integers = NDArray[np.int64]

BEGINNING = -(2**41)
NONE = -1


class Calendars(NamedTuple):
    """A pool of nodes `(time, in use from then on, previous, next)` and the last node of each calendar.

    Node `c` is the head of calendar `c`. `pool[0]` is the first node that was never taken, `pool[1]` the first of the
    nodes given back, which are linked by `next`.
    """

    time: Integers
    use: Integers
    previous: Integers
    next: Integers
    last: Integers
    pool: Integers


def make_calendars(number: int, reservations: int) -> Calendars:
    """Make room for so many calendars and reservations."""
    size = number + 2 * reservations + 2

    def column(length: int) -> Integers:
        return np.zeros(length, np.int64)

    return Calendars(column(size), column(size), column(size), column(size), column(number), column(2))


@njit(cache=True)
def clear(calendars: Calendars) -> None:
    """Drop all reservations."""
    number = calendars.last.shape[0]
    for c in range(number):
        calendars.time[c] = BEGINNING
        calendars.use[c] = 0
        calendars.previous[c] = NONE
        calendars.next[c] = NONE
        calendars.last[c] = c
    calendars.pool[0] = number
    calendars.pool[1] = NONE


@njit(cache=True)
def _node_at(calendars: Calendars, c: int, moment: int) -> int:
    """Give the last node that is not after the moment."""
    node = calendars.last[c]
    while calendars.time[node] > moment:
        node = calendars.previous[node]
    return node


@njit(cache=True)
def earliest_start(calendars: Calendars, c: int, not_before: int, duration: int, capacity: int) -> int:
    """Give the earliest start from which fewer than `capacity` are in use for the whole duration."""
    node = _node_at(calendars, c, not_before)
    start = not_before
    while node != NONE and calendars.time[node] < start + duration:
        if calendars.use[node] >= capacity:
            node = calendars.next[node]
            start = calendars.time[node]
        else:
            node = calendars.next[node]
    return start


@njit(cache=True)
def latest_start(calendars: Calendars, c: int, not_before: int, not_after: int, duration: int, capacity: int) -> int:
    """Give the latest start in a span from which fewer than `capacity` are in use; -1 if there is none."""
    start = not_after
    node = _node_at(calendars, c, start + duration - 1)
    while start >= not_before:
        if calendars.use[node] >= capacity:
            start = calendars.time[node] - duration
        elif calendars.time[node] <= start:
            return start
        node = calendars.previous[node]
    return NONE


@njit(cache=True)
def _take(calendars: Calendars) -> int:
    node = calendars.pool[1]
    if node != NONE:
        calendars.pool[1] = calendars.next[node]
        return node
    node = calendars.pool[0]
    if node >= calendars.time.shape[0]:
        raise IndexError("calendar pool exhausted")
    calendars.pool[0] += 1
    return node


@njit(cache=True)
def _drop_if_idle(calendars: Calendars, c: int, node: int) -> None:
    """Give a node back at which nothing changes."""
    before = calendars.previous[node]
    if before == NONE or calendars.use[before] != calendars.use[node]:
        return
    after = calendars.next[node]
    calendars.next[before] = after
    if after == NONE:
        calendars.last[c] = before
    else:
        calendars.previous[after] = before
    calendars.next[node] = calendars.pool[1]
    calendars.pool[1] = node


@njit(cache=True)
def _split(calendars: Calendars, c: int, moment: int) -> int:
    """Give the node at exactly that moment, made if need be."""
    before = _node_at(calendars, c, moment)
    if calendars.time[before] == moment:
        return before
    node = _take(calendars)
    after = calendars.next[before]
    calendars.time[node] = moment
    calendars.use[node] = calendars.use[before]
    calendars.previous[node] = before
    calendars.next[node] = after
    calendars.next[before] = node
    if after == NONE:
        calendars.last[c] = node
    else:
        calendars.previous[after] = node
    return node


@njit(cache=True)
def reserve(calendars: Calendars, c: int, start: int, end: int, number: int) -> None:
    """Add `number` in use over `[start, end)`; -1 gives a reservation back."""
    stop = _split(calendars, c, end)
    node = _split(calendars, c, start)
    while node != stop:
        calendars.use[node] += number
        node = calendars.next[node]
    _drop_if_idle(calendars, c, stop)
    _drop_if_idle(calendars, c, _node_at(calendars, c, start))
