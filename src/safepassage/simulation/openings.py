"""The windows of a run: those that were agreed, opened late, and cut where the agreement is suspended.

With `windows_move`, what is left of a window when the agreement is suspended, and all windows after it, come later by
the time that was lost; otherwise it is lost. So the time of the agreement stands still while it is suspended, or it
does not. A crossing that is always open is open while the agreement is in force.
"""

from numba import njit

from safepassage.simulation.arrays import FAR, Integers
from safepassage.simulation.calm import draw_calm
from safepassage.simulation.closures import draw_closures
from safepassage.simulation.columns import (
    AGREED_ALWAYS,
    ALWAYS_OPEN,
    END_AGREED,
    END_WINDOW,
    FIRST_AGREED,
    FIRST_WINDOW,
    IN_FORCE,
    OPENS_LATE_FROM,
    OWN_WINDOWS,
    RULE_WIDTH,
    RULES_AT,
    WINDOW_FROM,
    WINDOW_UNTIL,
    WINDOW_WIDTH,
    WINDOWS_MOVE,
)
from safepassage.simulation.draws import delay_s
from safepassage.simulation.facts import WINDOW_CLOSED, WINDOW_OPENED
from safepassage.simulation.news import add_news
from safepassage.simulation.uncertainty import Cause

LATE_OPENING = int(Cause.LATE_OPENING)


@njit(cache=True)
def draw_world(m: Integers) -> None:
    """Draw all that happens in a run whatever anybody does: suspensions, windows, roads."""
    open_late(m)
    draw_calm(m)
    for rule in range(m[RULES_AT], m[IN_FORCE], RULE_WIDTH):
        open_in_force(m, rule)
    draw_closures(m)
    m[m[IN_FORCE] + ALWAYS_OPEN] = 0


@njit(cache=True)
def open_late(m: Integers) -> None:
    """Draw from when on each window that was agreed is open."""
    for rule in range(m[RULES_AT], m[IN_FORCE], RULE_WIDTH):
        number, first = (rule - m[RULES_AT]) // RULE_WIDTH, m[rule + FIRST_AGREED]
        for window in range(first, m[rule + END_AGREED], WINDOW_WIDTH):
            late = delay_s(m, LATE_OPENING, number, (window - first) // WINDOW_WIDTH)
            m[window + OPENS_LATE_FROM] = m[window + WINDOW_FROM] + late


@njit(cache=True)
def open_in_force(m: Integers, rule: int) -> None:
    """Give a rule the windows of this run."""
    end, lost_s, ended = m[rule + OWN_WINDOWS], 0, -FAR
    for span in range(m[m[IN_FORCE] + FIRST_WINDOW], m[m[IN_FORCE] + END_WINDOW], WINDOW_WIDTH):
        begins, ends = m[span + WINDOW_FROM], m[span + WINDOW_UNTIL]
        if m[WINDOWS_MOVE] and ended > -FAR:
            lost_s += begins - ended
        ended = ends
        if m[rule + AGREED_ALWAYS]:
            end = add_window(m, end, begins, ends)
            continue
        for window in range(m[rule + FIRST_AGREED], m[rule + END_AGREED], WINDOW_WIDTH):
            opens, closes = m[window + OPENS_LATE_FROM] + lost_s, m[window + WINDOW_UNTIL] + lost_s
            if max(opens, begins) < min(closes, ends):
                tell_window(m, rule, max(opens, begins), min(closes, ends))
                end = add_window(m, end, max(opens, begins), min(closes, ends))
    m[rule + FIRST_WINDOW], m[rule + END_WINDOW], m[rule + ALWAYS_OPEN] = m[rule + OWN_WINDOWS], end, 0


@njit(cache=True)
def add_window(m: Integers, window: int, opens_s: int, closes_s: int) -> int:
    """Write a window of this run; gives where the next one goes."""
    m[window + WINDOW_FROM], m[window + WINDOW_UNTIL] = opens_s, closes_s
    return window + WINDOW_WIDTH


@njit(cache=True)
def tell_window(m: Integers, rule: int, opens_s: int, closes_s: int) -> None:
    """Add the opening and the closing of a window to the news."""
    add_news(m, max(opens_s, 0), WINDOW_OPENED, rule, 1, 0)
    add_news(m, max(closes_s, 0), WINDOW_CLOSED, rule, 0, 0)
