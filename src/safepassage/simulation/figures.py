"""Figures of a run: a fold over its facts, and of nothing else.

The engine writes every fact into its log, and `fold_new` counts it from there before the next thing happens; where no
log is kept, the fact is then forgotten. `fold_log` counts a log that was kept. Both call the same function, so that a
figure of an ensemble is what anybody would count from the stream. It reads the plan's tables and its own columns, and
nothing that the engine keeps.

Queues at a crossing last from a vehicle's coming until its check begins (without a check: until it leaves), whatever it
waits for: a lane, a window, the rest of its convoy, or its planned moment.

Hours aboard are counted from the departure of the boarding stop to that of the alighting one, or to the end of the
check at which people are turned back. Who is still aboard in the end is not in them. Where people of a row board a
vehicle one after the other, the longest time is that of the first.

Seconds for which the agreement is suspended count until all that was planned and agreed is over: how long a run goes on
behind that, until nobody is at work, says nothing.

How many vehicles queue is kept as changes: who comes waits to the end of the span and in every later one, and who
passes takes that back. So a queue of days costs two entries, and runs can be summed before they are summed up.
"""

from numba import njit

from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.columns import (
    ABOARD_S,
    ALIGHT,
    BEYOND,
    BEYOND_IN,
    BOARDED_1,
    BOARDED_S,
    BREAKDOWNS,
    CLEAR_AFTER,
    CLEAR_GROUPS,
    CLEAR_ROW,
    CLEAR_SLOT,
    CLEAR_WIDTH,
    COMPLETION,
    COUNTED_ABOARD,
    COUNTER,
    CROSSING,
    CURVE_AT,
    CURVE_LAST,
    CURVE_WIDTH,
    DANGER_S,
    DRIVE_S,
    DRIVEN_S,
    END_CLEAR,
    ENTERED,
    FACTS,
    FIRST_CLEAR,
    FOLDED,
    GOT_OFF,
    HARM,
    HARM_EMPTY,
    HARM_LOADED,
    IS_SUSPENDED,
    LEFT_ABOARD,
    LEFT_AT,
    LOADED_FROM,
    LOADED_S,
    LOG,
    LOGGED,
    LOGS,
    LONGEST_ABOARD,
    LONGEST_WAIT,
    MAX_ABOARD,
    MOST_QUEUED,
    NOW_QUEUED,
    OF_ROW,
    OF_VEHICLE,
    OUT,
    OUT_FROM,
    OUT_IN,
    OUT_UNTIL,
    PART_S,
    PASSED,
    PEOPLE_STAYED,
    PEOPLE_TURNED_BACK,
    PERSONS,
    PERSONS_ABOARD,
    PLANNED_UNTIL_S,
    PRIORITY,
    QUEUE,
    QUEUE_WIDTH,
    QUEUED_AT,
    QUEUED_S,
    READY_AT,
    REFUSALS,
    RIDERS,
    RISKY_S,
    ROW,
    SINCE,
    SLOT,
    SPAN_S,
    STILL_1,
    STOP_WIDTH,
    SUSPENDED_S,
    SUSPENSIONS,
    TOO_LONG,
    TRIPS,
    WAITED_1,
    WAITED_S,
    WHAT,
    WITHDREW,
    WORK_UNTIL,
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
    ENDED,
    OF,
    QUEUED,
    REESTABLISHED,
    REFUSED,
    RELEASED,
    REPAIRED,
    STAYED,
    SUSPENDED,
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
        _arrived(m, at, who, what)
    elif code == QUEUED:
        _queued(m, at, who, what)
    elif code == CHECK_BEGAN:
        _passes(m, at, who, what)
    elif code == BOARDED:
        _boarded(m, at, who, what, count)
    elif code == ALIGHTED:
        _alighted(m, at, who, what, count)
    elif code in (RELEASED, WITHDRAWN, REFUSED):
        _at_work(m, at, who)
        if code != RELEASED:
            m[WITHDREW if code == WITHDRAWN else REFUSALS] += 1
    elif code == ENDED:
        _ended(m, at)
    else:
        _went_wrong(m, at, code, who, what, count)


@njit(cache=True)
def _went_wrong(m: Integers, at: int, code: int, who: int, what: int, count: int) -> None:
    """Count what does not happen by plan."""
    if code == BROKE_DOWN:
        _drove(m, at, who, what + STOP_WIDTH)
        m[BREAKDOWNS] += 1
    elif code == REPAIRED:
        m[who + LEFT_AT] = at
    elif code == TURNED_BACK:
        _turned_back(m, at, who, count)
    elif code == STAYED:
        m[STILL_1 + m[who + PRIORITY] - 1] -= count * m[who + PERSONS]
        m[PEOPLE_STAYED] += count * m[who + PERSONS]
    elif code == SUSPENDED:
        m[SUSPENSIONS] += 1
        m[IS_SUSPENDED] = 1
        m[SUSPENDED_S] -= min(at, m[PLANNED_UNTIL_S])
    elif code == REESTABLISHED:
        m[IS_SUSPENDED] = 0
        m[SUSPENDED_S] += min(at, m[PLANNED_UNTIL_S])


@njit(cache=True)
def _ended(m: Integers, at: int) -> None:
    """Count the time of a suspension that lasts."""
    m[SUSPENDED_S] += min(at, m[PLANNED_UNTIL_S]) * m[IS_SUSPENDED]


@njit(cache=True)
def _departed(m: Integers, at: int, vehicle: int, stop: int) -> None:
    m[vehicle + LEFT_AT] = at
    _at_work(m, at, vehicle)
    if m[vehicle + OUT_FROM] == NONE:
        m[vehicle + OUT_FROM] = at
    if m[vehicle + QUEUED_AT] != NONE:
        _passes(m, at, vehicle, stop)
    if m[vehicle + PERSONS_ABOARD] > 0:
        for clear in range(m[stop + FIRST_CLEAR], m[stop + END_CLEAR], CLEAR_WIDTH):
            _clears(m, at, clear)


@njit(cache=True)
def _at_work(m: Integers, at: int, vehicle: int) -> None:
    """Count that a vehicle is at work until now, and so is the operation."""
    m[vehicle + OUT_UNTIL] = at
    m[WORK_UNTIL] = at


@njit(cache=True)
def _clears(m: Integers, at: int, clear: int) -> None:
    """Count those who are now beyond their last crossing."""
    slot = m[clear + CLEAR_SLOT]
    groups = min(m[clear + CLEAR_GROUPS], m[slot + COUNTED_ABOARD] - m[clear + CLEAR_AFTER])
    if groups > 0:
        m[slot + BEYOND] += groups
        m[_span(m, at) + BEYOND_IN] += groups * m[m[clear + CLEAR_ROW] + PERSONS]


@njit(cache=True)
def _span(m: Integers, at: int) -> int:
    """Give the row of the curve for the span in which a second lies."""
    return int(m[CURVE_AT] + min(at // m[SPAN_S], m[CURVE_LAST]) * CURVE_WIDTH)


@njit(cache=True)
def _arrived(m: Integers, at: int, vehicle: int, stop: int) -> None:
    _drove(m, at, vehicle, stop)
    m[HARM_LOADED if m[vehicle + PERSONS_ABOARD] > 0 else HARM_EMPTY] += m[stop + HARM]


@njit(cache=True)
def _drove(m: Integers, at: int, vehicle: int, stop: int) -> None:
    """Count that a vehicle was under way to a stop."""
    driven = at - m[vehicle + LEFT_AT]
    m[vehicle + DRIVEN_S] += driven
    _at_work(m, at, vehicle)
    if m[stop + RISKY_S] > 0:
        m[DANGER_S] += m[vehicle + PERSONS_ABOARD] * (driven * m[stop + RISKY_S] // max(m[stop + DRIVE_S], 1))


@njit(cache=True)
def _queued(m: Integers, at: int, vehicle: int, stop: int) -> None:
    crossing = m[stop + CROSSING]
    if crossing == NONE:
        return
    m[vehicle + QUEUED_AT] = at
    m[crossing + NOW_QUEUED] += 1
    m[crossing + MOST_QUEUED] = max(m[crossing + MOST_QUEUED], m[crossing + NOW_QUEUED])
    _queue_changes(m, at, crossing, 1)


@njit(cache=True)
def _queue_changes(m: Integers, at: int, crossing: int, by: int) -> None:
    """Count that so many more vehicles wait from a second on; what comes after the last span is left away."""
    span = at // m[SPAN_S]
    if span <= m[CURVE_LAST]:
        row = m[crossing + QUEUE] + span * QUEUE_WIDTH
        m[row + ENTERED] += by
        m[row + PART_S] += by * ((span + 1) * m[SPAN_S] - at)


@njit(cache=True)
def _passes(m: Integers, at: int, vehicle: int, stop: int) -> None:
    crossing = m[stop + CROSSING]
    waited = at - m[vehicle + QUEUED_AT]
    m[vehicle + QUEUED_AT] = NONE
    m[vehicle + QUEUED_S] += waited
    m[crossing + NOW_QUEUED] -= 1
    m[crossing + PASSED] += 1
    m[crossing + WAITED_S] += waited
    m[crossing + LONGEST_WAIT] = max(m[crossing + LONGEST_WAIT], waited)
    _queue_changes(m, at, crossing, -1)


@njit(cache=True)
def _boarded(m: Integers, at: int, vehicle: int, move: int, groups: int) -> None:
    slot, row = m[move + SLOT], m[move + ROW]
    persons, of_priority = groups * m[row + PERSONS], m[row + PRIORITY] - 1
    if m[slot + COUNTED_ABOARD] == 0:
        m[slot + SINCE] = at
    m[slot + COUNTED_ABOARD] += groups
    m[slot + BOARDED_S] += at * groups
    if m[vehicle + PERSONS_ABOARD] == 0:
        m[vehicle + LOADED_FROM] = at
        m[vehicle + TRIPS] += 1
    m[vehicle + PERSONS_ABOARD] += persons
    m[LEFT_ABOARD] += persons
    m[vehicle + RIDERS] += persons
    m[STILL_1 + of_priority] -= persons
    if m[move + COUNTER] == NONE:
        m[WAITED_1 + of_priority] += (at - m[row + READY_AT]) * persons
        m[BOARDED_1 + of_priority] += persons


@njit(cache=True)
def _alighted(m: Integers, at: int, vehicle: int, move: int, groups: int) -> None:
    slot, row = m[move + SLOT], m[move + ROW]
    persons, aboard_s = groups * m[row + PERSONS], at - m[slot + SINCE]
    m[LONGEST_ABOARD] = max(m[LONGEST_ABOARD], aboard_s)
    _no_longer_aboard(m, at, vehicle, slot, groups, persons)
    if aboard_s > m[row + MAX_ABOARD]:
        m[TOO_LONG] += persons
    if m[move + WHAT] == ALIGHT:
        _out(m, at, slot, row, groups)
    else:
        m[STILL_1 + m[row + PRIORITY] - 1] += persons


@njit(cache=True)
def _no_longer_aboard(m: Integers, at: int, vehicle: int, slot: int, groups: int, persons: int) -> None:
    """Count groups who leave a vehicle, of those aboard as they come: with their mean time aboard."""
    boarded_s = m[slot + BOARDED_S] * groups // m[slot + COUNTED_ABOARD]
    m[slot + BOARDED_S] -= boarded_s
    m[ABOARD_S] += (at * groups - boarded_s) * m[m[slot + OF_ROW] + PERSONS]
    m[GOT_OFF] += persons
    m[slot + COUNTED_ABOARD] -= groups
    m[vehicle + PERSONS_ABOARD] -= persons
    if m[vehicle + PERSONS_ABOARD] == 0:
        m[vehicle + LOADED_S] += at - m[vehicle + LOADED_FROM]
    m[LEFT_ABOARD] -= persons


@njit(cache=True)
def _out(m: Integers, at: int, slot: int, row: int, groups: int) -> None:
    """Count groups who are out; those of them who were beyond their last crossing before were counted there then."""
    persons, beyond = groups * m[row + PERSONS], min(groups, m[slot + BEYOND])
    m[slot + BEYOND] -= beyond
    m[COMPLETION] = at
    m[OUT] += persons
    m[OUT + m[row + PRIORITY]] += persons
    span = _span(m, at)
    m[span + OUT_IN] += persons
    m[span + BEYOND_IN] += persons - beyond * m[row + PERSONS]


@njit(cache=True)
def _turned_back(m: Integers, at: int, slot: int, groups: int) -> None:
    persons = groups * m[m[slot + OF_ROW] + PERSONS]
    m[PEOPLE_TURNED_BACK] += persons
    m[LONGEST_ABOARD] = max(m[LONGEST_ABOARD], at - m[slot + SINCE])
    _no_longer_aboard(m, at, m[slot + OF_VEHICLE], slot, groups, persons)


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
