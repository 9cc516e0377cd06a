"""Fastest ways agree with a naive search, may be driven, and take as long as is said."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.network.streets.graph import Ints
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.router import NEVER, UNREACHED, Driven, Router, Spot, arc_times
from tests.network.streets import naive
from tests.network.streets.grids import ALONG, BOTH, streets
from tests.network.streets.random_streets import graphs

SHARES = st.sampled_from([0.0, 1.0, 0.1, 0.25, 0.5, 0.5, 0.75, 1 / 3])
TIMES = st.one_of(st.integers(0, 12), st.just(NEVER))


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


SQUARE = streets(4, [(0, 1, BOTH), (1, 2, BOTH), (2, 3, ALONG), (3, 0, BOTH)])


def weighed(router: Router, closed: tuple[int, ...] = ()) -> Router:
    """Set times of 10 s an arc, and close some."""
    ms = np.full(router.streets.graph.num_arcs, 10_000)
    ms[list(closed)] = NEVER
    router.weigh(ms)
    return router


def test_spots_on_one_piece_are_reached_along_it_and_nobody_turns_around_on_it() -> None:
    graph = streets(3, [(0, 1, BOTH), (1, 2, BOTH), (2, 0, ALONG)])
    router = weighed(Router(prepare(graph), [Spot(2, 0.25), Spot(2, 0.75)]))
    assert router.matrix([0], [1]).tolist() == [[5_000]]
    assert router.matrix([1], [0]).tolist() == [[2_500 + 10_000 + 10_000 + 2_500]]


def test_a_dead_end_street_is_left_by_the_way_one_came_if_its_end_lets_turn_around() -> None:
    graph = streets(2, [(0, 1, BOTH)])
    router = weighed(Router(prepare(graph), [Spot(0, 0.5), Spot(0, 0.5), Spot(0, 0.75)]))
    assert router.matrix([0, 2], [0, 1, 2]).tolist() == [[0, 0, 2_500], [2_500, 2_500, 0]]


def test_a_closed_arc_is_never_driven_and_whoever_is_on_it_is_cut_off() -> None:
    router = weighed(Router(prepare(SQUARE), [Spot(0, 0.5), Spot(2, 0.5), Spot(1, 0.0)]), closed=(0, 1))
    assert router.matrix([0, 1, 2], [0, 1, 2]).tolist() == [
        [0, UNREACHED, UNREACHED],
        [UNREACHED, 0, UNREACHED],
        [UNREACHED, 15_000, 0],
    ]
    assert router.way(0, 1) is None


def test_a_spot_at_an_end_of_a_piece_is_left_and_reached_by_every_arc_there() -> None:
    router = weighed(Router(prepare(SQUARE), [Spot(2, 0.0), Spot(2, 1.0)]))
    assert router.matrix([0, 1], [0, 1]).tolist() == [[0, 10_000], [30_000, 0]]


def test_whoever_starts_on_an_arc_keeps_to_the_turns_forbidden_after_it() -> None:
    pieces = [(0, 1, BOTH), (1, 2, BOTH)]
    graph = streets(3, pieces, [(0, 2)])
    router = weighed(Router(prepare(graph), [Spot(0, 0.5), Spot(0, 1.0), Spot(1, 0.5)]))
    assert router.matrix([0, 1], [2]).tolist() == [[UNREACHED], [5_000]]


def test_connectors_may_be_closed_apart_from_their_arcs() -> None:
    router = weighed(Router(prepare(SQUARE), [Spot(0, 0.5), Spot(1, 0.5)]))
    ms = np.full(SQUARE.num_arcs, 10_000)
    parts = router.connectors.shares_of(ms, NEVER)
    assert router.matrix([0], [1]).tolist() == [[10_000]]
    parts[(router.connectors.spot == 0) & (router.connectors.to_share == 1) & (router.connectors.arc == 0)] = NEVER
    router.weigh(ms, parts)
    assert router.matrix([0], [1]).tolist() == [[5_000 + 10_000 + 5_000]]
    assert router.matrix([1], [0]).tolist() == [[10_000]]


@given(st.lists(st.sampled_from([0.0, 0.1, 0.2, 1 / 3, 0.5, 0.9]), min_size=1, max_size=5), st.integers(0, 10_000))
def test_parts_that_make_up_an_arc_take_as_long_as_the_arc(shares: list[float], whole: int) -> None:
    graph = streets(2, [(0, 1, ALONG)])
    stops = sorted({*shares, 1.0} - {0.0})
    router = Router(prepare(graph), [Spot(0, 0.0), *(Spot(0, share) for share in stops)])
    router.weigh(np.array([whole]))
    legs = [router.matrix([i], [i + 1])[0, 0] for i in range(len(stops))]
    assert sum(legs) == whole == router.matrix([0], [len(stops)])[0, 0]


def test_a_way_longer_than_can_be_told_is_none() -> None:
    router = Router(prepare(SQUARE), [Spot(0, 0.0), Spot(1, 1.0), Spot(0, 1.0)])
    router.weigh(np.full(SQUARE.num_arcs, NEVER - 1))
    assert router.matrix([0], [1, 2]).tolist() == [[UNREACHED, NEVER - 1]]


def test_any_time_beyond_the_longest_closes_an_arc() -> None:
    router = Router(prepare(SQUARE), [Spot(0, 0.0), Spot(0, 1.0)])
    for beyond in (NEVER, 2**32, 2**62):
        router.weigh(np.where(SQUARE.piece == 0, beyond, 10_000))
        assert router.matrix([0], [1]).tolist() == [[UNREACHED]]
        assert router.matrix([1], [0]).tolist() == [[30_000]]


def test_sources_and_targets_may_be_none_or_named_twice() -> None:
    router = weighed(Router(prepare(SQUARE), [Spot(0, 0.5), Spot(1, 0.5)]))
    assert router.matrix([], [0, 1]).shape == (0, 2)
    assert router.matrix([0], []).shape == (1, 0)
    assert router.matrix([0, 0, 1], [1, 1, 0]).tolist() == [[10_000, 10_000, 0]] * 2 + [[0, 0, 10_000]]


def test_many_rows_are_in_the_order_of_their_sources() -> None:
    shares = np.linspace(0.01, 0.99, 99)
    router = weighed(Router(prepare(SQUARE), [Spot(1, share) for share in shares]))
    found = router.matrix(range(99), range(99))
    assert found.tolist() == [[abs(i - j) * 100 for j in range(99)] for i in range(99)]


def test_times_come_from_length_and_speed_and_are_never_zero() -> None:
    assert arc_times(SQUARE).tolist() == [10_000] * SQUARE.num_arcs
    assert arc_times(SQUARE, np.full(SQUARE.num_arcs, 7.0))[0] == 51_429
    assert arc_times(SQUARE, np.full(SQUARE.num_arcs, 1e9))[0] == 1
    assert arc_times(SQUARE, np.full(SQUARE.num_arcs, 1e-9))[0] == NEVER


def test_wrong_input_is_refused_and_old_times_stay() -> None:
    streets_ = prepare(SQUARE)
    for spot in (Spot(4, 0.5), Spot(-1, 0.5), Spot(0, 1.5), Spot(0, float("nan"))):
        with pytest.raises(ValueError, match="a spot needs"):
            Router(streets_, [spot])
    router = weighed(Router(streets_, [Spot(0, 0.5), Spot(1, 0.5)]))
    for ms in (np.zeros(3, dtype=np.int64), np.full(SQUARE.num_arcs, -1)):
        with pytest.raises(ValueError, match="times need"):
            router.weigh(ms)
    with pytest.raises(ValueError, match="no such spot"):
        router.matrix([0], [2])
    assert router.matrix([0], [1]).tolist() == [[10_000]]


def test_times_come_first() -> None:
    with pytest.raises(RuntimeError, match="weigh"):
        Router(prepare(SQUARE), [Spot(0, 0.5)]).matrix([0], [0])


def test_a_graph_without_nodes_is_refused_in_plain_words() -> None:
    with pytest.raises(UnusableInputError, match="no street"):
        prepare(streets(0, []))


def test_nodes_without_positions_are_ordered_all_the_same() -> None:
    nowhere = replace(SQUARE, lat=np.full(4, np.nan), lon=np.full(4, np.nan))
    router = weighed(Router(prepare(nowhere), [Spot(0, 0.5), Spot(2, 0.5)]))
    assert router.matrix([0, 1], [0, 1]).tolist() == [[0, 20_000], [20_000, 0]]
