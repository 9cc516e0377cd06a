"""The rows of the program over paths of seats: people, room, capacities, crossings, linked movements.

A row is `sum <= limit`. Some columns are there from the beginning (people carried, people brought to a destination,
vehicles that pass in a slot); the others are paths of seats, which add to rows what their nodes add in the spans in
which they are visited.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import DIMENSIONS, Commodity, Legs, VehicleClass
from safepassage.planning.solver.deadline.graph import ANY, BOARD, DONE, PASS, TAKEN, Node, SeatGraph, start_of
from safepassage.planning.solver.deadline.paths import Paths
from safepassage.planning.solver.deadline.terms import Passages, Step
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]


Where = tuple[int, int, int, int]
"""A vehicle class, a capacity, a stop, and where people boarded (ANY: not told apart)."""


@dataclass
class Rows:
    """Rows `sum <= limit` and columns from 0 to `most`, gathered before they are solved."""

    limit: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def row(self, limit: float) -> int:
        """Add a row; returns its number."""
        self.limit.append(limit)
        return len(self.limit) - 1

    def column(self, most: float, cost: float = 0.0) -> int:
        """Add a column; returns its number."""
        self.cost.append(cost)
        self.most.append(most)
        return len(self.cost) - 1

    def enter(self, row: int, column: int, entry: float) -> None:
        """Add a coefficient."""
        self.entries.append((row, column, entry))


class Span(NamedTuple):
    """A span `[opens, closes)` of the grid in which a node may be visited, and what a visit adds to rows."""

    opens: int
    closes: int
    adds: tuple[tuple[int, float], ...]


class Seats(NamedTuple):
    """The places of one capacity of a vehicle class: their graph in time and what its spans add to rows.

    `row` keeps the number of paths within that of the `vehicles`, which may be used from `since_s` until
    `until_s`. `span`, `rows` and `amounts` are parallel.
    """

    row: int
    vehicles: int
    start: int
    since_s: int
    until_s: int
    paths: Paths
    span: Integers
    rows: Integers
    amounts: Reals

    def gains(self, prices: Reals) -> Reals:
        """Give what visiting each span gains at the prices of the rows."""
        spans = self.paths.opens.shape[0]
        return np.bincount(self.span, weights=self.amounts * prices[self.rows], minlength=spans).astype(np.float64)


class SeatRows:
    """Builds the rows that all seats share, and then the graph in time of each."""

    def __init__(
        self,
        problem: Problem,
        tables: Tables,
        goods: Sequence[Commodity],
        classes: Sequence[VehicleClass],
        legs: Sequence[Legs],
        earliest: Sequence[Reals],
        passages: Passages,
        steps: Sequence[Step],
        *,
        paired: bool,
    ) -> None:
        self.problem, self.tables, self.goods, self.classes = problem, tables, goods, classes
        self.legs, self.earliest, self.passages = legs, earliest, passages
        self.rows = Rows()
        self.paired = paired
        self.carried: dict[tuple[int, int], int] = {}
        self._pickup: dict[Where, int] = {}
        self._arrival: dict[Where, int] = {}
        self._slots: dict[tuple[int, int, int], int] = {}
        self._passing: dict[tuple[int, int, int, int], int] = {}
        self._seat_rows: dict[tuple[int, int, int, int, int], int] = {}
        self._carry()
        self._bring()
        self._steps = [(step, self._linked(step)) for step in steps]

    def used(self) -> list[tuple[int, int]]:
        """Vehicle classes with those of their capacities that anybody needs."""
        return sorted({(c, k) for c, k, _, _ in self._pickup})

    def _carry(self) -> None:
        """Columns for how many units of each commodity a class carries, within what its places can take."""
        for g, good in enumerate(self.goods):
            everybody = self.rows.row(good.units)
            for c, vehicles in enumerate(self.classes):
                if vehicles.type not in good.types or not np.isfinite(self.earliest[c][g]).any():
                    continue
                column = self.rows.column(good.units)
                self.carried[g, c] = column
                self.rows.enter(everybody, column, 1.0)
                self._load(self._pickup, c, (good.stop, ANY), good.unit, column)

    def _load(
        self, known: dict[Where, int], c: int, where: tuple[int, int], unit: tuple[int, int, int], column: int
    ) -> None:
        """Let a column take places of a class at a stop, told apart by where people boarded."""
        for k in DIMENSIONS:
            load = self.classes[c].load(unit, k)
            if load:
                key = (c, k, *where)
                if key not in known:
                    known[key] = self.rows.row(0.0)
                self.rows.enter(known[key], column, load)

    def _bring(self) -> None:
        """Columns for how many alike units a class brings to each destination, within its room."""
        problem, rows = self.problem, self.rows
        room = {
            (d, part): rows.row(most)
            for d in problem.destinations
            for part, most in enumerate((problem.shelter[d], problem.beds[d]))
            if most < FOREVER
        }
        for (c, unit, origin, wanted), together in self._alike().items():
            somewhere = rows.row(0.0)
            for g in together:
                rows.enter(somewhere, self.carried[g, c], 1.0)
            for d in wanted:
                column = rows.column(sum(self.goods[g].units for g in together))
                rows.enter(somewhere, column, -1.0)
                self._load(self._arrival, c, (d, origin), unit, column)
                for part, takes in enumerate((unit[0] + unit[1], unit[2])):
                    if takes and (d, part) in room:
                        rows.enter(room[d, part], column, takes)

    def _alike(self) -> dict[tuple[int, tuple[int, int, int], int, tuple[int, ...]], list[int]]:
        """Group commodities by class, unit, where they board if that is told apart, and where they may be brought."""
        alike: dict[tuple[int, tuple[int, int, int], int, tuple[int, ...]], list[int]] = defaultdict(list)
        for g, c in self.carried:
            good, reached = self.goods[g], np.isfinite(self.earliest[c][g])
            wanted = tuple(d for d, may in zip(self.problem.destinations, reached, strict=True) if may)
            alike[c, good.unit, good.stop if self.paired else ANY, wanted].append(g)
        return alike

    def _linked(self, step: Step) -> int:
        """Add a row: those who left by a moment are at most what the arrivals allow."""
        row = self.rows.row(step.base)
        for (g, _), column in self.carried.items():
            if self.tables.terms.leaves[step.link, self.goods[g].stop]:
                self.rows.enter(row, column, sum(self.goods[g].unit))
        return row

    def seats(self, c: int, k: int, graph: SeatGraph) -> Seats:
        """Put the seats of a class on the grid of time."""
        row = self.rows.row(len(self.classes[c].members))
        spans = [list(self._spans(c, k, node)) for node in graph.nodes]
        listed = [span for at in spans for span in at]
        adds = [(s, row, amount) for s, span in enumerate(listed) for row, amount in span.adds]
        v = self.classes[c].members[0]
        return Seats(
            row=row,
            vehicles=len(self.classes[c].members),
            since_s=int(self.tables.vehicles.since[v]),
            until_s=int(self.tables.vehicles.until[v]),
            start=graph.node(start_of(self.classes[c])),
            paths=_paths(graph, spans, self.passages.grid_s),
            span=np.array([s for s, _, _ in adds], dtype=np.int64),
            rows=np.array([r for _, r, _ in adds], dtype=np.int64),
            amounts=np.array([amount for _, _, amount in adds], dtype=np.float64),
        )

    def _spans(self, c: int, k: int, node: Node) -> list[Span]:
        what, taken, stop, rule, convoy, origin = node
        capacity = self.classes[c].capacity(k)
        if what == BOARD:
            return self._boarding(c, k, stop, capacity)
        if what == DONE:
            at = self._arrival.get((c, k, stop, origin))
            return [Span(0, FOREVER, () if at is None else ((at, -capacity),))]
        if what == PASS:
            return self._passes(c, k, taken, stop, rule, convoy)
        return [Span(0, FOREVER, ())]

    def _boarding(self, c: int, k: int, p: int, capacity: int) -> list[Span]:
        """Spans in which people may board, cut where it matters for linked movements."""
        here = self._pickup.get((c, k, p, ANY))
        if here is None:
            return []
        grid, kinds = self.passages.grid_s, self.problem.kinds
        ready = min(kinds[i].ready_s for good in self.goods if good.stop == p for i in good.kinds)
        always = [(here, -float(capacity))]
        board, i = self.problem.board_s[p], self.problem.pickups.index(p)
        done_s = float(self.legs[c].loaded[i].min(initial=np.inf))
        linked: list[tuple[int, bool, int, float]] = []
        for step, row in self._steps:
            if self.tables.terms.leaves[step.link, p]:
                linked.append(((step.moment_s + 1 - board) // grid, True, row, -float(capacity)))
            if self.tables.terms.arrives[step.link, p] and step.slope and done_s <= step.moment_s:
                linked.append((int(step.moment_s - done_s) // grid + 1, False, row, -step.slope * capacity))
        opens = max(0, ready) // grid
        edges = sorted({opens, *(at for at, _, _, _ in linked if at > opens), FOREVER})
        return [
            Span(begin, end, (*always, *((row, amount) for at, after, row, amount in linked if (begin >= at) == after)))
            for begin, end in pairwise(edges)
        ]

    def _passes(self, c: int, k: int, taken: int, crossing: int, rule: int, convoy: int) -> list[Span]:
        """Spans in which a crossing may be passed, each counted in its slot."""
        grid = self.passages.grid_s
        counted = taken == TAKEN or not self._has_convoys(crossing)
        spans: list[Span] = []
        for number, slot in enumerate(self.passages.slots(rule, convoy)):
            opens, closes = slot.opens_s // grid, (slot.closes_s - 1) // grid + 1
            adds = ((self._passing_row(c, k, rule, convoy, number), 1.0),) if counted and slot.most is not None else ()
            if spans and opens < spans[-1].closes:
                shared = Span(opens, spans[-1].closes, ())
                spans[-1] = spans[-1]._replace(closes=opens)
                spans.append(shared)
                opens = shared.closes
            spans.append(Span(opens, closes, adds))
        return [span for span in spans if span.opens < span.closes]

    def _has_convoys(self, crossing: int) -> bool:
        """Whether vehicles pass a crossing in convoys: then one with a free seat may pass without using a lane."""
        agreement = self.problem.scenario.agreement
        places = [p.id for p in self.problem.scenario.places if p.id in agreement.crossing_places]
        return any(convoy.crossing == places[crossing] for convoy in agreement.convoys)

    def _passing_row(self, c: int, k: int, rule: int, convoy: int, number: int) -> int:
        """Give the row: the vehicles of a class that pass in a slot are at least as many as its seats on the mean."""
        slot = (rule, convoy, number)
        if slot not in self._slots:
            self._slots[slot] = self.rows.row(float(self.passages.slots(rule, convoy)[number].most or 0))
        passing = (c, *slot)
        if passing not in self._passing:
            self._passing[passing] = self.rows.column(float(self.passages.slots(rule, convoy)[number].most or 0))
            self.rows.enter(self._slots[slot], self._passing[passing], 1.0)
        if (c, k, *slot) not in self._seat_rows:
            row = self.rows.row(0.0)
            self._seat_rows[c, k, *slot] = row
            self.rows.enter(row, self._passing[passing], -1.0)
        return self._seat_rows[c, k, *slot]


def _paths(graph: SeatGraph, spans: Sequence[Sequence[Span]], grid_s: int) -> Paths:
    """Write a graph and its spans as arrays."""
    number = len(graph.nodes)
    arcs = sorted(graph.arcs.items())
    listed = [span for at in spans for span in at]

    def column(values: Sequence[int]) -> Integers:
        return np.array(values, dtype=np.int64)

    tails = column([a for (a, _), _ in arcs])
    return Paths(
        arc_first=np.searchsorted(tails, np.arange(number + 1)).astype(np.int64),
        head=column([b for (_, b), _ in arcs]),
        steps=column([seconds // grid_s for _, seconds in arcs]),
        span_first=column(np.cumsum([0, *(len(at) for at in spans)]).tolist()),
        opens=column([span.opens for span in listed]),
        closes=column([span.closes for span in listed]),
        ends=column([1 if node[0] == DONE else 0 for node in graph.nodes]),
    )
