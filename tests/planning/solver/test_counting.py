"""The bounds hold: for the best direct plans of tiny scenarios, and for trips with several stops that beat them."""

import random
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from safepassage.network import RoadNetwork
from safepassage.planning.solver import solve
from safepassage.planning.solver.commodities import commodities
from safepassage.planning.solver.problem import compile_problem
from safepassage.planning.verify import verify
from tests.planning import by_hand
from tests.planning.brute_force import DirectOptimum, TooLargeError, as_plan, best_direct_plan
from tests.planning.random_scenarios import SMALL, TINY, random_scenario
from tests.planning.solver.workbench import bounds_of

LONG_S = 20.0
Visit = tuple[str, dict[str, int], dict[str, int]]


@pytest.mark.parametrize("seed", range(2000, 2040))
def test_no_bound_excludes_what_brute_force_finds(seed: int) -> None:
    """As many may come out as do, and the completion time may be as early as it is."""
    scenario = random_scenario(random.Random(seed), TINY)
    try:
        optimum = best_direct_plan(scenario, 1000)
    except TooLargeError:
        pytest.skip("too large for brute force")
    bounds = bounds_of(scenario)
    out = bounds.people_out(optimum.people_out, LONG_S)
    assert out.by_priority >= optimum.people_out
    assert out.total >= sum(optimum.people_out)
    assert bounds.completion(optimum.people_out, LONG_S).seconds <= optimum.completion_s


@pytest.mark.parametrize("seed", range(3000, 3025))
def test_no_bound_excludes_what_the_planner_finds(seed: int) -> None:
    """The planner's own plans, with trips to several places and all terms, are within the bounds before they are cut.

    A plan tells the lesser of value and bound, which would hide a bound that is too high.
    """
    scenario = random_scenario(random.Random(seed), SMALL)
    plan, bounds = solve(scenario, time_limit_s=600.0, max_iterations=2000), bounds_of(scenario)
    out = bounds.people_out(plan.people_out_by_priority, LONG_S)
    assert out.by_priority >= plan.people_out_by_priority
    assert out.total >= plan.people_out
    if plan.people_out:  # where nobody comes out, nothing is completed
        assert bounds.completion(plan.people_out_by_priority, LONG_S).seconds <= plan.value


def drive(scenario: Scenario, vehicle: str, *visits: Visit) -> DirectOptimum:
    """Give what one vehicle does that visits place after place without any waiting, as a plan."""
    network, rows = RoadNetwork.of(scenario), {row.id: row for row in scenario.people}
    at, time, stops, out, ends = "depot", 0, [Stop("depot", 0, 0)], [0, 0, 0], 0
    for place, board, alight in visits:
        way, where = network.way(at, place), scenario.place(place)
        assert way is not None
        arrives = time + ceil(way.drive_s)
        check = sum((rule.check_s for rule in scenario.agreement.crossings if rule.place == place), Fraction(0))
        time = arrives + ceil(check + (where.alight_s if alight else 0) + (where.board_s if board else 0))
        stops.append(Stop(place, arrives, time, board, alight))
        for row, groups in alight.items():
            out[rows[row].priority - 1] += groups * rows[row].group_size
            ends = time
        at = place
    return DirectOptimum((out[0], out[1], out[2]), ends, (Itinerary(vehicle, tuple(stops)),))


PAIR = TravelGroups("town-pair", "town", seated=2)
VILLAGE_PAIR = replace(PAIR, id="village-pair", place="village")
NEAR_VILLAGE = (Link("town", "village", Fraction(60)),)
SERVED = Place("shelter", shelter_places=None, alight_s=Fraction(300))


def two_pickups() -> tuple[Scenario, DirectOptimum]:
    """Give one bus that collects two pairs, a minute apart."""
    scenario = by_hand.scenario(PAIR, VILLAGE_PAIR, places=(by_hand.VILLAGE, SERVED), roads=NEAR_VILLAGE)
    visits: tuple[Visit, ...] = (
        ("town", {"town-pair": 1}, {}),
        ("village", {"village-pair": 1}, {}),
        ("shelter", {}, {"town-pair": 1, "village-pair": 1}),
    )
    return scenario, drive(scenario, "bus-1", *visits)


