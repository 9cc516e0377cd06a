"""Going on from a plan: keep what has happened and what is committed, plan the rest anew, change little."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from safepassage.domain.done import Done
from safepassage.domain.errors import UnsupportedTermError, UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.replan.announced import open_trips
from safepassage.planning.replan.commitments import commitments
from safepassage.planning.replan.ground import Ground
from safepassage.planning.replan.history import courses, went_as_announced
from safepassage.planning.replan.onward import Effort, best_way_on
from safepassage.planning.replan.remaining import fixed_by, free_vehicles
from safepassage.planning.replan.results import Standing, assembled
from safepassage.planning.replan.timing import Timing
from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.solve import Watch

COST_OF_CHANGE_S = 15
"""Seconds of completion time that leaving one announced trip alone is worth, if nothing is said."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan, how many announced trips it keeps, and what is doubtful in plain sentences."""

    plan: Plan
    kept: int
    notices: tuple[str, ...]


def replan(
    scenario: Scenario,
    plan: Plan,
    now_s: int,
    done: Done | None = None,
    *,
    cost_of_change_s: int = COST_OF_CHANGE_S,
    time_limit_s: float = 20.0,
    seed: int = 1,
    max_iterations: int | None = None,
    prove: bool = True,
    watch: Watch | None = None,
    stopped: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = perf_counter,
) -> Replanned:
    """Go on from a plan at a moment, with the scenario as it is now.

    Parameters
    ----------
    scenario
        A scenario without errors, as it is now.
    plan
        The plan so far, from the same start.
    now_s
        Whole seconds after the start. What began before is kept.
    done
        What really happened; None: everything went as announced.
    cost_of_change_s
        Seconds of completion time that leaving one announced trip alone is worth.
    prove
        Whether to look for bounds and for why people remain, which may take most of the time. Without, and with a clock
        that stands still, the same arguments give the same plan on every machine.

    The other parameters are those of `solve`.

    Raises
    ------
    UnusableInputError
        If plan or done do not belong to the scenario.
    UnsupportedTermError
        If the scenario asks for what this version cannot plan.
    """
    done = done or Done(scenario.name)
    _refuse_other(scenario, plan)
    ground = Ground(scenario)
    found = courses(ground, plan, now_s, done)
    made = commitments(ground, found, now_s, done.lost, frozenset(done.late))
    runs = Timing(ground, made, now_s).all_times()
    announced = open_trips(ground, runs, plan)
    if cost_of_change_s and plan.scenario_digest == scenario.digest and went_as_announced(ground, plan, now_s, done):
        return Replanned(replace(plan, changed=()), len(announced), ())
    fixed = fixed_by(ground, runs)
    free = free_vehicles(ground, runs, now_s, done.lost, dict(done.late))
    standing = Standing(ground, now_s, runs, fixed, free, announced)
    effort = Effort(Budget(time_limit_s, max_iterations, clock, stopped), seed, cost_of_change_s, watch, prove)
    ways_on, bounds = best_way_on(standing, effort)
    return Replanned(*assembled(standing, plan, ways_on, bounds, cost_of_change_s))


def _refuse_other(scenario: Scenario, plan: Plan) -> None:
    if plan.scenario != scenario.name:
        raise UnusableInputError(
            f"The plan to go on from is for {plan.scenario}, but this scenario is {scenario.name}: name its own plan."
        )
    if scenario.objective is not Objective.COMPLETION:
        raise UnsupportedTermError(
            f'scenario.toml: this version goes on from plans for objective = "completion", not '
            f'"{scenario.objective}"; change it.'
        )
    if any(place.transfer for place in scenario.places):
        raise UnsupportedTermError(
            "places.csv: this version does not go on from plans where people change vehicles; set transfer to no."
        )
