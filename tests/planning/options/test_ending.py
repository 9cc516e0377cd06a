"""If the agreement ends early: who is through is through, and nobody else; held against the plan of tiny by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.bootstrap import example
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.options.ending import Announced, ended
from safepassage.planning.options.replans import keeps
from safepassage.scenarios import read_plan, read_scenario
from tests.planning.options.cases import HOUR, MINUTE, studied, valley

BY_HAND = {0: 0, 64: 0, 65: 32, 69: 32, 70: 34, 154: 34, 155: 42, 159: 42, 160: 44, 300: 44}
"""Minutes, and people out, read off EXPLAINED.md."""


@pytest.fixture(scope="module")
def announced() -> Announced:
    return Announced(read_scenario(example("tiny")), read_plan(example("tiny") / "plan-by-hand.json"))


@pytest.mark.parametrize(("minute", "people"), BY_HAND.items())
def test_whoever_has_passed_by_then_comes_out(minute: int, people: int, announced: Announced) -> None:
    assert announced.people_out(minute * MINUTE) == people
    assert announced.cut(minute * MINUTE).people_out == people


@pytest.mark.parametrize("minute", BY_HAND)
def test_what_is_left_of_the_plan_keeps_every_rule_under_the_ended_agreement(minute: int, announced: Announced) -> None:
    assert keeps(ended(announced.scenario, minute * MINUTE), announced.cut(minute * MINUTE))


def test_one_who_knew_when_it_ends_brings_out_no_fewer() -> None:
    hours = studied(valley(groups=8, vehicles=2), sets=0, endings=5).ending
    assert [hour.at_s for hour in hours] == [0, HOUR]
    assert [hour.announced for hour in hours] == sorted(hour.announced for hour in hours)
    for hour in hours:
        assert hour.announced <= hour.known
        assert hour.at_most is None or hour.known <= hour.at_most


def test_at_the_very_start_nobody_comes_through() -> None:
    tiny = read_scenario(example("tiny"))
    first = studied(tiny, sets=0, endings=3).ending[0]
    assert (first.at_s, first.announced, first.known) == (0, 0, 0)


def test_who_needs_no_crossing_is_not_touched() -> None:
    """Two homes, of which one lies beyond the gate."""
    scenario = valley(groups=1, vehicles=2)
    near = TravelGroups("near", "annex", groups=1, seated=10)
    beyond = replace(
        scenario,
        places=(*scenario.places, Place("annex")),
        people=(*scenario.people, near),
        vehicles=(*scenario.vehicles, VehicleRow("van", 1, "annex", seats=10)),
        links=(*scenario.links, Link("annex", "school", Fraction(60))),
    )
    hours = studied(beyond, sets=0, endings=3).ending
    assert hours[0].announced == 10
    assert hours[-1].announced == 20


def test_without_crossings_everything_stops() -> None:
    """A bus that takes 20 minutes there and 20 back has brought 10 by minute 20 and 20 by minute 60."""
    scenario = replace(valley(groups=3, vehicles=1), agreement=Agreement())
    options = studied(scenario, sets=0, endings=3)
    assert not options.has_crossings
    assert [hour.announced for hour in options.ending] == [0, 20, 30]
    assert [hour.known for hour in options.ending] == [0, 20, 30]


def test_vehicles_need_not_return_once_it_has_ended() -> None:
    scenario = valley(groups=1, vehicles=1)
    returning = replace(scenario, vehicles=(replace(scenario.vehicles[0], return_to="home"),))
    assert ended(returning, HOUR).vehicles[0].return_to is None


def by_transfer() -> tuple[Scenario, Plan]:
    """Have a van bring ten people through the gate to a hub; a bus take them on to a school that needs no crossing."""
    scenario = valley(groups=1, vehicles=0)
    scenario = replace(
        scenario,
        places=(*scenario.places, Place("hub", transfer=True)),
        links=(
            Link("home", "gate", Fraction(600)),
            Link("gate", "hub", Fraction(600)),
            Link("hub", "school", Fraction(600)),
        ),
        vehicles=(VehicleRow("van", 1, "home", seats=10), VehicleRow("bus", 1, "hub", seats=10)),
    )
    van = (Stop("home", 0, 0, {"families": 1}), Stop("gate", 600, 600), Stop("hub", 1200, 1200, {}, {"families": 1}))
    bus = (Stop("hub", 0, 1200, {"families": 1}), Stop("school", 1800, 1800, {}, {"families": 1}))
    plan = Plan(
        scenario="valley",
        objective=Objective.COMPLETION,
        itineraries=(Itinerary("van-1", van), Itinerary("bus-1", bus)),
        value=1800,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=1800,
        people_out=10,
        people_remaining=0,
        people_out_bound=10,
        people_out_by_priority=(0, 0, 10),
        people_out_bound_by_priority=(0, 0, 10),
    )
    return scenario, plan


def test_who_is_not_brought_to_a_transfer_place_does_not_leave_it() -> None:
    scenario, plan = by_transfer()
    assert keeps(scenario, plan)
    announced = Announced(scenario, plan)
    assert announced.people_out(599) == 0
    assert announced.people_out(600) == 10
    assert keeps(ended(scenario, 599), announced.cut(599))
