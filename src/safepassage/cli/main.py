"""The `safepassage` command: gathers the command groups and turns trouble into plain sentences."""

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated

import typer

from safepassage import __version__
from safepassage.cli.trouble import Exit, explain

COMMAND_GROUPS: Mapping[str, tuple[str, ...]] = {
    "scenario": ("check", "new"),
    "roads": ("roads",),
    "planning": ("plan", "verify"),
    "simulate": ("simulate",),
    "compare": ("compare",),
    "replay": ("replay",),
    "rehearse": ("rehearse",),
    "report": ("report",),
    "options": ("options",),
    "demo": ("demo",),
    "ledger": ("ledger",),
    "vault": ("vault",),
    "operation.registering": ("register",),
    "operation": (
        *("choice", "withdraw", "link", "birth", "board", "alight", "headcount", "depart", "arrive"),
        *("screening", "turned-back", "removed", "died", "missing", "found"),
        *("operation", "settle", "vehicle", "convoy", "incident", "road", "crossing", "reception"),
        *("agreement", "movement"),
    ),
}
"""Modules of this package, each with `register(app)`, and the commands that each adds."""
OF_OPERATION = frozenset((*COMMAND_GROUPS["operation.registering"], *COMMAND_GROUPS["operation"]))
"""Commands by which an operation is run."""


def main() -> None:
    """Run the command line and end the process with its exit status."""
    _open_standard_streams()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names in any script reach any terminal
    sys.exit(run())


def _open_standard_streams() -> None:
    """Where the process was started with a standard stream closed, read and write nothing there."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open as long as the process is
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def build_app(arguments: Sequence[str] = ()) -> typer.Typer:
    """Give the application with the command that the arguments begin with, or else with all of them.

    What a command needs takes long to load: maps, solvers. Whoever checks a scenario need not wait for it.
    """
    app = typer.Typer(
        name="safepassage",
        help="Plan, rehearse, run and account for negotiated evacuations.",
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback(invoke_without_command=True)(_global_options)
    asked = [group for group, commands in COMMAND_GROUPS.items() if arguments and arguments[0] in commands]
    for group in () if list(arguments) == ["--version"] else asked or COMMAND_GROUPS:
        import_module(f"safepassage.cli.{group}").register(app)
    _arrange(app)
    return app


def _arrange(app: typer.Typer) -> None:
    """Let the help list what plans an operation apart from what runs it."""
    for command in app.registered_commands:
        if command.name in OF_OPERATION:
            command.rich_help_panel = "Run an operation: who boards what, and where it goes"
    for group in app.registered_groups:
        group.rich_help_panel = "Run an operation: each with commands of its own"


def run(
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] = os.environ,
    application: Callable[[Sequence[str]], typer.Typer] = build_app,
) -> int:
    """Run one command and give its exit status, as in `Exit`; trouble becomes plain sentences on standard error.

    `arguments` None takes those of the process. With SAFEPASSAGE_DEBUG set in the environment, a fault shows its
    traceback too.
    """
    try:
        given = sys.argv[1:] if arguments is None else arguments
        return _run(application(given), given)
    except (Exception, KeyboardInterrupt) as error:  # the last resort: whatever it was, the user gets a sentence
        sentences, status = explain(error)
        if status is Exit.FAULT and environment.get("SAFEPASSAGE_DEBUG"):
            traceback.print_exception(error)
        with suppress(OSError):  # the status still tells
            print(sentences, file=sys.stderr)
        return status


def _run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run the application and give its exit status; trouble comes out as exceptions."""
    try:
        status = app(args=arguments, prog_name="safepassage", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # Typer ends a broken pipe with SystemExit; commands end with typer.Exit
        _hush()
        return Exit.NOBODY_READS
    except OSError:
        _flush_or_hush()
        raise
    if status == Exit.STOPPED:
        raise KeyboardInterrupt
    return status if isinstance(status, int) else Exit.DONE


def _hush() -> None:
    """Write no more to standard output, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _flush_or_hush() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _hush()


def _global_options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"safepassage {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
