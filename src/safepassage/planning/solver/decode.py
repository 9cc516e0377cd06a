"""From an order of trips to a schedule: trips are placed one after the other, or a convoy at a time.

The order of the list decides who gets bays, lanes and places in a convoy first. A trip that cannot be placed yet
(a linked movement still waits, or people who are to change vehicles have not come) is tried again after the others; one
that never can stays out, and with it its people.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.changing import people_change
from safepassage.planning.solver.finish import commit, drive_home, finish
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import (
    Timeline,
    convoy_departure,
    in_window,
    insert,
    remove,
    restart,
)
from safepassage.planning.solver.trips import Trips
from safepassage.planning.solver.walk import (
    ARRIVED,
    AT_CONVOY,
    Walks,
    advance,
    begin,
    choose_ways,
    record_passing,
    undo,
)

Integers = NDArray[np.int64]

LOOK_AHEAD = 4


class Order(NamedTuple):
    """Trips in the order in which they are placed, `number[0]` of them, and who drives them.

    `vehicle[t]` drives trip `t`. `cut[t]` starts a new convoy at the trip, even where the one before has room.
    `target[c]` is the size at which convoys of rule `c` leave, and `patience[c]` for how many seconds after the first
    vehicle is ready a convoy waits for others, where it could leave before. Trip `t` takes the way of that number
    where `empty_way[t]` (to the first pickup) or `loaded_way[t]` is not UNDECIDED, else the way that arrives first.
    """

    number: Integers
    trip: Integers
    vehicle: Integers
    cut: Integers
    target: Integers
    patience: Integers
    empty_way: Integers
    loaded_way: Integers


class Bench(NamedTuple):
    """Room to work in: walks, members of the convoy being formed with the convoys they joined, and trips placed.

    `short_allowed[0]` is 1 once a convoy below the minimum may leave, as the last one; `placed` lists trips in the
    order in which they were scheduled.
    """

    walks: Walks
    members: Integers
    joined_rule: Integers
    joined_time: Integers
    done: Integers
    short_allowed: Integers
    placed: Integers


@njit(cache=True)
def decode(tables: Tables, trips: Trips, timeline: Timeline, order: Order, bench: Bench) -> bool:
    """Schedule all trips that can be; `timeline.vehicle[t]` is -1 for the others.

    Returns whether every vehicle that must return could; otherwise the schedule is of no use.
    """
    place_all(tables, trips, timeline, order, bench)
    return all_return(tables, timeline, bench)


@njit(cache=True)
def place_all(tables: Tables, trips: Trips, timeline: Timeline, order: Order, bench: Bench) -> None:
    """Schedule all trips that can be, from an empty schedule; no vehicle drives home yet."""
    restart(tables, timeline)
    bench.done[:] = 0
    convoys = tables.terms.convoy_min.shape[0] > 0
    linked = tables.terms.leaves.shape[0] > 0 or people_change(tables)
    bench.short_allowed[0] = 0
    again = True
    while again:
        progress = False
        for i in range(order.number[0]):
            if bench.done[order.trip[i]] == 0 and place(tables, trips, timeline, order, bench, i) > 0:
                progress = True
        again = progress and (linked or convoys)
        if convoys and not progress and bench.short_allowed[0] == 0:
            bench.short_allowed[0] = 1
            again = True


@njit(cache=True)
def all_return(tables: Tables, timeline: Timeline, bench: Bench) -> bool:
    """Drive every vehicle home that must return; False if one cannot."""
    for v in range(timeline.free.shape[0]):
        if tables.vehicles.home[v] >= 0 and not drive_home(tables, timeline, v, bench.walks, 0):
            return False
    return True


@njit(cache=True)
def place(tables: Tables, trips: Trips, timeline: Timeline, order: Order, bench: Bench, i: int) -> int:
    """Place the trip at position `i` of the order, with those that join its convoy; returns how many were placed."""
    trip = order.trip[i]
    if not trips.fits[trip, tables.vehicles.type[order.vehicle[trip]]]:
        return 0
    walks = bench.walks
    begin(timeline, walks, 0, trip, order.vehicle[trip])
    choose_ways(walks, 0, order.empty_way[trip], order.loaded_way[trip])
    status = advance(tables, trips, timeline, walks, 0)
    if status == ARRIVED and finish(tables, trips, timeline, walks, 0):
        commit(timeline, walks, 0)
        bench.done[trip] = 1
        return 1
    if status != AT_CONVOY:
        undo(tables, trips, timeline, walks, 0)
        return 0
    size = _gather(tables, trips, timeline, order, bench, i)
    if size == 0 or (size < tables.terms.convoy_min[walks.convoy[0]] and bench.short_allowed[0] == 0):
        for m in range(max(1, size)):
            undo(tables, trips, timeline, walks, m)
        return 0
    return _send(tables, trips, timeline, bench, size)


@njit(cache=True)
def _gather(tables: Tables, trips: Trips, timeline: Timeline, order: Order, bench: Bench, i: int) -> int:
    """Walk the next trips of the order up to the convoy that the first one waits for; returns how many.

    None if even the first cannot leave any more. Those come along who are ready when the first could leave, or while
    it has patience; more only to reach the smallest size.
    """
    walks = bench.walks
    convoy = walks.convoy[0]
    least = tables.terms.convoy_min[convoy]
    room = min(tables.terms.convoy_max[convoy], order.target[convoy], walks.trip.shape[0])
    bench.members[0] = 0
    alone = _common_departure(tables, timeline, bench, 1, convoy, max(1, least - bench.short_allowed[0] * least))
    if alone >= FOREVER:
        return 0
    latest = max(alone, _ready(tables, walks, 0) + order.patience[convoy])
    size = _join(tables, trips, timeline, order, bench, (i + 1, 1, room), latest)
    if size < least:
        size = _join(tables, trips, timeline, order, bench, (i + 1, size, least), FOREVER)
    return size


@njit(cache=True)
def _join(
    tables: Tables,
    trips: Trips,
    timeline: Timeline,
    order: Order,
    bench: Bench,
    span: tuple[int, int, int],
    latest: int,
) -> int:
    """Let trips from a position of the order on join until the convoy is full; returns its size.

    `span` is (position, size so far, size when full).
    """
    walks, convoy = bench.walks, bench.walks.convoy[0]
    position, size, full = span
    seen = 0
    for j in range(position, order.number[0]):
        trip = order.trip[j]
        if size >= full or seen > LOOK_AHEAD * full:
            break
        if bench.done[trip] == 1 or not trips.fits[trip, tables.vehicles.type[order.vehicle[trip]]]:
            continue
        seen += 1
        if order.cut[trip] == 1:
            break
        if _drives(walks, size, order.vehicle[trip]):
            continue
        begin(timeline, walks, size, trip, order.vehicle[trip])
        choose_ways(walks, size, order.empty_way[trip], order.loaded_way[trip])
        walks.convoy[size] = convoy
        status = advance(tables, trips, timeline, walks, size)
        if status == AT_CONVOY and walks.convoy[size] == convoy and _ready(tables, walks, size) <= latest:
            size += 1
        else:
            undo(tables, trips, timeline, walks, size)
    return size


@njit(cache=True)
def _drives(walks: Walks, size: int, vehicle: int) -> bool:
    for m in range(size):
        if walks.vehicle[m] == vehicle:
            return True
    return False


@njit(cache=True)
def _send(tables: Tables, trips: Trips, timeline: Timeline, bench: Bench, size: int) -> int:
    """Let the gathered walks pass together and finish; if one fails, try without it. Returns how many were placed."""
    walks, members = bench.walks, bench.members
    for m in range(size):
        members[m] = m
    while size > 0:
        failed, joined = _pass_together(tables, trips, timeline, bench, size)
        if failed < 0:
            for k in range(size):
                commit(timeline, walks, members[k])
                bench.done[walks.trip[members[k]]] = 1
            return size
        for j in range(joined):
            _forget_convoy(tables, timeline, bench.joined_rule[j], bench.joined_time[j], size)
        for k in range(size):
            undo(tables, trips, timeline, walks, members[k])
        for k in range(failed, size - 1):
            members[k] = members[k + 1]
        size = _walk_again(tables, trips, timeline, bench, size - 1)
    return 0


@njit(cache=True)
def _walk_again(tables: Tables, trips: Trips, timeline: Timeline, bench: Bench, size: int) -> int:
    """Walk the members up to their convoy once more; returns how many still get there."""
    walks, kept = bench.walks, 0
    for k in range(size):
        m = bench.members[k]
        convoy = walks.convoy[m]
        begin(timeline, walks, m, walks.trip[m], walks.vehicle[m])
        walks.convoy[m] = convoy
        if advance(tables, trips, timeline, walks, m) == AT_CONVOY and walks.convoy[m] == convoy:
            bench.members[kept] = m
            kept += 1
        else:
            undo(tables, trips, timeline, walks, m)
    return kept


@njit(cache=True)
def _pass_together(tables: Tables, trips: Trips, timeline: Timeline, bench: Bench, size: int) -> tuple[int, int]:
    """Pass every convoy crossing together until all arrive; returns the member that failed (-1: none) and convoys."""
    walks, members = bench.walks, bench.members
    joined = 0
    waiting = True
    while waiting:
        convoy = walks.convoy[members[0]]
        departure = FOREVER
        if _size_allowed(tables, bench, convoy, size):
            departure = _common_departure(tables, timeline, bench, size, convoy, size)
        if departure >= FOREVER:
            return _last_ready(tables, bench, size), joined
        for k in range(size):
            m = members[k]
            record_passing(tables, timeline, walks, m, departure - _check(tables, walks, m), True)
        _note_convoy(tables, timeline, convoy, departure, size)
        bench.joined_rule[joined], bench.joined_time[joined] = convoy, departure
        joined += 1
        waiting = False
        for k in range(size):
            status = advance(tables, trips, timeline, walks, members[k])
            again = status == AT_CONVOY
            if k == 0:
                waiting = again
            elif again != waiting or (again and walks.convoy[members[k]] != walks.convoy[members[0]]):
                return k, joined
            if status == ARRIVED:
                if not finish(tables, trips, timeline, walks, members[k]):
                    return k, joined
            elif not again:
                return k, joined
        if joined >= bench.joined_rule.shape[0]:
            return 0, joined
    return -1, joined


@njit(cache=True)
def _size_allowed(tables: Tables, bench: Bench, convoy: int, size: int) -> bool:
    """Whether a convoy of that size may leave, at the first crossing of the members or at a later one."""
    large_enough = size >= tables.terms.convoy_min[convoy] or bench.short_allowed[0] == 1
    return large_enough and size <= tables.terms.convoy_max[convoy]


@njit(cache=True)
def _check(tables: Tables, walks: Walks, m: int) -> int:
    rule = tables.ways.pass_rule[tables.ways.pass_first[walks.way[m]] + walks.passed[m]]
    return tables.terms.check_s[rule] if rule >= 0 else 0


@njit(cache=True)
def _ready(tables: Tables, walks: Walks, m: int) -> int:
    """When a waiting member's check could start."""
    i = tables.ways.pass_first[walks.way[m]] + walks.passed[m]
    return walks.time[m] + tables.ways.pass_leg[i]