def two_destinations() -> tuple[Scenario, DirectOptimum]:
    """Give one bus that sets two pairs down, five minutes apart."""
    people = (replace(PAIR, destinations=("shelter",)), replace(PAIR, id="others", destinations=("far",)))
    scenario = by_hand.scenario(*people, places=(by_hand.FAR,), roads=(Link("shelter", "far", Fraction(300)),))
    visits: tuple[Visit, ...] = (
        ("town", {"town-pair": 1, "others": 1}, {}),
        ("shelter", {}, {"town-pair": 1}),
        ("far", {}, {"others": 1}),
    )
    return scenario, drive(scenario, "bus-1", *visits)


def an_exchange() -> tuple[Scenario, DirectOptimum]:
    """Give one bus that sets down and takes up at one place, while others stay aboard."""
    people = (
        replace(PAIR, destinations=("inn",)),
        replace(PAIR, id="through", destinations=("shelter",)),
        replace(PAIR, id="inn-pair", place="inn", destinations=("shelter",)),
    )
    inn = Place("inn", shelter_places=9, board_s=Fraction(60), alight_s=Fraction(60))
    roads = (Link("gate", "inn", Fraction(60)), Link("inn", "shelter", Fraction(540)))
    scenario = by_hand.scenario(*people, places=(inn, SERVED), roads=roads)
    visits: tuple[Visit, ...] = (
        ("town", {"town-pair": 1, "through": 1}, {}),
        ("inn", {"inn-pair": 1}, {"town-pair": 1}),
        ("shelter", {}, {"through": 1, "inn-pair": 1}),
    )
    return scenario, drive(scenario, "bus-1", *visits)


def three_kinds_of_places() -> tuple[Scenario, DirectOptimum]:
    """Give one bus whose seats, wheelchair place and stretcher are filled at three places."""
    people = (
        PAIR,
        TravelGroups("wheelchair", "village", wheelchair=1, priority=1),
        TravelGroups("patient", "hamlet", seated=1, stretcher=1, priority=2),
    )
    bus = replace(by_hand.BUS, wheelchairs=1, stretchers=1, seats_per_wheelchair=1)
    places = (by_hand.VILLAGE, Place("hamlet"), Place("shelter", shelter_places=None, beds=1))
    roads = (*NEAR_VILLAGE, Link("village", "hamlet", Fraction(60)), Link("hamlet", "gate", Fraction(600)))
    scenario = by_hand.scenario(*people, vehicles=(bus,), places=places, roads=roads)
    visits: tuple[Visit, ...] = (
        ("town", {"town-pair": 1}, {}),
        ("village", {"wheelchair": 1}, {}),
        ("hamlet", {"patient": 1}, {}),
        ("shelter", {}, {"town-pair": 1, "wheelchair": 1, "patient": 1}),
    )
    return scenario, drive(scenario, "bus-1", *visits)


def a_narrow_crossing() -> tuple[Scenario, DirectOptimum]:
    """Give one bus that collects two pairs and passes a checked crossing once."""
    scenario = by_hand.scenario(
        PAIR,
        VILLAGE_PAIR,
        places=(by_hand.VILLAGE,),
        roads=NEAR_VILLAGE,
        crossings=(replace(by_hand.CHECK, lanes=1),),
    )
    visits: tuple[Visit, ...] = (
        ("town", {"town-pair": 1}, {}),
        ("village", {"village-pair": 1}, {}),
        ("gate", {}, {}),
        ("shelter", {}, {"town-pair": 1, "village-pair": 1}),
    )
    return scenario, drive(scenario, "bus-1", *visits)


@pytest.mark.parametrize(
    "make",
    [two_pickups, two_destinations, an_exchange, three_kinds_of_places, a_narrow_crossing],
    ids=lambda f: f.__name__,
)
@pytest.mark.parametrize("buses", [1, 2, 3])
def test_bounds_hold_for_plans_that_no_direct_plan_matches(make: object, buses: int) -> None:
    """Trips with several stops are within the bounds, where as many buses have as many times the people."""
    scenario, plan = make()  # type: ignore[operator]
    assert verify(scenario, as_plan(scenario, plan)).violations == ()
    assert best_direct_plan(scenario).completion_s > plan.completion_s
    rows = tuple(replace(row, groups=row.groups * buses) for row in scenario.people)
    vehicles = tuple(replace(row, count=row.count * buses) for row in scenario.vehicles)
    places = tuple(replace(p, beds=p.beds and p.beds * buses, bays=None) for p in scenario.places)
    rules = tuple(replace(rule, lanes=rule.lanes and rule.lanes * buses) for rule in scenario.agreement.crossings)
    agreement = replace(scenario.agreement, crossings=rules)
    larger = replace(scenario, people=rows, vehicles=vehicles, places=places, agreement=agreement)
    out = (plan.people_out[0] * buses, plan.people_out[1] * buses, plan.people_out[2] * buses)
    bounds = bounds_of(larger)
    assert bounds.people_out(out, LONG_S).by_priority >= out
    assert bounds.completion(out, LONG_S).seconds <= plan.completion_s


