"""From rules about turns to sequences of arcs that nobody may drive.

A forbidden turn is a path of two arcs that a way must not contain; where a restriction leads over whole ways, the path
has three arcs or more. Finding fastest ways among forbidden paths is the problem of Villeneuve and Desaulniers (2005),
"The shortest path problem with forbidden paths", European Journal of Operational Research 165, 97-107: the graph is
expanded by states that remember how far along a forbidden path one has come. Here the paths are only written down.

A rule "only straight on" forbids all other paths. And a rule must not be dodged by passing the junction, turning round
at the next one and coming back: so where arc `a` may not be followed by `t`, neither may it be followed by another arc
`b` and then by the same piece backwards. Turning round at the junction itself is forbidden where a rule says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safepassage.network.osm.extract import Ints
from safepassage.network.osm.restrictions import Rule

Path = tuple[int, ...]

_LONGEST_WALK = 100
"""A restriction leads over a few pieces of street; one that leads over more than this is a slip."""


@dataclass(frozen=True, eq=False, slots=True)
class Arcs:
    """Arcs of the graph, as rules about turns see them.

    Attributes
    ----------
    tail, head, reverse
        Nodes of each arc, and the arc along the same piece in the other direction, or -1; shape `(num_arcs,)`.
    leaving, first_leaving
        Arcs that leave node `i`: `leaving[first_leaving[i]:first_leaving[i + 1]]`.
    of_way
        Arcs of each way that a rule names, by the way's id of OpenStreetMap.
    at_node
        The node of each junction that a rule names, by its id of OpenStreetMap; none where something stands on it.
    """

    tail: Ints
    head: Ints
    reverse: Ints
    leaving: Ints
    first_leaving: Ints
    of_way: dict[int, list[int]]
    at_node: dict[int, int]

    def leaving_from(self, node: int) -> list[int]:
        """Arcs that begin at a node, in order."""
        leaving: list[int] = self.leaving[self.first_leaving[node] : self.first_leaving[node + 1]].tolist()
        return leaving

    def next_to(self, arc: int) -> list[int]:
        """Arcs that begin where this one ends, in order."""
        return self.leaving_from(int(self.head[arc]))


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Forbidden sequences of arcs, each once, in order; and what became of the rules.

    `applied` rules forbid something, `needless` ones nothing that could be driven, `unclear` ones do not say which of
    several arcs they mean.
    """

    sequences: tuple[Path, ...]
    applied: int
    needless: int
    unclear: int


def forbidden_sequences(rules: Sequence[Rule], arcs: Arcs) -> Forbidden:
    """Write all rules as forbidden sequences of arcs."""
    found: set[Path] = set()
    applied = needless = unclear = 0
    for rule in rules:
        paths = list(_paths(rule, arcs))
        needless += not paths
        unclear += any(len(same) > 1 for same in paths)
        sure = [same[0] for same in paths if len(same) == 1]
        applied += bool(sure)
        for path in sure:
            found.update(_all_but(path, arcs) if rule.only else _never(path, arcs))
    return Forbidden(tuple(sorted(_shortest(found))), applied, needless, unclear)


def _paths(rule: Rule, arcs: Arcs) -> Iterator[list[Path]]:
    """Yield, for each way to come from and each to go to, the paths between them that the rule may mean."""
    for come_from in rule.come_from:
        for go_to in rule.go_to:
            come = arcs.of_way.get(come_from, [])
            go = arcs.of_way.get(go_to, [])
            through = _along if rule.via_node is None else _through_node
            paths = list(through(rule, come, go, arcs))
            if paths:
                yield paths


def _through_node(rule: Rule, come: list[int], go: list[int], arcs: Arcs) -> Iterator[Path]:
    """Yield turns at one junction; turning round on one way is meant by a rule that says so, and by no other."""
    node = -1 if rule.via_node is None else arcs.at_node.get(rule.via_node, -1)
    turns_round = rule.u_turn and rule.come_from == rule.go_to
    for arriving in (arc for arc in come if arcs.head[arc] == node):
        for following in (arc for arc in go if arcs.tail[arc] == node):
            if (following == arcs.reverse[arriving]) == turns_round:
                yield arriving, following


def _along(rule: Rule, come: list[int], go: list[int], arcs: Arcs) -> Iterator[Path]:
    """Yield paths that lead over all the ways in between, and over no other."""
    between = [set(arcs.of_way.get(way, ())) for way in rule.via_ways]
    usable = set().union(*between)
    for arriving in come:
        for middle in _walks(int(arcs.head[arriving]), usable, arcs):
            if all(way.intersection(middle) for way in between):
                yield from ((arriving, *middle, arc) for arc in go if arcs.tail[arc] == arcs.head[middle[-1]])


def _walks(node: int, usable: set[int], arcs: Arcs) -> Iterator[Path]:
    """Yield the path of fewest usable arcs to each node that they reach from this one."""
    seen = {node}
    tips: list[Path] = [(arc,) for arc in arcs.leaving_from(node) if arc in usable]
    for _ in range(_LONGEST_WALK):
        longer: list[Path] = []
        for path in tips:
            tip = int(arcs.head[path[-1]])
            if tip not in seen:
                seen.add(tip)
                yield path
                longer.extend((*path, arc) for arc in arcs.leaving_from(tip) if arc in usable)
        tips = longer


def _never(path: Path, arcs: Arcs) -> Iterator[Path]:
    """Forbid the path, and leaving it only to turn round behind the next junction."""
    yield path
    for i in range(1, len(path)):
        yield from _there_and_back(path[:i], path[i], arcs)


def _all_but(path: Path, arcs: Arcs) -> Iterator[Path]:
    """Forbid whatever leaves the path, but for turning round where it begins; and turning round where it ends."""
    for i in range(1, len(path)):
        for arc in arcs.next_to(path[i - 1]):
            if arc != path[i] and (i > 1 or arc != arcs.reverse[path[0]]):
                yield (*path[:i], arc)
    if arcs.reverse[path[-1]] >= 0:
        yield (*path, int(arcs.reverse[path[-1]]))


def _there_and_back(so_far: Path, barred: int, arcs: Arcs) -> Iterator[Path]:
    for arc in arcs.next_to(so_far[-1]):
        back = int(arcs.reverse[arc])
        if arc not in (barred, arcs.reverse[so_far[-1]]) and back >= 0:
            yield (*so_far, arc, back)


def _shortest(paths: set[Path]) -> Iterator[Path]:
    """Leave out paths that contain another one and are forbidden anyway."""
    lengths = sorted({len(path) for path in paths})
    for path in paths:
        parts = (path[i : i + size] for size in lengths if size < len(path) for i in range(len(path) - size + 1))
        if not any(part in paths for part in parts):
            yield path
