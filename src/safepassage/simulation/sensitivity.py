"""What drives the spread of an ensemble: Sobol's first-order index of each cause.

The index of cause i is S_i = Var(E[Y | X_i]) / Var(Y): the share of the variance of a figure Y that would go if cause i
were known beforehand (Sobol', Mathematical Modelling and Computational Experiment 1, 1993). It is estimated by pick and
freeze: run r is simulated once as it is, Y_r, and once more with the draws of cause i as they are and all others from
another seed, Y'_r. As each draw has a name, that is one key a cause. Then

    S_i = 1 - mean((Y_r - Y'_r)²) / (2 Var(Y))

(Jansen, Computer Physics Communications 117, 1999), with the variance over both, which is the efficient choice (Janon
et al., ESAIM: Probability and Statistics 18, 2014). Intervals are those of the jackknife over GROUPS groups of runs
(Quenouille 1956, Tukey 1958), so that room does not grow with runs.

Y is the moment when the last one is out, if all come out in every run, also in those simulated for it. Otherwise that
moment is not known for all of them, and Y is how many come out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from math import sqrt

import numpy as np

from safepassage.domain.outcome import COMPLETION_SECONDS, PEOPLE_OUT, CauseShare, Sensitivity
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats
from safepassage.simulation.chunks import simulate_chunk
from safepassage.simulation.crew import ALONE, Crew, chunks_of
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import is_complete
from safepassage.simulation.uncertainty import Cause, field_of

OTHER_SEED = 0x2545F4914F6CDD1D
"""Combined with a seed it gives another one, which nobody is likely to have chosen."""

GROUPS = 20
T_95 = 2.093
"""Student's t with GROUPS - 1 degrees of freedom below which 97.5 % lie."""

FIGURES = (c.COMPLETION - c.FACTS, c.OUT - c.FACTS)
COUNT, SUM, SQUARES, APART = range(4)
"""Sums over pairs of runs: pairs, figures of both, their squares, and squared differences."""


def uncertain_causes(uncertainty: Uncertainty) -> tuple[str, ...]:
    """Give the names of the causes that are uncertain, in the order of the domain."""
    drawn = {field_of(cause) for cause in Cause}
    names = (each.name for each in fields(uncertainty) if each.name in drawn)
    return tuple(name for name in names if _varies(uncertainty, name))


def _varies(uncertainty: Uncertainty, name: str) -> bool:
    if name == "roads":
        return any(road.closes.varies for road in uncertainty.roads)
    return bool(getattr(uncertainty, name).varies)


def sensitivity(
    prepared: Prepared,
    policy: Policy = TIMETABLE,
    uncertainty: Uncertainty = CERTAINTY,
    *,
    runs: int,
    seed: int = 1,
    crew: Crew = ALONE,
    watch: Callable[[int], None] | None = None,
) -> Sensitivity:
    """Give the first-order index of each uncertain cause, from runs 0 to `runs - 1`.

    It simulates `runs` runs for each uncertain cause and as many once more. `watch` is called with how many are done.
    """
    names = uncertain_causes(uncertainty)
    memory = lay_out(prepared, policy, uncertainty, spans=1)
    shared = [crew.share(each) for each in (memory, *(_frozen(memory, name) for name in names))]
    pairs = [Pairs() for _ in names]
    tasks = ((each, prepared.planned_out, seed, *chunk) for chunk in chunks_of(runs) for each in shared)
    results = crew.each(simulate_chunk, tasks)
    done = 0
    for first, count in chunks_of(runs):
        as_it_is = next(results).values
        for found in pairs:
            found.add(first, as_it_is, next(results).values)
        done += count * len(shared)
        if watch is not None:
            watch(done)
    figure = 0 if all(found.complete for found in pairs) else 1
    return Sensitivity(
        figure=(COMPLETION_SECONDS, PEOPLE_OUT)[figure],
        runs=runs * len(shared),
        causes=tuple(found.share(name, figure) for name, found in zip(names, pairs, strict=True)),
    )


def _frozen(memory: Memory, name: str) -> Memory:
    """Give a memory in which one cause keeps its draws, and all others have those of another seed."""
    other = memory.again()
    at, width = other.addresses["causes"], c.CAUSES.width
    for number in range(other.rows["causes"]):
        cause = Cause(number) if number < len(Cause) else Cause.ROADS
        if field_of(cause) != name:
            other.image[at + number * width + c.OTHER_SEED] = OTHER_SEED
    return other


@dataclass(slots=True)
class Pairs:
    """Sums over pairs of runs that share the draws of one cause, `(2, GROUPS, 4)`: for both FIGURES.

    `complete` tells whether all came out in all runs so far.
    """

    sums: Floats = field(default_factory=lambda: np.zeros((len(FIGURES), GROUPS, APART + 1)))
    complete: bool = True

    def add(self, first: int, as_it_is: Floats, shared: Floats) -> None:
        """Add pairs of runs from run `first` on."""
        self.complete &= bool(is_complete(as_it_is).all() and is_complete(shared).all())
        groups = (first + np.arange(len(as_it_is))) % GROUPS
        for number, figure in enumerate(FIGURES):
            one, two = as_it_is[:, figure], shared[:, figure]
            rows = np.stack([np.ones(len(one)), one + two, one * one + two * two, (one - two) ** 2], axis=1)
            np.add.at(self.sums[number], groups, rows)

    def share(self, cause: str, figure: int) -> CauseShare:
        """Give the index of the cause for a figure, with its interval; None where it has no spread."""
        sums = self.sums[figure]
        value = index(sums.sum(axis=0))
        without = [each for each in _jackknifed(sums) if each is not None]
        if value is None or len(without) < GROUPS:
            return CauseShare(cause, value, None, None)
        half = T_95 * sqrt((GROUPS - 1) * float(np.var(without)))
        return CauseShare(cause, value, value - half, value + half)


def _jackknifed(sums: Floats) -> Iterator[float | None]:
    """Yield the index without each group of runs; None where the group is empty."""
    total = sums.sum(axis=0)
    for group in sums:
        yield index(total - group) if group[COUNT] else None


def index(sums: Floats) -> float | None:
    """Give the first-order index from sums over pairs; None where the figure has no spread."""
    if not sums[COUNT]:
        return None
    middle = sums[SUM] / (2 * sums[COUNT])
    variance = sums[SQUARES] / (2 * sums[COUNT]) - middle * middle
    if variance <= 1e-12 * max(middle * middle, 1.0):
        return None
    return float(1.0 - sums[APART] / (2 * sums[COUNT] * variance))
