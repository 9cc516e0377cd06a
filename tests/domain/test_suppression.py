"""No small number stands in a published table, or can be worked out from it, by any sum of what is withheld."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safepassage.domain.suppression import Suppressed, suppressed, suppressed_counts

LEAST = 3
LARGEST = 5


def tables(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, LARGEST), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


small_tables = st.one_of(tables(1, 2), tables(1, 4), tables(2, 2), tables(3, 1), tables(2, 3), tables(3, 2))


def solutions(table: Suppressed) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Give all tables that a reader must think possible, as rows of cells: every number is tried for every None.

    Numbers go up to beyond what any cell had, so that a withheld total does not make it endless.
    """
    flat = [cell for line in table.cells for cell in line]
    unknown = [index for index, cell in enumerate(flat) if cell is None]
    tried = np.indices((LARGEST + LEAST + 1,) * len(unknown)).reshape(
        len(unknown), (LARGEST + LEAST + 1) ** len(unknown)
    )
    every = np.array([[cell or 0] for cell in flat]) + np.zeros((1, tried.shape[1]), dtype=np.int64)
    every[unknown] = tried
    grid = every.reshape(len(table.cells), len(table.cells[0]), -1)
    possible = np.ones(grid.shape[2], dtype=bool)
    for index, number in enumerate(table.rows):
        possible &= number is None or grid[index].sum(axis=0) == number
    for index, number in enumerate(table.columns):
        possible &= number is None or grid[:, index].sum(axis=0) == number
    possible &= table.total is None or grid.sum(axis=(0, 1)) == table.total
    return every[:, possible]


def sums(table: Suppressed) -> Iterator[int]:
    """Yield every sum of cells that is the same in all possible tables: what a reader can work out."""
    every = solutions(table)
    for size in range(1, len(every) + 1):
        for chosen in combinations(range(len(every)), size):
            found = every[list(chosen)].sum(axis=0)
            if found.min() == found.max():
                yield int(found[0])


@settings(max_examples=100, deadline=None)
@given(small_tables)
@example([[1, 4], [5, 6]])
@example([[1, 1], [5, 6]])
@example([[1, 2, 0], [0, 0, 0]])
def test_no_small_number_can_be_worked_out_by_any_sum(cells: list[list[int]]) -> None:
    assert not any(0 < number < LEAST for number in sums(suppressed(cells, LEAST)))


@given(small_tables)
def test_what_is_published_is_true_and_never_small(cells: list[list[int]]) -> None:
    table = suppressed(cells, LEAST)
    shown = [
        (shown, cell) for lines in zip(table.cells, cells, strict=True) for shown, cell in zip(*lines, strict=True)
    ]
    shown += list(zip(table.rows, map(sum, cells), strict=True))
    shown += list(zip(table.columns, map(sum, zip(*cells, strict=True)), strict=True))
    shown += [(table.total, sum(map(sum, cells)))]
    for published, true in shown:
        assert published is None or (published == true and not 0 < true < LEAST)


@given(tables(3, 4), st.integers(1, 8))
def test_a_table_without_small_numbers_is_published_whole(cells: list[list[int]], least: int) -> None:
    large = [[number * least for number in line] for line in cells]
    assert suppressed(large, least).cells == tuple(map(tuple, large))


def test_a_small_number_takes_the_smallest_others_with_it_and_leaves_the_totals() -> None:
    table = suppressed([[1, 40, 50], [60, 70, 80], [20, 30, 90]])
    assert table.cells == ((None, None, 50), (60, 70, 80), (None, None, 90))
    assert (table.rows, table.columns, table.total) == ((91, 210, 140), (81, 140, 220), 441)


def test_only_hiding_the_small_number_would_not_have_done() -> None:
    """The test itself can fail: a table that hides one number alone gives it away."""
    hidden = Suppressed(((None, 4), (5, 6)), (5, 11), (6, 10), 16)
    assert 1 in set(sums(hidden))


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ({"bus": 40, "ambulance": 2, "car": 7}, {"bus": 40, "ambulance": None, "car": None}, 49),
        ({"bus": 40, "car": 7}, {"bus": 40, "car": 7}, 47),
        ({"bus": 3}, {"bus": None}, None),
        ({"bus": 0, "car": 3}, {"bus": 0, "car": None}, None),
        ({}, {}, 0),
    ],
)
def test_a_list_is_withheld_like_a_table_of_one_row(
    counts: dict[str, int], shown: dict[str, int | None], total: int | None
) -> None:
    assert suppressed_counts(counts) == (shown, total)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, LARGEST), min_size=1))
def test_no_small_number_of_a_list_can_be_worked_out(counts: dict[str, int]) -> None:
    shown, total = suppressed_counts(counts, LEAST)
    table = Suppressed((tuple(shown.values()),), (total,), (None,) * len(shown), total)
    assert not any(0 < number < LEAST for number in sums(table))
