"""The state of a schedule while it is built: vehicles, calendars, convoys, linked movements, and what each trip does.

Everything here answers "when is the earliest moment at which …" and can be taken back.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.calendars import Calendars, clear, earliest_start, make_calendars, reserve
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import MAX_STOPS
from safepassage.planning.solver.ways import MAX_CROSSINGS_A_WAY

Integers = NDArray[np.int64]

MAX_EVENTS = MAX_STOPS * (MAX_CROSSINGS_A_WAY + 1)
SERVICE, PASSING = 0, 1


class Series(NamedTuple):
    """Counts at moments, sorted by moment: entry `i < number[k]` of series `k` is `amount[k, i]` at `time[k, i]`."""

    number: Integers
    time: Integers
    amount: Integers


class Events(NamedTuple):
    """What happens on each trip: event `i < number[t]` is a service at a stop or a passing of a crossing.

    `arrive` is reached `leg` seconds after the previous event's `depart`; the service or check is `[start, depart)`.
    `rule` is the crossing rule of a passing (-1: none).
    """

    number: Integers
    what: Integers
    where: Integers
    rule: Integers
    leg: Integers
    arrive: Integers
    start: Integers
    depart: Integers


class Timeline(NamedTuple):
    """The schedule so far.

    Vehicles: `free` from when on, `at` which stop, `left` their start when (NOT_LEFT: not yet), `km` driven and `risk`
    taken. `convoys` counts vehicles by convoy rule and departure; `short` is the departure of the one convoy that is
    below the minimum (FOREVER: none). `departures` and `arrivals` count people by linked movement; `gone` and `come`
    count groups by onward kind, at its transfer place. `vehicle[t]` is who does trip `t` (-1: nobody) and `events` what
    happens on it.
    """

    free: Integers
    at: Integers
    left: Integers
    km: Integers
    risk: Integers
    calendars: Calendars
    convoys: Series
    short: Integers
    departures: Series
    arrivals: Series
    gone: Series
    come: Series
    vehicle: Integers
    events: Events


def make_events(number: int) -> Events:
    """Make room for the events of so many trips."""

    def grid() -> Integers:
        return np.zeros((number, MAX_EVENTS), np.int64)

    return Events(np.zeros(number, np.int64), grid(), grid(), grid(), grid(), grid(), grid(), grid())


def make_timeline(tables: Tables, num_trips: int) -> Timeline:
    """Make an empty schedule with room for so many trips."""
    num_vehicles = tables.vehicles.type.shape[0]
    resources = tables.stops.bays.shape[0] + tables.terms.lanes.shape[0]
    limited = bool(np.any(tables.stops.bays < FOREVER) or np.any(tables.terms.lanes < FOREVER))
    begun = tables.beginning
    events = num_trips * MAX_EVENTS + num_vehicles * MAX_CROSSINGS_A_WAY + begun.held.shape[0]
    reservations = events if limited else 0
    known = begun.convoys.shape[0] + begun.gone.shape[0] + begun.come.shape[0]

    most_groups = int(tables.kinds.groups.max(initial=0))
    queues = int(tables.kinds.queue.max(initial=-1)) + 1

    def series(number: int, most: int = num_trips * MAX_STOPS) -> Series:
        size = most + known + 1 if number else 1
        empty = np.zeros((number, size), np.int64)
        return Series(np.zeros(number, np.int64), empty, empty.copy())

    def column() -> Integers:
        return np.zeros(num_vehicles, np.int64)

    return Timeline(
        free=column(),
        at=column(),
        left=column(),
        km=column(),
        risk=column(),
        calendars=make_calendars(resources, reservations),
        convoys=series(tables.terms.convoy_min.shape[0]),
        short=np.zeros(tables.terms.convoy_min.shape[0], np.int64),
        departures=series(tables.terms.leaves.shape[0]),
        arrivals=series(tables.terms.leaves.shape[0]),
        gone=series(queues, most_groups),
        come=series(queues, most_groups),
        vehicle=np.zeros(num_trips, np.int64),
        events=make_events(num_trips),
    )


@njit(cache=True)
def restart(tables: Tables, timeline: Timeline) -> None:
    """Forget all decisions: everything stands as at the beginning."""
    for v in range(timeline.free.shape[0]):
        park(tables, timeline, v)
    clear(timeline.calendars)
    timeline.convoys.number[:] = 0
    timeline.short[:] = tables.beginning.short
    timeline.departures.number[:] = 0
    timeline.arrivals.number[:] = 0
    timeline.gone.number[:] = 0
    timeline.come.number[:] = 0
    timeline.vehicle[:] = -1
    _take_up(tables, timeline)


@njit(cache=True)
def _take_up(tables: Tables, timeline: Timeline) -> None:
    """Note all that stands before the first decision."""
    begun = tables.beginning
    for i in range(begun.held.shape[0]):
        reserve(timeline.calendars, begun.held[i, 0], begun.held[i, 1], begun.held[i, 2], 1)
    for i in range(begun.convoys.shape[0]):
        insert(timeline.convoys, begun.convoys[i, 0], begun.convoys[i, 1], begun.convoys[i, 2])
    for i in range(begun.gone.shape[0]):
        insert(timeline.departures, begun.gone[i, 0], begun.gone[i, 1], begun.gone[i, 2])
    for i in range(begun.come.shape[0]):
        insert(timeline.arrivals, begun.come[i, 0], begun.come[i, 1], begun.come[i, 2])


@njit(cache=True)
def park(tables: Tables, timeline: Timeline, v: int) -> None:
    """Put one vehicle back to where it stands at the beginning."""
    timeline.free[v] = tables.vehicles.since[v]
    timeline.at[v] = tables.vehicles.start[v]
    timeline.left[v] = tables.beginning.left[v]
    timeline.km[v] = tables.beginning.km[v]
    timeline.risk[v] = 0


@njit(cache=True)
def insert(series: Series, k: int, moment: int, count: int) -> None:
    """Add a count at a moment."""
    i = series.number[k]
    while i > 0 and series.time[k, i - 1] > moment:
        series.time[k, i] = series.time[k, i - 1]
        series.amount[k, i] = series.amount[k, i - 1]
        i -= 1
    series.time[k, i] = moment
    series.amount[k, i] = count
    series.number[k] += 1


@njit(cache=True)
def remove(series: Series, k: int, moment: int, count: int) -> None:
    """Take back a count that was added."""
    i = series.number[k] - 1
    while series.time[k, i] != moment or series.amount[k, i] != count:
        i -= 1
    series.number[k] -= 1
    for j in range(i, series.number[k]):
        series.time[k, j] = series.time[k, j + 1]
        series.amount[k, j] = series.amount[k, j + 1]


@njit(cache=True)
def in_window(tables: Tables, rule: int, start: int) -> int:
    """Give the earliest start of a check, not before `start`, that ends before its window does; FOREVER if none."""
    terms = tables.terms
    for i in range(terms.window_first[rule], terms.window_first[rule + 1]):
        begin = max(start, terms.opens[i])
        if begin + terms.check_s[rule] <= terms.closes[i]:
            return begin
    return FOREVER


@njit(cache=True)
def passing_start(tables: Tables, timeline: Timeline, rule: int, not_before: int) -> int:
    """Give the earliest start of a check in a free lane within a window; FOREVER if there is none."""
    if rule < 0:
        return not_before
    duration, lanes = tables.terms.check_s[rule], tables.terms.lanes[rule]
    lane = tables.stops.bays.shape[0] + rule
    start = not_before
    while True:
        start = in_window(tables, rule, start)
        if start == FOREVER or lanes == FOREVER or duration == 0:
            return start
        free = earliest_start(timeline.calendars, lane, start, duration, lanes)
        if free == start:
            return start
        start = free


@njit(cache=True)
def may_leave(tables: Tables, link: int, arrived: int) -> int:
    """How many may have left once so many have arrived against them."""
    terms = tables.terms
    allowed = 0
    for i in range(terms.step_first[link], terms.step_first[link + 1]):
        if terms.step_arrived[i] <= arrived:
            allowed = max(allowed, terms.step_may[i])
    return allowed


@njit(cache=True)
def linked_departure(tables: Tables, timeline: Timeline, link: int, not_before: int, persons: int) -> int:
    """Give the earliest moment from which so many more may have left for good; FOREVER if none is known yet.

    Looks back from the last known moment while the step that is reached allows those who have left by then and
    `persons` more.
    """
    gone, come = timeline.departures, timeline.arrivals
    i, j = gone.number[link] - 1, come.number[link] - 1
    left, arrived = 0, 0
    for k in range(i + 1):
        left += gone.amount[link, k]
    for k in range(j + 1):
        arrived += come.amount[link, k]
    since = FOREVER
    while left + persons <= may_leave(tables, link, arrived):
        last_gone = gone.time[link, i] if i >= 0 else -1
        last_come = come.time[link, j] if j >= 0 else -1
        since = max(last_gone, last_come)
        if since <= not_before:
            return not_before
        while i >= 0 and gone.time[link, i] == since:
            left -= gone.amount[link, i]
            i -= 1
        while j >= 0 and come.time[link, j] == since:
            arrived -= come.amount[link, j]
            j -= 1
    return since


@njit(cache=True)
def convoy_departure(tables: Tables, timeline: Timeline, convoy: int, not_before: int, size: int) -> int:
    """Give the earliest departure at which a convoy of that size keeps its distance; FOREVER if there is none.

    A convoy below the minimum must be the last of its rule, and there is only one.
    """
    headway, known = tables.terms.headway[convoy], timeline.convoys
    number = known.number[convoy]
    moment = not_before
    if size < tables.terms.convoy_min[convoy]:
        if timeline.short[convoy] < FOREVER:
            return FOREVER
        if number > 0:
            moment = max(moment, known.time[convoy, number - 1] + headway)
        return moment
    i = number - 1
    while i >= 0 and known.time[convoy, i] > moment - headway:
        i -= 1
    for k in range(i + 1, number):
        if known.time[convoy, k] >= moment + headway:
            break
        moment = known.time[convoy, k] + headway
    return moment if moment + headway <= timeline.short[convoy] else FOREVER
