"""The policy that plans anew at each disruption."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.bootstrap import replanner
from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.done import Done, DoneStop
from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.events import GroupsBoarded, VehicleAvailable
from safepassage.domain.outcome import Estimate, Outcome
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import CrossingRule, Window
from safepassage.domain.uncertainty import CERTAINTY, Chance, Delay, Hazard, RoadHazard, Spread, Uncertainty
from safepassage.domain.vehicles import VehicleRow
from safepassage.simulation import Policy, prepare, rehearse
from safepassage.simulation.replanning import (
    Disruptions,
    HistoryChangedError,
    Rehearsal,
    rehearse_replanning,
    start,
)
from safepassage.simulation.replanning.again import happened, refuse_another_past
from safepassage.simulation.simulate import simulate
from tests.planning.by_hand import scenario as by_hand
from tests.simulation.operations import plan_of, random_operation

HOUR_S = 3600
MINUTE = Fraction(60)
EAGER = Disruptions(tolerance_s=300, pause_s=300, most=8)
ROUGH = Uncertainty(
    travel=Spread(0.5, 0.3), service=Spread(0.5, 0.2), check=Spread(0.5, 0.2), late_start=Delay(1.0, 1200)
)
EVERYTHING = replace(
    ROUGH,
    late_groups=Delay(0.3, 1800),
    staying=Chance(0.1),
    counts=Spread(0.2),
    breakdowns=Hazard(0.4, 1800, for_good=0.3),
    refusals=Chance(0.1),
    turned_back=Chance(0.1),
    late_opening=Delay(0.8, 1800),
    suspensions=Hazard(0.3, 1800, for_good=0.1),
    windows_move=True,
)
CAN_BE_REPLANNED = tuple(
    seed
    for seed in (0, 1, 4, 5, 8, 12, 13, 16)
    if seed % 4 < 2 and random_operation(seed)[0].objective is Objective.COMPLETION
)
"""Random operations in which nobody changes vehicles."""


def two_buses() -> tuple[Scenario, Plan]:
    """Give a town from which each of two buses brings one family over a gate that closes after three hours.

    It is 10 minutes from the depot to the town, and 20 from there over the gate to the shelter.
    """
    case = by_hand(
        TravelGroups("families", "town", groups=2, seated=4),
        vehicles=(VehicleRow("bus", 2, "depot", seats=4),),
        places=(Place("town"), Place("shelter", shelter_places=None)),
        crossings=(CrossingRule("gate", windows=(Window(0, 3 * HOUR_S),)),),
    )
    links = (
        Link("depot", "town", 10 * MINUTE),
        Link("town", "gate", 10 * MINUTE),
        Link("gate", "shelter", 10 * MINUTE),
    )
    trip = (
        Stop("depot", 0, 0),
        Stop("town", 600, 600, board={"families": 1}),
        Stop("gate", 1200, 1200),
        Stop("shelter", 1800, 1800, alight={"families": 1}),
    )
    case = replace(case, links=links)
    return case, plan_of(case, (Itinerary("bus-1", trip), Itinerary("bus-2", trip)))


ONE_BUS_DOES_NOT_COME = Uncertainty(late_start=Delay(1.0, 4 * HOUR_S, cv=2.0))


def a_run_in_which_only(case: Scenario, plan: Plan, late: str) -> int:
    """Give a run in which this bus comes after the gate has closed and the other within ten minutes."""
    for run in range(2000):
        facts = simulate(prepare(case, plan), uncertainty=ONE_BUS_DOES_NOT_COME, run=run).facts()
        comes = {fact.vehicle: fact.at_s for fact in facts if isinstance(fact, VehicleAvailable)}
        if all((at_s > 3 * HOUR_S) if vehicle == late else (at_s < 600) for vehicle, at_s in comes.items()):
            return run
    raise AssertionError("no such run")


def test_the_people_of_a_bus_that_does_not_come_are_taken_by_another() -> None:
    case, plan = two_buses()
    run = a_run_in_which_only(case, plan, "bus-2")
    out = Custody(simulate(prepare(case, plan), uncertainty=ONE_BUS_DOES_NOT_COME, run=run).facts()).persons()
    assert out[Whereabouts.ARRIVED] == 4

    rehearsal = Rehearsal(replanner(100), uncertainty=ONE_BUS_DOES_NOT_COME, disruptions=EAGER)
    found = rehearsal.one_run(start(case, plan), seed=1, run=run)

    facts = list(found.run.facts())
    assert Custody(facts).persons()[Whereabouts.ARRIVED] == 8
    assert {fact.vehicle for fact in facts if isinstance(fact, GroupsBoarded)} == {"bus-1"}
    assert found.new_plans
    assert found.num_changes > 0


def as_if_followed(found: Outcome) -> Outcome:
    """Give an outcome without what only policies that plan anew tell."""
    policy = replace(found.policy, replans=False)
    return replace(found, policy=policy, new_plans=None, changes_announced=None, facts=0)


def test_nothing_is_planned_anew_when_nothing_goes_wrong() -> None:
    case, plan = two_buses()

    def must_not(*_args: object) -> Plan:
        raise AssertionError

    found = rehearse_replanning(case, plan, Rehearsal(must_not), runs=3)
    expected = rehearse(prepare(case, plan), runs=3)
    assert as_if_followed(found) == replace(expected, facts=0)
    nothing = Estimate(0.0, 0.0, 0.0)
    assert found.new_plans == found.changes_announced == nothing


def test_a_vehicle_within_the_tolerance_disrupts_nothing() -> None:
    case, plan = two_buses()
    late = Uncertainty(late_start=Delay(1.0, 60, cv=0.1))
    rehearsal = Rehearsal(replanner(10), uncertainty=late, disruptions=EAGER)
    found, expected = (
        rehearse_replanning(case, plan, rehearsal, runs=5),
        rehearse(prepare(case, plan), uncertainty=late, runs=5),
    )
    assert as_if_followed(found) == replace(expected, facts=0)


@pytest.mark.parametrize("patience_s", [None, 900])
@pytest.mark.parametrize("number", CAN_BE_REPLANNED)
def test_what_happened_before_a_plan_happens_again_and_nobody_is_lost(number: int, patience_s: int | None) -> None:
    """The run raises an error itself if its past changes."""
    case, plan = random_operation(number)
    rehearsal = Rehearsal(replanner(50), Policy(0, patience_s), ROUGH, EAGER)
    found = rehearsal.one_run(start(case, plan), seed=number, run=0)
    facts = list(found.run.facts())
    assert sum(Custody(facts).persons().values()) == case.persons
    if found.new_plans:
        first = simulate(prepare(case, plan), Policy(0, patience_s), ROUGH, seed=number, run=0)
        now_s = found.new_plans[0].at_s
        moved = ("groups.boarded", "groups.alighted", "vehicle.departed", "vehicle.arrived")
        assert [f for f in first.facts() if f.at_s < now_s and f.name in moved] == [
            f for f in facts if f.at_s < now_s and f.name in moved
        ]


@pytest.mark.parametrize("number", CAN_BE_REPLANNED)
def test_the_past_stays_whatever_goes_wrong(number: int) -> None:
    case, plan = random_operation(number)
    roads = tuple(
        RoadHazard(link.from_place, link.to_place, link.both_ways, Hazard(0.2, 1800)) for link in case.links[:3]
    )
    rehearsal = Rehearsal(replanner(20), Policy(0, 900), replace(EVERYTHING, roads=roads), EAGER)
    for run in range(2):
        found = rehearsal.one_run(start(case, plan, roads), seed=number, run=run)
        persons = Custody(found.run.facts()).persons()
        assert min(persons.values()) >= 0


def recorded(calls: list[tuple[int, Done]]) -> Callable[[Scenario, Plan, int, Done], Plan]:
    """Give who plans anew, noting what was known each time."""
    plans = replanner(50)

    def replan(scenario: Scenario, plan: Plan, now_s: int, done: Done) -> Plan:
        calls.append((now_s, done))
        return plans(scenario, plan, now_s, done)

    return replan


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(CAN_BE_REPLANNED), st.integers(0, 5))
def test_nothing_is_known_that_happens_later(number: int, run: int) -> None:
    case, plan = random_operation(number)
    calls: list[tuple[int, Done]] = []
    Rehearsal(recorded(calls), uncertainty=ROUGH, disruptions=EAGER).one_run(start(case, plan), seed=1, run=run)
    for now_s, done in calls:
        for stops in done.stops.values():
            assert all(max(stop.arrive_s, stop.depart_s or 0) < now_s for stop in stops)


def test_decisions_do_not_depend_on_draws_of_later_visits() -> None:
    """Drives of bus-1 beyond the gate take another time: what is known and decided before stays the same."""
    case, plan = two_buses()
    run = a_run_in_which_only(case, plan, "bus-2")
    farther = replace(case, links=(*case.links[:2], Link("gate", "shelter", 25 * MINUTE)))
    known: list[list[tuple[int, Done]]] = []
    for world in (case, farther):
        calls: list[tuple[int, Done]] = []
        rehearsal = Rehearsal(recorded(calls), uncertainty=ONE_BUS_DOES_NOT_COME, disruptions=EAGER)
        rehearsal.one_run(start(world, plan), seed=1, run=run)
        known.append(calls)
    assert known[0][0] == known[1][0]


def test_the_same_seed_gives_the_same_outcome_and_another_one_does_not() -> None:
    case, plan = random_operation(CAN_BE_REPLANNED[0])
    rehearsal = Rehearsal(replanner(50), uncertainty=ROUGH, disruptions=EAGER)
    one, again, other = (rehearse_replanning(case, plan, rehearsal, runs=3, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != replace(other, seed=1)


def test_pauses_are_kept_and_there_are_no_more_plans_than_said() -> None:
    case, plan = random_operation(CAN_BE_REPLANNED[1])
    for run in range(4):
        terms = Disruptions(tolerance_s=0, pause_s=900, most=3)
        found = Rehearsal(replanner(20), uncertainty=ROUGH, disruptions=terms).one_run(
            start(case, plan), seed=1, run=run
        )
        moments = [new.at_s for new in found.new_plans]
        assert len(moments) <= 3
        assert all(later - earlier >= 900 for earlier, later in pairwise(moments))


def test_another_past_is_refused_with_the_first_fact_that_differs() -> None:
    case, plan = two_buses()
    one, other = (list(simulate(prepare(case, plan), uncertainty=ROUGH, run=run).facts()) for run in (0, 1))
    refuse_another_past(one, one, 10_000)
    refuse_another_past(one, other, 1)
    with pytest.raises(HistoryChangedError, match="changed the past of its run: VehicleAvailable"):
        refuse_another_past(one, other, 10_000)


def test_what_has_happened_is_told_to_the_planner_stop_by_stop() -> None:
    case, plan = two_buses()
    run = a_run_in_which_only(case, plan, "bus-2")
    calls: list[tuple[int, Done]] = []
    rehearsal = Rehearsal(recorded(calls), uncertainty=ONE_BUS_DOES_NOT_COME, disruptions=Disruptions(1200, 300, 1))
    rehearsal.one_run(start(case, plan), seed=1, run=run)
    now_s, done = calls[0]
    facts = simulate(prepare(case, plan), uncertainty=ONE_BUS_DOES_NOT_COME, run=run).facts()
    comes_s = next(f.at_s for f in facts if isinstance(f, VehicleAvailable) and f.vehicle == "bus-1")
    assert now_s == 1201
    assert done.stops["bus-2"] == ()
    assert done.late == {"bus-2": 2402}
    assert done.stops["bus-1"] == (
        DoneStop("depot", comes_s, comes_s),
        DoneStop("town", comes_s + 600, comes_s + 600, board={"families": 1}),
    )


@pytest.mark.parametrize("change", ["objective", "transfer"])
def test_what_cannot_be_planned_anew_is_refused(change: str) -> None:
    case, plan = two_buses()
    if change == "objective":
        case = replace(case, objective=Objective.PRIORITY)
    else:
        case = replace(case, places=tuple(replace(place, transfer=place.id == "gate") for place in case.places))
    with pytest.raises(UnsupportedTermError, match="rehearse with another policy"):
        rehearse_replanning(case, plan, Rehearsal(replanner(1)), runs=1)


def test_facts_are_the_same_in_any_order_of_one_second() -> None:
    case, plan = two_buses()
    facts = list(simulate(prepare(case, plan), uncertainty=CERTAINTY).facts())
    assert happened(facts, 10_000) == happened(reversed(facts), 10_000)


def test_a_plan_that_leaves_people_behind_is_told_as_what_it_is_and_more_may_come_out() -> None:
    """One of the two buses is planned to bring out one of the two families."""
    case, plan = two_buses()
    half = replace(plan, itineraries=plan.itineraries[:1])
    found = rehearse_replanning(case, half, Rehearsal(replanner(100)), runs=2)
    assert found.planned_out == rehearse(prepare(case, half), runs=2).planned_out == 4
    assert found.persons == 8
    assert found.people_out.value == 4


def test_nobody_plans_anew_when_all_who_are_really_there_have_left() -> None:
    """Of four families half are there, and each of two buses takes one; the second is late with it."""
    case, plan = two_buses()
    case = replace(case, people=(replace(case.people[0], groups=4),))
    half = Uncertainty(counts=Spread(mean=0.5), travel=Spread(mean=3.0))
    calls: list[tuple[int, Done]] = []
    at_the_end = Disruptions(tolerance_s=2400, pause_s=300)
    facts = list(simulate(prepare(case, plan), uncertainty=half).facts())
    late = [fact.at_s for fact in facts if isinstance(fact, GroupsBoarded)]
    rehearsal = Rehearsal(recorded(calls), uncertainty=half, disruptions=at_the_end)
    assert max(late) < max(fact.at_s for fact in facts) - 2400
    assert rehearsal.one_run(start(case, plan), seed=1, run=0).new_plans == ()
    assert calls == []


def test_a_plan_that_cannot_be_carried_out_is_not_counted() -> None:
    case, plan = two_buses()
    run = a_run_in_which_only(case, plan, "bus-2")
    calls: list[int] = []

    def astray(_scenario: Scenario, plan: Plan, now_s: int, _done: Done) -> Plan:
        calls.append(now_s)
        nowhere = Stop("town beyond the map", now_s + HOUR_S, now_s + HOUR_S)
        return replace(
            plan, itineraries=tuple(replace(each, stops=(*each.stops, nowhere)) for each in plan.itineraries)
        )

    rehearsal = Rehearsal(astray, uncertainty=ONE_BUS_DOES_NOT_COME, disruptions=EAGER)
    found = rehearsal.one_run(start(case, plan), seed=1, run=run)
    assert calls
    assert len(set(calls)) == len(calls) <= EAGER.most
    assert found.new_plans == ()
    assert (
        found.run.log.tolist() == simulate(start(case, plan), uncertainty=ONE_BUS_DOES_NOT_COME, run=run).log.tolist()
    )
