"""Walking one vehicle through one trip: step by step, reserving bays and lanes, and taken back when it fails.

A walk drives to each stop of the trip by the way that arrives first, waits for bays, lanes, windows, linked movements
and those who are still on their way to a transfer place, and pauses where it must join a convoy. At its end boarding
moves as late as the rest of the trip allows, so that people wait at the stop and not in the vehicle.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.calendars import earliest_start, reserve
from safepassage.planning.solver.changing import all_there, count_changing, people_change
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import (
    PASSING,
    SERVICE,
    Events,
    Timeline,
    insert,
    linked_departure,
    make_events,
    passing_start,
    remove,
)
from safepassage.planning.solver.trips import Trips, persons_of, promised_start

Integers = NDArray[np.int64]

ARRIVED, FAILED, AT_CONVOY = 0, 1, 2
UNDECIDED = -1


class Walks(NamedTuple):
    """Walks under way, by number: which trip and vehicle, how far, and the events so far.

    The walk began at stop `origin` and is `at` a stop at a `time`. `way` is the way being driven (UNDECIDED: none), of
    which `passed` crossings are behind; `convoy` is the convoy rule that the walk waits for or must meet (-1: any).
    `empty_way` and `loaded_way` number the way to take among the candidates (UNDECIDED: the one that arrives first).
    """

    trip: Integers
    vehicle: Integers
    stop: Integers
    origin: Integers
    at: Integers
    time: Integers
    way: Integers
    passed: Integers
    km: Integers
    risk: Integers
    aboard: Integers
    convoy: Integers
    empty_way: Integers
    loaded_way: Integers
    in_convoy: Integers
    events: Events


def make_walks(number: int) -> Walks:
    """Make room for so many walks at a time."""
    events = make_events(number)

    def column() -> Integers:
        return np.zeros(number, np.int64)

    return Walks(
        trip=column(),
        vehicle=column(),
        stop=column(),
        origin=column(),
        at=column(),
        time=column(),
        way=column(),
        passed=column(),
        km=column(),
        risk=column(),
        aboard=column(),
        convoy=column(),
        empty_way=column(),
        loaded_way=column(),
        in_convoy=np.zeros_like(events.what),
        events=events,
    )


@njit(cache=True)
def begin(timeline: Timeline, walks: Walks, m: int, trip: int, vehicle: int) -> None:
    """Start a walk from where the vehicle is free."""
    walks.trip[m] = trip
    walks.vehicle[m] = vehicle
    walks.stop[m] = 0
    walks.origin[m] = timeline.at[vehicle]
    walks.at[m] = timeline.at[vehicle]
    walks.time[m] = timeline.free[vehicle]
    walks.way[m] = UNDECIDED
    walks.passed[m] = 0
    walks.km[m] = 0
    walks.risk[m] = 0
    walks.aboard[m] = 0
    walks.convoy[m] = -1
    walks.events.number[m] = 0


@njit(cache=True)
def choose_ways(walks: Walks, m: int, empty_way: int, loaded_way: int) -> None:
    """Choose by number the ways that a walk takes, before it advances."""
    walks.empty_way[m] = empty_way
    walks.loaded_way[m] = loaded_way


@njit(cache=True)
def arrival_by(tables: Tables, timeline: Timeline, way: int, departure: int) -> int:
    """When a vehicle leaving then arrives by a way, if it reserved nothing; convoys are taken to leave at once."""
    ways, time = tables.ways, departure
    for i in range(ways.pass_first[way], ways.pass_first[way + 1]):
        rule = ways.pass_rule[i]
        start = passing_start(tables, timeline, rule, time + ways.pass_leg[i])
        if start >= FOREVER:
            return FOREVER
        time = start + (tables.terms.check_s[rule] if rule >= 0 else 0)
    return time + ways.last_leg[way]


@njit(cache=True)
def _meets(tables: Tables, way: int, convoy: int) -> bool:
    """Whether the first convoy rule on a way is that one."""
    ways = tables.ways
    for i in range(ways.pass_first[way], ways.pass_first[way + 1]):
        if ways.pass_convoy[i] >= 0:
            return ways.pass_convoy[i] == convoy
    return False


@njit(cache=True)
def best_way(
    tables: Tables, timeline: Timeline, pair: tuple[int, int, int], departure: int, convoy: int
) -> tuple[int, int]:
    """Give the way that arrives first and its arrival; (-1, FOREVER) if none leads there.

    `pair` is (2 * profile + loaded, from, to). A `convoy` that is not -1 must be the first that the way meets, if any
    way between the two does.
    """
    best, best_arrival = -1, FOREVER
    first = tables.ways.first[pair]
    last = first + tables.ways.choices[pair]
    must_meet = False
    if convoy >= 0:
        for way in range(first, last):
            must_meet = must_meet or _meets(tables, way, convoy)
    for way in range(first, last):
        if must_meet and not _meets(tables, way, convoy):
            continue
        arrival = arrival_by(tables, timeline, way, departure)
        if arrival < best_arrival:
            best, best_arrival = way, arrival
    return best, best_arrival


@njit(cache=True)
def advance(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int) -> int:
    """Walk on until the trip's last stop (ARRIVED), a convoy to join (AT_CONVOY), or no way on (FAILED)."""
    trip, vehicle = walks.trip[m], walks.vehicle[m]
    while walks.stop[m] < trips.num_stops[trip]:
        target = trips.stop[trip, walks.stop[m]]
        leg = 0
        if walks.at[m] != target:
            if walks.way[m] == UNDECIDED:
                loaded = 1 if walks.aboard[m] > 0 else 0
                pair = (2 * tables.vehicles.profile[vehicle] + loaded, walks.at[m], target)
                chosen = walks.loaded_way[m] if loaded else walks.empty_way[m]
                if chosen >= 0 and tables.ways.choices[pair] > 0:
                    walks.way[m] = tables.ways.first[pair] + chosen % tables.ways.choices[pair]
                else:
                    wanted = walks.convoy[m] if loaded else -1
                    walks.way[m], _ = best_way(tables, timeline, pair, walks.time[m], wanted)
                if walks.way[m] < 0:
                    return FAILED
            status = _pass_crossings(tables, timeline, walks, m)
            if status != ARRIVED:
                return status
            leg = tables.ways.last_leg[walks.way[m]]
            walks.km[m] += tables.ways.km[walks.way[m]]
            walks.risk[m] += tables.ways.risk[walks.way[m]]
            walks.way[m] = UNDECIDED
            walks.passed[m] = 0
        if not _serve(tables, trips, timeline, walks, m, leg):
            return FAILED
    return ARRIVED


