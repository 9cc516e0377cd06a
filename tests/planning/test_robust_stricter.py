"""Plans for stricter worlds keep the true rules."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Window
from safepassage.planning.robust.proposals import Proposal, first_proposals, neighbours, slower
from safepassage.planning.robust.stricter import Stricter
from safepassage.planning.robust.truth import in_truth, true_names
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify
from tests.planning.random_scenarios import SMALL, TINY, random_scenario
from tests.planning.random_transfers import random_relay, random_transfers

WORLDS = (
    slower(10),
    slower(50),
    Stricter(drive=35),
    Stricter(service=30, check=30),
    Stricter(early_s=1800),
    Stricter(late_s=600, wait_s=900),
    Stricter(reserve=50),
    Stricter(objective=Objective.PRIORITY),
    Stricter(drive=13, early_s=600, wait_s=600, reserve=30, seed=1),
)


def some_scenario(seed: int) -> Scenario:
    rng = random.Random(seed)
    kinds = (
        lambda: random_scenario(rng, TINY),
        lambda: random_scenario(rng, SMALL),
        lambda: random_transfers(rng, TINY),
        lambda: random_relay(rng),
    )
    return kinds[seed % len(kinds)]()


@settings(max_examples=40)
@given(st.integers(0, 400), st.sampled_from(WORLDS))
def test_a_plan_for_a_stricter_world_keeps_the_true_rules(seed: int, stricter: Stricter) -> None:
    """The judge, who knows nothing of stricter worlds, finds nothing; bounds stay those of the true scenario.

    No plan comes back only where fewer people come out.
    """
    scenario = some_scenario(seed)
    nominal = solve(scenario, time_limit_s=60, max_iterations=50)
    world = stricter.world(scenario)
    made = solve(world, time_limit_s=60, max_iterations=50)
    plan = in_truth(scenario, world, made, nominal)
    if plan is None:
        assert out_of(made, scenario) < nominal.people_out_by_priority
        return
    assert verify(scenario, plan).ok
    assert plan.people_out_by_priority >= nominal.people_out_by_priority
    assert plan.people_out_bound == nominal.people_out_bound
    assert plan.bound is None or plan.people_out_by_priority == nominal.people_out_by_priority


def out_of(plan: Plan, scenario: Scenario) -> tuple[int, int, int]:
    """Persons out of each priority, from who remains."""
    left = {entry.people: entry.persons for entry in plan.remaining}
    out = [0, 0, 0]
    for row in scenario.people:
        out[row.priority - 1] += row.persons - left.get(row.id, 0)
    return out[0], out[1], out[2]


def test_vehicles_keep_their_names_where_others_stay_in_reserve() -> None:
    scenario = some_scenario(0)
    rows = (replace(scenario.vehicles[0], type="bus", count=4), replace(scenario.vehicles[0], type="bus", count=3))
    scenario = replace(scenario, vehicles=rows)
    names = true_names(scenario, Stricter(reserve=50).world(scenario))
    assert names == {"bus-1": "bus-1", "bus-2": "bus-2", "bus-3": "bus-5", "bus-4": "bus-6"}


def test_a_window_that_would_vanish_stays() -> None:
    scenario = next(case for case in map(some_scenario, range(40)) if any(r.windows for r in case.agreement.crossings))
    rules = tuple(replace(r, windows=(Window(0, 7200), Window(9000, 9600))) for r in scenario.agreement.crossings)
    scenario = replace(scenario, agreement=replace(scenario.agreement, crossings=rules))
    world = Stricter(early_s=1800, late_s=60).world(scenario)
    assert {rule.windows for rule in world.agreement.crossings} == {(Window(60, 5400), Window(9000, 9600))}


def test_another_rule_broken_is_no_plan() -> None:
    """A plan in which the last itinerary's people never get off is refused."""
    scenario = some_scenario(1)
    nominal = solve(scenario, time_limit_s=60, max_iterations=50)
    route = nominal.itineraries[-1]
    cut = replace(route, stops=tuple(replace(stop, alight={}) for stop in route.stops))
    broken = replace(nominal, itineraries=(*nominal.itineraries[:-1], cut))
    assert in_truth(scenario, scenario, nominal, nominal) == nominal
    assert in_truth(scenario, scenario, broken, nominal) is None


@pytest.mark.parametrize("seed", range(8))
def test_no_world_is_tried_twice_and_none_is_the_true_one(seed: int) -> None:
    scenario = some_scenario(seed)
    near = neighbours(scenario, Proposal(slower(20)), Proposal(Stricter(wait_s=600)))
    for proposals in (first_proposals(scenario), near):
        planned = [each.stricter.world(scenario) for each in proposals if not each.rehearsed and not each.stricter.seed]
        assert scenario not in planned
        assert all(planned.count(world) == 1 for world in planned)


def test_words_say_how_a_plan_was_made() -> None:
    assert Proposal(slower(20)).words == "planned with everything 20 % slower"
    world = Stricter(drive=10, early_s=900, crossing="bridge", reserve=10)
    assert Proposal(world).words == (
        "planned with drives 10 % slower, windows at bridge that close 15 min earlier, 10 % of the vehicles in reserve"
    )
    assert Proposal.rehearsing(world).words.startswith("the nominal plan rehearsed with drives 10 % slower")
    assert "reserve" not in Proposal.rehearsing(world).words
