"""Bounds for the plans that the search arrives at, each proven once, in the time that there is."""

from safepassage.domain.scenario import Objective
from safepassage.planning.solver.bounds import Bounds, OutBound
from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.priced import PricedCost
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.value_bounds import ValueBound, bound_value

LONGEST_PROOF_S, LONGEST_LARGE_PROOF_S, LONGEST_PRICING_S = 4.0, 20.0, 30.0
"""Whole-number proofs end after so many seconds, for nobody can interrupt them; others may take longer."""
PROOF_SHARE, PRICING_SHARE, LAST_PRICING_SHARE = 0.2, 0.25, 0.9
"""Shares of the time left that a proof may take, one by prices, and the last one by prices."""
PATHS_SHARE, WHOLE_SHARES = 0.35, (0.1, 0.3, 0.5)
"""Shares of the time left for bounds from whole paths of seats, and for proofs in whole vehicles, one after another."""


class Prover:
    """Bounds for the plans that the search arrives at, each proven once."""

    def __init__(self, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self.problem, self.bounds, self.budget = problem, bounds, budget
        self.completion = problem.scenario.objective is Objective.COMPLETION
        self.priced = PricedCost(problem, bounds)
        self._proven: dict[Triple, tuple[OutBound, ValueBound]] = {}

    def known(self, out: Triple) -> bool:
        """Whether bounds for plans that bring out so many are known or quickly found."""
        return out in self._proven or (self.bounds.small and self.completion) or out == self.problem.asked

    def quickly(self, out: Triple) -> tuple[OutBound, ValueBound]:
        """Bound people and completion time by the flow of all vehicles together alone."""
        time_limit_s = self._time_limit_s()
        bound = self.bounds.completion(out, time_limit_s)
        return self.bounds.people_out(out, time_limit_s), ValueBound(bound.seconds, bound.explained)

    def _time_limit_s(self) -> float:
        longest_s = LONGEST_LARGE_PROOF_S if self.bounds.large else LONGEST_PROOF_S
        return min(longest_s, max(0.5, PROOF_SHARE * self.budget.left_s))

    def prove(self, out: Triple, latest_s: int, *, last: bool = False) -> tuple[OutBound, ValueBound]:
        """Bound the people and the value for plans that bring out so many of each priority.

        The plan at hand has brought them out at `latest_s`. The `last` proof by prices may take nearly all time left.
        """
        known = self._proven.get(out)
        if known is not None and not (last and known[1].is_cut):
            return known
        time_limit_s, share = self._time_limit_s(), PATHS_SHARE
        if not self.completion:
            share = LAST_PRICING_SHARE if last else PRICING_SHARE
            time_limit_s = min(LONGEST_PRICING_S, max(0.5, share * self.budget.left_s))
        most = self.bounds.people_out(out, time_limit_s) if known is None else known[0]
        bound = bound_value(self.bounds, self.priced, out, latest_s, time_limit_s, self.budget.share(share))
        if known is not None:
            bound = bound.or_better(known[1], self.problem.scenario.objective)
        self._proven[out] = most, bound
        return self._proven[out]

    def settle(self, out: Triple, seconds: int, attempt: int) -> None:
        """Try to prove in whole vehicles that no plan finishes before a time, longer with each attempt."""
        most, bound = self._proven[out]
        if self.completion and bound.value < seconds and attempt < len(WHOLE_SHARES):
            share = WHOLE_SHARES[attempt]
            if self.bounds.settles(out, seconds, share * self.budget.left_s, self.budget.share(share)):
                self._proven[out] = most, ValueBound(seconds, "all that whole vehicles can do by then")
