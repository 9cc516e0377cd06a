"""Which pieces one can both reach and leave again, held against a search from every node to every other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.network.streets.components import main_component
from safepassage.network.streets.graph import StreetGraph
from tests.network.osm.maps import ONE_WAY, ROAD, SmallMap


@pytest.mark.parametrize(
    ("ways", "inside", "reason"),
    [
        ({1: (ROAD, [11, 12]), 2: (ROAD, [12, 13])}, [True, True], "all joined"),
        ({1: (ROAD, [11, 12]), 2: (ROAD, [12, 13]), 3: (ROAD, [31, 32])}, [True, True, False], "a road on its own"),
        ({1: (ROAD, [11, 12, 13]), 2: (ONE_WAY, [13, 14])}, [True, False], "a one-way street that leads nowhere"),
        ({1: (ROAD, [11, 12, 13]), 2: (ONE_WAY, [10, 11])}, [True, False], "a one-way street that nothing leads to"),
        ({1: (ROAD, [11, 12]), 2: (ONE_WAY, [12, 13, 23, 12])}, [True, True], "a one-way ring"),
        ({1: (ONE_WAY, [11, 12]), 2: (ROAD, [12, 13]), 3: (ONE_WAY, [13, 11])}, [True, True, True], "round the block"),
        ({1: (ROAD, [11, 12, 22, 21, 11])}, [True], "a ring that nothing touches"),
    ],
)
def test_the_main_component_can_be_reached_and_left(
    tmp_path: Path, ways: dict[int, tuple[dict[str, str], list[int]]], inside: list[bool], reason: str
) -> None:
    assert main_component(SmallMap(ways=ways).graph(tmp_path)).tolist() == inside, reason


def test_a_barrier_cuts_off_what_lies_behind_it(tmp_path: Path) -> None:
    small = SmallMap(
        ways={1: (ROAD, [11, 12]), 2: (ROAD, [12, 13]), 3: (ROAD, [13, 14, 15])}, node_tags={14: {"barrier": "block"}}
    )
    assert main_component(small.graph(tmp_path)).tolist() == [True, True, True, False]


def _graph_of(num_nodes: int, arcs: list[tuple[int, int]], like: StreetGraph) -> StreetGraph:
    """Make a graph with a piece for each arc; only what connects matters."""
    ends = np.array(arcs, np.int64).reshape(-1, 2)
    count = len(arcs)
    return replace(
        like,
        lat=np.zeros(num_nodes),
        lon=np.zeros(num_nodes),
        tail=ends[:, 0],
        head=ends[:, 1],
        piece=np.arange(count),
        length_m=np.ones(count),
    )


@st.composite
def _networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    num_nodes = draw(st.integers(1, 7))
    node = st.integers(0, num_nodes - 1)
    return num_nodes, draw(st.lists(st.tuples(node, node), max_size=14))


@given(network=_networks())
def test_the_main_component_is_the_largest_set_of_nodes_that_reach_each_other(
    network: tuple[int, list[tuple[int, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    num_nodes, arcs = network
    like = SmallMap(ways={1: (ROAD, [11, 12])}).graph(tmp_path_factory.mktemp("like"))
    reach = np.eye(num_nodes, dtype=bool)
    for _ in range(num_nodes):
        for tail, head in arcs:
            reach[:, head] |= reach[:, tail]
    mutual = reach & reach.T
    inside = main_component(_graph_of(num_nodes, arcs, like))
    size = mutual.sum(axis=1).max()
    choices = [[bool(row[tail] and row[head]) for tail, head in arcs] for row in mutual if row.sum() == size]
    assert inside.tolist() in choices
