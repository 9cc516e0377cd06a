"""What happens whatever anybody does: windows open and close, roads close, the agreement is suspended.

What was agreed lies ready in the order of time. Where the world is uncertain, each run has news of its own, which are
drawn at its beginning and wait in a heap. Only the next piece is on the agenda, and none once nothing else is: then
nobody waits for anything that will come, and the operation has ended.
"""

from numba import njit

from safepassage.simulation.agenda import CLOSES, KIND_BITS, OPENS, WHO_BITS, drop_first, push
from safepassage.simulation.arrays import FAR, Integers
from safepassage.simulation.columns import (
    AGENDA,
    AGENDA_SIZE,
    CLOSED_UNTIL,
    EDGE_AT,
    EDGE_CODE,
    EDGE_OF,
    EDGE_OPENS,
    EDGE_UNTIL,
    EDGE_WIDTH,
    EDGES_END,
    NEWS,
    NEWS_END,
    NEWS_SIZE,
    NEXT_EDGE,
    SUSPENDED_UNTIL,
    UNSURE_WORLD,
)
from safepassage.simulation.facts import ROAD_CLOSED, SUSPENDED
from safepassage.simulation.telling import at_second, tell


@njit(cache=True)
def add_news(m: Integers, at_s: int, code: int, of: int, opens: int, until_s: int) -> None:
    """Add a piece of news of this run; nothing if it never comes."""
    if at_s >= FAR:
        return
    edge = m[NEWS_END]
    m[edge + EDGE_AT], m[edge + EDGE_OF], m[edge + EDGE_OPENS] = at_s, of, opens
    m[edge + EDGE_CODE], m[edge + EDGE_UNTIL] = code, until_s
    m[NEWS_END] = edge + EDGE_WIDTH
    entry = (((at_s << KIND_BITS) | (OPENS if opens else CLOSES)) << WHO_BITS) | edge
    m[NEWS_SIZE] = push(m, m[NEWS], m[NEWS_SIZE], entry)


@njit(cache=True)
def plan_edge(m: Integers) -> None:
    """Put what comes next on the agenda, unless nothing else is on it."""
    if m[AGENDA_SIZE] == 0:
        return
    if m[UNSURE_WORLD]:
        if m[NEWS_SIZE] > 0:
            entry = m[m[NEWS]]
            m[NEWS_SIZE] = drop_first(m, m[NEWS], m[NEWS_SIZE])
            m[AGENDA_SIZE] = push(m, m[AGENDA], m[AGENDA_SIZE], entry)
        return
    edge = m[NEXT_EDGE]
    if edge < m[EDGES_END]:
        at_second(m, m[edge + EDGE_AT], OPENS if m[edge + EDGE_OPENS] else CLOSES, edge)


@njit(cache=True)
def pass_edge(m: Integers, edge: int) -> None:
    """Tell a piece of news, and let it be so."""
    code, of = m[edge + EDGE_CODE], m[edge + EDGE_OF]
    tell(m, code, of, 0, 0)
    if code == SUSPENDED:
        m[SUSPENDED_UNTIL] = m[edge + EDGE_UNTIL]
    elif code == ROAD_CLOSED:
        m[of + CLOSED_UNTIL] = m[edge + EDGE_UNTIL]
    m[NEXT_EDGE] = edge + EDGE_WIDTH
    plan_edge(m)
