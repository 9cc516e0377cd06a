"""Corridors are drivable, different and sensible, begin with the fastest way, and lead around danger."""

import heapq
import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.streets import RiskSource, Shape
from safepassage.network.streets.corridors import Corridor, Limits, corridors
from safepassage.network.streets.corridors_waypoints import waypoints
from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.risk import RiskMap
from safepassage.network.streets.router import NEVER, Driven, Router, Spot, arc_times
from safepassage.network.streets.street_lines import StreetLines
from tests.network.streets.drawing import Drawn, Metres, drawn, grid, position

SEEDS = st.integers(0, 10**6)
FEW = settings(max_examples=25, deadline=None)

TOWN = drawn(
    {
        "west": (0, 0),
        "fork": (1000, 0),
        "bridge": (3000, 0),
        "north": (2000, 1500),
        "south": (2000, -1800),
        "join": (5000, 0),
        "east": (6000, 0),
    },
    [
        Drawn("west", "fork"),
        Drawn("fork", "bridge"),
        Drawn("bridge", "join"),
        Drawn("fork", "north"),
        Drawn("north", "join"),
        Drawn("fork", "south"),
        Drawn("south", "join"),
        Drawn("join", "east"),
    ],
)
"""A fast road over a bridge, a longer one to the north of it and a yet longer one to the south."""

HOME, AWAY = Spot(0, 0.5), Spot(7, 0.5)


def danger(*at: Metres, weight: int = 5) -> RiskSource:
    """Give a source of points."""
    return RiskSource("danger", Shape(points=tuple(position(*point) for point in at)), Fraction(weight))


def found(
    graph: StreetGraph, origin: Spot, destination: Spot, *risks: RiskSource, limits: Limits | None = None
) -> tuple[Corridor, ...]:
    """Give corridors at the graph's own speeds."""
    risk = RiskMap(graph, StreetLines.of(graph), risks)
    return corridors(prepare(graph), arc_times(graph), origin, destination, risk, limits)


def pieces(graph: StreetGraph, corridor: Corridor) -> list[int]:
    """Give the pieces of a corridor in order."""
    return [int(piece) for piece in graph.piece[corridor.way.arcs]]


def test_the_ways_of_a_small_town_in_order_of_time() -> None:
    over_bridge, north, south = found(TOWN, HOME, AWAY)
    assert pieces(TOWN, over_bridge) == [0, 1, 2, 7]
    assert pieces(TOWN, north) == [0, 3, 4, 7]
    assert pieces(TOWN, south) == [0, 5, 6, 7]
    assert over_bridge.drive_ms == 500_000
    assert over_bridge.km == pytest.approx(5.0)
    assert north.overlap == pytest.approx(100_000 / north.drive_ms)
    assert [c.fastest for c in (over_bridge, north, south)] == [True, False, False]
    assert [c.safest for c in (over_bridge, north, south)] == [True, False, False]
    assert [c.worthwhile for c in (over_bridge, north, south)] == [True, False, False]


def test_the_safest_way_comes_second_and_is_marked() -> None:
    fastest, safest, third = found(TOWN, HOME, AWAY, danger((3000, 100), weight=7), danger((2000, 1500), weight=3))
    assert pieces(TOWN, fastest) == [0, 1, 2, 7]
    assert pieces(TOWN, safest) == [0, 5, 6, 7]
    assert pieces(TOWN, third) == [0, 3, 4, 7]
    assert [c.risk for c in (fastest, safest, third)] == [7, 0, 3]
    assert [c.safest for c in (fastest, safest, third)] == [False, True, False]
    assert all(c.worthwhile for c in (fastest, safest, third))


def test_a_safer_way_is_told_even_where_most_of_the_way_is_the_same() -> None:
    close = Limits(most_overlap=0.0)
    fastest, safest = found(TOWN, HOME, AWAY, danger((3000, 0)), limits=close)
    assert [fastest.risk, safest.risk] == [5, 0]
    assert safest.overlap > 0


def test_a_safer_way_may_take_longer_than_another_one() -> None:
    tight = Limits(most_stretch=1.0, safer_stretch=1.5)
    assert len(found(TOWN, HOME, AWAY, limits=tight)) == 1
    assert len(found(TOWN, HOME, AWAY, danger((3000, 0)), limits=tight)) == 2
    assert len(found(TOWN, HOME, AWAY, danger((3000, 0)), limits=Limits(most_stretch=1.0, safer_stretch=1.0))) == 1


