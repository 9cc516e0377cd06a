"""Changing vehicles: used where it helps, in time for everybody, and nobody is left at a transfer place."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkedMovement, LinkStep
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver import solve
from tests.planning import relay
from tests.planning.disagreements import disagreements
from tests.planning.random_scenarios import SMALL, TINY
from tests.planning.random_transfers import random_transfers, transfers

LONG_ENOUGH_S = 300.0
TWO_BUSES = replace(relay.BUS, count=2)
BIG_VAN = replace(relay.VAN, seats=8)
PAIR = replace(relay.FAMILY, seated=2)


def planned(scenario: Scenario, iterations: int = 5000) -> Plan:
    """Plan, and have the plan judged."""
    plan = solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=iterations)
    assert disagreements(scenario, plan) == []
    return plan


def changes(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield who boards where they did not wait at first: the vehicle and the row of people."""
    homes = {row.id: row.place for row in scenario.people}
    for itinerary in plan.itineraries:
        for stop in itinerary.stops:
            yield from ((itinerary.vehicle, people) for people in stop.board if homes[people] != stop.place)


STAYS_AT_HUB = replace(relay.HUB, shelter_places=4)
SLOW_HUB = Place("hub", transfer=True, board_s=Fraction(300), alight_s=Fraction(300), bays=1)


@pytest.mark.parametrize(
    ("scenario", "value", "reason"),
    [
        (relay.scenario(), 1800, "the bus is at the hub at 1200, the van takes over and is at the shelter at 1800"),
        (
            relay.scenario(relay.families(2)),
            3000,
            "the second family comes to the hub at 2400, when the van has brought the first and is back",
        ),
        (
            relay.scenario(relay.families(2), vehicles=(TWO_BUSES, BIG_VAN)),
            1800,
            "both families come at 1200 and go on together",
        ),
        (
            relay.scenario(relay.families(2), vehicles=(TWO_BUSES, relay.VAN)),
            3000,
            "both come at 1200, but the van goes twice: at the shelter at 1800, at the hub at 2400",
        ),
        (
            relay.scenario(PAIR, replace(PAIR, id="others", stream="others"), vehicles=(TWO_BUSES, relay.VAN)),
            3000,
            "they would fit the van together, but are never aboard together, so it goes twice",
        ),
        (
            relay.scenario(places=(SLOW_HUB,)),
            2400,
            "the one bay: they alight from 1200 to 1500, the van boards them till 1800",
        ),
        (
            relay.scenario(
                replace(relay.FAMILY, vehicles=("bus",)),
                vehicles=(relay.BUS, replace(relay.BUS, start="hub", crossings=("line",))),
            ),
            1800,
            "only buses may carry them, on both parts of the way; of two buses one may pass the line",
        ),
        (
            relay.scenario(relay.families(2), vehicles=(TWO_BUSES, relay.VAN), places=(STAYS_AT_HUB,)),
            1800,
            "the hub is a destination too, with room for one family; the other goes on",
        ),
        (
            relay.scenario(
                replace(relay.FAMILY, max_aboard_s=Fraction(900)), vehicles=(replace(relay.BUS, crossings=()),)
            ),
            1800,
            "nobody may be aboard for longer than 15 minutes; alighting at the hub for a moment begins a new ride",
        ),
        (
            relay.scenario(
                relay.FAMILY, replace(PAIR, id="at-hub", place="hub"), vehicles=(relay.BUS, replace(relay.VAN, seats=6))
            ),
            1800,
            "those who wait at the hub from the start ride on with those who come there",
        ),
    ],
)
def test_what_can_be_worked_out_by_hand(scenario: Scenario, value: int, reason: str) -> None:
    """Everybody comes out, at the earliest moment that there can be."""
    plan = planned(scenario)
    assert (plan.people_remaining, plan.value) == (0, value), reason
    assert list(changes(scenario, plan)), reason


def shuttle() -> Scenario:
    """Four families, two buses, at the hub a coach too heavy for the bridge, and 50 minutes further on the shelter."""
    coach = replace(relay.VAN, type="coach", seats=16)
    roads = (
        *relay.ROADS[:3],
        Link("hub", "line", Fraction(1500)),
        Link("line", "shelter", Fraction(1500)),
    )
    return relay.scenario(relay.families(4), vehicles=(replace(TWO_BUSES, crossings=()), coach), roads=roads)


def test_people_change_where_that_is_faster() -> None:
    """The buses go twice between town and hub, and are there at 2400; direct they would be out at 11,400.

    Nobody can do better: the last two of four families leave the town with two buses at 1800 at the earliest.
    """
    scenario = shuttle()
    plan, direct = planned(scenario), planned(relay.without_transfer(scenario))
    assert (plan.people_out, plan.value) == (16, 5400)
    assert (direct.people_out, direct.value) == (16, 11400)
    assert list(changes(scenario, plan))


