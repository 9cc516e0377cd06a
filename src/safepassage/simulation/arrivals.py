"""Who came out when in each run, for those who weigh runs themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.domain.events import GroupsStayed, GroupsTurnedBack
from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Integers
from safepassage.simulation.decoding import decoded
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.facts import ALIGHTED, AT, CODE, COUNT, OF
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.policy import Policy
from safepassage.simulation.preparing.tables import Prepared


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The alightings of one run at destinations: second, priority and persons of each, `(num_alightings,)`.

    `could` are the persons of each priority who asked to leave and neither stayed nor were turned back, `(3,)`.
    """

    at_s: Integers
    priority: Integers
    persons: Integers
    could: Integers


def arrivals(
    prepared: Prepared, policy: Policy, uncertainty: Uncertainty, *, seed: int, first: int, end: int
) -> Iterator[Arrivals]:
    """Simulate the runs from `first` to before `end` and yield who came out; the same runs as of an ensemble."""
    memory = lay_out(prepared.tables, policy, uncertainty, keep_log=True)
    asked = np.zeros(3, dtype=np.int64)
    for row in prepared.scenario.people:
        asked[row.priority - 1] += row.persons
    some_stay = uncertainty.staying.chance > 0 or uncertainty.turned_back.chance > 0
    for run in range(first, end):
        simulate_run(memory.cells, memory.image, seed, run)
        could = asked - _not_coming(prepared, memory) if some_stay else asked
        yield _arrivals(memory, prepared, could)


def _arrivals(memory: Memory, prepared: Prepared, could: Integers) -> Arrivals:
    log = memory.log()
    alighted = log[log[:, CODE] == ALIGHTED]
    moves = prepared.tables["moves"][(alighted[:, OF] - memory.addresses["moves"]) // c.MOVES.width]
    out = moves[:, c.WHAT] == c.ALIGHT
    rows = prepared.tables["rows"][moves[out, c.ROW]]
    return Arrivals(
        at_s=alighted[out, AT],
        priority=rows[:, c.PRIORITY],
        persons=rows[:, c.PERSONS] * alighted[out, COUNT],
        could=could,
    )


def _not_coming(prepared: Prepared, memory: Memory) -> Integers:
    """Count the persons of each priority who decided to stay or were turned back, `(3,)`."""
    rows = {row.id: row for row in prepared.scenario.people}
    persons = np.zeros(3, dtype=np.int64)
    for fact in decoded(prepared, memory, memory.log()):
        if isinstance(fact, GroupsStayed | GroupsTurnedBack):
            persons[rows[fact.people].priority - 1] += fact.groups * rows[fact.people].group_size
    return persons
