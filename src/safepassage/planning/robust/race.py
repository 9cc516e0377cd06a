"""Successive halving on common futures, so that simulation goes to the good plans.

All plans meet a few futures, the better half of them meets twice as many, and so on, until those that are left have met
all (Jamieson and Talwalkar, Non-stochastic best arm identification, AISTATS 2016). As all plans meet the same futures,
what differs is the plans.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from safepassage.domain.plan import Plan
from safepassage.domain.robustness import RobustFor
from safepassage.planning.robust.proposals import Proposal
from safepassage.planning.robust.worth import LEAST_FUTURES, Rank, Reals, rank

FIRST_SHARE = 8
"""Of all futures, every so-manieth is met by all plans: three halvings of the plans then lead to all futures."""

Meet = Callable[[int, int], Reals]
"""Gives what a plan is worth in the futures from one number to before another, `(num_futures, 4)`."""


@dataclass
class Runner:
    """A plan in the race: how it was made (None: it is the nominal plan), and the futures that it has met so far."""

    plan: Plan
    proposal: Proposal | None
    meet: Meet
    values: Reals = field(default_factory=lambda: np.zeros((0, 4)))

    def run(self, futures: int) -> None:
        """Go on until so many futures are met."""
        met = len(self.values)
        if met < futures:
            self.values = np.vstack((self.values, self.meet(met, futures)))

    def rank(self, futures: int, robust_for: RobustFor) -> Rank:
        """Give what the plan is worth in the first futures."""
        return rank(self.values[:futures], robust_for)


def race(runners: Sequence[Runner], futures: int, robust_for: RobustFor, spent: Callable[[], bool]) -> list[Runner]:
    """Give those who have met all futures, the best first; of equals the one that stands first.

    When time is spent, who has not met all futures drops out.
    """
    left, number = list(runners), min(futures, max(LEAST_FUTURES, futures // FIRST_SHARE))
    while True:
        for runner in left:
            if spent():
                break
            runner.run(number)
        left = [runner for runner in left if len(runner.values) >= number]
        left.sort(key=lambda runner: runner.rank(number, robust_for), reverse=True)
        if number == futures or not left:
            return left
        left, number = left[: max(2, (len(left) + 1) // 2)], min(futures, 2 * number)
