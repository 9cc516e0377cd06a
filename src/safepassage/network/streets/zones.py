"""Zones of crossings: the streets on which a vehicle passes a crossing.

A crossing is one point on one street, but a checkpoint holds up every lane beside it. So all streets that come within
a reach of the crossing belong to its zone: who drives through a zone passes the crossing. A street along which several
crossings stand, such as a bridge with one at each end, belongs to the zones of all of them; only where another
crossing is nearer at the very point at which a street comes nearest to a crossing does it belong to that one instead.
A crossing at a node has the ends of all streets there in its zone, whether or not the map knows where that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from safepassage.domain.streets import Position
from safepassage.network.streets.graph import Flags, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import Spot
from safepassage.network.streets.street_lines import StreetLines

LEAST_REACH_M = 50.0
"""Metres around a crossing whose streets pass it: the two carriageways of a wide road lie less far apart."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A crossing on the streets: number `spot` of the spots, at `position`; its zone reaches `reach_m` metres.

    `others` are numbers of spots on other carriageways, at which vehicles stop for the same crossing.
    """

    spot: int
    position: Position
    reach_m: float
    others: tuple[int, ...] = ()


def node_of(graph: StreetGraph, spot: Spot) -> int | None:
    """Give the node at which a spot stands, or None where it stands inside a piece or the piece has no arcs."""
    arcs = np.flatnonzero(graph.piece == spot.piece)
    if 0 < spot.share < 1 or not len(arcs):
        return None
    arc = int(arcs[0])
    at_start = (spot.share <= 0) == bool(graph.forward[arc])
    return int(graph.tail[arc] if at_start else graph.head[arc])


def zones_of(lines: Lines, tree: shapely.STRtree, streets: StreetLines, crossings: Sequence[Crossing]) -> Flags:
    """Tell for each line in the zones of which crossings it lies; shape `(num_lines, num_crossings)`.

    `lines` are pieces or parts of them in the metres of `streets`, and `tree` holds them. Of two crossings as near to a
    line, as two in one spot are, the first one has it.
    """
    zones = np.zeros((len(lines), len(crossings)), dtype=np.bool_)
    points = [point_of(crossing, streets) for crossing in crossings]
    for number, (crossing, point) in enumerate(zip(crossings, points, strict=True)):
        near = tree.query(point, predicate="dwithin", distance=crossing.reach_m)
        at = shapely.get_point(shapely.shortest_line(lines[near], point), 0)
        away, own = shapely.distance(at, point), np.ones(len(near), dtype=np.bool_)
        for other, rival in enumerate(points):
            rival_away = shapely.distance(at, rival)
            nearer = (rival_away < away) | ((rival_away == away) & (other < number))
            own &= ~(nearer & (rival_away <= crossings[other].reach_m))
        zones[near[own], number] = True
    return zones


def point_of(crossing: Crossing, streets: StreetLines) -> shapely.Point:
    """Give a crossing as a point in metres."""
    lon, lat = crossing.position
    return streets.point(lat, lon)
