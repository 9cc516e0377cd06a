"""Planning aloud: progress on standard error, and Ctrl-C takes the best plan so far."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event
from types import FrameType

from rich.console import Console
from rich.status import Status

from safepassage.bootstrap import SEED
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import Progress, compile_loops, solve
from safepassage.reporting.words import number, people, share, worth


def plan_aloud(case: Scenario, *, time_limit_s: float, seed: int = SEED, iterations: int | None = None) -> Plan:
    """Plan, with the progress on standard error; Ctrl-C gives the best plan so far, pressed twice it ends at once."""
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes some minutes"):
        compile_loops()
    with console.status("Planning: counting trips") as status, stopped_by_ctrl_c() as stopped:
        watch = Watch(case, console, status)
        plan = solve(
            case, time_limit_s=time_limit_s, seed=seed, max_iterations=iterations, watch=watch, stopped=stopped
        )
    return replace(plan, scenario_digest=case.digest)


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
