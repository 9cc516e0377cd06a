"""The last second to leave: a second later is too late, and the reckoning is done by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.bootstrap import example
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.planning.options.last_departure import NEVER, last_departures
from safepassage.planning.verify.ways import Ways
from safepassage.scenarios import read_scenario
from tests.planning.options.cases import HOUR, MINUTE, valley


def test_of_tiny_by_hand() -> None:
    """The bridge closes at 160, the check takes 5 minutes and the way there 15; beyond it are 20 and 5 to alight."""
    found = last_departures(read_scenario(example("tiny")), None)
    assert {(each.place, each.vehicle_type) for each in found} == {
        ("mill", "ambulance"),
        ("mill", "bus"),
        ("school", "bus"),
    }
    for each in found:
        assert each.safe_s == each.last_s == 140 * MINUTE
        assert (each.through, each.arrives_s) == ("bridge", 185 * MINUTE)


def test_a_deadline_counts_where_it_comes_first() -> None:
    """Twenty minutes from home to school."""
    (found,) = last_departures(valley(groups=1, vehicles=1, window_min=(0, 600)), 2 * HOUR)
    assert found.safe_s == 2 * HOUR - 20 * MINUTE
    assert found.arrives_s == 2 * HOUR


def test_the_end_of_availability_counts() -> None:
    scenario = valley(groups=1, vehicles=1, window_min=(0, 600))
    leaving = replace(scenario, vehicles=(replace(scenario.vehicles[0], available_until_s=HOUR),))
    (found,) = last_departures(leaving, None)
    assert found.safe_s == 40 * MINUTE


def test_without_terms_any_time_is_early_enough() -> None:
    (found,) = last_departures(replace(valley(groups=1, vehicles=1), agreement=Agreement()), None)
    assert (found.safe_s, found.last_s, found.arrives_s) == (None, None, None)


def test_who_is_ready_too_late_is_never_in_time() -> None:
    scenario = valley(groups=1, vehicles=1)
    late = replace(scenario, people=(replace(scenario.people[0], ready_s=2 * HOUR),))
    (found,) = last_departures(late, None)
    assert (found.safe_s, found.last_s) == (NEVER, NEVER)


def test_what_is_safe_is_safe_for_everybody_there() -> None:
    """Some want to go to a camp twenty minutes beyond the school, and the deadline is minute 120."""
    scenario = valley(groups=1, vehicles=1, window_min=(0, 600))
    people = (
        replace(scenario.people[0], destinations=("school",)),
        replace(scenario.people[0], id="others", destinations=("camp",)),
    )
    farther = replace(
        scenario,
        people=people,
        places=(*scenario.places, Place("camp", shelter_places=100)),
        links=(*scenario.links, Link("school", "camp", Fraction(20 * MINUTE))),
    )
    (found,) = last_departures(farther, 2 * HOUR)
    assert (found.safe_s, found.last_s) == (80 * MINUTE, 100 * MINUTE)


def two_gates() -> Scenario:
    """Two gates one after the other; the second has a rule of its own for those who come from the first."""
    scenario = valley(groups=1, vehicles=1)
    second = CrossingRule(
        "post", from_places=("gate",), windows=(Window(0, 30 * MINUTE), Window(50 * MINUTE, 55 * MINUTE))
    )
    closed = CrossingRule("post", windows=())
    return replace(
        scenario,
        places=(*scenario.places, Place("post")),
        links=(scenario.links[0], Link("gate", "post", Fraction(600)), Link("post", "school", Fraction(600))),
        agreement=replace(scenario.agreement, crossings=(*scenario.agreement.crossings, second, closed)),
    )


def test_waiting_between_two_crossings_is_reckoned_with() -> None:
    """The post lets pass until minute 55, the gate lies ten minutes before it and home ten minutes before the gate."""
    (found,) = last_departures(two_gates(), None)
    assert (found.safe_s, found.through) == (35 * MINUTE, "post")


@pytest.mark.parametrize("name", ["tiny", "aleppo-2016"])
def test_a_second_later_is_too_late(name: str) -> None:
    """By the judge's own roads, whoever leaves then is checked as the last window closes, to the second."""
    scenario = read_scenario(example(name))
    ways = Ways(scenario)
    for each in last_departures(scenario, None):
        rule = scenario.agreement.crossing_rule(each.through, each.place)
        row = next(row for row in scenario.vehicles if row.type == each.vehicle_type)
        way = ways.way(each.place, each.through, True, row)
        assert rule is not None
        assert rule.windows is not None
        assert way is not None
        assert each.last_s is not None
        assert each.last_s + way.least_s(row.drive_factor) + rule.check_s == rule.windows[-1].closes_s
