"""Drafts as the engine's tables."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, joined_windows
from safepassage.domain.uncertainty import RoadHazard
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import ALIGHT, BOARD, CHECKS, JOINS, SERVES
from safepassage.simulation.facts import WINDOW_CLOSED, WINDOW_OPENED
from safepassage.simulation.preparing.clears import Clears
from safepassage.simulation.preparing.drafts import DraftItinerary, DraftMove, DraftStop, draft_itineraries
from safepassage.simulation.preparing.settling import settle
from safepassage.simulation.preparing.thresholds import Pool, StopKey, Thresholds, thresholds
from safepassage.simulation.preparing.ways_round import WaysRound
from safepassage.simulation.rooms import Tables

Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario and a plan, ready to be simulated: the engine's tables, and what their numbers stand for.

    `vehicles` are the names of those that the plan uses, in its order, `crossings` the places at which they are
    checked, `planned_out` the persons whom the plan brings out, `roads` those that may close.
    """

    scenario: Scenario
    plan: Plan
    tables: Tables
    vehicles: tuple[str, ...]
    crossings: tuple[str, ...]
    planned_out: int
    roads: tuple[RoadHazard, ...] = ()


def prepare(scenario: Scenario, plan: Plan, roads: Sequence[RoadHazard] = ()) -> Prepared:
    """Prepare a plan that the judge of plans accepts.

    Parameters
    ----------
    roads
        Those of the uncertainty, as it needs the ways round each road that may close.

    Raises
    ------
    UnusableInputError
        If the plan cannot be carried out in this scenario: something that it names is not there, no way leads where it
        drives, or people wait for what never happens.
    """
    ways = WaysRound(scenario, roads)
    itineraries = draft_itineraries(scenario, plan, ways)
    settle(itineraries)
    writer = Writer(scenario, itineraries, thresholds(scenario, itineraries), ways)
    tables = writer.tables()
    moves = (move for stop in writer.stops for move in stop.moves if move.what == ALIGHT)
    out = sum(move.groups * move.row.group_size for move in moves)
    names = tuple(itinerary.vehicle.name for itinerary in itineraries)
    return Prepared(scenario, plan, tables, names, tuple(writer.crossings), out, tuple(roads))


