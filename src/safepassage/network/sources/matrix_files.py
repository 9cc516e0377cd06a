"""Files of matrices as grids of texts."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources.csv_tables import csv_lines
from safepassage.network.sources.text_files import read_bytes, read_text, shown, trouble

MOST_PLACES = 5_000

LARGEST_UNPACKED = 256 * 2**20
MOST_PARTS = 2_000
"""Bytes and parts of a workbook once unpacked; more is an attack, or no matrix."""

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")

Row = tuple[int, Sequence[str]]
"""The number of a line, and its cells."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of texts.

    Attributes
    ----------
    file
        The file, or file and sheet, for messages.
    header_line, columns
        The line of the places reached, and these places.
    rows, line_of
        For each place left its cells, as many as there are columns, and its line.
    """

    file: str
    header_line: int
    columns: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]
    line_of: dict[str, int]


def grid_of_csv(path: Path) -> Grid:
    """Read a matrix from a CSV file.

    Raises
    ------
    UnusableInputError
        If it is none.
    """
    return _grid(path.name, csv_lines(path.name, read_text(path)))


def grids_of_workbook(path: Path, second: str) -> tuple[Grid, Grid | None]:
    """Read the first sheet of a workbook, and the sheet of this name if there is one.

    Raises
    ------
    UnusableInputError
        If the file is no workbook, is too large, or a cell's value is not known.
    """
    data = read_bytes(path)
    with _plain_trouble(path.name):
        _refuse_bombs(path.name, data)
        values, formulas = (
            load_workbook(BytesIO(data), read_only=True, data_only=known, keep_links=False) for known in (True, False)
        )
        names = [sheet.title for sheet in values.worksheets]
        if not names:
            raise trouble(path.name, 0, "", "there is no sheet with cells; put the matrix into the first one.")
        grids = {
            name: _grid(f"{path.name}, sheet {name}", _sheet_rows(path.name, values[name], formulas[name]))
            for i, name in enumerate(names)
            if i == 0 or name.strip().lower() == second
        }
        first, *others = grids.values()
        return first, others[0] if others else None


def _grid(file: str, lines: Iterable[Row]) -> Grid:
    filled = ((line, [cell.strip() for cell in cells]) for line, cells in lines if any(cell.strip() for cell in cells))
    header_line, header = next(filled, (0, []))
    columns = _columns(file, header_line, header)
    rows: dict[str, tuple[str, ...]] = {}
    line_of: dict[str, int] = {}
    for line, cells in filled:
        place, values = cells[0], [*cells[1:], *[""] * (len(columns) + 1 - len(cells))]
        if not place or place in rows:
            message = f"the row of {shown(place)} stands there twice" if place else "the row has no place"
            raise trouble(file, line, "", f"{message}; give each row the id of another place.")
        if any(values[len(columns) :]):
            raise trouble(file, line, "", "there are more cells than places in the first row; remove those beyond.")
        rows[place], line_of[place] = tuple(values[: len(columns)]), line
        if len(rows) > MOST_PLACES:
            raise trouble(file, line, "", f"there are more than {MOST_PLACES:,} places; take fewer.")
    if not rows:
        raise trouble(file, 0, "", "there is no matrix; write ids of places into the first row and the first column.")
    return Grid(file, header_line, columns, rows, line_of)


def _columns(file: str, line: int, header: Sequence[str]) -> tuple[str, ...]:
    """Give the places of the first row."""
    places = list(header[1:])
    while places and not places[-1]:
        places.pop()
    for i, place in enumerate(places):
        if not place or place in places[:i]:
            message = f"the column of {shown(place)} stands there twice" if place else f"column {i + 2} has no place"
            raise trouble(file, line, "", f"{message}; give each column the id of another place.")
        if i >= MOST_PLACES:
            raise trouble(file, line, "", f"there are more than {MOST_PLACES:,} places; take fewer.")
    return tuple(places)


def _sheet_rows(file: str, values: Any, formulas: Any) -> Iterator[Row]:
    """Yield the rows of a sheet as texts; a formula whose result the file does not hold is refused."""
    values.reset_dimensions()
    formulas.reset_dimensions()
    rows = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
    for line, (cells, sources) in enumerate(rows, 1):
        for value, source in zip(cells, sources, strict=False):
            if value is None and source is not None:
                message = (
                    f"the file does not hold the result of {shown(str(source))}; save it in a spreadsheet program."
                )
                raise trouble(f"{file}, sheet {values.title}", line, "", message)
        yield line, [_text(value) for value in cells]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


@contextmanager
def _plain_trouble(file: str) -> Iterator[None]:
    """Turn whatever a damaged workbook makes its parser raise into a plain sentence; keep its warnings quiet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnusableInputError:
        raise
    except Exception as error:  # a parser of hostile bytes may raise anything
        message = (
            f"this cannot be read as an .xlsx workbook ({type(error).__name__}); save it anew, without a password."
        )
        raise trouble(file, 0, "", message) from None


def _refuse_bombs(file: str, data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            message = f"the workbook unpacks to more than {LARGEST_UNPACKED // 2**20} MiB; keep the matrix alone in it."
            raise trouble(file, 0, "", message)
        sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
        if any(_MERGED.search(archive.read(sheet)) for sheet in sheets):
            raise trouble(file, 0, "", "cells of the workbook are merged; unmerge them and fill in each.")
