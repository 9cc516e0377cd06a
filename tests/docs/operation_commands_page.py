"""The page of an operation's commands, made from the code: `python -m tests.docs.operation_commands_page`."""

from collections.abc import Iterator
from enum import StrEnum
from textwrap import wrap
from typing import Any, get_args

import typer

from safepassage.cli.main import COMMAND_GROUPS, build_app
from safepassage.cli.operation.desks import COMMON
from safepassage.cli.operation.table import ENTRIES
from safepassage.operations.commands.registering import Register
from safepassage.operations.deciding import Command
from safepassage.scenarios.groups_file import GROUPS
from tests.docs.commands import commands_of
from tests.docs.pages import ROOT

WIDTH = 120
PAGE = ROOT / "docs" / "reference" / "operation-commands.md"

BEGINNING = """# Commands of an operation

By these commands people run a live operation: each either becomes events, or is refused with the rule that forbids it
and changes nothing. [Run an operation](../how-to/run-an-operation.md) goes through them, and
[how a live operation works](../operations.md) says why they are as they are.

A refusal is one sentence with its rule on standard error, and exit status 1; with `--json` it is
`{"refused": {"rule": …, "sentence": …}}` on standard output. What cannot be understood (a token whose check signs do
not fit, a place that the scenario has not) ends with status 2. A report, told with `--at`, is kept whatever the rules
say; what it contradicts is told as a discrepancy.

With `--json` a command answers `{"id": …, "events": […], "discrepancies": […]}`. Each event has `id`, `type`,
`position`, `happened`, `actor`, `source` and `payload`, as [events](events.md) has it; each discrepancy has `of`,
`name` and `sentence`, and is settled by the first two.
"""

MODULES = ("operation", "operation.registering", "vault")
DECIDED: dict[str, type[Command]] = {entry.words: entry.command for entry in ENTRIES} | {"register": Register}


def operation_commands() -> dict[str, Any]:
    """Give the commands of an operation, by name."""
    first = {word for module in MODULES for word in COMMAND_GROUPS[module]}
    everything = commands_of(typer.main.get_command(build_app()))
    return {name: command for name, command in everything if name.split()[0] in first}


def page() -> str:
    """Give the text of the page."""
    return "\n".join(
        [
            BEGINNING,
            *_shared(),
            *(line for each in operation_commands().items() for line in _section(*each)),
            *_groups_file(),
        ]
    )


def _groups_file() -> Iterator[str]:
    yield "## groups.csv\n"
    yield "The file that `safepassage register --from` reads has a travel group in each row; only `place` is needed.\n"
    yield "| column | what it holds |"
    yield "|---|---|"
    for column in GROUPS.columns:
        yield f"| `{column.name}` | {column.described} |"
    yield ""


def _shared() -> Iterator[str]:
    yield "## Options of every command\n"
    yield from _table(_common())


def _section(name: str, command: Any) -> Iterator[str]:
    yield f"## safepassage {name}\n"
    yield from wrap(" ".join(command.help.split()), WIDTH)
    yield ""
    if name in DECIDED:
        roles = ", ".join(sorted(DECIDED[name].roles))
        yield from wrap(f"For: {roles}.", WIDTH, break_on_hyphens=False)
        yield ""
    shared = {parameter.opts[0] for parameter in _common()} if name in DECIDED else set()
    yield from _table(parameter for parameter in command.params if parameter.opts[0] not in shared | {"--help"})


def _common() -> list[Any]:
    return [parameter for parameter in operation_commands()["board"].params if parameter.name in COMMON]


def _table(parameters: Any) -> Iterator[str]:
    rows = [f"| {_typed(parameter)} | {_meaning(parameter)} |" for parameter in parameters]
    if rows:
        yield from ("| typed | meaning |", "|---|---|", *rows, "")


def _typed(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        words = parameter.name.upper().replace("_", "-")
        several = "…" if parameter.nargs == -1 else ""
        return f"`{words}{several}`" if parameter.required else f"`[{words}{several}]`"
    names = "`, `".join((*parameter.opts, *parameter.secondary_opts))
    return f"`{names}`" if _is_switch(parameter) else f"`{names} {_value(parameter)}`"


def _is_switch(parameter: Any) -> bool:
    return bool(parameter.is_bool_flag) or parameter.type_descriptor.annotation is bool


def _value(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    hint = parameter.type_descriptor.annotation
    return "NUMBER" if hint is int else "WORD" if _words(hint) else "TEXT"


def _words(hint: Any) -> tuple[str, ...]:
    inner = (get_args(hint) or (hint,))[0]
    return tuple(inner) if isinstance(inner, type) and issubclass(inner, StrEnum) else ()


def _meaning(parameter: Any) -> str:
    words = _words(parameter.type_descriptor.annotation)
    parts = [parameter.help, f"One of {', '.join(words)}." if words else ""]
    if parameter.envvar:
        parts.append(f"If nothing is said: what `{parameter.envvar}` names.")
    elif isinstance(parameter.show_default, str):
        parts.append(f"If nothing is said: {parameter.show_default}.")
    elif parameter.default not in (None, False, "", 0) and parameter.show_default:
        parts.append(f"If nothing is said: {parameter.default}.")
    if parameter.required and parameter.param_type_name == "option" and not parameter.envvar:
        parts.append("Needed.")
    return " ".join(part for part in parts if part)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
