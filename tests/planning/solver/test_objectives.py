"""What each objective makes of a scenario: values by hand, its own aim best served, ties by risk and distance."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import exp

import pytest

from benchmarks.shuttle import Size, shuttle
from safepassage.bootstrap import example
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import CrossingRule
from safepassage.planning.solver import solve
from safepassage.planning.solver.counting import Level
from safepassage.planning.solver.over_time import OutOverTime
from safepassage.planning.verify import verify
from safepassage.scenarios import read_scenario
from tests.planning import by_hand
from tests.planning.disagreements import disagreements

ENDLESS = 600.0
SUMS = (Objective.PRIORITY, Objective.BEFORE_BREAKDOWN)
CALM_S = 7200.0


def aiming_at(scenario: Scenario, objective: Objective) -> Scenario:
    return replace(scenario, objective=objective, expected_calm_s=scenario.expected_calm_s or CALM_S)


@pytest.mark.parametrize(
    ("objective", "value"),
    [(Objective.PRIORITY, 4 * 100 * 1800), (Objective.BEFORE_BREAKDOWN, 4 * 100 * exp(-1800 / CALM_S))],
)
def test_one_trip_is_worth_what_can_be_worked_out_by_hand(objective: Objective, value: float) -> None:
    """Four people of priority 1, out after half an hour; and nobody can be faster."""
    scenario = aiming_at(by_hand.scenario(replace(by_hand.FAMILY, priority=1)), objective)
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=500)
    assert plan.value == pytest.approx(value, rel=1e-12)
    assert plan.proof is Proof.OPTIMAL
    assert disagreements(scenario, plan) == []


def test_the_urgent_go_first_though_the_last_arrives_later() -> None:
    """One bus: a far family of priority 1 before a near one, though the other order is done earlier."""
    urgent = replace(by_hand.FAMILY, id="urgent", priority=1, destinations=("far",))
    scenario = by_hand.scenario(by_hand.FAMILY, urgent, places=(by_hand.FAR,), roads=(by_hand.TO_FAR,))
    plans = _plans(scenario, 3000)
    assert plans[Objective.COMPLETION].completion_seconds < plans[Objective.PRIORITY].completion_seconds
    _assert_each_best_at_its_own(scenario, plans)


def _plans(scenario: Scenario, iterations: int) -> Mapping[Objective, Plan]:
    return {
        objective: solve(aiming_at(scenario, objective), time_limit_s=ENDLESS, seed=1, max_iterations=iterations)
        for objective in Objective
    }


def _assert_each_best_at_its_own(scenario: Scenario, plans: Mapping[Objective, Plan]) -> None:
    """No plan for another objective has a better value, and every plan keeps all rules and its bound."""
    for objective, plan in plans.items():
        own = aiming_at(scenario, objective)
        assert verify(own, plan).violations == ()
        values = [verify(own, replace(other, objective=objective)).summary.value or 0.0 for other in plans.values()]
        best = max(values) if objective is Objective.BEFORE_BREAKDOWN else min(values)
        assert plan.value == pytest.approx(best, rel=1e-9), objective


@pytest.mark.parametrize(
    "scenario",
    [
        read_scenario(example("tiny")),
        shuttle("shuttle", Size(3, 2, 4, 1, 240), name="small", seed="small"),
        shuttle("lanes", Size(3, 2, 4, 1, 240), name="small", seed="small"),
    ],
    ids=["tiny", "shuttle", "lanes"],
)
def test_each_plan_is_best_at_its_own_objective(scenario: Scenario) -> None:
    _assert_each_best_at_its_own(scenario, _plans(scenario, 30_000))


@pytest.mark.slow
def test_each_plan_is_best_at_its_own_objective_in_aleppo() -> None:
    scenario = replace(read_scenario(example("aleppo-2016")), expected_calm_s=36 * 3600.0)
    plans = {o: solve(aiming_at(scenario, o), time_limit_s=40.0) for o in Objective}
    _assert_each_best_at_its_own(scenario, plans)


TWO_GATES = (CrossingRule("gate", check_s=Fraction(60)), CrossingRule("bridge", check_s=Fraction(60)))


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("km", [5, 15])
def test_of_equal_plans_the_one_with_less_risk_is_taken_then_the_shorter(objective: Objective, km: int) -> None:
    """Two crossings on ways that take equally long; the bridge is safe, and shorter or longer."""
    dangerous = replace(by_hand.ROADS[1], risk=Fraction(3))
    scenario = by_hand.scenario(
        places=(Place("bridge"),),
        roads=(
            Link("town", "bridge", Fraction(600), Fraction(km)),
            Link("bridge", "shelter", Fraction(600), Fraction(km)),
        ),
        crossings=TWO_GATES,
    )
    for links, risky in ((scenario.links, False), ((by_hand.ROADS[0], dangerous, *scenario.links[2:]), True)):
        case = aiming_at(replace(scenario, links=links), objective)
        summary = verify(case, solve(case, time_limit_s=ENDLESS, max_iterations=2000)).summary
        assert summary.risk == 0
        assert summary.km == 10 + 2 * (km if risky else min(km, 10))


def test_a_detour_with_less_risk_is_taken_where_the_time_does_not_count() -> None:
    """A second bus that arrives before the first one anyhow can take the longer, safer way."""
    later = replace(by_hand.FAMILY, id="later", ready_s=6000)
    scenario = by_hand.scenario(
        by_hand.FAMILY,
        later,
        vehicles=by_hand.TWO_BUSES,
        places=(Place("bridge"),),
        roads=(Link("town", "bridge", Fraction(900)), Link("bridge", "shelter", Fraction(900))),
        crossings=TWO_GATES,
    )
    case = replace(scenario, links=(by_hand.ROADS[0], replace(by_hand.ROADS[1], risk=Fraction(3)), *scenario.links[2:]))
    plan = solve(case, time_limit_s=ENDLESS, max_iterations=4000)
    verdict = verify(case, plan)
    assert verdict.violations == ()
    assert plan.completion_seconds == 6000 + 1260
    assert verdict.summary.risk == 3


@pytest.mark.parametrize("calm_s", [None, 500.0])
def test_the_area_under_a_staircase_is_bounded_from_the_right_side(calm_s: float | None) -> None:
    """Ten people at 100 s and ten more at 300 s; the bound comes near what that is worth, never beyond."""
    curve = OutOverTime(_staircase, 20.0, [], calm_s)
    bound = curve.bound(50.0, 60, lambda: False)
    if calm_s is None:
        assert 0.99 * 4000 <= bound <= 4000
    else:
        value = 10 * exp(-100 / calm_s) + 10 * exp(-300 / calm_s)
        assert value <= bound <= 1.01 * value


def _staircase(moment: float) -> Level:
    out = 10.0 * (moment >= 100) + 10.0 * (moment >= 300)
    return Level(out, out, 0.0)


def test_the_slope_of_a_level_counts_until_the_moment_before() -> None:
    """One person a second from the start: with slopes a single moment suffices."""
    curve = OutOverTime(lambda moment: Level(moment, moment, 1.0), 100.0, [])
    assert curve.bound(0.0, 1, lambda: False) == pytest.approx(5000, rel=1e-4)
