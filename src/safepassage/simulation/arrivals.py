"""Who came out when in each run, for those who weigh runs themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.domain.events import GroupsStayed, GroupsTurnedBack, PeopleRegistered
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

    `could` are the persons of each priority who were there and neither stayed nor were turned back, `(3,)`.
    """

    at_s: Integers
    priority: Integers
    persons: Integers
    could: Integers


def arrivals(
    prepared: Prepared, policy: Policy, uncertainty: Uncertainty, *, seed: int, first: int, end: int
) -> Iterator[Arrivals]:
    """Simulate the runs from `first` to before `end` and yield who came out; the same runs as of an ensemble."""
    memory = lay_out(prepared, policy, uncertainty, keep_log=True)
    asked = np.zeros(3, dtype=np.int64)
    for row in prepared.scenario.people:
        asked[row.priority - 1] += row.persons
    causes = (uncertainty.staying, uncertainty.turned_back, uncertainty.counts)
    as_asked = all(each.changes_nothing for each in causes)
    for run in range(first, end):
        simulate_run(memory.cells, memory.image, seed, run)
        yield _arrivals(memory, asked if as_asked else _could(prepared, memory))


def _arrivals(memory: Memory, could: Integers) -> Arrivals:
    cells, log = memory.cells, memory.log()
    alighted = log[log[:, CODE] == ALIGHTED]
    out = alighted[cells[alighted[:, OF] + c.WHAT] == c.ALIGHT]
    rows = cells[out[:, OF] + c.ROW]
    return Arrivals(
        at_s=out[:, AT].copy(),
        priority=cells[rows + c.PRIORITY],
        persons=cells[rows + c.PERSONS] * out[:, COUNT],
        could=could,
    )


def _could(prepared: Prepared, memory: Memory) -> Integers:
    """Count the persons of each priority who were there and neither stayed nor were turned back, `(3,)`."""
    rows = {row.id: row for row in prepared.scenario.people}
    persons = np.zeros(3, dtype=np.int64)
    for fact in decoded(prepared, memory, memory.log()):
        if isinstance(fact, PeopleRegistered | GroupsStayed | GroupsTurnedBack):
            row = rows[fact.people]
            groups = fact.groups if isinstance(fact, PeopleRegistered) else -fact.groups
            persons[row.priority - 1] += groups * row.group_size
    return persons
