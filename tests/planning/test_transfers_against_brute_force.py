"""The planner against brute force where people may change vehicles: as good as all plans with one change, true bounds.

Plans may be better than those of brute force, but only with trips to several places.
"""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings

from safepassage.domain.scenario import Scenario
from safepassage.planning.solver import solve
from tests.planning import relay
from tests.planning.brute_force import TooLargeError, best_direct_plan
from tests.planning.brute_force_changes import best_plan_with_changes
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import TINY
from tests.planning.random_transfers import random_relay, random_transfers, transfers

ITERATIONS = 20_000
LONG_ENOUGH_S = 300.0
SCHEDULES = 3000
MINI = replace(TINY, vehicles=2, groups=3, rows=2)
"""Three rows for one make the search of brute force much larger."""


def trouble(scenario: Scenario, schedules: int = SCHEDULES) -> list[str] | None:
    """List how plan, judge and brute force disagree; None if the scenario is too large for brute force."""
    try:
        optimum = best_plan_with_changes(scenario, schedules)
    except TooLargeError:
        return None
    plan = solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=ITERATIONS)
    return disagreements(scenario, plan, optimum)


@pytest.mark.parametrize("seed", range(40))
def test_plans_are_as_good_as_brute_force_where_people_change(seed: int) -> None:
    """As many come out by priority, as early; no bound excludes what brute force found."""
    assert trouble(random_relay(random.Random(seed))) in ([], None)


@pytest.mark.parametrize("seed", range(30))
def test_plans_are_as_good_as_brute_force_under_any_rules(seed: int) -> None:
    """The same where changing is seldom of use, with every kind of rule on and off."""
    assert trouble(random_transfers(random.Random(seed), MINI, most=1)) in ([], None)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(transfers(MINI, most=1))
def test_drawn_plans_are_as_good_as_brute_force(scenario: Scenario) -> None:
    """The same for scenarios that Hypothesis chooses, and shrinks to the simplest that fails."""
    assert trouble(scenario) in ([], None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40, 400))
def test_many_plans_are_as_good_as_brute_force(seed: int) -> None:
    assert trouble(random_relay(random.Random(seed)), schedules=20_000) in ([], None)
    assert trouble(random_transfers(random.Random(seed), MINI, most=1), schedules=20_000) in ([], None)


def test_comparisons_take_place_and_people_change() -> None:
    """Comparisons that did not take place prove nothing, nor do those in which changing never helps."""
    compared = better = 0
    for seed in range(30):
        scenario = random_relay(random.Random(seed))
        try:
            optimum, direct = best_plan_with_changes(scenario, SCHEDULES), best_direct_plan(scenario, SCHEDULES)
        except TooLargeError:
            continue
        compared += 1
        scores = [(*found.people_out, -found.completion_s) for found in (optimum, direct)]
        assert scores[0] >= scores[1]
        better += scores[0] > scores[1]
    assert compared >= 25
    assert better >= 10


@pytest.mark.parametrize(
    ("scenario", "out", "completion_s", "reason"),
    [
        (relay.scenario(), 4, 1800, "a ride to the hub, a ride on"),
        (relay.scenario(relay.families(2)), 8, 3000, "the second family comes to the hub at 2400"),
        (
            relay.scenario(relay.families(2), vehicles=(replace(relay.BUS, count=2), replace(relay.VAN, seats=8))),
            8,
            1800,
            "two families come at 1200 and go on together",
        ),
        (relay.scenario(vehicles=(relay.BUS,)), 0, 0, "nobody takes them on"),
        (relay.without_transfer(relay.scenario()), 0, 0, "nobody may change"),
    ],
)
def test_brute_force_finds_what_can_be_worked_out_by_hand(
    scenario: Scenario, out: int, completion_s: int, reason: str
) -> None:
    optimum = best_plan_with_changes(scenario)
    assert (sum(optimum.people_out), optimum.completion_s) == (out, completion_s), reason
