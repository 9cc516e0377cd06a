"""What one seat of a vehicle can do in time: a graph of boarding, crossing, alighting and returning.

Follow one place for a person (a seat, a wheelchair place, a stretcher) through any plan: somebody boards, passes
crossings, alights; the place goes back, and the next one boards. Between two of these the vehicle may visit other
stops for other people. The nodes of the graph are these moments, the arcs the least time between them. So every plan
gives a path for every place of every vehicle, whatever the number of stops a trip.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import VehicleClass
from safepassage.planning.solver.metric import least_services
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables

Integers = NDArray[np.int64]

START, BOARD, RIDE, PASS, DONE, FREE = "start", "board", "ride", "pass", "done", "free"
TAKEN = 1
ANY = -1
Node = tuple[str, int, int, int, int, int]
"""What happens, whether the seat is taken, the stop or crossing, the crossing rule and convoy rule (-1: none), and
where the person in the seat boarded, if that is told apart (else ANY)."""


@dataclass
class SeatGraph:
    """Nodes and arcs of the seats of one vehicle class.

    `arcs` has the least seconds between two nodes. A node counts at the moment when boarding begins, when a check
    begins, and when alighting ends.
    """

    nodes: list[Node] = field(default_factory=list)
    arcs: dict[tuple[int, int], int] = field(default_factory=dict)
    _number: dict[Node, int] = field(default_factory=dict)

    def node(self, node: Node) -> int:
        """Give the number of a node, added if it is new."""
        if node not in self._number:
            self._number[node] = len(self.nodes)
            self.nodes.append(node)
        return self._number[node]

    def join(self, a: Node, b: Node, seconds: int) -> None:
        """Add an arc, or make it shorter."""
        key = self.node(a), self.node(b)
        self.arcs[key] = min(seconds, self.arcs.get(key, FOREVER))

    def without_halts(self) -> "SeatGraph":
        """Give the same graph without nodes where nothing is counted and that only one arc leads to."""
        leads: dict[int, list[int]] = {}
        onward: dict[int, dict[int, int]] = {}
        for (a, b), seconds in self.arcs.items():
            leads.setdefault(b, []).append(a)
            onward.setdefault(a, {})[b] = seconds
        for n, node in enumerate(self.nodes):
            before = leads[n][0] if len(leads.get(n, ())) == 1 else n
            if node[0] in (RIDE, FREE) and before != n:
                first = onward[before].pop(n)
                for b, seconds in onward.pop(n, {}).items():
                    onward[before][b] = min(first + seconds, onward[before].get(b, FOREVER))
                    leads[b] = sorted({*leads[b], before} - {n})
        graph = SeatGraph()
        graph.node(self.nodes[0])
        for a, following in onward.items():
            for b, seconds in following.items():
                graph.join(self.nodes[a], self.nodes[b], seconds)
        return graph

    def earliest(self, start: Node) -> list[int]:
        """Give the least seconds to every node if nothing is waited for; FOREVER where no way leads."""
        onward: dict[int, list[tuple[int, int]]] = {}
        for (a, b), seconds in self.arcs.items():
            onward.setdefault(a, []).append((b, seconds))
        heap = [(0, self.node(start))]
        least = [FOREVER] * len(self.nodes)
        while heap:
            moment, node = heappop(heap)
            if moment >= least[node]:
                continue
            least[node] = moment
            for head, seconds in onward.get(node, ()):
                if moment + seconds < least[head]:
                    heappush(heap, (moment + seconds, head))
        return least

    def endless(self) -> bool:
        """Whether a seat could go around in no time."""
        onward: dict[int, list[int]] = {}
        for (a, b), seconds in self.arcs.items():
            if seconds <= 0:
                onward.setdefault(a, []).append(b)
        state: dict[int, int] = {}
        for root, first in onward.items():
            stack = [(root, iter(first))] if root not in state else []
            state.setdefault(root, 1)
            while stack:
                node, following = stack[-1]
                child = next(following, None)
                if child is None:
                    state[node] = 2
                    stack.pop()
                elif state.get(child) == 1:
                    return True
                elif child not in state:
                    state[child] = 1
                    stack.append((child, iter(onward.get(child, ()))))
        return False


def detours_never_help(problem: Problem) -> bool:
    """Whether going directly is never slower than over other stops: no place is closed, no rule asks whence."""
    agreement = problem.scenario.agreement
    open_stops = all(problem.scenario.place(stop).through for stop in problem.stops)
    whence = [rule.from_places for rule in agreement.crossings] + [rule.from_places for rule in agreement.convoys]
    return open_stops and not any(places is not None for places in whence)


def seat_graph(problem: Problem, tables: Tables, vehicles: VehicleClass, *, detours: bool, paired: bool) -> SeatGraph:
    """Build the graph of a vehicle class.

    `detours` lets the vehicle visit other stops between; `paired` tells people apart by where they boarded.
    """
    graph, table = SeatGraph(), 2 * vehicles.profile
    visit = {s: int(seconds) for s, seconds in enumerate(least_services(problem)) if np.isfinite(seconds)}
    pickups, destinations = set(problem.pickups), set(problem.destinations)
    graph.join(start_of(vehicles), (FREE, 0, vehicles.start, -1, -1, ANY), 0)
    boarded = problem.pickups if paired else (ANY,)
    for p in problem.pickups:
        graph.join((BOARD, 0, p, -1, -1, ANY), (RIDE, 1, p, -1, -1, p if paired else ANY), problem.board_s[p])
    for d in problem.destinations:
        for origin in boarded:
            graph.join((DONE, 0, d, -1, -1, origin), (FREE, 0, d, -1, -1, ANY), 0)
    for a, b, legs, last in _ways(tables, table + 1):
        for origin in boarded:
            if paired and not detours and a != origin:
                continue
            ends = [((DONE, 0, b, -1, -1, origin), problem.alight_s[b])] if b in destinations else []
            if detours and b in visit:
                ends.append(((RIDE, 1, b, -1, -1, origin), visit[b]))
            _chain(graph, (RIDE, 1, a, -1, -1, origin), legs, ends, last, tables.terms.check_s)
    for free in (table, table + 1) if detours else (table,):
        for a, b, legs, last in _ways(tables, free):
            ends = [((BOARD, 0, b, -1, -1, ANY), 0)] if b in pickups else []
            if detours and b in visit:
                ends.append(((FREE, 0, b, -1, -1, ANY), visit[b]))
            _chain(graph, (FREE, 0, a, -1, -1, ANY), legs, ends, last, tables.terms.check_s)
    for p in pickups & {vehicles.start, *destinations}:
        graph.join((FREE, 0, p, -1, -1, ANY), (BOARD, 0, p, -1, -1, ANY), 0)
    return graph.without_halts()


def start_of(vehicles: VehicleClass) -> Node:
    """Give the node at which the seats of a class begin."""
    return (START, 0, vehicles.start, -1, -1, ANY)


Leg = tuple[int, int, int, int]
"""Seconds to a crossing, the crossing, its rule, its convoy rule."""


def _ways(tables: Tables, table: int) -> Iterator[tuple[int, int, list[Leg], int]]:
    """Yield origin, target, crossings on the way, and the last leg of every way of a table."""
    ways = tables.ways
    for a, b in zip(*np.nonzero(ways.choices[table]), strict=True):
        first = int(ways.first[table, a, b])
        for way in range(first, first + int(ways.choices[table, a, b])):
            passes = range(int(ways.pass_first[way]), int(ways.pass_first[way + 1]))
            legs = [
                (int(ways.pass_leg[i]), int(ways.pass_place[i]), int(ways.pass_rule[i]), int(ways.pass_convoy[i]))
                for i in passes
            ]
            yield int(a), int(b), legs, int(ways.last_leg[way])


def _chain(
    graph: SeatGraph, origin: Node, legs: list[Leg], ends: list[tuple[Node, int]], last: int, checks: Integers
) -> None:
    """Add the arcs of a way from an origin over its crossings to its ends."""
    if not ends:
        return
    at, after = origin, 0
    for seconds, crossing, rule, convoy in legs:
        node = (PASS, origin[1], crossing, rule, convoy, origin[5])
        graph.join(at, node, after + seconds)
        at, after = node, int(checks[rule]) if rule >= 0 else 0
    for end, service in ends:
        graph.join(at, end, after + last + service)
