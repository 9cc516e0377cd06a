"""Itineraries name every group once, and begin and end where vehicles must."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Window
from safepassage.planning.solver import solve
from safepassage.planning.solver.manifests import Expansion
from safepassage.planning.solver.problem import compile_problem
from tests.planning import by_hand
from tests.planning.disagreements import disagreements


def planned(scenario: Scenario) -> Plan:
    """Plan with few changes, and have the plan judged."""
    plan = solve(scenario, time_limit_s=20.0, max_iterations=200)
    assert disagreements(scenario, plan) == []
    return plan


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.lists(st.integers(0, 12), max_size=8))
def test_rows_of_a_kind_are_handed_out_once(sizes: list[int], asked: list[int]) -> None:
    """Whatever is taken from a kind, each row's groups are named once, on a trip or as remaining."""
    rows = [replace(by_hand.FAMILY, id=f"row-{i}", groups=groups) for i, groups in enumerate(sizes)]
    expansion, free, seen = Expansion(compile_problem(by_hand.scenario(*rows))), sum(sizes), Counter[str]()
    for wish in asked:
        groups = min(wish, free)
        taken = expansion.take(0, groups)
        assert sum(taken.values()) == groups
        assert 0 not in taken.values()
        seen.update(taken)
        free -= groups
    left = Counter({row: groups for _, row, groups in expansion.left()})
    assert seen + left == Counter({row.id: row.groups for row in rows})


def test_rows_that_are_one_kind_are_boarded_and_set_down_by_their_ids() -> None:
    rows = (by_hand.two(), replace(by_hand.FAMILY, id="more", groups=3))
    plan = planned(by_hand.scenario(*rows, vehicles=by_hand.TWO_BUSES))
    for counted in ("board", "alight"):
        total = Counter[str]()
        for stop in (stop for itinerary in plan.itineraries for stop in itinerary.stops):
            total.update(getattr(stop, counted))
        assert total == {"families": 2, "more": 3}


def test_a_vehicle_that_stands_at_the_pickup_boards_at_its_first_stop() -> None:
    """It has been there since it became available, and leaves in time for what follows."""
    local = replace(by_hand.BUS, start="town", available_from_s=300)
    [itinerary] = planned(by_hand.scenario(vehicles=(local,))).itineraries
    first = itinerary.stops[0]
    assert (first.place, first.arrive_s, dict(first.board)) == ("town", 300, {"families": 1})
    assert first.depart_s == 300


def test_a_vehicle_begins_at_its_start_just_in_time() -> None:
    """People who are ready later are not a reason to set out early: duty begins with the departure."""
    late = replace(by_hand.FAMILY, ready_s=5000)
    [itinerary] = planned(by_hand.scenario(late)).itineraries
    assert [(stop.place, stop.depart_s) for stop in itinerary.stops[:2]] == [("depot", 4400), ("town", 5000)]


def test_a_vehicle_that_must_return_does() -> None:
    """The last stop is home, passings on the way included."""
    home = replace(by_hand.BUS, return_to="depot")
    [itinerary] = planned(by_hand.scenario(vehicles=(home,), crossings=(by_hand.CHECK,))).itineraries
    assert [stop.place for stop in itinerary.stops] == ["depot", "town", "gate", "shelter", "gate", "depot"]


def test_a_shorter_way_home_that_is_shut_for_good_is_none() -> None:
    """Where distance is limited the shortest way home counts that can still be driven."""
    bus = replace(by_hand.BUS, return_to="depot", max_km=Fraction(100))
    gate = replace(by_hand.CHECK, check_s=Fraction(0), windows=(Window(0, 1300),))
    around = Link("shelter", "depot", Fraction(1000), Fraction(60), both_ways=False)
    [itinerary] = planned(by_hand.scenario(vehicles=(bus,), crossings=(gate,), roads=(around,))).itineraries
    assert [stop.place for stop in itinerary.stops] == ["depot", "town", "gate", "shelter", "depot"]


def test_vehicles_that_do_nothing_have_no_itinerary() -> None:
    plan = planned(by_hand.scenario(vehicles=(replace(by_hand.BUS, count=3),)))
    assert len(plan.itineraries) == 1


def test_stops_name_services_and_passings_with_their_times() -> None:
    """Depart is when the service or the check ends."""
    served = Place("shelter", shelter_places=None, alight_s=by_hand.FIVE_MINUTES)
    [itinerary] = planned(by_hand.scenario(places=(served,), crossings=(by_hand.CHECK,))).itineraries
    times = [(stop.place, stop.arrive_s, stop.depart_s) for stop in itinerary.stops]
    assert times == [("depot", 0, 0), ("town", 600, 600), ("gate", 1200, 1500), ("shelter", 2100, 2400)]
