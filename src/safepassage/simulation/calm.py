"""When the agreement is in force: suspensions and what happens at crossings, drawn at the beginning of a run.

In force, the agreement is suspended at a constant rate, and things happen at a constant rate while any crossing is
open, each of which suspends it with a chance: two Poisson processes, of which the earlier one counts. Neither remembers
what was before, so after each suspension both begin anew, with draws that are named by the number of the suspension.

Spans are drawn up to HORIZON_S, long after the last thing planned; `rooms` tells how many of them have room. Behind
that the agreement stays in force.
"""

from numba import njit

from safepassage.simulation.arrays import FAR, Integers
from safepassage.simulation.columns import (
    AGREED_ALWAYS,
    END_AGREED,
    END_WINDOW,
    FIRST_AGREED,
    FIRST_WINDOW,
    HORIZON_S,
    IN_FORCE,
    MOST_INCIDENTS,
    MOST_SUSPENSIONS,
    OPENS_LATE_FROM,
    OWN_WINDOWS,
    RULE_WIDTH,
    RULES_AT,
    WINDOW_FROM,
    WINDOW_UNTIL,
    WINDOW_WIDTH,
    WINDOWS_MOVE,
)
from safepassage.simulation.draws import WHICH, asked, ends_at, happens, strikes_after_s
from safepassage.simulation.facts import INCIDENT, REESTABLISHED, SUSPENDED
from safepassage.simulation.news import add_news
from safepassage.simulation.uncertainty import Cause

SUSPENSION, INCIDENTS = int(Cause.SUSPENSION), int(Cause.INCIDENT)


@njit(cache=True)
def draw_calm(m: Integers) -> None:
    """Draw when the agreement is in force, as windows of the rule IN_FORCE, and tell of it and of incidents."""
    rule = m[IN_FORCE]
    span = m[rule + OWN_WINDOWS]
    begins, lost_s, incidents = -FAR, 0, 0
    for number in range(m[MOST_SUSPENSIONS] + 1):
        ends, incidents = in_force_until(m, number, max(begins, 0), lost_s, incidents)
        m[span + WINDOW_FROM], m[span + WINDOW_UNTIL] = begins, ends
        span += WINDOW_WIDTH
        if ends >= FAR:
            break
        begins = ends_at(m, SUSPENSION, 0, number, ends)
        add_news(m, ends, SUSPENDED, 0, 0, begins)
        add_news(m, begins, REESTABLISHED, 0, 1, 0)
        if begins >= FAR:
            break
        if m[WINDOWS_MOVE]:
            lost_s += begins - ends
    m[rule + FIRST_WINDOW], m[rule + END_WINDOW] = m[rule + OWN_WINDOWS], span


@njit(cache=True)
def in_force_until(m: Integers, number: int, begins: int, lost_s: int, incidents: int) -> tuple[int, int]:
    """Give when suspension `number` comes, FAR if none does, and how many incidents there were by then.

    The agreement is in force from `begins` on, and windows come later by `lost_s`.
    """
    if number >= m[MOST_SUSPENSIONS]:
        return FAR, incidents
    ends = begins + strikes_after_s(m, SUSPENSION, 0, number)
    if ends > m[HORIZON_S]:
        ends = FAR
    at, visit = begins, 0
    while incidents < m[MOST_INCIDENTS]:
        at = after_open_time(m, at, strikes_after_s(m, INCIDENTS, number, visit), lost_s)
        if at >= min(ends, m[HORIZON_S]):
            break
        incidents += 1
        add_news(m, at, INCIDENT, open_crossing(m, at - lost_s, asked(m, INCIDENTS, WHICH, number, visit)), 0, 0)
        if happens(m, INCIDENTS, number, visit):
            return at, incidents
        visit += 1
    return ends, incidents


@njit(cache=True)
def after_open_time(m: Integers, from_s: int, wanted_s: int, lost_s: int) -> int:
    """Give when any crossing has been open for so long since then, were the agreement not suspended; FAR if never."""
    at = from_s - lost_s
    while wanted_s < FAR:
        begins, ends = next_open(m, at)
        if begins >= FAR:
            break
        if begins + wanted_s <= ends:
            return int(begins + wanted_s + lost_s)
        wanted_s -= ends - begins
        at = ends
    return FAR


@njit(cache=True)
def next_open(m: Integers, at_s: int) -> tuple[int, int]:
    """Give from when on the first window lies open that is not over at this second of the agreement, and until when."""
    begins, ends = FAR, FAR
    for rule in range(m[RULES_AT], m[IN_FORCE], RULE_WIDTH):
        if m[rule + AGREED_ALWAYS]:
            return at_s, FAR
        for window in range(m[rule + FIRST_AGREED], m[rule + END_AGREED], WINDOW_WIDTH):
            opens, closes = max(at_s, m[window + OPENS_LATE_FROM]), m[window + WINDOW_UNTIL]
            if opens < closes and opens < begins:
                begins, ends = opens, closes
    return begins, ends


@njit(cache=True)
def is_open(m: Integers, rule: int, at_s: int) -> bool:
    """Whether a crossing is open at this second of the agreement."""
    if m[rule + AGREED_ALWAYS]:
        return True
    for window in range(m[rule + FIRST_AGREED], m[rule + END_AGREED], WINDOW_WIDTH):
        if m[window + OPENS_LATE_FROM] <= at_s <= m[window + WINDOW_UNTIL]:
            return True
    return False


@njit(cache=True)
def open_crossing(m: Integers, at_s: int, u: float) -> int:
    """Give one of the rules whose crossing is open at this second of the agreement, each with the same chance."""
    found = 0
    for rule in range(m[RULES_AT], m[IN_FORCE], RULE_WIDTH):
        found += is_open(m, rule, at_s)
    left = int(u * found)
    for rule in range(m[RULES_AT], m[IN_FORCE], RULE_WIDTH):
        if is_open(m, rule, at_s):
            if left == 0:
                return int(rule)
            left -= 1
    return int(m[RULES_AT])
