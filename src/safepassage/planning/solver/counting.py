"""Counting trips instead of routing vehicles: the circulation model.

Vehicles of one row are alike, so what they do together is a flow: from their start to pickups, loaded from pickups to
destinations, empty back to pickups. The time that this flow takes is at most the number of vehicles times the
completion time.

The flow is used twice. As a *mix* it counts whole direct trips, all capacities of a vehicle at once. As a *bound* each
capacity (seats, wheelchair places, stretchers) has a flow of its own, and times are shortest ways over any stops
between. Such a flow exists for every plan: follow each seat of a vehicle through the plan, from one passenger to the
next. It skips stops of the vehicle, so it takes no longer; the mean over all seats is the flow. The bound therefore
holds for trips with any number of stops.

Transfer places are pickups and destinations too. Whoever is brought there is carried on from there, as a commodity of
its own, of which as many units leave as come; only rides to destinations count as out.
"""

from collections import defaultdict
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import DIMENSIONS, Commodity, Legs, VehicleClass, one_at_a_time
from safepassage.planning.solver.linear import INFINITY, LinearProgram, Solution
from safepassage.planning.solver.problem import FOREVER, Problem

Reals = NDArray[np.float64]

ROUNDING = 1e-6
EFFORT_WEIGHT = 0.01
TRACE = 1e-7
Triple = tuple[int, int, int]
Flow = dict[tuple[int, int, int], float]
"""Units carried by (commodity, vehicle class, destination)."""


class Level(NamedTuple):
    """A bound on how many people can be out by a moment, each with a weight.

    It is `most`. At `s` seconds before the moment it is also at most `straight - slope * s`.
    """

    most: float
    straight: float
    slope: float


