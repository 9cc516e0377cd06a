"""Risk, added up by hand over the valley's trips."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.network import RoadNetwork
from safepassage.reporting import render_report
from safepassage.reporting.measures.fleet import type_uses, vehicle_uses
from safepassage.reporting.measures.movements import movements
from safepassage.reporting.measures.risk import journey_risks, road_risks, total_risk
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.risk import risk_table, risk_words
from tests.reporting.cases import Case, valley

RISKS = {("bridge", "town"): Fraction(5), ("square", "bridge"): Fraction(1, 10)}


def risky() -> Case:
    """Give the valley with risk on two roads."""
    case = valley()
    links = tuple(replace(k, risk=RISKS.get((k.from_place, k.to_place), Fraction(0))) for k in case.scenario.links)
    return Case(replace(case.scenario, links=links), case.plan)


CASE = risky()
HAPPENED = movements(CASE.scenario, CASE.plan)
ROADS = RoadNetwork.of(CASE.scenario)


def test_every_passage_of_a_road_counts_loaded_or_not() -> None:
    """Three vehicles go to town loaded, one of them comes back empty and goes again."""
    to_town, back, to_bridge = road_risks(CASE.scenario, HAPPENED, ROADS)
    assert (to_town.origin, to_town.passages, to_town.loaded, to_town.persons) == ("bridge", 4, 4, 39)
    assert (back.origin, back.passages, back.loaded, back.persons) == ("town", 1, 0, 0)
    assert (to_bridge.origin, to_bridge.total) == ("square", Fraction(2, 10))
    assert total_risk(CASE.scenario, HAPPENED.legs, ROADS) == 4 * 5 + 5 + Fraction(2, 10)


def test_a_journey_has_the_risk_of_its_loads_from_boarding_to_alighting() -> None:
    assert journey_risks(CASE.scenario, HAPPENED, ROADS) == {
        ("square", "town"): 2 * (5 + Fraction(1, 10)),
        ("village", "town"): Fraction(10),
    }


def test_vehicles_and_types_add_up_to_all_of_it() -> None:
    uses = vehicle_uses(CASE.scenario, CASE.plan, HAPPENED, ROADS)
    by_vehicle = {use.vehicle: use.risk for use in uses}
    assert by_vehicle == {"bus-1": Fraction(51, 10), "bus-2": Fraction(15), "ambulance-1": Fraction(51, 10)}
    total = total_risk(CASE.scenario, HAPPENED.legs, ROADS)
    assert sum(use.risk for use in type_uses(CASE.scenario, uses)) == total


def test_the_report_shows_risk_where_there_is_any() -> None:
    assert "Where the risk is" not in render_report(valley().scenario, valley().plan)
    assert risk_table(Facts.of(valley().scenario, valley().plan)) is None
    html = render_report(CASE.scenario, CASE.plan)
    assert "Where the risk is" in html
    assert html.count('<th scope="col" class="number">risk</th>') == 2
    found = risk_table(Facts.of(CASE.scenario, CASE.plan))
    assert found is not None
    assert (len(found.rows), found.foot[-1]) == (3, "25.2")


@pytest.mark.parametrize(
    ("risk", "words"),
    [
        (Fraction(0), "0"),
        (Fraction(12, 10), "1.2"),
        (Fraction(123456, 1000), "123"),
        (Fraction(1234567), "1,234,567"),
        (Fraction(2, 1_000_000), "0.000002"),
        (Fraction(1, 10**9), "less than 0.000001"),
    ],
)
def test_risk_has_three_digits_that_count(risk: Fraction, words: str) -> None:
    assert risk_words(risk) == words
