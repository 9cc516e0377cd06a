"""Arrivals and departures: people alight and board, what waited for them goes on, and vehicles drive."""

from numba import njit

from safepassage.simulation.agenda import ASKS, LEAVES, SETS_OFF
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.closures import waits_for_road_until
from safepassage.simulation.columns import (
    ABOARD,
    AT_WORK,
    BEFORE_BOARDING_S,
    BOARD,
    BOARDS,
    BROKEN,
    CAME,
    CONVOY_OF,
    COUNTED,
    COUNTER,
    DRIVES_ON,
    END_COUNTER,
    END_MOVE,
    END_STEP,
    END_STOP,
    FIRST_COUNTER,
    FIRST_LEFT,
    FIRST_MOVE,
    FIRST_STEP,
    FIRST_STOP,
    FREE,
    FREE_IF_EMPTY,
    GROUPS,
    HEAD_OF,
    HELD,
    HINDERED,
    JOINS,
    KEY,
    KIND,
    LINE,
    MOVE_WIDTH,
    NOW,
    ONWARD,
    PASSES,
    PERSONS,
    PLAN_BEGINS,
    PLAN_LEAVES,
    POOL,
    READY_S,
    REFUSING,
    RESUMES,
    ROW,
    RULE,
    SERVES,
    SLOT,
    STOP,
    STOP_WIDTH,
    SUSPENDED_UNTIL,
    TAKES,
    TAKES_S,
    TURNS_BACK,
    UNFIT,
    UNSURE_PEOPLE,
    UNSURE_ROADS,
    WAY,
    WHAT,
)
from safepassage.simulation.convoys import join, strike_off
from safepassage.simulation.draws import takes_s
from safepassage.simulation.driving import drive_to
from safepassage.simulation.facts import (
    ALIGHTED,
    ARRIVED,
    AVAILABLE,
    BOARDED,
    CHECK_ENDED,
    CONVOY_DEPARTED,
    DEPARTED,
    QUEUED,
    REFUSED,
    RELEASED,
    SERVICE_ENDED,
    STEP_REACHED,
    WITHDRAWN,
)
from safepassage.simulation.queues import take_first, take_next
from safepassage.simulation.stops import ask, gates_shut, hand_on
from safepassage.simulation.telling import at_second, not_before, opens_for, tell
from safepassage.simulation.turning_back import turn_back
from safepassage.simulation.uncertainty import Cause

SERVICE, CHECK = int(Cause.SERVICE), int(Cause.CHECK)


@njit(cache=True)
def add(m: Integers, counter: int, amount: int, came: int) -> None:
    """Let a counter grow, tell which steps that reaches, and let those go on who waited for it.

    The coming of so many is settled; fewer may have come.
    """
    before, after = m[counter + COUNTED], m[counter + COUNTED] + amount
    m[counter + COUNTED] = after
    m[counter + CAME] += came
    for step in range(m[counter + FIRST_STEP], m[counter + END_STEP]):
        if before < m[step] <= after:
            tell(m, STEP_REACHED, counter, step, m[counter + CAME])
    while m[counter + HEAD_OF] != NONE and m[m[counter + HEAD_OF] + KEY] <= after:
        vehicle = take_next(m, counter)
        at_second(m, m[NOW], m[vehicle + RESUMES], vehicle)


@njit(cache=True)
def alight(m: Integers, vehicle: int, move: int) -> None:
    """Let those groups alight who are aboard; for a transfer, the coming of all who were to come is settled.

    So it is for linked movements where people may stay, come late or be turned back: nobody waits for them.
    """
    groups = min(m[move + GROUPS], m[m[move + SLOT] + HELD])
    m[m[move + SLOT] + HELD] -= groups
    m[vehicle + ABOARD] -= groups
    if groups > 0:
        tell(m, ALIGHTED, vehicle, move, groups)
    if m[move + WHAT] == ONWARD:
        m[m[move + POOL]] += groups
        add(m, m[move + COUNTER], m[move + GROUPS], groups)
        return
    row = m[move + ROW]
    settled = m[move + GROUPS] if m[UNSURE_PEOPLE] else groups
    for entry in range(m[row + FIRST_COUNTER], m[row + END_COUNTER]):
        add(m, m[entry], settled * m[row + PERSONS], groups * m[row + PERSONS])