class Writer:
    """Writes rows, and gives numbers to what has names."""

    def __init__(
        self, scenario: Scenario, itineraries: Sequence[DraftItinerary], found: Thresholds, ways: WaysRound
    ) -> None:
        self.scenario = scenario
        self.itineraries = itineraries
        self.found = found
        self.ways = ways
        self.stops = [stop for itinerary in itineraries for stop in itinerary.stops]
        self.places = {place.id: number for number, place in enumerate(scenario.places)}
        self.rows = {row.id: number for number, row in enumerate(scenario.people)}
        self.pools: dict[Pool, int] = {(row.id, row.place): number for number, row in enumerate(scenario.people)}
        for pool in found.transfer_counters:
            self.pools[pool] = len(self.pools)
        self.slots: dict[tuple[int, str], int] = {}
        self.lines: dict[tuple[str, int], int] = {}
        self.crossings: dict[str, int] = {}
        self.clears = Clears.of_stops(itineraries, scenario.agreement.crossing_places, self._slot)
        self.ranks = self._ranks()
        self.convoys, self.convoy_table, self.convoy_rules = self._convoys()

    def tables(self) -> Tables:
        """Give all tables, rows named by their numbers."""
        stops, moves, gates = self._stops()  # gives numbers to slots, lines and crossings, which others need
        clears = [(slot, self.rows[row.id], groups, after) for slot, row, groups, after in self.clears.rows]
        windows, rules = self._windows()
        counters, steps = self._counters()
        rows, row_counters = self._rows()
        transfers = len(self.found.transfer_counters)
        return {
            "vehicles": table(self._vehicles(), c.VEHICLES),
            "stops": table(stops, c.STOPS),
            "moves": table(moves, c.MOVES),
            "clears": table(clears, c.CLEARS),
            "gates": table(gates, c.GATES),
            "rows": table(rows, c.ROWS),
            "row_counters": table([(number,) for number in row_counters], c.ROW_COUNTERS),
            "rules": table(rules, c.RULES),
            "windows": table(windows, c.WINDOWS),
            "edges": table(self._edges(), c.EDGES),
            "lines": table([(NONE, free, NONE, NONE) for free in self._capacities()], c.LINES),
            "pools": table([(row.groups,) for row in self.scenario.people] + [(0,)] * transfers, c.POOLS),
            "slots": table(self._slots(), c.SLOTS),
            "roads": table([(0, NONE, name) for name in self.ways.names], c.ROADS),
            "ways": table(self.ways.ways, c.WAYS),
            "uses": table(self.ways.uses, c.USES),
            "crossings": table([(0,) * c.CROSSINGS.width] * len(self.crossings), c.CROSSINGS),
            "counters": table(counters, c.COUNTERS),
            "steps": table([(arrived,) for arrived in steps], c.STEPS),
            "convoys": table(self.convoy_table, c.CONVOYS),
            "convoy_rules": table(self.convoy_rules, c.CONVOY_RULES),
        }

    def _ranks(self) -> Mapping[StopKey, int]:
        in_order = sorted(self.stops, key=lambda stop: (stop.begins_s, stop.order))
        return {id(stop): rank for rank, stop in enumerate(in_order)}

    def _vehicles(self) -> list[Row]:
        rows: list[Row] = []
        orders = [order for order, _ in self.slots]
        first = 0
        for itinerary in self.itineraries:
            row, end = itinerary.vehicle.row, first + len(itinerary.stops)
            until = FAR if row.available_until_s is None else row.available_until_s
            duty = FAR if row.max_duty_s is None else int(row.max_duty_s)
            terms = (first, end, row.available_from_s, until, duty, itinerary.entity)
            state = (first, 0, 0, NONE, 0, NONE, NONE, 0, NONE)
            slots = bisect_left(orders, itinerary.order), bisect_right(orders, itinerary.order)
            figures = (0, 0, NONE, NONE, 0, NONE)
            use = (0, 0, 0, 0, 0)
            rows.append((*terms, *state, *slots, c.FIT, 0, *figures, *use))
            first = end
        return rows

    def _stops(self) -> tuple[list[Row], list[Row], list[Row]]:
        stops: list[Row] = []
        moves: list[Row] = []
        gates: list[Row] = []
        for stop in self.stops:
            first_move, first_gate = len(moves), len(gates)
            moves += [self._move(stop, move) for move in stop.moves]
            gates += [
                (gate.counter, gate.threshold, int(gate.before_it_begins))
                for gate in self.found.gates.get(id(stop), ())
            ]
            stops.append(self._stop(stop, (first_move, len(moves), first_gate, len(gates))))
        return stops, moves, gates

    def _stop(self, stop: DraftStop, spans: tuple[int, int, int, int]) -> Row:
        rule = None if stop.rule == NONE else self.scenario.agreement.crossings[stop.rule]
        checked = stop.kind in (CHECKS, JOINS)
        return (
            stop.kind,
            self.places[stop.place.id],
            stop.drive_s,
            stop.arrives_s,
            stop.begins_s,
            stop.leaves_s,
            stop.takes_s,
            stop.takes_s - stop.board_s,
            stop.ready_s,
            self._line(stop),
            stop.rule,
            self.convoys.get(id(stop), NONE),
            *spans,
            stop.trip_s,
            self.ranks[id(stop)],
            self.crossings.setdefault(stop.place.id, len(self.crossings)) if checked else NONE,
            int(stop.drives_on),
            int(rule is None or rule.loaded_only),
            int(any(move.what == BOARD for move in stop.moves)),
            stop.way,
            *self.clears.of(stop),
            stop.exposure.risky_s,
            stop.exposure.harm,
        )

    def _line(self, stop: DraftStop) -> int:
        """Give the bays or lanes that a stop needs; a use of no length needs none."""
        if not stop.takes_s:
            return NONE
        if stop.kind == SERVES and stop.place.bays is not None:
            return self.lines.setdefault((stop.place.id, NONE), len(self.lines))
        if stop.rule != NONE and self.scenario.agreement.crossings[stop.rule].lanes is not None:
            return self.lines.setdefault((stop.place.id, stop.rule), len(self.lines))
        return NONE

    def _capacities(self) -> list[int]:
        bays = {place.id: place.bays for place in self.scenario.places}
        rules = self.scenario.agreement.crossings
        return [(bays[place] if rule == NONE else rules[rule].lanes) or 0 for place, rule in self.lines]

    def _move(self, stop: DraftStop, move: DraftMove) -> Row:
        slot = self._slot(stop, move)
        pool = self.pools.get((move.row.id, stop.place.id), NONE)
        counter = self.found.transfer_counters.get((move.row.id, stop.place.id), NONE)
        return (slot, self.rows[move.row.id], move.groups, move.what, pool, counter)

    def _slot(self, stop: DraftStop, move: DraftMove) -> int:
        return self.slots.setdefault((stop.order, move.row.id), len(self.slots))

    def _rows(self) -> tuple[list[Row], list[int]]:
        rows: list[Row] = []
        counters: list[int] = []
        out: Counter[str] = Counter()
        for stop in self.stops:
            out.update({move.row.id: move.groups for move in stop.moves if move.what == ALIGHT})
        for row in self.scenario.people:
            first = len(counters)
            counters += [
                number
                for number, movement in enumerate(self.scenario.agreement.linked)
                if row.place in movement.against_from
            ]
            most = FAR if row.max_aboard_s is None else int(row.max_aboard_s)
            terms = (row.group_size, row.priority, most, first, len(counters))
            rows.append((*terms, row.groups, out[row.id], row.ready_s, self.pools[row.id, row.place], row.groups))
        return rows, counters

    def _slots(self) -> list[Row]:
        vehicles = {itinerary.order: number for number, itinerary in enumerate(self.itineraries)}
        return [(0, 0, 0, self.rows[row], vehicles[order], 0, 0) for order, row in self.slots]

    def _windows(self) -> tuple[list[Row], list[Row]]:
        windows: list[Row] = []
        rules: list[Row] = []
        for rule in self.scenario.agreement.crossings:
            first = len(windows)
            windows += [(window.opens_s, window.closes_s, 0) for window in joined_windows(rule.windows or ())]
            rules.append((first, len(windows), int(rule.windows is None)) * 2 + (NONE,))
        in_force = (0, 0, 1, 0, 0, 1, NONE)
        return windows, [*rules, in_force]

    def _edges(self) -> list[Row]:
        edges = []
        for number, rule in enumerate(self.scenario.agreement.crossings):
            for window in joined_windows(rule.windows or ()):
                edges += [
                    (max(0, window.opens_s), number, 1, WINDOW_OPENED, 0),
                    (max(0, window.closes_s), number, 0, WINDOW_CLOSED, 0),
                ]
        return sorted(edges, key=lambda edge: edge[0])

    def _counters(self) -> tuple[list[Row], list[int]]:
        counters: list[Row] = []
        steps: list[int] = []
        for movement in self.scenario.agreement.linked:
            first = len(steps)
            steps += [step.arrived for step in movement.steps]
            counters.append((NONE, 0, first, len(steps), 0))
        counters += [(NONE, 0, 0, 0, 0)] * len(self.found.transfer_counters)
        return counters, steps

    def _convoys(self) -> tuple[Mapping[StopKey, int], list[Row], list[Row]]:
        """Give numbers to the convoys of each rule by planned departure, with as many empty ones as it has vehicles."""
        numbers: dict[StopKey, int] = {}
        convoys: list[Row] = []
        rules: list[Row] = []
        for number, rule in enumerate(self.scenario.agreement.convoys):
            first = len(convoys)
            together: dict[int, list[DraftStop]] = defaultdict(list)
            for stop in self.stops:
                if stop.convoy_rule == number:
                    together[stop.leaves_s].append(stop)
            for leaves_s, stops in sorted(together.items()):
                numbers |= {id(stop): len(convoys) for stop in stops}
                convoys.append((NONE, NONE, number, leaves_s, len(stops), 0, NONE))
            last_s = max(together, default=0)
            convoys += [(NONE, NONE, number, last_s, 0, 0, NONE)] * sum(len(stops) for stops in together.values())
            rules.append(_convoy_rule(rule, first, len(convoys)))
        return numbers, convoys, rules


def _convoy_rule(rule: ConvoyRule, first: int, end: int) -> Row:
    most = FAR if rule.max_vehicles is None else rule.max_vehicles
    return first, end, rule.min_vehicles, most, ceil(rule.headway_s), -FAR


def table(rows: Sequence[Row], of: c.Table) -> Integers:
    """Give rows as an array `(len(rows), num_columns)`."""
    return np.array(rows, dtype=np.int64).reshape(len(rows), of.width)
