"""What a plan is worth on a sample of futures, so that any two plans can be compared.

In one future, a plan is worth four figures, compared one after the other as the objectives have it: the persons out of
priority 1, of 2, of 3, and then the objective's value. Greater is better: a value that is to be small is negated.

- `completion`: the moment of the last arrival. If anybody is missing, it is the *horizon*.
- `priority`: the sum of persons times weight times moment; those who are missing count with the horizon.
- `before-breakdown`: the sum of persons times weight times exp(-moment / expected calm); who is missing adds nothing.

Missing is who was to come out by the nominal plan, could have come in this future (who decides to stay or is turned
back could not), and is not out. The horizon is the same for all plans of a scenario: see `horizon_of`.

On a sample, a plan is worth the mean of each figure, or the mean over the worst tenth of its own futures (the
conditional value at risk at 10 %: Rockafellar and Uryasev, Journal of Risk 2, 2000), the futures being in the order of
the four figures. Where a tenth of the futures is no whole number, one of them counts in part. Sums of persons are
compared to a millionth, so that rounding decides nothing.

A plan is better than another by more than chance if the first figure whose difference is not within its 95 % interval
of nothing speaks for it: among many plans, some are better in the sample by chance, and would cost something for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.plan import Plan
from safepassage.domain.robustness import Difference, RobustFor, SampleWorth
from safepassage.domain.scenario import Objective, Scenario

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]

TAIL = 0.1
"""The share of futures that are the tail."""
VALUE, ALL = 3, 4
"""The columns of the value, after the persons of each priority, and of all persons where differences are looked at."""
DAY_S = 86_400
DECIMALS = 6
LEAST_FUTURES = 20
"""Futures at least for choosing among plans.

The bootstrap's percentiles are too narrow for small samples (Hesterberg, What teachers should know about the bootstrap,
The American Statistician 69, 2015). Of two equally good plans, the first seems better by more than chance in 50 % of
samples of a single future, 22 % of two, 7 % of ten and 4 % of twenty (the tail: 4 % of twenty); promised are 2.5 %
(200 to 300 samples of exponential delays each). With fewer than ten, the worst one is all that counts for the tail.
"""
RESAMPLES = 1000
"""Bootstrap samples for an interval (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 19.3)."""
BETWEEN = (2.5, 97.5)
"""Percentiles of the resamples that are the ends of an interval of 95 %."""

Rank = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Future:
    """Who came out in one future: seconds after the start, priority, and persons of each alighting, `(num,)` each.

    `could` are the persons of each priority who could have come, `(3,)`.
    """

    at_s: Integers
    priority: Integers
    persons: Integers
    could: Integers


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How futures of a scenario are measured: who is to come out by priority, `(3,)`, and the horizon in seconds."""

    scenario: Scenario
    planned: Integers
    horizon_s: int

    @classmethod
    def of(cls, scenario: Scenario, nominal: Plan) -> "Yardstick":
        """Give the yardstick that the nominal plan sets."""
        return cls(scenario, np.array(nominal.people_out_by_priority, dtype=np.int64), horizon_of(nominal))

    def measure(self, futures: Iterable[Future]) -> Reals:
        """Give what each future is worth, `(num_futures, 4)`: persons out of priority 1, 2, 3, and the value."""
        return np.array([self._row(future) for future in futures], dtype=np.float64).reshape(-1, VALUE + 1)

    def _row(self, future: Future) -> Rank:
        out = np.bincount(future.priority - 1, weights=future.persons, minlength=3)
        missing = np.maximum(np.minimum(self.planned, future.could) - out, 0)
        return float(out[0]), float(out[1]), float(out[2]), self._value(future, missing)

    def _value(self, future: Future, missing: Reals) -> float:
        objective, weights = self.scenario.objective, np.array(self.scenario.priority_weights)
        last_s = int(future.at_s.max(initial=0))
        late_s = max(self.horizon_s, last_s)
        if objective is Objective.COMPLETION:
            return float(-late_s if missing.any() else -last_s)
        weighted = future.persons * weights[future.priority - 1]
        if objective is Objective.PRIORITY:
            return -float(weighted @ future.at_s + late_s * (weights @ missing))
        return float(weighted @ np.exp(-future.at_s / (self.scenario.expected_calm_s or 1.0)))


