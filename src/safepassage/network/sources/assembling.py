"""Links of another source, put together to a street graph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from safepassage.network.streets.graph import Floats, Ints, StreetGraph
from safepassage.network.streets.metric import Metric

_SAME = 0.01
"""Two directions of one street may differ by this share of their length."""

_NONE = -1

Points = tuple[tuple[float, float], ...]
"""Positions `(lon, lat)` in WGS 84 degrees."""


@dataclass(frozen=True, slots=True)
class NodeList:
    """Nodes by name, with WGS 84 degrees, NaN where none are known; arrays of shape `(num_nodes,)`."""

    names: Sequence[str]
    lat: Floats
    lon: Floats


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A road from a node to a node, by their positions in the list.

    `bends` are positions between the two. `both_ways`: it may be driven in both directions at the same speed.
    """

    tail: int
    head: int
    length_m: float
    kmh: float
    both_ways: bool = False
    bends: Points = ()
    road_class: str = ""
    street: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Assembled:
    """A street graph, and the arcs of the links that it was made of.

    `along` and `against` are the arcs of each link in its own direction and the other, -1 for none; shape
    `(num_links,)`.
    """

    graph: StreetGraph
    along: Ints
    against: Ints

    def forbidding(self, sequences: Iterable[Sequence[int]]) -> StreetGraph:
        """Give the graph with sequences of arcs that nobody may drive one after the other."""
        listed = list(sequences)
        return replace(
            self.graph,
            forbidden=np.array([arc for sequence in listed for arc in sequence], dtype=np.int64),
            first_forbidden=np.cumsum([0, *map(len, listed)], dtype=np.int64),
        )


def assemble(nodes: NodeList, links: Sequence[SourceLink], attribution: str = "") -> Assembled:
    """Make a graph of nodes and links.

    Two one-way links over the same ground in opposite directions become one piece with two arcs.
    """
    pieces = _pieces(links)
    arcs = [arc for number, piece in enumerate(pieces) for arc in _arcs(number, piece)]
    along, against = np.full(len(links), _NONE), np.full(len(links), _NONE)
    for number, arc in enumerate(arcs):
        (along if arc.forward or arc.link != pieces[arc.piece].there else against)[arc.link] = number
    ends = np.array([(links[piece.there].tail, links[piece.there].head) for piece in pieces]).reshape(-1, 2)
    lines = [_line(nodes, links[piece.there]) for piece in pieces]
    points = np.array([point for line in lines for point in line], dtype=np.float64).reshape(-1, 2)
    piece, forward = (
        np.array([arc.piece for arc in arcs], dtype=np.int64),
        np.array([arc.forward for arc in arcs], np.bool_),
    )
    road_class, road_classes = _numbered(links[each.there].road_class for each in pieces)
    street, streets = _numbered(["", *(links[each.there].street for each in pieces)])
    graph = StreetGraph(
        lat=nodes.lat,
        lon=nodes.lon,
        node_names=np.array(nodes.names, dtype=np.str_),
        tail=np.where(forward, ends[piece, 0], ends[piece, 1]),
        head=np.where(forward, ends[piece, 1], ends[piece, 0]),
        piece=piece,
        forward=forward,
        kmh=np.array([links[arc.link].kmh for arc in arcs], dtype=np.float64),
        first_point=np.cumsum([0, *map(len, lines)], dtype=np.int64),
        point_lat=points[:, 1],
        point_lon=points[:, 0],
        length_m=np.array([links[each.there].length_m for each in pieces], dtype=np.float64),
        road_class=road_class,
        road_classes=road_classes,
        street=street[1:],
        streets=streets,
        forbidden=np.zeros(0, dtype=np.int64),
        first_forbidden=np.zeros(1, dtype=np.int64),
        attribution=attribution,
    )
    return Assembled(graph, along, against)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The link that drives along a piece, and the one that drives back: another, the same, or none (-1)."""

    there: int
    back: int


@dataclass(frozen=True, slots=True)
class _Arc:
    """An arc of a piece, and the link that it drives."""

    link: int
    piece: int
    forward: bool


def _arcs(number: int, piece: _Piece) -> list[_Arc]:
    back = [] if piece.back == _NONE else [_Arc(piece.back, number, False)]
    return [_Arc(piece.there, number, True), *back]


def _pieces(links: Sequence[SourceLink]) -> list[_Piece]:
    """Pair the links that are the two directions of one street."""
    pieces: list[_Piece] = []
    waiting: dict[tuple[int, int, Points], int] = {}
    for i, link in enumerate(links):
        if link.both_ways:
            pieces.append(_Piece(i, i))
            continue
        twin = waiting.pop((link.head, link.tail, link.bends[::-1]), None)
        if twin is not None and isclose(link.length_m, links[pieces[twin].there].length_m, rel_tol=_SAME):
            pieces[twin] = _Piece(pieces[twin].there, i)
        else:
            waiting[link.tail, link.head, link.bends] = len(pieces)
            pieces.append(_Piece(i, _NONE))
    return pieces


def _line(nodes: NodeList, link: SourceLink) -> Points:
    start, end = ((float(nodes.lon[node]), float(nodes.lat[node])) for node in (link.tail, link.head))
    return (start, *link.bends, end)


def _numbered(values: Iterable[str]) -> tuple[Ints, tuple[str, ...]]:
    """Give each value as a number, and the different values in the order of their numbers."""
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(value, len(numbers)) for value in values]
    return np.array(found, dtype=np.int64), tuple(numbers)


def drawn_lengths(nodes: NodeList, links: Sequence[SourceLink]) -> Floats:
    """Give the lengths in metres of links as drawn, shape `(num_links,)`; NaN where a position is unknown."""
    lines = [_line(nodes, link) for link in links]
    at = np.array([point for line in lines for point in line], dtype=np.float64).reshape(-1, 2)
    x, y = Metric.around(nodes.lat, nodes.lon).to_metres(at[:, 1], at[:, 0])
    steps = np.hypot(np.diff(x, append=0), np.diff(y, append=0))
    first = np.cumsum([0, *map(len, lines)], dtype=np.int64)
    steps[first[1:] - 1] = 0
    return np.add.reduceat(steps, first[:-1]) if lines else steps
