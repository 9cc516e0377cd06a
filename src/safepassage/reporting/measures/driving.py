"""Which way each leg is driven, and what the ways add up to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from safepassage.domain.scenario import Scenario
from safepassage.network import Way
from safepassage.reporting.measures.flows import Ways, passable_when_empty
from safepassage.reporting.measures.movements import Leg
from safepassage.reporting.measures.roster import Roster


@dataclass(frozen=True, slots=True)
class Driven:
    """Km and risk of ways, added up exactly; risk is in the unit of the scenario's links."""

    km: Fraction = Fraction(0)
    risk: Fraction = Fraction(0)

    @classmethod
    def over(cls, found: Iterable[Way | None]) -> "Driven":
        """Add up ways; a leg for which no way is known counts nothing."""
        known = [way for way in found if way is not None]
        return cls(sum((way.km for way in known), Fraction(0)), sum((way.risk for way in known), Fraction(0)))


def driven_ways(scenario: Scenario, legs: Iterable[Leg], ways: Ways) -> Iterator[tuple[Leg, Way | None]]:
    """Yield each leg with its way; empty vehicles drive through crossings that only hold up loaded ones."""
    roster = Roster.of(scenario)
    for leg in legs:
        vehicle = roster.vehicle(leg.vehicle)
        allowed = vehicle.row.crossings if vehicle is not None else ()
        passable = frozenset[str]() if leg.persons else passable_when_empty(scenario, leg.origin, allowed)
        yield leg, ways.way(leg.origin, leg.destination, passable)
