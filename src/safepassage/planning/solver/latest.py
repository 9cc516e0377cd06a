"""Latest starts: who must go first where vehicles meet.

From the last trip of each vehicle back to its first, every event is moved as late as the next one and the windows
allow, as if no other vehicle were there. What must start soonest goes first: a vehicle with much left to do is let
through before one that would wait at the end anyway.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import PASSING

Integers = NDArray[np.int64]

TOO_LATE_S = 7 * 24 * 3600
"""What a vehicle that is too late for the last window in time counts as late, so that it goes before all others."""


@njit(cache=True)
def latest_starts(tables: Tables, search: Search, target: int, margin: int, latest: Integers) -> None:
    """Write for each scheduled trip when it must begin at the latest, for its vehicle to be done by the target.

    A `margin` of seconds is allowed for waiting at each crossing. Trips that are not scheduled are left as they are.
    """
    timeline, events = search.timeline, search.timeline.events
    limit = np.minimum(tables.vehicles.until, target)
    for t in np.argsort(-events.start[:, 0]):
        v = timeline.vehicle[t]
        if v == NOBODY:
            continue
        moment = limit[v]
        for e in range(events.number[t] - 1, -1, -1):
            moment -= events.depart[t, e] - events.start[t, e]
            if events.what[t, e] == PASSING:
                moment = _window_before(tables, events.rule[t, e], moment) - margin
            latest[t] = moment
            moment -= events.leg[t, e]
        limit[v] = moment


@njit(cache=True)
def _window_before(tables: Tables, rule: int, moment: int) -> int:
    """Give the latest start of a check that is not after the moment and ends within a window."""
    terms = tables.terms
    if rule < 0:
        return moment
    for i in range(terms.window_first[rule + 1] - 1, terms.window_first[rule] - 1, -1):
        start = min(moment, terms.closes[i] - terms.check_s[rule])
        if start >= terms.opens[i]:
            return start
    return moment - TOO_LATE_S
