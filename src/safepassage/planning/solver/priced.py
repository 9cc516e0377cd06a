"""A bound on objectives that count when each person alights, from prices on people, seats and the gate.

Every plan is a bundle of paths of seats (module `seat_paths`). Let each commodity have a reward for each unit that is
brought out, let people pay for the room that they take, and vehicles for passing the gate before some moments. Then no
plan costs less than

    rewards of those who come out + seats * cheapest path of a seat - prices * what there is of room and passings

whatever rewards and prices are. Good ones come from a linear program over the paths found so far. It mixes paths in any
parts, so the bound knows whole itineraries of seats, windows and the gate, but takes parts of vehicles.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, inf, isfinite

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.scenario import Objective
from safepassage.planning.solver.bounds import Bounds
from safepassage.planning.solver.commodities import Commodity
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.linear import INFINITY, LinearProgram
from safepassage.planning.solver.narrow import passes_by
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.seat_fleets import Clockwork, Fleet, fleets, main_gate, open_cells
from safepassage.planning.solver.seat_paths import find_paths, follow, make_plans

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]

FINEST_S, MOST_CELLS, MOST_WORK = 5, 6000, 2_000_000
FEWEST_CELLS = 200
FIRST = 0.5
"""The first rewards, as a share of the largest."""
COARSE = 8
"""Good prices are first looked for with cells so many times as long."""
MOMENTS = 40
"""Moments by which vehicles may have passed the gate."""
MOST_RIDES, MOST_ROUNDS, FINE_ROUNDS = 200, 150, 12
CLOSE = 5e-4
"""The rounds end when the bound is that near to what the paths found so far allow."""
STILL, STILLER = 0.5, 0.7
"""How much of the best prices so far is kept in each round, and how much of that after a round in vain."""
SLACK = 1e-7


@dataclass
class Path:
    """A path of a seat: its cost, units brought out of each commodity, passings by each moment, and room taken."""

    fleet: int
    cost: float
    carries: dict[int, float]
    passes: Reals
    takes: Reals


@dataclass
class Prices:
    """Rewards by commodity; what passing the gate before each moment costs a vehicle; what each part of room costs."""

    rewards: Reals
    tolls: Reals
    rents: Reals

    def towards(self, other: "Prices", part: float) -> "Prices":
        """Give prices between these and others."""
        return Prices(
            (1 - part) * self.rewards + part * other.rewards,
            (1 - part) * self.tolls + part * other.tolls,
            (1 - part) * self.rents + part * other.rents,
        )


@dataclass
class PricedSeats:
    """The linear program over paths of seats, and the best bound so far on what a plan costs.

    Passings of the gate are counted before the moments `moments_s`. Rewards are limited so that no ride after the last
    cell would be worth it.
    """

    problem: Problem
    bounds: Bounds
    out: Triple
    clockwork: Clockwork
    moments_s: Integers
    paths: list[Path] = field(default_factory=list)
    best: float = 0.0
    best_prices: Prices | None = None

    def __post_init__(self) -> None:
        self.fleets = fleets(self.problem, self.bounds, self.clockwork)
        self.growth = self._growth(np.arange(self.clockwork.cells + 1, dtype=np.float64) * self.clockwork.cell_s)
        weights = self.problem.scenario.priority_weights
        self.rate = np.array([sum(good.unit) * weights[good.priority - 1] for good in self.bounds.goods])
        self.limit = self.rate * self.growth[-1]
        gate = main_gate(self.bounds)
        most = [inf if gate is None else passes_by(gate, float(moment)) for moment in self.moments_s]
        counted = np.isfinite(np.array(most, dtype=np.float64))
        self.moments = self.moments_s[counted] // self.clockwork.cell_s
        self.passes = np.array(most, dtype=np.float64)[counted]
        self.takes, self.room = self._room()
        self.plans = [make_plans(fleet.world, self.clockwork.cells) for fleet in self.fleets]

    def _growth(self, seconds: Reals) -> Reals:
        scenario = self.problem.scenario
        if scenario.objective is Objective.BEFORE_BREAKDOWN:
            return np.asarray(-np.expm1(-seconds / (scenario.expected_calm_s or inf)))
        return seconds

    def _room(self) -> tuple[Reals, Reals]:
        """Units of each commodity at each destination by the limited room that they take; and how much there is.

        Shapes `(num_commodities, num_destinations, num_rooms)` and `(num_rooms,)`.
        """
        problem, goods = self.problem, self.bounds.goods
        limited = [
            (i, part, room[d])
            for i, d in enumerate(problem.destinations)
            for part, room in enumerate((problem.shelter, problem.beds))
            if room[d] < FOREVER
        ]
        takes = np.zeros((len(goods), len(problem.destinations), len(limited)))
        for r, (i, part, _) in enumerate(limited):
            takes[:, i, r] = [good.unit[2] if part else good.unit[0] + good.unit[1] for good in goods]
        return takes, np.array([float(room) for _, _, room in limited])

    def bound(self, spent: Callable[[], bool], prices: Prices | None = None, rounds: int = MOST_ROUNDS) -> float:
        """Bound what all people of a plan cost from below, in the unit of the objective, beginning with some prices."""
        still = STILL
        if prices is None and self.best_prices is not None:
            prices = self._master()[1].towards(self.best_prices, still)
        if prices is None:
            prices = Prices(FIRST * self.limit, np.zeros(len(self.moments)), np.zeros(len(self.room)))
        for _ in range(rounds):
            found = self._price(prices)
            if found > self.best or self.best_prices is None:
                self.best, self.best_prices, still = found, prices, STILL
            else:
                still *= STILLER
            value, master = self._master()
            if spent() or value - self.best <= CLOSE * abs(value):
                break
            prices = master.towards(self.best_prices, still)
        return max(0.0, self.best - SLACK * abs(self.best))

    def _price(self, prices: Prices) -> float:
        """Find cheapest paths under prices, keep them, and give the bound that they prove."""
        toll = self._toll(prices.tolls)
        total = self._rewards(prices.rewards) - float(prices.tolls @ self.passes) - float(prices.rents @ self.room)
        by_good = prices.rewards[:, None] - self.takes @ prices.rents
        for number, fleet in enumerate(self.fleets):
            goods = np.array(fleet.goods, dtype=np.int64)
            costs, rewards = self.rate[goods] / fleet.loads, by_good[goods] / fleet.loads[:, None]
            plans = self.plans[number]
            growth = self.growth[:-1]
            find_paths(fleet.world, costs, rewards, growth, toll * fleet.share, plans)
            cheapest = 0.0
            for p, cell in enumerate(fleet.world.out):
                price = float(plans.pickup[p, cell]) if cell < self.clockwork.cells else inf
                cheapest = min(cheapest, price)
                if price < 0:
                    self._keep(number, fleet, (costs, rewards, growth), p)
            total += fleet.seats * cheapest
        return total

    def _toll(self, tolls: Reals) -> Reals:
        """Give what a vehicle pays in each cell: the prices of all moments after it."""
        toll = np.zeros(self.clockwork.cells)
        for cell, price in zip(self.moments, tolls, strict=True):
            toll[:cell] += price
        return toll

    def _rewards(self, rewards: Reals) -> float:
        """Give the least rewards of as many people of each priority as come out."""
        total = 0.0
        for priority in (1, 2, 3):
            left = float(self.out[priority - 1])
            each = [(rewards[g] / sum(good.unit), sum(good.unit) * good.units) for g, good in self._of(priority)]
            for reward, persons in sorted(each):
                total += reward * min(left, persons)
                left -= min(left, persons)
        return total

    def _of(self, priority: int) -> list[tuple[int, Commodity]]:
        return [(g, good) for g, good in enumerate(self.bounds.goods) if good.priority == priority]

    def _keep(self, number: int, fleet: Fleet, priced: tuple[Reals, Reals, Reals], p: int) -> None:
        rides = np.zeros((MOST_RIDES, 4), np.int64)
        count = follow(fleet.world, *priced, self.plans[number], p, rides)
        costs, _, growth = priced
        carries: dict[int, float] = {}
        cost, passes = 0.0, np.zeros(len(self.moments))
        takes = np.zeros(len(self.room))
        for good, destination, cell, passed in rides[:count]:
            cost += costs[good] * growth[cell]
            carries[fleet.goods[good]] = carries.get(fleet.goods[good], 0.0) + 1.0 / fleet.loads[good]
            if passed >= 0:
                passes += fleet.share * (self.moments > passed)
            takes += self.takes[fleet.goods[good], destination] / fleet.loads[good]
        self.paths.append(Path(number, cost, carries, passes, takes))

    def _master(self) -> tuple[float, Prices]:
        """Mix the paths found so far as cheaply as can be; gives what that costs, and its prices."""
        program, goods = LinearProgram(), self.bounds.goods
        brought = [program.row(low=0.0) for _ in goods]
        seats = [program.row(high=fleet.seats) for fleet in self.fleets]
        passing = [program.row(high=most) for most in (*self.passes, *self.room)]
        asked = [program.row(low=persons) for persons in self.out]
        for g, good in enumerate(goods):
            out = program.column(high=good.units)
            program.enter(brought[g], out, -1.0)
            program.enter(asked[good.priority - 1], out, sum(good.unit))
            program.enter(brought[g], program.column(cost=self.limit[g]), 1.0)
        for path in self.paths:
            column = program.column(cost=path.cost)
            program.enter(seats[path.fleet], column, 1.0)
            for g, units in path.carries.items():
                program.enter(brought[g], column, units)
            for row, number in zip(passing, (*path.passes, *path.takes), strict=True):
                if number:
                    program.enter(row, column, number)
        solved = program.solve()
        value = INFINITY if solved.value is None else solved.value
        duals = solved.duals if solved.duals.size else np.zeros(len(program.row_lows))
        rewards = np.clip(duals[brought], 0.0, self.limit)
        prices = np.maximum(0.0, -duals[passing]) if passing else np.zeros(0)
        return value, Prices(rewards, *np.split(prices, [len(self.passes)]))


@dataclass
class PricedCost:
    """Bounds from below on what all people cost; a proof that was cut off goes on when it is asked for again.

    It goes on with the cells of the first time, so the first `latest_s` counts: about when a good plan has brought
    everybody out.
    """

    problem: Problem
    bounds: Bounds
    begun: dict[Triple, tuple[PricedSeats, Clockwork]] = field(default_factory=dict)

    def bound(self, out: Triple, latest_s: float, spent: Callable[[], bool]) -> float:
        """Bound the cost of plans that bring out so many of each priority; 0 if nothing is known."""
        if out not in self.begun:
            fine = _cells(self.problem, self.bounds, latest_s)
            if fine is None:
                return 0.0
            coarse = Clockwork(fine.cell_s * COARSE, fine.cells // COARSE)
            moments_s = _moments(self.bounds, coarse)
            self.begun[out] = PricedSeats(self.problem, self.bounds, out, coarse, moments_s), fine
        first, fine = self.begun[out]
        found = first.bound(spent)
        if spent():
            return found
        second = PricedSeats(self.problem, self.bounds, out, fine, first.moments_s)
        return max(found, second.bound(spent, first.best_prices, FINE_ROUNDS))


def _cells(problem: Problem, bounds: Bounds, latest_s: float) -> Clockwork | None:
    """Cells no longer than the shortest ride, and no more of them than can be worked through."""
    pairs = len(problem.pickups) * len(problem.destinations) * max(1, len(bounds.classes))
    rides = [float(legs.loaded.min(initial=inf)) for legs in bounds.legs]
    shortest = int(min((ride for ride in rides if isfinite(ride)), default=0)) // COARSE
    most = min(MOST_CELLS, MOST_WORK // max(1, pairs))
    if shortest < 1 or most < FEWEST_CELLS or latest_s <= 0:
        return None
    cell_s = max(ceil(latest_s / most), min(FINEST_S, shortest))
    return Clockwork(cell_s, COARSE * (ceil(latest_s / (COARSE * cell_s)) + 1)) if cell_s <= shortest else None


def _moments(bounds: Bounds, coarse: Clockwork) -> Integers:
    """Give moments before which passings of the gate are counted, spread over its open hours."""
    gate = main_gate(bounds)
    if gate is None:
        return np.zeros(0, np.int64)
    is_open = np.flatnonzero(open_cells(coarse, gate)) + 1
    picked = (
        is_open[np.unique(np.linspace(0, max(0, len(is_open) - 1), MOMENTS).astype(np.int64))]
        if len(is_open)
        else is_open
    )
    return picked * coarse.cell_s
