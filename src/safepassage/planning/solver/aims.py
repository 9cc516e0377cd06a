"""What a plan aims at besides bringing people out: what the second costs at which a person alights.

For `completion` only the last alighting counts. For the other objectives every person costs something that grows with
the second of alighting: the weight times the seconds (`priority`), or the weight times the chance that the agreement
has failed by then (`before-breakdown`). The search minimises the sum, in whole units, so that equal plans are equal.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import exp, fsum
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.plan import Itinerary
from safepassage.domain.scenario import Objective, Scenario

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]

LATEST_S = 2.0**27
"""No alighting is later than about four years; for scaling only."""
LARGEST_SUM = 2.0**60
LARGEST_SHARE = 2.0**52
REACHED = 5e-7
"""Relative distance below which a sum over all people has reached its bound: somewhat above the slack of the bound."""

LAST_PERSON, EVERY_SECOND, BREAKDOWN = 0, 1, 2


class AimTable(NamedTuple):
    """The aim: `form[0]` is one of the three above, `rate[p - 1]` the units that a person of priority `p` costs.

    By second for EVERY_SECOND, in all for BREAKDOWN, whose mean time until the agreement fails is `calm[0]` seconds.
    `scale[0]` units are one of the objective's unit.
    """

    form: Integers
    rate: Reals
    calm: Reals
    scale: Reals


def aim_table(scenario: Scenario) -> AimTable:
    """Turn the objective of a scenario into an array.

    Raises
    ------
    UnsupportedTermError
        If the scenario lacks what the objective needs.
    """
    weights = np.array(scenario.priority_weights, dtype=np.float64)
    most = max(1.0, float(weights.max()) * max(1, scenario.persons))
    if scenario.objective is Objective.COMPLETION:
        return _table(LAST_PERSON, np.zeros(3), 1.0, 1.0)
    if scenario.objective is Objective.PRIORITY:
        scale = 2.0 ** np.floor(np.log2(LARGEST_SUM / (LATEST_S * most)))
        whole = all(float(weight).is_integer() for weight in scenario.priority_weights)
        return _table(EVERY_SECOND, weights, 1.0, min(1.0, scale) if whole else scale)
    if not scenario.expected_calm_s or scenario.expected_calm_s < 0:
        raise UnsupportedTermError(
            "scenario.toml: the objective before-breakdown needs expected_calm_hours, which is missing; add it."
        )
    scale = 2.0 ** np.floor(np.log2(LARGEST_SHARE / most))
    return _table(BREAKDOWN, weights, scenario.expected_calm_s, scale)


def _table(form: int, weights: Reals, calm_s: float, scale: float) -> AimTable:
    return AimTable(np.array([form], dtype=np.int64), weights * scale, np.array([calm_s]), np.array([scale]))


@njit(cache=True)
def cost_of_alighting(aim: AimTable, priority: int, persons: int, moment: int) -> int:
    """Units that it costs when so many people of a priority alight at a second; 0 if only the last one counts."""
    if aim.form[0] == EVERY_SECOND:
        return int(np.floor(persons * aim.rate[priority - 1] * moment + 0.5))
    if aim.form[0] == BREAKDOWN:
        failed = -np.expm1(-moment / aim.calm[0])
        return int(np.floor(persons * aim.rate[priority - 1] * failed + 0.5))
    return 0


def value_of(scenario: Scenario, itineraries: Iterable[Itinerary]) -> float:
    """Give the value of itineraries for the scenario's objective, in its unit."""
    rows = {row.id: row for row in scenario.people}
    weights = [Fraction(weight) for weight in scenario.priority_weights]
    alightings = [
        (groups * rows[people].group_size * weights[rows[people].priority - 1], stop.depart_s)
        for itinerary in itineraries
        for stop in itinerary.stops
        for people, groups in stop.alight.items()
    ]
    if scenario.objective is Objective.COMPLETION:
        return max((moment for _, moment in alightings), default=0)
    if scenario.objective is Objective.PRIORITY:
        return _nearest(sum((weight * moment for weight, moment in alightings), Fraction(0)))
    calm_s = scenario.expected_calm_s or 1.0
    return fsum(float(weight) * exp(-moment / calm_s) for weight, moment in alightings)


def value_of_cost(scenario: Scenario, aim: AimTable, out: tuple[int, int, int], cost: int) -> float:
    """Give the value of a schedule that brings out so many of each priority, from what it costs by the aim."""
    if scenario.objective is Objective.COMPLETION:
        return cost
    units = cost / float(aim.scale[0])
    if scenario.objective is Objective.PRIORITY:
        return units
    return weighted(scenario, out) - units


def weighted(scenario: Scenario, out: tuple[int, int, int]) -> float:
    """Add up persons times the weight of their priority."""
    return sum(weight * persons for weight, persons in zip(scenario.priority_weights, out, strict=True))


def reaches(objective: Objective, value: float, bound: float) -> bool:
    """Whether a value is as good as a bound on it says that any can be."""
    if objective is Objective.BEFORE_BREAKDOWN:
        return value >= bound * (1.0 - REACHED)
    if objective is Objective.PRIORITY:
        return value <= bound * (1.0 + REACHED)
    return value <= bound


def _nearest(exact: Fraction) -> float:
    return int(exact) if exact.denominator == 1 else float(exact)
