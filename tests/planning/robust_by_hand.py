"""An operation in which slack obviously pays: a gate that closes a minute after the bus should pass, or a longer way.

The gate is 30 minutes from home and closes after 31, the town is 10 minutes on: calmly, ten people are there after 40
minutes. Over the bridge it takes 40 and 20 minutes, an hour in all, but the bridge is never closed.
"""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow

BY_THE_GATE_S, BY_THE_BRIDGE_S = 2400, 3600

GATE_OR_BRIDGE = Scenario(
    name="gate-or-bridge",
    start=datetime(2025, 3, 1, 8, tzinfo=UTC),
    objective=Objective.COMPLETION,
    places=(Place("home"), Place("gate"), Place("bridge"), Place("town", shelter_places=None)),
    people=(TravelGroups("families", "home", groups=5, seated=2),),
    vehicles=(VehicleRow("bus", 1, "home", seats=10),),
    links=(
        Link("home", "gate", Fraction(1800)),
        Link("gate", "town", Fraction(600)),
        Link("home", "bridge", Fraction(2400)),
        Link("bridge", "town", Fraction(1200)),
    ),
    agreement=Agreement(
        crossings=(CrossingRule("gate", windows=(Window(0, 1860),)), CrossingRule("bridge")),
    ),
)

URGENT_TOO = replace(
    GATE_OR_BRIDGE,
    priority_weights=(100.0, 10.0, 1.0),
    expected_calm_s=7200.0,
    people=(
        TravelGroups("urgent", "home", groups=2, seated=2, priority=1),
        TravelGroups("families", "home", groups=6, seated=2),
    ),
    vehicles=(VehicleRow("bus", 2, "home", seats=8),),
)
"""The same with people of two priorities and a second bus."""
