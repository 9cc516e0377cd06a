"""Convoys: loaded vehicles that leave a crossing together.

The plan says which vehicles go together. Convoys of one rule form in the order of the plan. One forms when all of its
vehicles are there, or as many as it may have; under a policy with patience also when its minimum has waited for so
long. Who is late, or too many, belongs to the next one. Where vehicles have been withdrawn and too few are left, those
who are there join the next one, unless there is none: the last may be smaller.

A convoy that has formed leaves at the first second at which every check lies within a window of its own and after its
vehicle came, the headway has passed, and the policy lets it. The checks are the last that happens before. Where checks
take unequal time, the longer ones may have to begin before the last vehicle comes; they are told when it has. A convoy
that has lost patience is checked from then on.
"""

from numba import njit

from safepassage.simulation.agenda import CHECKED, CONVOY, PATIENCE
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import (
    CONVOY_OF,
    CONVOY_WIDTH,
    END_CONVOY,
    EXPECTED,
    FORMING,
    HEAD_OF,
    HEADWAY_S,
    HERE,
    IN_FORCE,
    KEY,
    LAST_LEFT,
    MAX_SIZE,
    MIN_SIZE,
    NEXT,
    NOW,
    OF_RULE,
    PATIENCE_S,
    PLAN_DEPARTS,
    RANK,
    READY,
    RULE,
    STOP,
    SUSPENDED_UNTIL,
    TAKES,
    WAITS_UNTIL,
)
from safepassage.simulation.facts import CHECK_BEGAN, CONVOY_FORMED, CONVOY_JOINED, QUEUED
from safepassage.simulation.queues import enqueue, take_first
from safepassage.simulation.telling import at_second, not_before, opens_for, tell


@njit(cache=True)
def convoy_now(m: Integers, stop: int) -> int:
    """Give the convoy that a vehicle belongs to at its stop: the planned one, or if that has formed the next."""
    planned = m[stop + CONVOY_OF]
    return int(max(planned, m[m[planned + OF_RULE] + FORMING]))


@njit(cache=True)
def join(m: Integers, vehicle: int) -> None:
    """Let a vehicle that has come to the crossing wait for its convoy."""
    stop = m[vehicle + STOP]
    tell(m, QUEUED, vehicle, stop, 0)
    convoy = convoy_now(m, stop)
    m[vehicle + READY] = m[NOW] + m[vehicle + TAKES]
    enqueue(m, convoy, vehicle, m[stop + RANK])
    m[convoy + HERE] += 1
    form_those_complete(m, m[convoy + OF_RULE])


@njit(cache=True)
def strike_off(m: Integers, stop: int) -> None:
    """Expect a vehicle no longer that was to join a convoy at this stop."""
    convoy = convoy_now(m, stop)
    m[convoy + EXPECTED] -= 1
    form_those_complete(m, m[convoy + OF_RULE])


@njit(cache=True)
def others_follow(m: Integers, convoy: int) -> bool:
    """Whether any vehicle belongs to a later convoy of the rule."""
    others = 0
    for later in range(convoy + CONVOY_WIDTH, m[m[convoy + OF_RULE] + END_CONVOY], CONVOY_WIDTH):
        others += m[later + EXPECTED]
    return others > 0


@njit(cache=True)
def form_those_complete(m: Integers, rule: int) -> None:
    """Form each convoy of the rule, in turn, that need wait for nobody."""
    least, most = m[rule + MIN_SIZE], m[rule + MAX_SIZE]
    while m[rule + FORMING] < m[rule + END_CONVOY]:
        convoy = m[rule + FORMING]
        expected, here = m[convoy + EXPECTED], m[convoy + HERE]
        if expected == 0 or (expected < least and others_follow(m, convoy)):
            give_to_next(m, convoy)
        elif here >= min(expected, most):
            form(m, convoy)
        else:
            be_patient(m, convoy, here >= min(expected, least))
            return


@njit(cache=True)
def be_patient(m: Integers, convoy: int, enough: bool) -> None:
    """Set how long a convoy of the minimum size waits for the others, once."""
    if enough and m[PATIENCE_S] != NONE and m[convoy + WAITS_UNTIL] == NONE:
        m[convoy + WAITS_UNTIL] = not_before(m, m[convoy + PLAN_DEPARTS]) + m[PATIENCE_S]
        at_second(m, m[convoy + WAITS_UNTIL], PATIENCE, convoy)


