"""Where vehicles never meet: trips with several stops where they pay, full loads, repeatable search, true bounds."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from benchmarks.shuttle import Size, shuttle
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver import solve
from safepassage.planning.solver.bounds import Bounds
from safepassage.planning.solver.chaining import chain_loads
from safepassage.planning.solver.loads import Load
from safepassage.planning.solver.mix import main_types, mean_loads
from safepassage.planning.solver.pooling import pool_part_loads
from safepassage.planning.solver.rosters import on_their_own
from safepassage.planning.verify import verify
from tests.planning.solver.workbench import prepare

MINUTE = Fraction(60)
ENDLESS = 600.0
HOMES = ("first", "second", "third")
AMBULANCE = VehicleRow("ambulance", 1, "depot", seats=1, stretchers=3)
BUS = VehicleRow("bus", 1, "depot", seats=10)


def patients(home: str, **wishes: Any) -> TravelGroups:
    """Give one patient at a home."""
    return replace(TravelGroups(f"patient-{home}", home, stretcher=1), **wishes)


def town(*people: TravelGroups, vehicles: tuple[VehicleRow, ...], beds: int = 9, shelter: int = 100) -> Scenario:
    """Give three homes five minutes apart, and a clinic an hour and a school two hours away from each."""
    ends = [("depot", home, 10) for home in HOMES]
    ends += [(a, b, 5) for a, b in (("first", "second"), ("second", "third"), ("first", "third"))]
    ends += [(home, "clinic", 60) for home in HOMES] + [(home, "school", 120) for home in HOMES]
    return Scenario(
        name="town",
        start=datetime(2026, 1, 5, tzinfo=UTC),
        places=(
            Place("depot"),
            *(Place(home, board_s=15 * MINUTE) for home in HOMES),
            Place("clinic", alight_s=10 * MINUTE, beds=beds, shelter_places=shelter),
            Place("school", alight_s=10 * MINUTE, beds=9, shelter_places=100),
        ),
        people=people,
        vehicles=vehicles,
        links=tuple(Link(a, b, minutes * MINUTE) for a, b, minutes in ends),
    )


def planned(scenario: Scenario, iterations: int = 300) -> Plan:
    """Plan and have the plan judged."""
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=iterations)
    assert not verify(scenario, plan).violations
    return plan


def pooled(scenario: Scenario, *loads: Load) -> list[Load]:
    """Pool loads of a scenario."""
    ready = prepare(scenario)
    return pool_part_loads(ready.problem, ready.tables, loads)


def direct(scenario: Scenario, destination: str = "clinic") -> list[Load]:
    """Give every kind a load of its own to a destination, in the first type that may carry it."""
    problem = prepare(scenario).problem
    end = problem.stops.index(destination)
    return [Load(kind.stop, end, kind.types[0], {k: kind.groups}) for k, kind in enumerate(problem.kinds)]


def test_one_ambulance_collects_from_three_homes_on_one_trip() -> None:
    plan = planned(town(*map(patients, HOMES), vehicles=(AMBULANCE,)))
    assert plan.completion_seconds == (10 + 15 + 5 + 15 + 5 + 15 + 60 + 10) * 60


def test_three_ambulances_go_to_a_home_each() -> None:
    plan = planned(town(*map(patients, HOMES), vehicles=(replace(AMBULANCE, count=3),)))
    assert plan.completion_seconds == (10 + 15 + 60 + 10) * 60


def test_a_bus_fills_up_at_a_second_corner() -> None:
    families = (TravelGroups("few", "first", groups=3, seated=2), TravelGroups("fewer", "second", groups=2, seated=2))
    plan = planned(town(*families, vehicles=(BUS,)))
    assert plan.completion_seconds == (10 + 15 + 5 + 15 + 60 + 10) * 60


def test_part_loads_are_joined_only_as_far_as_they_fit() -> None:
    scenario = town(*map(patients, HOMES), vehicles=(replace(AMBULANCE, stretchers=2),))
    assert sorted(len(load.calls) for load in pooled(scenario, *direct(scenario))) == [1, 2]


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ({"stream": "other"}, "people of two streams never ride together"),
        ({"destinations": ("school",)}, "they may not be brought to the same place"),
    ],
)
def test_part_loads_stay_apart_where_people_may_not_ride_together(wishes: dict[str, Any], why: str) -> None:
    scenario = town(patients("first", destinations=("clinic",)), patients("second", **wishes), vehicles=(AMBULANCE,))
    problem = prepare(scenario).problem
    loads = [Load(kind.stop, kind.destinations[0], 0, {k: 1}) for k, kind in enumerate(problem.kinds)]
    assert len(pooled(scenario, *loads)) == 2, why


def test_part_loads_go_where_both_find_room() -> None:
    scenario = town(patients("first"), patients("second"), vehicles=(AMBULANCE,), beds=1)
    problem = prepare(scenario).problem
    clinic, school = problem.stops.index("clinic"), problem.stops.index("school")
    loads = [
        Load(kind.stop, d, 0, {k: 1}) for k, (kind, d) in enumerate(zip(problem.kinds, (clinic, school), strict=True))
    ]
    (load,) = pooled(scenario, *loads)
    assert load.destination == school
    assert sum(load.groups.values()) == 2


def test_a_detour_longer_than_the_trip_it_saves_is_not_made() -> None:
    near = town(patients("first"), patients("second"), vehicles=(AMBULANCE,))
    links = tuple(
        replace(link, drive_s=500 * MINUTE) if {link.from_place, link.to_place} <= set(HOMES) else link
        for link in near.links
        if link.from_place != "depot"
    )
    places = tuple(replace(place, through=place.id == "depot") for place in near.places)
    far = replace(
        near, links=(*links, Link("depot", "first", MINUTE), Link("depot", "second", 600 * MINUTE)), places=places
    )
    assert len(pooled(far, *direct(far))) == 2


def test_vehicles_are_filled_to_the_last_seat_along_a_tour() -> None:
    groups = (TravelGroups(f"at-{home}", home, groups=7, seated=3) for home in HOMES)
    singles = (TravelGroups(f"single-{home}", home, groups=3, seated=1) for home in HOMES)
    scenario = town(*groups, *singles, vehicles=(replace(BUS, count=4, seats=12),))
    ready = prepare(scenario)
    apart = direct(scenario)
    seats = [3 if ready.problem.kinds[k].seated == 3 else 1 for load in apart for k in load.groups]
    assert sum(seats[i] * n for i, load in enumerate(apart) for n in load.groups.values()) == 72
    packed = [Load(x.pickup, x.destination, 0, {k: 1}) for x in apart for k, n in x.groups.items() for _ in range(n)]
    chained = chain_loads(ready.problem, ready.tables, packed)
    assert len(chained) == 6
    counts = {k: sum(load.groups.get(k, 0) for load in chained) for k in range(len(ready.problem.kinds))}
    assert counts == {k: kind.groups for k, kind in enumerate(ready.problem.kinds)}


def test_people_ride_in_the_vehicles_that_are_made_for_them() -> None:
    scenario = town(
        TravelGroups("pairs", "first", groups=100, seated=1),
        patients("second"),
        vehicles=(replace(BUS, count=5), AMBULANCE),
    )
    problem = prepare(scenario).problem
    assert {problem.types[t] for t in main_types(problem, 0)} == {"bus"}
    assert {problem.types[t] for t in main_types(problem, 1)} == {"ambulance"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"max_duty_s": 3600 * MINUTE}, "a duty counts from the first departure"),
        ({"max_km": Fraction(100)}, "distances add up over the day"),
        ({"return_to": "depot"}, "the way home counts too"),
    ],
)
def test_vehicles_with_other_limits_are_left_to_the_search_with_waiting(change: dict[str, Any], why: str) -> None:
    scenario = town(patients("first"), vehicles=(replace(AMBULANCE, **change),))
    ready = prepare(scenario)
    assert not on_their_own(ready.problem, ready.tables), why


TINY = shuttle("shuttle", Size(6, 3, 6, 3, 900), name="tiny", seed="tiny")


def test_everybody_is_counted_in_mean_loads() -> None:
    ready = prepare(TINY)
    packed = mean_loads(ready.problem, ready.tables, ENDLESS, 1)
    for loads in (packed, pool_part_loads(ready.problem, ready.tables, packed)):
        counts = {k: sum(load.groups.get(k, 0) for load in loads) for k in range(len(ready.problem.kinds))}
        assert counts == {k: kind.groups for k, kind in enumerate(ready.problem.kinds)}


def test_the_same_seed_and_number_of_changes_give_the_same_plan() -> None:
    assert planned(TINY, 20_000) == planned(TINY, 20_000)


def test_bounds_of_one_capacity_at_a_time_are_no_higher_than_those_of_all_together() -> None:
    ready = prepare(TINY)
    bounds = Bounds(ready.problem, ready.network, ready.tables, seed=1)
    together = bounds.completion(ready.problem.asked, ENDLESS).seconds
    large = Bounds(ready.problem, ready.network, ready.tables, seed=1)
    large.large = True
    apart = large.completion(ready.problem.asked, ENDLESS).seconds
    assert 0 < apart <= together <= planned(TINY).completion_seconds


def test_bounds_hold_for_plans_that_leave_people_behind() -> None:
    crowded = replace(TINY, vehicles=tuple(replace(row, available_until_s=20_000) for row in TINY.vehicles))
    plan = planned(crowded)
    ready = prepare(crowded)
    bounds = Bounds(ready.problem, ready.network, ready.tables, seed=1)
    bounds.large = True
    assert plan.people_remaining > 0
    assert bounds.completion(plan.people_out_by_priority, ENDLESS).seconds <= plan.completion_seconds
