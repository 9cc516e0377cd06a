"""A scenario with a transfer place, so small that its optimum can be worked out by hand.

A bus with 4 seats stands at the depot. Ten minutes on, in the town, a family of 4 waits. Then come, five minutes apart,
the bridge, the hub, where people may change vehicles, the line, and the shelter. The bridge and the line are crossings.
The bus may pass only the bridge; a van with as many seats, which stands at the hub, only the line.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, LinkedMovement
from safepassage.domain.vehicles import VehicleRow

FAMILY = TravelGroups("families", "town", seated=4)
BUS = VehicleRow("bus", 1, "depot", seats=4, crossings=("bridge",))
VAN = VehicleRow("van", 1, "hub", seats=4, crossings=("line",))
HUB = Place("hub", transfer=True)
PLACES = {
    "depot": Place("depot"),
    "town": Place("town"),
    "bridge": Place("bridge"),
    "hub": HUB,
    "line": Place("line"),
    "shelter": Place("shelter", shelter_places=None),
}
TEN_MINUTES, FIVE_MINUTES = Fraction(600), Fraction(300)
ROADS = (
    Link("depot", "town", TEN_MINUTES),
    Link("town", "bridge", FIVE_MINUTES),
    Link("bridge", "hub", FIVE_MINUTES),
    Link("hub", "line", FIVE_MINUTES),
    Link("line", "shelter", FIVE_MINUTES),
)
CROSSINGS = (CrossingRule("line"), CrossingRule("bridge"))
ANY_CROSSING = ("bridge", "line")


def scenario(
    *people: TravelGroups,
    vehicles: Sequence[VehicleRow] = (BUS, VAN),
    places: Sequence[Place] = (),
    roads: Sequence[Link] = ROADS,
    linked: tuple[LinkedMovement, ...] = (),
) -> Scenario:
    """Give the common ground with changes: `places` replace those of the same name."""
    return Scenario(
        name="relay",
        start=datetime(2016, 12, 15, tzinfo=UTC),
        people=people or (FAMILY,),
        vehicles=tuple(vehicles),
        places=tuple({**PLACES, **{place.id: place for place in places}}.values()),
        links=tuple(roads),
        agreement=Agreement(crossings=CROSSINGS, linked=linked),
    )


def families(groups: int) -> TravelGroups:
    """Give so many families."""
    return replace(FAMILY, groups=groups)


def without_transfer(asked: Scenario) -> Scenario:
    """Give the same scenario, where nobody may change vehicles."""
    return replace(asked, places=tuple(replace(place, transfer=False) for place in asked.places))
