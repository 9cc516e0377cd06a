"""Figures of a run: a fold over its facts, and of nothing else.

The engine writes every fact into its log, and `fold_new` counts it from there before the next thing happens; where no
log is kept, the fact is then forgotten. `fold_log` counts a log that was kept. Both call the same function, so that a
figure of an ensemble is what anybody would count from the stream. It reads the plan's tables and its own columns, and
nothing that the engine keeps.

Queues at a crossing last from a vehicle's coming until its check begins (without a check: until it leaves), whatever it
waits for: a lane, a window, the rest of its convoy, or its planned moment. Hours aboard are counted from the departure
of the boarding stop to that of the alighting one; where people of a row board a vehicle one after the other, the
longest time is that of the first.
"""

from numba import njit

from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.columns import (
    ABOARD_S,
    ALIGHT,
    CARRIED,
    COMPLETION,
    COUNTED_ABOARD,
    CROSSING,
    CURVE_AT,
    CURVE_LAST,
    DRIVEN_S,
    FACTS,
    FOLDED,
    LEFT_AT,
    LOG,
    LOGGED,
    LOGS,
    LONGEST_ABOARD,
    LONGEST_WAIT,
    MAX_ABOARD,
    MOST_QUEUED,
    NOW_QUEUED,
    OF_ROW,
    OUT,
    OUT_FROM,
    OUT_UNTIL,
    PASSED,
    PERSONS,
    PRIORITY,
    QUEUED_AT,
    RIDERS,
    ROW,
    SINCE,
    SLOT,
    SPAN_S,
    TOO_LONG,
    WAITED_S,
    WHAT,
    WITHDREW,
)
from safepassage.simulation.facts import (
    ALIGHTED,
    ARRIVED,
    AT,
    BOARDED,
    BROKE_DOWN,
    CHECK_BEGAN,
    CODE,
    COLUMNS,
    COUNT,
    DEPARTED,
    OF,
    QUEUED,
    REFUSED,
    RELEASED,
    REPAIRED,
    TURNED_BACK,
    WHO,
    WITHDRAWN,
)


@njit(cache=True)
def fold(m: Integers, at: int, code: int, who: int, what: int, count: int) -> None:
    """Count one more fact."""
    m[FACTS] += 1
    if code == DEPARTED:
        _departed(m, at, who, what)
    elif code == ARRIVED:
        m[who + DRIVEN_S] += at - m[who + LEFT_AT]
    elif code == QUEUED:
        _queued(m, at, who, what)
    elif code == CHECK_BEGAN:
        _passes(m, at, who, what)
    elif code == BOARDED:
        _boarded(m, at, who, what, count)
    elif code == ALIGHTED:
        _alighted(m, at, what, count)
    elif code in (RELEASED, WITHDRAWN, REFUSED):
        m[who + OUT_UNTIL] = at
        if code != RELEASED:
            m[WITHDREW] += 1
    elif code == BROKE_DOWN:
        m[who + DRIVEN_S] += at - m[who + LEFT_AT]
    elif code == REPAIRED:
        m[who + LEFT_AT] = at
    elif code == TURNED_BACK:
        _turned_back(m, at, who, count)


@njit(cache=True)
def _departed(m: Integers, at: int, vehicle: int, stop: int) -> None:
    m[vehicle + LEFT_AT] = at
    m[vehicle + OUT_UNTIL] = at
    if m[vehicle + OUT_FROM] == NONE:
        m[vehicle + OUT_FROM] = at
    if m[vehicle + QUEUED_AT] != NONE:
        _passes(m, at, vehicle, stop)


@njit(cache=True)
def _queued(m: Integers, at: int, vehicle: int, stop: int) -> None:
    crossing = m[stop + CROSSING]
    if crossing == NONE:
        return
    m[vehicle + QUEUED_AT] = at
    m[crossing + NOW_QUEUED] += 1
    m[crossing + MOST_QUEUED] = max(m[crossing + MOST_QUEUED], m[crossing + NOW_QUEUED])


@njit(cache=True)
def _passes(m: Integers, at: int, vehicle: int, stop: int) -> None:
    crossing = m[stop + CROSSING]
    waited = at - m[vehicle + QUEUED_AT]
    m[vehicle + QUEUED_AT] = NONE
    m[crossing + NOW_QUEUED] -= 1
    m[crossing + PASSED] += 1
    m[crossing + WAITED_S] += waited
    m[crossing + LONGEST_WAIT] = max(m[crossing + LONGEST_WAIT], waited)


@njit(cache=True)
def _boarded(m: Integers, at: int, vehicle: int, move: int, groups: int) -> None:
    slot, persons = m[move + SLOT], groups * m[m[move + ROW] + PERSONS]
    if m[slot + COUNTED_ABOARD] == 0:
        m[slot + SINCE] = at
    m[slot + COUNTED_ABOARD] += groups
    m[ABOARD_S] -= at * persons
    m[CARRIED] += persons
    m[vehicle + RIDERS] += persons


@njit(cache=True)
def _alighted(m: Integers, at: int, move: int, groups: int) -> None:
    slot, row = m[move + SLOT], m[move + ROW]
    persons, aboard_s = groups * m[row + PERSONS], at - m[slot + SINCE]
    m[slot + COUNTED_ABOARD] -= groups
    m[ABOARD_S] += at * persons
    m[LONGEST_ABOARD] = max(m[LONGEST_ABOARD], aboard_s)
    if aboard_s > m[row + MAX_ABOARD]:
        m[TOO_LONG] += persons
    if m[move + WHAT] == ALIGHT:
        m[COMPLETION] = at
        m[OUT] += persons
        m[OUT + m[row + PRIORITY]] += persons
        m[m[CURVE_AT] + min(at // m[SPAN_S], m[CURVE_LAST])] += persons


@njit(cache=True)
def _turned_back(m: Integers, at: int, slot: int, groups: int) -> None:
    m[slot + COUNTED_ABOARD] -= groups
    m[ABOARD_S] += at * groups * m[m[slot + OF_ROW] + PERSONS]
    m[LONGEST_ABOARD] = max(m[LONGEST_ABOARD], at - m[slot + SINCE])


@njit(cache=True)
def fold_new(m: Integers) -> None:
    """Count the facts that are new in the memory's own log, and if no log is kept, forget them."""
    for number in range(m[FOLDED], m[LOGGED]):
        row = m[LOG] + number * COLUMNS
        fold(m, m[row + AT], m[row + CODE], m[row + WHO], m[row + OF], m[row + COUNT])
    if not m[LOGS]:
        m[LOGGED] = 0
    m[FOLDED] = m[LOGGED]


@njit(cache=True)
def fold_log(m: Integers, log: Integers) -> None:
    """Count all facts of a log, `(num_facts, 5)`, in a memory that has had no run."""
    for i in range(log.shape[0]):
        fold(m, log[i, AT], log[i, CODE], log[i, WHO], log[i, OF], log[i, COUNT])
