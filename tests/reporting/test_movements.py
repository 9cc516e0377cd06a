"""A plan is cut into changes, legs, services and passages, each with the right time, load and rule."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.planning.verify import verify
from safepassage.reporting.measures.movements import Leg, Service, Whereabouts, movements
from tests.reporting.cases import Case, shuttle, valley


@pytest.mark.parametrize("case", [valley(), shuttle(7, 2)], ids=["valley", "shuttle"])
def test_the_plans_of_these_tests_keep_every_rule(case: Case) -> None:
    assert verify(case.scenario, case.plan).violations == ()


def with_itineraries(plan: Plan, *itineraries: Itinerary) -> Plan:
    return replace(plan, itineraries=itineraries)


def test_boarding_and_alighting_count_when_the_vehicle_leaves() -> None:
    case = valley()
    happened = movements(case.scenario, case.plan)
    assert [(c.at_s, c.row.id, c.groups, c.persons, c.before, c.after) for c in happened.changes[:4]] == [
        (1200, "families", 5, 20, Whereabouts.WAITING, Whereabouts.ABOARD),
        (1200, "patients", 2, 4, Whereabouts.WAITING, Whereabouts.ABOARD),
        (1800, "villagers", 1, 5, Whereabouts.WAITING, Whereabouts.ABOARD),
        (5880, "families", 5, 20, Whereabouts.ABOARD, Whereabouts.OUT),
    ]


def test_a_leg_knows_who_is_aboard() -> None:
    case = valley()
    legs = [leg for leg in movements(case.scenario, case.plan).legs if leg.vehicle == "bus-1"]
    assert legs[0] == Leg("bus-1", "depot", "square", 0, 600, {}, 0)
    assert legs[2] == Leg("bus-1", "bridge", "town", 3780, 5580, {"families": 5}, 20)


def test_a_service_takes_the_last_minutes_before_departure() -> None:
    case = valley()
    services = movements(case.scenario, case.plan).services
    assert Service("square", "bus-1", Fraction(600), 1200) in services
    assert Service("town", "bus-1", Fraction(5580), 5880) in services


def test_alighting_and_boarding_at_one_stop_take_the_time_of_both() -> None:
    case = valley()
    places = tuple(replace(p, alight_s=Fraction(90)) if p.id == "square" else p for p in case.scenario.places)
    stops = (Stop("square", 0, 1200, board={"families": 1}, alight={"villagers": 1}),)
    plan = with_itineraries(case.plan, Itinerary("bus-1", stops))
    services = movements(replace(case.scenario, places=places), plan).services
    assert services == (Service("square", "bus-1", Fraction(1200 - 690), 1200),)


def test_passages_name_the_last_stop_elsewhere_and_the_rules_that_fall_on_them() -> None:
    case = valley()
    found = {(p.vehicle, p.at_s): p for p in movements(case.scenario, case.plan).passages}
    convoy = found["bus-1", 3780]
    assert (convoy.came_from, convoy.persons, convoy.convoy_rule) == ("square", 20, case.scenario.agreement.convoys[0])
    alone = found["bus-2", 3960]
    assert (alone.came_from, alone.convoy_rule, alone.rule) == ("village", None, case.scenario.agreement.crossings[0])


def test_stops_at_one_place_are_one_visit() -> None:
    case = valley()
    stops = (Stop("square", 0, 0), Stop("square", 0, 600, board={"families": 1}), Stop("bridge", 1500, 3780))
    happened = movements(case.scenario, with_itineraries(case.plan, Itinerary("bus-1", stops)))
    assert [(leg.origin, leg.destination) for leg in happened.legs] == [("square", "bridge")]
    assert happened.passages[0].came_from == "square"


@pytest.mark.parametrize(
    ("itinerary", "named"),
    [
        (Itinerary("tram-1", (Stop("depot", 0, 0),)), "the vehicle 'tram-1'"),
        (Itinerary("bus-1", (Stop("moon", 0, 0),)), "the place 'moon'"),
        (Itinerary("bus-1", (Stop("square", 0, 600, board={"nobody": 1}),)), "the people row 'nobody'"),
    ],
    ids=["vehicle", "place", "people"],
)
def test_a_plan_for_another_scenario_is_refused_in_one_sentence(itinerary: Itinerary, named: str) -> None:
    case = valley()
    with pytest.raises(UnusableInputError, match=named):
        movements(case.scenario, with_itineraries(case.plan, itinerary))
