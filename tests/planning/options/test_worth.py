"""What is proven of a gain: intervals of the unknown best values, subtracted."""

import pytest

from safepassage.domain.options import PeopleGain, Replan, TimeGain
from safepassage.planning.options.worth import people_gain, time_gain


def replan(
    out: tuple[int, int, int], most: tuple[int, int, int], total: int, done: int = 100, early: int | None = 50
) -> Replan:
    return Replan(sum(out), out, total, most, done, early)


BASE = replan((0, 0, 900), (0, 0, 950), 950)


def test_the_example_of_the_page_for_negotiators() -> None:
    gain = people_gain(BASE, replan((0, 0, 1100), (0, 0, 1200), 1200))
    assert gain == PeopleGain(found=200, at_least=150, at_most=300, by_priority=(0, 0, 200))


def test_nothing_is_proven_to_be_gained_within_the_slack_of_the_base() -> None:
    assert people_gain(BASE, replan((0, 0, 940), (0, 0, 960), 960)).at_least == -10


@pytest.mark.parametrize(
    ("out", "most", "floor"),
    [
        ((5, 20, 30), (5, 20, 40), 55),
        ((5, 20, 30), (5, 25, 40), 25),
        ((5, 20, 30), (8, 25, 40), 5),
    ],
    ids=["proven-but-the-last", "second-open", "first-open"],
)
def test_only_priorities_proven_best_in_a_row_count_for_certain(
    out: tuple[int, int, int], most: tuple[int, int, int], floor: int
) -> None:
    """A plan with one more of priority 1 is better even if it brings out nobody else."""
    assert replan(out, most, sum(most)).people_out_floor == floor


def test_time_is_compared_between_plans_that_bring_out_the_same_people() -> None:
    slow = replan((1, 2, 3), (1, 2, 3), 6, done=1000, early=900)
    fast = replan((1, 2, 3), (1, 2, 3), 6, done=700, early=650)
    assert time_gain(slow, fast) == TimeGain(found_s=300, at_least_s=200, at_most_s=350)
    assert time_gain(slow, replan((1, 2, 4), (1, 2, 4), 7, done=700, early=650)) is None


def test_without_a_bound_nothing_is_proven_of_the_time() -> None:
    slow = replan((1, 2, 3), (1, 2, 3), 6, done=1000, early=None)
    fast = replan((1, 2, 3), (1, 2, 3), 6, done=700, early=None)
    assert time_gain(slow, fast) == TimeGain(found_s=300, at_least_s=0, at_most_s=None)
