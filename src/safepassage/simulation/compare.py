"""Plans compared on common random numbers: each in the same runs, figure by figure against the first plan.

What happens to both plans is drawn the same (Law, Simulation Modeling and Analysis, 5th edition 2015, section 11.2), so
the difference within a run says much more than the difference of two means: it is what is averaged here, and its
interval is that of paired differences. The time aboard is, as in an outcome, a ratio of sums over all runs, and so is
what it differs by.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from safepassage.domain.comparison import ComparedFigure, ComparedPlan, Comparison
from safepassage.domain.outcome import CONFIDENCE, Estimate, PolicyUsed
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats
from safepassage.simulation.chunks import simulate_chunk
from safepassage.simulation.crew import ALONE, Crew, chunks_of
from safepassage.simulation.estimates import mean, ratio, ratio_apart, share
from safepassage.simulation.memory import lay_out
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import is_complete

COMPLETE = "complete"
BY_PRIORITY = ("people_out_1", "people_out_2", "people_out_3")
COMPLETION = "completion_seconds"
MEAN_ABOARD = "mean_aboard_seconds"
FIGURES = (
    "people_out",
    *BY_PRIORITY,
    COMPLETE,
    COMPLETION,
    MEAN_ABOARD,
    "people_aboard_too_long",
    "danger_person_seconds",
    "harm_loaded",
)
"""What is compared, in this order."""

ABOARD_S, GOT_OFF = "aboard_seconds", "got_off"
"""Figures whose ratio is the time aboard."""

Values = Mapping[str, Floats]


def compare(
    plans: Mapping[str, Prepared],
    policy: Policy = TIMETABLE,
    uncertainty: Uncertainty = CERTAINTY,
    *,
    runs: int,
    seed: int = 1,
    crew: Crew = ALONE,
    watch: Callable[[int], None] | None = None,
) -> Comparison:
    """Simulate runs 0 to `runs - 1` of each plan, and set each plan against the first one.

    Parameters
    ----------
    plans
        By name, all of the same scenario; at least one.
    watch
        Called with how many runs of all plans are done.
    """
    pairs = [Pairs() for _ in plans]
    shared = [crew.share(lay_out(each, policy, uncertainty, spans=1)) for each in plans.values()]
    operations = list(zip(shared, plans.values(), strict=True))
    tasks = ((memory, each.planned_out, seed, *chunk) for chunk in chunks_of(runs) for memory, each in operations)
    results = crew.each(simulate_chunk, tasks)
    done = 0
    for _, count in chunks_of(runs):
        values = [each.values_of(next(results).values) for each in pairs]
        for each, found in zip(pairs, values, strict=True):
            each.add(found, values[0])
        done += count * len(pairs)
        if watch is not None:
            watch(done)
    scenario = next(iter(plans.values())).scenario
    return Comparison(
        scenario=scenario.name,
        scenario_digest=scenario.digest,
        runs=runs,
        seed=seed,
        policy=PolicyUsed(policy.ahead_s, policy.patience_s),
        uncertainty=uncertainty,
        confidence=CONFIDENCE,
        plans=tuple(_plan(name, plans[name], each, pairs[0], runs) for name, each in zip(plans, pairs, strict=True)),
    )


def _plan(name: str, prepared: Prepared, pairs: "Pairs", of_first: "Pairs", runs: int) -> ComparedPlan:
    first = pairs is of_first
    return ComparedPlan(
        plan=name,
        planned_out=prepared.planned_out,
        planned_completion_s=prepared.plan.completion_seconds,
        figures=tuple(pairs.figures(first=first, risky=any(link.risk for link in prepared.scenario.links))),
        better=None if first else share(pairs.better, runs),
        worse=None if first else share(pairs.worse, runs),
    )


@dataclass(slots=True)
class Pairs:
    """Sums over pairs of runs, one of a plan and one of the first plan; room does not grow with them.

    `own` and `apart` are `(num_figures, 3)`: how many runs have the figure, its sum and its sum of squares; of the
    plan, and of the differences. Those of MEAN_ABOARD stay 0: `aboard` and `aboard_apart` stand for them.
    """

    own: Floats = field(default_factory=lambda: np.zeros((len(FIGURES), 3)))
    apart: Floats = field(default_factory=lambda: np.zeros((len(FIGURES), 3)))
    aboard: "Ratios" = field(default_factory=lambda: Ratios(2))
    aboard_apart: "Ratios" = field(default_factory=lambda: Ratios(4))
    better: int = 0
    worse: int = 0

    def values_of(self, values: Floats) -> Values:
        """Give the figures of each run, from a chunk's values; NaN where a run has none."""
        complete = is_complete(values)
        return {
            "people_out": values[:, c.OUT - c.FACTS],
            "people_out_1": values[:, c.OUT_1 - c.FACTS],
            "people_out_2": values[:, c.OUT_2 - c.FACTS],
            "people_out_3": values[:, c.OUT_3 - c.FACTS],
            COMPLETE: complete.astype(float),
            COMPLETION: np.where(complete, values[:, c.COMPLETION - c.FACTS], np.nan),
            ABOARD_S: values[:, c.ABOARD_S - c.FACTS],
            GOT_OFF: values[:, c.GOT_OFF - c.FACTS],
            "people_aboard_too_long": values[:, c.TOO_LONG - c.FACTS],
            "danger_person_seconds": values[:, c.DANGER_S - c.FACTS],
            "harm_loaded": values[:, c.HARM_LOADED - c.FACTS] / c.HARM_UNITS,
        }

    def add(self, mine: Values, first: Values) -> None:
        """Add runs of the plan, and the same runs of the first one."""
        for number, name in enumerate(FIGURES):
            if name != MEAN_ABOARD:
                _add(self.own[number], mine[name])
                _add(self.apart[number], mine[name] - first[name])
        of_mine, of_first = ([values[ABOARD_S], values[GOT_OFF]] for values in (mine, first))
        self.aboard.add(np.array(of_mine))
        self.aboard_apart.add(np.concatenate([np.array(of_mine) - np.array(of_first), np.array(of_first)]))
        order = _order(mine, first)
        self.better += int(np.count_nonzero(order > 0))
        self.worse += int(np.count_nonzero(order < 0))

    def figures(self, *, first: bool, risky: bool) -> Iterator[ComparedFigure]:
        """Yield each figure; those of danger only if a road has a risk."""
        for name, own, apart in zip(FIGURES, self.own, self.apart, strict=True):
            if name == MEAN_ABOARD:
                yield self._mean_aboard(first=first)
            elif risky or name not in ("danger_person_seconds", "harm_loaded"):
                middle = share(int(own[1]), int(own[0])) if name == COMPLETE else _mean(own)
                yield ComparedFigure(name, middle, None if first else _mean(apart), int(apart[0]))

    def _mean_aboard(self, *, first: bool) -> ComparedFigure:
        """Give the seconds aboard of each person who gets off in any run."""
        apart, runs = self.aboard_apart, self.aboard.runs
        difference = None if first else ratio_apart(apart.sums, apart.products, runs)
        return ComparedFigure(MEAN_ABOARD, self.aboard.ratio(), difference, runs)