@njit(cache=True)
def lose_patience(m: Integers, convoy: int) -> None:
    """Form a convoy that has waited long enough, if it has not formed yet."""
    rule, vehicle = m[convoy + OF_RULE], m[convoy + HEAD_OF]
    if m[rule + FORMING] != convoy:
        return
    while vehicle != NONE:
        m[vehicle + READY] = m[NOW] + m[vehicle + TAKES]
        vehicle = m[vehicle + NEXT]
    form(m, convoy)
    form_those_complete(m, rule)


@njit(cache=True)
def give_to_next(m: Integers, convoy: int) -> None:
    """Let all who are here or to come belong to the next convoy."""
    following = convoy + CONVOY_WIDTH
    m[m[convoy + OF_RULE] + FORMING] = following
    if m[convoy + EXPECTED] == 0:
        return
    m[following + EXPECTED] += m[convoy + EXPECTED]
    m[following + HERE] += m[convoy + HERE]
    while m[convoy + HEAD_OF] != NONE:
        vehicle = take_first(m, convoy)
        enqueue(m, following, vehicle, m[vehicle + KEY])


@njit(cache=True)
def form(m: Integers, convoy: int) -> None:
    """Form a convoy of those who are here, as many as it may have; who is too many or late belongs to the next."""
    rule, here, following = m[convoy + OF_RULE], m[convoy + HERE], convoy + CONVOY_WIDTH
    size = min(here, m[rule + MAX_SIZE])
    for position in range(here):
        vehicle = take_first(m, convoy)
        if position < size:
            tell(m, CONVOY_JOINED, vehicle, convoy, 0)
            enqueue(m, convoy, vehicle, FAR + position)
        else:
            enqueue(m, following, vehicle, m[vehicle + KEY])
    if m[convoy + EXPECTED] > size:
        m[following + HERE] += here - size
        m[following + EXPECTED] += m[convoy + EXPECTED] - size
    m[rule + FORMING] = following
    tell(m, CONVOY_FORMED, convoy, rule, size)
    set_off(m, convoy)


@njit(cache=True)
def set_off(m: Integers, convoy: int) -> None:
    """Put the checks and the departure of a convoy on the agenda; nothing if no window will ever fit."""
    leaves = leaves_at(m, convoy)
    if leaves == FAR:
        return
    m[m[convoy + OF_RULE] + LAST_LEFT] = leaves
    vehicle = m[convoy + HEAD_OF]
    while vehicle != NONE:
        if m[m[vehicle + STOP] + RULE] != NONE:
            at_second(m, max(m[NOW], leaves - m[vehicle + TAKES]), CHECKED, vehicle)
        vehicle = m[vehicle + NEXT]
    at_second(m, leaves, CONVOY, convoy)


@njit(cache=True)
def leaves_at(m: Integers, convoy: int) -> int:
    """Give the first second at which a convoy may leave; FAR if never."""
    rule = m[convoy + OF_RULE]
    leaves = max(not_before(m, m[convoy + PLAN_DEPARTS]), m[rule + LAST_LEFT] + max(1, m[rule + HEADWAY_S]))
    leaves = max(leaves, m[SUSPENDED_UNTIL])
    settled = False
    while not settled and leaves < FAR:
        settled = True
        vehicle = m[convoy + HEAD_OF]
        while vehicle != NONE and leaves < FAR:
            takes, windows = m[vehicle + TAKES], m[m[vehicle + STOP] + RULE]
            windows = m[IN_FORCE] if windows == NONE else windows
            opens = opens_for(m, windows, max(leaves, m[vehicle + READY]) - takes, takes)
            if opens + takes > leaves:
                leaves = FAR if opens == FAR else opens + takes
                settled = False
            vehicle = m[vehicle + NEXT]
    return int(leaves)


@njit(cache=True)
def check_in_convoy(m: Integers, vehicle: int) -> None:
    """Begin the check of a vehicle whose convoy has formed."""
    tell(m, CHECK_BEGAN, vehicle, m[vehicle + STOP], 0)
