"""Fastest ways agree with a naive search, may be driven, and take as long as is said."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.router import NEVER, UNREACHED, Driven, Router, Spot
from tests.network.streets import naive
from tests.network.streets.grids import AGAINST, ALONG, BOTH, streets

SHARES = st.sampled_from([0.0, 1.0, 0.1, 0.25, 0.5, 0.5, 0.75, 1 / 3])
TIMES = st.one_of(st.integers(0, 12), st.just(NEVER))


@st.composite
def graphs(draw: st.DrawFn) -> StreetGraph:
    """Draw few nodes with many pieces between them, loops too, and forbidden sequences that could be driven."""
    nodes = st.integers(0, draw(st.integers(1, 4)))
    pieces = draw(
        st.lists(st.tuples(nodes, nodes, st.sampled_from([BOTH, BOTH, ALONG, AGAINST])), min_size=1, max_size=9)
    )
    plain = streets(5, pieces)
    sequences = []
    for _ in range(draw(st.integers(0, 6))):
        sequence = [draw(st.integers(0, plain.num_arcs - 1))]
        for _ in range(draw(st.integers(1, 3))):
            following = np.flatnonzero(plain.tail == plain.head[sequence[-1]]).tolist()
            if following:
                sequence.append(draw(st.sampled_from(following)))
        if len(sequence) > 1:
            sequences.append(sequence)
    return streets(5, pieces, sequences)


@st.composite
def routers(draw: st.DrawFn) -> Router:
    """Draw a graph with spots on it, some of them on one piece."""
    graph = draw(graphs())
    spot = st.builds(Spot, st.integers(0, graph.num_pieces - 1), SHARES)
    return Router(prepare(graph), draw(st.lists(spot, min_size=1, max_size=7)))


def times(draw: st.DataObject, router: Router) -> Ints:
    count = router.streets.graph.num_arcs
    return np.array(draw.draw(st.lists(TIMES, min_size=count, max_size=count)), dtype=np.int64)


@settings(max_examples=300)
@given(routers(), st.data())
def test_matrix_agrees_with_a_naive_search_over_the_arcs_driven(router: Router, data: st.DataObject) -> None:
    ms = times(data, router)
    router.weigh(ms)
    everyone = range(len(router.spots))
    plain = naive.Streets(router.streets.graph, ms)
    expected = [[plain.time(start, end) for end in router.spots] for start in router.spots]
    assert router.matrix(everyone, everyone).tolist() == expected


@settings(max_examples=200)
@given(routers(), st.data())
def test_ways_may_be_driven_and_take_as_long_as_the_matrix_says(router: Router, data: st.DataObject) -> None:
    ms = times(data, router)
    router.weigh(ms)
    plain = naive.Streets(router.streets.graph, ms)
    for start in range(len(router.spots)):
        for end, total in enumerate(router.matrix([start], range(len(router.spots)))[0].tolist()):
            way = router.way(start, end)
            assert (way is None) == (total == UNREACHED)
            if way is not None:
                assert way.total_ms == total
                may_be_driven(plain, router.spots[start], router.spots[end], way)


def may_be_driven(plain: naive.Streets, start: Spot, end: Spot, way: Driven) -> None:
    """Check every turn of a way, and that it is whole, from spot to spot."""
    arcs, shares = way.arcs.tolist(), list(zip(way.from_share.tolist(), way.to_share.tolist(), strict=True))
    for arc, (begin, until), ms in zip(arcs, shares, way.ms.tolist(), strict=True):
        assert ms == plain.part_ms(arc, begin, until) < NEVER
    for (before, after), (here, there) in zip(pairwise(arcs), pairwise(shares), strict=True):
        assert plain.head[before] == plain.tail[after]
        assert (here[1], there[0]) == (1, 0)
    for position, arc in enumerate(arcs):
        assert plain.may_follow(tuple(arcs[:position]), arc)
    if arcs:
        assert at(plain, start, arcs[0], shares[0][0])
        assert at(plain, end, arcs[-1], shares[-1][1])


def at(plain: naive.Streets, spot: Spot, arc: int, share: float) -> bool:
    """Whether so far along the arc is where the spot is."""
    if share in {0, 1}:
        return plain.node(spot) == (plain.head if share else plain.tail)[arc]
    return plain.piece[arc] == spot.piece and plain.along(arc, spot) == share


@settings(max_examples=50)
@given(routers(), st.data())
def test_times_changed_there_and_back_give_the_same_as_before(router: Router, data: st.DataObject) -> None:
    first, second = times(data, router), times(data, router)
    everyone = range(len(router.spots))
    router.weigh(first)
    before = router.matrix(everyone, everyone)
    router.weigh(second)
    router.weigh(first)
    assert np.array_equal(router.matrix(everyone, everyone), before)
