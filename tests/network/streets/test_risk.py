"""Risk of ways agrees with stepping along them metre by metre, and shares of arcs add up to it."""

import math
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from safepassage.domain.streets import RiskSource, Shape
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.risk import RiskMap
from safepassage.network.streets.router import Driven
from safepassage.network.streets.street_lines import StreetLines
from tests.network.streets.drawing import Drawn, Metres, drawn, grid, position

ROAD = drawn(
    {"a": (0, 0), "b": (1000, 0), "c": (2000, 0), "d": (2000, 1000)},
    [Drawn("a", "b"), Drawn("b", "c"), Drawn("c", "d")],
)


def driven(*parts: tuple[int, float, float]) -> Driven:
    """Give a way from parts: arc, and shares of it in driving direction."""
    arcs, start, end = zip(*parts, strict=True)
    return Driven(np.array(arcs), np.array(start), np.array(end), np.ones(len(parts), dtype=np.int64))


WHOLE = driven((0, 0.0, 1.0), (2, 0.0, 1.0), (4, 0.0, 1.0))
"""The way from a to d, over all three pieces."""


def box(west: float, south: float, east: float, north: float) -> list[Metres]:
    """Give a closed ring."""
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def area(*rings: list[Metres], weight: str = "1") -> RiskSource:
    """Give a source of one polygon: its outer ring and its holes, in metres."""
    polygon = tuple(tuple(position(*at) for at in ring) for ring in rings)
    return RiskSource("area", Shape(polygons=(polygon,)), Fraction(weight))


def mark(*at: Metres, weight: str = "1", reach_m: int = 200) -> RiskSource:
    """Give a source of points in metres."""
    return RiskSource("mark", Shape(points=tuple(position(*point) for point in at)), Fraction(weight), reach_m)


def risk_map(graph: StreetGraph, *risks: RiskSource) -> RiskMap:
    """Give the risks of a graph."""
    return RiskMap(graph, StreetLines.of(graph), risks)


@pytest.mark.parametrize(
    ("source", "risk"),
    [
        (area(box(-10, -10, 1500, 10)), Fraction(3, 2)),
        (area(box(-10, -10, 1500, 10), weight="2/3"), Fraction(1)),
        (area(box(-10, -10, 3000, 3000), box(500, -5, 600, 5)), Fraction(29, 10)),
        (area(box(-10, 10, 3000, 3000)), Fraction(99, 100)),
        (area(box(5000, 0, 6000, 10)), Fraction(0)),
        (mark((1000, 150)), Fraction(1)),
        (mark((1000, 250)), Fraction(0)),
        (mark((1000, 250), reach_m=260), Fraction(1)),
        (mark((0, 0), (2000, 1000), weight="5"), Fraction(5)),
        (RiskSource("line", Shape(lines=((position(500, 900), position(500, 100)),)), Fraction(3)), Fraction(3)),
        (RiskSource("line", Shape(lines=((position(500, 900), position(500, 300)),)), Fraction(3)), Fraction(0)),
    ],
)
def test_areas_count_for_each_km_inside_and_marks_once(source: RiskSource, risk: Fraction) -> None:
    assert risk_map(ROAD, source).of_way(WHOLE) == risk


def test_only_the_driven_part_of_a_piece_counts_in_either_direction() -> None:
    risks = risk_map(ROAD, area(box(-10, -10, 500, 10)), mark((0, 100), weight="100"))
    assert risks.of_way(driven((0, 0.25, 1.0))) == Fraction(1, 4)
    assert risks.of_way(driven((1, 0.0, 0.75))) == Fraction(1, 4)
    assert risks.of_way(driven((0, 0.1, 0.2))) == Fraction(1, 10) + 100
    assert risks.of_way(driven((1, 0.25, 0.5))) == 0


def test_km_inside_follow_the_stated_length_of_a_piece_not_the_drawn_one() -> None:
    bend = drawn({"a": (0, 0), "b": (1000, 0)}, [Drawn("a", "b")])
    bend.length_m[0] = 1200
    assert risk_map(bend, area(box(-10, -10, 500, 10))).of_way(driven((0, 0.0, 1.0))) == Fraction(6, 10)


def test_driving_a_piece_twice_counts_its_area_twice_and_its_mark_once() -> None:
    risks = risk_map(ROAD, area(box(-10, -10, 500, 10)), mark((0, 100), weight="100"))
    assert risks.of_way(driven((0, 0.0, 1.0), (1, 0.0, 1.0))) == 1 + 100