def horizon_of(nominal: Plan) -> int:
    """Give twice the time that the nominal plan takes, and a day more than it at least, in seconds."""
    return max(2 * nominal.completion_seconds, nominal.completion_seconds + DAY_S)


def rank(values: Reals, robust_for: RobustFor) -> Rank:
    """Give what a sample, `(num_futures, 4)`, is worth: greater is better, compared figure after figure."""
    figures = np.round(_figures(values, robust_for), DECIMALS)
    return float(figures[0]), float(figures[1]), float(figures[2]), float(figures[VALUE])


def worth(values: Reals, robust_for: RobustFor, objective: Objective) -> SampleWorth:
    """Give the same with the value in the objective's unit."""
    first, second, third, value = rank(values, robust_for)
    return SampleWorth((first, second, third), value if objective is Objective.BEFORE_BREAKDOWN else -value + 0.0)


def _figures(values: Reals, robust_for: RobustFor) -> Reals:
    if robust_for is RobustFor.MEAN:
        return np.asarray(values.mean(axis=0))
    return np.asarray(tail_weights(len(values)) @ values[worst_first(values)])


def worst_first(values: Reals) -> Integers:
    """Give the numbers of the futures, `(num_futures,)`, from the worst to the best."""
    return np.lexsort(values.T[::-1])


def tail_weights(futures: int) -> Reals:
    """Give the weights of futures that stand from the worst to the best, `(futures,)`; they add up to 1."""
    size = TAIL * futures
    return np.asarray(np.clip(size - np.arange(futures), 0.0, 1.0) / size)


@dataclass(frozen=True, slots=True)
class Paired:
    """Differences of two plans in the same futures: each figure's, and its ends of 95 %, `(5,)` each.

    Figures are persons out of priority 1, 2, 3, the value with greater as better, and all persons.
    """

    found: Reals
    low: Reals
    high: Reals

    @property
    def convincing(self) -> bool:
        """Whether the first figure that differs by more than chance speaks for the first plan."""
        deciding = [low > 0 for low, high in zip(self.low[:ALL], self.high[:ALL], strict=True) if low > 0 or high < 0]
        return bool(deciding) and deciding[0]

    @property
    def people(self) -> Difference:
        """The difference of all persons out."""
        return Difference(float(self.found[ALL]), float(self.low[ALL]), float(self.high[ALL]))

    def value(self, objective: Objective) -> Difference:
        """Give the difference of the value in the objective's unit."""
        found, low, high = float(self.found[VALUE]), float(self.low[VALUE]), float(self.high[VALUE])
        if objective is Objective.BEFORE_BREAKDOWN:
            return Difference(found, low, high)
        return Difference(-found + 0.0, -high + 0.0, -low + 0.0)


def paired(first: Reals, second: Reals, robust_for: RobustFor, seed: int) -> Paired:
    """Give by what the first plan is better than the second in the same futures.

    The intervals are percentiles of the bootstrap: futures are drawn again with both plans' figures together.
    """
    one, other = _ordered(first), _ordered(second)
    summed, random, number = _summing(robust_for), np.random.default_rng(seed), len(first)

    def difference(futures: Integers) -> Reals:
        return np.asarray(np.round(summed(*one, futures) - summed(*other, futures), DECIMALS))

    drawn = [difference(random.integers(0, number, number)) for _ in range(RESAMPLES)]
    low, high = np.percentile(np.array(drawn), BETWEEN, axis=0)
    return Paired(difference(np.arange(number)), low, high)


def _ordered(values: Reals) -> tuple[Reals, Integers]:
    """Give the figures of futures from the worst to the best, `(num_futures, 5)`, and each future's place in them."""
    order = worst_first(values)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return np.column_stack((values, values[:, :VALUE].sum(axis=1)))[order], place


def _summing(robust_for: RobustFor) -> Callable[[Reals, Integers, Integers], Reals]:
    def mean(figures: Reals, place: Integers, futures: Integers) -> Reals:
        return np.asarray(figures[place[futures]].mean(axis=0))

    def tail(figures: Reals, place: Integers, futures: Integers) -> Reals:
        return np.asarray(tail_weights(len(futures)) @ figures[np.sort(place[futures])])

    return mean if robust_for is RobustFor.MEAN else tail
