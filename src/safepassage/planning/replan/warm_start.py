"""The first schedule of what remains: announced trips as far as they still can be, new ones for everyone else."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from safepassage.planning.replan.announced import AnnouncedTrip
from safepassage.planning.replan.ground import Ground
from safepassage.planning.solver.edits import Ledger
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import groups_with_room, release_unplaced, settle_trip
from safepassage.planning.solver.loads import MOST_ITEMS, Load
from safepassage.planning.solver.manifests import NO_TRIP, Expansion
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.start import SPARE_SHARE, SPARE_TRIPS
from safepassage.planning.solver.state import Search, evaluate, keep_if_best, make_search, return_to_best
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import KEPT, MAX_STOPS, PROMISED_VEHICLE

TOO_LATE_S = 1800
"""Who is free only so many seconds after an announced trip was to begin does not do it; somebody else may."""

Packing = Callable[[Problem], list[Load]]
"""Packs the people of a problem into loads."""


@dataclass(slots=True)
class Item:
    """Groups of one kind on a trip: where they board and alight, by the trip's stops, and their rows as announced."""

    kind: int
    board: int
    alight: int
    rows: Counter[str]


@dataclass(frozen=True, slots=True)
class WarmStart:
    """A search that stands at the announced trips; trip `t` of it was `announced[t]`, with the rows of its items."""

    engine: Engine
    announced: dict[int, AnnouncedTrip]
    rows: dict[int, dict[int, Counter[str]]]


def warm_start(
    ground: Ground, problem: Problem, tables: Tables, trips: list[AnnouncedTrip], pack: Packing
) -> WarmStart:
    """Begin a search from announced trips; people on none of them are packed into new ones by `pack`."""
    kind_of = {row: k for k, kind in enumerate(problem.kinds) for row, _ in kind.rows}
    items = [_items(problem, kind_of, trip) for trip in trips]
    names = {vehicle.name: v for v, vehicle in enumerate(problem.vehicles)}
    room = _Clerk(problem, tables)
    held = [room.take(problem, trip, listed) for trip, listed in zip(trips, items, strict=True)]
    loads = pack(room.what_is_left(problem))
    number = len(trips) + len(loads)
    width = max(
        1,
        *(len(listed) for listed in items),
        *(len(load.groups) for load in loads),
        min(MOST_ITEMS, max(1, len(problem.kinds)), _most_people(problem)),
    )
    search = make_search(tables, number + SPARE_TRIPS + int(SPARE_SHARE * number), width)
    engine = Engine.of(tables, search)
    _copy(room.ledger, search.ledger)
    announced, rows = {}, {}
    for t, (trip, listed, whole) in enumerate(zip(trips, items, held, strict=True)):
        _write(engine, t, [problem.stops.index(stop.place) for stop in trip.stops] if listed else [], listed)
        announced[t], rows[t] = trip, _rows(listed)
        v = names.get(trip.vehicle, -1)
        start = trip.leaves_s - floor(ground.service(trip.stops[0]))
        if v >= 0 and tables.vehicles.since[v] > start + TOO_LATE_S:
            v = -1
        search.trips.promise[t] = (v, start, KEPT if whole and v >= 0 else 1)
        search.order.vehicle[t] = v
    for t, load in enumerate(loads, start=len(trips)):
        groups = [Item(kind, 0, 1, Counter({"": n})) for kind, n in load.groups.items()]
        for kind, n in load.groups.items():
            _board(problem, search.ledger, kind, load.destination, n)
        _write(engine, t, [load.pickup, load.destination], groups)
        search.order.vehicle[t] = -1
    _order(problem, tables, search, announced, number)
    for headways in (None, 1, 0):
        patience = FOREVER if headways is None else headways * tables.terms.headway
        search.order.patience[:] = patience if announced else 0
        keep_first(engine)
    return WarmStart(engine, announced, rows)


def _most_people(problem: Problem) -> int:
    return max((row.seats + row.wheelchairs + row.stretchers for row in problem.type_rows), default=1)


