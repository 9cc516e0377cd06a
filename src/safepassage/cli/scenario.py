"""Commands on scenarios alone: `check` and `new`."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from safepassage.cli.command_name import command_name
from safepassage.cli.trouble import Exit
from safepassage.domain.notices import Notice
from safepassage.scenarios import CheckResult, check, write_starting_scenario

SHOWN_OF_A_KIND = 100
"""So many notices with the same code, file and column are printed; `--json` gives all."""


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command("check")(check_command)
    app.command("new")(new_command)


def check_command(
    scenario: Annotated[Path, typer.Argument(help="Scenario folder or .xlsx workbook.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the notices as JSON.")] = False,
) -> None:
    """Check a scenario and list every problem, with file, line, column, and how to mend it.

    Errors stop: the exit status is 2. Warnings do not.
    """
    result = check(scenario)
    unusable = result.scenario is None
    if as_json:
        typer.echo(_json(scenario, result))
    else:
        for line in [*_lines(result.notices), summary(scenario, result)]:
            typer.echo(line, err=unusable)
    if unusable:
        raise typer.Exit(Exit.UNUSABLE)


def new_command(
    folder: Annotated[Path, typer.Argument(help="Folder to make, or workbook with --xlsx.")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Make one .xlsx workbook with drop-downs instead.")] = False,
) -> None:
    """Write a small commented scenario to start from."""
    path = Path(f"{folder}.xlsx") if xlsx and folder.suffix.lower() != ".xlsx" else folder
    write_starting_scenario(path)
    shown = _plain(path)
    look = f"{quote(command_name())} check {quote(shown)}"
    typer.echo(f"{shown} is ready: change it to your own case, and look at it with: {look}")


def summary(scenario: Path, result: CheckResult) -> str:
    """Give the outcome of a check in one line."""
    errors, warnings = _counted(len(result.errors), "error"), _counted(len(result.warnings), "warning")
    if result.scenario is None:
        return f"{_plain(scenario)} cannot be used: {errors}, {warnings}."
    return f"{_plain(scenario)} can be used: {result.scenario.persons:,} people, {errors}, {warnings}."


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _lines(notices: Sequence[Notice]) -> Iterator[str]:
    """Yield a line for each notice, of very many of one kind only the first and how many more there are."""
    kinds = Counter((notice.code, notice.file, notice.column) for notice in notices)
    seen: Counter[tuple[str, str, str]] = Counter()
    for notice in notices:
        kind = (notice.code, notice.file, notice.column)
        seen[kind] += 1
        if seen[kind] <= SHOWN_OF_A_KIND:
            yield f"{notice.severity}: {notice} [{notice.code}]"
        elif seen[kind] == kinds[kind]:
            more = kinds[kind] - SHOWN_OF_A_KIND
            yield f"{notice.severity}: {notice.file}: and {more:,} more like these [{notice.code}]"


def _json(scenario: Path, result: CheckResult) -> str:
    notices = [asdict(notice) for notice in result.notices]
    return json.dumps(
        {"scenario": _plain(scenario), "usable": result.scenario is not None, "notices": notices}, indent=1
    )


def _plain(path: Path) -> str:
    """Give a path as text that any terminal can show."""
    return str(path).encode("utf-8", "backslashreplace").decode()
