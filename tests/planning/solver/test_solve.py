"""The planner as a whole: repeatable, stoppable, honest about what it proved, plain about what it cannot plan."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import ConvoyRule
from safepassage.planning.solver import Progress, solve
from tests.planning import by_hand
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import SMALL, random_scenario

ENDLESS = 600.0
CROWD = by_hand.scenario(
    by_hand.two(),
    replace(by_hand.FAMILY, id="pairs", seated=2, groups=5),
    replace(by_hand.VILLAGERS, groups=3),
    vehicles=(*by_hand.TWO_BUSES, by_hand.VILLAGE_BUS),
    places=(by_hand.VILLAGE, Place("shelter", shelter_places=None, bays=1, alight_s=by_hand.FIVE_MINUTES)),
    roads=(by_hand.FROM_VILLAGE,),
    crossings=(replace(by_hand.CHECK, lanes=1),),
)
IN_CONVOYS = replace(CROWD, agreement=replace(CROWD.agreement, convoys=(ConvoyRule("gate", max_vehicles=2),)))


class Clock:
    """A clock that goes on by some seconds each time somebody looks at it."""

    def __init__(self, step_s: float) -> None:
        self.now, self.step_s = 0.0, step_s

    def __call__(self) -> float:
        """Give the time."""
        self.now += self.step_s
        return self.now


@pytest.mark.parametrize(
    "scenario",
    [CROWD, IN_CONVOYS, *(random_scenario(random.Random(seed), SMALL) for seed in (1, 2, 3))],
    ids=["lanes and bays", "convoys", "random 1", "random 2", "random 3"],
)
def test_the_same_seed_and_number_of_changes_give_the_same_plan(scenario: Scenario) -> None:
    """Whoever gets the files can rebuild the plan; the speed of the machine does not matter."""
    plans = [
        solve(scenario, time_limit_s=ENDLESS, seed=7, max_iterations=1500, clock=Clock(step)) for step in (0.0, 0.01)
    ]
    assert plans[0] == plans[1]
    assert disagreements(scenario, plans[0]) == []


@pytest.mark.parametrize("scenario", [CROWD, IN_CONVOYS, by_hand.scenario()], ids=["lanes", "convoys", "one family"])
def test_stopped_at_once_the_first_schedule_is_a_valid_plan(scenario: Scenario) -> None:
    """An operator who interrupts still has something to work with."""
    plan = solve(scenario, time_limit_s=ENDLESS, stopped=lambda: True)
    assert disagreements(scenario, plan) == []
    assert plan.people_out == scenario.persons


def test_the_planner_stops_when_it_is_told_to() -> None:
    """It asks often enough: after the signal there are no further rounds."""
    seen: list[Progress] = []
    plan = solve(CROWD, time_limit_s=ENDLESS, watch=seen.append, stopped=lambda: len(seen) >= 2)
    assert disagreements(CROWD, plan) == []
    assert len(seen) <= 3


@pytest.mark.parametrize("limit", [0.0, 1.0, 40.0])
def test_the_time_limit_is_kept_by_the_clock_that_is_given(limit: float) -> None:
    """A second passes each time the planner looks; it looks a few times more to end, and not hundreds of times."""
    clock = Clock(1.0)
    plan = solve(CROWD, time_limit_s=limit, clock=clock)
    assert disagreements(CROWD, plan) == []
    assert clock.now <= limit + 30


def test_watchers_see_values_that_never_become_worse() -> None:
    """What is shown while it runs ends with what the plan says."""
    seen: list[Progress] = []
    plan = solve(CROWD, time_limit_s=ENDLESS, max_iterations=6000, watch=seen.append)
    scores = [(-progress.people_out, progress.value) for progress in seen]
    assert scores == sorted(scores, reverse=True)
    assert (seen[-1].people_out, seen[-1].value, seen[-1].bound) == (plan.people_out, plan.value, plan.bound)


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (replace(by_hand.scenario(), objective=Objective.BEFORE_BREAKDOWN), "needs expected_calm_hours"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(scenario: Scenario, said: str) -> None:
    """Never a plan for another question than the one that was asked."""
    with pytest.raises(UnsupportedTermError, match=said) as refused:
        solve(scenario, time_limit_s=1.0)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("scenario", "remaining", "reason"),
    [
        (replace(by_hand.scenario(), people=()), 0, "nobody has asked to leave"),
        (replace(by_hand.scenario(), vehicles=()), 4, "there is no vehicle"),
        (replace(by_hand.scenario(), people=(), vehicles=(), links=(), places=()), 0, "there is nothing at all"),
        (by_hand.scenario(vehicles=(replace(by_hand.BUS, count=0),)), 4, "a row of no vehicles"),
        (by_hand.scenario(places=(Place("shelter"),)), 4, "there is no destination"),
        (replace(by_hand.scenario(), links=()), 4, "there are no roads"),
    ],
)
def test_where_nothing_can_be_done_the_plan_is_empty_and_best(scenario: Scenario, remaining: int, reason: str) -> None:
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=100)
    assert disagreements(scenario, plan) == []
    assert (plan.itineraries, plan.people_out, plan.people_remaining) == ((), 0, remaining), reason
    assert (plan.value, plan.bound, plan.proof) == (0, 0, Proof.OPTIMAL), reason


@pytest.mark.parametrize(
    ("scenario", "value", "reason"),
    [
        (by_hand.scenario(), 1800, "one trip"),
        (by_hand.scenario(by_hand.two(), vehicles=by_hand.TWO_BUSES), 1800, "one trip each"),
        (by_hand.scenario(by_hand.two()), 4200, "two trips of one bus"),
        (by_hand.scenario(crossings=(by_hand.CHECK,)), 2100, "a check"),
        (by_hand.scenario(by_hand.LATER), 4200, "people who are ready later"),
    ],
)
def test_what_is_proven_optimal_is_what_can_be_worked_out_by_hand(scenario: Scenario, value: int, reason: str) -> None:
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=2000)
    assert (plan.value, plan.completion_seconds, plan.bound, plan.proof) == (value, value, value, Proof.OPTIMAL), reason
    assert plan.bound_explained


def test_a_plan_with_two_pickups_a_trip_is_found_and_proven() -> None:
    """Two pairs a minute apart ride together; a bound over direct trips alone would call twice the time optimal."""
    pair = replace(by_hand.FAMILY, seated=2)
    scenario = by_hand.scenario(
        pair,
        replace(pair, id="village-pair", place="village"),
        places=(by_hand.VILLAGE,),
        roads=(Link("town", "village", Fraction(60)),),
    )
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=20_000)
    assert disagreements(scenario, plan) == []
    assert (plan.value, plan.bound) == (1920, 1920)


def test_people_who_cannot_leave_do_not_keep_the_room_of_those_who_can() -> None:
    """Families that wait for villagers who never come hold back nobody else."""
    scenario = by_hand.scenario(
        replace(by_hand.FAMILY, priority=1),
        replace(by_hand.VILLAGERS, seated=5, priority=2),
        vehicles=(replace(by_hand.BUS, seats=9),),
        places=(Place("shelter", shelter_places=5), by_hand.VILLAGE),
        roads=(by_hand.FROM_VILLAGE,),
        linked=(by_hand.villages_first((50, 90)),),
    )
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=20_000)
    assert plan.people_out_by_priority == (0, 5, 0)
    assert disagreements(scenario, plan) == []
