"""`safepassage plan`: plan aloud, so that whoever waits sees how good the plan is by now and may stop it."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from safepassage.bootstrap import SEED, TIME_LIMIT_S
from safepassage.cli.trouble import Exit
from safepassage.domain.plan import Plan, Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import Progress, compile_loops, solve
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import duration, number, people, share, worth
from safepassage.scenarios import read_scenario, write_plan
from safepassage.scenarios.files import refuse_unwritable

SHOWN_REMAINING = 10
"""So many rows of people who remain are printed; the plan and the report have all."""


def plan_scenario(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The plan to write.")] = Path("plan.json"),
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds to plan at most.")] = TIME_LIMIT_S,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the search: another seed, another plan.")] = SEED,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", min=1, help="Changes to try at most; with them, a seed gives one plan only."),
    ] = None,
    objective: Annotated[
        Objective | None,
        typer.Option("--objective", help="Instead of the scenario's.", show_default=False),
    ] = None,
) -> None:
    """Bring out as many people as can be brought out, by priority, and finish early; say how good the plan is.

    Ctrl-C or a signal to terminate stops with the best plan so far. The exit status is 1 if nobody can be brought out.
    """
    case = read_scenario(scenario)
    refuse_unwritable(output)
    if objective is not None:
        case = replace(case, objective=objective)
    plan = plan_aloud(case, time_limit_s=time_limit, seed=seed, iterations=iterations)
    write_plan(plan, output)
    for line in plan_in_words(case, plan):
        typer.echo(line)
    typer.echo(f"The plan is in {output}.")
    if case.persons and not plan.people_out:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def plan_aloud(case: Scenario, *, time_limit_s: float, seed: int = SEED, iterations: int | None = None) -> Plan:
    """Plan, with the progress on standard error; Ctrl-C gives the best plan so far, pressed twice it ends at once."""
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes about a minute"):
        compile_loops()
    with console.status("Planning: counting trips") as status, stopped_by_ctrl_c() as stopped:
        watch = Watch(case, console, status)
        return solve(
            case, time_limit_s=time_limit_s, seed=seed, max_iterations=iterations, watch=watch, stopped=stopped
        )


@dataclass
class Watch:
    """Shows the planner's progress: in place on a terminal, else a line whenever something became better."""

    case: Scenario
    console: Console
    status: Status
    said: str = ""

    def __call__(self, progress: Progress) -> None:
        """Show where the planner stands."""
        words = progress_in_words(self.case, progress)
        if self.console.is_terminal:
            self.status.update(f"Planning, {progress.elapsed_s:.0f} s: {words}; Ctrl-C takes this plan")
        elif words != self.said:
            self.console.print(f"{progress.elapsed_s:.1f} s: {words}", soft_wrap=True)
        self.said = words


LINKS = {Objective.COMPLETION: " in ", Objective.PRIORITY: ", after ", Objective.BEFORE_BREAKDOWN: ", expected "}
"""Between the people out and the value."""


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; pressed again, it interrupts as usual.

    The signal to terminate, which `timeout` and shutting-down machines send, counts as Ctrl-C.
    """
    pressed = Event()
    usual = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for each, handler in usual.items():
            signal.signal(each, handler)

    def press(_number: int, _frame: FrameType | None) -> None:
        pressed.set()
        restore()

    for each in usual:
        signal.signal(each, press)
    try:
        yield pressed.is_set
    finally:
        restore()


def progress_in_words(case: Scenario, progress: Progress) -> str:
    """Say in one line where the planner stands: people out, value, bound and gap."""
    out = f"{number(progress.people_out)} of {people(case.persons)} out"
    out = f"{out}{LINKS[case.objective]}{worth(case.objective, progress.value)}"
    if progress.bound is None or progress.gap is None:
        return out
    return f"{out}, bound {worth(case.objective, progress.bound)}, gap {share(progress.gap)}"


def plan_in_words(case: Scenario, plan: Plan) -> Iterator[str]:
    """Yield what the plan does, how far from perfect it can be at most, and who remains."""
    clock = LocalClock.of(case)
    yield f"{number(plan.people_out)} of {people(case.persons)} come out."
    if plan.people_out:
        last = plan.completion_seconds
        yield f"The last one arrives on {clock.words(last)}, {duration(last)} after the start."
        yield from _value_in_words(plan)
        yield from _proven_in_words(clock, plan)
    if plan.people_remaining:
        yield from _remaining_in_words(plan)


def _value_in_words(plan: Plan) -> Iterator[str]:
    said = worth(plan.objective, plan.value)
    if plan.objective is Objective.PRIORITY:
        yield f"Until all have arrived they wait {said}."
    if plan.objective is Objective.BEFORE_BREAKDOWN:
        yield f"It can be expected that {said} are out before the agreement fails."


def _proven_in_words(clock: LocalClock, plan: Plan) -> Iterator[str]:
    if plan.proof is Proof.OPTIMAL:
        yield "That is proven best."
        return
    if plan.people_out_bound > plan.people_out:
        yield f"It is proven that nobody can bring out more than {people(plan.people_out_bound)}."
    if plan.bound is None or plan.gap is None:
        return
    if plan.objective is Objective.COMPLETION:
        known = f"finishes before {clock.words(int(plan.bound))}"
    elif plan.objective is Objective.PRIORITY:
        known = f"needs less than {worth(plan.objective, plan.bound)}"
    else:
        known = f"can expect more than {worth(plan.objective, plan.bound)}"
    yield f"No plan that brings out as many {known}: the gap is {share(plan.gap)}."


def _remaining_in_words(plan: Plan) -> Iterator[str]:
    yield f"{people(plan.people_remaining)} remain:"
    for row in plan.remaining[:SHOWN_REMAINING]:
        yield f"  {row.people}, {people(row.persons)}: {' '.join(row.reasons)}".rstrip(": ")
    if len(plan.remaining) > SHOWN_REMAINING:
        yield f"  and {len(plan.remaining) - SHOWN_REMAINING} more rows, all of which the plan and the report name."
