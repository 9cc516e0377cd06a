"""How much it costs by the aim that a trip is a second later, and which trips should go first for that."""

from math import exp

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.aims import BREAKDOWN, LAST_PERSON
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import Problem

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]

NO_RATE = 1e-9


def counts_everybody(engine: Engine) -> bool:
    """Whether it matters by the aim when each person alights, and not only the last."""
    return bool(engine.tables.aim.form[0] != LAST_PERSON)


def rates(problem: Problem, engine: Engine) -> Reals:
    """Give what a second costs for the people of each trip, shape `(num_trips,)`; before a breakdown, an early one."""
    aim, trips = engine.tables.aim, engine.search.trips
    a_second = aim.rate / aim.calm[0] if aim.form[0] == BREAKDOWN else aim.rate
    by_kind = np.array([kind.size * a_second[kind.priority - 1] for kind in problem.kinds])
    present = np.arange(trips.kind.shape[1])[None, :] < trips.num_items[:, None]
    return np.asarray((by_kind[trips.kind] * trips.groups * present).sum(axis=1))


def unit_of(problem: Problem, engine: Engine) -> float:
    """Give what a second costs for the mean trip with people, half-way through the schedule; 1 if nothing."""
    found, aim = rates(problem, engine), engine.tables.aim
    if not (found > 0).any():
        return 1.0
    halfway = float(engine.search.worth.end.max()) / 2
    return float(found[found > 0].mean()) * (exp(-halfway / aim.calm[0]) if aim.form[0] == BREAKDOWN else 1.0)


def in_order(lengths: Reals, found: Reals) -> Integers:
    """Give trips by length over rate, the shortest and most urgent first: Smith's rule."""
    return np.argsort(lengths / np.maximum(found, NO_RATE), kind="stable").astype(np.int64)
