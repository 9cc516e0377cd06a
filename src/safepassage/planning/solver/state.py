"""The state of the search: trips, their order, room, the schedule, and what a schedule is worth."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.planning.solver.aims import LAST_PERSON, cost_of_alighting
from safepassage.planning.solver.decode import Bench, Order, decode, place
from safepassage.planning.solver.edits import Ledger
from safepassage.planning.solver.finish import drive_home
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import SERVICE, Timeline, make_timeline, park
from safepassage.planning.solver.trips import (
    BROKEN,
    PROMISE,
    PROMISED_START,
    PROMISED_VEHICLE,
    Trips,
    copy_trip,
    make_trips,
    persons_of,
)
from safepassage.planning.solver.walk import UNDECIDED, make_walks

Integers = NDArray[np.int64]

MOST_WALKS = 128
MOST_CONVOYS_A_TRIP = 4
ANNOUNCED_WITHIN_S = 300
"""A boarding that moves by no more than so many seconds is still as announced."""
NOBODY = -1
VALUE, RISK, KM, CHANGES = 3, 4, 5, 6
"""Where a score has them, after the persons lost of each priority."""

Score = tuple[int, int, int, int, int, int]


class Worth(NamedTuple):
    """What the schedule is worth, by vehicle.

    `end` is the last alighting, `lost` the persons it fails to carry, by priority, `cost` what the alightings cost by
    the aim; `risk` and `km` are those of all its ways, in the network's units.
    `changed` counts the trips that are not as announced.
    """

    end: Integers
    lost: Integers
    cost: Integers
    risk: Integers
    km: Integers
    changed: Integers


class Search(NamedTuple):
    """Everything the compiled search works on, with copies to go back to after a change, and the best so far.

    `score` is the best's people lost by priority, its value (the completion time, or what the alightings cost by the
    aim), its risk, its distance and what its changes of
    announced trips cost; `dirty[t]` marks the trips that were rewritten since the best was kept.
    `further` are trips that a change rewrote beyond those that it names (-1: none); they are kept behind these.
    """

    trips: Trips
    order: Order
    ledger: Ledger
    worth: Worth
    timeline: Timeline
    bench: Bench
    kept_trips: Trips
    kept_order: Order
    kept_ledger: Ledger
    kept_worth: Worth
    best_trips: Trips
    best_order: Order
    best_ledger: Ledger
    score: Integers
    dirty: Integers
    further: Integers


def make_order(num_trips: int, targets: Integers) -> Order:
    """Make an order of all trips by number, all by vehicle 0."""
    numbers = np.arange(num_trips, dtype=np.int64)
    return Order(
        np.array([num_trips], dtype=np.int64),
        numbers,
        np.zeros(num_trips, np.int64),
        np.zeros(num_trips, np.int64),
        targets.copy(),
        np.zeros(targets.shape[0], np.int64),
        np.full(num_trips, UNDECIDED, np.int64),
        np.full(num_trips, UNDECIDED, np.int64),
    )


def make_search(tables: Tables, num_trips: int, items: int) -> Search:
    """Make room for a search with so many trips."""
    num_types = tables.vehicles.seats.shape[0]
    num_vehicles = tables.vehicles.type.shape[0]
    targets = np.minimum(tables.terms.convoy_max, MOST_WALKS)
    walks = min(MOST_WALKS, max(1, num_vehicles))
    bench = Bench(
        make_walks(walks),
        np.zeros(walks, np.int64),
        np.zeros(MOST_CONVOYS_A_TRIP, np.int64),
        np.zeros(MOST_CONVOYS_A_TRIP, np.int64),
        np.zeros(num_trips, np.int64),
        np.zeros(1, np.int64),
        np.zeros(num_trips, np.int64),
    )

    def ledger() -> Ledger:
        return Ledger(tables.stops.shelter.copy(), tables.stops.beds.copy(), tables.kinds.groups.copy())

    def worth() -> Worth:
        end, lost = np.zeros(num_vehicles, np.int64), np.zeros((num_vehicles, 3), np.int64)
        return Worth(end, lost, end.copy(), end.copy(), end.copy(), end.copy())

    return Search(
        trips=make_trips(num_trips, items, num_types),
        order=make_order(num_trips, targets),
        ledger=ledger(),
        worth=worth(),
        timeline=make_timeline(tables, num_trips),
        bench=bench,
        kept_trips=make_trips(4, items, num_types),
        kept_order=make_order(num_trips, targets),
        kept_ledger=ledger(),
        kept_worth=worth(),
        best_trips=make_trips(num_trips, items, num_types),
        best_order=make_order(num_trips, targets),
        best_ledger=ledger(),
        score=np.full(CHANGES + 1, FOREVER, np.int64),
        dirty=np.ones(num_trips, np.int64),
        further=np.full(2, NOBODY, np.int64),
    )


@njit(cache=True)
def evaluate(tables: Tables, search: Search) -> bool:
    """Schedule everything anew and note its worth; False if the schedule is of no use."""
    worth, timeline, order = search.worth, search.timeline, search.order
    if not decode(tables, search.trips, timeline, order, search.bench):
        return False
    worth.lost[:] = 0
    worth.cost[:] = 0
    for v in range(worth.end.shape[0]):
        _note_ways(tables, search, v)
    worth.changed[:] = 0
    for i in range(order.number[0]):
        t = order.trip[i]
        worth.changed[order.vehicle[t]] += not_as_announced(tables, search, t)
        if timeline.vehicle[t] < 0:
            note_lost(tables, search, t, order.vehicle[t])
        else:
            worth.cost[timeline.vehicle[t]] += cost_of_trip(tables, search, t)
    return True


@njit(cache=True)
def _note_ways(tables: Tables, search: Search, v: int) -> None:
    """Note when a vehicle is done, and the risk and the distance of all its ways."""
    worth, timeline = search.worth, search.timeline
    worth.end[v] = end_of(tables, timeline, v)
    worth.risk[v] = timeline.risk[v]
    worth.km[v] = timeline.km[v]


@njit(cache=True)
def cost_of_trip(tables: Tables, search: Search, t: int) -> int:
    """Give what the alightings of a scheduled trip cost by the aim."""
    if tables.aim.form[0] == LAST_PERSON:
        return 0
    trips, events, total, stop = search.trips, search.timeline.events, 0, 0
    for e in range(events.number[t]):
        if events.what[t, e] != SERVICE:
            continue
        at_transfer = tables.stops.transfer[trips.stop[t, stop]]
        for i in range(trips.num_items[t]):
            if trips.alight[t, i] == stop and not at_transfer:
                priority = tables.kinds.priority[trips.kind[t, i]]
                persons = persons_of(tables, trips, t, i)
                total += cost_of_alighting(tables.aim, priority, persons, events.depart[t, e])
        stop += 1
    return total


@njit(cache=True)
def end_of(tables: Tables, timeline: Timeline, v: int) -> int:
    """When the last of a vehicle's people alights, whether they were fixed at the beginning or scheduled since."""
    begun = tables.beginning
    moved = timeline.left[v] != begun.left[v] or timeline.free[v] != tables.vehicles.since[v]
    return max(timeline.free[v], begun.ended[v]) if moved else begun.ended[v]


