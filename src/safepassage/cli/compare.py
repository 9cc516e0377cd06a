"""`safepassage compare`: rehearse several plans on the same futures, and set them against the first one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from safepassage.bootstrap import SEED
from safepassage.cli.comparison_table import come_to_the_same, comparison_table, verdicts
from safepassage.cli.outcome_words import FOLLOWED
from safepassage.cli.rehearsing import (
    RUNS,
    Checks,
    Common,
    Follow,
    Following,
    Jobs,
    Late,
    Patience,
    Runs,
    Scheduler,
    Seed,
    Service,
    Travel,
    UncertaintyFile,
    must_be_good,
    policy_of,
    rehearsing,
)
from safepassage.cli.uncertain import Changes, chosen
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.reporting import write_comparison_page
from safepassage.reporting.words import counted
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.comparison_file import write_comparison
from safepassage.scenarios.files import refuse_unwritable
from safepassage.simulation import compare, prepare


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("compare")(compare_plans)


def compare_plans(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plans: Annotated[
        list[Path],
        typer.Argument(help="Files plan.json; the first is what the others are set against.", show_default=False),
    ],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A JSON file to write as well.", show_default=False)
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="An HTML page to write as well.", show_default=False)
    ] = None,
    runs: Runs = RUNS,
    seed: Seed = SEED,
    policy: Follow = Following.TIMETABLE,
    patience: Patience = None,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    uncertainty: UncertaintyFile = None,
    travel: Travel = None,
    service: Service = None,
    checks: Checks = None,
    common: Common = None,
    late: Late = None,
) -> None:
    """Compare plans on the same futures: who comes out, when, how surely, hours aboard, danger."""
    if output is not None and page is not None and output.absolute() == page.absolute():
        raise UnusableInputError(f"--output and --page both name {output}: give each a file of its own.")
    case = read_scenario(scenario)
    for written in (output, page):
        if written is not None:
            refuse_unwritable(written)
    named = _plans(plans)
    for name, plan in named.items():
        must_be_good(case, plan, f"The plan {name}")
    if policy is Following.REPLAN:
        raise UnusableInputError("--policy replan makes plans of its own: compare by timetable or in-order.")
    drawn = chosen(case, uncertainty, Changes(travel, service, checks, common, late))
    with rehearsing(jobs, scheduler) as aloud:
        found = compare(
            {name: prepare(case, plan, drawn.uncertainty.roads) for name, plan in named.items()},
            policy_of(policy, patience),
            drawn.uncertainty,
            runs=runs,
            seed=seed,
            crew=aloud.crew,
            watch=aloud.watch("Rehearsing", runs * len(named)),
        )
    if output is not None:
        write_comparison(found, output)
    how = FOLLOWED[policy.value]
    typer.echo(f"{counted(len(named), 'plan')} in the same {counted(runs, 'run')} each, followed {how}.")
    typer.echo(f"What is uncertain is {drawn.words}. Ranges in brackets are 95 % confidence intervals.")
    for line in come_to_the_same(found):
        typer.echo(line)
    Console(highlight=False).print(comparison_table(case, found))
    for line in verdicts(found):
        typer.echo(line)
    if output is not None:
        typer.echo(f"The comparison is in {output}.")
    if page is not None:
        write_comparison_page(case, found, page)
        typer.echo(f"The page is {page}.")


def _plans(paths: list[Path]) -> Mapping[str, Plan]:
    """Read the plans, at least two and each once, by the names of their files, or by their paths if names are alike."""
    if len(paths) < 2:
        raise UnusableInputError("One plan cannot be compared: give at least two files.")
    if len(set(paths)) < len(paths):
        raise UnusableInputError("One plan is named twice: name each file once.")
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    return {name: read_plan(path) for name, path in zip(names, paths, strict=True)}
