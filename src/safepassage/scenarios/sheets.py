"""Sheets of a workbook to raw tables: every cell as the text that a CSV file would hold."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from safepassage.scenarios.collector import BadCell, CellError
from safepassage.scenarios.csv_files import Row
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import shown

LARGEST_UNPACKED = 256 * 2**20
"""Bytes of all parts of a workbook once unpacked; more is an attack, or no scenario."""
MOST_PARTS = 2_000
MOST_SHEET_ROWS = 1_048_576
MOST_CELLS = 20_000_000
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as values: its name, its rows from row 1, the ranges of merged cells."""

    name: str
    rows: Sequence[Sequence[Any]]
    merged: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """What notices call this sheet."""
        return f"sheet {self.name}"

    def lines(self, zone: tzinfo) -> Iterator[Row]:
        """Yield number and texts of each row; dates without offset are local times of that zone."""
        width = max((index for index, value in enumerate(self._header(), 1) if value not in (None, "")), default=0)
        for number, values in enumerate(self.rows, 1):
            texts = [cell_text(value, zone) for value in values]
            while len(texts) > width and not texts[-1].strip():
                texts.pop()
            yield number, texts + [""] * (width - len(texts))

    def _header(self) -> Sequence[Any]:
        return next((row for row in self.rows if any(value not in (None, "") for value in row)), ())


def cell_text(value: object, zone: tzinfo) -> str:
    """Give the value of a spreadsheet cell as text."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _number_text(value)
        case _:
            return _time_text(value, zone)


def _number_text(value: float) -> str:
    if isinstance(value, int):
        return str(value) if abs(value) < 10**64 else "1e64"
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)


def _time_text(value: object, zone: tzinfo) -> str:
    """Give a date or time as text; a span of whole minutes as a duration after the start."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=zone)).isoformat()
        case timedelta() if value >= timedelta() and not value % timedelta(minutes=1):
            return f"+{value // timedelta(minutes=1)}m"
        case _:
            return str(value)


def bad_cell(text: str, message: str, mend: str) -> BadCell:
    """Give a cell that reports this trouble when it is read."""
    cell = BadCell(text)
    cell.trouble = CellError(ReadingCode.BAD_CELL, message, mend)
    return cell


def bad_workbook(reason: str) -> CellError:
    """Give the error of a file that is no workbook."""
    mend = "Open it in a spreadsheet program and save it as .xlsx, without a password."
    return CellError(ReadingCode.BAD_WORKBOOK, f"The file cannot be read as an .xlsx workbook ({reason}).", mend)


def read_sheets(data: bytes, wanted: frozenset[str]) -> tuple[list[Sheet], list[str]]:
    """Give the sheets of a workbook that are wanted, by lower-case name, and the names of all others.

    Raises
    ------
    CellError
        When the bytes are no workbook, or unpack to more than any scenario.
    """
    _refuse_bombs(data)
    with _plain_trouble():
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets: dict[str, Sheet] = {}
        others = []
        for worksheet in book.worksheets:
            name = worksheet.title.strip().lower()
            if name in wanted and name not in sheets:
                sheets[name] = _sheet(name, worksheet, data)
            else:
                others.append(worksheet.title)
        book.close()
        return list(sheets.values()), others


@contextmanager
def _plain_trouble() -> Iterator[None]:
    """Turn whatever a damaged workbook makes its parser raise into a plain sentence; keep its warnings quiet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except CellError:
        raise
    except Exception as error:  # a parser of hostile bytes may raise anything
        raise bad_workbook(f"it is damaged: {type(error).__name__}") from None


def _refuse_bombs(data: bytes) -> None:
    with _plain_trouble(), zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        message = f"The workbook unpacks to more than {LARGEST_UNPACKED // 2**20} MiB."
        raise CellError(ReadingCode.TOO_LARGE, message, "Check that it is the right file.")


def _sheet(name: str, worksheet: Any, data: bytes) -> Sheet:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        source = archive.read(worksheet._worksheet_path)
    rows = _rows(worksheet)
    if FORMULA.search(source):
        _mark_formulas_without_result(rows, worksheet.title, data)
    return Sheet(name, rows, tuple(match.decode() for match in MERGED.findall(source)))


def _rows(worksheet: Any) -> list[list[Any]]:
    worksheet.reset_dimensions()
    rows: list[list[Any]] = []
    cells = 0
    for row in worksheet.iter_rows():
        cells += len(row)
        if len(rows) == MOST_SHEET_ROWS or cells > MOST_CELLS:
            message = f"The sheet {shown(worksheet.title)} has more rows or columns than are read."
            raise CellError(ReadingCode.TOO_LARGE, message, "Delete what is not part of the table.")
        rows.append([_value(cell) for cell in row])
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


def _value(cell: Any) -> Any:
    if cell.data_type == "e":
        return bad_cell(
            cell.value, f"The cell holds an error: {shown(cell.value)}.", "Mend its formula, or type the value."
        )
    return cell.value


def _mark_formulas_without_result(rows: list[list[Any]], title: str, data: bytes) -> None:
    """Put a trouble where a formula stands whose result the spreadsheet program never stored."""
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    worksheet = book[title]
    worksheet.reset_dimensions()
    for values, row in zip(rows, worksheet.iter_rows(), strict=False):
        for column, cell in enumerate(row):
            if cell.data_type == "f" and column < len(values) and values[column] is None:
                mend = "Open the workbook in a spreadsheet program and save it, or type the value."
                values[column] = bad_cell("?", "The cell holds a formula without a stored result.", mend)
    book.close()
