"""Vehicles that wait for the same thing, in the order of a key; a vehicle waits for one thing at a time.

Bays, lanes and counters let the one with the smallest key go on. They keep who waits in a pairing heap (Fredman,
Sedgewick, Sleator and Tarjan 1986) through the vehicles themselves: coming takes one step, going on some log n.

Convoys are gone through from first to last. They keep who waits in a list through the vehicles, into which each is put
from the end; as they come about in order, that takes few steps. Equal keys keep the order of coming.
"""

from numba import njit

from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.columns import BEFORE, FIRST_BEHIND, HEAD_OF, KEY, NEXT, TAIL_OF


@njit(cache=True)
def merged(m: Integers, one: int, other: int) -> int:
    """Merge two heaps, of which either may be NONE; the first of them is first if keys are equal."""
    if one == NONE:
        return other
    if other == NONE:
        return one
    if m[other + KEY] < m[one + KEY]:
        one, other = other, one
    m[other + NEXT] = m[one + FIRST_BEHIND]
    m[one + FIRST_BEHIND] = other
    return one


@njit(cache=True)
def wait_for(m: Integers, row: int, vehicle: int, key: int) -> None:
    """Let a vehicle wait for a bay, a lane or a counter."""
    m[vehicle + KEY] = key
    m[vehicle + NEXT] = NONE
    m[vehicle + FIRST_BEHIND] = NONE
    m[row + HEAD_OF] = merged(m, m[row + HEAD_OF], vehicle)


@njit(cache=True)
def take_next(m: Integers, row: int) -> int:
    """Take the vehicle with the smallest key from those who wait for a bay, a lane or a counter; there must be one."""
    vehicle = m[row + HEAD_OF]
    pairs, child = NONE, m[vehicle + FIRST_BEHIND]
    while child != NONE:
        other = m[child + NEXT]
        following = NONE if other == NONE else m[other + NEXT]
        pair = merged(m, child, other)
        m[pair + NEXT] = pairs
        pairs, child = pair, following
    heap = NONE
    while pairs != NONE:
        following = m[pairs + NEXT]
        heap = merged(m, heap, pairs)
        pairs = following
    m[row + HEAD_OF] = heap
    return int(vehicle)


@njit(cache=True)
def enqueue(m: Integers, convoy: int, vehicle: int, key: int) -> None:
    """Put a vehicle into the list of a convoy, behind all whose key is not larger."""
    before, after = m[convoy + TAIL_OF], NONE
    while before != NONE and m[before + KEY] > key:
        after = before
        before = m[before + BEFORE]
    m[vehicle + KEY] = key
    m[vehicle + BEFORE] = before
    m[vehicle + NEXT] = after
    m[convoy + HEAD_OF if before == NONE else before + NEXT] = vehicle
    m[convoy + TAIL_OF if after == NONE else after + BEFORE] = vehicle


@njit(cache=True)
def take_first(m: Integers, convoy: int) -> int:
    """Take the first vehicle out of the list of a convoy, which must have one."""
    vehicle = m[convoy + HEAD_OF]
    after = m[vehicle + NEXT]
    m[convoy + HEAD_OF] = after
    m[convoy + TAIL_OF if after == NONE else after + BEFORE] = NONE
    return int(vehicle)
