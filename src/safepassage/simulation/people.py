"""Who is there in a run: how many groups of each row, who of them stays, and who comes late.

All of it is drawn at the beginning. Those who stay never wait anywhere; that they stay is told when their row is ready,
or when the operation ends if that is sooner.
Those who come late come in PORTIONS of nearly equal size, each with a delay of its own after their row is ready. They
board what has room for them then: no vehicle waits for them, and none takes more of a row than it was planned to.
"""

from math import floor

from numba import njit

from safepassage.simulation.agenda import COMES, KIND_BITS, WHO_BITS, drop_first
from safepassage.simulation.arrays import Integers
from safepassage.simulation.binomial import how_many
from safepassage.simulation.columns import (
    AGENDA,
    AGENDA_SIZE,
    COME_TO_STAY,
    COMING_GROUPS,
    COMING_ROW,
    COMING_WIDTH,
    COMINGS_AT,
    HOME,
    PERSONS,
    PLANNED_OUT,
    READY_AT,
    REGISTERED,
    ROW_WIDTH,
    ROWS_AT,
    ROWS_END,
    THERE,
    TO_BE_OUT,
)
from safepassage.simulation.draws import WHETHER, asked, chance_of, drawn_s, factor_of, plain_chance
from safepassage.simulation.facts import STAYED
from safepassage.simulation.telling import at_second, tell
from safepassage.simulation.uncertainty import Cause

STAYING, LATE_GROUPS, COUNTS = int(Cause.STAYING), int(Cause.LATE_GROUPS), int(Cause.COUNTS)

PORTIONS = 4
"""In so many portions those of a row come who are late."""
COMINGS_OF_ROW = PORTIONS + 1
"""So many comings each row has: those who stay are told like one."""


@njit(cache=True)
def draw_people(m: Integers) -> None:
    """Draw who is there in this run, and put on the agenda who comes late and when it is known who stays."""
    to_be_out = 0
    for number in range((m[ROWS_END] - m[ROWS_AT]) // ROW_WIDTH):
        row = m[ROWS_AT] + number * ROW_WIDTH
        there = floor(m[row + REGISTERED] * factor_of(m, COUNTS, number, 0) + 0.5)
        stay = how_many(there, chance_of(m, STAYING), asked(m, STAYING, WHETHER, number, 0))
        late = how_many(there - stay, plain_chance(m, LATE_GROUPS), asked(m, LATE_GROUPS, WHETHER, number, 0))
        m[row + THERE] = there
        m[m[row + HOME]] = there - stay - late
        coming = m[COMINGS_AT] + number * COMINGS_OF_ROW * COMING_WIDTH
        add_coming(m, coming, row, stay, 1, m[row + READY_AT])
        for portion in range(PORTIONS):
            size = (late + portion) // PORTIONS
            comes = m[row + READY_AT] + drawn_s(m, LATE_GROUPS, 1.0, number, portion)
            add_coming(m, coming + (1 + portion) * COMING_WIDTH, row, size, 0, comes)
        to_be_out += brought_out(m, row, there - stay) * m[row + PERSONS]
    m[TO_BE_OUT] = to_be_out


@njit(cache=True)
def add_coming(m: Integers, coming: int, row: int, groups: int, stay: int, at_s: int) -> None:
    """Put on the agenda that groups come late, or are known to stay; nothing for nobody."""
    if groups > 0:
        m[coming + COMING_ROW], m[coming + COMING_GROUPS], m[coming + COME_TO_STAY] = row, groups, stay
        at_second(m, max(at_s, 0), COMES, coming)


@njit(cache=True)
def brought_out(m: Integers, row: int, willing: int) -> int:
    """Give how many groups of a row are out when all are: those whom the plan brings out, or all if it does so."""
    planned = m[row + PLANNED_OUT]
    return int(willing if planned >= m[row + REGISTERED] else min(planned, willing))


@njit(cache=True)
def come(m: Integers, coming: int) -> None:
    """Let groups come late, or tell that they stay."""
    row, groups = m[coming + COMING_ROW], m[coming + COMING_GROUPS]
    if m[coming + COME_TO_STAY]:
        tell(m, STAYED, row, 0, groups)
    else:
        m[m[row + HOME]] += groups


@njit(cache=True)
def tell_who_stays(m: Integers) -> None:
    """Tell who stays of rows that are ready only after the operation has ended; what else would come does not."""
    while m[AGENDA_SIZE] > 0:
        entry = m[m[AGENDA]]
        m[AGENDA_SIZE] = drop_first(m, m[AGENDA], m[AGENDA_SIZE])
        coming = entry & (2**WHO_BITS - 1)
        if (entry >> WHO_BITS) & (2**KIND_BITS - 1) == COMES and m[coming + COME_TO_STAY]:
            come(m, coming)