@njit(cache=True)
def not_as_announced(tables: Tables, search: Search, t: int) -> int:
    """Count 1 for a trip that was announced otherwise, or not at all; always 0 where nothing was announced."""
    if tables.beginning.change_s.shape[0] == 0:
        return 0
    trips, events, vehicle = search.trips, search.timeline.events, search.timeline.vehicle[t]
    promise = trips.promise[t, PROMISE]
    if promise <= BROKEN:
        return 1 if promise == BROKEN or trips.num_items[t] > 0 else 0
    if vehicle < 0 or vehicle != trips.promise[t, PROMISED_VEHICLE]:
        return 1
    e = 0
    while events.what[t, e] != SERVICE:
        e += 1
    return 1 if abs(events.start[t, e] - trips.promise[t, PROMISED_START]) > ANNOUNCED_WITHIN_S else 0


@njit(cache=True)
def changes(search: Search) -> int:
    """How many trips are not as announced."""
    number = 0
    for v in range(search.worth.changed.shape[0]):
        number += search.worth.changed[v]
    return number


@njit(cache=True)
def cost_of_changes(tables: Tables, search: Search) -> int:
    """Seconds of completion time that the changes of announced trips count."""
    return tables.beginning.change_s[0] * changes(search) if tables.beginning.change_s.shape[0] > 0 else 0


@njit(cache=True)
def evaluate_vehicle(tables: Tables, search: Search, v: int) -> None:
    """Schedule one vehicle anew, where vehicles do not wait for each other, and note its worth."""
    worth, timeline, order = search.worth, search.timeline, search.order
    park(tables, timeline, v)
    worth.lost[v] = 0
    worth.changed[v] = 0
    worth.cost[v] = 0
    for i in range(order.number[0]):
        t = order.trip[i]
        if order.vehicle[t] != v:
            continue
        timeline.vehicle[t] = NOBODY
        if search.trips.num_items[t] > 0 and place(tables, search.trips, timeline, order, search.bench, i) == 0:
            note_lost(tables, search, t, v)
        else:
            worth.cost[v] += cost_of_trip(tables, search, t)
        worth.changed[v] += not_as_announced(tables, search, t)
    drive_home(tables, timeline, v, search.bench.walks, 0)
    _note_ways(tables, search, v)


@njit(cache=True)
def note_lost(tables: Tables, search: Search, t: int, v: int) -> None:
    """Count the people of a trip that could not be scheduled, but those who would only come to a transfer place.

    These are counted with the trip that would take them on, as it cannot be scheduled either.
    """
    for i in range(search.trips.num_items[t]):
        if tables.stops.transfer[search.trips.stop[t, search.trips.alight[t, i]]]:
            continue
        priority = tables.kinds.priority[search.trips.kind[t, i]]
        search.worth.lost[v, priority - 1] += persons_of(tables, search.trips, t, i)


