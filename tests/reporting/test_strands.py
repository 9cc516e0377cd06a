"""Flows along streets: nobody is lost or counted twice where ways join, and bands lie where they should."""

from collections import Counter
from itertools import pairwise
from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.streets import Line
from safepassage.reporting.maps.flows import WIDEST
from safepassage.reporting.maps.labels import Box
from safepassage.reporting.maps.lines import beside, length_of, seen, simplified
from safepassage.reporting.maps.projection import Frame, Middle, Point
from safepassage.reporting.maps.strands import Strand, opposed, strands, street_bands
from safepassage.reporting.measures.flows import Flow

CORNERS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda at: (float(at[0]), float(at[1])))
LINES = st.lists(CORNERS, min_size=2, max_size=12).map(tuple)
PEOPLE = st.integers(1, 5000)
WAYS = st.lists(st.tuples(LINES, PEOPLE, st.sampled_from(["", "east"])), min_size=1, max_size=8)


def flows_of(ways: list[tuple[Line, int, str]]) -> tuple[list[Flow], dict[tuple[str, str], Line]]:
    flows = [Flow(f"a{i}", f"b{i}", stream, persons, 1) for i, (_, persons, stream) in enumerate(ways)]
    return flows, {(flow.origin, flow.destination): line for flow, (line, _, _) in zip(flows, ways, strict=True)}


def on_segments(ways: list[tuple[Line, int]]) -> Counter[tuple[object, object]]:
    """Count people on each segment, a way that comes twice along one counting once."""
    found: Counter[tuple[object, object]] = Counter()
    for line, persons in ways:
        for segment in {(a, b) for a, b in pairwise(line) if a != b}:
            found[segment] += persons
    return found


@given(WAYS)
def test_every_segment_carries_the_people_of_all_ways_over_it(ways: list[tuple[Line, int, str]]) -> None:
    found = strands(*flows_of(ways))
    assert on_segments([(s.line, s.persons) for s in found]) == on_segments([(line, n) for line, n, _ in ways])


@given(WAYS)
def test_no_segment_is_in_two_strands(ways: list[tuple[Line, int, str]]) -> None:
    found = Counter(segment for strand in strands(*flows_of(ways)) for segment in pairwise(strand.line))
    assert set(found.values()) <= {1}


def test_ways_that_join_are_three_strands() -> None:
    shared = ((5.0, 0.0), (6.0, 0.0), (7.0, 0.0))
    flows, lines = flows_of([(((0.0, 1.0), (3.0, 1.0), *shared), 30, ""), (((0.0, -1.0), *shared), 12, "")])
    found = {strand.line: strand.persons for strand in strands(flows, lines)}
    assert found == {
        ((0.0, 1.0), (3.0, 1.0), (5.0, 0.0)): 30,
        ((0.0, -1.0), (5.0, 0.0)): 12,
        shared: 42,
    }


def test_the_two_directions_of_a_street_are_apart() -> None:
    line = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0))
    flows, lines = flows_of([(line, 30, ""), (line[::-1], 12, "")])
    assert {strand.line: strand.persons for strand in strands(flows, lines)} == {line: 30, line[::-1]: 12}


def test_a_flow_without_a_line_is_left_out() -> None:
    assert strands([Flow("a", "b", "", 5, 1)], {}) == []


FRAME = Frame(Middle(0.0, 0.0, 111.32), 100 / 111.32, 0.0, 0.0)
"""A degree is a hundred pixels, and north is up: y is -100 for 1° N."""

SHEET = Box(0, -500, 1000, 500)


def drawn(*ways: tuple[Line, int, str]) -> dict[tuple[str, int], list[tuple[Point, ...]]]:
    flows, lines = flows_of(list(ways))
    found: dict[tuple[str, int], list[tuple[Point, ...]]] = {}
    for band in street_bands(strands(flows, lines), FRAME, SHEET, 1000):
        found.setdefault((band.stream, band.persons), []).append(band.line)
    return found


EASTWARD: Line = ((0.0, 0.0), (2.0, 0.0), (4.0, 0.0))


def test_a_band_alone_lies_on_its_street() -> None:
    ((line,),) = drawn((EASTWARD, 1000, "")).values()
    assert line == ((0.0, 0.0), (400.0, 0.0))


def test_opposite_bands_lie_side_by_side_each_to_its_right() -> None:
    found = drawn((EASTWARD, 1000, ""), (EASTWARD[::-1], 500, ""))
    ((there,), (back,)) = found["", 1000], found["", 500]
    assert there[0][1] > WIDEST / 2
    assert back[0][1] < -WIDEST / 4
    assert there[0][1] - back[0][1] >= WIDEST * 3 / 4


def test_streams_on_one_street_lie_side_by_side_without_covering_one_another() -> None:
    found = drawn((EASTWARD, 600, "a"), (EASTWARD, 400, "b"))
    ((a,), (b,)) = found["a", 600], found["b", 400]
    assert b[0][1] - a[0][1] == pytest.approx(WIDEST / 2)


def test_only_lines_close_by_are_opposed() -> None:
    there, back, far = [(0.0, 0.0), (200.0, 0.0)], [(200.0, 3.0), (0.0, 3.0)], [(200.0, 60.0), (0.0, 60.0)]
    across = [(100.0, -100.0), (100.0, 100.0)]
    assert opposed([there, back, far, across]) == {0, 1}


@given(st.lists(st.tuples(st.integers(-50, 150), st.integers(-50, 150)), min_size=2, max_size=12))
def test_what_is_seen_of_a_line_covers_all_of_it_on_the_sheet(points: list[Point]) -> None:
    line, sheet = np.array(points, dtype=float), Box(0, 0, 100, 100)
    kept = {tuple(map(tuple, pair)) for part in seen(line, sheet) for pair in pairwise(part.tolist())}
    for pair in pairwise(line.tolist()):
        if sheet.meets(tuple(pair[0]), tuple(pair[1])):
            assert tuple(map(tuple, pair)) in kept


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=12, unique=True), st.floats(0, 5))
def test_a_simplified_line_keeps_its_ends_and_is_not_longer(points: list[Point], tolerance: float) -> None:
    line = simplified(np.array(points), tolerance)
    assert (line[0], line[-1]) == (points[0], points[-1])
    assert length_of(line) <= length_of(points) + 1e-6


def test_a_line_beside_another_keeps_its_distance_round_a_corner() -> None:
    corner = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    assert beside(corner, 2.0) == [(0.0, 2.0), (8.0, 2.0), (8.0, 10.0)]
    assert beside(corner, -2.0) == [(0.0, -2.0), (12.0, -2.0), (12.0, 10.0)]


def test_a_hairpin_does_not_throw_the_line_far_out() -> None:
    shifted = beside([(0.0, 0.0), (100.0, 0.0), (0.0, 0.5)], -3.0)
    assert all(hypot(x - a, y - b) <= 8 for (x, y), (a, b) in zip(shifted, [(0, 0), (100, 0), (0, 0.5)], strict=True))


def test_a_strand_of_many_flows_counts_them_all() -> None:
    assert Strand(((0, 0), (1, 1)), (Flow("a", "b", "", 3, 1), Flow("c", "d", "x", 4, 1))).persons == 7
