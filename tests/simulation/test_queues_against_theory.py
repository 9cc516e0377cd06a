"""Waits at a crossing are those of queueing theory: M/M/c and M/D/c.

Cars come as a Poisson process and are checked by `lanes`. Each figure is the mean of 20 independent replications of
9,000 cars, the first 1,000 of which are not counted, so that the queue has filled. Theory must lie within Student's
99.99 % confidence interval, and the interval must be narrow enough to tell theories apart. Seeds are fixed, so a test
that passes once always passes; a right engine would fail with one choice of seeds in ten thousand.
"""

from functools import cache
from math import sqrt

import numpy as np
import pytest

from safepassage.domain.uncertainty import CERTAINTY, Shape, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, Prepared, prepare, simulate
from safepassage.simulation.arrays import Floats
from safepassage.simulation.columns import AVAILABLE_FROM
from safepassage.simulation.facts import AT, CHECK_BEGAN, CODE, OF, QUEUED, WHO
from tests.simulation.operations import queue_at_a_crossing
from tests.simulation.queueing_theory import (
    erlang_c,
    wait_by_cosmetatos,
    wait_with_constant_checks,
    wait_with_exponential_checks,
)

CHECK_S = 100_000
"""Long checks, so that whole seconds round nothing that matters."""
REPLICATIONS, CARS, WARM_UP = 20, 9000, 1000
STUDENT = 4.8975
"""Student's t with 19 degrees of freedom, two-sided 99.99 %."""

EXPONENTIAL = Uncertainty(check=Spread(shape=Shape.EXPONENTIAL))

CASES = [(1, 0.7), (2, 0.8), (4, 0.85)]
"""Lanes, and the share of time in which each is in use."""


@cache
def crossing_with(lanes: int) -> Prepared:
    """Prepare a crossing with so many lanes, and cars that come in turn."""
    return prepare(*queue_at_a_crossing(range(CARS), CHECK_S, lanes))


def waits(lanes: int, share: float, uncertainty: Uncertainty, replication: int) -> Floats:
    """Give the waits of all cars after the warm-up, in mean checks; each replication has arrivals of its own."""
    prepared = crossing_with(lanes)
    gaps = np.random.default_rng([lanes, replication]).exponential(CHECK_S / (lanes * share), CARS)
    prepared.tables["vehicles"][:, AVAILABLE_FROM] = np.cumsum(gaps)
    log = simulate(prepared, IN_ORDER, uncertainty, seed=replication).log
    queued, began = (log[log[:, CODE] == code] for code in (QUEUED, CHECK_BEGAN))
    at_crossing = queued[np.isin(queued[:, OF], began[:, OF])]
    came, went = (rows[np.argsort(rows[:, WHO])] for rows in (at_crossing, began))
    waited: Floats = (went[:, AT] - came[:, AT])[WARM_UP:] / CHECK_S
    return waited


def interval(values: list[float]) -> tuple[float, float]:
    """Mean of the replications, and half the width of its confidence interval."""
    return float(np.mean(values)), STUDENT * float(np.std(values, ddof=1)) / sqrt(len(values))


@pytest.mark.parametrize(("lanes", "share"), CASES)
def test_exponential_checks_make_cars_wait_as_erlang_says(lanes: int, share: float) -> None:
    found = [waits(lanes, share, EXPONENTIAL, r) for r in range(REPLICATIONS)]
    for theory, values in (
        (wait_with_exponential_checks(lanes, lanes * share), [float(w.mean()) for w in found]),
        (erlang_c(lanes, lanes * share), [float((w > 0).mean()) for w in found]),
    ):
        mean, half = interval(values)
        assert abs(mean - theory) <= half
        assert half < 0.25 * theory


@pytest.mark.parametrize(("lanes", "share"), CASES)
def test_constant_checks_make_cars_wait_as_crommelin_says(lanes: int, share: float) -> None:
    theory = wait_with_constant_checks(lanes, lanes * share)
    mean, half = interval([float(waits(lanes, share, CERTAINTY, r).mean()) for r in range(REPLICATIONS)])
    assert abs(mean - theory) <= half
    assert half < 0.25 * theory
    assert mean + half < wait_with_exponential_checks(lanes, lanes * share)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.9])
def test_the_formula_for_one_lane_is_that_of_pollaczek_and_khinchine(share: float) -> None:
    assert wait_with_constant_checks(1, share) == pytest.approx(share / (2 * (1 - share)), rel=1e-9)


@pytest.mark.parametrize(("lanes", "share"), CASES)
def test_the_formula_agrees_with_a_published_approximation(lanes: int, share: float) -> None:
    assert wait_with_constant_checks(lanes, lanes * share) == pytest.approx(
        wait_by_cosmetatos(lanes, lanes * share), rel=0.02
    )
