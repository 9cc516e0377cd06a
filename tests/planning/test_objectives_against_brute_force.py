"""The objectives that count when each person alights, against brute force on tiny scenarios and by the judge."""

import random

import pytest

from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import solve
from tests.planning.brute_force import TooLargeError, best_direct_plan
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import SMALL, TINY, random_scenario, with_objective

ITERATIONS = 5000
LONG_ENOUGH_S = 300.0
SUMS = (Objective.PRIORITY, Objective.BEFORE_BREAKDOWN)

NOT_FOUND_YET = {27: "one person of priority 1 more in exchange for four of priority 2", 84: "a later first departure"}
"""Seeds on which the search is known to miss the best plan; only that may be amiss with it (docs/method.md)."""


def drawn(seed: int, objective: Objective) -> Scenario:
    return with_objective(random_scenario(random.Random(seed), TINY), objective, seed)


def trouble(scenario: Scenario, schedules: int) -> list[str] | None:
    """List how plan, judge and brute force disagree; None if the scenario is too large for brute force."""
    try:
        optimum = best_direct_plan(scenario, schedules)
    except TooLargeError:
        return None
    return disagreements(
        scenario, solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=ITERATIONS), optimum
    )


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("seed", range(40))
def test_plans_are_as_good_as_brute_force(seed: int, objective: Objective) -> None:
    """As many come out by priority, with the same value; no bound excludes what brute force found."""
    found = trouble(drawn(seed, objective), schedules=5000) or []
    if seed in NOT_FOUND_YET:
        found = [line for line in found if not line.startswith("WORSE")]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("seed", range(40, 400))
def test_many_bounds_are_true(seed: int, objective: Objective) -> None:
    """The search may miss a plan now and then; a bound may never exclude one."""
    found = trouble(drawn(seed, objective), schedules=20_000) or []
    assert [line for line in found if not line.startswith("WORSE")] == []


@pytest.mark.parametrize("objective", SUMS)
def test_brute_force_is_rarely_too_large(objective: Objective) -> None:
    """Comparisons that did not take place prove nothing."""
    assert sum(_is_compared(drawn(seed, objective)) for seed in range(20)) >= 17


def _is_compared(scenario: Scenario) -> bool:
    try:
        best_direct_plan(scenario, schedules=5000)
    except TooLargeError:
        return False
    return True


@pytest.mark.parametrize("objective", SUMS)
@pytest.mark.parametrize("seed", range(12))
def test_plans_keep_every_rule(seed: int, objective: Objective) -> None:
    """With windows, lanes, convoys and linked movements, and whatever weights."""
    scenario = with_objective(random_scenario(random.Random(7000 + seed), SMALL), objective, seed)
    plan = solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=500)
    assert disagreements(scenario, plan) == []


@pytest.mark.parametrize("objective", SUMS)
def test_the_same_seed_and_iterations_give_the_same_plan(objective: Objective) -> None:
    scenario = with_objective(random_scenario(random.Random(3), SMALL), objective, 1)
    one, again = (solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=5, max_iterations=1000) for _ in range(2))
    assert one == again