class CountingModel:
    """The circulation of a problem as a linear program whose last column is the completion time."""

    def __init__(
        self,
        problem: Problem,
        goods: list[Commodity],
        classes: list[VehicleClass],
        legs: list[Legs],
        *,
        joint: bool,
        whole: bool,
        earliest: list[Reals],
        used: frozenset[int] | None = None,
    ) -> None:
        """Build the program; only the vehicle classes in `used` (None: all) carry anybody."""
        self.used = frozenset(range(len(classes))) if used is None else used
        self.joint = joint
        self.earliest = earliest
        self.problem, self.goods, self.classes, self.legs = problem, goods, classes, legs
        self.whole = whole
        self.program = LinearProgram()
        self.completion = self.program.column()
        self.carried: dict[tuple[int, int, int], int] = {}
        self.effort: dict[int, float] = {}
        self.out_rows = [self.program.row() for _ in goods]
        self._carry()
        self._carry_on()
        self._room()
        for c in range(len(classes)):
            dimensions = [d for d in DIMENSIONS if self._used(c, d)]
            for group in [dimensions] if joint else [[d] for d in dimensions]:
                self._circulate(c, group)

    def _used(self, c: int, dimension: int) -> bool:
        vehicles = self.classes[c]
        return any(cc == c and vehicles.load(self.goods[g].unit, dimension) > 0 for g, cc, _ in self.carried)

    def _carry(self) -> None:
        """Columns for who is carried by whom to where, and one row a commodity that adds them up."""
        destination_at = {d: i for i, d in enumerate(self.problem.destinations)}
        for g, good in enumerate(self.goods):
            for c, vehicles in enumerate(self.classes):
                if vehicles.type not in good.types or c not in self.used:
                    continue
                for d in good.destinations:
                    if np.isfinite(self.earliest[c][g, destination_at[d]]):
                        most = INFINITY if good.waits else good.units
                        column = self.program.column(0, most, whole=self.whole)
                        self.carried[g, c, d] = column
                        self.program.enter(self.out_rows[g], column, 1)

    def _carry_on(self) -> None:
        """As many leave a transfer place as were brought there."""
        waiting = {kind: g for g, good in enumerate(self.goods) for kind in good.kinds if good.waits}
        for (g, _, d), column in self.carried.items():
            if d in self.problem.transfers:
                there = waiting[self.problem.onward[self.goods[g].kinds[0], d]]
                self.program.enter(self.out_rows[there], column, -1)

    def _out(self, d: int) -> bool:
        """Whether those who are carried to a stop are out."""
        return d not in self.problem.transfers

    def _room(self) -> None:
        """No destination takes more than it has room for."""
        rows: dict[tuple[int, int], int] = {}
        for d in self.problem.destinations:
            for part, room in enumerate((self.problem.shelter[d], self.problem.beds[d])):
                if room < FOREVER:
                    rows[d, part] = self.program.row(high=room)
        for (g, _, d), column in self.carried.items():
            seated, wheelchair, stretcher = self.goods[g].unit
            for part, takes in enumerate((seated + wheelchair, stretcher)):
                if takes and (d, part) in rows:
                    self.program.enter(rows[d, part], column, takes)

    def _circulate(self, c: int, dimensions: list[int]) -> None:
        """Add the flow of one class, for some of its capacities, within the time that its vehicles have."""
        program, vehicles, legs = self.program, self.classes[c], self.legs[c]
        pickups, destinations = self.problem.pickups, self.problem.destinations
        count, since = len(vehicles.members), max(0, vehicles.row.available_from_s)
        balance = [program.row(0, 0) for _ in pickups]
        release = [program.row(low=0) for _ in destinations]
        time = program.row(high=0 if self.joint else -count * since)
        program.enter(time, self.completion, -count)
        spans = [time]
        if vehicles.row.available_until_s is not None:
            spans.append(program.row(high=count * max(0, vehicles.row.available_until_s - since)))
        starts = program.row(high=count)
        loads = self._load_rows(c, dimensions)
        whole = self.whole and (self.joint or one_at_a_time(self.goods, vehicles))
        for i, p in enumerate(pickups):
            if np.isfinite(legs.out[i]):
                column = program.column()
                program.enter(starts, column, 1)
                program.enter(balance[i], column, 1)
                self._spend(spans, column, legs.out[i], count)
                if self.joint:
                    program.enter(time, column, since)
            for j, d in enumerate(destinations):
                if np.isfinite(legs.loaded[i, j]) and (p, d) in loads:
                    column = program.column(whole=whole)
                    program.enter(balance[i], column, -1)
                    program.enter(release[j], column, 1)
                    self._spend(spans, column, legs.loaded[i, j], count)
                    for row, capacity in loads[p, d]:
                        program.enter(row, column, -capacity)
                if np.isfinite(legs.back[j, i]):
                    column = program.column()
                    program.enter(balance[i], column, 1)
                    program.enter(release[j], column, -1)
                    self._spend(spans, column, legs.back[j, i], count)

    def _spend(self, spans: list[int], column: int, seconds: float, count: int) -> None:
        self.effort[column] = seconds / count
        for row in spans:
            self.program.enter(row, column, seconds)

    def _load_rows(self, c: int, dimensions: list[int]) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Rows that keep loads within capacity, by pickup and destination, each with the capacity of a trip."""
        vehicles = self.classes[c]
        rows: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        known: dict[tuple[int, int, int], int] = {}
        for (g, cc, d), column in self.carried.items():
            if cc != c:
                continue
            for dimension in dimensions:
                load = vehicles.load(self.goods[g].unit, dimension)
                if not load:
                    continue
                key = (self.goods[g].stop, d, dimension)
                if key not in known:
                    known[key] = self.program.row(high=0)
                    rows[key[:2]].append((known[key], vehicles.capacity(dimension)))
                self.program.enter(known[key], column, load)
        return rows

    def demand(self, persons: Triple) -> None:
        """Require that at least so many persons of each priority are carried, and at most all of each commodity."""
        self.allow()
        for priority in (1, 2, 3):
            self.keep(priority, persons[priority - 1])

    def keep(self, priority: int, persons: float) -> None:
        """Require that at least so many persons of a priority are carried."""
        row = self.program.row(low=persons - ROUNDING)
        for (g, _, d), column in self.carried.items():
            if self.goods[g].priority == priority and self._out(d):
                self.program.enter(row, column, sum(self.goods[g].unit))

    def at_most(self, priority: int, persons: float) -> None:
        """Require that no more persons of a priority are carried."""
        row = self.program.row(high=persons)
        for (g, _, d), column in self.carried.items():
            if self.goods[g].priority == priority and self._out(d):
                self.program.enter(row, column, sum(self.goods[g].unit))

    def allow(self) -> None:
        """Let any number up to all of each commodity be carried, and all who come to a transfer place be carried on."""
        for row, good in zip(self.out_rows, self.goods, strict=True):
            self.program.row_lows[row], self.program.row_highs[row] = 0, good.units

    def most(self, priorities: tuple[int, ...], time_limit_s: float, seed: int) -> tuple[float, int]:
        """Carry as many people of some priorities as possible; returns how many, and a proven bound on it."""
        self.program.costs[:] = [0.0] * len(self.program.costs)
        for (g, _, d), column in self.carried.items():
            if self.goods[g].priority in priorities and self._out(d):
                self.program.costs[column] = -float(sum(self.goods[g].unit))
        found, bound = self._solve_both(time_limit_s, seed)
        everybody = sum(good.units * sum(good.unit) for good in self.goods if good.priority in priorities)
        return (0.0 if found.value is None else -found.value), floor(min(everybody, ROUNDING - bound))

    def most_weighted(
        self, weights: tuple[float, float, float], moment: float, time_limit_s: float, seed: int
    ) -> Level:
        """Bound how many people can be carried by a moment, each counted with the weight of the priority.

        The reduced cost of the completion time tells what less of it costs: the program is convex in its limits.
        """
        self.program.highs[self.completion] = moment
        self.program.costs[:] = [0.0] * len(self.program.costs)
        for (g, _, d), column in self.carried.items():
            if self._out(d):
                self.program.costs[column] = -weights[self.goods[g].priority - 1] * sum(self.goods[g].unit)
        relaxed = self.program.solve(seed=seed)
        if relaxed.bound is None:
            return Level(INFINITY, INFINITY, 0.0)
        most = straight = -relaxed.bound
        slope = max(0.0, -float(relaxed.reduced[self.completion]))
        if self.whole:
            whole = self.program.solve(whole=True, time_limit_s=time_limit_s, seed=seed)
            most = most if whole.bound is None else min(most, -whole.bound)
        return Level(most, straight, slope)

    def fastest(self, time_limit_s: float, seed: int) -> Flow | None:
        """Minimise the completion time, and a little the hours of each class's vehicles.

        None if the demand cannot be met.
        """
        self._minimise_completion()
        for column, seconds in self.effort.items():
            self.program.costs[column] = EFFORT_WEIGHT * seconds
        found, _ = self._solve_both(time_limit_s, seed)
        if found.value is None:
            return None
        return {key: units for key, column in self.carried.items() if (units := float(found.values[column])) > TRACE}

    def fastest_bound(self, time_limit_s: float, seed: int) -> float:
        """Prove a time in which the demand cannot be carried faster; inf if it cannot be carried at all."""
        self._minimise_completion()
        found, bound = self._solve_both(time_limit_s, seed)
        return INFINITY if found.infeasible else max(0.0, bound)

    def _minimise_completion(self) -> None:
        self.program.costs[:] = [0.0] * len(self.program.costs)
        self.program.costs[self.completion] = 1.0

    def _solve_both(self, time_limit_s: float, seed: int) -> tuple[Solution, float]:
        """Solve the relaxation, then with whole numbers; returns the better solution and the better bound."""
        relaxed = self.program.solve(seed=seed)
        bound = -INFINITY if relaxed.bound is None else relaxed.bound
        if not self.whole or relaxed.value is None:
            return relaxed, bound
        whole = self.program.solve(whole=True, time_limit_s=time_limit_s, seed=seed)
        bound = max(bound, -INFINITY if whole.bound is None else whole.bound)
        return (relaxed if whole.value is None else whole), bound
