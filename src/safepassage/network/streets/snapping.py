"""Places on streets: each place is snapped to the nearest piece of street that connects with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from safepassage.domain.places import Place
from safepassage.domain.streets import Position
from safepassage.network.streets.graph import Flags, Floats, StreetGraph
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import Spot
from safepassage.network.streets.street_lines import StreetLines

OPPOSITE = -0.7
"""Cosine of the angle between two directions from which they count as opposite: within 45 degrees."""

HEADING_M = 10.0
"""Metres of a street, before and behind a spot, by which its direction is told."""


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place lies on the streets.

    `distance_m` is from the place as given to `position`, the point on the street, in metres. `street` is the street's
    name ("" for a nameless one) and `road_class` its class.
    """

    place: str
    spot: Spot
    distance_m: float
    position: Position
    street: str
    road_class: str


@dataclass(frozen=True, slots=True)
class Far:
    """A place that no street is near enough to. `nearest_m` is None where it has no coordinates."""

    place: Place
    nearest_m: float | None


def snap_places(
    graph: StreetGraph, streets: StreetLines, places: Sequence[Place], usable: Flags, most_m: float
) -> tuple[tuple[Snap, ...], tuple[Far, ...]]:
    """Snap places to the nearest usable pieces.

    Parameters
    ----------
    graph, streets
        The graph, and its lines.
    places
        The places, with WGS 84 degrees.
    usable
        Pieces that may be snapped to, shape `(num_pieces,)`.
    most_m
        Metres that a place may lie off its street.

    Returns
    -------
        What was snapped, in the order of `places`, and what was too far off or has no coordinates.
    """
    known = [place for place in places if place.lat is not None and place.lon is not None]
    far = [Far(place, None) for place in places if place.lat is None or place.lon is None]
    pieces, shares, distances = _nearest(streets, known, usable)
    snaps = []
    for place, piece, share, distance in zip(known, pieces, shares, distances, strict=True):
        if distance <= most_m:
            spot = Spot(int(piece), float(share))
            at = streets.position(spot.piece, spot.share)
            snaps.append(Snap(place.id, spot, float(distance), at, *_named(graph, spot.piece)))
        else:
            far.append(Far(place, float(distance) if np.isfinite(distance) else None))
    return tuple(snaps), tuple(far)


def other_carriageway(
    graph: StreetGraph, streets: StreetLines, usable: Flags, spot: Spot, reach_m: float
) -> Spot | None:
    """Give the nearest spot within reach on a one-way street that leads the other way; None if its own is two-way."""
    arcs_of = np.bincount(graph.piece, minlength=graph.num_pieces)
    if arcs_of[spot.piece] != 1:
        return None
    here = shapely.line_interpolate_point(streets.lines[spot.piece], spot.share, normalized=True)
    near = streets.tree.query(here, predicate="dwithin", distance=reach_m)
    near = near[usable[near] & (arcs_of[near] == 1) & (near != spot.piece)]
    for piece in near[np.argsort(shapely.distance(streets.lines[near], here))].tolist():
        share = float(shapely.line_locate_point(streets.lines[piece], here, normalized=True))
        against = np.dot(_heading(graph, streets, spot), _heading(graph, streets, Spot(piece, share)))
        if against < OPPOSITE:
            return Spot(piece, share)
    return None


def _heading(graph: StreetGraph, streets: StreetLines, spot: Spot) -> Floats:
    """Give the direction of driving on a one-way street at a spot, of length 1."""
    line = streets.lines[spot.piece]
    along = spot.share * line.length
    ends = shapely.line_interpolate_point(line, [max(0.0, along - HEADING_M), along + HEADING_M])
    ahead = np.diff(shapely.get_coordinates(ends), axis=0)[0]
    arc = int(np.flatnonzero(graph.piece == spot.piece)[0])
    unit = ahead / max(float(np.hypot(*ahead)), 1e-9)
    return np.asarray(unit if graph.forward[arc] else -unit)


def node_snaps(graph: StreetGraph, names: Sequence[str]) -> dict[str, Snap]:
    """Give a snap for each name that is the name of a node with a street, at the node itself."""
    wanted = set(names)
    nodes = {str(name): node for node, name in enumerate(graph.node_names) if str(name) in wanted}
    snaps = {}
    for name, node in nodes.items():
        leaving, entering = np.flatnonzero(graph.tail == node), np.flatnonzero(graph.head == node)
        if len(leaving) or len(entering):
            arc = int(leaving[0] if len(leaving) else entering[0])
            at_start = bool(len(leaving)) == bool(graph.forward[arc])
            spot = Spot(int(graph.piece[arc]), 0.0 if at_start else 1.0)
            position = (float(graph.lon[node]), float(graph.lat[node]))
            snaps[name] = Snap(name, spot, 0.0, position, *_named(graph, spot.piece))
    return snaps


def _named(graph: StreetGraph, piece: int) -> tuple[str, str]:
    """Give the name and the class of a piece's street."""
    return graph.streets[graph.street[piece]], graph.road_classes[graph.road_class[piece]]


def _nearest(streets: StreetLines, places: Sequence[Place], usable: Flags) -> tuple[Floats, Floats, Floats]:
    """Give the nearest piece of each place, the share of its length where it is nearest, and the distance in metres."""
    pieces, shares, distances = np.zeros(len(places)), np.zeros(len(places)), np.full(len(places), np.inf)
    candidates = np.flatnonzero(usable)
    if not len(candidates) or not places:
        return pieces, shares, distances
    tree = shapely.STRtree(streets.lines[candidates])
    lat = np.array([place.lat for place in places], dtype=np.float64)
    lon = np.array([place.lon for place in places], dtype=np.float64)
    points: Lines = np.array(shapely.points(np.column_stack(streets.metric.to_metres(lat, lon))))
    (asked, found), away = tree.query_nearest(points, return_distance=True, all_matches=False)
    pieces[asked], distances[asked] = candidates[found], away
    lines = streets.lines[candidates[found]]
    shares[asked] = shapely.line_locate_point(lines, points[asked], normalized=True)
    return pieces, shares, distances
