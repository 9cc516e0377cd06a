"""Rare combinations are told together with others, and as little as that needs."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.coarsening import AGES, LEAST, NEEDS, SEATS, SIZES, coarsened, size_band
from safepassage.domain.live.people import AgeBand, NeedsClass, SeatClass

LADDERS = (SIZES, AGES, NEEDS)
cells = st.tuples(
    st.integers(1, 12).map(str),
    st.sampled_from([age.value for age in AgeBand]),
    st.sampled_from([needs.value for needs in NeedsClass]),
)
counts = st.dictionaries(cells, st.integers(0, 30), max_size=12)


def test_a_family_of_nine_is_seven_or_more() -> None:
    assert [size_band(size) for size in (1, 6, 7, 9)] == ["1", "6", "7 or more", "7 or more"]


@given(counts, st.integers(1, 9))
def test_every_cell_has_enough_persons_and_nobody_is_lost(given_: Mapping[tuple[str, ...], int], least: int) -> None:
    result = coarsened(given_, LADDERS, least)
    total = sum(given_.values())
    assert all(number >= least for number in result.cells.values())
    assert sum(result.cells.values()) == (total if total >= least else 0)


def persons_in(given_: Mapping[tuple[str, ...], int], levels: tuple[int, ...], cell: tuple[str, ...]) -> int:
    """Count a cell by looking at everybody, one after the other."""
    return sum(
        number
        for values, number in given_.items()
        if all(LADDERS[i][levels[i]](values[i]) == cell[i] for i in range(len(LADDERS)))
    )


@given(counts, st.integers(1, 9))
def test_no_way_with_fewer_steps_would_have_done(given_: Mapping[tuple[str, ...], int], least: int) -> None:
    result = coarsened(given_, LADDERS, least)
    there = {values: number for values, number in given_.items() if number}
    for cell, number in result.cells.items():
        assert persons_in(there, result.levels, cell) == number
    for levels in product(range(3), repeat=3):
        if sum(levels) < sum(result.levels):
            own = {tuple(LADDERS[i][levels[i]](values[i]) for i in range(3)) for values in there}
            assert any(persons_in(there, levels, cell) < least for cell in own)


def test_the_one_person_on_a_stretcher_is_not_a_row() -> None:
    result = coarsened({("seated",): 40, ("stretcher",): 1, ("wheelchair",): 6}, (SEATS,))
    assert result.cells == {("other",): 7, ("seated",): 40}


def test_fewer_than_the_least_are_not_told_at_all() -> None:
    assert coarsened({("1", "adult", "none"): LEAST - 1}, LADDERS).cells == {}


@pytest.mark.parametrize(("ladder", "values"), [(AGES, AgeBand), (NEEDS, NeedsClass), (SEATS, SeatClass)])
def test_ladders_know_every_value_and_end_in_one_band(ladder: tuple[object, ...], values: type[AgeBand]) -> None:
    last, finest, middle = ladder[-1], ladder[0], ladder[1]
    assert callable(last)
    assert callable(finest)
    assert callable(middle)
    assert {last(value.value) for value in values} == {"any"}
    assert {finest(value.value) for value in values} == {value.value for value in values}
    assert len({middle(value.value) for value in values}) == 2