def test_danger_that_no_way_avoids_changes_nothing() -> None:
    assert [pieces(TOWN, c) for c in found(TOWN, HOME, AWAY, danger((500, 0)))] == [
        pieces(TOWN, c) for c in found(TOWN, HOME, AWAY)
    ]


def test_no_more_ways_than_asked_for_and_than_there_are() -> None:
    assert len(found(TOWN, HOME, AWAY, limits=Limits(k=1))) == 1
    assert len(found(TOWN, HOME, AWAY, danger((3000, 0)), limits=Limits(k=1))) == 1
    assert len(found(TOWN, HOME, AWAY, limits=Limits(k=9))) == 3


def test_no_way_no_corridor() -> None:
    island = drawn({"a": (0, 0), "b": (100, 0), "c": (0, 500), "d": (100, 500)}, [Drawn("a", "b"), Drawn("c", "d")])
    assert found(island, Spot(0, 0.5), Spot(1, 0.5)) == ()


def test_one_street_is_one_way_in_either_direction_and_to_itself_none() -> None:
    lone = drawn({"a": (0, 0), "b": (1000, 0)}, [Drawn("a", "b")])
    (there,), (back,) = found(lone, Spot(0, 0.2), Spot(0, 0.7)), found(lone, Spot(0, 0.7), Spot(0, 0.2))
    assert (there.drive_ms, back.drive_ms) == (50_000, 50_000)
    (nowhere,) = found(lone, Spot(0, 0.4), Spot(0, 0.4))
    assert (nowhere.drive_ms, nowhere.km, len(nowhere.way.arcs)) == (0, 0, 0)


def test_closed_streets_are_not_driven_on() -> None:
    arc_ms = arc_times(TOWN)
    arc_ms[np.isin(TOWN.piece, [2, 4])] = NEVER
    ways = corridors(prepare(TOWN), arc_ms, HOME, AWAY)
    assert [pieces(TOWN, way) for way in ways] == [[0, 5, 6, 7]]


def test_a_closed_part_of_the_first_street_is_not_left_by() -> None:
    graph = drawn({"a": (0, 0), "b": (100, 0), "c": (50, 400)}, [Drawn("a", "b"), Drawn("b", "c"), Drawn("c", "a")])
    streets, lines, arc_ms, start, end = (
        prepare(graph),
        StreetLines.of(graph),
        arc_times(graph),
        Spot(0, 0.9),
        Spot(1, 0.5),
    )
    connectors = Router(streets, (start, end)).connectors
    connector_ms = connectors.shares_of(arc_ms, NEVER)
    connector_ms[(connectors.spot == 0) & graph.forward[connectors.arc]] = NEVER
    arc_ms[graph.piece == 0] = NEVER
    assert corridors(streets, arc_ms, start, end) == ()
    (way,) = corridors(streets, arc_ms, start, end, connector_ms=connector_ms)
    assert pieces(graph, way) == [0, 2, 1]
    assert waypoints(streets, lines, arc_ms, way.way, start, end, connector_ms) == ()


