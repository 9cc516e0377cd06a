"""TNTP files as rows: metadata in angle brackets, comments after `~`, cells parted by blanks, `;` at the end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources.text_files import number, read_text, shown, trouble

MOST_NODES = 5_000_000

_METADATA = re.compile(r"<([^>]*)>(.*)")
_WHOLE = re.compile(r"[0-9]{1,9}")
_BLANKS = re.compile(r"[\s,]+")


@dataclass(slots=True)
class TntpFile:
    """A TNTP file.

    Attributes
    ----------
    file
        Its name.
    metadata
        Line and text of each item, by its name in capitals.
    names
        The names of the columns, in lower case with underscores; nothing where the file gives none.
    lines, rows
        The line of each row, and its cells.
    """

    file: str
    metadata: dict[str, tuple[int, str]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def trouble(self, row: int, column: str, message: str) -> UnusableInputError:
        """Give the error of a row."""
        return trouble(self.file, self.lines[row], column, message)

    def whole(self, item: str) -> int | None:
        """Give a whole number from the metadata, None where the item is not there."""
        if item not in self.metadata:
            return None
        line, text = self.metadata[item]
        if not _WHOLE.fullmatch(text):
            raise trouble(self.file, line, item, f"{shown(text)} is not a whole number; correct it.")
        return int(text)

    def positions(self, columns: Sequence[str]) -> Mapping[str, int]:
        """Give the position of each of these columns: by name, or in this order where not all are named."""
        named = {name: self.names.index(name) for name in columns if name in self.names}
        return named if len(named) == len(columns) else {name: at for at, name in enumerate(columns)}

    def node(self, row: int, at: int, column: str, most: int) -> int:
        """Give the number of a node, from 1 to `most`."""
        text = self._cell(row, at, column)
        if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
            raise self.trouble(row, column, f"{shown(text)} is not a node from 1 to {most:,}; correct it.")
        return int(text)

    def number(self, row: int, at: int, column: str, low: float, high: float) -> float:
        """Give a number from `low` to `high`."""
        text = self._cell(row, at, column)
        value = number(text)
        if value is None or not low <= value <= high:
            raise self.trouble(row, column, f"{shown(text)} is not a number from {low:g} to {high:g}; correct it.")
        return value

    def _cell(self, row: int, at: int, column: str) -> str:
        if at >= len(self.rows[row]):
            raise self.trouble(row, column, "the line is too short to have this column; is the file whole?")
        return self.rows[row][at]


def read_file(path: Path) -> TntpFile:
    """Read a TNTP file.

    Raises
    ------
    UnusableInputError
        If it cannot be read.
    """
    found = TntpFile(path.name)
    for line, text in enumerate(read_text(path).splitlines(), 1):
        content, _, comment = text.partition("~")
        item = _METADATA.match(content.strip())
        names = _names(comment) if comment else ()
        if item is not None:
            found.metadata[item[1].strip().upper()] = (line, item[2].strip())
        if "init_node" in names:
            found.names = names
        cells = [] if item is not None else _BLANKS.split(content.split(";")[0].strip())
        if cells and cells[0]:
            found.lines.append(line)
            found.rows.append(cells)
    return found


def _names(comment: str) -> tuple[str, ...]:
    """Give the names of columns in a comment, parted by tabs, or else by spaces."""
    cells = comment.replace(";", " ").strip().lower().split("\t" if "\t" in comment.strip() else None)
    return tuple("_".join(cell.split()) for cell in cells if cell.strip())