def _items(problem: Problem, kind_of: dict[str, int], trip: AnnouncedTrip) -> list[Item]:
    """Who rides from where to where, the first to board being the first to alight; nobody if it has too many stops."""
    if len(trip.stops) > MAX_STOPS or any(stop.place not in problem.stops for stop in trip.stops):
        return []
    aboard: dict[str, list[list[int]]] = defaultdict(list)
    found: dict[tuple[int, int, int], Item] = {}
    for s, stop in enumerate(trip.stops):
        for row, groups in stop.alight.items():
            left = groups
            while left and aboard[row]:
                ride = aboard[row][0]
                taken = min(left, ride[1])
                ride[1] -= taken
                left -= taken
                if not ride[1]:
                    aboard[row].pop(0)
                if row in kind_of:
                    key = (kind_of[row], ride[0], s)
                    found.setdefault(key, Item(*key, Counter())).rows[row] += taken
        for row, groups in stop.board.items():
            aboard[row].append([s, groups])
    waits = {k: problem.stops[kind.stop] for k, kind in enumerate(problem.kinds)}
    return [item for item in found.values() if waits[item.kind] == trip.stops[item.board].place]


class _Clerk:
    """Hands out people and room to announced trips, as long as there are any."""

    def __init__(self, problem: Problem, tables: Tables) -> None:
        self.search = make_search(tables, 1, 1)
        self.engine = Engine.of(tables, self.search)
        self.ledger = self.search.ledger
        self.left = {row: groups for kind in problem.kinds for row, groups in kind.rows}

    def take(self, problem: Problem, trip: AnnouncedTrip, items: list[Item]) -> bool:
        """Cut the items down to the people who still wait and the room that is left; returns whether all stayed."""
        whole = bool(items)
        for item in items:
            stop = problem.stops.index(trip.stops[item.alight].place)
            room = 0
            if stop in problem.kinds[item.kind].destinations:
                room = int(groups_with_room(self.engine.tables_handle, self.engine.handle, item.kind, stop))
            for row in list(item.rows):
                groups = min(item.rows[row], self.left.get(row, 0), room)
                whole = whole and groups == item.rows[row]
                item.rows[row] = groups
                self.left[row] = self.left.get(row, 0) - groups
                room -= groups
                _board(problem, self.ledger, item.kind, stop, groups)
        items[:] = [item for item in items if item.rows.total()]
        asked = sum(sum(stop.board.values()) for stop in trip.stops)
        return whole and asked == sum(item.rows.total() for item in items)

    def what_is_left(self, problem: Problem) -> Problem:
        """Give the problem of those on no announced trip, with the room that is left."""
        kinds = []
        for kind in problem.kinds:
            rows = tuple((row, self.left[row]) for row, _ in kind.rows if self.left[row])
            kinds.append(replace(kind, rows=rows, groups=sum(groups for _, groups in rows)))
        shelter, beds = tuple(map(int, self.ledger.shelter)), tuple(map(int, self.ledger.beds))
        return replace(problem, kinds=tuple(kinds), shelter=shelter, beds=beds)


def _board(problem: Problem, ledger: Ledger, kind: int, destination: int, groups: int) -> None:
    """Count groups that no longer wait, and the room that they take."""
    ledger.waiting[kind] -= groups
    if ledger.shelter[destination] < FOREVER // 2:
        ledger.shelter[destination] -= groups * problem.kinds[kind].sheltered
    if ledger.beds[destination] < FOREVER // 2:
        ledger.beds[destination] -= groups * problem.kinds[kind].stretcher


def _copy(source: Ledger, target: Ledger) -> None:
    target.shelter[:], target.beds[:], target.waiting[:] = source.shelter, source.beds, source.waiting


