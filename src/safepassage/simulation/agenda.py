"""What is to happen, in the order of time: a binary heap of whole numbers (Williams 1964).

An entry is one number, second·2²⁸ + kind·2²⁴ + who, so that comparing entries is comparing numbers. At equal seconds
kinds come in the order of their numbers: what frees a bay or a lane comes first, what hands it on comes last, and so a
bay that is left in the second in which another vehicle needs it is free for it.
"""

from numba import njit

from safepassage.simulation.arrays import Integers

(
    OPENS,
    COMES,
    ENDS,
    LEAVES,
    SETS_OFF,
    ARRIVES,
    ASKS,
    CHECKED,
    CONVOY,
    BREAKS,
    DRIVES_AGAIN,
    CLOSES,
    PATIENCE,
    GIVES_UP,
    RETURNS,
    HANDS_ON,
) = range(16)
"""Kinds: what was closed opens; people come late, or are known to stay; a service or check ends; a vehicle may leave;
it sets off after something held it; it arrives; it asks for its bay or lane; its check in a convoy begins; a convoy
leaves; a vehicle breaks down, and is repaired; what was open closes; a convoy waits no longer; a vehicle is withdrawn;
one waits for its bay again; a bay or lane is handed to who is next."""

WHO_BITS = 24
KIND_BITS = 4
MOST = 2**WHO_BITS
"""Addresses are smaller than that."""


@njit(cache=True)
def push(m: Integers, heap: int, size: int, entry: int) -> int:
    """Add an entry to the heap of that size that begins at address `heap`; gives the new size."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if m[heap + parent] <= entry:
            break
        m[heap + i] = m[heap + parent]
        i = parent
    m[heap + i] = entry
    return size + 1


@njit(cache=True)
def drop_first(m: Integers, heap: int, size: int) -> int:
    """Take away the first entry of a heap that is not empty; gives the new size.

    The hole goes down to a leaf, and the last entry up from there, where it almost always belongs (Floyd 1964; Wegener
    1993): half the comparisons, and no guess for the processor to get wrong.
    """
    size -= 1
    hole, child = 0, 1
    while child < size - 1:
        child += m[heap + child + 1] < m[heap + child]
        m[heap + hole] = m[heap + child]
        hole = child
        child = 2 * hole + 1
    if child < size:
        m[heap + hole] = m[heap + child]
        hole = child
    push(m, heap, hole, m[heap + size])
    return size
