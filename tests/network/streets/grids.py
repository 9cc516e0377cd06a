"""Small street graphs made by hand or at random."""

from collections.abc import Sequence

import numpy as np

from safepassage.network.streets.graph import StreetGraph

BOTH, ALONG, AGAINST = "both", "along", "against"
"""How a piece may be driven: both ways, or one way along or against its line."""

Piece = tuple[int, int, str]
"""The nodes at the ends of a piece's line, and how it may be driven."""


def streets(num_nodes: int, pieces: Sequence[Piece], forbidden: Sequence[Sequence[int]] = ()) -> StreetGraph:
    """Give a graph of straight pieces; the arcs of a piece stand together, the one along its line first."""
    arcs = [
        (piece, forward)
        for piece, (_, _, driven) in enumerate(pieces)
        for forward in (True, False)
        if driven == BOTH or (driven == ALONG) == forward
    ]
    ends = np.array([piece[:2] for piece in pieces], dtype=np.int64).reshape(-1, 2)
    piece = np.array([piece for piece, _ in arcs], dtype=np.int64)
    forward = np.array([forward for _, forward in arcs], dtype=np.bool_)
    lat, lon = np.arange(num_nodes) // 3 / 100, np.arange(num_nodes) % 3 / 100
    sequences = [np.array(sequence, dtype=np.int64) for sequence in forbidden]
    return StreetGraph(
        lat=lat,
        lon=lon,
        node_names=np.zeros(0, dtype=np.str_),
        tail=np.where(forward, ends[piece, 0], ends[piece, 1]),
        head=np.where(forward, ends[piece, 1], ends[piece, 0]),
        piece=piece,
        forward=forward,
        kmh=np.full(len(arcs), 36.0),
        first_point=2 * np.arange(len(pieces) + 1),
        point_lat=lat[ends.ravel()],
        point_lon=lon[ends.ravel()],
        length_m=np.full(len(pieces), 100.0),
        road_class=np.zeros(len(pieces), dtype=np.int64),
        road_classes=("residential",),
        street=np.zeros(len(pieces), dtype=np.int64),
        streets=("",),
        forbidden=np.concatenate([np.zeros(0, dtype=np.int64), *sequences]),
        first_forbidden=np.cumsum([0, *map(len, sequences)]).astype(np.int64),
        attribution="",
    )
