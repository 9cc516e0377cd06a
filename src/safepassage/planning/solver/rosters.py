"""Rosters: which trips each vehicle does, one after the other, where vehicles never wait for anything but people.

Without crossings, scarce bays, duties and linked movements a vehicle's schedule is a sum over its own trips. So one
list of trips a vehicle says everything, a change of two vehicles costs two short sums, and the search stays fast for
thousands of vehicles.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.state import Search, copy_ledger, evaluate, vehicles_meet
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import in_window
from safepassage.planning.solver.trips import Trips, copy_trip
from safepassage.planning.solver.walk import UNDECIDED

Integers = NDArray[np.int64]

SPARE_PLACES = 8
NOBODY = -1


class Rosters(NamedTuple):
    """Trips `row[v, i]`, `i < number[v]`, of vehicle `v`, which ends at `end[v]`.

    `drive[2 * profile + loaded, a, b]` are seconds, FOREVER where no way leads. `drafts` are two rows under
    consideration with their numbers; `best_row` and `best_number` the best rosters so far, whose latest end is
    `marks[0]`; `marks[1]` is a vehicle that may still end that late; `marks[2]` trips without people are `spare`.
    Vehicles `peers[k, j]`, `j < num_peers[k]`, are those of type `k`.
    """

    row: Integers
    number: Integers
    end: Integers
    drive: Integers
    drafts: Integers
    draft_number: Integers
    best_row: Integers
    best_number: Integers
    marks: Integers
    spare: Integers
    peers: Integers
    num_peers: Integers


def on_their_own(problem: Problem, tables: Tables) -> bool:
    """Whether a vehicle's schedule is a plain sum over its trips: nothing to wait for, no limit but its last second."""
    agreement = problem.scenario.agreement
    terms = agreement.crossings or agreement.convoys or agreement.linked
    return not terms and keep_no_limits(tables) and not vehicles_meet(tables)


def keep_no_limits(tables: Tables) -> bool:
    """Whether no vehicle has a longest duty or distance or a place to end, and no group a longest time aboard."""
    limits = (tables.vehicles.max_duty, tables.vehicles.max_km, tables.kinds.max_aboard)
    limited = any(bool(np.any(limit < FOREVER)) for limit in limits) or bool(np.any(tables.vehicles.home >= 0))
    return not limited


def make_rosters(tables: Tables, num_trips: int, longest: int) -> Rosters:
    """Make empty rosters for vehicles of up to `longest` trips."""
    types = tables.vehicles.type
    vehicles, num_types = types.shape[0], tables.vehicles.seats.shape[0]
    peers = [np.flatnonzero(types == k) for k in range(num_types)]
    table = np.zeros((num_types, max(len(p) for p in peers)), np.int64)
    for k, members in enumerate(peers):
        table[k, : len(members)] = members
    return Rosters(
        row=np.zeros((vehicles, longest), np.int64),
        number=np.zeros(vehicles, np.int64),
        end=np.zeros(vehicles, np.int64),
        drive=drive_seconds(tables),
        drafts=np.zeros((2, longest), np.int64),
        draft_number=np.zeros(2, np.int64),
        best_row=np.zeros((vehicles, longest), np.int64),
        best_number=np.zeros(vehicles, np.int64),
        marks=np.array([FOREVER, 0, 0], dtype=np.int64),
        spare=np.zeros(num_trips, np.int64),
        peers=table,
        num_peers=np.array([len(p) for p in peers], dtype=np.int64),
    )


def drive_seconds(tables: Tables) -> Integers:
    """Seconds of the first way between stops, by `[2 * profile + loaded, a, b]`; FOREVER where no way leads."""
    ways = tables.ways
    if not ways.nominal.size:
        return np.full(ways.first.shape, FOREVER, np.int64)
    known = ways.nominal[np.minimum(ways.first, ways.nominal.size - 1)]
    return np.where(ways.choices > 0, known, FOREVER)


@njit(cache=True)
def arrival_through(tables: Tables, pair: tuple[int, int, int], departure: int) -> int:
    """When a vehicle arrives that is alone in the world: it waits for windows and is checked; FOREVER if it cannot."""
    ways, best = tables.ways, FOREVER
    for way in range(ways.first[pair], ways.first[pair] + ways.choices[pair]):
        time = departure
        for i in range(ways.pass_first[way], ways.pass_first[way + 1]):
            time += ways.pass_leg[i]
            if ways.pass_rule[i] >= 0:
                time = in_window(tables, ways.pass_rule[i], time) + tables.terms.check_s[ways.pass_rule[i]]
        best = min(best, time + ways.last_leg[way])
    return best


