"""The last touches to a plan that cost it nothing: less risk, fewer kilometres, the most urgent earlier."""

import numpy as np

from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.hasten import hasten
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.randomness import stream
from safepassage.planning.solver.state import return_to_best, vehicles_meet
from safepassage.planning.solver.tiebreak import tidy
from safepassage.planning.solver.urgency import counts_everybody

TRIES_AT_ONCE, TRIES_A_TRIP, FEWEST_TRIES = 16, 40, 2000
"""Changes for less risk and distance: how many between looks at the clock, and how many in vain until it ends."""
SWAPS, SWAPS_AT_ONCE = 4000, 8


def take_less_risk(engine: Engine, budget: Budget, seed: int) -> None:
    """Look for a plan as good with less risk, then with fewer kilometres, as long as the budget allows."""
    random, meet = stream(seed + 2), vehicles_meet(engine.tables)
    patience = max(FEWEST_TRIES, TRIES_A_TRIP * int((engine.search.trips.num_items > 0).sum()))
    return_to_best(engine.tables_handle, engine.handle)
    tried = in_vain = 0
    while in_vain < patience and not budget.spent(tried):
        better = tidy(engine.tables_handle, engine.handle, random, meet, TRIES_AT_ONCE)
        tried, in_vain = tried + TRIES_AT_ONCE, 0 if better else in_vain + TRIES_AT_ONCE


def bring_urgent_earlier(problem: Problem, engine: Engine, budget: Budget, seed: int) -> None:
    """Let the most urgent go earlier where that costs nothing, as long as the budget allows."""
    if len({kind.priority for kind in problem.kinds}) < 2 or counts_everybody(engine):
        return
    random, meet = stream(seed + 1), vehicles_meet(engine.tables)
    weights = np.array(problem.scenario.priority_weights, dtype=np.float64)
    return_to_best(engine.tables_handle, engine.handle)
    for _ in range(SWAPS // SWAPS_AT_ONCE):
        if budget.spent(0):
            return
        hasten(engine.tables_handle, engine.handle, random, meet, weights, SWAPS_AT_ONCE)
