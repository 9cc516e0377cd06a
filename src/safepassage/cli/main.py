"""The `safepassage` command: gathers the command groups and turns trouble into one plain sentence."""

import sys
from importlib import import_module

import click
import typer

from safepassage.domain.errors import SafePassageError

app = typer.Typer(
    name="safepassage",
    help="Plan, rehearse, run and account for negotiated evacuations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

COMMAND_GROUPS = ("scenario", "planning", "report", "demo")
"""Modules of this package, each with `register(app)`."""


def main() -> None:
    """Run the command line; exit 0 done, 1 the answer is no, 2 unusable input or options."""
    for group in COMMAND_GROUPS:
        import_module(f"safepassage.cli.{group}").register(app)
    try:
        status = app(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        print("Stopped before it was done.", file=sys.stderr)
        status = 130
    except SafePassageError as error:
        print(error, file=sys.stderr)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)
