"""The graph of real streets that one kind of vehicle may drive on, before anything is closed or slowed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class StreetGraph:
    """Nodes, arcs between them, and the pieces of street that arcs run along.

    A *piece* is a street between two nodes with no junction between them; an *arc* is a piece driven in one direction,
    so a two-way piece has two arcs.

    Attributes
    ----------
    lat, lon
        WGS 84 degrees of the nodes, shape `(num_nodes,)`.
    node_names
        Names of the nodes in the source, as text, or empty where it gives none: shape `(num_nodes,)` or `(0,)`.
        Places with such a name need no snapping.
    tail, head
        Nodes of the arcs, shape `(num_arcs,)`.
    piece
        The piece of each arc, shape `(num_arcs,)`.
    forward
        Whether the arc runs as the piece's line does, shape `(num_arcs,)`.
    kmh
        Speed of the vehicle on each arc, positive, shape `(num_arcs,)`.
    first_point
        The line of piece `i` is `point_lat[first_point[i]:first_point[i + 1]]`, at least two points; shape
        `(num_pieces + 1,)`.
    point_lat, point_lon
        WGS 84 degrees of the points of all lines, shape `(num_points,)`.
    length_m
        Length of each piece in metres, shape `(num_pieces,)`.
    road_class, road_classes
        For each piece the index of its class in `road_classes`: values of OpenStreetMap's `highway`, or the source's.
    street, streets
        For each piece the index of its street's name in `streets`; the first name, `""`, is that of nameless ones.
    forbidden
        Sequences of two arcs or more that nobody may drive one after the other: turn restrictions. Consecutive arcs
        of a sequence meet at a node. Sequences are flattened: number `i` is
        `forbidden[first_forbidden[i]:first_forbidden[i + 1]]`.
    first_forbidden
        Shape `(num_forbidden + 1,)`.
    attribution
        What must be shown wherever something made from this graph is shown; `""` for nothing.
    """

    lat: Floats
    lon: Floats
    node_names: NDArray[np.str_]
    tail: Ints
    head: Ints
    piece: Ints
    forward: Flags
    kmh: Floats
    first_point: Ints
    point_lat: Floats
    point_lon: Floats
    length_m: Floats
    road_class: Ints
    road_classes: tuple[str, ...]
    street: Ints
    streets: tuple[str, ...]
    forbidden: Ints
    first_forbidden: Ints
    attribution: str

    @property
    def num_nodes(self) -> int:
        """How many nodes there are."""
        return len(self.lat)

    @property
    def num_arcs(self) -> int:
        """How many arcs there are."""
        return len(self.tail)

    @property
    def num_pieces(self) -> int:
        """How many pieces of street there are."""
        return len(self.length_m)
