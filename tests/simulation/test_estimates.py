"""Intervals cover what they claim, and quantiles are those of sorted values."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.simulation.estimates import bin_of_rank, mean, quantile, share

values = st.lists(st.integers(0, 30), min_size=1, max_size=60)


def histogram(numbers: list[int]) -> list[int]:
    return [numbers.count(number) for number in range(31)]


@given(values, st.sampled_from((0.05, 0.25, 0.5, 0.75, 0.95)))
def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed(numbers: list[int], q: float) -> None:
    found = quantile(histogram(numbers), len(numbers), q)
    assert found.value is not None
    assert sum(number <= found.value for number in numbers) >= q * len(numbers)
    assert sum(number < found.value for number in numbers) < q * len(numbers)


@given(values, st.integers(1, 60))
def test_a_rank_finds_the_value_of_that_rank(numbers: list[int], rank: int) -> None:
    expected = sorted(numbers)[rank - 1] if rank <= len(numbers) else None
    assert bin_of_rank(histogram(numbers), rank) == expected


def test_runs_in_no_bin_are_beyond_all() -> None:
    assert quantile([1, 1], 10, 0.5).value is None


@given(values)
def test_intervals_hold_their_value(numbers: list[int]) -> None:
    runs = len(numbers)
    estimates = [
        mean(sum(numbers), sum(number * number for number in numbers), runs),
        share(sum(number > 15 for number in numbers), runs),
    ]
    for found in estimates:
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


def test_of_no_runs_nothing_is_known() -> None:
    assert mean(0, 0, 0).value is None
    assert share(0, 0).value is None


def test_a_share_is_that_of_wilson() -> None:
    """81 of 263: 25.5 % to 36.6 % (Newcombe, Statistics in Medicine 17, 1998, table I)."""
    found = share(81, 263)
    assert found.low == pytest.approx(0.2553, abs=5e-5)
    assert found.high == pytest.approx(0.3662, abs=5e-5)


@pytest.mark.parametrize("q", [0.1, 0.5, 0.9])
def test_intervals_cover_in_about_nineteen_of_twenty_cases(q: float) -> None:
    """Of 1,000 samples of 200; fewer than 923 would be four standard errors below 95 %."""
    rng = random.Random(5)
    covered = 0
    for _ in range(1000):
        sample = [int(rng.random() * 1000) for _ in range(200)]
        counts = [0] * 1000
        for number in sample:
            counts[number] += 1
        found = quantile(counts, 200, q)
        low = -1 if found.low is None else found.low
        high = 1000 if found.high is None else found.high
        covered += low <= int(q * 1000) <= high
    assert covered >= 923


def test_more_runs_make_intervals_narrower() -> None:
    widths = [(found.high or 0) - (found.low or 0) for found in (share(n // 2, n) for n in (10, 100, 1000, 10_000))]
    assert all(before > after for before, after in pairwise(widths))
