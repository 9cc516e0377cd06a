"""`safepassage operation new`, `status`, `publish` and `seize-drill`."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from safepassage.cli.command_name import command_name
from safepassage.cli.operation.desks import AsJson, By, print_json
from safepassage.cli.operation.publishing import publish
from safepassage.cli.operation.seize_drill import seize_drill
from safepassage.cli.operation.status import show_status


def register(group: typer.Typer) -> None:
    """Add the commands to their group."""
    group.command("new")(make_operation)
    group.command("status")(show_status)
    group.command("publish")(publish)
    group.command("seize-drill")(seize_drill)


def make_operation(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="The folder to make.", show_default=False)],
    *,
    by: By,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="It is no real one: it needs no opening record.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the folder and ledger of a live operation from a scenario; whoever makes it is its first coordinator."""
    from safepassage.bootstrap.new_operations import new_operation  # noqa: PLC0415 - no other command reads a scenario

    made = new_operation(scenario, folder, by, rehearsal=rehearsal)
    if as_json:
        print_json({"operation": made.id, "folder": str(folder), "scenario": made.scenario, "rehearsal": rehearsal})
        return
    look = f"{quote(command_name())} operation status --operation {quote(str(folder))}"
    typer.echo(f"{folder} is ready, and {by} is its coordinator. Look at it with: {look}")