@njit(cache=True)
def board(m: Integers, vehicle: int, move: int) -> None:
    """Let those groups board who are there, at most as many as planned."""
    groups = min(m[move + GROUPS], m[m[move + POOL]])
    m[m[move + POOL]] -= groups
    m[m[move + SLOT] + HELD] += groups
    m[vehicle + ABOARD] += groups
    if groups > 0:
        tell(m, BOARDED, vehicle, move, groups)


@njit(cache=True)
def leave(m: Integers, vehicle: int) -> None:
    """Let a vehicle leave its stop, unless something must happen first: people alight, and it sets off."""
    if gates_shut(m, vehicle, 0, LEAVES):
        return
    stop = m[vehicle + STOP]
    for move in range(m[stop + FIRST_MOVE], m[stop + END_MOVE], MOVE_WIDTH):
        if m[move + WHAT] != BOARD:
            alight(m, vehicle, move)
    set_off(m, vehicle)


@njit(cache=True)
def set_off(m: Integers, vehicle: int) -> None:
    """Let people board and the vehicle depart, unless the agreement or the road holds it here."""
    stop = m[vehicle + STOP]
    if m[HINDERED] and stays(m, vehicle):
        return
    if m[stop + BOARDS]:
        for move in range(m[stop + FIRST_MOVE], m[stop + END_MOVE], MOVE_WIDTH):
            if m[move + WHAT] == BOARD:
                board(m, vehicle, move)
    if m[vehicle + FIRST_LEFT] == NONE:
        m[vehicle + FIRST_LEFT] = m[NOW]
    if stop + STOP_WIDTH == m[vehicle + END_STOP]:
        tell(m, RELEASED, vehicle, stop, 0)
        m[AT_WORK] -= 1
        return
    if m[stop + DRIVES_ON]:
        tell(m, DEPARTED, vehicle, stop, 0)
    drive_to(m, vehicle, stop + STOP_WIDTH)


@njit(cache=True)
def stays(m: Integers, vehicle: int) -> bool:
    """Whether a vehicle does not set off now: it is withdrawn, or sets off later."""
    stop, goes = m[vehicle + STOP], held_until(m, vehicle)
    if m[vehicle + UNFIT] == BROKEN and m[vehicle + ABOARD] == 0 and stop + STOP_WIDTH < m[vehicle + END_STOP]:
        give_up(m, vehicle, stop + STOP_WIDTH)
        return True
    if m[NOW] < goes < FAR:
        at_second(m, goes, SETS_OFF, vehicle)
    return bool(goes > m[NOW])


@njit(cache=True)
def held_until(m: Integers, vehicle: int) -> int:
    """Give when a vehicle may set off for what is known now; at a crossing, while it is open; FAR if never.

    While the agreement is suspended nobody boards, and nobody with people aboard departs. While the road is closed, a
    vehicle waits if it has no better way.
    """
    stop, goes = m[vehicle + STOP], m[NOW]
    if m[SUSPENDED_UNTIL] > goes and (m[stop + BOARDS] or (m[vehicle + ABOARD] > 0 and m[stop + DRIVES_ON])):
        goes = m[SUSPENDED_UNTIL]
    if m[UNSURE_ROADS] and m[stop + DRIVES_ON] and m[stop + STOP_WIDTH + WAY] != NONE:
        goes = max(goes, waits_for_road_until(m, m[stop + STOP_WIDTH + WAY]))
    if m[NOW] < goes < FAR:
        goes = opens_for(m, m[stop + RULE], goes, 0)
    return int(goes)


@njit(cache=True)
def leave_when_due(m: Integers, vehicle: int) -> None:
    """Let a vehicle leave as soon as the policy lets it."""
    due = not_before(m, m[m[vehicle + STOP] + PLAN_LEAVES])
    if due == m[NOW]:
        leave(m, vehicle)
    else:
        at_second(m, due, LEAVES, vehicle)


