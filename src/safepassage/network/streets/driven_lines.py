"""Driven ways as lines, kilometres and street names; parts of arcs as lines in metres."""

from collections.abc import Iterator, Sequence

import numpy as np
from shapely.ops import substring

from safepassage.domain.streets import Line, Position
from safepassage.network.streets.connectors import Connectors
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import Driven
from safepassage.network.streets.street_lines import StreetLines

Stretch = tuple[int, float, float]
"""A piece, and the shares of its length where driving on it begins and ends; against its line the first is larger."""

NAMED_SHARE = 0.15
"""Share of a way's length from which a street is worth naming."""


def joined(ways: Sequence[Driven]) -> Driven:
    """Give ways that follow each other as one."""
    return Driven(
        np.concatenate([way.arcs for way in ways]),
        np.concatenate([way.from_share for way in ways]),
        np.concatenate([way.to_share for way in ways]),
        np.concatenate([way.ms for way in ways]),
    )


def stretches(graph: StreetGraph, way: Driven) -> Iterator[Stretch]:
    """Yield each driven piece with the shares of its line where driving begins and ends."""
    for arc, start, end in zip(way.arcs.tolist(), way.from_share.tolist(), way.to_share.tolist(), strict=True):
        yield int(graph.piece[arc]), *((start, end) if graph.forward[arc] else (1 - start, 1 - end))


def part_lines(streets: StreetLines, graph: StreetGraph, parts: Connectors) -> Lines:
    """Give parts of arcs as lines in metres, shape `(num_parts,)`; their direction does not matter."""
    lines = np.empty(len(parts), dtype=np.object_)
    for i, (arc, start, end) in enumerate(zip(parts.arc, parts.from_share, parts.to_share, strict=True)):
        low, high = (start, end) if graph.forward[arc] else (1 - end, 1 - start)
        lines[i] = substring(streets.lines[graph.piece[arc]], low, high, normalized=True)
    return lines


def way_km(graph: StreetGraph, way: Driven) -> float:
    """Give the length of a way in km."""
    return float((graph.length_m[graph.piece[way.arcs]] * (way.to_share - way.from_share)).sum()) / 1000


def way_line(graph: StreetGraph, streets: StreetLines, way: Driven) -> Line:
    """Give a way as positions; empty where the streets have none, two equal ones where nothing is driven far.

    Positions inside a piece are those of the graph, so that ways along the same street share them.
    """
    line: list[Position] = []
    for piece, start, end in stretches(graph, way):
        for position in _piece_positions(graph, streets, piece, start, end):
            if not line or position != line[-1]:
                line.append(position)
    if not line or not np.isfinite(line).all():
        return ()
    return tuple(line) if len(line) > 1 else (line[0], line[0])


def _piece_positions(
    graph: StreetGraph, streets: StreetLines, piece: int, start: float, end: float
) -> Iterator[Position]:
    """Yield the positions from one share of a piece's length to another, against its line if `start` is larger."""
    rows = slice(graph.first_point[piece], graph.first_point[piece + 1])
    at = np.column_stack([graph.point_lon[rows], graph.point_lat[rows]])
    if {start, end} == {0.0, 1.0}:
        between = at
    else:
        metres = np.column_stack(streets.metric.to_metres(at[:, 1], at[:, 0]))
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(metres, axis=0).T))])
        low, high = min(start, end) * along[-1], max(start, end) * along[-1]
        inner = at[(along > low) & (along < high)]
        ends = [[np.interp(where, along, at[:, axis]) for axis in (0, 1)] for where in (low, high)]
        between = np.vstack([ends[0], inner, ends[1]])
    yield from map(tuple, (between if start <= end else between[::-1]).tolist())


def way_streets(graph: StreetGraph, way: Driven) -> tuple[str, ...]:
    """Give the names of the streets that make up at least `NAMED_SHARE` of a way, in the order in which they come."""
    metres: dict[str, float] = {}
    for piece, start, end in stretches(graph, way):
        name = graph.streets[graph.street[piece]]
        metres[name] = metres.get(name, 0.0) + float(graph.length_m[piece]) * abs(end - start)
    least = NAMED_SHARE * sum(metres.values())
    return tuple(name for name, length in metres.items() if name and length >= least)
