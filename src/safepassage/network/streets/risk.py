"""Risk of ways over real streets, from areas, lines and points where harm is to be expected.

Two figures are needed. The *risk of a way* is that of its definition: in an area the weight counts for every km driven
inside, and a line or a point counts once for a way that comes within its reach. *Shares of arcs* are needed to search
for safer ways, and must add up along a way. For areas they do by nature. For lines and points an arc carries the
weight when it begins outside the reach and comes within it, so the sum counts how often a way enters the reach. It
differs from the risk of the way in two cases: a way that begins within the reach is not charged (no choice of way
could change that), and one that leaves the reach and comes back is charged again.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import shapely
from shapely.ops import substring

from safepassage.domain.streets import RiskSource
from safepassage.network.streets.driven_lines import stretches
from safepassage.network.streets.graph import Flags, Floats, Ints, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import Driven
from safepassage.network.streets.street_lines import StreetLines


@dataclass(frozen=True, slots=True)
class _Touched:
    """Which pieces lie in which areas, or in the reach of which lines and points: a source and a piece at each index.

    `shares` of the piece's length lie inside; 1 for what counts once.
    """

    sources: Ints
    pieces: Ints
    shares: Floats


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece that is driven on between two shares of its line, `start` before `end`, in either direction."""

    piece: int
    start: float
    end: float

    def of(self, line: shapely.LineString) -> shapely.LineString | shapely.Point:
        """Give this part of the piece's line."""
        return line if (self.start, self.end) == (0, 1) else substring(line, self.start, self.end, normalized=True)


class RiskMap:
    """What risk each piece of a street graph carries."""

    def __init__(self, graph: StreetGraph, streets: StreetLines, risks: Sequence[RiskSource]) -> None:
        self._graph, self._streets = graph, streets
        self.risks = tuple(risks)
        self._areas = [shapely.union_all(streets.shape_polygons(risk.shape)) for risk in self.risks]
        self._marks = [_marks(streets, risk) for risk in self.risks]
        self._inside = self._pieces_inside()
        self._near = self._pieces_near()
        self._inside_at = _by_piece(self._inside)
        self._near_at = _by_piece(self._near)

    def of_way(self, way: Driven) -> Fraction:
        """Give the risk of a way; km inside areas are taken to the metre, in each area by itself."""
        metres = [0.0] * len(self.risks)
        near: set[int] = set()
        for piece, start, end in stretches(self._graph, way):
            part = _Part(piece, min(start, end), max(start, end))
            for source, share in self._inside_at.get(part.piece, ()):
                inside = self._share_inside(source, part) if share < 1 else part.end - part.start
                metres[source] += inside * float(self._graph.length_m[part.piece])
            near.update(source for source, _ in self._near_at.get(part.piece, ()) if self._comes_near(source, part))
        counts = [Fraction(round(m), 1000) + (source in near) for source, m in enumerate(metres)]
        return sum((risk.weight * count for risk, count in zip(self.risks, counts, strict=True)), Fraction())

    def arc_shares(self) -> Floats:
        """Give each arc's share of the risk of ways, shape `(num_arcs,)`; the module says what their sum is."""
        graph = self._graph
        weights = np.array([float(risk.weight) for risk in self.risks])
        km = self._inside.shares * graph.length_m[self._inside.pieces] / 1000
        per_piece = np.bincount(self._inside.pieces, weights[self._inside.sources] * km, graph.num_pieces)
        shares: Floats = per_piece[graph.piece].astype(np.float64)
        for source, weight in enumerate(weights):
            shares[self._entering(source)] += weight
        return shares

    def _pieces_inside(self) -> _Touched:
        """Find the pieces that lie in areas; whole ones by a quick test, the others by cutting them at the border."""
        areas, tree, lines = np.array(self._areas, dtype=np.object_), self._streets.tree, self._streets.lines
        sources, pieces = tree.query(areas, predicate="intersects")
        whole_sources, whole_pieces = tree.query(areas, predicate="covers")
        shares = np.ones(len(sources))
        number = self._graph.num_pieces
        cut = ~np.isin(sources * number + pieces, whole_sources * number + whole_pieces)
        shares[cut] = _share_of(lines[pieces[cut]], areas[sources[cut]])
        some = shares > 0
        return _Touched(sources[some], pieces[some], shares[some])

    def _pieces_near(self) -> _Touched:
        marks, reaches = np.array(self._marks, dtype=np.object_), [risk.reach_m for risk in self.risks]
        sources, pieces = self._streets.tree.query(marks, predicate="dwithin", distance=reaches)
        return _Touched(sources, pieces, np.ones(len(sources)))

    def _share_inside(self, source: int, part: _Part) -> float:
        line = self._streets.lines[part.piece]
        inside = shapely.intersection(part.of(line), self._areas[source])
        return float(inside.length / line.length)

    def _comes_near(self, source: int, part: _Part) -> bool:
        driven = part.of(self._streets.lines[part.piece])
        return bool(shapely.dwithin(driven, self._marks[source], self.risks[source].reach_m))

    def _entering(self, source: int) -> Flags:
        """Tell which arcs begin outside the reach of a source and come within it, shape `(num_arcs,)`."""
        graph, metric = self._graph, self._streets.metric
        comes_near = np.zeros(graph.num_pieces, dtype=np.bool_)
        comes_near[self._near.pieces[self._near.sources == source]] = True
        entering: Flags = comes_near[graph.piece]
        arcs = np.flatnonzero(entering)
        tails = graph.tail[arcs]
        begins = shapely.points(np.column_stack(metric.to_metres(graph.lat[tails], graph.lon[tails])))
        entering[arcs] = ~shapely.dwithin(begins, self._marks[source], self.risks[source].reach_m)
        return entering


def _marks(streets: StreetLines, risk: RiskSource) -> shapely.Geometry:
    """Give the points and lines of a source in metres, as one geometry."""
    points = [streets.metric.flatten(shapely.Point(position)) for position in risk.shape.points]
    return shapely.GeometryCollection([*points, *streets.shape_lines(risk.shape)])


def _share_of(lines: Lines, areas: Lines) -> Floats:
    inside, whole = shapely.length(shapely.intersection(lines, areas)), shapely.length(lines)
    return np.divide(inside, whole, out=np.zeros(len(whole)), where=whole > 0)


def _by_piece(touched: _Touched) -> dict[int, list[tuple[int, float]]]:
    """Give for each piece the sources that it lies in, with the share of it inside."""
    at: dict[int, list[tuple[int, float]]] = defaultdict(list)
    columns = touched.sources.tolist(), touched.pieces.tolist(), touched.shares.tolist()
    for source, piece, share in zip(*columns, strict=True):
        at[piece].append((source, share))
    return dict(at)