@njit(cache=True)
def end(m: Integers, vehicle: int) -> None:
    """End a service or a check: its bay or lane is free, and the vehicle may leave when it is time."""
    stop = m[vehicle + STOP]
    tell(m, SERVICE_ENDED if m[stop + KIND] == SERVES else CHECK_ENDED, vehicle, stop, 0)
    if m[TURNS_BACK] and m[stop + KIND] != SERVES:
        turn_back(m, vehicle)
    line = m[stop + LINE]
    if line != NONE:
        m[line + FREE] += 1
        hand_on(m, line, m[NOW])
    leave_when_due(m, vehicle)


@njit(cache=True)
def arrive(m: Integers, vehicle: int) -> None:
    """Let a vehicle come to its stop, or at its first stop be available, and draw how long it is to take."""
    stop = m[vehicle + STOP]
    kind, empty = m[stop + KIND], m[vehicle + ABOARD] == 0
    if stop == m[vehicle + FIRST_STOP]:
        tell(m, AVAILABLE, vehicle, stop, 0)
    elif m[stop - STOP_WIDTH + DRIVES_ON]:
        tell(m, ARRIVED, vehicle, stop, 0)
    if m[HINDERED] and empty and m[vehicle + UNFIT] == BROKEN:
        give_up(m, vehicle, stop)
        return
    if kind == JOINS and empty:
        strike_off(m, stop)
    if kind == PASSES or (kind != SERVES and empty and m[stop + FREE_IF_EMPTY]):
        leave_when_due(m, vehicle)
        return
    m[vehicle + TAKES] = takes_s(m, vehicle, SERVICE if kind == SERVES else CHECK, m[stop + TAKES_S])
    if kind == JOINS and not empty:
        join(m, vehicle)
        return
    if kind != SERVES:
        tell(m, QUEUED, vehicle, stop, 0)
    asks = asks_at(m, vehicle)
    if asks == m[NOW]:
        ask(m, vehicle)
    else:
        at_second(m, asks, ASKS, vehicle)


@njit(cache=True)
def asks_at(m: Integers, vehicle: int) -> int:
    """Give when a vehicle asks for its service or check: not before its planned moment, and when people are ready."""
    stop = m[vehicle + STOP]
    asks = not_before(m, m[stop + PLAN_BEGINS])
    planned_s, ready = m[stop + TAKES_S], m[stop + READY_S]
    if planned_s == 0 or ready <= asks:
        return int(max(asks, ready))
    return int(max(asks, ready - m[stop + BEFORE_BOARDING_S] * m[vehicle + TAKES] // planned_s))


@njit(cache=True)
def convoy_leaves(m: Integers, convoy: int) -> None:
    """Let a convoy leave: every check ends, and every vehicle departs, in the same second."""
    tell(m, CONVOY_DEPARTED, convoy, 0, 0)
    while m[convoy + HEAD_OF] != NONE:
        vehicle = take_first(m, convoy)
        if m[m[vehicle + STOP] + RULE] != NONE:
            tell(m, CHECK_ENDED, vehicle, m[vehicle + STOP], 0)
            if m[TURNS_BACK]:
                turn_back(m, vehicle)
        leave(m, vehicle)


@njit(cache=True)
def give_up(m: Integers, vehicle: int, undone: int) -> None:
    """Withdraw a vehicle: no convoy waits for it, and nobody at a transfer place for those whom it was to bring.

    It has done nothing from the stop `undone` on.
    """
    tell(m, REFUSED if m[vehicle + UNFIT] == REFUSING else WITHDRAWN, vehicle, m[vehicle + STOP], 0)
    m[AT_WORK] -= 1
    for stop in range(undone, m[vehicle + END_STOP], STOP_WIDTH):
        if m[stop + CONVOY_OF] != NONE:
            strike_off(m, stop)
        for move in range(m[stop + FIRST_MOVE], m[stop + END_MOVE], MOVE_WIDTH):
            if m[move + WHAT] == ONWARD:
                add(m, m[move + COUNTER], m[move + GROUPS], 0)