@njit(cache=True)
def _pass_crossings(tables: Tables, timeline: Timeline, walks: Walks, m: int) -> int:
    ways, way = tables.ways, walks.way[m]
    while ways.pass_first[way] + walks.passed[m] < ways.pass_first[way + 1]:
        i = ways.pass_first[way] + walks.passed[m]
        rule = ways.pass_rule[i]
        if ways.pass_convoy[i] >= 0:
            walks.convoy[m] = ways.pass_convoy[i]
            return AT_CONVOY
        start = passing_start(tables, timeline, rule, walks.time[m] + ways.pass_leg[i])
        if start >= FOREVER:
            return FAILED
        record_passing(tables, timeline, walks, m, start, False)
    return ARRIVED


@njit(cache=True)
def record_passing(tables: Tables, timeline: Timeline, walks: Walks, m: int, start: int, in_convoy: bool) -> None:
    """Note that the walk passes its next crossing with a check that starts then."""
    i = tables.ways.pass_first[walks.way[m]] + walks.passed[m]
    rule, leg = tables.ways.pass_rule[i], tables.ways.pass_leg[i]
    check = tables.terms.check_s[rule] if rule >= 0 else 0
    e = _record(walks, m, PASSING, tables.ways.pass_place[i], leg, start, start + check)
    walks.events.rule[m, e] = rule
    walks.in_convoy[m, e] = 1 if in_convoy else 0
    walks.passed[m] += 1
    if not in_convoy:
        hold_resource(tables, timeline, walks, m, e, 1)


@njit(cache=True)
def _record(walks: Walks, m: int, what: int, where: int, leg: int, start: int, depart: int) -> int:
    events = walks.events
    e = events.number[m]
    events.number[m] += 1
    events.what[m, e] = what
    events.where[m, e] = where
    events.leg[m, e] = leg
    events.arrive[m, e] = walks.time[m] + leg
    events.start[m, e] = start
    events.depart[m, e] = depart
    walks.events.rule[m, e] = -1
    walks.in_convoy[m, e] = 0
    walks.time[m] = depart
    return e