def test_vehicles_that_come_late_and_are_not_needed_do_not_delay_the_bound() -> None:
    """A bus that comes after a day says nothing about plans that do without it."""
    late = replace(by_hand.BUS, type="late", available_from_s=86400)
    bounds = bounds_of(by_hand.scenario(vehicles=(by_hand.BUS, late)))
    assert bounds.completion((0, 0, 4), LONG_S).seconds == 1800


def test_vehicles_that_come_late_and_are_needed_do() -> None:
    """Only the late one has seats enough for the large family."""
    late = replace(by_hand.BUS, type="late", seats=9, available_from_s=86400)
    large = replace(by_hand.FAMILY, id="large", seated=9)
    bounds = bounds_of(by_hand.scenario(by_hand.FAMILY, large, vehicles=(by_hand.BUS, late)))
    assert bounds.completion((0, 0, 13), LONG_S).seconds == 86400 + 1800


def test_people_who_can_never_leave_take_no_room_from_others_in_the_bound() -> None:
    """The relaxation does not see the linked movement; five villagers can still have the five shelter places."""
    scenario = by_hand.scenario(
        replace(by_hand.FAMILY, priority=1),
        replace(by_hand.VILLAGERS, seated=5, priority=2),
        vehicles=(replace(by_hand.BUS, seats=9),),
        places=(Place("shelter", shelter_places=5), by_hand.VILLAGE),
        roads=(by_hand.FROM_VILLAGE,),
        linked=(by_hand.villages_first((50, 90)),),
    )
    assert bounds_of(scenario).people_out((0, 5, 0), LONG_S).total >= 5


@pytest.mark.parametrize(
    ("vehicles", "families", "seconds", "reason"),
    [
        ((by_hand.BUS,), 1, 1800, "one bus, one trip: the bound is exact"),
        ((by_hand.BUS,), 3, 1800 + 2 * 2400, "and with every trip there and back"),
        (by_hand.TWO_BUSES, 2, 1800, "two buses share the work"),
        ((replace(by_hand.BUS, drive_factor=Fraction(2)),), 1, 3600, "slow vehicles are slow"),
        ((replace(by_hand.BUS, available_from_s=500),), 1, 2300, "nobody moves before vehicles are there"),
    ],
)
def test_bounds_that_can_be_worked_out_by_hand(
    vehicles: tuple[VehicleRow, ...], families: int, seconds: int, reason: str
) -> None:
    scenario = by_hand.scenario(replace(by_hand.FAMILY, groups=families), vehicles=vehicles)
    assert bounds_of(scenario).completion((0, 0, 4 * families), LONG_S).seconds == seconds, reason


def test_people_who_need_not_pass_a_crossing_are_not_held_up_by_it_in_the_bound() -> None:
    """Where only as many come out as may avoid the gate, the way beyond it proves nothing."""
    scenario = by_hand.scenario(
        replace(by_hand.FAMILY, destinations=("shelter",)),
        replace(by_hand.FAMILY, id="near", destinations=("inn",)),
        places=(Place("inn", shelter_places=None), Place("shelter", shelter_places=None)),
        roads=(Link("town", "inn", Fraction(60)),),
        crossings=(by_hand.CHECK,),
    )
    bounds = bounds_of(scenario)
    assert bounds.completion((0, 0, 4), LONG_S).seconds <= 660
    assert bounds.completion((0, 0, 8), LONG_S).seconds >= 1500


def test_merging_families_by_their_needs_counts_the_same_people() -> None:
    """In large problems families of any size are counted in persons; nobody is lost by it."""
    rows = [replace(by_hand.FAMILY, id=f"of-{n}", seated=n, groups=n) for n in (1, 2, 3, 4)]
    problem = compile_problem(by_hand.scenario(*rows))
    apart, merged = commodities(problem, merged=False), commodities(problem, merged=True)
    assert [len(apart), len(merged)] == [4, 1]
    for goods in (apart, merged):
        assert sum(good.units * sum(good.unit) for good in goods) == problem.persons
