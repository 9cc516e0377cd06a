"""`safepassage demo`: every step on paper, from scenario files to field sheets, on the case of eastern Aleppo."""

from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.console import Console

from safepassage.bootstrap import DEMO_SCENARIO, TIME_LIMIT_S, example
from safepassage.cli.aloud import plan_aloud
from safepassage.cli.command_name import command_name, nearby
from safepassage.cli.plan_making import plan_in_words
from safepassage.cli.trouble import Exit
from safepassage.cli.verification import verdict_in_words
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify import Verdict, verify
from safepassage.reporting import Ground, write_field_sheets, write_report
from safepassage.reporting.words import counted, people
from safepassage.scenarios import read_scenario, write_plan


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("demo")(demo)


def demo(
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", help="Scenario folder or .xlsx workbook.", show_default="eastern Aleppo, 2016"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write into.", show_default="out/NAME of the scenario")
    ] = None,
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds to plan at most.")] = TIME_LIMIT_S,
) -> None:
    """Plan a real case, have the plan judged, and write the report and the sheets for the field."""
    files = scenario or example(DEMO_SCENARIO)
    case = read_scenario(files)
    folder = out or Path("out") / case.name
    folder.mkdir(parents=True, exist_ok=True)
    _say(case.title or case.name, [scenario_in_words(case)])
    plan = plan_aloud(case, time_limit_s=time_limit)
    write_plan(plan, folder / "plan.json")
    _say("Planned", plan_in_words(case, plan))
    verdict = verify(case, plan)
    _say("Judged", verdict_in_words(plan, verdict))
    _write(case, plan, verdict, Ground.read(files), folder)
    _say("Written", [f"{folder / name}: {what}" for name, what in WRITTEN.items()])
    _say("Next", _next_steps(files, folder))
    if not verdict.ok or not plan.people_out:
        raise typer.Exit(Exit.ANSWER_IS_NO)


WRITTEN = {
    "report.html": "the report; open it in a browser, it needs no network",
    "field": "a page for each vehicle and each place",
    "plan.json": "the plan",
}
"""What the demonstration writes."""

NEXT = (
    "Judge the plan again:  {command} verify {scenario} {folder}/plan.json",
    "Start your own:        {command} new my-operation",
    "Read on:               docs/next-five-minutes.md",
)


def _next_steps(files: Path, folder: Path) -> list[str]:
    command, scenario, written = map(quote, (command_name(), str(nearby(files)), str(folder)))
    return [step.format(command=command, scenario=scenario, folder=written) for step in NEXT]


def scenario_in_words(case: Scenario) -> str:
    """Say in one line how large the scenario is."""
    vehicles = sum(row.count for row in case.vehicles)
    return (
        f"{people(case.persons)} have asked to leave; there are {counted(len(case.places), 'place')}, "
        f"{counted(vehicles, 'vehicle')} and {counted(len(case.agreement.crossing_places), 'crossing')}."
    )


def _write(case: Scenario, plan: Plan, verdict: Verdict, ground: Ground, folder: Path) -> None:
    violations = [violation.message for violation in verdict.violations]
    for trouble in write_report(case, plan, folder / "report.html", violations, ground):
        typer.echo(f"warning: {trouble}", err=True)
    write_field_sheets(case, plan, folder / "field")


def _say(heading: str, lines: Iterable[str]) -> None:
    console = Console(highlight=False)
    console.print(heading, style="bold", markup=False)
    for line in lines:
        console.print(f"  {line}", markup=False, soft_wrap=True)