@njit(cache=True)
def trip_end(tables: Tables, trips: Trips, drive: Integers, t: int, v: int, at: int, time: int) -> int:
    """When a vehicle that stands at a stop at a time has done a trip; FOREVER if no way leads there."""
    profile = tables.vehicles.profile[v]
    for s in range(trips.num_stops[t]):
        place = trips.stop[t, s]
        if at != place:
            leg = drive[2 * profile + (1 if s > 0 else 0), at, place]
            if leg >= FOREVER:
                return FOREVER
            if tables.terms.check_s.shape[0] == 0:
                time += leg
            else:
                time = arrival_through(tables, (2 * profile + (1 if s > 0 else 0), at, place), time)
                if time >= FOREVER:
                    return FOREVER
        if trips.alights[t, s]:
            time += tables.stops.alight_s[place]
        if trips.boards[t, s]:
            time = max(time, trips.ready[t, s]) + tables.stops.board_s[place]
        at = place
    return time


@njit(cache=True)
def row_end(tables: Tables, trips: Trips, drive: Integers, v: int, row: Integers, number: int) -> int:
    """When a vehicle has done a row of trips; 0 if there are none, FOREVER if it cannot."""
    time, at = tables.vehicles.since[v], tables.vehicles.start[v]
    if number == 0:
        return 0
    for i in range(number):
        t = row[i]
        time = trip_end(tables, trips, drive, t, v, at, time)
        if time >= FOREVER:
            return FOREVER
        at = trips.stop[t, trips.num_stops[t] - 1]
    return time if time <= tables.vehicles.until[v] else FOREVER


@njit(cache=True)
def deal_out(tables: Tables, search: Search, rosters: Rosters, sequence: Integers) -> bool:
    """Give each trip of the sequence to the vehicle that would finish it first; False if some trip finds none."""
    trips, vehicles = search.trips, tables.vehicles
    at = vehicles.start.copy()
    rosters.number[:] = 0
    rosters.end[:] = vehicles.since
    for t in sequence:
        best, best_end = NOBODY, FOREVER
        for v in range(at.shape[0]):
            if rosters.end[v] >= best_end or not trips.fits[t, vehicles.type[v]]:
                continue
            end = trip_end(tables, trips, rosters.drive, t, v, at[v], rosters.end[v])
            if end < best_end and end <= vehicles.until[v] and rosters.number[v] < rosters.row.shape[1]:
                best, best_end = v, end
        if best < 0:
            return False
        rosters.row[best, rosters.number[best]] = t
        rosters.number[best] += 1
        rosters.end[best] = best_end
        at[best] = trips.stop[t, trips.num_stops[t] - 1]
    for v in range(at.shape[0]):
        if rosters.number[v] == 0:
            rosters.end[v] = 0
    _note_spare(search.trips, rosters)
    return True


@njit(cache=True)
def _note_spare(trips: Trips, rosters: Rosters) -> None:
    rosters.marks[2] = 0
    for t in range(trips.num_items.shape[0]):
        if trips.num_items[t] == 0:
            rosters.spare[rosters.marks[2]] = t
            rosters.marks[2] += 1


@njit(cache=True)
def keep_rosters(search: Search, rosters: Rosters, latest: int) -> None:
    """Keep the rosters, with their trips, as the best; `latest` is their latest end."""
    rosters.marks[0] = latest
    rosters.best_row[:] = rosters.row
    rosters.best_number[:] = rosters.number
    for t in range(search.dirty.shape[0]):
        if search.dirty[t] == 1:
            copy_trip(search.trips, t, search.best_trips, t)
            search.dirty[t] = 0
    copy_ledger(search.ledger, search.best_ledger)


@njit(cache=True)
def return_to_best_rosters(tables: Tables, search: Search, rosters: Rosters) -> None:
    """Go back to the best rosters and their trips."""
    for t in range(search.dirty.shape[0]):
        if search.dirty[t] == 1:
            copy_trip(search.best_trips, t, search.trips, t)
            search.dirty[t] = 0
    copy_ledger(search.best_ledger, search.ledger)
    rosters.row[:] = rosters.best_row
    rosters.number[:] = rosters.best_number
    for v in range(rosters.end.shape[0]):
        rosters.end[v] = row_end(tables, search.trips, rosters.drive, v, rosters.row[v], rosters.number[v])
    _note_spare(search.trips, rosters)


@njit(cache=True)
def schedule_rosters(tables: Tables, search: Search, rosters: Rosters) -> bool:
    """Write the rosters into the search's order, by the time at which trips begin, and schedule them."""
    trips, order = search.trips, search.order
    begins = np.full(order.trip.shape[0], FOREVER, np.int64)
    order.vehicle[:] = 0
    for v in range(rosters.row.shape[0]):
        time, at = tables.vehicles.since[v], tables.vehicles.start[v]
        for i in range(rosters.number[v]):
            t = rosters.row[v, i]
            begins[t] = time
            order.vehicle[t] = v
            time = trip_end(tables, trips, rosters.drive, t, v, at, time)
            at = trips.stop[t, trips.num_stops[t] - 1]
    order.number[0] = order.trip.shape[0]
    order.trip[:] = np.argsort(begins, kind="mergesort")
    order.cut[:] = 0
    order.empty_way[:] = UNDECIDED
    order.loaded_way[:] = UNDECIDED
    return evaluate(tables, search)
