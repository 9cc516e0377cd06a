"""Tables as the report shows them: columns with a kind, rows of words, perhaps under headings."""

from collections.abc import Iterable
from dataclasses import dataclass, field

TEXT, NAME, NUMBER = "text", "name", "number"
"""Kinds of columns: sentences, names that users gave (in any script), and figures."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and kind."""

    title: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a second, quieter line below; `strong` marks a total."""

    words: str
    below: str = ""
    strong: bool = False


Row = tuple[str | Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading of their own; without a heading they follow directly."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `note` is a sentence below it, `foot` its row of totals."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    caption: str = ""
    note: str = ""
    foot: Row = field(default=())

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of all blocks."""
        return tuple(row for block in self.blocks for row in block.rows)


def table(
    columns: Iterable[tuple[str, str]], rows: Iterable[Row], caption: str = "", note: str = "", foot: Row = ()
) -> Table:
    """Make a table of one block from column titles with their kinds."""
    return Table(tuple(Column(*c) for c in columns), (Block(tuple(rows)),), caption, note, foot)


def cut(rows: Iterable[Row], most: int, rest: str) -> tuple[tuple[Row, ...], str]:
    """Keep at most so many rows; give them and a sentence on the rest, whose `{}` takes their number."""
    found = tuple(rows)
    left = len(found) - most
    return found[:most], rest.format(f"{left:,}") if left > 0 else ""
