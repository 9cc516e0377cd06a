"""The sea lies to the right of the coast, and is not guessed."""

from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, union_all

from safepassage.network.basemap.sea import Coast

SHEET = (0.0, 0.0, 10.0, 10.0)


def sea(*lines: list[tuple[float, float]], cut: tuple[tuple[float, float], ...] = ()) -> float:
    """Give how much sea there is on the sheet of 100."""
    coast = Coast()
    coast.add([LineString(line) for line in lines], cut)
    return float(union_all(coast.sea(SHEET)).area)


NORTHWARD = [(4.0, -1.0), (4.0, 11.0)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([NORTHWARD], 60.0),
        ([NORTHWARD[::-1]], 40.0),
        ([[(4.0, -1.0), (4.0, 5.0)], [(4.0, 5.0), (4.0, 11.0)]], 60.0),
        ([NORTHWARD, [(9.0, 11.0), (9.0, -1.0)]], 50.0),
        ([[(-1.0, 5.0), (-1.0, 6.0)]], 0.0),
        ([], 0.0),
    ],
    ids=["east", "west", "in-two-pieces", "strait", "coast-elsewhere", "no-coast"],
)
def test_the_sea_is_on_the_right(lines: list[list[tuple[float, float]]], expected: float) -> None:
    assert sea(*lines) == pytest.approx(expected)


def test_a_coast_that_ends_inside_makes_no_sea() -> None:
    assert sea([(4.0, -1.0), (4.0, 7.0)]) == 0


def test_a_coast_cut_off_short_of_the_edge_is_led_on_to_it() -> None:
    assert sea([(4.0, 0.5), (4.0, 9.5)], cut=((4.0, 0.5), (4.0, 9.5))) == pytest.approx(60)


def test_a_coast_with_land_on_both_sides_makes_no_sea() -> None:
    assert sea([(4.0, -1.0), (4.0, 11.0)], [(7.0, -1.0), (7.0, 11.0)]) == pytest.approx(30)


@given(
    st.lists(st.tuples(st.floats(0, 6), st.floats(0.1, 1.1)), min_size=1, max_size=4),
    st.integers(3, 12),
)
def test_islands_are_taken_out_of_the_sea(islands: list[tuple[float, float]], corners: int) -> None:
    rings = []
    for i, (turn, radius) in enumerate(islands):
        middle = (1.5 + 2.3 * i, 5.0)
        angles = [turn + 2 * pi * k / corners for k in range(corners)]
        ring = [(middle[0] + radius * cos(a), middle[1] + radius * sin(a)) for a in angles]
        rings.append([*ring, ring[0]])
    assert sea(*rings) == pytest.approx(100 - sum(Polygon(ring).area for ring in rings))