def test_people_change_twice_where_they_must() -> None:
    """The van may be on duty for 15 minutes and comes to a second hub only; there a coach takes over."""
    scenario = relay.scenario(
        vehicles=(
            relay.BUS,
            replace(relay.VAN, max_duty_s=Fraction(900)),
            VehicleRow("coach", 1, "second-hub", seats=50, crossings=("bridge",)),
        ),
        places=(Place("second-hub", transfer=True),),
        roads=(
            *relay.ROADS[:4],
            Link("line", "second-hub", relay.FIVE_MINUTES),
            Link("second-hub", "shelter", relay.TEN_MINUTES),
        ),
    )
    plan = planned(scenario)
    assert (plan.people_out, plan.value, plan.bound) == (4, 2400, 2400)
    assert list(changes(scenario, plan)) == [("van-1", "families"), ("coach-1", "families")]


def test_people_ride_straight_on_where_changing_does_not_help() -> None:
    """One family, one bus that may go all the way: it is proven that nothing is faster."""
    scenario = relay.scenario(vehicles=(replace(relay.BUS, crossings=()), relay.VAN))
    plan = planned(scenario)
    assert (plan.value, plan.bound, plan.proof) == (1800, 1800, Proof.OPTIMAL)


def test_nobody_is_brought_to_a_transfer_place_who_cannot_be_taken_on() -> None:
    """The van stops at 3000, and until then takes on two times two families; the fifth stays in the town."""
    scenario = relay.scenario(relay.families(5), vehicles=(TWO_BUSES, replace(BIG_VAN, available_until_s=3000)))
    plan = planned(scenario)
    assert (plan.people_out, plan.people_remaining, plan.value) == (16, 4, 3000)
    assert plan.remaining[0].reasons == (
        "These people could be brought to the transfer place hub, but not taken on from there.",
        "The vehicles are not available long enough.",
    )


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (relay.scenario(vehicles=(relay.BUS,)), "No road leads from where these people wait"),
        (relay.scenario(vehicles=(replace(relay.VAN, start="shelter", crossings=("bridge",)),)), "No road leads"),
        (relay.scenario(replace(relay.FAMILY, vehicles=("bus",))), "but not taken on from there"),
        (relay.scenario(relay.families(1), places=(Place("shelter", shelter_places=3),)), "has a shelter place"),
    ],
)
def test_why_people_remain_who_would_have_to_change(scenario: Scenario, reason: str) -> None:
    """They stay where they are, and the reason names how far they could come."""
    plan = planned(scenario, 500)
    assert (plan.people_out, plan.itineraries) == (0, ())
    assert reason in " ".join(plan.remaining[0].reasons)


def test_boarding_again_is_no_second_leaving() -> None:
    """Four people of the town may leave; that they board twice does not count twice."""
    movement = LinkedMovement(("town",), ("village",), (LinkStep(0, 4),))
    plan = planned(relay.scenario(relay.families(2), places=(Place("village"),), linked=(movement,)))
    assert (plan.people_out, plan.value) == (4, 1800)


def test_those_who_change_have_arrived_only_at_their_destination() -> None:
    """The village waits for a family of the town to be out at 1800, not only to be at the hub at 1200."""
    villager = TravelGroups("villagers", "village", seated=1)
    car = VehicleRow("car", 1, "village", seats=1)
    movement = LinkedMovement(("village",), ("town",), (LinkStep(4, 1),))
    scenario = relay.scenario(
        relay.FAMILY,
        villager,
        vehicles=(relay.BUS, relay.VAN, car),
        places=(Place("village"),),
        roads=(*relay.ROADS, Link("village", "shelter", relay.FIVE_MINUTES)),
        linked=(movement,),
    )
    plan = planned(scenario)
    assert (plan.people_remaining, plan.value) == (0, 2100)


def test_names_go_on_as_they_came() -> None:
    """Rows that are alike are told apart at the hub: who is named going on has been brought there before."""
    rows = [replace(relay.FAMILY, id=f"family-{n}") for n in range(5)]
    scenario = relay.scenario(*rows, vehicles=(TWO_BUSES, BIG_VAN))
    plan = planned(scenario)
    assert plan.people_remaining == 0
    assert sorted(people for _, people in changes(scenario, plan)) == [row.id for row in rows]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(transfers(TINY), st.integers(0, 2000))
def test_tiny_plans_keep_every_rule(scenario: Scenario, iterations: int) -> None:
    """The judge finds nothing, however early the planner stops."""
    planned(scenario, iterations)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(transfers(SMALL), st.integers(0, 500))
def test_small_plans_keep_every_rule(scenario: Scenario, iterations: int) -> None:
    planned(scenario, iterations)


def test_the_random_scenarios_make_people_change() -> None:
    """Scenarios in which nobody changes vehicles would prove little."""
    scenarios = [random_transfers(random.Random(seed), TINY) for seed in range(20)]
    plans = [(scenario, planned(scenario, 500)) for scenario in scenarios]
    assert sum(any(True for _ in changes(scenario, plan)) for scenario, plan in plans) >= 2


@pytest.mark.parametrize("seed", [1, 3])
def test_the_same_seed_and_number_of_changes_give_the_same_plan(seed: int) -> None:
    """Also where people change vehicles."""
    scenario = random_transfers(random.Random(seed), SMALL)
    one, again = (solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=7, max_iterations=800) for _ in range(2))
    assert one == again
