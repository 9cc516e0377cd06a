"""Every way that a vehicle may take from one stop to another, crossing by crossing.

Between two stops a vehicle may go straight, if roads lead there without a crossing, or stop at one crossing after
another. All sequences of up to three crossings are tried; those that another way beats at no more crossings are
dropped. The tables are whole-number arrays for the compiled search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.network import RoadNetwork
from safepassage.planning.solver.problem import Problem, seconds_up

Integers = NDArray[np.int64]

MAX_CROSSINGS_A_WAY = 3
MANY_CROSSINGS = 6
MAX_WAYS_A_PAIR = 8
NEIGHBOURS = 12
ALL_PAIRS_UP_TO = 160


class Pass(NamedTuple):
    """A crossing on a way: the seconds driven to it, and the rules that fall on the vehicle (-1: none)."""

    leg_s: int
    crossing: int
    rule: int
    convoy: int


@dataclass(frozen=True, slots=True)
class CandidateWay:
    """A way between two stops: the crossings on it, the last leg, and sums over it in the network's units."""

    passes: tuple[Pass, ...]
    last_leg_s: int
    km_units: int
    risk_units: int
    nominal_s: int


class WayTables(NamedTuple):
    """All ways as arrays.

    `first[2 * profile + loaded, a, b]` is the number of the first way from stop `a` to `b`, `choices[...]` how many
    there are, best first. Way `w` passes the crossings `pass_first[w] <= i < pass_first[w + 1]`: after
    `pass_leg[i]` seconds a stop at crossing `pass_place[i]` under rule `pass_rule[i]` and convoy rule
    `pass_convoy[i]` (-1: none); then `last_leg[w]` seconds. `nominal` is the time without any waiting.
    """

    first: Integers
    choices: Integers
    pass_first: Integers
    pass_leg: Integers
    pass_place: Integers
    pass_rule: Integers
    pass_convoy: Integers
    last_leg: Integers
    km: Integers
    risk: Integers
    nominal: Integers


class WayFinder:
    """Lists the candidate ways of a problem."""

    def __init__(self, problem: Problem, network: RoadNetwork) -> None:
        agreement = problem.scenario.agreement
        self.problem = problem
        self.network = network
        self.crossings = tuple(place.id for place in problem.scenario.places if place.id in agreement.crossing_places)
        self.rules = agreement.crossings
        self.convoys = agreement.convoys
        depth = 2 if len(self.crossings) > MANY_CROSSINGS else MAX_CROSSINGS_A_WAY
        self.depth = min(depth, len(self.crossings))
        self.distance_counts = any(row.max_km is not None for row in problem.scenario.vehicles)

    def ways(self, profile: int, loaded: bool, origin: str, targets: list[str]) -> dict[str, list[CandidateWay]]:
        """Give the candidate ways from a stop to each of the targets that can be reached."""
        factor, allowed = self.problem.profiles[profile]
        usable = [c for c in self.crossings if allowed is None or c in allowed]
        found: dict[str, list[CandidateWay]] = {}
        for passes, drive, at in self._sequences(origin, usable, loaded, factor):
            ways = self.network.ways_from(at, self._passable(at, usable, loaded))
            waited = sum(p.leg_s + self._check_s(p.rule) for p in passes)
            for target in targets:
                end = self.network.index[target]
                units = int(ways.drive[end])
                if units < 0:
                    continue
                leg = self._leg_s(units, factor)
                km, risk = drive[0] + int(ways.km[end]), drive[1] + int(ways.risk[end])
                found.setdefault(target, []).append(CandidateWay(passes, leg, km, risk, waited + leg))
        return {target: _undominated(ways, self.distance_counts) for target, ways in found.items()}

    def _sequences(
        self, origin: str, usable: list[str], loaded: bool, factor: Fraction
    ) -> Iterator[tuple[tuple[Pass, ...], tuple[int, int], str]]:
        """Yield every sequence of distinct crossings that can be driven from the origin, the empty one first."""
        stack: list[tuple[tuple[Pass, ...], tuple[int, int], tuple[str, ...]]] = [((), (0, 0), (origin,))]
        while stack:
            passes, sums, places = stack.pop()
            yield passes, sums, places[-1]
            if len(passes) == self.depth:
                continue
            ways = self.network.ways_from(places[-1], self._passable(places[-1], usable, loaded))
            for crossing in usable:
                node = self.network.index[crossing]
                if crossing in places or ways.drive[node] < 0:
                    continue
                step = self._pass(places[-1], crossing, loaded, self._leg_s(int(ways.drive[node]), factor))
                sums_here = (sums[0] + int(ways.km[node]), sums[1] + int(ways.risk[node]))
                stack.append(((*passes, step), sums_here, (*places, crossing)))

    def _pass(self, last_stop: str, crossing: str, loaded: bool, leg_s: int) -> Pass:
        fitting = [i for i, r in enumerate(self.rules) if r.place == crossing and r.applies(last_stop)]
        rule = fitting[0] if fitting else -1
        if rule >= 0 and not loaded and self.rules[rule].loaded_only:
            rule = -1
        convoys = [i for i, r in enumerate(self.convoys) if r.crossing == crossing and r.applies(last_stop)]
        return Pass(leg_s, self.crossings.index(crossing), rule, convoys[0] if convoys and loaded else -1)

    def _passable(self, last_stop: str, usable: list[str], loaded: bool) -> frozenset[str]:
        """Crossings that an empty vehicle coming from that stop drives through like a junction."""
        if loaded:
            return frozenset()
        rules = ((c, self.problem.scenario.agreement.crossing_rule(c, last_stop)) for c in usable)
        return frozenset(c for c, rule in rules if rule is not None and rule.loaded_only)

    def _leg_s(self, units: int, factor: Fraction) -> int:
        return seconds_up(Fraction(units, self.network.drive_units_per_s) * factor)

    def _check_s(self, rule: int) -> int:
        return seconds_up(self.rules[rule].check_s) if rule >= 0 else 0


