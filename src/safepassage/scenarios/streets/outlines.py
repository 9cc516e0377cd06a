"""Whether the outline of an area crosses itself, as one drawn by hand or typed in the wrong order does."""

from itertools import pairwise

from safepassage.domain.streets import Position, Ring

MOST_EDGES = 2_000
"""Edges of an outline that is looked at; longer ones come from programs, and would take long."""
Edge = tuple[Position, Position]


def crossing_of(ring: Ring) -> Position | None:
    """Give where two edges of a closed ring cross, or None; edges that only touch do not.

    Edges are taken from west to east, each held against those before that reach as far.
    """
    if len(ring) > MOST_EDGES:
        return None
    edges = sorted((min(edge), max(edge)) for edge in pairwise(ring))
    open_edges: list[Edge] = []
    for edge in edges:
        open_edges = [other for other in open_edges if other[1][0] >= edge[0][0]]
        for other in open_edges:
            if _cross(edge, other):
                return _meeting(edge, other)
        open_edges.append(edge)
    return None


def _turn(one: Position, two: Position, three: Position) -> float:
    """Give twice the area to the left of the way over three positions: negative if it turns right."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _cross(one: Edge, two: Edge) -> bool:
    """Whether the ends of each edge lie on different sides of the other."""
    return _turn(*one, two[0]) * _turn(*one, two[1]) < 0 and _turn(*two, one[0]) * _turn(*two, one[1]) < 0


def _meeting(one: Edge, two: Edge) -> Position:
    """Give the position at which two crossing edges meet."""
    before, after = _turn(*two, one[0]), _turn(*two, one[1])
    share = before / (before - after)
    (lon, lat), (to_lon, to_lat) = one
    return lon + share * (to_lon - lon), lat + share * (to_lat - lat)
