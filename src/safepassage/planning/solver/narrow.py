"""Crossings that people cannot avoid, and how fast they let vehicles through.

A crossing is *narrow* for people when no road leads from their place to any of their destinations without it. Every
load of such people passes it at least once, whatever the trip looks like. Where people may change vehicles, it is on
one of their rides that they pass it: from a stop on this side to one that no road reaches from there without it.
"""

from dataclasses import dataclass, field, replace
from math import floor, inf

from safepassage.domain.terms import ConvoyRule, CrossingRule
from safepassage.planning.solver.commodities import DIMENSIONS, Commodity
from safepassage.planning.solver.counting import CountingModel
from safepassage.planning.solver.cycles import Cycle, open_windows
from safepassage.planning.solver.linear import INFINITY
from safepassage.planning.solver.problem import Problem, seconds_up
from safepassage.planning.solver.tables import merged_windows


@dataclass(slots=True)
class Narrow:
    """A crossing with the rides that must pass it, as (commodity, destination), and its rules.

    `opens_s` is when the first loaded vehicle can be there. `cycles` tells by vehicle class how often its seats can
    pass, and how long the way beyond takes at least.
    """

    place: str
    name: str
    rides: frozenset[tuple[int, int]]
    rules: tuple[CrossingRule, ...]
    convoys: tuple[ConvoyRule, ...]
    opens_s: float
    cycles: dict[int, Cycle] = field(default_factory=dict)

    @property
    def goods(self) -> frozenset[int]:
        """Commodities that must pass."""
        return frozenset(g for g, _ in self.rides)

    @property
    def beyond_s(self) -> float:
        """Least time from the crossing until somebody who passed it has alighted."""
        least = min((cycle.beyond_s for cycle in self.cycles.values()), default=0.0)
        return least if least < inf else 0.0

    def concerned(self, goods: list[Commodity]) -> list[Commodity]:
        """Give the commodities that must pass, each with the destinations beyond only."""
        return [
            replace(goods[g], destinations=tuple(d for d in goods[g].destinations if (g, d) in self.rides))
            for g in sorted(self.goods)
        ]

    def limit_cycles(self, model: CountingModel, until_s: float) -> None:
        """Add to a model: what the seats of a class carry through is at most what they can by a moment."""
        program, windows = model.program, open_windows(self.rules)
        rows: dict[tuple[int, int], int] = {}
        for (g, c, d), column in model.carried.items():
            if (g, d) not in self.rides:
                continue
            vehicles = model.classes[c]
            for dimension in DIMENSIONS:
                load = vehicles.load(model.goods[g].unit, dimension)
                if not load:
                    continue
                if (c, dimension) not in rows:
                    times = self.cycles[c].passings(windows, until_s)
                    most = times * len(vehicles.members) * vehicles.capacity(dimension)
                    rows[c, dimension] = program.row(high=most if most < inf else INFINITY)
                program.enter(rows[c, dimension], column, load)

    def limit(self, model: CountingModel, until_s: float) -> None:
        """Add to a model: loads passing the crossing by a moment are at most what it can let through."""
        program = model.program
        passes: dict[int, int] = {}
        most = passes_by(self, until_s)
        total = program.row(high=most if most < inf else INFINITY)
        loads: dict[tuple[int, int], int] = {}
        for (g, c, d), column in model.carried.items():
            if (g, d) not in self.rides:
                continue
            vehicles = model.classes[c]
            if c not in passes:
                passes[c] = program.column(whole=model.whole)
                program.enter(total, passes[c], 1)
            for dimension in DIMENSIONS:
                load = vehicles.load(model.goods[g].unit, dimension)
                if not load:
                    continue
                if (c, dimension) not in loads:
                    loads[c, dimension] = program.row(high=0)
                    program.enter(loads[c, dimension], passes[c], -vehicles.capacity(dimension))
                program.enter(loads[c, dimension], column, load)


def passes_by(narrow: Narrow, until_s: float) -> float:
    """How many loaded vehicles a crossing can let through by a moment, at most."""
    if not narrow.rules:
        return inf
    return sum(_rule_passes(narrow, rule, until_s) for rule in narrow.rules)


def _rule_passes(narrow: Narrow, rule: CrossingRule, until_s: float) -> float:
    if rule.windows is None and until_s == inf:
        return inf
    check = seconds_up(rule.check_s)
    total = 0.0
    for opens, closes in merged_windows(rule):
        begins, ends = max(opens, narrow.opens_s), min(closes, until_s)
        if ends - begins < check:
            continue
        span = ends - begins
        single = inf if rule.lanes is None or check == 0 else rule.lanes * floor(span / check)
        total += 0 if _all_in_convoys(narrow, rule) else single
        total += sum(_convoy_passes(convoy, span - check) for convoy in narrow.convoys)
    return total


