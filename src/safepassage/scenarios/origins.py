"""Where each row of a scenario came from, so that a notice can name file and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origins:
    """Lines of the rows of each table, in the order of the rows in the scenario.

    `lines["people.csv"][3]` is the line (header: 1) of `scenario.people[3]`. For `agreement.toml` the tables are
    `agreement.toml:crossings`, `agreement.toml:convoys`, `agreement.toml:linked`. `files` maps a table to the name
    that users know, such as a sheet of a workbook. Unknown rows have line 0.
    """

    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def file(self, table: str) -> str:
        """Give the name of the file or sheet that holds this table."""
        return self.files.get(table, table.split(":", maxsplit=1)[0])

    def line(self, table: str, index: int) -> int:
        """Give the line of the row with this index, or 0 if it is unknown."""
        lines = self.lines.get(table, ())
        return lines[index] if 0 <= index < len(lines) else 0
