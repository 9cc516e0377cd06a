"""`safepassage report`: a plan as a report to read, and as field sheets."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.planning.verify import verify
from safepassage.reporting import Ground, write_field_sheets, write_report
from safepassage.scenarios import read_plan, read_scenario
from safepassage.scenarios.outcome_file import read_outcome


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("report")(report_plan)


def report_plan(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    plan: Annotated[Path, typer.Argument(help="The plan.json to report on.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The HTML file to write.")] = Path("report.html"),
    field: Annotated[
        Path | None, typer.Option("--field", help="Also write field sheets into this folder.", show_default=False)
    ] = None,
    outcome: Annotated[
        Path | None,
        typer.Option("--outcome", help="Also show this outcome of a rehearsal of the plan.", show_default=False),
    ] = None,
) -> None:
    """Write a plan as one HTML file that needs no network, and the field sheets if asked."""
    shown = read_plan(plan)
    planned = read_scenario(scenario)
    rehearsed = None if outcome is None else read_outcome(outcome)
    violations = [violation.message for violation in verify(planned, shown).violations]
    troubles = write_report(planned, shown, output, violations, Ground.read(scenario), rehearsed)
    typer.echo(f"The report is in {output}.")
    for trouble in troubles:
        typer.echo(f"warning: {trouble}", err=True)
    if violations:
        typer.echo("The plan breaks the rules, as the report says: see safepassage verify.", err=True)
    if field is not None:
        write_field_sheets(planned, shown, field)
        typer.echo(f"The field sheets are in {field}.")
