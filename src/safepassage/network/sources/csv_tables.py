"""CSV tables of others, by the names of their columns."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources.text_files import number, plain, read_text, shown, trouble
from safepassage.network.streets.graph import Floats

MOST_ROWS = 5_000_000

_MISSING = frozenset({"", "nan", "null", "none"})
"""Texts that mean no value: blank and NaN by the GMNS specification (0.97, 2026), NULL by files that are published."""

_TRUE, _FALSE = frozenset({"true", "1", "1.0", "yes"}), frozenset({"false", "0", "0.0", "no"})


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table: its file's name, the position of each column, and its rows with the lines on which they begin.

    Names of columns are lower-case. Rows are as long as the header.
    """

    file: str
    columns: dict[str, int]
    lines: Sequence[int]
    rows: Sequence[Sequence[str]]

    def trouble(self, row: int, column: str, message: str) -> UnusableInputError:
        """Give the error of a row."""
        return trouble(self.file, self.lines[row], column, message)

    def require(self, *columns: str) -> None:
        """Raise UnusableInputError if one of these columns is not there."""
        for column in columns:
            if column not in self.columns:
                raise trouble(self.file, 1, "", f"there is no column {column}; add it.")

    def texts(self, column: str) -> list[str]:
        """Give the texts of a column, "" where there is none, or no such column."""
        at = self.columns.get(column)
        if at is None:
            return [""] * len(self.rows)
        return ["" if row[at].strip().lower() in _MISSING else row[at].strip() for row in self.rows]

    def ids(self, column: str) -> list[str]:
        """Give the ids in a column; each row must have one."""
        self.require(column)
        texts = self.texts(column)
        for row, text in enumerate(texts):
            if not text:
                raise self.trouble(row, column, "the id is missing; give one.")
        return texts

    def unique_ids(self, column: str) -> list[str]:
        """Give the ids in a column, of which no two may be the same."""
        ids = self.ids(column)
        first: dict[str, int] = {}
        for row, text in enumerate(ids):
            if text in first:
                before = self.lines[first[text]]
                raise self.trouble(row, column, f"{shown(text)} stands already on line {before}; give each its own.")
            first[text] = row
        return ids

    def numbers(self, column: str, low: float, high: float, mend: str = "correct it") -> Floats:
        """Give the numbers of a column, from `low` to `high`; NaN for none. `mend` is what to do about others."""
        values = np.full(len(self.rows), np.nan)
        for row, text in enumerate(self.texts(column)):
            if text:
                value = number(text)
                if value is None:
                    raise self.trouble(row, column, f"{shown(text)} is not a number; write it like 12.5.")
                if not low <= value <= high:
                    raise self.trouble(row, column, f"{shown(text)} is not from {low:g} to {high:g}; {mend}.")
                values[row] = value
        return values

    def flags(self, column: str) -> list[bool | None]:
        """Give the truth values of a column; None where there is none."""
        return [self._flag(row, column, text) for row, text in enumerate(self.texts(column))]

    def _flag(self, row: int, column: str, text: str) -> bool | None:
        if text and text.lower() not in _TRUE | _FALSE:
            raise self.trouble(row, column, f"{shown(text)} is neither true nor false; write one of the two.")
        return text.lower() in _TRUE if text else None


def read_csv(path: Path) -> CsvTable:
    """Read a CSV file with a header. Cells are parted by commas, or else by semicolons or tabs.

    Raises
    ------
    UnusableInputError
        If it cannot be read, is no proper CSV, or a row has more cells than the header.
    """
    text = read_text(path)
    lines = [(line, cells) for line, cells in csv_lines(path.name, text) if any(cell.strip() for cell in cells)]
    if not lines:
        raise trouble(path.name, 0, "", "the file is empty; it needs a header and rows.")
    header = [cell.strip().lower() for cell in lines[0][1]]
    columns = {name: at for at, name in reversed(list(enumerate(header))) if name}
    for at, name in enumerate(header):
        if name and columns[name] != at:
            raise trouble(path.name, lines[0][0], name, "this column stands there twice; remove one of the two.")
    rows = [_row(path.name, line, cells, len(header)) for line, cells in lines[1:]]
    return CsvTable(path.name, columns, [line for line, _ in lines[1:]], rows)


def csv_lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise trouble(file, line, "", f"there are more than {MOST_ROWS:,} rows; take a smaller area.")
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise trouble(file, line, "", f"this is not proper CSV ({plain(str(error))}); close every quote.") from None


def _delimiter(text: str) -> str:
    """Give what parts the names in the first line that is not blank."""
    found = re.search(r"[^\r\n]*\w[^\r\n]*", text)
    header = found[0] if found else ""
    return next((mark for mark in ",;\t" if mark in header), ",")


def _row(file: str, line: int, cells: list[str], width: int) -> list[str]:
    if any(cell.strip() for cell in cells[width:]):
        raise trouble(
            file, line, "", f"there are {len(cells)} cells below {width} names; put texts with commas in quotes."
        )
    return cells[:width] + [""] * (width - len(cells))
