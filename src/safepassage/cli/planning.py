"""Commands that make and judge plans."""

import typer

from safepassage.cli.verification import verify_plan


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("verify")(verify_plan)
