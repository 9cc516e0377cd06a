"""What two or more plans are worth on the same futures, with 95 % confidence intervals."""

from dataclasses import dataclass

from safepassage.domain.outcome import Estimate, PolicyUsed
from safepassage.domain.uncertainty import Uncertainty


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A figure of one plan, its mean over runs, and its mean difference to the first plan in the same runs.

    The time aboard is over all persons who get off in any run, as in an outcome: a ratio of sums, and a difference of
    two such ratios.

    `runs` are those over which the difference is: all, or for a moment those in which both plans have it. The
    difference of the first plan is None.
    """

    figure: str
    mean: Estimate
    difference: Estimate | None
    runs: int


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """What one plan is worth.

    `better` is the share of runs in which it does better than the first plan, `worse` in which it does worse: more
    people of priority 1 out, or as many and more of 2, then of 3, then the last one out earlier. None for the first.
    """

    plan: str
    planned_out: int
    planned_completion_s: int
    figures: tuple[ComparedFigure, ...]
    better: Estimate | None
    worse: Estimate | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans of one scenario, each in the same `runs` runs: the first, and the others set against it."""

    scenario: str
    scenario_digest: str
    runs: int
    seed: int
    policy: PolicyUsed
    uncertainty: Uncertainty
    confidence: float
    plans: tuple[ComparedPlan, ...]
