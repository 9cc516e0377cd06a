"""What a drive exposes a vehicle to: the `risk` of the roads on its way."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.scenario import Scenario
from safepassage.network.roads import RoadNetwork
from safepassage.simulation.columns import HARM_UNITS

Road = tuple[Fraction, Fraction, Fraction]
"""Seconds, risk and km of a link."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How many of a drive's planned seconds are on roads with a risk, and its risk in parts, HARM_UNITS to one."""

    risky_s: int = 0
    harm: int = 0


SAFE = Exposure()


class Risks:
    """Finds the exposure of drives in a scenario; nothing is looked up where no road has a risk."""

    def __init__(self, scenario: Scenario) -> None:
        self._roads: dict[tuple[str, str], Road] = {}
        self._network: RoadNetwork | None = None
        if any(link.risk for link in scenario.links):
            self._network = RoadNetwork.of(scenario)
            for link in scenario.links:
                road = (link.drive_s, link.risk, link.km)
                self._add(link.from_place, link.to_place, road)
                if link.both_ways:
                    self._add(link.to_place, link.from_place, road)

    def _add(self, origin: str, goal: str, road: Road) -> None:
        """Of several roads between two places the one counts that the network takes."""
        self._roads[origin, goal] = min(road, self._roads.get((origin, goal), road))

    def exposure(self, origin: str, goal: str, passable: frozenset[str], drive_factor: Fraction) -> Exposure:
        """Give the exposure of the fastest way while no road is closed, for a vehicle with this drive factor."""
        way = self._network.way(origin, goal, passable) if self._network else None
        if way is None or not way.risk:
            return SAFE
        roads = [self._roads[pair] for pair in pairwise(way.places)]
        risky_s = sum((drive_s for drive_s, risk, _ in roads if risk), Fraction(0))
        return Exposure(round(risky_s * drive_factor), max(1, round(way.risk * HARM_UNITS)))
