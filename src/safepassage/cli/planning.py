"""Commands that make and judge plans."""

import typer

from safepassage.cli.plan_making import plan_scenario
from safepassage.cli.verification import verify_plan


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("plan")(plan_scenario)
    app.command("verify")(verify_plan)
