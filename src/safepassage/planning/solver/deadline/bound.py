"""Bounds from whole paths of seats: by when nobody can have brought out so many, and how many can be out by when.

For a deadline, the program over paths of seats (modules `rows`, `master`) tells whether so many people can
be out by then. Where it cannot be done, no plan can do it; bisection finds the last deadline for which that is proven.
"""

from collections.abc import Callable, Sequence
from math import gcd

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import Commodity, Legs, VehicleClass, one_at_a_time
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.deadline.graph import PASS, SeatGraph, detours_never_help, seat_graph, start_of
from safepassage.planning.solver.deadline.master import SeatMaster
from safepassage.planning.solver.deadline.rows import SeatRows
from safepassage.planning.solver.deadline.terms import Passages, linked_steps
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables

Reals = NDArray[np.float64]

MOST_STATES = 3_000_000
"""The grid of time is chosen so that nodes times moments stay below."""
FEW_PAIRS = 120
"""With so few pairs of a pickup and a destination, people are told apart by where they boarded when they alight."""
MISSING = 1e-3
"""Persons who must be missing before a deadline counts as impossible: far above the error of the linear solver."""
MISSING_SHARE = 1e-7


class SeatBound:
    """The paths of all seats of a problem until a horizon."""

    def __init__(
        self,
        problem: Problem,
        tables: Tables,
        goods: Sequence[Commodity],
        classes: Sequence[VehicleClass],
        legs: Sequence[Legs],
        earliest: Sequence[Reals],
        horizon_s: int,
    ) -> None:
        self.problem, self.goods, self.horizon_s = problem, goods, horizon_s
        self._paired = len(problem.pickups) * len(problem.destinations) <= FEW_PAIRS
        free = detours_never_help(problem)
        self._graphs = [
            seat_graph(problem, tables, c, detours=not (free or one_at_a_time(goods, c)), paired=self._paired)
            for c in classes
        ]
        self.usable = not any(graph.endless() for graph in self._graphs)
        self.grid_s = _grid(self._graphs, tables, horizon_s)
        self._parts = (problem, tables, goods, classes, legs, earliest)
        self._steps = linked_steps(tables, horizon_s, self.grid_s)
        self._passages = Passages(tables, horizon_s, self.grid_s, self._first_passings(classes))
        self._masters: dict[Triple, SeatMaster] = {}

    def proves_none_by(self, out: Triple, moment_s: int, stopped: Callable[[], bool]) -> bool:
        """Whether it is proven that no plan brings out so many people of each priority by a moment."""
        if out not in self._masters:
            self._masters[out] = self._demanding(out)
        missing = MISSING + MISSING_SHARE * self.problem.persons
        _, bound = self._masters[out].least(moment_s, missing, stopped)
        return bound > missing

    def _demanding(self, out: Triple) -> SeatMaster:
        """Build the program that minimises how many people are missing."""
        made = self._rows()
        rows = made.rows
        for priority, persons in enumerate(out, start=1):
            row, missing = rows.row(-float(persons)), rows.column(float(persons), 1.0)
            rows.enter(row, missing, -1.0)
            for (g, _), column in made.carried.items():
                if self.goods[g].priority == priority:
                    rows.enter(row, column, -float(sum(self.goods[g].unit)))
        return self._master(made)

    def _first_passings(self, classes: Sequence[VehicleClass]) -> dict[tuple[int, int], int]:
        """Tell when a vehicle can first be at a crossing, by crossing rule and convoy rule."""
        first: dict[tuple[int, int], int] = {}
        for vehicles, graph in zip(classes, self._graphs, strict=True):
            since = max(0, vehicles.row.available_from_s)
            for node, seconds in zip(graph.nodes, graph.earliest(start_of(vehicles)), strict=True):
                if node[0] == PASS:
                    first[node[3:5]] = min(first.get(node[3:5], FOREVER), since + seconds)
        return first

    def _rows(self) -> SeatRows:
        return SeatRows(*self._parts, self._passages, self._steps, paired=self._paired)

    def _master(self, made: SeatRows) -> SeatMaster:
        seats = [made.seats(c, k, self._graphs[c]) for c, k in made.used()]
        return SeatMaster(made.rows, seats, self.grid_s)


def _grid(graphs: Sequence[SeatGraph], tables: Tables, horizon_s: int) -> int:
    """Seconds of the grid of time: what divides all times, or as fine as the number of states allows."""
    moments = (tables.terms.opens, tables.terms.closes, tables.vehicles.since, tables.kinds.ready)
    common = gcd(*(int(moment) for part in moments for moment in part if 0 <= moment < FOREVER))
    for graph in graphs:
        common = gcd(common, *graph.arcs.values())
    nodes = max((len(graph.nodes) for graph in graphs), default=1)
    finest = max(1, -(-horizon_s * nodes // MOST_STATES))
    return common if common >= finest else finest


def last_impossible(
    proves_none_by: Callable[[int], bool], low: int, high: int, precision: int, stopped: Callable[[], bool]
) -> int:
    """Bisect for the last moment by which it is proven impossible, between one that is and one that may not be."""
    while high - low > precision and not stopped():
        middle = (low + high) // 2
        if proves_none_by(middle):
            low = middle
        else:
            high = middle
    return low
