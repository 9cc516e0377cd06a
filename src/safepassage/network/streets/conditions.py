"""Closures and other speeds on a street graph.

A polygon closes every street that it touches. A line closes a street in two cases: it runs along it, that is, at least
half of the piece or `ALONG_M` metres of it lie within `BESIDE_M`; or it crosses it. A line drawn along a street by
hand, a few metres beside it, also crosses the side streets that begin there. Those stay open: pieces that are crossed
within `END_M` of an end only, where the line runs along other streets before and after.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from safepassage.domain.streets import Shape, SpeedRule
from safepassage.network.streets.graph import Flags, Floats, Ints, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.street_lines import StreetLines

END_M = 10.0
BESIDE_M = 10.0
ALONG_M = 50.0
"""Assumed, in metres: what the module says of them."""

TOUCH_M = 1.0
"""A line that comes so near to a street crosses it."""

AROUND_M = 30.0
MOSTLY = 0.8
"""A line runs along other streets before and after if at least this share of it, so far around, lies beside them."""

SLOWEST_KMH = 1e-6
"""No speed is below: at this one a metre takes over a month, which no way does, and all times stay finite."""


def closed_by(shape: Shape, streets: StreetLines, lines: Lines, tree: shapely.STRtree, pieces: Lines) -> Flags:
    """Tell which of some lines a closure's shape closes.

    Parameters
    ----------
    shape
        Of the closure, in degrees.
    streets
        Where the metres of `lines` are measured.
    lines, tree
        Pieces of street or parts of them, in metres, shape `(num_lines,)`, and the same in a tree.
    pieces
        The piece that each is, or is a part of, in metres, shape `(num_lines,)`: where a piece is crossed at a place
        on it, the parts on both sides are closed.
    """
    closed = np.zeros(len(lines), dtype=np.bool_)
    polygons = streets.shape_polygons(shape)
    closed[tree.query(polygons, predicate="intersects")[1]] = True
    for line in streets.shape_lines(shape):
        near = tree.query(shapely.buffer(line, BESIDE_M), predicate="intersects")
        closed[near[_closed_by_line(line, lines[near], pieces[near])]] = True
    return closed


def _closed_by_line(line: shapely.Geometry, lines: Lines, pieces: Lines) -> Flags:
    """Tell which of the lines near a closure's line it closes."""
    along = shapely.length(shapely.intersection(lines, shapely.buffer(line, BESIDE_M)))
    runs: Flags = along >= np.minimum(shapely.length(lines) / 2, ALONG_M)
    ends = shapely.buffer(shapely.boundary(pieces), END_M)
    inside = shapely.dwithin(shapely.difference(lines, ends), line, TOUCH_M)
    crossed = shapely.dwithin(lines, line, TOUCH_M)
    return np.asarray(runs | inside | (crossed & ~_begins_beside(line, lines, lines[runs])))


def _begins_beside(line: shapely.Geometry, lines: Lines, along: Lines) -> Flags:
    """Tell where the line that touches these lines runs along others before and after."""
    beside = shapely.buffer(shapely.union_all(along), BESIDE_M)
    touched = shapely.intersection(lines, shapely.buffer(line, TOUCH_M))
    around = shapely.intersection(line, shapely.buffer(touched, AROUND_M))
    covered = shapely.length(shapely.intersection(around, beside))
    return np.asarray(covered >= MOSTLY * shapely.length(around)) & (covered > 0)


def speeds_at(graph: StreetGraph, streets: StreetLines, rules: Sequence[SpeedRule], minute: int) -> Floats:
    """Give the speed of each arc in km/h at a minute after local midnight, shape `(num_arcs,)`.

    Rules apply in their order; a later one works on what the earlier ones left.
    """
    kmh = graph.kmh.copy()
    for rule in rules:
        if rule.at(minute):
            arcs = _falls_on(graph, streets, rule)[graph.piece]
            kmh[arcs] = float(rule.kmh) if rule.kmh is not None else kmh[arcs] * float(rule.factor or 1)
    return np.maximum(kmh, SLOWEST_KMH)


def _falls_on(graph: StreetGraph, streets: StreetLines, rule: SpeedRule) -> Flags:
    """Tell on which pieces a speed rule falls, whatever the hour."""
    falls = np.ones(graph.num_pieces, dtype=np.bool_)
    if rule.road_classes:
        falls &= np.isin(graph.road_class, _numbers(graph, rule.road_classes))
    if rule.area is not None:
        inside = np.zeros(graph.num_pieces, dtype=np.bool_)
        for polygon in streets.shape_polygons(rule.area):
            inside |= shapely.contains_xy(polygon, streets.middles[:, 0], streets.middles[:, 1])
        falls &= inside
    return falls


def _numbers(graph: StreetGraph, names: Sequence[str]) -> Ints:
    return np.array([i for i, name in enumerate(graph.road_classes) if name in names], dtype=np.int64)