class Ratios:
    """Sums over runs of some figures, `(num_figures,)`, and of their products, `(num_figures, num_figures)`."""

    def __init__(self, num_figures: int) -> None:
        self.runs = 0
        self.sums: Floats = np.zeros(num_figures)
        self.products: Floats = np.zeros((num_figures, num_figures))

    def add(self, values: Floats) -> None:
        """Add the figures of more runs, `(num_figures, num_runs)`."""
        self.runs += values.shape[1]
        self.sums += values.sum(axis=1)
        self.products += values @ values.T

    def ratio(self) -> Estimate:
        """Give the ratio of the first figure to the second."""
        tops, bottoms = zip(self.sums.tolist(), self.products.diagonal().tolist(), strict=True)
        return ratio(tops, bottoms, float(self.products[0, 1]), self.runs)


def _add(sums: Floats, values: Floats) -> None:
    known = values[~np.isnan(values)]
    sums += (len(known), known.sum(), np.square(known).sum())


def _mean(sums: Floats) -> Estimate:
    return mean(float(sums[1]), float(sums[2]), int(sums[0]))


def _order(mine: Values, first: Values) -> Floats:
    """Tell for each run which plan does better: above 0 mine, below 0 the first one, 0 neither."""
    order = np.zeros(len(mine[COMPLETE]))
    for name in BY_PRIORITY:
        order = np.where(order == 0, np.sign(mine[name] - first[name]), order)
    earlier = np.nan_to_num(np.sign(first[COMPLETION] - mine[COMPLETION]))
    return np.where(order == 0, earlier, order)
