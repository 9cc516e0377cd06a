"""Zones of crossings: the streets on which a vehicle passes a crossing.

A crossing is one point on one street, but a checkpoint holds up every lane beside it. So all streets that come within
a reach of the crossing belong to its zone, each to the nearest crossing: who drives through a zone passes the crossing.
A crossing at a node has the ends of all streets there in its zone, whether or not the map knows where that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from safepassage.domain.streets import Position
from safepassage.network.streets.graph import Floats, Ints, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import Spot
from safepassage.network.streets.street_lines import StreetLines

NO_ZONE = -1

LEAST_REACH_M = 50.0
"""Metres around a crossing whose streets pass it: the two carriageways of a wide road lie less far apart."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A crossing on the streets: number `spot` of the spots, at `position`; its zone reaches `reach_m` metres."""

    spot: int
    position: Position
    reach_m: float


def node_of(graph: StreetGraph, spot: Spot) -> int | None:
    """Give the node at which a spot stands, or None where it stands inside a piece or the piece has no arcs."""
    arcs = np.flatnonzero(graph.piece == spot.piece)
    if 0 < spot.share < 1 or not len(arcs):
        return None
    arc = int(arcs[0])
    at_start = (spot.share <= 0) == bool(graph.forward[arc])
    return int(graph.tail[arc] if at_start else graph.head[arc])


def zone_of(lines: Lines, tree: shapely.STRtree, streets: StreetLines, crossings: Sequence[Crossing]) -> Ints:
    """Give for each line the spot of the crossing in whose zone it lies, or NO_ZONE; shape `(num_lines,)`.

    `lines` are pieces or parts of them in the metres of `streets`, and `tree` holds them.
    """
    zone = np.full(len(lines), NO_ZONE, dtype=np.int64)
    nearest: Floats = np.full(len(lines), np.inf)
    for crossing in crossings:
        lon, lat = crossing.position
        point = streets.point(lat, lon)
        near = tree.query(point, predicate="dwithin", distance=crossing.reach_m)
        away = shapely.distance(lines[near], point)
        closer = near[away < nearest[near]]
        nearest[closer] = shapely.distance(lines[closer], point)
        zone[closer] = crossing.spot
    return zone
