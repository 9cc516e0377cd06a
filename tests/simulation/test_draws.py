"""Random numbers: of the distributions that they claim, and each by its name alone."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.uncertainty import Shape, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, TIMETABLE, prepare
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats
from safepassage.simulation.draws import mix, normal_quantile, set_streams, stream_key, takes_s, uniform
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.uncertainty import Cause
from tests.simulation.operations import random_operation

MANY = 20_000


def uniforms(seed: int, run: int, cause: Cause) -> Floats:
    key = np.uint64(stream_key(seed, run, int(cause)))
    return np.array([uniform(key, np.uint64(number)) for number in range(MANY)])


@given(st.floats(1e-300, 1 - 1e-16))
def test_the_normal_quantile_is_that_of_the_standard_library(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-14, abs=1e-15)


def test_scrambling_is_that_of_splitmix64() -> None:
    """The first three numbers of the published generator with seed 1234567."""
    golden = 0x9E3779B97F4A7C15
    states = [(1234567 + n * golden) % 2**64 for n in (1, 2, 3)]
    assert [int(mix(np.uint64(state))) for state in states] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_draws_are_uniform_and_streams_do_not_resemble_each_other() -> None:
    """By the 99.99 % point of Kolmogorov and Smirnov, 2.23, and by correlation within four standard errors."""
    streams = [uniforms(1, 0, Cause.TRAVEL), uniforms(1, 0, Cause.CHECK), uniforms(1, 1, Cause.TRAVEL)]
    for drawn in streams:
        steps = np.arange(MANY) / MANY
        assert np.abs(np.sort(drawn) - steps).max() * np.sqrt(MANY) < 2.23
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.corrcoef(streams[one], streams[other])[0, 1]) < 4 / np.sqrt(MANY)


@pytest.mark.parametrize(
    ("spread", "cv"), [(Spread(cv=0.4), 0.4), (Spread(shape=Shape.EXPONENTIAL), 1.0), (Spread(cv=1.2), 1.2)]
)
def test_factors_have_mean_one_and_the_deviation_asked_for(spread: Spread, cv: float) -> None:
    memory, vehicle = a_memory(Uncertainty(check=spread))
    set_streams(memory.cells, 7, 0)
    drawn = np.array([_takes(memory, vehicle, visit, Cause.CHECK, 10**6) for visit in range(MANY)]) / 10**6
    assert drawn.mean() == pytest.approx(1.0, abs=4 * cv / np.sqrt(MANY))
    assert drawn.std() == pytest.approx(cv, rel=0.1)


def test_a_common_factor_is_the_same_for_all_times_of_a_run_and_another_in_each_run() -> None:
    memory, vehicle = a_memory(Uncertainty(travel=Spread(common_cv=0.3)))
    common = set()
    for run in range(20):
        set_streams(memory.cells, 7, run)
        times = {_takes(memory, vehicle, visit, Cause.TRAVEL, 10**6) for visit in range(10)}
        assert len(times) == 1
        common |= times
    assert len(common) == 20


def test_another_policy_or_cause_leaves_the_draws_alone() -> None:
    """What a drive takes depends neither on the policy nor on what else is uncertain."""
    only_travel, all_causes = Uncertainty(travel=Spread(0.3)), Uncertainty(Spread(0.3), Spread(0.3), Spread(0.3))
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    drawn = []
    for policy, uncertainty in ((TIMETABLE, only_travel), (IN_ORDER, all_causes)):
        memory = lay_out(prepared, policy, uncertainty)
        set_streams(memory.cells, 7, 3)
        drawn.append([_takes(memory, memory.addresses["vehicles"], v, Cause.TRAVEL, 10**6) for v in range(50)])
    assert drawn[0] == drawn[1]


def a_memory(uncertainty: Uncertainty) -> tuple[Memory, int]:
    """Give a memory, and the address of a vehicle in it."""
    scenario, plan = random_operation(1)
    memory = lay_out(prepare(scenario, plan), TIMETABLE, uncertainty)
    return memory, memory.addresses["vehicles"]


def _takes(memory: Memory, vehicle: int, visit: int, cause: Cause, planned_s: int) -> int:
    memory.cells[vehicle + c.STOP] = memory.cells[vehicle + c.FIRST_STOP] + visit * c.STOP_WIDTH
    return takes_s(memory.cells, vehicle, int(cause), planned_s)
