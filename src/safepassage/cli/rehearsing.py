"""What the commands that rehearse have in common: their options, and rehearsing with the progress shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from safepassage.bootstrap import crew, planning_crew
from safepassage.cli.uncertain import COMMON_CV, CV, LATE_MINUTES, MINUTE_S
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify import verify
from safepassage.reporting.words import counted
from safepassage.simulation import Crew, Policy, compile_loops

RUNS = 1000
LARGEST_SEED = 2**63 - 1


class Following(StrEnum):
    """How the plan is followed."""

    TIMETABLE = "timetable"
    IN_ORDER = "in-order"
    REPLAN = "replan"


Runs = Annotated[int, typer.Option("--runs", min=1, help="How often each plan is simulated.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=LARGEST_SEED, help="Of all draws: another seed, other runs.")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Runs at the same time.", show_default="one a core")]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that does the work.", show_default=False),
]
Follow = Annotated[Following, typer.Option("--policy", help="Wait for planned moments, go when ready, or plan anew.")]
Patience = Annotated[
    float | None,
    typer.Option(
        "--patience", min=0, max=1e6, help="Minutes that a convoy waits for who is late.", show_default="no end"
    ),
]
UncertaintyFile = Annotated[
    Path | None,
    typer.Option("--uncertainty", help="What is uncertain, if not as the scenario says.", show_default=False),
]
PANEL = "Change what is uncertain"
Travel = Annotated[
    float | None,
    typer.Option(
        "--travel", min=0, max=5, help="Spread of driving times (cv).", show_default=f"{CV}", rich_help_panel=PANEL
    ),
]
Service = Annotated[
    float | None,
    typer.Option(
        "--service", min=0, max=5, help="Of boarding and alighting.", show_default=f"{CV}", rich_help_panel=PANEL
    ),
]
Checks = Annotated[
    float | None,
    typer.Option("--checks", min=0, max=5, help="Of checks at crossings.", show_default=f"{CV}", rich_help_panel=PANEL),
]
Common = Annotated[
    float | None,
    typer.Option(
        "--common",
        min=0,
        max=5,
        help="Of each of these in a whole run.",
        show_default=f"{COMMON_CV}",
        rich_help_panel=PANEL,
    ),
]
Late = Annotated[
    float | None,
    typer.Option(
        "--late",
        min=0,
        max=1e5,
        help="Mean minutes by which vehicles are late.",
        show_default=f"{LATE_MINUTES:g}",
        rich_help_panel=PANEL,
    ),
]


def policy_of(following: Following, patience_minutes: float | None) -> Policy:
    """Give the policy that the options name."""
    return Policy(
        ahead_s=None if following is Following.IN_ORDER else 0,
        patience_s=None if patience_minutes is None else round(patience_minutes * MINUTE_S),
    )


def must_be_good(case: Scenario, plan: Plan, name: str = "The plan") -> None:
    """Refuse a plan that does not keep the terms: its rehearsal would tell of an operation that may not be."""
    violations = len(verify(case, plan).violations)
    if violations:
        raise UnusableInputError(
            f"{name} breaks the rules of this scenario ({counted(violations, 'violation')}): see what "
            "'safepassage verify' says, and plan anew."
        )


class Aloud:
    """Rehearses with the progress on standard error, by threads of this process or on a cluster."""

    def __init__(self, crew: Crew, progress: Progress) -> None:
        self.crew = crew
        self._progress = progress

    def watch(self, what: str, runs: int) -> Callable[[int], None]:
        """Give what is called with how many of so many runs are done."""
        task = self._progress.add_task(what, total=runs)
        return lambda done: self._progress.update(task, completed=done)


@contextmanager
def rehearsing(jobs: int | None, scheduler: str | None, *, planning: bool = False) -> Iterator[Aloud]:
    """Give who rehearses aloud, or with `planning` who can plan as well.

    Raises
    ------
    UnusableInputError
        If the cluster cannot be used.
    """
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes half a minute"):
        compile_loops()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        (planning_crew if planning else crew)(jobs, scheduler) as found,
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
    ):
        yield Aloud(found, progress)