@njit(cache=True)
def _last_ready(tables: Tables, bench: Bench, size: int) -> int:
    last = size - 1
    for k in range(size):
        ready = _ready(tables, bench.walks, bench.members[k])
        if ready > _ready(tables, bench.walks, bench.members[last]):
            last = k
    return last


@njit(cache=True)
def _common_departure(tables: Tables, timeline: Timeline, bench: Bench, size: int, convoy: int, counted: int) -> int:
    """Give the earliest moment at which all members can leave the crossing together; FOREVER if there is none.

    The convoy is taken to have `counted` vehicles.
    """
    walks = bench.walks
    departure, settled = 0, -1
    while departure != settled:
        settled = departure
        for k in range(size):
            m = bench.members[k]
            check = _check(tables, walks, m)
            start = max(_ready(tables, walks, m), departure - check)
            rule = tables.ways.pass_rule[tables.ways.pass_first[walks.way[m]] + walks.passed[m]]
            if rule >= 0:
                start = in_window(tables, rule, start)
                if start >= FOREVER:
                    return FOREVER
            departure = max(departure, start + check)
        departure = convoy_departure(tables, timeline, convoy, departure, counted)
        if departure >= FOREVER:
            return FOREVER
    return departure


@njit(cache=True)
def _note_convoy(tables: Tables, timeline: Timeline, convoy: int, departure: int, size: int) -> None:
    insert(timeline.convoys, convoy, departure, size)
    if size < tables.terms.convoy_min[convoy]:
        timeline.short[convoy] = departure


@njit(cache=True)
def _forget_convoy(tables: Tables, timeline: Timeline, convoy: int, departure: int, size: int) -> None:
    remove(timeline.convoys, convoy, departure, size)
    if size < tables.terms.convoy_min[convoy]:
        timeline.short[convoy] = FOREVER
