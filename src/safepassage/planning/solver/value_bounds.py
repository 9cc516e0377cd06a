"""A proven bound on the value of plans that bring out as many people of each priority, for each objective."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf

from safepassage.domain.scenario import Objective
from safepassage.planning.solver.aims import weighted
from safepassage.planning.solver.bounds import Bounds
from safepassage.planning.solver.counting import Level, Triple
from safepassage.planning.solver.over_time import OutOverTime
from safepassage.planning.solver.priced import PricedCost
from safepassage.planning.solver.problem import Problem

MOMENTS = 64
"""How many people can be out is worked out for so many moments at most."""
MOMENT_SHARE = 0.05
FEW_GOODS = 10
"""Where there are more commodities, prices on seats nearly always prove more, if they prove anything."""


@dataclass(frozen=True, slots=True)
class ValueBound:
    """A value that no plan is better than that brings out as many, and the reasoning behind it.

    `is_cut`: with more time it might have become better.
    """

    value: float
    explained: str
    is_cut: bool = False

    def or_better(self, other: "ValueBound", objective: Objective) -> "ValueBound":
        """Give the stronger of two bounds."""
        lower = min(self, other, key=lambda bound: bound.value)
        upper = other if lower is self else self
        return lower if objective is Objective.BEFORE_BREAKDOWN else upper


def bound_value(
    bounds: Bounds, priced: PricedCost, out: Triple, latest_s: float, time_limit_s: float, spent: Callable[[], bool]
) -> ValueBound:
    """Bound the value of plans that bring out so many people of each priority; `spent` tells when to end early.

    `latest_s` is about when a good plan has brought everybody out. Paths of seats know nothing of rides that wait for
    each other.
    """
    problem = bounds.problem
    scenario = problem.scenario
    if scenario.objective is Objective.COMPLETION:
        earliest = bounds.completion(out, time_limit_s, int(latest_s), spent)
        return ValueBound(earliest.seconds, earliest.explained)
    if weighted(scenario, out) <= 0:
        return ValueBound(0, "nobody's arrival counts")
    cost = 0.0 if problem.onward else priced.bound(out, latest_s, spent)
    found = [(_value(problem, out, cost), "the whole ways that seats can go, and whom they can carry")]
    if cost <= 0 or len(bounds.goods) <= FEW_GOODS:
        level = _over_time(problem, bounds, out, time_limit_s, spent)
        found.append((level, "how many people can have been brought out when"))
    if scenario.objective is Objective.BEFORE_BREAKDOWN:
        return ValueBound(*min(found), spent())
    value, explained = max(found)
    whole = all(float(weight).is_integer() for weight in scenario.priority_weights)
    return ValueBound(ceil(value) if whole else value, explained, spent())


def _value(problem: Problem, out: Triple, cost: float) -> float:
    if problem.scenario.objective is Objective.BEFORE_BREAKDOWN:
        return weighted(problem.scenario, out) - cost
    return cost


def _over_time(problem: Problem, bounds: Bounds, out: Triple, time_limit_s: float, spent: Callable[[], bool]) -> float:
    scenario = problem.scenario

    def level_at(moment: float) -> Level:
        return bounds.most_by(moment, scenario.priority_weights, out, MOMENT_SHARE * time_limit_s)

    steps = sorted({float(max(0, vehicles.row.available_from_s)) for vehicles in bounds.classes})
    calm_s = scenario.expected_calm_s if scenario.objective is Objective.BEFORE_BREAKDOWN else None
    first = min((float(times.min(initial=inf)) for times in bounds.earliest), default=inf)
    curve = OutOverTime(level_at, weighted(scenario, out), steps, calm_s)
    return curve.bound(first if first < inf else 0.0, MOMENTS, spent)
