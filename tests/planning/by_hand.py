"""A scenario so small that its optimum can be worked out by hand, to be changed rule by rule.

A bus with 4 seats stands at the depot. Ten minutes on, in the town, a family of 4 waits. Twenty minutes further on is a
shelter, half-way to it a junction called gate, which some cases turn into a crossing. Some cases add a second shelter,
far, fifty minutes from the gate, or a village, fifteen minutes from the gate, with a family and a van of its own.
"""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep
from safepassage.domain.vehicles import VehicleRow

Case = tuple[str, Scenario, int, int]
"""What is shown, the scenario, and its optimum: people out, completion time in seconds."""

FAMILY = TravelGroups("families", "town", seated=4)
BUS = VehicleRow("bus", 1, "depot", seats=4)
PLACES = {
    "depot": Place("depot"),
    "town": Place("town"),
    "gate": Place("gate"),
    "shelter": Place("shelter", shelter_places=None),
}
ROADS = (
    Link("depot", "town", Fraction(600), Fraction(10)),
    Link("town", "gate", Fraction(600), Fraction(10)),
    Link("gate", "shelter", Fraction(600), Fraction(10)),
)
FIVE_MINUTES = Fraction(300)
CHECK = CrossingRule("gate", check_s=FIVE_MINUTES)
LAST_SECOND = 10**6


def scenario(
    *people: TravelGroups,
    vehicles: tuple[VehicleRow, ...] = (BUS,),
    places: tuple[Place, ...] = (),
    roads: tuple[Link, ...] = (),
    crossings: tuple[CrossingRule, ...] = (),
    convoys: tuple[ConvoyRule, ...] = (),
    linked: tuple[LinkedMovement, ...] = (),
) -> Scenario:
    """Give the common ground with changes: `places` replace those of the same name, `roads` are added."""
    return Scenario(
        name="by-hand",
        start=datetime(2016, 12, 15, tzinfo=UTC),
        people=people or (FAMILY,),
        vehicles=vehicles,
        places=tuple({**PLACES, **{place.id: place for place in places}}.values()),
        links=ROADS + roads,
        agreement=Agreement(crossings=crossings, convoys=convoys, linked=linked),
    )


def two(**changes: int | str) -> TravelGroups:
    """Give two families."""
    return replace(FAMILY, groups=2, **changes)  # type: ignore[arg-type]


TWO_BUSES = (replace(BUS, count=2),)
LATER = replace(FAMILY, id="later", ready_s=3000)
FAR = Place("far", shelter_places=None)
TO_FAR = Link("gate", "far", Fraction(3000), Fraction(10))
VILLAGE = Place("village")
FROM_VILLAGE = Link("village", "gate", Fraction(900))
VILLAGERS = replace(FAMILY, id="villagers", place="village")
VILLAGE_BUS = VehicleRow("van", 1, "village", seats=4)


def villages_first(*steps: tuple[int, int]) -> LinkedMovement:
    """Let people leave the town as villagers arrive."""
    return LinkedMovement(("town",), ("village",), tuple(LinkStep(*step) for step in steps))
