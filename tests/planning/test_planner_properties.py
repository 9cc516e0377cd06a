"""What holds for every plan, on random scenarios with every kind of rule on and off."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.scenario import Scenario
from safepassage.planning.solver import solve
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import SIZES, SMALL, TINY, random_scenario, scenarios

LONG_ENOUGH_S = 300.0


@pytest.mark.parametrize(("size", "first"), [(size, first) for size in ("tiny", "small") for first in range(0, 60, 10)])
def test_plans_keep_every_rule(size: str, first: int) -> None:
    """The judge finds nothing, nobody is lost, bounds are not beyond values."""
    for seed in range(first, first + 10):
        scenario = random_scenario(random.Random(5000 + seed), SIZES[size])
        plan = solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=1000)
        assert disagreements(scenario, plan) == [], seed


@settings(max_examples=60, derandomize=True, deadline=None)
@given(scenarios(TINY), st.integers(0, 2000))
def test_tiny_plans_keep_every_rule(scenario: Scenario, iterations: int) -> None:
    """However early the planner stops; Hypothesis shrinks a scenario that fails to the simplest."""
    assert disagreements(scenario, solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=2, max_iterations=iterations)) == []


@settings(max_examples=25, derandomize=True, deadline=None)
@given(scenarios(SMALL), st.integers(0, 500))
def test_small_plans_keep_every_rule(scenario: Scenario, iterations: int) -> None:
    assert disagreements(scenario, solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=3, max_iterations=iterations)) == []


@settings(max_examples=15, derandomize=True, deadline=None)
@given(scenarios(TINY), st.integers(0, 10))
def test_the_same_seed_and_iterations_give_the_same_plan(scenario: Scenario, seed: int) -> None:
    """A plan can be made again, from the scenario and two numbers."""
    one, again = (solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=3000) for _ in range(2))
    assert one == again


@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_is_made_when_the_time_is_up_at_once(seed: int) -> None:
    """The planner always has a plan to give."""
    scenario = random_scenario(random.Random(seed), SMALL)
    assert disagreements(scenario, solve(scenario, time_limit_s=0.0, seed=1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(100))
def test_many_plans_keep_every_rule(size: str, seed: int) -> None:
    scenario = random_scenario(random.Random(1000 + seed), SIZES[size])
    assert disagreements(scenario, solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=3000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_the_same_seed_and_iterations_give_the_same_small_plan(seed: int) -> None:
    scenario = random_scenario(random.Random(seed), SMALL)
    one, again = (solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=3000) for _ in range(2))
    assert one == again
