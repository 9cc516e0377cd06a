"""What plans are worth on a sample of futures: by hand, and against other ways to reckon it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.plan import Plan, Proof
from safepassage.domain.robustness import RobustFor
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.robust import Future
from safepassage.planning.robust.worth import (
    BETWEEN,
    DAY_S,
    RESAMPLES,
    Yardstick,
    horizon_of,
    paired,
    rank,
    tail_weights,
    worth,
)

HOUR_S = 3600


def nominal(*out: int, completion_s: int = HOUR_S) -> Plan:
    return Plan(
        scenario="hand",
        objective=Objective.COMPLETION,
        itineraries=(),
        value=completion_s,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=completion_s,
        people_out=sum(out),
        people_remaining=0,
        people_out_bound=sum(out),
        people_out_by_priority=(out[0], out[1], out[2]),
    )


def scenario(objective: Objective) -> Scenario:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    return Scenario("hand", start, objective=objective, expected_calm_s=2.0 * HOUR_S)


def future(*alightings: tuple[int, int, int], could: tuple[int, int, int] = (9, 9, 9)) -> Future:
    """Give a future from alightings: second, priority, persons."""
    columns = np.array(alightings, dtype=np.int64).reshape(-1, 3).T
    return Future(columns[0], columns[1], columns[2], np.array(could, dtype=np.int64))


def measured(objective: Objective, *futures: Future) -> list[list[float]]:
    values: list[list[float]] = Yardstick.of(scenario(objective), nominal(2, 0, 3)).measure(futures).tolist()
    return values


def test_completion_is_the_last_arrival_and_the_horizon_if_anybody_is_missing() -> None:
    everybody = future((600, 1, 2), (1200, 3, 3))
    one_missing = future((600, 1, 2), (1200, 3, 2))
    horizon_s = HOUR_S + DAY_S
    assert measured(Objective.COMPLETION, everybody, one_missing) == [[2, 0, 3, -1200], [2, 0, 2, -horizon_s]]


def test_who_stays_is_not_missing() -> None:
    assert measured(Objective.COMPLETION, future((600, 1, 2), (1200, 3, 2), could=(2, 0, 2))) == [[2, 0, 2, -1200]]


def test_who_is_missing_waits_until_the_horizon() -> None:
    arrived = 100 * 2 * 600 + 1 * 2 * 1200
    assert measured(Objective.PRIORITY, future((600, 1, 2), (1200, 3, 2))) == [
        [2, 0, 2, -(arrived + HOUR_S + DAY_S)],
    ]


def test_who_is_missing_adds_nothing_before_breakdown() -> None:
    (row,) = measured(Objective.BEFORE_BREAKDOWN, future((2 * HOUR_S, 1, 2)))
    assert row == [2, 0, 0, pytest.approx(200 / np.e)]


def test_nobody_out_is_a_future_too() -> None:
    assert measured(Objective.COMPLETION, future()) == [[0, 0, 0, -(HOUR_S + DAY_S)]]


def test_the_horizon_is_twice_the_plan_and_a_day_more_at_least() -> None:
    assert horizon_of(nominal(0, 0, 0, completion_s=HOUR_S)) == HOUR_S + DAY_S
    assert horizon_of(nominal(0, 0, 0, completion_s=3 * DAY_S)) == 6 * DAY_S


def test_the_tail_is_the_mean_of_the_worst_tenth() -> None:
    """Of 15 futures one and a half: the one with 3 people out, and half of one with 4."""
    values = np.zeros((15, 4))
    values[:, 2] = [9, 8, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]
    assert rank(values, RobustFor.TAIL)[2] == pytest.approx((3 + 0.5 * 4) / 1.5, abs=1e-6)
    assert tail_weights(15)[:3].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


@pytest.mark.parametrize("futures", [1, 2, 9, 10, 11, 19, 20, 30, 99, 100])
def test_tail_weights_are_shares_of_the_worst_tenth(futures: int) -> None:
    """Each future has 1 by a tenth of their number until a tenth is full; of fewer than ten only the worst counts."""
    share, full = Fraction(10, futures), futures // 10
    exact = [share] * full + [1 - share * full] if futures >= 10 else [Fraction(1)]
    exact += [Fraction(0)] * (futures - len(exact))
    assert tail_weights(futures).tolist() == pytest.approx([float(each) for each in exact], abs=1e-12)


def naive_tail(values: Sequence[tuple[int, int, int, int]]) -> list[float]:
    """Sort the futures, write each ten times, and take the mean of the worst tenth of these."""
    tenth = [row for row in sorted(values) for _ in range(10)][: len(values)]
    return [sum(column) / len(tenth) for column in zip(*tenth, strict=True)]


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=35))
def test_all_figures_of_the_tail_come_from_the_same_futures(sample: list[tuple[int, int, int, int]]) -> None:
    assert rank(np.array(sample, float), RobustFor.TAIL) == pytest.approx(naive_tail(sample), abs=2e-6)


@pytest.mark.parametrize("robust_for", RobustFor)
@pytest.mark.parametrize("number", [20, 33])
def test_the_bootstrap_draws_both_plans_in_the_same_futures(robust_for: RobustFor, number: int) -> None:
    """The ends are those of resamples in which each plan is reckoned anew, as a sample of its own."""
    random = np.random.default_rng(number)
    first, second = (random.integers(-9, 9, (number, 4)).astype(float) for _ in range(2))
    drawn, differences = np.random.default_rng(5), []
    for _ in range(RESAMPLES):
        again = drawn.integers(0, number, number)
        differences.append(np.subtract(rank(first[again], robust_for), rank(second[again], robust_for)))
    low, high = np.percentile(differences, BETWEEN, axis=0)
    found = paired(first, second, robust_for, 5)
    assert found.low[:4].tolist() == pytest.approx(low.tolist(), abs=1e-5)
    assert found.high[:4].tolist() == pytest.approx(high.tolist(), abs=1e-5)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_the_tail_is_that_of_rockafellar_and_uryasev(people: list[int]) -> None:
    """Their minimum over thresholds t of t + E[(loss - t)+] / 0.1, which is at one of the losses."""
    values = np.zeros((len(people), 4))
    values[:, 0] = people
    losses = -np.array(people, dtype=float)
    formula = min(t + np.maximum(losses - t, 0).mean() / 0.1 for t in losses)
    assert rank(values, RobustFor.TAIL)[0] == pytest.approx(-formula, abs=1e-5)


rows = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(-9, 0))


@given(st.lists(rows, min_size=1, max_size=30), st.randoms(use_true_random=False), st.sampled_from(RobustFor))
def test_the_order_of_futures_does_not_matter(
    sample: list[tuple[int, int, int, int]], random: Random, robust_for: RobustFor
) -> None:
    shuffled = sample.copy()
    random.shuffle(shuffled)
    assert rank(np.array(sample, float), robust_for) == rank(np.array(shuffled, float), robust_for)


@given(st.lists(rows, min_size=1, max_size=30), st.sampled_from(RobustFor))
def test_a_plan_that_is_better_in_every_future_is_better(
    sample: list[tuple[int, int, int, int]], robust_for: RobustFor
) -> None:
    """One more person of priority 1 in each, whatever else gets worse."""
    better = [(first + 1, 0, 0, -9) for first, *_ in sample]
    assert rank(np.array(better, float), robust_for) > rank(np.array(sample, float), robust_for)


def test_people_of_a_higher_priority_count_before_all_others() -> None:
    urgent, many = np.array([[1.0, 0, 0, -9]]), np.array([[0.0, 50, 50, -1]])
    assert rank(urgent, RobustFor.MEAN) > rank(many, RobustFor.MEAN)


def test_worth_has_the_value_in_the_unit_of_the_objective() -> None:
    sample = np.array([[1.0, 2.0, 3.0, -600.0]])
    found = worth(sample, RobustFor.MEAN, Objective.COMPLETION)
    assert (found.people_out_by_priority, found.people_out, found.value) == ((1, 2, 3), 6, 600)
    assert worth(-sample, RobustFor.MEAN, Objective.BEFORE_BREAKDOWN).value == 600


def test_a_difference_that_is_the_same_in_every_future_is_certain() -> None:
    """Two plans that share all bad days differ by what they differ, however bad the days are."""
    random = np.random.default_rng(1)
    second = np.column_stack((np.zeros((80, 2)), np.full(80, 5.0), -random.integers(0, 90_000, 80)))
    first = second + np.array([0, 0, 1, -60])
    for robust_for in RobustFor:
        found = paired(first, second, robust_for, 1)
        assert (found.people.value, found.people.low, found.people.high) == (1, 1, 1)
        late = found.value(Objective.COMPLETION)
        assert (late.value, late.low, late.high) == pytest.approx((60, 60, 60))
        assert found.convincing


def test_the_interval_of_a_mean_is_that_of_the_central_limit_theorem() -> None:
    random = np.random.default_rng(2)
    first, second = np.zeros((400, 4)), np.zeros((400, 4))
    first[:, 3] = random.normal(100.0, 50.0, 400)
    found = paired(first, second, RobustFor.MEAN, 3).value(Objective.BEFORE_BREAKDOWN)
    half = 1.96 * first[:, 3].std() / 20
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=1.0)


def test_what_may_be_chance_convinces_nobody() -> None:
    """Better in 21 of 40 futures, worse in 19."""
    first, second = np.zeros((40, 4)), np.zeros((40, 4))
    first[:, 0] = [1] * 21 + [-1] * 19
    assert rank(first, RobustFor.MEAN) > rank(second, RobustFor.MEAN)
    assert not paired(first, second, RobustFor.MEAN, 1).convincing


def test_a_sure_gain_of_time_convinces_where_people_differ_by_chance_only() -> None:
    first, second = np.zeros((40, 4)), np.zeros((40, 4))
    first[:, 0] = [1] * 21 + [-1] * 19
    first[:, 3] = 600
    assert paired(first, second, RobustFor.MEAN, 1).convincing
    first[:, 1] = -1
    assert not paired(first, second, RobustFor.MEAN, 1).convincing
