"""Values go through plain data and back, whatever they hold, and nothing is guessed on the way."""

import json
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plain_values import plain_of, value_of


class Colour(StrEnum):
    """A word."""

    RED = "red"
    GREEN = "green"


@dataclass(frozen=True)
class Point:
    """Whole numbers."""

    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """A field of each kind that values have."""

    title: str
    colour: Colour
    shown: bool
    corner: Point
    centre: Point | None
    weight: float
    line: tuple[Point, ...]
    pair: tuple[int, str]


points = st.builds(Point, st.integers(), st.integers())
pictures = st.builds(
    Picture,
    st.text(),
    st.sampled_from(Colour),
    st.booleans(),
    points,
    st.none() | points,
    st.floats(allow_nan=False),
    st.lists(points).map(tuple),
    st.tuples(st.integers(), st.text()),
)
PICTURE = Picture("tiny", Colour.RED, True, Point(1, 2), None, 0.5, (Point(3, 4),), (5, "five"))


@given(pictures)
def test_a_value_comes_back_from_plain_data_as_it_was(picture: Picture) -> None:
    assert value_of(Picture, json.loads(json.dumps(plain_of(picture))), "A picture") == picture


REFUSED: list[tuple[str, object, str]] = [
    ("title", 7, "A picture, title, cannot be 7."),
    ("title", None, "A picture, title, cannot be None."),
    ("colour", "blue", "A picture, colour, cannot be 'blue'."),
    ("colour", ["red"], "A picture, colour, cannot be ['red']."),
    ("shown", 1, "A picture, shown, cannot be 1."),
    ("corner", [1, 2], "A picture, corner, cannot be [1, 2]."),
    ("corner", {"x": True, "y": 2}, "A picture, corner, x, cannot be True."),
    ("corner", {"x": 1}, "A picture, corner, has other fields than it must have: y."),
    ("corner", {"x": 1, "y": 2, "z": 3}, "A picture, corner, has other fields than it must have: z."),
    ("centre", {"x": 1, "y": "2"}, "A picture, centre, y, cannot be '2'."),
    ("weight", 1, "A picture, weight, cannot be 1."),
    ("line", {"x": 1, "y": 2}, "A picture, line, cannot be {'x': 1, 'y': 2}."),
    ("line", [3], "A picture, line, cannot be 3."),
    ("pair", [5], "A picture, pair, cannot be [5]."),
    ("pair", [5, "five", 5], "A picture, pair, cannot be [5, 'five', 5]."),
    ("pair", "5f", "A picture, pair, cannot be '5f'."),
    ("pair", [5, 5], "A picture, pair, cannot be 5."),
]


@pytest.mark.parametrize(("field", "plain", "sentence"), REFUSED)
def test_what_a_field_cannot_be_is_refused_with_its_place(field: str, plain: object, sentence: str) -> None:
    with pytest.raises(UnusableInputError) as caught:
        value_of(Picture, plain_of(PICTURE) | {field: plain}, "A picture")
    assert str(caught.value) == sentence


@pytest.mark.parametrize("plain", [None, [], "picture", 7])
def test_what_is_no_record_is_refused(plain: object) -> None:
    with pytest.raises(UnusableInputError, match=r"^A picture cannot be"):
        value_of(Picture, plain, "A picture")
