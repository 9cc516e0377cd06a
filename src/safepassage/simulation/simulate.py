"""One run with its stream of facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.domain.events import Fact
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.simulation.arrays import Integers
from safepassage.simulation.decoding import decoded
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its log, `(num_facts, 5)`, and the memory with the figures that the engine counted as it went."""

    prepared: Prepared
    memory: Memory
    log: Integers

    def facts(self) -> Iterator[Fact]:
        """Yield the stream of facts."""
        return decoded(self.prepared, self.memory, self.log)


def simulate(
    prepared: Prepared,
    policy: Policy = TIMETABLE,
    uncertainty: Uncertainty = CERTAINTY,
    *,
    seed: int = 1,
    run: int = 0,
) -> Run:
    """Simulate one run of an ensemble, with its stream; `run` counts from 0.

    The same seed and run give the same facts, whether they are simulated alone or among others.
    """
    memory = lay_out(prepared, policy, uncertainty, keep_log=True)
    simulate_run(memory.cells, memory.image, seed, run)
    return Run(prepared, memory, memory.log().copy())
