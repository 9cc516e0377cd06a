"""Exact re-plans in other processes: the plan of before is the fallback, and the judge looks at whatever is used."""

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from dataclasses import dataclass, replace
from typing import TypeVar

from safepassage.domain.options import Replan
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify

WAKE_S = 0.2
"""Seconds after which somebody who waits for re-plans looks whether to go on."""

Heard = Callable[[str, int, int], None]
"""Hears what is being planned, how many re-plans of it are done, and of how many."""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a re-plan is: seconds at most, the seed of the search, and changes to try at most."""

    time_limit_s: float
    seed: int
    iterations: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """One re-plan: a scenario, the effort, and plans that keep its terms as well, the best of them a fallback."""

    scenario: Scenario
    effort: Effort
    fallbacks: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan known for some terms, and the search's own plan, without itineraries, with what it proved.

    With `stands`, the best plan is one that keeps stricter terms too.
    """

    plan: Plan
    proven: Plan
    stands: bool = False

    @property
    def replan(self) -> Replan:
        """What the plan does, and what is proven; a bound on the time counts if the plan brings out as many."""
        ours, theirs = self.plan.people_out_by_priority, self.proven.people_out_by_priority
        as_many = all(own >= other for own, other in zip(ours, theirs, strict=True))
        bound = int(self.proven.bound) if as_many and self.proven.bound is not None else None
        return Replan(
            people_out=self.plan.people_out,
            people_out_by_priority=ours,
            people_out_bound=self.proven.people_out_bound,
            people_out_bound_by_priority=self.proven.people_out_bound_by_priority,
            completion_s=self.plan.completion_seconds,
            completion_bound_s=None if bound is None else min(bound, self.plan.completion_seconds),
            stands=self.stands,
        )

    def at_least(self, plan: Plan) -> "Found":
        """Give the same with a plan for stricter terms, if that one is better."""
        return Found(plan, self.proven, True) if better(plan, self.plan) else self


def replan(task: Task) -> Found:
    """Plan a scenario to finish early, whatever its own objective; a fallback stays if the search finds nothing better.

    The judge looks at whichever plan is used.
    """
    scenario = replace(task.scenario, objective=Objective.COMPLETION)
    effort = task.effort
    plan = solve(scenario, time_limit_s=effort.time_limit_s, seed=effort.seed, max_iterations=effort.iterations)
    for best in sorted((plan, *task.fallbacks), key=worth_key, reverse=True):
        if keeps(scenario, best):
            return Found(best, replace(plan, itineraries=(), remaining=()), best is not plan)
    raise AssertionError("the judge accepts none of the plans for changed terms")


def worth_key(plan: Plan) -> tuple[int, int, int, int]:
    """Give the order of plans, the best greatest: people by priority, then early completion."""
    return (*plan.people_out_by_priority, -plan.completion_seconds)


def better(one: Plan, other: Plan) -> bool:
    """Whether one plan brings out more by priority than another, or as many and earlier."""
    return worth_key(one) > worth_key(other)


def keeps(scenario: Scenario, plan: Plan) -> bool:
    """Whether a plan, made for other terms, keeps these; what is proven of it does not matter."""
    unproven = replace(
        plan,
        scenario=scenario.name,
        objective=scenario.objective,
        bound=None,
        proof=Proof.NONE,
        people_out_bound=scenario.persons,
        people_out_bound_by_priority=_asked(scenario),
    )
    return verify(scenario, unproven).ok


def _asked(scenario: Scenario) -> tuple[int, int, int]:
    asked = [0, 0, 0]
    for row in scenario.people:
        asked[row.priority - 1] += row.persons
    return asked[0], asked[1], asked[2]


@dataclass
class Desk:
    """Hands re-plans to an executor and hears when they are done; `stopped` is asked often.

    Whoever made the executor ends what is still going on in it.
    """

    executor: Executor
    heard: Heard
    stopped: Callable[[], bool]
    done: int = 0

    def all(self, tasks: Mapping[Key, Task], what: str) -> dict[Key, Found]:
        """Give what was found for each task, in their order; if stopped, for those that were done by then."""
        if self.stopped():
            return {}
        handed = {self.executor.submit(replan, task): key for key, task in tasks.items()}
        waiting, finished = set(handed), 0
        while waiting and not self.stopped():
            done, waiting = wait(waiting, WAKE_S, FIRST_COMPLETED)
            finished += len(done)
            self.done += len(done)
            if done:
                self.heard(what, finished, len(handed))
        return {key: future.result() for future, key in handed.items() if future not in waiting}
