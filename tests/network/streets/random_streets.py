"""Random small street graphs for properties."""

import numpy as np
from hypothesis import strategies as st

from safepassage.network.streets.graph import StreetGraph
from tests.network.streets.grids import AGAINST, ALONG, BOTH, streets

NUM_NODES = 5


@st.composite
def graphs(draw: st.DrawFn) -> StreetGraph:
    """Draw few nodes with many pieces between them, loops too, and forbidden sequences that could be driven."""
    nodes = st.integers(0, draw(st.integers(1, NUM_NODES - 1)))
    piece = st.tuples(nodes, nodes, st.sampled_from([BOTH, BOTH, ALONG, AGAINST]))
    pieces = draw(st.lists(piece, min_size=1, max_size=9))
    plain = streets(NUM_NODES, pieces)
    walked = [draw(walks(plain, 4)) for _ in range(draw(st.integers(0, 6)))]
    return streets(NUM_NODES, pieces, [walk for walk in walked if len(walk) > 1])


@st.composite
def walks(draw: st.DrawFn, graph: StreetGraph, longest: int) -> list[int]:
    """Draw arcs that follow each other, at least one."""
    walk = [draw(st.integers(0, graph.num_arcs - 1))]
    for _ in range(draw(st.integers(1, longest - 1))):
        following = np.flatnonzero(graph.tail == graph.head[walk[-1]]).tolist()
        if following:
            walk.append(draw(st.sampled_from(following)))
    return walk
