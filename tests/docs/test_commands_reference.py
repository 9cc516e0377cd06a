"""docs/reference/commands.md names every command and every option, and nothing that is not there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from safepassage.cli.main import build_app
from tests.docs.pages import ROOT, text_of

REFERENCE = text_of(ROOT / "docs" / "reference" / "commands.md")


def commands_of(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command with its name, those of groups as `group command`."""
    if hasattr(command, "commands"):
        for each, inner in command.commands.items():
            yield from commands_of(inner, f"{name} {each}".strip())
    else:
        yield name, command


COMMANDS = dict(commands_of(typer.main.get_command(build_app())))
SECTIONS = dict(re.findall(r"^## safepassage ([^\n]+)\n(.*?)(?=^## |\Z)", REFERENCE, flags=re.MULTILINE | re.DOTALL))


def options_of(name: str) -> Iterator[str]:
    for parameter in COMMANDS[name].params:
        if parameter.param_type_name == "option":
            yield from (*parameter.opts, *parameter.secondary_opts)


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described_and_every_described_option_exists(name: str) -> None:
    described = {
        option
        for row in re.findall(r"^\| (`-.+?) \|", SECTIONS[name], flags=re.MULTILINE)
        for option in re.findall(r"`(--?[a-z-]+)", row)
    }
    assert described == set(options_of(name)) - {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_section_shows_an_example_that_runs(name: str) -> None:
    blocks = re.findall(r"^```bash run\n(.*?)^```", SECTIONS[name], flags=re.MULTILINE | re.DOTALL)
    assert any(f"safepassage {name}" in block for block in blocks)
