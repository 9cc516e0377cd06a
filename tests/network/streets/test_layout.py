"""Without a map, nodes are laid out so that neighbours are near and parts that do not meet are apart."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.layout import order_positions
from tests.network.streets.drawing import Drawn, drawn, grid


def unplaced(graph: StreetGraph, share: float = 1.0) -> StreetGraph:
    """Give a graph of which the first nodes have no position."""
    gone = np.arange(graph.num_nodes) < share * graph.num_nodes
    return replace(graph, lat=np.where(gone, np.nan, graph.lat), lon=np.where(gone, np.nan, graph.lon))


def test_known_positions_are_kept() -> None:
    graph = grid(3)
    lat, lon = order_positions(graph)
    assert lat is graph.lat
    assert lon is graph.lon


def test_a_square_is_laid_out_as_a_square() -> None:
    graph = unplaced(grid(9), share=0.1)
    lat, lon = order_positions(graph)
    assert (np.abs(lat[graph.tail] - lat[graph.head]) <= 1).all()
    assert (np.abs(lon[graph.tail] - lon[graph.head]) <= 2).all()
    assert len(set(zip(lat, lon, strict=True))) > 70
    assert [np.ptp(lat), np.ptp(lon)] == [16, 32]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda ends: ends[0] != ends[1]), max_size=12))
def test_parts_that_do_not_meet_lie_apart(ends: list[tuple[int, int]]) -> None:
    nodes = {str(i): (100.0 * i, 0.0) for i in range(12)}
    graph = unplaced(drawn(nodes, [Drawn("0", "1"), *(Drawn(str(a), str(b), both_ways=False) for a, b in ends)]))
    lat, lon = order_positions(graph)
    assert np.isfinite([lat, lon]).all()
    part = np.arange(12)
    for _ in range(12):
        for a, b in zip(graph.tail, graph.head, strict=True):
            part[[a, b]] = min(part[a], part[b])
    with_arcs = np.unique(np.concatenate([graph.tail, graph.head]))
    spans = sorted((lon[part == p].min(), lon[part == p].max()) for p in np.unique(part[with_arcs]))
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