@njit(cache=True)
def lost_people(tables: Tables, search: Search) -> tuple[int, int, int]:
    """Persons who are not brought out, by priority: on no trip, or on one that could not be scheduled."""
    kinds, waiting = tables.kinds, search.ledger.waiting
    lost = np.zeros(3, np.int64)
    for k in range(waiting.shape[0]):
        lost[kinds.priority[k] - 1] += waiting[k] * (kinds.seated[k] + kinds.wheelchair[k] + kinds.stretcher[k])
    for v in range(search.worth.end.shape[0]):
        for p in range(3):
            lost[p] += search.worth.lost[v, p]
    return lost[0], lost[1], lost[2]


@njit(cache=True)
def completion(search: Search) -> int:
    """When the last person alights."""
    latest = 0
    for v in range(search.worth.end.shape[0]):
        latest = max(latest, search.worth.end[v])
    return latest


@njit(cache=True)
def value_of_worth(tables: Tables, search: Search) -> int:
    """Give what the aim minimises: the completion time, or what all alightings cost."""
    if tables.aim.form[0] == LAST_PERSON:
        return completion(search)
    return search.worth.cost.sum()


@njit(cache=True)
def score_of(tables: Tables, search: Search) -> Score:
    """Give what schedules are compared by: persons lost by priority, value, risk, distance; less is better."""
    lost, worth = lost_people(tables, search), search.worth
    value, risk, km = value_of_worth(tables, search), worth.risk.sum(), worth.km.sum()
    return lost[0], lost[1], lost[2], value, risk, km


@njit(cache=True)
def best_score(search: Search) -> Score:
    """Give the score of the best schedule."""
    score = search.score
    return score[0], score[1], score[2], score[3], score[4], score[5]


@njit(cache=True)
def copy_worth(source: Worth, target: Worth) -> None:
    """Make one worth equal another."""
    target.end[:] = source.end
    target.lost[:] = source.lost
    target.cost[:] = source.cost
    target.risk[:] = source.risk
    target.km[:] = source.km
    target.changed[:] = source.changed


@njit(cache=True)
def lateness(search: Search, target: int) -> int:
    """Seconds by which vehicles end after the target, added up."""
    late = 0
    for v in range(search.worth.end.shape[0]):
        if search.worth.end[v] > target:
            late += search.worth.end[v] - target
    return late


@njit(cache=True)
def copy_order(source: Order, target: Order) -> None:
    """Make one order equal another."""
    target.trip[:] = source.trip
    target.vehicle[:] = source.vehicle
    target.cut[:] = source.cut
    target.target[:] = source.target
    target.patience[:] = source.patience
    target.empty_way[:] = source.empty_way
    target.loaded_way[:] = source.loaded_way


@njit(cache=True)
def copy_ledger(source: Ledger, target: Ledger) -> None:
    """Make one ledger equal another."""
    target.shelter[:] = source.shelter
    target.beds[:] = source.beds
    target.waiting[:] = source.waiting


@njit(cache=True)
def _with_changes(score: Score, changing: int) -> Score:
    """Give a score whose value counts what changes of announced trips cost."""
    return score[0], score[1], score[2], score[VALUE] + changing, score[RISK], score[KM]


@njit(cache=True)
def keep_if_best(tables: Tables, search: Search) -> bool:
    """Keep the schedule if it is better than the best; returns whether it was."""
    score, best, changing = score_of(tables, search), best_score(search), cost_of_changes(tables, search)
    if _with_changes(score, changing) >= _with_changes(best, search.score[CHANGES]):
        return False
    for part in range(KM + 1):
        search.score[part] = score[part]
    search.score[CHANGES] = changing
    _copy_dirty(search, search.trips, search.best_trips)
    copy_order(search.order, search.best_order)
    copy_ledger(search.ledger, search.best_ledger)
    return True


@njit(cache=True)
def return_to_best(tables: Tables, search: Search) -> None:
    """Go back to the best schedule and schedule it anew."""
    _copy_dirty(search, search.best_trips, search.trips)
    copy_order(search.best_order, search.order)
    copy_ledger(search.best_ledger, search.ledger)
    evaluate(tables, search)


@njit(cache=True)
def _copy_dirty(search: Search, source: Trips, target: Trips) -> None:
    for t in range(search.dirty.shape[0]):
        if search.dirty[t] == 1:
            copy_trip(source, t, target, t)
            search.dirty[t] = 0


def vehicles_meet(tables: Tables) -> bool:
    """Whether vehicles can wait for each other: limited bays or lanes, convoys, linked movements, or transfers."""
    used = tables.terms.lanes.shape[0] > 0 and bool(np.any((tables.terms.lanes < FOREVER) & (tables.terms.check_s > 0)))
    served = (tables.stops.board_s > 0) | (tables.stops.alight_s > 0)
    bays = bool(np.any((tables.stops.bays < FOREVER) & served))
    changing = tables.kinds.onward.shape[1] > 0
    return used or bays or changing or tables.terms.convoy_min.shape[0] > 0 or tables.terms.leaves.shape[0] > 0