def _rows(items: list[Item]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for item in items:
        found[item.kind].update(item.rows)
    return dict(found)


def _write(engine: Engine, t: int, stops: list[int], items: list[Item]) -> None:
    """Write a trip into the search."""
    trips = engine.search.trips
    trips.stop[t, : len(stops)] = stops
    trips.num_stops[t], trips.num_items[t] = len(stops), len(items)
    for i, item in enumerate(items):
        trips.kind[t, i], trips.groups[t, i] = item.kind, item.rows.total()
        trips.board[t, i], trips.alight[t, i] = item.board, item.alight
    settle_trip(engine.tables_handle, engine.handle, t)


def _order(problem: Problem, tables: Tables, search: Search, announced: dict[int, AnnouncedTrip], number: int) -> None:
    """Give every trip a vehicle and its place in the order: announced ones as announced, the others after them."""
    order, trips = search.order, search.trips
    busy = np.array(tables.vehicles.since, dtype=np.int64)
    for t, trip in announced.items():
        v = int(order.vehicle[t])
        if v >= 0:
            busy[v] = max(busy[v], trip.stops[-1].depart_s)
    for t in range(number):
        if order.vehicle[t] < 0:
            fitting = [v for v in range(len(problem.vehicles)) if trips.fits[t, tables.vehicles.type[v]]]
            v = min(fitting, key=lambda v: (int(busy[v]), v), default=0)
            order.vehicle[t] = v
            busy[v] += 1 + _length_s(trips.stop[t, 0], trips.stop[t, 1], tables, v)
    order.vehicle[number:] = 0
    last: tuple[int, int] | None = None
    for t, trip in announced.items():
        led = trip.convoy is not None and trips.promise[t, PROMISED_VEHICLE] >= 0
        order.cut[t] = 1 if led and trip.convoy != last else 0
        last = trip.convoy if led else last
        order.loaded_way[t] = _way_number(problem, tables, search, t, trip)
    order.target[:] = np.minimum(tables.terms.convoy_max, search.bench.members.shape[0])


def _length_s(origin: int, target: int, tables: Tables, v: int) -> int:
    pair = (2 * int(tables.vehicles.profile[v]) + 1, int(origin), int(target))
    known = tables.ways.choices[pair] > 0
    return int(tables.ways.nominal[tables.ways.first[pair]]) if known else 0


def _way_number(problem: Problem, tables: Tables, search: Search, t: int, trip: AnnouncedTrip) -> int:
    """Give the number of the way that a direct trip was to take, among the candidates; -1 if any will do."""
    ways = tables.ways
    if len(trip.stops) != 2 or trip.place not in problem.stops or trip.stops[1].place not in problem.stops:
        return -1
    profile = int(tables.vehicles.profile[search.order.vehicle[t]])
    pair = (2 * profile + 1, problem.stops.index(trip.place), problem.stops.index(trip.stops[1].place))
    names = _crossings(problem)
    for number in range(int(ways.choices[pair])):
        way = int(ways.first[pair]) + number
        passed = ways.pass_place[ways.pass_first[way] : ways.pass_first[way + 1]]
        if tuple(names[int(c)] for c in passed) == trip.crossings:
            return number
    return -1


def _crossings(problem: Problem) -> tuple[str, ...]:
    places = problem.scenario.agreement.crossing_places
    return tuple(place.id for place in problem.scenario.places if place.id in places)


def keep_first(engine: Engine) -> bool:
    """Schedule the first order; if that fails, try without its trips. Returns whether there is a schedule."""
    tables, handle = engine.tables_handle, engine.handle
    if evaluate(tables, handle):
        return bool(keep_if_best(tables, handle))
    release_unplaced(tables, handle)
    return bool(evaluate(tables, handle)) and bool(keep_if_best(tables, handle))


class AnnouncedRows(Expansion):
    """Hands out the rows of people behind each kind so that everyone stays on the trip that was announced to them."""

    def __init__(self, problem: Problem, warm: WarmStart) -> None:
        super().__init__(problem)
        self._reserved: dict[tuple[int, int], Counter[str]] = {}
        trips, timeline = warm.engine.search.trips, warm.engine.search.timeline
        for t, by_kind in warm.rows.items():
            if timeline.vehicle[t] < 0:
                continue
            aboard: Counter[int] = Counter()
            for i in range(int(trips.num_items[t])):
                aboard[int(trips.kind[t, i])] += int(trips.groups[t, i])
            for kind, rows in by_kind.items():
                self._reserved[t, kind] = self._reserve(kind, rows, aboard[kind])

    def _reserve(self, kind: int, rows: Counter[str], groups: int) -> Counter[str]:
        kept: Counter[str] = Counter()
        for row, announced in rows.items():
            kept[row] = min(announced, groups)
            groups -= kept[row]
            self._give_back(kind, row, -kept[row])
        return kept

    def _give_back(self, kind: int, row: str, groups: int) -> None:
        left = self._left[kind]
        left[row] = left.get(row, 0) + groups
        if not left[row]:
            del left[row]

    def take(self, kind: int, groups: int, trip: int = NO_TRIP) -> dict[str, int]:
        """Give groups of a kind by row, those first who were announced for the trip."""
        reserved = self._reserved.get((trip, kind), Counter())
        taken: Counter[str] = Counter()
        for row in list(reserved):
            taken[row] = min(reserved[row], groups - taken.total())
            reserved[row] -= taken[row]
        taken.update(super().take(kind, groups - taken.total()) if groups > taken.total() else {})
        return {row: number for row, number in taken.items() if number}


def at_best(warm: WarmStart) -> None:
    """Bring the search to the best schedule that it found."""
    return_to_best(warm.engine.tables_handle, warm.engine.handle)
