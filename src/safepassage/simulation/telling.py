"""What all parts of the engine do: plan ahead, and tell what happened."""

from numba import njit

from safepassage.simulation.agenda import KIND_BITS, WHO_BITS, push
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import (
    AGENDA,
    AGENDA_SIZE,
    AHEAD_S,
    ALWAYS_OPEN,
    END_WINDOW,
    FIRST_WINDOW,
    LOG,
    LOGGED,
    NOW,
    WINDOW_FROM,
    WINDOW_UNTIL,
    WINDOW_WIDTH,
)
from safepassage.simulation.facts import AT, CODE, COLUMNS, COUNT, OF, WHO


@njit(cache=True)
def at_second(m: Integers, at_s: int, kind: int, who: int) -> None:
    """Put something on the agenda."""
    entry = (((at_s << KIND_BITS) | kind) << WHO_BITS) | who
    m[AGENDA_SIZE] = push(m, m[AGENDA], m[AGENDA_SIZE], entry)


@njit(cache=True)
def tell(m: Integers, code: int, who: int, what: int, count: int) -> None:
    """Log a fact of this second."""
    row = m[LOG] + m[LOGGED] * COLUMNS
    m[LOGGED] += 1
    m[row + AT] = m[NOW]
    m[row + CODE] = code
    m[row + WHO] = who
    m[row + OF] = what
    m[row + COUNT] = count


@njit(cache=True)
def not_before(m: Integers, planned_s: int) -> int:
    """Give the first second at which the policy lets something be done that is planned for this one, from now on."""
    return int(max(m[NOW], planned_s - m[AHEAD_S]))


@njit(cache=True)
def opens_for(m: Integers, rule: int, from_s: int, check_s: int) -> int:
    """Give the first second from which a check of this length lies within one window; FAR if there is none."""
    if rule == NONE or m[rule + ALWAYS_OPEN]:
        return from_s
    for window in range(m[rule + FIRST_WINDOW], m[rule + END_WINDOW], WINDOW_WIDTH):
        begins = max(from_s, m[window + WINDOW_FROM])
        if begins + check_s <= m[window + WINDOW_UNTIL]:
            return int(begins)
    return FAR
