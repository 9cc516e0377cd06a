"""Earliest deadlines by bisection, for packages that know deadlines but cannot minimise the last arrival."""

from collections.abc import Callable
from math import inf

from benchmarks.peers.greedy import dispatch
from benchmarks.peers.plans import plan_of
from benchmarks.peers.trips import Case, Limits, Programs, nominal_ends

Attempt = Callable[[float, float], Programs | None]
"""Plans for a deadline, in at most so many seconds; None without a plan. A plan may be late."""

ROUNDS = 6
"""The time is shared by so many attempts; those that end sooner leave theirs to the others."""

CLOSE = 0.002
"""Bisection ends when the deadlines are so close, as a share."""


def tightened(case: Case, attempt: Attempt, limits: Limits) -> Programs | None:
    """Bisect on the deadline, beginning with the greedy dispatcher's; give the best by people out and last arrival.

    Deadlines are those of vehicles that never wait; what an attempt finds counts as its plan ends in the simulation.
    """
    ends_s = limits.clock() + limits.time_limit_s
    upper = float(max(nominal_ends(case, dispatch(case)).values()))
    lower, deadline, reached = upper / 2, upper, inf
    best: tuple[int, float] | None = None
    answer: Programs | None = None
    while (left_s := ends_s - limits.clock()) > limits.time_limit_s / 100 and upper - lower > CLOSE * upper:
        programs = attempt(deadline, min(left_s, limits.time_limit_s / ROUNDS))
        ends = inf
        if programs is not None:
            plan = plan_of(case, programs)
            if best is None or (-plan.people_out, plan.value) < best:
                best, answer = (-plan.people_out, plan.value), programs
            ends = max(nominal_ends(case, programs).values())
        lower = max(lower, deadline) if ends > deadline else lower
        reached = min(reached, ends)
        upper = reached if reached < inf else 1.5 * deadline
        deadline = upper if reached == inf else (lower + upper) / 2
    return answer
