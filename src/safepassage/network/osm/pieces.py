"""Roads cut into pieces that run from junction to junction.

A node is a junction if a road ends there or begins again behind a gap, if several roads or one road twice pass it, if
something stands on it that stops the vehicle, or if a turn restriction names it. What stands on a node cuts every road
there: each end gets a node of its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.network.osm.extract import Extract, Floats, Ints

Flags = NDArray[np.bool_]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG, Geodetic Reference System 1980; Moritz 1980)."""


@dataclass(frozen=True, eq=False, slots=True)
class Pieces:
    """Pieces in the order of their ways, and the nodes at their ends.

    Attributes
    ----------
    way
        Index of each piece's way in the extract, shape `(num_pieces,)`.
    start, end
        Nodes at which each piece's line begins and ends, shape `(num_pieces,)`.
    node_point, node_cut
        For each node its index among the extract's nodes, and whether it is one of several ends at a barrier; shape
        `(num_nodes,)`.
    first_point, points
        The line of piece `i`, as indices of the extract's nodes: `points[first_point[i]:first_point[i + 1]]`.
    length_m
        Shape `(num_pieces,)`.
    gaps
        How many of the ways lose points because the extract does not give their positions.
    """

    way: Ints
    start: Ints
    end: Ints
    node_point: Ints
    node_cut: Flags
    first_point: Ints
    points: Ints
    length_m: Floats
    gaps: int


def cut(extract: Extract, open_ways: Flags, stopping: Ints, named: Ints) -> Pieces:
    """Cut the open ways into pieces.

    Parameters
    ----------
    open_ways
        Ways that the vehicle may drive on in one direction at least, shape `(num_ways,)`.
    stopping
        Ids of nodes that stop the vehicle.
    named
        Ids of nodes that turn restrictions name.
    """
    way, point, joined, gaps = _stations(extract, open_ways)
    stops = np.isin(extract.node_ids, stopping)[point]
    is_end = _junctions(point, joined, len(extract.node_ids)) | stops | np.isin(extract.node_ids, named)[point]
    first = np.flatnonzero(is_end & joined)
    ends = np.flatnonzero(is_end)
    last = ends[np.searchsorted(ends, first, side="right")]
    keys = np.concatenate([_end_keys(point, stops, first, 0), _end_keys(point, stops, last, 1)])
    distinct, node = np.unique(keys, return_inverse=True)
    count = last - first + 1
    first_point = np.concatenate([[0], np.cumsum(count)])
    points = point[np.arange(first_point[-1]) - np.repeat(first_point[:-1] - first, count)]
    node_station = np.empty(len(distinct), np.int64)
    node_station[node] = np.concatenate([first, last])
    return Pieces(
        way=way[first],
        start=node[: len(first)],
        end=node[len(first) :],
        node_point=point[node_station],
        node_cut=stops[node_station],
        first_point=first_point,
        points=points,
        length_m=_lengths(extract, point, first, last),
        gaps=gaps,
    )


def _stations(extract: Extract, open_ways: Flags) -> tuple[Ints, Ints, Flags, int]:
    """All points of the open ways, one after the other, and whether each is joined to the next.

    Points without a position are left out, and so is a point that repeats the one before it.
    """
    way = np.repeat(np.arange(len(extract.way_ids)), np.diff(extract.first_ref))
    kept = open_ways[way]
    way, refs = way[kept], extract.refs[kept]
    fresh = np.ones(len(refs), np.bool_)
    fresh[1:] = (refs[1:] != refs[:-1]) | (way[1:] != way[:-1])
    way, refs = way[fresh], refs[fresh]
    point = np.searchsorted(extract.node_ids, refs)
    point[point == len(extract.node_ids)] = 0
    known = extract.node_ids[point] == refs if len(extract.node_ids) else np.zeros(len(refs), np.bool_)
    joined = np.zeros(len(refs), np.bool_)
    joined[:-1] = (way[1:] == way[:-1]) & known[1:] & known[:-1]
    gaps = len(np.unique(way[~known]))
    return way[known], point[known], joined[known], gaps


def _junctions(point: Ints, joined: Flags, num_points: int) -> Flags:
    """Whether each station is an end of its road's part, or lies where roads meet."""
    arrives = np.zeros(len(point), np.bool_)
    arrives[1:] = joined[:-1]
    on_road = arrives | joined
    passes = np.bincount(point[on_road], minlength=num_points)
    ends: Flags = on_road & ((arrives != joined) | (passes[point] > 1))
    return ends


def _end_keys(point: Ints, stops: Flags, station: Ints, side: int) -> Ints:
    """Say which ends of pieces are one node: those at the same point, unless something stands there."""
    own = point.max(initial=0) + 1 + 2 * station + side
    return np.where(stops[station], own, point[station])


def _lengths(extract: Extract, point: Ints, first: Ints, last: Ints) -> Floats:
    """Lengths of the lines, by the haversine formula on a sphere (Sinnott 1984), in metres."""
    if not len(first):
        return np.zeros(0)
    lat, lon = np.radians(extract.lat[point]), np.radians(extract.lon[point])
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    steps = np.append(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1))), 0.0)
    bounds = np.stack([first, last], axis=1).ravel()
    lengths: Floats = np.add.reduceat(steps, bounds)[::2]
    return lengths
