"""docs/reference/commands.md names every command and option that has no page of its own, and nothing else."""

import re
from collections.abc import Iterator

import pytest
import typer

from safepassage.cli.main import build_app
from tests.docs.commands import commands_of
from tests.docs.operation_commands_page import operation_commands
from tests.docs.pages import ROOT, text_of

REFERENCE = text_of(ROOT / "docs" / "reference" / "commands.md")


COMMANDS = {
    name: command
    for name, command in commands_of(typer.main.get_command(build_app()))
    if name not in operation_commands()  # they have a page of their own
}
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
