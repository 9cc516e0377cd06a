"""Whole paths of seats, and whole vehicles: what they prove cannot be done by a deadline, worked out by hand."""

import random
from dataclasses import replace

import numpy as np
import pytest

from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, Window
from safepassage.planning.solver.commodities import Legs
from safepassage.planning.solver.deadline import last_impossible
from safepassage.planning.solver.deadline.whole_paths import all_paths
from tests.planning import by_hand
from tests.planning.brute_force import TooLargeError, best_direct_plan
from tests.planning.random_scenarios import TINY, random_scenario
from tests.planning.solver.workbench import bounds_of

LONG_S = 20.0
LATE_S = 20_000
"""A plan is known that has everybody out by then."""


def proven_s(scenario: Scenario) -> int:
    """Give the completion time that is proven when everybody comes out."""
    bounds = bounds_of(scenario)
    return bounds.completion(bounds.problem.asked, LONG_S, LATE_S).seconds


def test_a_bus_makes_no_part_of_a_trip() -> None:
    """Three families and two buses: one bus must go twice, 600 s to the town and three times 1,200 s."""
    scenario = by_hand.scenario(replace(by_hand.FAMILY, groups=3), vehicles=by_hand.TWO_BUSES)
    assert proven_s(scenario) > 4200 - LATE_S // 1000
    assert proven_s(scenario) <= 4200


def test_whoever_misses_a_window_waits_for_the_next() -> None:
    """The bus goes back through the gate at 2,400 s, is there again at 3,600 s, and may pass at 10,000 s."""
    windows = (Window(0, 1300), Window(2300, 2500), Window(10_000, 10_100))
    scenario = by_hand.scenario(by_hand.two(), crossings=(CrossingRule("gate", windows=windows),))
    assert 10_600 - LATE_S // 1000 < proven_s(scenario) <= 10_600


def test_a_lane_lets_one_vehicle_through_at_a_time() -> None:
    """Three buses are at the gate at 1,200 s; their checks of 900 s end at 2,100, 3,000 and 3,900 s."""
    rule = CrossingRule("gate", lanes=1, check_s=3 * by_hand.FIVE_MINUTES)
    vehicles = (replace(by_hand.BUS, count=3),)
    scenario = by_hand.scenario(replace(by_hand.FAMILY, groups=3), vehicles=vehicles, crossings=(rule,))
    bounds = bounds_of(scenario)
    assert 4500 - 2 <= bounds.completion(bounds.problem.asked, LONG_S, 4600).seconds <= 4500


def test_convoys_keep_their_distance() -> None:
    """Convoys of one bus leave the gate at 1,200 s and, a headway of 1,800 s later, at 3,000 s."""
    convoy = ConvoyRule("gate", max_vehicles=1, headway_s=6 * by_hand.FIVE_MINUTES)
    scenario = by_hand.scenario(
        by_hand.two(), vehicles=by_hand.TWO_BUSES, crossings=(CrossingRule("gate"),), convoys=(convoy,)
    )
    bounds = bounds_of(scenario)
    assert 3600 - 2 <= bounds.completion(bounds.problem.asked, LONG_S, 3700).seconds <= 3600


def test_linked_movements_hold_the_town_back() -> None:
    """The van brings the villagers to the shelter at 900 + 600 s, only then may the family leave: 1,200 s more."""
    scenario = by_hand.scenario(
        by_hand.FAMILY,
        by_hand.VILLAGERS,
        vehicles=(by_hand.BUS, by_hand.VILLAGE_BUS),
        places=(by_hand.VILLAGE,),
        roads=(by_hand.FROM_VILLAGE,),
        linked=(by_hand.villages_first((0, 0), (4, 4)),),
    )
    bounds = bounds_of(scenario)
    assert 2700 - 1500 // 16 < bounds.completion(bounds.problem.asked, LONG_S, 2800).seconds <= 2700


@pytest.mark.parametrize("seed", range(2100, 2130))
def test_no_deadline_is_excluded_that_brute_force_meets(seed: int) -> None:
    """Bounds from paths hold for every kind of term, seen from a plan that ends much later."""
    scenario = random_scenario(random.Random(seed), TINY)
    try:
        optimum = best_direct_plan(scenario, 1000)
    except TooLargeError:
        pytest.skip("too large for brute force")
    if not sum(optimum.people_out):
        pytest.skip("nobody can come out")
    latest_s = 2 * optimum.completion_s + 600
    assert bounds_of(scenario).completion(optimum.people_out, LONG_S, latest_s).seconds <= optimum.completion_s


def test_a_bus_that_no_road_leaves_is_no_help() -> None:
    """One bus stands where no road leads away; the other one must go twice."""
    stuck = replace(by_hand.BUS, type="stuck", start="nowhere")
    nowhere = Place("nowhere")
    scenario = by_hand.scenario(by_hand.two(), vehicles=(by_hand.BUS, stuck), places=(nowhere,))
    assert 4200 - LATE_S // 1000 < proven_s(scenario) <= 4200


def test_whole_vehicles_settle_what_mixed_paths_cannot() -> None:
    """Three families and two buses: no two can share, so 4,200 s is proven in whole vehicles, and no second more."""
    bounds = bounds_of(by_hand.scenario(replace(by_hand.FAMILY, groups=3), vehicles=by_hand.TWO_BUSES))
    assert bounds.settles(bounds.problem.asked, 4200, LONG_S, lambda: False)
    assert not bounds.settles(bounds.problem.asked, 4201, LONG_S, lambda: False)


def test_nothing_is_settled_once_time_is_up() -> None:
    """A proof that is stopped proves nothing, however true it would be."""
    bounds = bounds_of(by_hand.scenario(replace(by_hand.FAMILY, groups=3), vehicles=by_hand.TWO_BUSES))
    spent = bounds.completion(bounds.problem.asked, LONG_S, LATE_S, lambda: True)
    assert spent == bounds.completion(bounds.problem.asked, LONG_S)


def test_groups_that_share_a_vehicle_are_not_settled_in_whole_vehicles() -> None:
    """Two couples fit one bus; a list of one trip after another would miss that."""
    couples = replace(by_hand.FAMILY, groups=3, seated=2)
    bounds = bounds_of(by_hand.scenario(couples, vehicles=by_hand.TWO_BUSES))
    assert not bounds.settles(bounds.problem.asked, 1900, LONG_S, lambda: False)


def test_all_that_one_vehicle_can_do_is_listed() -> None:
    """One pickup and two destinations, by 100 s: near once or twice, far once, or near and then far."""
    legs = Legs(np.array([10.0]), np.array([[20.0, 50.0]]), np.array([[20.0], [50.0]]))
    paths = all_paths(legs, 0, 100, np.array([3]), np.array([3, 3]))
    assert paths is not None
    assert sorted(map(tuple, paths.tolist())) == [(1, 0, 1), (1, 1, 0), (2, 1, 1), (2, 2, 0)]


def test_bisection_ends_beside_the_last_impossible_deadline() -> None:
    """Deadlines until 37 are impossible; what is returned is proven, and the next one is not."""
    assert last_impossible(lambda moment: moment <= 37, 0, 100, 1, lambda: False) == 37
    assert last_impossible(lambda moment: moment <= 37, 0, 100, 1, lambda: True) == 0
