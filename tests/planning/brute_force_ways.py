"""The ways of the brute-force planner: every sequence of crossings between two places, worked out by itself.

Nothing here comes from the planner, the judge or `safepassage.network`, so that a mistake there cannot hide here.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil

from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow

Cost = tuple[Fraction, Fraction, Fraction]
"""Drive seconds at factor 1, risk, km: compared in this order, as formats.md chooses between ways."""


@dataclass(frozen=True)
class Step:
    """One stop on a way: driving `leg_s` whole seconds over `km` to `place`, and what is asked of the vehicle there.

    `crossing` and `convoy` are the positions of the rules in the agreement that fall on this passage, None for none.
    """

    place: str
    leg_s: int
    km: Fraction
    crossing: int | None = None
    convoy: int | None = None


Way = tuple[Step, ...]
"""Crossings in the order they are passed, then the place where the way ends."""


class Ways:
    """All ways of a scenario, for any vehicle, loaded or empty."""

    def __init__(self, scenario: Scenario) -> None:
        self.crossings = scenario.agreement.crossings
        self.convoys = scenario.agreement.convoys
        self.crossing_places = tuple(dict.fromkeys(rule.place for rule in self.crossings))
        self.closed = {place.id for place in scenario.places if not place.through}
        self.roads: dict[str, list[tuple[str, Cost]]] = {place.id: [] for place in scenario.places}
        for link in scenario.links:
            cost = (link.drive_s, link.risk, link.km)
            self.roads[link.from_place].append((link.to_place, cost))
            if link.both_ways:
                self.roads[link.to_place].append((link.from_place, cost))
        self.fastest = cache(self._fastest)
        self.between = cache(self._between)

    def _fastest(self, origin: str, destination: str, passable: frozenset[str]) -> Cost | None:
        """Give the cost of the fastest way that passes through no closed place and no crossing but `passable` ones."""
        nothing = Fraction(0)
        queue: list[tuple[Cost, str]] = [((nothing, nothing, nothing), origin)]
        settled: set[str] = set()
        while queue:
            cost, here = heapq.heappop(queue)
            if here == destination:
                return cost
            if here in settled:
                continue
            settled.add(here)
            shut = here in self.closed or (here in self.crossing_places and here not in passable)
            if here != origin and shut:
                continue
            for there, (drive_s, risk, km) in self.roads[here]:
                heapq.heappush(queue, ((cost[0] + drive_s, cost[1] + risk, cost[2] + km), there))
        return None

    def _rule(self, place: str, last: str) -> int | None:
        """Give the first crossing rule that falls on a vehicle coming from `last`."""
        for number, rule in enumerate(self.crossings):
            if rule.place == place and (rule.from_places is None or last in rule.from_places):
                return number
        return None

    def _convoy(self, place: str, last: str) -> int | None:
        """Give the first convoy rule that falls on a loaded vehicle coming from `last`."""
        for number, rule in enumerate(self.convoys):
            if rule.crossing == place and (rule.from_places is None or last in rule.from_places):
                return number
        return None

    def _allowed(self, row: VehicleRow) -> tuple[str, ...]:
        return tuple(place for place in self.crossing_places if not row.crossings or place in row.crossings)

    def _leg(self, row: VehicleRow, loaded: bool, origin: str, destination: str) -> tuple[int, Fraction] | None:
        """Give whole seconds and km from one stop to the next, None if no road leads there."""
        passable = frozenset[str]()
        if not loaded:
            rules = ((place, self._rule(place, origin)) for place in self._allowed(row))
            passable = frozenset(p for p, rule in rules if rule is not None and self.crossings[rule].loaded_only)
        cost = self.fastest(origin, destination, passable)
        return None if cost is None else (ceil(cost[0] * row.drive_factor), cost[2])

    def _step(self, row: VehicleRow, loaded: bool, origin: str, place: str) -> Step | None:
        """Go from one stop to the next, which may be a crossing."""
        leg = self._leg(row, loaded, origin, place)
        if leg is None:
            return None
        if place not in self.crossing_places:
            return Step(place, *leg)
        rule = self._rule(place, origin)
        if rule is not None and self.crossings[rule].loaded_only and not loaded:
            rule = None
        return Step(place, *leg, crossing=rule, convoy=self._convoy(place, origin) if loaded else None)

    def _all(self, row: VehicleRow, loaded: bool, here: str, destination: str, left: tuple[str, ...]) -> Iterator[Way]:
        """Yield every way from `here` that passes some of the crossings `left`, each at most once."""
        last = self._step(row, loaded, here, destination)
        if last is not None:
            yield (last,)
        for place in left:
            step = self._step(row, loaded, here, place)
            if step is None:
                continue
            rest = tuple(other for other in left if other != place)
            for way in self._all(row, loaded, place, destination, rest):
                yield (step, *way)

    def _between(self, row: VehicleRow, loaded: bool, origin: str, destination: str) -> tuple[Way, ...]:
        """Give the ways worth considering; a way is left out only if another one can always replace it."""
        kept: list[Way] = []
        ways = self._all(row, loaded, origin, destination, self._allowed(row))
        for way in sorted(ways, key=lambda way: (len(way), sum(step.leg_s for step in way))):
            if not any(self._replaces(other, way) for other in kept):
                kept.append(way)
        return tuple(kept)

    def _replaces(self, better: Way, worse: Way) -> bool:
        """Whether a vehicle on `worse` can always go `better` instead, at no later time and with no new demand.

        So it is when whatever may make a vehicle wait on `better` is also, in the same order, on `worse`, and every
        stretch between is no longer. A convoy that needs several vehicles may want the vehicle, so it must be on both.
        """
        if sum(step.km for step in better) > sum(step.km for step in worse):
            return False
        cuts = [number for number, step in enumerate(better) if self._may_wait(step)]
        matched: list[int] = []
        for number, step in enumerate(worse):
            if len(matched) < len(cuts) and _same_rules(step, better[cuts[len(matched)]]):
                matched.append(number)
            elif step.convoy is not None and self.convoys[step.convoy].min_vehicles > 1:
                return False
        if len(matched) < len(cuts):
            return False
        pairs = zip(self._stretches(better, cuts), self._stretches(worse, matched), strict=True)
        return all(a <= b for a, b in pairs)

    def _may_wait(self, step: Step) -> bool:
        """Whether more than a check is asked of a vehicle here."""
        rule = None if step.crossing is None else self.crossings[step.crossing]
        return step.convoy is not None or (rule is not None and (rule.lanes is not None or rule.windows is not None))

    def _stretches(self, way: Way, cuts: list[int]) -> list[int]:
        """Give the least seconds from each of the cuts, which are steps, to the next: from departure to arrival."""
        starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(way) - 1]
        return [
            sum(step.leg_s for step in way[start : end + 1]) + sum(self.least_check_s(step) for step in way[start:end])
            for start, end in zip(starts, ends, strict=True)
        ]

    def least_check_s(self, step: Step) -> int:
        """Give the whole seconds that a check takes at least."""
        return 0 if step.crossing is None else ceil(self.crossings[step.crossing].check_s)


def _same_rules(one: Step, other: Step) -> bool:
    return (one.crossing, one.convoy) == (other.crossing, other.convoy)
