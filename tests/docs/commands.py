"""All commands of the command line, by name."""

from collections.abc import Iterator
from typing import Any


def commands_of(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command with its name, those of groups as `group command`."""
    if hasattr(command, "commands"):
        for each, inner in command.commands.items():
            yield from commands_of(inner, f"{name} {each}".strip())
    else:
        yield name, command
