"""What a vehicle does at a stop: it arrives, waits for what it needs, is served or checked, and may leave.

    ARRIVES ──► (gates) ──► ASKS ──► queue of its line ──► HANDS ON ──► service or check ──► ENDS
                                                                                              │
               next stop ◄── drive ◄── people alight and board ◄── LEAVES ◄── (gates) ◄───────┘

Nobody holds a bay or a lane while waiting for something else, and what a vehicle waits for was planned no later than
what waits for it. So no two vehicles can wait for each other.

Those who wait for the same bays or lanes are served in the order of the plan; a bay is never left empty for one who is
still to come. A service may begin before its people have come to a transfer place, or before its linked step is
reached, if it was planned so; when its time is over and they still have not, the vehicle stands aside, and the bay is
free.
"""

from numba import njit

from safepassage.simulation.agenda import ASKS, ENDS, GIVES_UP, HANDS_ON, RETURNS
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import (
    ABOARD,
    AVAILABLE_UNTIL,
    BEFORE_IT_BEGINS,
    BOARDS,
    COUNTED,
    END_GATE,
    ENTITY,
    FIRST_GATE,
    FIRST_LEFT,
    FREE,
    GATE_WIDTH,
    HANDS_ON_AT,
    HEAD_OF,
    KIND,
    LINE,
    MAX_DUTY,
    NOW,
    OF_COUNTER,
    OPENS_AT,
    RANK,
    REFUSES,
    REFUSING,
    RESUMES,
    RULE,
    SERVES,
    STOP,
    SUSPENDED_UNTIL,
    TAKES,
    THRESHOLD,
    TRIP_S,
    UNFIT,
)
from safepassage.simulation.draws import happens, visit_of
from safepassage.simulation.facts import CHECK_BEGAN, QUEUED, SERVICE_BEGAN
from safepassage.simulation.queues import take_next, wait_for
from safepassage.simulation.telling import at_second, opens_for, tell
from safepassage.simulation.uncertainty import Cause

REFUSAL = int(Cause.REFUSAL)


@njit(cache=True)
def gates_shut(m: Integers, vehicle: int, before_it_begins: int, resumes: int) -> bool:
    """Whether something must happen first; then the vehicle waits for it, and goes on as `resumes` says."""
    stop = m[vehicle + STOP]
    for gate in range(m[stop + FIRST_GATE], m[stop + END_GATE], GATE_WIDTH):
        counter, threshold = m[gate + OF_COUNTER], m[gate + THRESHOLD]
        if m[gate + BEFORE_IT_BEGINS] == before_it_begins and m[counter + COUNTED] < threshold:
            m[vehicle + RESUMES] = resumes
            wait_for(m, counter, vehicle, threshold)
            return True
    return False


@njit(cache=True)
def hand_on(m: Integers, line: int, at_s: int) -> None:
    """Put handing on a bay or lane on the agenda, once for a second."""
    if m[line + HANDS_ON_AT] != at_s:
        m[line + HANDS_ON_AT] = at_s
        at_second(m, at_s, HANDS_ON, line)


@njit(cache=True)
def ask(m: Integers, vehicle: int) -> None:
    """Let a vehicle ask for its service or check."""
    if gates_shut(m, vehicle, 1, ASKS):
        return
    if m[SUSPENDED_UNTIL] > m[NOW] and may_not_board(m, vehicle, ASKS):
        return
    now, stop = m[NOW], m[vehicle + STOP]
    if m[stop + KIND] == SERVES:
        tell(m, QUEUED, vehicle, stop, 0)
    line = m[stop + LINE]
    if line != NONE:
        wait_for(m, line, vehicle, m[stop + RANK])
        if m[line + FREE] > 0:
            hand_on(m, line, now)
        return
    opens = opens_for(m, m[stop + RULE], now, m[vehicle + TAKES])
    if opens == now:
        begin(m, vehicle)
    elif opens != FAR:
        at_second(m, opens, ASKS, vehicle)


@njit(cache=True)
def may_not_board(m: Integers, vehicle: int, resumes: int) -> bool:
    """Whether a vehicle with nobody aboard is to board people while the agreement is suspended; then it waits."""
    if not m[m[vehicle + STOP] + BOARDS] or m[vehicle + ABOARD] > 0:
        return False
    if m[SUSPENDED_UNTIL] < FAR:
        at_second(m, m[SUSPENDED_UNTIL], resumes, vehicle)
    return True


@njit(cache=True)
def come_back(m: Integers, vehicle: int) -> None:
    """Let a vehicle wait again for its bay or lane, which it left while the agreement was suspended."""
    stop = m[vehicle + STOP]
    wait_for(m, m[stop + LINE], vehicle, m[stop + RANK])
    if m[m[stop + LINE] + FREE] > 0:
        hand_on(m, m[stop + LINE], m[NOW])


@njit(cache=True)
def serve_line(m: Integers, line: int) -> None:
    """Hand free bays or lanes to those who wait, in the order of the plan, as far as windows let them begin."""
    now = m[NOW]
    if m[line + HANDS_ON_AT] == now:
        m[line + HANDS_ON_AT] = NONE
    while m[line + FREE] > 0 and m[line + HEAD_OF] != NONE:
        vehicle = m[line + HEAD_OF]
        if m[SUSPENDED_UNTIL] > now and may_not_board(m, vehicle, RETURNS):
            take_next(m, line)
            continue
        opens = opens_for(m, m[m[vehicle + STOP] + RULE], now, m[vehicle + TAKES])
        if now < opens < FAR:
            if m[line + OPENS_AT] != opens:
                m[line + OPENS_AT] = opens
                at_second(m, opens, HANDS_ON, line)
            return
        take_next(m, line)
        if opens == now and begin(m, vehicle):
            m[line + FREE] -= 1


@njit(cache=True)
def too_late(m: Integers, vehicle: int) -> bool:
    """Whether the trip that would begin now ends after the vehicle's hours or its crew's, if it waits for nothing."""
    trip_s = m[m[vehicle + STOP] + TRIP_S]
    if trip_s == NONE or m[vehicle + ABOARD] > 0:
        return False
    until = m[vehicle + AVAILABLE_UNTIL]
    if m[vehicle + FIRST_LEFT] != NONE:
        until = min(until, m[vehicle + FIRST_LEFT] + m[vehicle + MAX_DUTY])
    return bool(m[NOW] + trip_s > until)


@njit(cache=True)
def refuses(m: Integers, vehicle: int) -> bool:
    """Whether the crew or the owner refuses the trip that would begin now."""
    if m[m[vehicle + STOP] + TRIP_S] == NONE or m[vehicle + ABOARD] > 0:
        return False
    if happens(m, REFUSAL, m[vehicle + ENTITY], visit_of(m, vehicle)):
        m[vehicle + UNFIT] = REFUSING
        return True
    return False


@njit(cache=True)
def begin(m: Integers, vehicle: int) -> bool:
    """Begin a service or a check; False if the vehicle does not begin the trip that this is the beginning of."""
    stop = m[vehicle + STOP]
    if too_late(m, vehicle) or (m[REFUSES] and refuses(m, vehicle)):
        at_second(m, m[NOW], GIVES_UP, vehicle)
        return False
    tell(m, SERVICE_BEGAN if m[stop + KIND] == SERVES else CHECK_BEGAN, vehicle, stop, 0)
    at_second(m, m[NOW] + m[vehicle + TAKES], ENDS, vehicle)
    return True
