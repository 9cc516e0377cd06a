"""The expanded graph carries every way without a forbidden sequence, once, and no other."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.network.streets.expansion import ExpandedGraph, expanded
from safepassage.network.streets.graph import StreetGraph
from tests.network.streets.grids import ALONG, BOTH, streets
from tests.network.streets.random_streets import graphs, walks

CROSS = [(0, 1, BOTH), (0, 2, BOTH), (0, 3, BOTH)]
"""Node 0 with three arms; arc 2 * i leads out on arm i, arc 2 * i + 1 leads in."""


def carriers(wider: ExpandedGraph, walk: list[int]) -> list[int]:
    """Give the nodes in which copies of a way from its first street node end."""
    start = wider.tail[walk[0]]
    ends = [int(start)]
    for arc in walk:
        ends = [int(head) for end in ends for head in wider.head[(wider.tail == end) & (wider.arc == arc)]]
    return ends


def is_forbidden(graph: StreetGraph, walk: list[int]) -> bool:
    bounds = graph.first_forbidden.tolist()
    sequences = [graph.forbidden[a:b].tolist() for a, b in pairwise(bounds)]
    return any(walk[i : i + len(each)] == each for each in sequences for i in range(len(walk)))


@settings(max_examples=300)
@given(st.data())
def test_exactly_the_ways_without_a_forbidden_sequence_are_carried(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    walk = data.draw(walks(graph, 8))
    wider = expanded(graph)
    ends = carriers(wider, walk)
    assert len(ends) == (0 if is_forbidden(graph, walk) else 1)
    assert all(wider.street_node[end] == graph.head[walk[-1]] for end in ends)


@given(graphs())
def test_each_expanded_arc_leads_between_copies_of_its_ends(graph: StreetGraph) -> None:
    wider = expanded(graph)
    assert np.array_equal(wider.street_node[wider.tail], graph.tail[wider.arc])
    assert np.array_equal(wider.street_node[wider.head], graph.head[wider.arc])
    assert np.array_equal(wider.arc[: graph.num_arcs], np.arange(graph.num_arcs))
    assert np.array_equal(wider.street_node[: graph.num_nodes], np.arange(graph.num_nodes))


def test_without_forbidden_sequences_nothing_grows() -> None:
    graph = streets(4, CROSS)
    wider = expanded(graph)
    assert (wider.num_nodes, wider.num_arcs) == (graph.num_nodes, graph.num_arcs)


def test_turns_forbidden_from_one_arc_need_one_state() -> None:
    graph = streets(4, CROSS, [(1, 2), (1, 4)])
    wider = expanded(graph)
    assert wider.num_nodes == graph.num_nodes + 1
    assert wider.num_arcs == graph.num_arcs + 1


def test_a_sequence_whose_arcs_do_not_meet_is_left_out() -> None:
    graph = streets(4, CROSS, [(0, 2), (1, 3)])
    assert expanded(graph).num_nodes == graph.num_nodes


def test_a_sequence_of_one_arc_is_refused() -> None:
    with pytest.raises(ValueError, match="two arcs"):
        expanded(streets(4, CROSS, [(1,)]))


def test_a_longer_sequence_that_begins_with_a_shorter_one_adds_nothing() -> None:
    graph = streets(4, CROSS, [(1, 2, 3, 4), (1, 2)])
    assert expanded(graph).num_nodes == graph.num_nodes + 1


def test_a_sequence_that_begins_within_a_longer_one_is_noticed_there() -> None:
    loops = streets(1, [(0, 0, ALONG)] * 5, [(0, 1, 2, 3), (1, 2, 4), (2, 0)])
    wider = expanded(loops)
    assert [carriers(wider, walk) for walk in ([0, 1, 2, 4], [0, 1, 2, 3], [0, 1, 2, 0])] == [[], [], []]
    assert all(len(carriers(wider, walk)) == 1 for walk in ([0, 1, 2, 1, 2], [1, 2, 3], [0, 1, 0, 1]))
