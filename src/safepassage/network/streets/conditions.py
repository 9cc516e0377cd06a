"""Closures and other speeds on a street graph.

A polygon closes every street that it touches. A line closes a street in two cases: it crosses the street, further
than `END_M` from both ends of the piece; or it runs along it, that is, at least half of the piece or `ALONG_M` metres
of it lie within `BESIDE_M`. So a line drawn along a street by hand, a few metres beside it, closes that street and not
the side streets that begin there.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from safepassage.domain.streets import Closure, Shape, SpeedRule
from safepassage.network.streets.graph import Flags, Floats, Ints, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.street_lines import StreetLines

END_M = 10.0
BESIDE_M = 10.0
ALONG_M = 50.0
TOUCH_M = 1.0


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
        beside = line.buffer(BESIDE_M)
        near = tree.query(beside, predicate="intersects")
        closed[near[_run_along(lines[near], beside) | _crossed(lines[near], line, pieces[near])]] = True
    return closed


def _run_along(lines: Lines, beside: shapely.Geometry) -> Flags:
    along = shapely.length(shapely.intersection(lines, beside))
    return np.asarray(along >= np.minimum(shapely.length(lines) / 2, ALONG_M))


def _crossed(lines: Lines, line: shapely.Geometry, pieces: Lines) -> Flags:
    ends = shapely.buffer(shapely.boundary(pieces), END_M)
    return np.asarray(shapely.dwithin(shapely.difference(lines, ends), line, TOUCH_M))


def closed_at(closures: Iterable[Closure], moment_s: int) -> tuple[Closure, ...]:
    """Give the closures that hold at a moment, in whole seconds after the scenario's start."""
    return tuple(closure for closure in closures if closure.at(moment_s))


def speeds_at(graph: StreetGraph, streets: StreetLines, rules: Sequence[SpeedRule], minute: int) -> Floats:
    """Give the speed of each arc in km/h at a minute after local midnight, shape `(num_arcs,)`.

    Rules apply in their order; a later one works on what the earlier ones left.
    """
    kmh = graph.kmh.copy()
    for rule in rules:
        if rule.at(minute):
            arcs = _falls_on(graph, streets, rule)[graph.piece]
            kmh[arcs] = float(rule.kmh) if rule.kmh is not None else kmh[arcs] * float(rule.factor or 1)
    return kmh


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
