"""A second implementation, in SimPy, comes to the same figures, fact for fact."""

import pytest

from benchmarks.rehearsal import POLICIES, race
from benchmarks.runner import PEERS_HOME
from safepassage.simulation import prepare
from tests.simulation.operations import random_operation


@pytest.mark.skipif(not (PEERS_HOME / ".installed").exists(), reason="SimPy lives in the environment of make bench")
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", [1, 2, 5, 6])
def test_simpy_agrees(seed: int, policy: str) -> None:
    """`race` raises if any figure differs; who is faster decides nothing."""
    scenario, plan = random_operation(seed)
    assert race(policy, POLICIES[policy], prepare(scenario, plan)).facts > 0
