"""Proven bounds: how many people can come out at most, and when the last can be out at the earliest.

Each bound holds for every plan that the rules allow, with any number of stops a trip. The strongest counts:

*flow*    the circulation of each capacity (module `counting`);
*reach*   the earliest arrival of each commodity if it had vehicles, roads and crossings for itself;
*paths*   what whole paths of seats can do by a deadline, with windows, lanes, convoys and linked movements.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from safepassage.network import RoadNetwork
from safepassage.planning.solver.circuits import Circuits, capacity_cargo, trips_a_vehicle
from safepassage.planning.solver.commodities import (
    DIMENSIONS,
    Commodity,
    VehicleClass,
    commodities,
    direct_legs,
    one_at_a_time,
    shortest_legs,
    vehicle_classes,
)
from safepassage.planning.solver.counting import CountingModel, Level, Triple
from safepassage.planning.solver.cycles import cycle_of
from safepassage.planning.solver.deadline import SeatBound, WholeProof, last_impossible
from safepassage.planning.solver.linear import INFINITY
from safepassage.planning.solver.metric import least_times
from safepassage.planning.solver.narrow import Narrow, narrows
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.rides import earliest_out, earliest_over_rides
from safepassage.planning.solver.tables import Tables

Reals = NDArray[np.float64]

SMALL_MODEL = 4000
LARGE_MODEL = 15_000
"""Problems with more choices (kinds times classes times destinations) are bounded one capacity at a time."""
PLENTY = 0.7
"""A capacity that asks for fewer trips a vehicle than this share of the most is not bounded by."""
PRECISION = 2000
"""The search for the last impossible deadline ends at this part of the completion time."""
PATHS_EXPLAINED = "the whole trips that vehicles can make by then, in the hours and numbers that crossings allow"
ROUNDING = 1e-4
"""Slack in seconds before a bound is rounded up: far above the error of the linear solver, far below a second."""


@dataclass(frozen=True, slots=True)
class OutBound:
    """Proven bounds on how many persons can be brought out.

    `by_priority` holds for plans that bring out at least as many of the priorities before; `total` for all plans that
    are no worse by priority than the one asked about.
    """

    by_priority: Triple
    total: int


@dataclass(frozen=True, slots=True)
class CompletionBound:
    """A time before which no plan that brings out as many can finish, and the reasoning behind it."""

    seconds: int
    explained: str


class Bounds:
    """Bounds of a problem, proven step by step."""

    def __init__(self, problem: Problem, network: RoadNetwork, tables: Tables, seed: int) -> None:
        self.problem, self.tables, self.seed = problem, tables, seed
        self.classes: list[VehicleClass] = vehicle_classes(problem)
        size = len(problem.kinds) * len(self.classes) * max(1, len(problem.destinations))
        self.small, self.large = size <= SMALL_MODEL, size > LARGE_MODEL
        self.goods: list[Commodity] = commodities(problem, merged=not self.small)
        by_profile = [least_times(problem, network, tables, p) for p in range(len(problem.profiles))]
        times = [by_profile[c.profile] for c in self.classes]
        self.legs = [
            direct_legs(problem, tables.ways, c)
            if not self.large and one_at_a_time(self.goods, c)
            else shortest_legs(problem, t, c)
            for t, c in zip(times, self.classes, strict=True)
        ]
        self._flows: dict[Triple, float] = {}
        self.times, self.network = times, network
        self.earliest = earliest_over_rides(problem, tables, self.goods, self.classes, times)
        self.narrow: list[Narrow] = narrows(problem, self.goods)
        for narrow in self.narrow:
            concerned = narrow.concerned(self.goods)
            for c, (vehicles, least) in enumerate(zip(self.classes, times, strict=True)):
                narrow.cycles[c] = cycle_of(problem, network, least, vehicles, concerned, narrow.place)

    def _model(
        self,
        *,
        alighted_s: float = INFINITY,
        used: frozenset[int] | None = None,
        earliest: list[Reals] | None = None,
    ) -> CountingModel:
        model = CountingModel(
            self.problem,
            self.goods,
            self.classes,
            self.legs,
            joint=False,
            whole=self.small,
            earliest=self.earliest if earliest is None else earliest,
            used=used,
        )
        for narrow in self.narrow:
            passed_s = alighted_s - narrow.beyond_s
            narrow.limit(model, passed_s)
            narrow.limit_cycles(model, passed_s)
        return model

    def people_out(self, out: Triple, time_limit_s: float) -> OutBound:
        """Bound how many people can be brought out by plans no worse by priority than one that brings out `out`."""
        asked = self.problem.asked
        if out == asked:
            return OutBound(asked, sum(asked))
        model, bounds, proven = self._model(), [0, 0, 0], True
        model.allow()
        for priority in (1, 2, 3):
            _, bounds[priority - 1] = model.most((priority,), time_limit_s / 4, self.seed)
            if proven:
                model.keep(priority, out[priority - 1])
            proven = proven and bounds[priority - 1] == out[priority - 1]
        _, total = model.most((1, 2, 3), time_limit_s / 4, self.seed)
        return OutBound((bounds[0], bounds[1], bounds[2]), min(total, sum(bounds)))

    def completion(
        self,
        out: Triple,
        time_limit_s: float,
        latest_s: int | None = None,
        spent: Callable[[], bool] = lambda: False,
    ) -> CompletionBound:
        """Bound the completion time of plans that bring out so many people of each priority.

        If a plan is known that does so by `latest_s`, whole paths of seats are asked too, until `spent` says to end.
        These know nothing of people who change vehicles, so where there may be some, they are not asked.
        """
        if out not in self._flows:
            self._flows[out] = self._flow_s(out, time_limit_s)
        found = [(self._flows[out], "the driving and loading that all vehicles together must do")]
        found.append((self._reach_s(out), "how soon those farthest away could arrive if nobody else moved"))
        seconds, explained = max(found, key=lambda f: f[0])
        if seconds == inf:
            return CompletionBound(0, "nothing is proven")
        bound = CompletionBound(max(0, ceil(seconds - ROUNDING)), explained)
        if latest_s is None or self.problem.onward:
            return bound
        by_paths = self._paths_s(out, bound.seconds, latest_s, spent)
        return max(bound, CompletionBound(by_paths, PATHS_EXPLAINED), key=lambda b: b.seconds)

    def settles(self, out: Triple, seconds: int, time_limit_s: float, stopped: Callable[[], bool]) -> bool:
        """Whether it is proven in whole vehicles that no plan finishes before a time."""
        if out != self.problem.asked or self.problem.onward:
            return False
        proof = WholeProof(self.problem, self.goods, self.classes, self.legs)
        return proof.applies and proof.proves_none_by(seconds - 1, time_limit_s, stopped)

    def _paths_s(self, out: Triple, low_s: int, latest_s: int, spent: Callable[[], bool]) -> int:
        """Prove a time before which whole paths of seats cannot bring out so many; at least `low_s`."""
        if low_s >= latest_s or spent():
            return low_s
        paths = SeatBound(
            self.problem, self.tables, self.goods, self.classes, self.legs, self.earliest, horizon_s=latest_s
        )
        if not paths.usable:
            return low_s

        def impossible(moment_s: int) -> bool:
            return paths.proves_none_by(out, moment_s, spent)

        precision = max(1, latest_s // PRECISION)
        last = last_impossible(impossible, low_s - 1, latest_s, precision, spent)
        if last + precision >= latest_s - 1 and not spent() and impossible(latest_s - 1):
            last = latest_s - 1
        return last + 1

    def most_by(self, moment: float, weights: tuple[float, float, float], out: Triple, time_limit_s: float) -> Level:
        """Bound how many people plans that bring out `out` in all can have brought out by a moment, with weights.

        The slope holds back to the last moment before at which vehicles become available.
        """
        used = frozenset(c for c, v in enumerate(self.classes) if max(0, v.row.available_from_s) < moment)
        earliest = [np.where(times <= moment, times, inf) for times in self.earliest]
        model = self._model(alighted_s=moment, used=used, earliest=earliest)
        model.allow()
        for priority in (1, 2, 3):
            model.at_most(priority, out[priority - 1])
        return model.most_weighted(weights, moment, time_limit_s, self.seed)

    def _flow_s(self, out: Triple, time_limit_s: float) -> float:
        """Prove a time in which all vehicles together cannot do the work.

        Vehicles that only become available later must not count before. So the flow is first bounded without them; if
        that bound is no later than when the next become available, they cannot help to finish earlier.
        """
        since = [max(0, vehicles.row.available_from_s) for vehicles in self.classes]
        later = [*sorted(set(since)), INFINITY]
        bound = 0.0
        for now, then in pairwise(later):
            used = frozenset(c for c, moment in enumerate(since) if moment <= now)
            if self.large:
                bound = self._capacities_s(out, used, time_limit_s)
            else:
                model = self._model(used=used)
                model.demand(out)
                bound = model.fastest_bound(time_limit_s, self.seed)
            if bound <= then:
                break
        return bound if bound < INFINITY else 0.0

    def _capacities_s(self, out: Triple, used: frozenset[int], time_limit_s: float) -> float:
        """Prove such a time for each capacity apart, with alike people together: for large problems.

        The capacity that seems scarcest comes first; those of which there seems to be plenty are left out.
        """
        found = [capacity_cargo(self.problem, self.classes, dimension) for dimension in DIMENSIONS]
        rounds = [trips_a_vehicle(self.classes, cargo) for cargo in found]
        best = 0.0
        for dimension in sorted(DIMENSIONS, key=lambda dimension: -rounds[dimension]):
            if found[dimension] and rounds[dimension] >= PLENTY * max(rounds):
                model = Circuits.over_any_stops(self.problem, self.classes, self.legs, found[dimension])
                bound = model.fastest_bound(out, used, time_limit_s, self.seed)
                best = max(best, bound or 0.0)
        return best

    def _reach_s(self, out: Triple) -> float:
        """Latest of the earliest arrivals, over the priorities of which everyone comes out."""
        latest, soonest = 0.0, earliest_out(self.problem, self.goods, self.earliest)
        for priority in (1, 2, 3):
            counted = [g for g, good in enumerate(self.goods) if good.priority == priority and not good.waits]
            persons = sum(self.goods[g].units * sum(self.goods[g].unit) for g in counted)
            if persons == out[priority - 1]:
                latest = max([latest, *(soonest[g] for g in counted)])
        return latest if latest < inf else 0.0