def test_a_polygon_that_crosses_itself_counts_what_it_encloses() -> None:
    bow = [(0.0, -10.0), (1000.0, 10.0), (1000.0, -10.0), (0.0, 10.0), (0.0, -10.0)]
    assert risk_map(ROAD, area(bow)).of_way(WHOLE) == 1


def test_no_sources_no_risk() -> None:
    risks = risk_map(ROAD)
    assert risks.of_way(WHOLE) == 0
    assert list(risks.arc_shares()) == [0] * ROAD.num_arcs


def test_a_mark_is_charged_to_the_arcs_that_come_into_its_reach() -> None:
    shares = risk_map(ROAD, mark((1000, 0), weight="7")).arc_shares()
    into_reach = {(int(ROAD.piece[arc]), bool(ROAD.forward[arc])) for arc in np.flatnonzero(shares)}
    assert into_reach == {(0, True), (1, False)}
    assert set(shares[shares > 0]) == {7}


def test_pieces_of_no_length_carry_no_risk_of_areas() -> None:
    point = drawn({"a": (0, 0), "b": (0, 0)}, [Drawn("a", "b")])
    risks = risk_map(point, area(box(-10, -10, 10, 10)))
    assert risks.of_way(driven((0, 0.0, 1.0))) == 0
    assert list(risks.arc_shares()) == [0, 0]


GRID = grid(6)


def walk(rng: random.Random, steps: int) -> list[int]:
    """Give arcs of a way over the grid that never turns back."""
    arcs = [rng.randrange(GRID.num_arcs)]
    while len(arcs) < steps:
        following = [
            a for a in np.flatnonzero(GRID.tail == GRID.head[arcs[-1]]) if GRID.piece[a] != GRID.piece[arcs[-1]]
        ]
        arcs.append(int(rng.choice(following)))
    return arcs


def over(arcs: Sequence[int]) -> Driven:
    """Give the way over whole arcs."""
    return driven(*((arc, 0.0, 1.0) for arc in arcs))


def metre_by_metre(arcs: Sequence[int]) -> Iterator[Metres]:
    """Give the middle of each metre of a way."""
    for arc in arcs:
        (x, y), (to_x, to_y) = (divmod(int(node), 6)[::-1] for node in (GRID.tail[arc], GRID.head[arc]))
        for step in range(100):
            along = (step + 0.5) / 100
            yield 100 * (x + along * (to_x - x)), 100 * (y + along * (to_y - y))


ANYWHERE = st.tuples(st.floats(-50, 550), st.floats(-50, 550))


@given(seed=st.integers(0, 10**6), corner=ANYWHERE, size=st.tuples(st.floats(20, 400), st.floats(20, 400)))
def test_risk_of_areas_agrees_with_walking_every_metre(seed: int, corner: Metres, size: Metres) -> None:
    west, south, east, north = *corner, corner[0] + size[0], corner[1] + size[1]
    assume(all(1e-3 < border % 100 < 100 - 1e-3 for border in (west, south, east, north)))
    arcs = walk(random.Random(seed), 12)
    risks = risk_map(GRID, area(box(west, south, east, north), weight="1000"))
    inside = sum(west <= x <= east and south <= y <= north for x, y in metre_by_metre(arcs))
    assert float(risks.of_way(over(arcs))) == pytest.approx(inside, abs=13)
    assert risks.arc_shares()[arcs].sum() == pytest.approx(float(risks.of_way(over(arcs))), abs=1)


@given(seed=st.integers(0, 10**6), centre=ANYWHERE, reach_m=st.integers(20, 200))
def test_shares_of_a_mark_count_how_often_a_way_comes_within_reach(seed: int, centre: Metres, reach_m: int) -> None:
    arcs = walk(random.Random(seed), 12)
    away = [[math.dist(at, centre) for at in metre_by_metre([arc])] for arc in arcs]
    assume(all(abs(far - reach_m) > 1 for arc in away for far in (arc[0], min(arc))))
    risks = risk_map(GRID, mark(centre, reach_m=reach_m))
    assert risks.of_way(over(arcs)) == any(min(arc) < reach_m for arc in away)
    assert list(risks.arc_shares()[arcs]) == [min(arc) < reach_m < arc[0] for arc in away]
