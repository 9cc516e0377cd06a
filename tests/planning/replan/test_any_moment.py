"""Going on at any moment of any plan, with the scenario as it was or changed: what always holds."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.done import Done, DoneStop
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Window
from safepassage.planning.replan import Replanned
from safepassage.planning.solver import solve
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import SIZES, TINY, random_scenario, scenarios
from tests.planning.replan.worlds import LONG_ENOUGH_S, gone_on, past

COSTS = (0, 15, 10**6)


def plan_for(case: Scenario, seed: int) -> Plan:
    return solve(case, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=300)


def troubles(case: Scenario, replanned: Replanned) -> list[str]:
    """Everything that is wrong with a plan, save rules that the past broke; nobody may be lost or counted twice."""
    found = disagreements(case, replanned.plan)
    if not replanned.notices:
        return found
    later = [notice for notice in replanned.notices if notice.startswith("The new plan breaks")]
    return later + [trouble for trouble in found if not trouble.startswith("verify")]


def check_unchanged_world(case: Scenario, plan: Plan, now_s: int, cost_s: int) -> None:
    replanned = gone_on(case, plan, now_s, cost_s=cost_s)
    assert disagreements(case, replanned.plan) == []
    assert replanned.notices == ()
    assert past(replanned.plan, now_s) == past(plan, now_s)
    assert replanned.plan.people_out_by_priority >= plan.people_out_by_priority


@settings(max_examples=40, derandomize=True, deadline=None)
@given(scenarios(TINY), st.floats(0, 1), st.sampled_from(COSTS))
def test_what_has_happened_stays_and_the_rest_keeps_every_rule(case: Scenario, part: float, cost_s: int) -> None:
    plan = plan_for(case, 1)
    check_unchanged_world(case, plan, int(part * plan.completion_seconds), cost_s)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_for_larger_scenarios(seed: int) -> None:
    case, rng = random_scenario(random.Random(5000 + seed), SIZES["small"]), random.Random(seed)
    plan = plan_for(case, seed)
    check_unchanged_world(case, plan, rng.randrange(plan.completion_seconds + 1), rng.choice(COSTS))


def lose(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    del now_s
    return case, Done(case.name, lost=frozenset([rng.choice(plan.itineraries).vehicle]))


def keep_waiting(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    return case, Done(case.name, late={rng.choice(plan.itineraries).vehicle: now_s + rng.randrange(7200)})


def delay(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    """One vehicle got less far than announced, or left later."""
    itinerary = rng.choice(plan.itineraries)
    left = past(plan, now_s).get(itinerary.vehicle, ())
    if not left:
        return case, Done(case.name)
    left = left[: rng.randrange(len(left)) + 1]
    stops = [DoneStop(s.place, s.arrive_s, s.depart_s, s.board, s.alight) for s in left]
    last = stops.pop()
    if rng.random() < 0.5:
        stops.append(DoneStop(last.place, last.arrive_s))
    else:
        stops.append(replace(last, depart_s=rng.randrange(left[-1].depart_s, now_s + 1)))
    return case, Done(case.name, {itinerary.vehicle: tuple(stops)})


def close_early(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    del plan, now_s
    by_s = rng.randrange(1, 3600)
    rules = [
        replace(r, windows=tuple(Window(w.opens_s, max(w.opens_s + 1, w.closes_s - by_s)) for w in r.windows))
        if r.windows
        else r
        for r in case.agreement.crossings
    ]
    return replace(case, agreement=replace(case.agreement, crossings=tuple(rules))), Done(case.name)


def bring_more_people(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    del plan, now_s, rng
    return replace(case, people=tuple(replace(row, groups=row.groups + 1) for row in case.people)), Done(case.name)


def bring_a_vehicle(case: Scenario, plan: Plan, now_s: int, rng: random.Random) -> tuple[Scenario, Done]:
    del plan, now_s, rng
    last = replace(case.vehicles[-1], count=case.vehicles[-1].count + 1)
    return replace(case, vehicles=(*case.vehicles[:-1], last)), Done(case.name)


HAPPENINGS = (lose, keep_waiting, delay, close_early, bring_more_people, bring_a_vehicle)


def check_changed_world(size: str, seed: int) -> None:
    case, rng = random_scenario(random.Random(5000 + seed), SIZES[size]), random.Random(seed)
    plan = plan_for(case, seed)
    if not plan.itineraries:
        return
    now_s = rng.randrange(plan.completion_seconds + 1)
    changed, done = rng.choice(HAPPENINGS)(case, plan, now_s, rng)
    try:
        replanned = gone_on(changed, plan, now_s, done, cost_s=rng.choice(COSTS))
    except UnusableInputError as refused:
        assert "people aboard" in str(refused), seed  # noqa: PT017  # only a lost vehicle with people is refused
        return
    assert troubles(changed, replanned) == [], seed


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_the_rest_keeps_every_rule_in_a_changed_world(first: int) -> None:
    for seed in range(first, first + 20):
        check_changed_world("tiny", seed)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("seed", range(100, 300))
def test_many_changed_worlds(size: str, seed: int) -> None:
    check_changed_world(size, seed)
