"""`safepassage plan --robust`: choose the plan that holds best on a sample of futures, and say what that costs."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.status import Status

from safepassage.bootstrap import cores
from safepassage.cli.aloud import stopped_by_ctrl_c
from safepassage.cli.uncertain import chosen
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.robustness import Difference, RobustFor, Robustness, SampleWorth
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.uncertainty import Uncertainty
from safepassage.planning import solver
from safepassage.planning.robust import Future, Meeting, Request, Tools, choose
from safepassage.reporting.words import counted, decimal, duration, listed, number, people, worth
from safepassage.simulation import TIMETABLE, Policy, compile_loops, prepare, simulate
from safepassage.simulation.arrivals import arrivals
from safepassage.simulation.realising import carried_out

ROBUST_TIME_LIMIT_S = 60.0
"""Seconds to choose a plan that holds, if nothing else is said."""
MINUS = "\u2212"

FIRST_SEED = 2**62
"""Samples have seeds beyond those that anybody would give to `simulate`, whose runs are thus in neither."""
LARGEST_SEED = 2**60


@dataclass(frozen=True, slots=True)
class Holding:
    """What is asked of a plan that holds: on how many futures it is chosen, for what, and what is uncertain."""

    futures: int
    robust_for: RobustFor
    uncertainty: Uncertainty


def holding(
    case: Scenario,
    robust: int | None,
    robust_for: RobustFor | None,
    uncertainty: Path | None,
    previous: Path | None,
    seed: int,
) -> Holding | None:
    """Read what the options say; None if any plan will do."""
    if robust is None:
        for option, value in (("--robust-for", robust_for), ("--uncertainty", uncertainty)):
            if value is not None:
                raise UnusableInputError(f"{option} goes with --robust: say on how many futures the plan is chosen.")
        return None
    if previous is not None:
        raise UnusableInputError("--robust does not go with --from: plan anew with --robust, or go on without it.")
    if seed > LARGEST_SEED:
        raise UnusableInputError(f"--seed is out of range: with --robust it must be at most {LARGEST_SEED:,}.")
    return Holding(robust, robust_for or RobustFor.MEAN, chosen(case, uncertainty).uncertainty)


def plan_that_holds_aloud(
    case: Scenario, asked: Holding, *, time_limit_s: float, seed: int, iterations: int | None = None
) -> Plan:
    """Choose the plan, with the progress on standard error; Ctrl-C takes the best so far."""
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes some minutes"):
        solver.compile_loops()
        compile_loops()
    with console.status("Planning") as status, stopped_by_ctrl_c() as stopped:
        plan = plan_that_holds(
            case,
            asked,
            time_limit_s=time_limit_s,
            seed=seed,
            iterations=iterations,
            watch=Watch(console, status),
            stopped=stopped,
        )
    return replace(plan, scenario_digest=case.digest)


@dataclass
class Watch:
    """Shows what is being done: in place on a terminal, else a line."""

    console: Console
    status: Status

    def __call__(self, what: str) -> None:
        """Show what is begun."""
        if self.console.is_terminal:
            self.status.update(f"Planning: {what}; Ctrl-C takes the best plan so far")
        else:
            self.console.print(what, soft_wrap=True)


def plan_that_holds(
    case: Scenario,
    asked: Holding,
    *,
    time_limit_s: float,
    seed: int,
    iterations: int | None = None,
    policy: Policy = TIMETABLE,
    watch: Callable[[str], None] = lambda _words: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Plan:
    """Choose a plan with the planner and the simulation of this package."""
    request = Request(
        futures=asked.futures,
        robust_for=asked.robust_for,
        time_limit_s=time_limit_s,
        seed=seed,
        futures_seed=FIRST_SEED + 2 * seed,
        fresh_seed=FIRST_SEED + 2 * seed + 1,
    )

    def make(world: Scenario, time_limit_s: float, seed: int) -> Plan:
        return solver.solve(world, time_limit_s=time_limit_s, seed=seed, max_iterations=iterations, stopped=stopped)

    executor = ThreadPoolExecutor(cores())
    try:
        simulating = Simulating(case, policy, asked.uncertainty, executor)
        return choose(case, request, Tools(make, rehearsed, simulating, watch, stopped))
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def rehearsed(world: Scenario, plan: Plan) -> Plan | None:
    """Carry out a plan in a world where everything takes as long as it is written there, and give what happened."""
    try:
        run = simulate(prepare(world, plan))
    except UnusableInputError:
        return None
    return replace(plan, itineraries=carried_out(run.facts()))


@dataclass(frozen=True, slots=True)
class Simulating:
    """Simulates plans of a scenario, a share of the futures on each core."""

    case: Scenario
    policy: Policy
    uncertainty: Uncertainty
    executor: Executor

    def __call__(self, plan: Plan) -> Meeting:
        """Make a plan ready for its futures."""
        prepared = prepare(self.case, plan, self.uncertainty.roads)

        def some(seed: int, first: int, end: int) -> list[Future]:
            found = arrivals(prepared, self.policy, self.uncertainty, seed=seed, first=first, end=end)
            return [Future(each.at_s, each.priority, each.persons, each.could) for each in found]

        def meet(seed: int, first: int, end: int) -> list[Future]:
            edges = [first + (end - first) * part // cores() for part in range(cores() + 1)]
            shares = [self.executor.submit(some, seed, low, high) for low, high in pairwise(edges)]
            return [future for share in shares for future in share.result()]

        return meet


def robust_in_words(case: Scenario, plan: Plan) -> Iterator[str]:
    """Yield what the plan is worth in futures that played no part in its choice, and what it costs on a calm day."""
    robust = plan.robust
    if robust is None:
        return
    futures = f"{number(robust.futures)} futures"
    among = f"Of {counted(robust.tried, 'plan')}, "
    if robust.is_nominal:
        yield f"{among}none was better in {futures} than the one made as if all went as planned: that is the plan."
    else:
        yield f"{among}the one that was best in {futures} was {robust.made_for}."
    where = "On average" if robust.robust_for is RobustFor.MEAN else "In the worst tenth"
    yield f"{where} of {number(robust.futures)} fresh futures, that played no part in the choice:"
    missing = _somebody_missing(plan, robust)
    yield f"  this plan: {_worth_in_words(case, robust.fresh_chosen, missing=missing)}"
    if not robust.is_nominal:
        nominal = _worth_in_words(case, robust.fresh_nominal, missing=missing)
        yield f"  the plan made as if all went as planned: {nominal}"
        yield from _differences_in_words(case.objective, robust)
    if missing:
        yield from _horizon_in_words(case.objective, robust)
    if not robust.is_nominal:
        yield f"If all goes as planned, {_calm_day_in_words(case.objective, robust)}."


VALUES = {
    Objective.COMPLETION: "the last one after {}",
    Objective.PRIORITY: "waiting {}",
    Objective.BEFORE_BREAKDOWN: "{} expected before the agreement fails",
}


SCORE = "score {}"
"""The value where moments that nobody measures are in it, as somebody is missing."""


def _worth_in_words(case: Scenario, found: SampleWorth, *, missing: bool) -> str:
    asked = {row.priority for row in case.people}
    out = [f"{decimal(found.people_out_by_priority[each - 1])} of priority {each}" for each in sorted(asked)]
    by_priority = f" ({listed(out)})" if len(out) > 1 else ""
    scored = missing and case.objective is not Objective.BEFORE_BREAKDOWN
    value = (SCORE if scored else VALUES[case.objective]).format(worth(case.objective, found.value))
    return f"{decimal(found.people_out)} people out{by_priority}, {value}"


def _somebody_missing(plan: Plan, robust: Robustness) -> bool:
    """Tell whether fewer come out in the fresh futures than by the nominal plan."""
    planned = plan.people_out - robust.calm_people
    return min(robust.fresh_nominal.people_out, robust.fresh_chosen.people_out) < planned


def _horizon_in_words(objective: Objective, robust: Robustness) -> Iterator[str]:
    """Say with what people count who are missing, where it is in the score."""
    horizon = duration(robust.horizon_s)
    if objective is Objective.COMPLETION:
        yield f"  The score is no measured time: where anybody is missing, the last one counts as after {horizon}."
    if objective is Objective.PRIORITY:
        yield f"  The score is no measured wait: who is missing counts as waiting for {horizon}."


def _differences_in_words(objective: Objective, robust: Robustness) -> Iterator[str]:
    out, value = robust.people_difference, robust.value_difference
    yield (
        f"  difference: {_signed(out.value)} people out ({_signed(out.low)} to {_signed(out.high)}), "
        f"{_more(objective, value.value)} ({_more(objective, value.low)} to {_more(objective, value.high)})"
    )
    if _nothing_sure(out) and _nothing_sure(value):
        yield "  So small a difference may be chance: take more futures to know."


def _nothing_sure(found: Difference) -> bool:
    return found.low <= 0 <= found.high


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{decimal(value)}"


def _more(objective: Objective, value: float) -> str:
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{worth(objective, abs(value))}"


def _calm_day_in_words(objective: Objective, robust: Robustness) -> str:
    later = robust.calm_completion_s
    moment = f"{duration(abs(later))} {'later' if later > 0 else 'earlier'}" if later else "at the same time"
    costs = [f"the last one comes out {moment}"]
    if objective is not Objective.COMPLETION:
        costs.append(f"the value is {_more(objective, robust.calm_value)}")
    if robust.calm_people:
        costs.append(f"{people(abs(robust.calm_people))} {'more' if robust.calm_people > 0 else 'fewer'} come out")
    return listed(costs)
