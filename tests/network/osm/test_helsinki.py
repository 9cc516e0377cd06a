"""A real city, held against the independent reading."""

import random
from itertools import pairwise

import numpy as np
import pytest

from safepassage.network.osm import PROFILES, build, read_extract, street_graphs
from safepassage.network.streets.components import main_component
from safepassage.network.streets.graph import StreetGraph
from tests.network.osm.helsinki import helsinki
from tests.network.osm.independent import all_drive_seconds
from tests.network.osm.plain_dijkstra import PlainStreets


@pytest.mark.parametrize("profile_name", PROFILES)
def test_times_equal_those_of_an_independent_reading(profile_name: str) -> None:
    """From 12 junctions to all junctions: some 10,000 pairs, and nothing differs.

    Both sum the same lengths over the same speeds, so times agree but for the order of additions. What is left out of
    the comparison: points between junctions and ends of roads at a barrier, which have no node of that name here. No
    restriction in this city is unclear; where one is, both leave it out.
    """
    profile = PROFILES[profile_name]
    streets = build(read_extract(helsinki()), profile)
    assert streets.tally.unclear_restrictions == 0
    plain = PlainStreets(streets.graph)
    for origin in random.Random(7).sample(sorted(plain.node), 12):
        independent = all_drive_seconds(helsinki(), profile, int(origin))
        there = {name: seconds for node, seconds in independent.items() if (name := str(node)) in plain.node}
        here = plain.all_drive_seconds(origin)
        assert here == pytest.approx(there, abs=1e-6)


@pytest.mark.parametrize("profile_name", PROFILES)
def test_the_graph_keeps_its_promises(profile_name: str) -> None:
    graph = street_graphs(helsinki(), {profile_name: PROFILES[profile_name]})[profile_name]
    assert graph.num_pieces > 900
    assert (graph.kmh > 0).all()
    assert (graph.kmh <= PROFILES[profile_name].top_kmh).all()
    assert (graph.length_m > 0).all()
    assert (np.diff(graph.first_point) >= 2).all()
    first, last = graph.first_point[:-1], graph.first_point[1:] - 1
    start = np.where(graph.forward, first[graph.piece], last[graph.piece])
    end = np.where(graph.forward, last[graph.piece], first[graph.piece])
    for node, point in ((graph.tail, start), (graph.head, end)):
        assert np.array_equal(graph.lat[node], graph.point_lat[point])
        assert np.array_equal(graph.lon[node], graph.point_lon[point])
    assert set(graph.piece.tolist()) == set(range(graph.num_pieces))
    names = graph.node_names[graph.node_names != ""]
    assert len(names) == len(set(names.tolist()))
    for a, b in pairwise(graph.first_forbidden.tolist()):
        path = graph.forbidden[a:b]
        assert len(path) >= 2
        assert np.array_equal(graph.head[path[:-1]], graph.tail[path[1:]])


def test_most_streets_can_be_reached_and_left() -> None:
    """At the edge of the extract one-way streets lead out of it, or into it."""
    for graph in street_graphs(helsinki(), PROFILES).values():
        inside = main_component(graph)
        assert 0.8 < graph.length_m[inside].sum() / graph.length_m.sum() < 1


def test_the_same_file_gives_the_same_graph() -> None:
    once, again = (street_graphs(helsinki(), PROFILES)["bus"] for _ in range(2))
    for name in StreetGraph.__slots__:
        assert np.array_equal(getattr(once, name), getattr(again, name)), name