@njit(cache=True)
def hold_resource(tables: Tables, timeline: Timeline, walks: Walks, m: int, e: int, number: int) -> None:
    """Take (1) or give back (-1) the bay or the lane that an event uses."""
    events = walks.events
    start, depart = events.start[m, e], events.depart[m, e]
    if start == depart:
        return
    if events.what[m, e] == SERVICE:
        if tables.stops.bays[events.where[m, e]] < FOREVER:
            reserve(timeline.calendars, tables.stops.yard[events.where[m, e]], start, depart, number)
    elif events.rule[m, e] >= 0 and walks.in_convoy[m, e] == 0 and tables.terms.lanes[events.rule[m, e]] < FOREVER:
        lane = tables.stops.bays.shape[0] + events.rule[m, e]
        reserve(timeline.calendars, lane, start, depart, number)


@njit(cache=True)
def _serve(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int, leg: int) -> bool:
    """Let people board and alight at the next stop of the trip."""
    trip, s = walks.trip[m], walks.stop[m]
    place = trips.stop[trip, s]
    alighting = tables.stops.alight_s[place] if trips.alights[trip, s] else 0
    duration = alighting + (tables.stops.board_s[place] if trips.boards[trip, s] else 0)
    start = walks.time[m] + leg
    if s == 0:
        start = max(start, promised_start(trips, trip, walks.vehicle[m]))
    if trips.boards[trip, s]:
        start = max(start, trips.ready[trip, s] - alighting)
        for link in range(tables.terms.leaves.shape[0]):
            leaving = boarding_persons(tables, trips, trip, s, link)
            if leaving > 0:
                departure = linked_departure(tables, timeline, link, start + duration, leaving)
                if departure >= FOREVER:
                    return False
                start = max(start, departure - duration)
        if people_change(tables):
            departure = all_there(tables, trips, timeline, trip, s, start + duration)
            if departure >= FOREVER:
                return False
            start = departure - duration
    if duration > 0 and tables.stops.bays[place] < FOREVER:
        start = earliest_start(timeline.calendars, tables.stops.yard[place], start, duration, tables.stops.bays[place])
    e = _record(walks, m, SERVICE, place, leg, start, start + duration)
    hold_resource(tables, timeline, walks, m, e, 1)
    count_people(tables, trips, timeline, trip, s, start + duration, True)
    for i in range(trips.num_items[trip]):
        if trips.board[trip, i] == s:
            walks.aboard[m] += trips.groups[trip, i]
        if trips.alight[trip, i] == s:
            walks.aboard[m] -= trips.groups[trip, i]
    walks.at[m] = place
    walks.stop[m] += 1
    return start + duration <= tables.vehicles.until[walks.vehicle[m]]


@njit(cache=True)
def boarding_persons(tables: Tables, trips: Trips, trip: int, s: int, link: int) -> int:
    """Persons who count as leaving in a linked movement when they board at this stop of a trip."""
    if not tables.terms.leaves[link, trips.stop[trip, s]]:
        return 0
    persons = 0
    for i in range(trips.num_items[trip]):
        if trips.board[trip, i] == s and tables.kinds.queue[trips.kind[trip, i]] < 0:
            persons += persons_of(tables, trips, trip, i)
    return persons


@njit(cache=True)
def count_people(
    tables: Tables, trips: Trips, timeline: Timeline, trip: int, s: int, moment: int, forward: bool
) -> None:
    """Count the people of a stop in the linked movements and among those who change vehicles, or take that back."""
    if people_change(tables):
        count_changing(tables, trips, timeline, trip, s, moment, forward)
    out = not tables.stops.transfer[trips.stop[trip, s]]
    for link in range(tables.terms.leaves.shape[0]):
        leaving = boarding_persons(tables, trips, trip, s, link)
        if leaving > 0:
            if forward:
                insert(timeline.departures, link, moment, leaving)
            else:
                remove(timeline.departures, link, moment, leaving)
        arriving = 0
        for i in range(trips.num_items[trip]):
            home = tables.kinds.home[trips.kind[trip, i]]
            if out and trips.alight[trip, i] == s and tables.terms.arrives[link, home]:
                arriving += persons_of(tables, trips, trip, i)
        if arriving > 0:
            if forward:
                insert(timeline.arrivals, link, moment, arriving)
            else:
                remove(timeline.arrivals, link, moment, arriving)


@njit(cache=True)
def undo(tables: Tables, trips: Trips, timeline: Timeline, walks: Walks, m: int) -> None:
    """Take back everything that the walk reserved and counted."""
    s = 0
    for e in range(walks.events.number[m]):
        hold_resource(tables, timeline, walks, m, e, -1)
        if walks.events.what[m, e] == SERVICE:
            count_people(tables, trips, timeline, walks.trip[m], s, walks.events.depart[m, e], False)
            s += 1
    walks.events.number[m] = 0
