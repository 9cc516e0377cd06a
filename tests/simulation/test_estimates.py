"""Intervals cover what they claim, and quantiles are those of sorted values."""

import random
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.simulation.estimates import bin_of_rank, mean, quantile, ratio, share, student_t

values = st.lists(st.integers(0, 30), min_size=1, max_size=60)


def histogram(numbers: list[int]) -> list[int]:
    return [numbers.count(number) for number in range(31)]


@given(values, st.sampled_from((0.05, 0.25, 0.5, 0.75, 0.95)))
def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed(numbers: list[int], q: float) -> None:
    found = quantile(histogram(numbers), len(numbers), q)
    assert found.value is not None
    assert sum(number <= found.value for number in numbers) >= q * len(numbers)
    assert sum(number < found.value for number in numbers) < q * len(numbers)


@given(values, st.integers(-2, 60))
def test_a_rank_finds_the_value_of_that_rank(numbers: list[int], rank: int) -> None:
    expected = sorted(numbers)[rank - 1] if 1 <= rank <= len(numbers) else None
    assert bin_of_rank(histogram(numbers), rank) == expected


def test_runs_in_no_bin_are_beyond_all() -> None:
    assert quantile([1, 1], 10, 0.5).value is None


def test_an_end_for_which_there_are_too_few_runs_is_not_told() -> None:
    """Of five values, the lower rank of the 5 % quantile is below 1 and its upper one 2; of the 95 %, 3 and above 5."""
    low, high = (quantile([1] * 5, 5, q) for q in (0.05, 0.95))
    assert (low.value, low.low, low.high) == (0, None, 2)
    assert (high.value, high.low, high.high) == (4, 2, None)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=60))
def test_intervals_hold_their_value(numbers: list[int]) -> None:
    runs = len(numbers)
    estimates = [
        mean(sum(numbers), sum(number * number for number in numbers), runs),
        ratio((sum(numbers), sum(n * n for n in numbers)), (runs, runs), sum(numbers), runs),
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


def test_one_run_has_a_mean_and_no_interval() -> None:
    for found in (mean(5, 25, 1), ratio((6, 36), (3, 9), 18, 1)):
        assert found.value is not None
        assert found.low is found.high is None


@pytest.mark.parametrize(
    ("degrees", "t"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (29, 2.045), (10**6, 1.96)]
)
def test_student_s_t_is_that_of_the_tables(degrees: int, t: float) -> None:
    """The table of Fisher and Yates, Statistical Tables, 6th edition 1963."""
    assert student_t(degrees) == pytest.approx(t, rel=2e-3)


def test_a_mean_of_few_runs_is_less_sure_than_one_of_many() -> None:
    """2, 4 and 6: mean 4, standard deviation 2."""
    found = mean(12, 56, 3)
    assert (found.low, found.high) == pytest.approx((4 - 4.303 * 2 / sqrt(3), 4 + 4.303 * 2 / sqrt(3)), rel=1e-3)
    few_cover = sum(_covers(random.Random(number), 4) for number in range(1000))
    assert few_cover >= 923


def _covers(rng: random.Random, runs: int) -> bool:
    sample = [rng.gauss(10, 3) for _ in range(runs)]
    found = mean(sum(sample), sum(each * each for each in sample), runs)
    return (found.low or 0) <= 10 <= (found.high or 0)
