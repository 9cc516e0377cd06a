"""Values go to plain data and back, and nothing is guessed."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plain_values import plain_of, value_of


class Colour(StrEnum):
    """A word."""

    RED = "red"


@dataclass(frozen=True)
class Inner:
    """A value within."""

    pair: tuple[int, str]
    words: tuple[Colour, ...]


@dataclass(frozen=True)
class Outer:
    """A value of everything."""

    name: str
    sure: bool
    since: int | None
    inner: Inner | None
    many: tuple[Inner, ...]


RIGHT: dict[str, Any] = {
    "name": "x",
    "sure": True,
    "since": 3,
    "inner": {"pair": [1, "a"], "words": ["red"]},
    "many": [],
}


@given(st.from_type(Outer))
def test_a_value_comes_back(value: Outer) -> None:
    assert value_of(Outer, json.loads(json.dumps(plain_of(value))), "It") == value


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("name", 3),
        ("sure", 1),
        ("since", True),
        ("since", "3"),
        ("inner", []),
        ("inner", {"pair": [1], "words": []}),
        ("inner", {"pair": 1, "words": []}),
        ("inner", {"pair": [1, 2], "words": []}),
        ("inner", {"pair": [1, "a"], "words": ["blue"]}),
        ("inner", {"pair": [1, "a"], "words": [7]}),
        ("inner", {"pair": [1, "a"], "words": "red"}),
        ("inner", {"pair": [1, "a"]}),
        ("many", [3]),
        ("more", 3),
    ],
    ids=str,
)
def test_what_is_none_is_refused_with_where_it_stands(key: str, wrong: object) -> None:
    with pytest.raises(UnusableInputError, match=f"^It.*{key}"):
        value_of(Outer, RIGHT | {key: wrong}, "It")
