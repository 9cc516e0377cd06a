"""The end of a walk: board late, keep the limits, and write the trip into the schedule."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.beginning import NOT_LEFT
from safepassage.planning.solver.calendars import latest_start
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import PASSING, SERVICE, Timeline, passing_start
from safepassage.planning.solver.trips import NO_START, Trips, promised_start
from safepassage.planning.solver.walk import Walks, arrival_by, best_way, count_people, hold_resource

Integers = NDArray[np.int64]


@njit(cache=True)
def finish(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int) -> bool:
    """Board as late as the walk allows, then check duty, distance, return and time aboard.

    Returns whether all limits are kept. Where they are not at first, crossings are moved later as well.
    """
    tighten(tables, trips, timeline, walks, m, False)
    if _keeps_limits(tables, trips, timeline, walks, m):
        return True
    if not _could_help(tables, trips, walks, m):
        return False
    tighten(tables, trips, timeline, walks, m, True)
    return _keeps_limits(tables, trips, timeline, walks, m)


@njit(cache=True)
def _could_help(tables: Tables, trips: Trips, walks: Walks, m: int) -> bool:
    """Whether starting later can bring the walk within its limits."""
    if tables.vehicles.max_duty[walks.vehicle[m]] < FOREVER:
        return True
    trip = walks.trip[m]
    for i in range(trips.num_items[trip]):
        if tables.kinds.max_aboard[trips.kind[trip, i]] < FOREVER:
            return True
    return False


@njit(cache=True)
def tighten(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int, everything: bool) -> None:
    """Move boarding (or everything but the last event and convoys) as late as what follows allows.

    Who alights at a transfer place is not kept from boarding again: others may already count on it.
    """
    events = walks.events
    last = events.number[m] - 1
    stop = trips.num_stops[walks.trip[m]] - 1
    if last >= 0 and events.what[m, last] == SERVICE:
        stop -= 1
    for e in range(last - 1, -1, -1):
        limit = events.start[m, e + 1] - events.leg[m, e + 1]
        service = events.what[m, e] == SERVICE
        slack = limit - events.depart[m, e]
        movable = everything and walks.in_convoy[m, e] == 0
        if service:
            trip = walks.trip[m]
            announced = stop == 0 and promised_start(trips, trip, walks.vehicle[m]) != NO_START
            movable = movable or (trips.boards[trip, stop] and not trips.alights[trip, stop] and not announced)
            movable = movable and not (trips.alights[trip, stop] and tables.stops.transfer[events.where[m, e]])
        if slack > 0 and movable:
            _move_later(tables, trips, timeline, walks, m, e, stop, slack)
        if service:
            stop -= 1
    for e in range(1, last + 1):
        events.arrive[m, e] = events.depart[m, e - 1] + events.leg[m, e]


@njit(cache=True)
def _move_later(
    tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int, e: int, stop: int, slack: int
) -> None:
    events = walks.events
    start, duration = events.start[m, e], events.depart[m, e] - events.start[m, e]
    service = events.what[m, e] == SERVICE
    hold_resource(tables, timeline, walks, m, e, -1)
    if service:
        count_people(tables, trips, timeline, walks.trip[m], stop, events.depart[m, e], False)
    moved = start + slack
    if service and duration > 0 and tables.stops.bays[events.where[m, e]] < FOREVER:
        place = events.where[m, e]
        yard = tables.stops.yard[place]
        moved = latest_start(timeline.calendars, yard, start, moved, duration, tables.stops.bays[place])
    elif not service and events.rule[m, e] >= 0:
        moved = _latest_check(tables, timeline, events.rule[m, e], start, moved, duration)
    events.start[m, e] = moved
    events.depart[m, e] = moved + duration
    hold_resource(tables, timeline, walks, m, e, 1)
    if service:
        count_people(tables, trips, timeline, walks.trip[m], stop, events.depart[m, e], True)


@njit(cache=True)
def _latest_check(tables: Tables, timeline: Timeline, rule: int, not_before: int, not_after: int, check: int) -> int:
    """Give the latest start of a check within a window and a free lane, at least `not_before`, which is one."""
    terms = tables.terms
    lanes, lane = terms.lanes[rule], tables.stops.bays.shape[0] + rule
    for i in range(terms.window_first[rule + 1] - 1, terms.window_first[rule] - 1, -1):
        low, high = max(not_before, terms.opens[i]), min(not_after, terms.closes[i] - check)
        if low > high:
            continue
        if lanes == FOREVER or check == 0:
            return high
        found = latest_start(timeline.calendars, lane, low, high, check, lanes)
        if found >= 0:
            return found
    return not_before


@njit(cache=True)
def _keeps_limits(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int) -> bool:
    vehicles, v, trip, events = tables.vehicles, walks.vehicle[m], walks.trip[m], walks.events
    last = events.number[m] - 1
    ended, km = events.depart[m, last], timeline.km[v] + walks.km[m]
    if vehicles.home[v] >= 0:
        ended, back_km = home_by(tables, timeline, v, walks.at[m], ended)
        km += back_km
    left = timeline.left[v]
    if left == NOT_LEFT:
        left = first_departure(walks, m)
    if ended >= FOREVER or ended > vehicles.until[v] or ended - left > vehicles.max_duty[v] or km > vehicles.max_km[v]:
        return False
    for i in range(trips.num_items[trip]):
        limit = tables.kinds.max_aboard[trips.kind[trip, i]]
        if limit < FOREVER:
            boarded = _service_departure(walks, m, trips.board[trip, i])
            alighted = _service_departure(walks, m, trips.alight[trip, i])
            if alighted - boarded > limit:
                return False
    return True


@njit(cache=True)
def first_departure(walks: Walks, m: int) -> int:
    """When a vehicle leaves its start: after boarding there, or just in time for what comes first."""
    events = walks.events
    if events.what[m, 0] == SERVICE and events.where[m, 0] == walks.origin[m]:
        return events.depart[m, 0]
    return events.start[m, 0] - events.leg[m, 0]


@njit(cache=True)
def _service_departure(walks: Walks, m: int, stop: int) -> int:
    seen = -1
    for e in range(walks.events.number[m]):
        if walks.events.what[m, e] == SERVICE:
            seen += 1
            if seen == stop:
                return walks.events.depart[m, e]
    return FOREVER


@njit(cache=True)
def way_home(tables: Tables, timeline: Timeline, v: int, at: int, time: int) -> tuple[int, int]:
    """Give the way on which a vehicle drives to where it must end, and its arrival; (-1, FOREVER) if there is none.

    The way that arrives first, or where distance is limited the shortest of those in time.
    """
    vehicles, ways = tables.vehicles, tables.ways
    pair = (2 * vehicles.profile[v], at, vehicles.home[v])
    best, best_arrival = best_way(tables, timeline, pair, time, -1)
    if vehicles.max_km[v] == FOREVER or best < 0:
        return best, best_arrival
    for way in range(ways.first[pair], ways.first[pair] + ways.choices[pair]):
        if ways.km[way] < ways.km[best]:
            arrival = arrival_by(tables, timeline, way, time)
            if arrival < FOREVER and arrival <= vehicles.until[v]:
                best, best_arrival = way, arrival
    return best, best_arrival


@njit(cache=True)
def home_by(tables: Tables, timeline: Timeline, v: int, at: int, time: int) -> tuple[int, int]:
    """When a vehicle could be where it must end, and the distance there; FOREVER if it cannot."""
    if at == tables.vehicles.home[v]:
        return time, 0
    way, arrival = way_home(tables, timeline, v, at, time)
    return arrival, tables.ways.km[way] if way >= 0 else 0


@njit(cache=True)
def commit(timeline: Timeline, walks: Walks, m: int) -> None:
    """Write a finished walk into the schedule."""
    v, trip, events, kept = walks.vehicle[m], walks.trip[m], walks.events, timeline.events
    number = events.number[m]
    if timeline.left[v] == NOT_LEFT:
        timeline.left[v] = first_departure(walks, m)
        events.arrive[m, 0] = events.start[m, 0]
    timeline.free[v] = events.depart[m, number - 1]
    timeline.at[v] = walks.at[m]
    timeline.km[v] += walks.km[m]
    timeline.risk[v] += walks.risk[m]
    timeline.vehicle[trip] = v
    kept.number[trip] = number
    for e in range(number):
        kept.what[trip, e] = events.what[m, e]
        kept.where[trip, e] = events.where[m, e]
        kept.rule[trip, e] = events.rule[m, e]
        kept.leg[trip, e] = events.leg[m, e]
        kept.arrive[trip, e] = events.arrive[m, e]
        kept.start[trip, e] = events.start[m, e]
        kept.depart[trip, e] = events.depart[m, e]


@njit(cache=True)
def drive_home(tables: Tables, timeline: Timeline, v: int, walks: Walks, m: int) -> bool:
    """Drive a vehicle that moved to where it must end, reserving lanes; returns whether it gets there in time.

    The passings on the way stand as events of walk `m`; the last event has the arrival at the end.
    """
    vehicles, events = tables.vehicles, walks.events
    events.number[m] = 0
    home = vehicles.home[v]
    if home < 0 or timeline.left[v] == NOT_LEFT or timeline.at[v] == home:
        return True
    way, _ = way_home(tables, timeline, v, timeline.at[v], timeline.free[v])
    if way < 0:
        return False
    ways, time = tables.ways, timeline.free[v]
    for i in range(ways.pass_first[way], ways.pass_first[way + 1]):
        rule, e = ways.pass_rule[i], events.number[m]
        start = passing_start(tables, timeline, rule, time + ways.pass_leg[i])
        if start >= FOREVER:
            return False
        events.what[m, e] = PASSING
        events.where[m, e] = ways.pass_place[i]
        events.leg[m, e] = ways.pass_leg[i]
        events.arrive[m, e] = time + ways.pass_leg[i]
        events.start[m, e] = start
        time = start + (tables.terms.check_s[rule] if rule >= 0 else 0)
        events.depart[m, e] = time
        events.rule[m, e], walks.in_convoy[m, e] = rule, 0
        events.number[m] += 1
        hold_resource(tables, timeline, walks, m, e, 1)
    e = events.number[m]
    events.number[m] += 1
    events.what[m, e], events.where[m, e], events.leg[m, e] = SERVICE, home, ways.last_leg[way]
    arrival = time + ways.last_leg[way]
    events.arrive[m, e], events.start[m, e], events.depart[m, e] = arrival, arrival, arrival
    events.rule[m, e], walks.in_convoy[m, e] = -1, 0
    duty = arrival - timeline.left[v]
    timeline.km[v] += ways.km[way]
    timeline.risk[v] += ways.risk[way]
    in_time = arrival < FOREVER and arrival <= vehicles.until[v]
    return in_time and duty <= vehicles.max_duty[v] and timeline.km[v] <= vehicles.max_km[v]
