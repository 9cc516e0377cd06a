"""Risk: the expected harm to a vehicle on each passage of a road, added up over what is driven.

The unit is that of `risk` in the scenario's links; it says which way is worse, not how bad it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.driving import Driven, driven_ways
from safepassage.reporting.measures.flows import Ways
from safepassage.reporting.measures.journeys import rides
from safepassage.reporting.measures.movements import Leg, Movements


@dataclass(frozen=True, slots=True)
class RoadRisk:
    """Passages of one road in one direction: all of them, those with people, and how many people."""

    origin: str
    destination: str
    risk: Fraction
    passages: int
    loaded: int
    persons: int

    @property
    def total(self) -> Fraction:
        """The risk of all passages."""
        return self.risk * self.passages


def has_risk(scenario: Scenario) -> bool:
    """Whether the scenario says anything of risk."""
    return any(link.risk for link in scenario.links)


def road_risks(scenario: Scenario, happened: Movements, ways: Ways) -> tuple[RoadRisk, ...]:
    """Give the roads with risk that are driven, the greatest risk in all first."""
    passed: dict[tuple[str, str], list[Leg]] = {}
    for leg, way in driven_ways(scenario, happened.legs, ways):
        for road in pairwise(way.places) if way is not None else ():
            passed.setdefault(road, []).append(leg)
    found = (_road(road, legs, ways) for road, legs in passed.items())
    return tuple(sorted((road for road in found if road.risk), key=lambda r: (-r.total, r.origin, r.destination)))


def _road(road: tuple[str, str], legs: list[Leg], ways: Ways) -> RoadRisk:
    way = ways.way(*road)
    loaded = [leg for leg in legs if leg.persons]
    persons = sum(leg.persons for leg in loaded)
    return RoadRisk(*road, way.risk if way is not None else Fraction(0), len(legs), len(loaded), persons)


def journey_risks(scenario: Scenario, happened: Movements, ways: Ways) -> dict[tuple[str, str], Fraction]:
    """Give the risk of each journey, from a place to a destination: of all its loads, from boarding to alighting."""
    legs: dict[str, list[tuple[Leg, Fraction]]] = {}
    for leg, way in driven_ways(scenario, happened.legs, ways):
        legs.setdefault(leg.vehicle, []).append((leg, way.risk if way is not None else Fraction(0)))
    loads = {(r.origin, r.destination, r.vehicle, r.board_s, r.alight_s) for r in rides(happened)}
    found: dict[tuple[str, str], Fraction] = {}
    for origin, destination, vehicle, board_s, alight_s in loads:
        there = (risk for leg, risk in legs.get(vehicle, ()) if board_s <= leg.depart_s and leg.arrive_s <= alight_s)
        found[origin, destination] = found.get((origin, destination), Fraction(0)) + sum(there)
    return found


def total_risk(scenario: Scenario, legs: Iterable[Leg], ways: Ways) -> Fraction:
    """Give the risk of legs added up."""
    return Driven.over(way for _, way in driven_ways(scenario, legs, ways)).risk
