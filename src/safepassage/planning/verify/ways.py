"""The judge's own fastest ways: Dijkstra's algorithm in whole numbers, so that nothing is ever rounded.

A way is compared by its driving time, then its risk, then its length, each scaled to whole numbers by the least common
multiple of the denominators. It passes through a place only if that place is open to it: `through` is not `no`, and
it is no crossing, save those that the vehicle may pass as through a junction.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow

Cost = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """The fastest way between two places: exact seconds for drive factor 1, km and risk."""

    drive_s: Fraction
    km: Fraction
    risk: Fraction

    def least_s(self, drive_factor: Fraction) -> int:
        """Give the least whole seconds that a vehicle with this drive factor needs."""
        return ceil(self.drive_s * drive_factor)


NOWHERE = Way(Fraction(0), Fraction(0), Fraction(0))
"""No way at all: staying where one is."""


class Ways:
    """Fastest ways over the links of one scenario, remembered once found."""

    def __init__(self, scenario: Scenario) -> None:
        self._agreement = scenario.agreement
        self._crossings = scenario.agreement.crossing_places
        self._closed = frozenset(place.id for place in scenario.places if not place.through)
        self._scale = (
            _common(link.drive_s for link in scenario.links),
            _common(link.risk for link in scenario.links),
            _common(link.km for link in scenario.links),
        )
        self._roads = self._network(scenario)
        self._found: dict[tuple[str, frozenset[str]], Mapping[str, Way]] = {}
        self._free: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    def way(self, origin: str, destination: str, loaded: bool, row: VehicleRow | None) -> Way | None:
        """Give the fastest way from stop to stop for a vehicle with or without people aboard; None if there is none."""
        if origin == destination:
            return NOWHERE
        free: frozenset[str] = frozenset()
        if not loaded:
            free = self._passable(origin, row.crossings if row else ())
        key = (origin, free)
        if key not in self._found:
            self._found[key] = self._search(origin, free)
        return self._found[key].get(destination)

    def _passable(self, origin: str, allowed: tuple[str, ...]) -> frozenset[str]:
        """Crossings that an empty vehicle coming from `origin` passes as through a junction, if it may pass them."""
        key = (origin, allowed)
        if key not in self._free:
            self._free[key] = frozenset(
                crossing
                for crossing in self._crossings
                if (rule := self._agreement.crossing_rule(crossing, origin))
                and rule.loaded_only
                and (not allowed or crossing in allowed)
            )
        return self._free[key]

    def _network(self, scenario: Scenario) -> Mapping[str, list[tuple[str, Cost]]]:
        time, risk, km = self._scale
        roads: dict[str, list[tuple[str, Cost]]] = defaultdict(list)
        for link in scenario.links:
            cost = (int(link.drive_s * time), int(link.risk * risk), int(link.km * km))
            roads[link.from_place].append((link.to_place, cost))
            if link.both_ways:
                roads[link.to_place].append((link.from_place, cost))
        return dict(roads)

    def _search(self, origin: str, free: frozenset[str]) -> Mapping[str, Way]:
        closed = self._closed | (self._crossings - free)
        best: dict[str, Cost] = {origin: (0, 0, 0)}
        settled: set[str] = set()
        queue: list[tuple[Cost, str]] = [((0, 0, 0), origin)]
        while queue:
            cost, place = heapq.heappop(queue)
            if place in settled:
                continue
            settled.add(place)
            if place in closed and place != origin:
                continue
            for neighbour, extra in self._roads.get(place, ()):
                farther = (cost[0] + extra[0], cost[1] + extra[1], cost[2] + extra[2])
                if neighbour not in best or farther < best[neighbour]:
                    best[neighbour] = farther
                    heapq.heappush(queue, (farther, neighbour))
        return {place: self._as_way(cost) for place, cost in best.items()}

    def _as_way(self, cost: Cost) -> Way:
        time, risk, km = self._scale
        return Way(Fraction(cost[0], time), Fraction(cost[2], km), Fraction(cost[1], risk))


def _common(numbers: Iterable[Fraction]) -> int:
    return lcm(*{number.denominator for number in numbers})
