"""CSV files to and from raw tables."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.notice_codes import ReadingCode

MOST_ROWS = 1_000_000
"""Rows of a table that are read."""
Row = tuple[int, Sequence[str]]
"""A line number (the header is line 1) and the cells."""


class CsvError(CellError):
    """A file that breaks the rules of CSV, with the line where its last row begins."""

    def __init__(self, line: int, reason: str) -> None:
        mend = 'Close every quote, and write a quote inside of quotes twice ("").'
        super().__init__(ReadingCode.BAD_CSV, f"This is not proper CSV ({reason}).", mend)
        self.line = line


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as texts: the name of its file or sheet, its header with its line, and its rows that are not blank."""

    file: str
    header_line: int
    header: Sequence[str]
    rows: Sequence[Row]


def raw_table(file: str, lines: Iterator[Row], collector: Collector) -> RawTable | None:
    """Make a table of lines, the first that is not blank being the header; None with a notice if there is none."""
    header: Row | None = None
    rows: list[Row] = []
    try:
        for line, cells in lines:
            if not any(cell and not cell.isspace() for cell in cells):
                continue
            if header is None:
                header = (line, [cell.strip() for cell in cells])
            else:
                rows.append((line, cells))
            if len(rows) > MOST_ROWS:
                message = f"The table has more than {MOST_ROWS:,} rows."
                collector.lost(ReadingCode.TOO_MANY_ROWS, (file, 0, ""), message, "Join alike rows with a count.")
                return None
    except CsvError as trouble:
        collector.lost(trouble.code, (file, trouble.line, ""), trouble.message, trouble.mend)
        return None
    if header is None:
        collector.lost(ReadingCode.EMPTY_TABLE, (file, 0, ""), "The table is empty.", "Give it its header line.")
        return None
    return RawTable(file, header[0], header[1], rows)


def csv_lines(text: str) -> Iterator[Row]:
    """Yield the line number on which each row begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise CsvError(line, str(error)) from None


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a CSV file, quoting only where it must."""
    lines = [header, *rows]
    return "".join(",".join(_quoted(cell) for cell in line) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    if any(character in cell for character in ',"\r\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
