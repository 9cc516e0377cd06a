"""How far a plan is from what is proven, and what robust choice and options say of it."""

from dataclasses import replace

import pytest

from safepassage.domain.options import Change, ChangeSet, Replan, SmallestSet, Term
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.robustness import Difference, RobustFor, Robustness, SampleWorth
from safepassage.domain.scenario import Objective

PLAN = Plan("tiny", Objective.COMPLETION, (), 200.0, None, Proof.NONE, 200, 10, 0, 10)
REPLAN = Replan(12, (5, 4, 3), 15, (5, 6, 4), 900, None)
CHANGES = tuple(Change(f"hour-{day}", Term.OPENING, "opens an hour earlier", "1 h", 3600) for day in range(3))


def test_without_a_bound_there_is_no_gap() -> None:
    assert PLAN.gap is None


@pytest.mark.parametrize(("value", "bound", "gap"), [(200.0, 150.0, 0.25), (200.0, 200.0, 0.0), (-4.0, -5.0, 0.25)])
def test_the_gap_is_the_distance_as_a_share_of_the_value(value: float, bound: float, gap: float) -> None:
    assert replace(PLAN, value=value, bound=bound).gap == gap


def test_a_plan_of_no_value_has_no_gap() -> None:
    assert replace(PLAN, value=0.0, bound=0.0).gap == 0.0


@pytest.mark.parametrize(
    ("most", "floor"),
    [((5, 4, 3), 12), ((5, 4, 9), 12), ((5, 6, 3), 9), ((6, 4, 3), 5)],
    ids=["all-proven", "last-open", "second-open", "first-open"],
)
def test_priorities_count_for_the_floor_up_to_the_first_that_is_not_proven_best(
    most: tuple[int, int, int], floor: int
) -> None:
    """The best plan may give up any number of a later priority for one more of an earlier one."""
    assert replace(REPLAN, people_out_bound_by_priority=most).people_out_floor == floor


def smallest(size: int, proven_size: int) -> SmallestSet:
    found = (ChangeSet(CHANGES[:size], REPLAN),) if size else ()
    return SmallestSet(found, None, proven_size, 8, 3)


@pytest.mark.parametrize(("size", "proven_size", "proven"), [(2, 2, True), (1, 2, True), (3, 2, False)])
def test_a_smallest_set_is_proven_if_fewer_changes_cannot_do_it(size: int, proven_size: int, proven: bool) -> None:
    assert smallest(size, proven_size).size == size
    assert smallest(size, proven_size).proven is proven


def test_where_no_set_was_found_there_is_no_size_and_nothing_is_proven() -> None:
    assert smallest(0, 3).size is None
    assert not smallest(0, 3).proven


def robustness(made_for: str) -> Robustness:
    worth, same = SampleWorth((1.5, 2.0, 0.25), 100.0), Difference(0.0, -1.0, 1.0)
    return Robustness(40, 1, 2, RobustFor.MEAN, made_for, 6, 86400, worth, worth, worth, worth, same, same, 0, 0, 0.0)


def test_people_of_all_priorities_are_counted_together() -> None:
    assert robustness("").chosen.people_out == 3.75


def test_a_choice_that_was_made_for_nothing_else_is_the_nominal_plan() -> None:
    assert robustness("").is_nominal
    assert not robustness("a headway of 3 min").is_nominal
