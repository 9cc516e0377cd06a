"""Convoys over several crossings: the bounds of each crossing hold for whoever leaves it together."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify

MINUTE_S = Fraction(60)


def two_gates(first: ConvoyRule, second: ConvoyRule) -> Scenario:
    """Give four families, four buses, and two crossings on the only road."""
    places = ("depot", "square", "gate-1", "gate-2")
    links = (("depot", "square"), ("square", "gate-1"), ("gate-1", "gate-2"), ("gate-2", "school"))
    return Scenario(
        name="two-gates",
        start=datetime(2025, 1, 1, tzinfo=UTC),
        places=(*(Place(name) for name in places), Place("school", shelter_places=None)),
        people=(TravelGroups("families", "square", groups=4, seated=3),),
        vehicles=(VehicleRow("bus", 4, "depot", seats=3),),
        links=tuple(Link(a, b, 10 * MINUTE_S) for a, b in links),
        agreement=Agreement(
            crossings=(CrossingRule("gate-1", loaded_only=True), CrossingRule("gate-2", loaded_only=True)),
            convoys=(first, second),
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (
            ConvoyRule("gate-1", max_vehicles=2),
            ConvoyRule("gate-2", max_vehicles=1),
            "the second takes fewer at a time",
        ),
        (ConvoyRule("gate-1", max_vehicles=1), ConvoyRule("gate-2", max_vehicles=2), "the first takes fewer at a time"),
        (ConvoyRule("gate-1"), ConvoyRule("gate-2", min_vehicles=2), "the second wants company"),
        (
            ConvoyRule("gate-1", min_vehicles=2, max_vehicles=2),
            ConvoyRule("gate-2", min_vehicles=2),
            "both want company",
        ),
    ],
)
def test_each_crossing_keeps_its_own_bounds(first: ConvoyRule, second: ConvoyRule, reason: str) -> None:
    scenario = two_gates(first, second)
    plan = solve(scenario, time_limit_s=60, max_iterations=2000)
    assert not verify(scenario, plan).violations, reason
    assert plan.people_out == 12, reason