def uneven(rng: random.Random, side: int = 6, forbid: int = 0) -> StreetGraph:
    """Give a square of streets of uneven speeds, some of them one-way, with some turns forbidden."""
    even = grid(side)
    lines = [(int(even.tail[a]), int(even.head[a])) for a in np.flatnonzero(even.forward)]
    streets = [Drawn(str(a), str(b), kmh=rng.uniform(20, 70), both_ways=rng.random() < 0.85) for a, b in lines]
    nodes = {str(i): (i % side * 100.0, i // side * 100.0) for i in range(side * side)}
    graph = drawn(nodes, streets)
    turns = [(a, b) for a in range(graph.num_arcs) for b in np.flatnonzero(graph.tail == graph.head[a]).tolist()]
    return drawn(nodes, streets, rng.sample(turns, forbid))


def any_spots(rng: random.Random, graph: StreetGraph) -> tuple[Spot, Spot]:
    """Give two spots on different pieces."""
    one, other = rng.sample(range(graph.num_pieces), 2)
    shares = [rng.choice([0.0, 1.0, *(round(rng.uniform(0.01, 0.99), 2) for _ in range(6))]) for _ in range(2)]
    return Spot(one, shares[0]), Spot(other, shares[1])


def any_danger(rng: random.Random) -> list[RiskSource]:
    """Give some areas and points of danger."""
    points = [danger((rng.uniform(0, 500), rng.uniform(0, 500)), weight=rng.randint(1, 9)) for _ in range(2)]
    return [RiskSource(p.id, p.shape, p.weight, reach_m=60) for p in points]


def assert_drivable(graph: StreetGraph, arc_ms: Ints, way: Driven, origin: Spot, destination: Spot) -> None:
    """Assert that a way leads from spot to spot over arcs that meet, and drives no forbidden sequence."""
    ends = ((0, way.from_share, origin), (-1, way.to_share, destination)) if len(way.arcs) else ()
    for end, shares, spot in ends:
        arc, share = way.arcs[end], shares[end]
        if 0 < spot.share < 1:
            assert graph.piece[arc] == spot.piece
            assert share == pytest.approx(spot.share if graph.forward[arc] else 1 - spot.share)
    joints = zip(pairwise(way.arcs.tolist()), way.to_share[:-1], way.from_share[1:], strict=True)
    assert all(graph.head[a] == graph.tail[b] and (before, after) == (1, 0) for (a, b), before, after in joints)
    assert way.ms == pytest.approx(arc_ms[way.arcs] * (way.to_share - way.from_share), abs=1)
    bounds = pairwise(graph.first_forbidden.tolist())
    forbidden = {tuple(graph.forbidden[start:end].tolist()) for start, end in bounds}
    assert not forbidden & set(pairwise(way.arcs.tolist()))


@FEW
@given(SEEDS)
def test_corridors_keep_what_they_promise(seed: int) -> None:
    rng = random.Random(seed)
    graph = uneven(rng, forbid=12)
    origin, destination = any_spots(rng, graph)
    streets, arc_ms = prepare(graph), arc_times(graph)
    limits = Limits(k=4, most_overlap=0.6, most_stretch=1.6, safer_stretch=2.5)
    risks = RiskMap(graph, StreetLines.of(graph), any_danger(rng))
    router = Router(streets, (origin, destination))
    router.weigh(arc_ms)
    fastest = router.way(0, 1)
    ways = corridors(streets, arc_ms, origin, destination, risks, limits)
    assert (fastest is None) == (not ways)
    if fastest is None:
        return
    assert ways[0].drive_ms == fastest.total_ms
    assert len(ways) <= limits.k
    assert len({tuple(pieces(graph, way)) for way in ways}) == len(ways)
    for i, way in enumerate(ways):
        assert_drivable(graph, arc_ms, way.way, origin, destination)
        assert way.drive_ms == way.way.total_ms
        assert way.risk == risks.of_way(way.way)
        before = {piece for earlier in ways[:i] for piece in pieces(graph, earlier)}
        shared = sum(ms for piece, ms in zip(pieces(graph, way), way.way.ms.tolist(), strict=True) if piece in before)
        assert way.overlap == pytest.approx(shared / max(1, way.drive_ms))
        safer = all(way.risk < earlier.risk for earlier in ways[:i])
        assert way.drive_ms <= (limits.safer_stretch if safer else limits.most_stretch) * ways[0].drive_ms or i == 0
        assert way.overlap <= limits.most_overlap or (i == 1 and way.safest)
        beaten = [w for w in ways if (w.drive_ms, w.risk) != (way.drive_ms, way.risk)]
        assert way.worthwhile != any(w.drive_ms <= way.drive_ms and w.risk <= way.risk for w in beaten)
    assert sum(way.fastest for way in ways) == sum(way.safest for way in ways) == 1
    assert ways[0].fastest
    assert min(way.risk for way in ways) == next(way.risk for way in ways if way.safest)


def times_between(graph: StreetGraph, arc_ms: Ints, origin: int) -> dict[int, int]:
    """Give the least time from a node to every other by a search over nodes, forbidding nothing."""
    best: dict[int, int] = {}
    queue = [(0, origin)]
    while queue:
        ms, node = heapq.heappop(queue)
        if node not in best:
            best[node] = ms
            for arc in np.flatnonzero(graph.tail == node).tolist():
                heapq.heappush(queue, (ms + int(arc_ms[arc]), int(graph.head[arc])))
    return best


@FEW
@given(SEEDS)
def test_no_tenth_of_a_way_could_be_driven_faster(seed: int) -> None:
    rng = random.Random(seed)
    graph = uneven(rng, side=8)
    arc_ms = arc_times(graph)
    for way in corridors(prepare(graph), arc_ms, *any_spots(rng, graph)):
        whole = [(int(a), int(ms)) for a, ms in zip(way.way.arcs, way.way.ms, strict=True) if ms == arc_ms[a]]
        for i, (first, _) in enumerate(whole):
            best = times_between(graph, arc_ms, int(graph.tail[first]))
            driven = 0
            for arc, ms in whole[i:]:
                driven += ms
                if driven > way.drive_ms / 10:
                    break
                assert best[int(graph.head[arc])] == driven


def snapped(lines: StreetLines, lon: float, lat: float) -> Spot:
    """Give the nearest spot to a position."""
    point = shapely.Point(*(float(value) for value in lines.metric.to_metres(lat, lon)))
    piece = int(lines.tree.nearest(point))
    return Spot(piece, float(shapely.line_locate_point(lines.lines[piece], point, normalized=True)))


def rebuilt(graph: StreetGraph, arc_ms: Ints, spots: list[Spot]) -> list[int]:
    """Give the arcs of the fastest way over spots, each once where a spot lies on it."""
    router = Router(prepare(graph), spots)
    router.weigh(arc_ms)
    arcs: list[int] = []
    for source in range(len(spots) - 1):
        way = router.way(source, source + 1)
        assert way is not None
        further = way.arcs.tolist()
        arcs += further[1:] if arcs and further and arcs[-1] == further[0] and way.from_share[0] > 0 else further
    return arcs


@FEW
@given(SEEDS, st.sampled_from([0, 10]))
def test_positions_to_drive_through_give_the_same_way_again(seed: int, forbid: int) -> None:
    rng = random.Random(seed)
    graph = uneven(rng, forbid=forbid)
    origin, destination = any_spots(rng, graph)
    streets, lines, arc_ms = prepare(graph), StreetLines.of(graph), arc_times(graph)
    for way in corridors(streets, arc_ms, origin, destination, limits=Limits(k=4))[1:]:
        through = waypoints(streets, lines, arc_ms, way.way, origin, destination)
        assert through is not None
        stops = [snapped(lines, round(lon, 6), round(lat, 6)) for lon, lat in through]
        assert rebuilt(graph, arc_ms, [origin, *stops, destination]) == way.way.arcs.tolist()
        for out in range(len(stops)):
            fewer = [origin, *stops[:out], *stops[out + 1 :], destination]
            assert forbid or rebuilt(graph, arc_ms, fewer) != way.way.arcs.tolist()


def test_one_position_tells_the_way_around_and_none_the_fastest() -> None:
    streets, lines, arc_ms = prepare(TOWN), StreetLines.of(TOWN), arc_times(TOWN)
    over_bridge, north, _ = corridors(streets, arc_ms, HOME, AWAY)
    assert waypoints(streets, lines, arc_ms, over_bridge.way, HOME, AWAY) == ()
    through = waypoints(streets, lines, arc_ms, north.way, HOME, AWAY)
    assert through is not None
    assert [snapped(lines, *at).piece for at in through] == [4]


def test_of_two_equally_fast_ways_the_chosen_one_is_told_by_a_position() -> None:
    ring = drawn(
        {"a": (0, 0), "n": (500, 500), "s": (500, -500), "b": (1000, 0)},
        [Drawn("a", "n"), Drawn("n", "b"), Drawn("a", "s"), Drawn("s", "b")],
    )
    streets, lines, arc_ms = prepare(ring), StreetLines.of(ring), arc_times(ring)
    for way in corridors(streets, arc_ms, Spot(0, 0.0), Spot(1, 1.0)):
        through = waypoints(streets, lines, arc_ms, way.way, Spot(0, 0.0), Spot(1, 1.0))
        assert through is not None
        assert len(through) == 1
        assert snapped(lines, *through[0]).piece in pieces(ring, way)
