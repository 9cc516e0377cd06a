"""The page of roles, made from the code: `python -m tests.docs.roles_page` writes it anew."""

from collections.abc import Iterator

from safepassage.domain.live.roles import Role
from safepassage.operations.commands import DECISIONS
from safepassage.operations.deciding import Command
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "roles.md"

BEGINNING = """# Roles

Nobody acts in an operation who was not appointed in it. A coordinator appoints people in roles, and may give them a
scope: places, vehicles, convoys and movements for which they act, and for no others. Without one they act everywhere.
Each command is for some roles only. Whoever gives another one is told which roles may, and nothing changes.

A *report* of what has happened already is for the same roles, but no other rule keeps it out.

What each rule says is in [rules](rules.md).
"""

WHEN = """
## Before opening and after closing

A live operation is prepared, then [opened](../how-to/open-an-operation.md), and at last closed. A rehearsal needs no
opening. Reports of what happened before the end are taken after it too, as corrections.

"""


def page() -> str:
    """Give the text of the page."""
    return "".join([BEGINNING, *(line + "\n" for line in _roles()), WHEN, *(line + "\n" for line in _phases())])


def commands() -> list[type[Command]]:
    """Give all commands, in the order of their names."""
    return sorted(DECISIONS, key=lambda command: command.name)


def _roles() -> Iterator[str]:
    for role in Role:
        yield f"\n## {role.value.replace('-', ' ').capitalize()}\n"
        may = [command.name for command in commands() if role in command.roles]
        yield from (f"- {name}" for name in may) if may else ("Reads only.",)


def _phases() -> Iterator[str]:
    yield "| command | while it is prepared | after it is closed |"
    yield "|---|---|---|"
    for command in commands():
        cells = ("yes" if allowed else "no" for allowed in (command.before_opening, command.after_closing))
        yield f"| {command.name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