def _all_in_convoys(narrow: Narrow, rule: CrossingRule) -> bool:
    """Whether every loaded vehicle under a crossing rule is under a convoy rule as well."""
    for convoy in narrow.convoys:
        if convoy.from_places is None:
            return True
        if rule.from_places is not None and set(rule.from_places) <= set(convoy.from_places):
            return True
    return False


def _convoy_passes(convoy: ConvoyRule, span_s: float) -> float:
    """Vehicles of convoys that leave within a closed span, at most."""
    headway = max(1, seconds_up(convoy.headway_s))
    most = inf if convoy.max_vehicles is None else convoy.max_vehicles
    return most * (floor(span_s / headway) + 1) if most < inf and span_s < inf else inf


def narrows(problem: Problem, goods: list[Commodity]) -> list[Narrow]:
    """List the crossings that some commodities must pass, with what is known of the way to and from them."""
    agreement = problem.scenario.agreement
    found = []
    for place in (p.id for p in problem.scenario.places if p.id in agreement.crossing_places):
        sides = {pickup: _this_side(problem, place, problem.stops[pickup]) for pickup in problem.pickups}
        rides = _rides_through(problem, goods, sides)
        concerned = sorted({g for g, _ in rides})
        near = set().union(*(sides[goods[g].stop] for g in concerned))
        rules = _rules_for(problem, place, near)
        if not rides or not rules:
            continue
        opens = _first_ready(problem, [goods[g] for g in concerned])
        convoys = tuple(c for c in agreement.convoys if c.crossing == place and _concerns(c.from_places, near))
        label = problem.scenario.place(place).label
        found.append(Narrow(place, label, rides, rules, convoys, opens))
    return found


def _rides_through(problem: Problem, goods: list[Commodity], sides: dict[int, set[str]]) -> frozenset[tuple[int, int]]:
    """List the rides, as (commodity, destination), on which people pass a crossing who cannot come out without it.

    `sides` are the places on this side of it, by pickup.
    """
    beyond = [tuple(d for d in good.destinations if problem.stops[d] not in sides[good.stop]) for good in goods]
    bound_for = set()
    for g, good in enumerate(goods):
        final = [d for d in good.destinations if d not in problem.transfers]
        if final and not good.waits and set(final) <= set(beyond[g]):
            bound_for.add(g)
    near = set().union(*(sides[goods[g].stop] for g in bound_for))
    bound_for |= {g for g, good in enumerate(goods) if good.waits and problem.stops[good.stop] in near}
    return frozenset((g, d) for g in bound_for for d in beyond[g])


def _concerns(from_places: tuple[str, ...] | None, near: set[str]) -> bool:
    return from_places is None or bool(near & set(from_places))


def _rules_for(problem: Problem, crossing: str, near: set[str]) -> tuple[CrossingRule, ...]:
    """Rules of a crossing for loaded vehicles from this side of it; none if some of them escape every rule."""
    agreement = problem.scenario.agreement
    last_stops = {problem.stops[i] for i in (*problem.pickups, *problem.destinations)} | agreement.crossing_places
    rules = tuple(r for r in agreement.crossings if r.place == crossing and _concerns(r.from_places, near))
    if any(r.from_places is None for r in rules):
        return rules
    covered = set().union(*(r.from_places or () for r in rules))
    return rules if near & last_stops - {crossing} <= covered else ()


def _this_side(problem: Problem, crossing: str, origin: str) -> set[str]:
    """Places to which some road leads from the origin without the crossing."""
    arcs: dict[str, list[str]] = {}
    for link in problem.scenario.links:
        arcs.setdefault(link.from_place, []).append(link.to_place)
        if link.both_ways:
            arcs.setdefault(link.to_place, []).append(link.from_place)
    seen, stack = {origin, crossing}, [origin]
    while stack:
        for head in arcs.get(stack.pop(), ()):
            if head not in seen:
                seen.add(head)
                stack.append(head)
    return seen - {crossing}


def _first_ready(problem: Problem, goods: list[Commodity]) -> float:
    """When the first vehicle can have boarded people where they waited first, wherever it starts."""
    kinds = [problem.kinds[k] for good in goods for k in good.kinds]
    homes = [kind if kind.origin is None else problem.kinds[kind.origin] for kind in kinds]
    return float(max(0, min(home.ready_s for home in homes)) + min(problem.board_s[home.stop] for home in homes))
