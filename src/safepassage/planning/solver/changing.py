"""Changing vehicles: nobody boards at a transfer place before they have been brought there.

The groups of an onward kind are counted when they come and when they go. A boarding waits for the first moment from
which enough of them are there for good, given all that is scheduled so far; so it takes nobody away from a boarding
that is scheduled for later. Both count at the departure of the stop, those who come first.
"""

from numba import njit

from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import Timeline, insert, remove
from safepassage.planning.solver.trips import Trips


@njit(cache=True)
def onward_departure(timeline: Timeline, queue: int, not_before: int, groups: int) -> int:
    """Give the earliest moment from which so many more groups wait for good; FOREVER if none is known yet."""
    come, gone = timeline.come, timeline.gone
    i, j = come.number[queue] - 1, gone.number[queue] - 1
    there = 0
    for k in range(i + 1):
        there += come.amount[queue, k]
    for k in range(j + 1):
        there -= gone.amount[queue, k]
    since = FOREVER
    while there >= groups:
        last_come = come.time[queue, i] if i >= 0 else -1
        last_gone = gone.time[queue, j] if j >= 0 else -1
        since = max(last_come, last_gone)
        if since <= not_before:
            return not_before
        while i >= 0 and come.time[queue, i] == since:
            there -= come.amount[queue, i]
            i -= 1
        while j >= 0 and gone.time[queue, j] == since:
            there += gone.amount[queue, j]
            j -= 1
    return since


@njit(cache=True)
def all_there(tables: Tables, trips: Trips, timeline: Timeline, trip: int, s: int, not_before: int) -> int:
    """Give the earliest moment at which everybody is there who boards at a trip's stop to go on."""
    kinds, moment = tables.kinds, not_before
    for i in range(trips.num_items[trip]):
        kind = trips.kind[trip, i]
        if trips.board[trip, i] != s or kinds.queue[kind] < 0:
            continue
        groups = 0
        for other in range(trips.num_items[trip]):
            if trips.board[trip, other] == s and trips.kind[trip, other] == kind:
                groups += trips.groups[trip, other]
        moment = max(moment, onward_departure(timeline, kinds.queue[kind], not_before, groups))
    return moment


@njit(cache=True)
def count_changing(
    tables: Tables, trips: Trips, timeline: Timeline, trip: int, s: int, moment: int, forward: bool
) -> None:
    """Count those who come to a transfer place and those who go on at a trip's stop, or take the count back."""
    kinds, place = tables.kinds, trips.stop[trip, s]
    for i in range(trips.num_items[trip]):
        kind, groups = trips.kind[trip, i], trips.groups[trip, i]
        if trips.board[trip, i] == s and kinds.queue[kind] >= 0:
            if forward:
                insert(timeline.gone, kinds.queue[kind], moment, groups)
            else:
                remove(timeline.gone, kinds.queue[kind], moment, groups)
        if trips.alight[trip, i] == s and tables.stops.transfer[place]:
            queue = kinds.queue[kinds.onward[kind, place]]
            if forward:
                insert(timeline.come, queue, moment, groups)
            else:
                remove(timeline.come, queue, moment, groups)


@njit(cache=True)
def people_change(tables: Tables) -> bool:
    """Whether anybody may change vehicles."""
    return tables.kinds.onward.shape[1] > 0
