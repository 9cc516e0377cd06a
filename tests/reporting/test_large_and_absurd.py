"""Large operations are shown within limits, and absurd plans get a plain sentence instead of filling the memory."""

from dataclasses import replace

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Stop
from safepassage.domain.terms import Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.reporting import render_report
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.maps.drawing import MOST_LABELS
from safepassage.reporting.measures.journeys import journeys
from safepassage.reporting.measures.movements import movements
from safepassage.reporting.measures.roster import Roster
from tests.reporting.cases import Case, minutes, valley
from tests.reporting.page import read

DAY_S = 86400


def test_the_roster_numbers_a_type_over_its_rows() -> None:
    rows = (VehicleRow("bus", 2, "north"), VehicleRow("mini-bus", 1, "north"), VehicleRow("bus", 3, "south"))
    roster = Roster.of(replace(valley().scenario, vehicles=rows))
    found = [roster.vehicle(name) for name in ("bus-2", "bus-3", "bus-5")]
    assert [vehicle.row.start for vehicle in found if vehicle] == ["north", "south", "south"]
    assert roster.vehicle("mini-bus-1") is not None
    assert [roster.vehicle(name) for name in ("bus-6", "bus-0", "bus-01", "bus", "tram-1", "bus-\u0661")] == [None] * 6
    assert roster.available("bus") == 5


def test_a_fleet_of_millions_costs_nothing() -> None:
    case = valley()
    many = tuple(replace(row, count=10_000_000) for row in case.scenario.vehicles)
    assert "2 of 10,000,000" in render_report(replace(case.scenario, vehicles=many), case.plan)


def with_stops(*stops: Stop) -> Case:
    case = valley()
    return Case(case.scenario, replace(case.plan, itineraries=(Itinerary("bus-1", stops),)))


def test_a_plan_that_goes_on_for_years_is_refused_in_a_sentence() -> None:
    case = with_stops(Stop("depot", 0, 0), Stop("square", 10**12, 10**12))
    with pytest.raises(UnusableInputError, match="goes on for 11,574,074 days"):
        render_report(case.scenario, case.plan)


def test_a_plan_of_a_whole_year_is_shown() -> None:
    case = with_stops(Stop("depot", 0, 0), Stop("square", 365 * DAY_S, 365 * DAY_S + 600, board={"families": 1}))
    assert len(render_report(case.scenario, case.plan)) < 1_000_000


def test_counts_beyond_all_people_are_shown_as_they_stand() -> None:
    load = {"families": 10**13}
    case = with_stops(Stop("square", 0, 600, board=load), Stop("town", 5000, 5600, alight=load))
    (journey,) = journeys(movements(case.scenario, case.plan))
    assert (journey.persons, journey.median_aboard_s) == (4 * 10**13, 5000)
    assert "40,000,000,000,000" in render_report(case.scenario, case.plan, ("More board than are there.",))


def test_alighting_before_boarding_and_standing_still_do_not_stop_the_report() -> None:
    before, after = Stop("square", 900, 300, alight={"families": 2}), Stop("town", 0, 0, board={"patients": 1})
    case = with_stops(before, Stop("square", 0, 0), after)
    assert read(render_report(case.scenario, case.plan, ("All is wrong.",))).balanced


def test_a_window_beyond_the_calendar_is_shown_at_its_end() -> None:
    case = valley()
    rules = tuple(replace(rule, windows=(Window(0, 10**15),)) for rule in case.scenario.agreement.crossings)
    scenario = replace(case.scenario, agreement=replace(case.scenario.agreement, crossings=rules))
    assert LocalClock.of(scenario).words(10**15) == "Fri 31 Dec 9999, 23:59"
    assert "Fri 31 Dec, 23:59" in render_report(scenario, case.plan)


def test_thousands_of_places_and_roads_are_drawn_with_the_most_important_names() -> None:
    case = valley()
    nodes = [Place(f"n{i}", f"Node {i}", 36 + i % 50 / 50, 37 + i // 50 / 50) for i in range(2000)]
    camps = [Place(f"c{i}", f"Camp {i}", 36 + i % 20 / 20, 37 + i // 20 / 20, shelter_places=i) for i in range(1, 200)]
    roads = [Link(f"n{i}", f"n{i + 1}", minutes(1)) for i in range(1999)]
    places = (*case.scenario.places, *nodes, *camps)
    scenario = replace(case.scenario, places=places, links=(*case.scenario.links, *roads))
    html = render_report(scenario, case.plan)
    assert html.count('class="place-name"') <= 8 * MOST_LABELS
    assert ">Bridge<" in html
    assert len(html) < 2_000_000
