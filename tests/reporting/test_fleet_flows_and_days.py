"""Vehicles, flows, places and days: figures of the valley, counted by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from safepassage.domain.places import Link
from safepassage.network import RoadNetwork
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.days import DestinationUse, arriving, destination_uses, leaving, whole_days
from safepassage.reporting.measures.fleet import Doing, TypeUse, VehicleUse, all_spans, at_work, type_uses, vehicle_uses
from safepassage.reporting.measures.flows import Flow, leg_flows, passable_when_empty, road_flows
from safepassage.reporting.measures.journeys import Journey, Trip, journeys, trips
from safepassage.reporting.measures.movements import movements
from tests.reporting.cases import shuttle, valley

CASE = valley()
HAPPENED = movements(CASE.scenario, CASE.plan)
ROADS = RoadNetwork.of(CASE.scenario)


def test_what_each_vehicle_does() -> None:
    uses = {use.vehicle: use for use in vehicle_uses(CASE.scenario, CASE.plan, HAPPENED, ROADS)}
    assert list(uses) == ["ambulance-1", "bus-1", "bus-2"]
    assert uses["bus-1"] == VehicleUse("bus-1", 1, 20, 0, 5880, Fraction(55, 2))
    km = Fraction(20 + 15 + 30 + 45 + 15 + 30, 2)
    assert uses["bus-2"] == VehicleUse("bus-2", 2, 15, 0, 13080, km), "empty, it drives back through the bridge"


def test_what_each_type_does_with_those_that_never_move() -> None:
    uses = vehicle_uses(CASE.scenario, CASE.plan, HAPPENED, ROADS)
    bus, ambulance = type_uses(CASE.scenario, uses)
    assert bus == TypeUse("bus", 3, 2, 3, 35, Fraction(105), 0, 13080, 2)
    assert (ambulance.available, ambulance.used, ambulance.persons) == (1, 1, 4)


def test_an_empty_vehicle_passes_only_crossings_that_check_the_loaded_ones() -> None:
    assert passable_when_empty(CASE.scenario, "town") == {"bridge"}


def test_spans_of_a_vehicle_follow_one_another_without_holes() -> None:
    spans = [span for span in all_spans(CASE.plan, HAPPENED) if span.vehicle == "bus-1"]
    assert [(s.doing, s.begin_s, s.end_s, s.persons) for s in spans] == [
        (Doing.EMPTY, 0, 600, 0),
        (Doing.SERVING, 600, 1200, 0),
        (Doing.LOADED, 1200, 2100, 20),
        (Doing.STANDING, 2100, 3780, 20),
        (Doing.LOADED, 3780, 5580, 20),
        (Doing.SERVING, 5580, 5880, 20),
    ]


def test_at_every_moment_each_vehicle_does_one_thing() -> None:
    spans = all_spans(CASE.plan, HAPPENED)
    doing = [at_work(spans, what) for what in Doing]
    assert [sum(curve.at(t) for curve in doing) for t in (0, 3000, 5879, 5880, 13079, 13080)] == [3, 3, 3, 1, 1, 0]


def test_flows_from_stop_to_stop_by_stream() -> None:
    assert set(leg_flows(CASE.scenario, HAPPENED)) == {
        Flow("square", "bridge", "east", 24, 2),
        Flow("village", "bridge", "west", 15, 2),
        Flow("bridge", "town", "east", 24, 2),
        Flow("bridge", "town", "west", 15, 2),
    }


def test_flows_follow_the_fastest_way_over_the_roads() -> None:
    case = shuttle(2, 1)
    happened = movements(case.scenario, case.plan)
    over = road_flows(case.scenario, happened, RoadNetwork.of(case.scenario))
    assert set(over) == {Flow("p0", "t0", "", 50, 1), Flow("p1", "t1", "", 50, 1)}


def test_an_empty_vehicle_drives_round_a_crossing_that_it_may_not_pass() -> None:
    long_road = Link("town", "village", Fraction(12_000), Fraction(500))
    buses, ambulances = CASE.scenario.vehicles
    free = replace(CASE.scenario, links=(*CASE.scenario.links, long_road))
    bound = replace(free, vehicles=(replace(buses, crossings=("ford",)), ambulances))
    km = [
        {use.vehicle: use.km for use in vehicle_uses(each, CASE.plan, HAPPENED, RoadNetwork.of(each))}["bus-2"]
        for each in (free, bound)
    ]
    assert km[0] < 500 < km[1]


def test_a_leg_without_a_known_way_is_one_straight_road() -> None:
    class NoWays:
        def way(self, _origin: str, _destination: str, _passable: frozenset[str] = frozenset()) -> None:
            return None

    assert set(road_flows(CASE.scenario, HAPPENED, NoWays())) == set(leg_flows(CASE.scenario, HAPPENED))


def test_journeys_sum_up_rides() -> None:
    assert journeys(HAPPENED) == (
        Journey("square", "town", 24, 2, 1200, 5880, 4680, 4680),
        Journey("village", "town", 15, 2, 1800, 13080, 3720, 4260),
    )


def test_trips_last_from_the_first_boarding_until_the_vehicle_is_empty() -> None:
    assert [trip for trip in trips(HAPPENED) if trip.vehicle == "bus-2"] == [
        Trip("bus-2", ("village",), ("town",), 1800, 6060, 5),
        Trip("bus-2", ("village",), ("town",), 9360, 13080, 10),
    ]


def test_destinations_fill_shelter_places_and_beds() -> None:
    assert destination_uses(CASE.scenario, HAPPENED) == (DestinationUse("town", 37, 100, 2, 2, 5880, 13080),)


def test_days_are_local_and_a_day_ends_with_its_last_second() -> None:
    case = shuttle(1, 12)
    clock = LocalClock.of(case.scenario)
    happened = movements(case.scenario, case.plan)
    days = whole_days(case.scenario, happened, clock)
    assert [day.day for day in days] == [date(2016, 12, 15), date(2016, 12, 16)]
    assert [day.out for day in days] == [350, 250]
    assert days[0].census.out == 350
    waiting_at_midnight = days[0].census.waiting
    (home,) = (row for row in leaving(case.scenario, happened, clock) if row.place == "p0")
    others = 5 * 5
    assert home.there == (waiting_at_midnight - others, 0)
    assert [row.moved for row in arriving(case.scenario, happened, clock)] == [(350, 250)]


@pytest.mark.parametrize(("hour", "day"), [(17, 15), (18, 16)])
def test_midnight_is_that_of_the_place(hour: int, day: int) -> None:
    clock = LocalClock.of(CASE.scenario)
    assert clock.day(hour * 3600) == date(2016, 12, day)
