"""`safepassage options`: what each change of the terms would do, for the negotiator's eyes."""

from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from safepassage.bootstrap import REPLAN_TIME_LIMIT_S, SEED, workers
from safepassage.cli.aloud import stopped_by_ctrl_c
from safepassage.cli.trouble import Exit
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.options import Options
from safepassage.domain.scenario import Scenario
from safepassage.planning.options import Desk, Effort, Request, study_options
from safepassage.planning.solver import compile_loops
from safepassage.reporting import write_options_page
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.options.words import options_in_words
from safepassage.scenarios import read_scenario, write_options
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.files import refuse_unwritable
from safepassage.scenarios.times import Time

BASE_EFFORT = 3
"""The terms as they are get so many times the time of a re-plan, for everything is measured from them."""
MOST_CHANGES, MOST_SETS, MOST_ENDINGS = 20, 24, 12
SAID_EVERY = 10
"""Where no terminal shows the progress in place, so many re-plans pass between two lines."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("options")(weigh_options)


def weigh_options(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="The JSON file to write.")] = Path("options.json"),
    page: Annotated[
        Path | None, typer.Option("--page", help="The HTML page to write.", show_default="beside the JSON file")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="TIME",
            help="Deadline: 2016-12-20T12:00:00+02:00, or +2d6h after the start.",
            show_default="when the plan under the terms as they are is over",
        ),
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, help="Seconds for each re-plan at most.")
    ] = REPLAN_TIME_LIMIT_S,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the search: another seed, other plans.")] = SEED,
    iterations: Annotated[
        int | None,
        typer.Option(
            "--iterations", min=1, help="Changes to try at most in each re-plan; then a seed gives one answer."
        ),
    ] = None,
    changes: Annotated[int, typer.Option("--changes", min=1, help="Changes to try alone at most.")] = MOST_CHANGES,
    sets: Annotated[int, typer.Option("--sets", min=0, help="Sets of changes to try at most.")] = MOST_SETS,
    endings: Annotated[
        int, typer.Option("--endings", min=0, help="Hours to plan anew at most, should the agreement end.")
    ] = MOST_ENDINGS,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Re-plans at the same time.", show_default="one a core")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Of a Dask cluster that does the work.", show_default=False
        ),
    ] = None,
) -> None:
    """Say what each change of the terms would do: a file of its own, for the negotiator, never part of the report.

    Ctrl-C or a signal to terminate stops with what is there. The exit status is 1 if nobody can be brought out.
    """
    case = read_scenario(scenario)
    refuse_unwritable(output)
    shown = page or output.with_suffix(".html")
    if shown == output:
        raise UnusableInputError("The page and the JSON file have the same name: name another with --page.")
    refuse_unwritable(shown)
    usual = Effort(time_limit, seed, iterations)
    request = Request(
        by_s=None if by is None else _deadline(case, by),
        effort=usual,
        base_effort=Effort(BASE_EFFORT * time_limit, seed, iterations),
        most_changes=changes,
        most_sets=sets,
        most_endings=endings,
    )
    found = weigh_aloud(case, request, jobs, scheduler)
    write_options(found, output)
    write_options_page(case, found, shown)
    for line in options_in_words(case, found):
        typer.echo(line)
    typer.echo(f"All of it is in {output}, and to read in {shown}. It is for the negotiator, and no part of a report.")
    if case.persons and not found.base_in_the_end.people_out:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _deadline(case: Scenario, text: str) -> int:
    """Read a time as in scenario files; it must be after the start."""
    try:
        seconds = Time(case.start).parse(text)
    except CellError as error:
        raise UnusableInputError(f"--by: {error.message} {error.mend}") from None
    if seconds <= 0:
        raise UnusableInputError(f"--by: {text} is not after the scenario's start: give a later time.")
    return seconds


def weigh_aloud(case: Scenario, request: Request, jobs: int | None, scheduler: str | None) -> Options:
    """Do all the re-plans, with the progress on standard error; Ctrl-C gives what is there.

    Raises
    ------
    KeyboardInterrupt
        If it is stopped before there is anything.
    """
    console = Console(stderr=True, highlight=False)
    with console.status("Making ready; the first time this takes some minutes"):
        compile_loops()
    clock = LocalClock.of(case)
    try:
        with console.status("Planning") as status, stopped_by_ctrl_c() as stopped, workers(jobs, scheduler) as executor:
            desk = Desk(executor, Progress(console, status), stopped)
            found = study_options(case, request, desk, lambda at: clock.words(at, year=False))
    except (BrokenExecutor, ModuleNotFoundError) as error:
        raise UnusableInputError(_broken(scheduler)) from error
    if found is None:
        raise KeyboardInterrupt
    return found


def _broken(scheduler: str | None) -> str:
    if scheduler is None:
        return "A process that planned was ended from outside, perhaps for want of memory: try again with fewer --jobs."
    return (
        f"The workers at {scheduler} cannot do the work: install Safe Passage on them in this version, and try again."
    )


@dataclass
class Progress:
    """Shows what is being planned: in place on a terminal, else a line now and then."""

    console: Console
    status: Status

    def __call__(self, what: str, done: int, number: int) -> None:
        """Show how many re-plans are done, of how many."""
        words = f"{what}: {done} of {number} planned"
        if self.console.is_terminal:
            self.status.update(f"{words}; Ctrl-C takes what is there")
        elif done == number or done % SAID_EVERY == 0:
            self.console.print(words, soft_wrap=True)
