"""Queues of vehicles, each in the order of a key; a vehicle stands in one queue at most.

A queue is a doubly linked list through the vehicles themselves, held by the row that they wait for: a line, a counter
or a convoy. Who comes is put in from the end, so coming in order costs one step. Equal keys keep the order of coming.
"""

from numba import njit

from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.columns import BEFORE, HEAD_OF, KEY, NEXT, TAIL_OF


@njit(cache=True)
def enqueue(m: Integers, queue: int, vehicle: int, key: int) -> None:
    """Put a vehicle into a queue, behind all whose key is not larger."""
    before, after = m[queue + TAIL_OF], NONE
    while before != NONE and m[before + KEY] > key:
        after = before
        before = m[before + BEFORE]
    m[vehicle + KEY] = key
    m[vehicle + BEFORE] = before
    m[vehicle + NEXT] = after
    m[queue + HEAD_OF if before == NONE else before + NEXT] = vehicle
    m[queue + TAIL_OF if after == NONE else after + BEFORE] = vehicle


@njit(cache=True)
def take_first(m: Integers, queue: int) -> int:
    """Take the first vehicle out of a queue that is not empty."""
    vehicle = m[queue + HEAD_OF]
    after = m[vehicle + NEXT]
    m[queue + HEAD_OF] = after
    m[queue + TAIL_OF if after == NONE else after + BEFORE] = NONE
    return int(vehicle)