def _undominated(ways: list[CandidateWay], distance_counts: bool) -> list[CandidateWay]:
    """Drop the ways that another beats in time (and distance) without meeting any rule that they do not meet."""
    kept: list[CandidateWay] = []
    for way in sorted(ways, key=lambda w: (w.nominal_s, w.risk_units, w.km_units)):
        met = {(p.crossing, p.rule, p.convoy) for p in way.passes}
        beaten = (
            {(p.crossing, p.rule, p.convoy) for p in other.passes} <= met
            for other in kept
            if not distance_counts or other.km_units <= way.km_units
        )
        if not any(beaten):
            kept.append(way)
    return kept[:MAX_WAYS_A_PAIR]


def way_tables(problem: Problem, network: RoadNetwork) -> WayTables:
    """List the ways between all stops that a vehicle may visit one after the other."""
    finder = WayFinder(problem, network)
    size = len(problem.stops)
    first = np.zeros((2 * len(problem.profiles), size, size), np.int64)
    count = np.zeros_like(first)
    ways: list[CandidateWay] = []
    for profile in range(len(problem.profiles)):
        for loaded in (False, True):
            for origin, targets in _pairs(problem, profile, loaded, finder):
                names = [problem.stops[b] for b in targets]
                found = finder.ways(profile, loaded, problem.stops[origin], names)
                for b, name in zip(targets, names, strict=True):
                    first[2 * profile + loaded, origin, b] = len(ways)
                    count[2 * profile + loaded, origin, b] = len(found.get(name, ()))
                    ways.extend(found.get(name, ()))
    return _tabulated(first, count, ways)


def _pairs(problem: Problem, profile: int, loaded: bool, finder: WayFinder) -> Iterator[tuple[int, list[int]]]:
    """Yield each stop with the stops that may come next."""
    pickups, destinations = problem.pickups, problem.destinations
    if loaded:
        for a in pickups:
            near = _nearest(problem, finder, a, [p for p in pickups if p != a])
            yield a, [d for d in destinations if d != a] + [p for p in near if p not in destinations]
        for a in set(destinations) - set(pickups):
            yield a, _nearest(problem, finder, a, [d for d in destinations if d != a])
        return
    rows = [v.row for v, p in zip(problem.vehicles, problem.profile_of, strict=True) if p == profile]
    starts = {problem.stops.index(place) for place in {row.start for row in rows}}
    ends = {problem.stops.index(place) for place in {row.return_to for row in rows} if place is not None}
    for a in sorted(starts | set(destinations)):
        yield a, [b for b in sorted(set(pickups) | ends) if b != a]


def _nearest(problem: Problem, finder: WayFinder, a: int, others: list[int]) -> list[int]:
    """Give all of the others, or in a large problem the nearest without a crossing between."""
    if len(others) <= ALL_PAIRS_UP_TO:
        return others
    drive = finder.network.ways_from(problem.stops[a]).drive
    ends = [(int(drive[finder.network.index[problem.stops[b]]]), b) for b in others]
    return [b for units, b in sorted(ends) if units >= 0][:NEIGHBOURS]


def _tabulated(first: Integers, count: Integers, ways: list[CandidateWay]) -> WayTables:
    passes = [p for way in ways for p in way.passes]
    pass_first = np.cumsum([0, *(len(way.passes) for way in ways)])

    def column(values: list[int]) -> Integers:
        return np.array(values, dtype=np.int64)

    return WayTables(
        first=first,
        choices=count,
        pass_first=pass_first.astype(np.int64),
        pass_leg=column([p.leg_s for p in passes]),
        pass_place=column([p.crossing for p in passes]),
        pass_rule=column([p.rule for p in passes]),
        pass_convoy=column([p.convoy for p in passes]),
        last_leg=column([way.last_leg_s for way in ways]),
        km=column([way.km_units for way in ways]),
        risk=column([way.risk_units for way in ways]),
        nominal=column([way.nominal_s for way in ways]),
    )
