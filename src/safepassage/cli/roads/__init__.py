"""`safepassage roads`: driving times, closures and alternatives from real streets."""

import typer

from safepassage.cli.roads.command import roads_command


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("roads")(roads_command)
