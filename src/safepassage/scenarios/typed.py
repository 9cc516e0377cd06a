"""Raw tables and keys to records of the domain, cell by cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from safepassage.scenarios.collector import BadCell, CellError, Collector
from safepassage.scenarios.columns import Column, Table
from safepassage.scenarios.csv_files import RawTable
from safepassage.scenarios.kinds import Id
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import plain, shown


@dataclass(frozen=True, slots=True)
class Records:
    """Records of the domain, and the line of each."""

    records: tuple[Any, ...] = ()
    lines: tuple[int, ...] = ()


def records_of(table: Table, raw: RawTable, start: datetime, collector: Collector) -> Records:
    """Read every row of a raw table; a bad cell gives a notice and is replaced by its stand-in."""
    columns = _known_columns(table, raw, collector)
    if any(column.required and column not in columns for column in table.columns):
        return Records()
    defaults = {column.field: column.default for column in table.columns if column not in columns}
    cells = [None if column is None else TextCells(column, start) for column in columns]
    result = Records(*_rows(table, raw, cells, defaults, collector))
    _refuse_duplicate_ids(table, result, raw.file, collector)
    return result


def _known_columns(table: Table, raw: RawTable, collector: Collector) -> list[Column | None]:
    """Give the column of each header cell (None: unknown or a repeated one), with notices about the header."""
    columns: list[Column | None] = []
    for index, name in enumerate(raw.header):
        if not name and not any(cells[index:] and cells[index].strip() for _, cells in raw.rows):
            columns.append(None)
            continue
        column = table.by_name.get(name)
        where = (raw.file, raw.header_line, name)
        if column is None:
            collector.error(ReadingCode.UNKNOWN_COLUMN, where, *unknown_name("column", name, list(table.by_name)))
        elif column in columns:
            message = f"The column {name} stands twice."
            collector.lost(ReadingCode.DUPLICATE_COLUMN, where, message, "Remove one of the two.")
            column = None
        columns.append(column)
    for column in table.columns:
        if column.required and column not in columns:
            where = (raw.file, raw.header_line, column.name)
            message = f"The column {column.name} is missing."
            collector.lost(ReadingCode.MISSING_COLUMN, where, message, f"Add it: {column.meaning}")
    return columns


def unknown_name(what: str, name: str, known: list[str]) -> tuple[str, str]:
    """Give message and mend for a name that is not known."""
    near = get_close_matches(name, known, n=1)
    if not name:
        return "A column has cells but no name.", "Name it or remove it."
    if ";" in name:
        return f"There is no {what} {shown(name)}.", "Separate the columns by commas, not by semicolons."
    hint = f"Did you mean {near[0]}?" if near else f"Remove it, or use one of: {', '.join(known)}."
    return f"There is no {what} {shown(name)}.", hint


class TextCells:
    """Reads the cells of one column, remembering texts that it has read before."""

    def __init__(self, column: Column, start: datetime) -> None:
        self.column = column
        self._parse = column.kind.at(start).parse
        self._known: dict[str, Any] = {} if column.required else {"": column.default}

    def read(self, text: str) -> Any:
        """Give the value of a cell; CellError if it has none."""
        if isinstance(text, BadCell):
            raise text.trouble
        if text in self._known:
            return self._known[text]
        value = self._value(text)
        self._known[text] = value
        return value

    def _value(self, text: str) -> Any:
        if not text or (text.isspace() and not self.column.kind.keeps_blanks):
            if self.column.required:
                raise missing_value(self.column)
            return self.column.default
        return self._parse(text)


def missing_value(column: Column) -> CellError:
    """Give the error of a required cell that is blank."""
    return CellError(ReadingCode.MISSING_VALUE, "The cell is blank.", f"Fill it in: {column.meaning}")


def _rows(
    table: Table,
    raw: RawTable,
    cells: list[TextCells | None],
    defaults: Mapping[str, Any],
    collector: Collector,
) -> tuple[tuple[Any, ...], tuple[int, ...]]:
    records, lines = [], []
    for line, texts in raw.rows:
        if len(texts) != len(cells):
            message = f"The row has {len(texts)} cells, but the header has {len(cells)}."
            mend = "Give it a comma for every cell, also for blank ones, and put texts with commas in quotes."
            collector.lost(ReadingCode.RAGGED_ROW, (raw.file, line, ""), message, mend)
            continue
        values = dict(defaults)
        for cell, text in zip(cells, texts, strict=True):
            if cell is not None:
                try:
                    values[cell.column.field] = cell.read(text)
                except CellError as trouble:
                    collector.cell((raw.file, line, cell.column.name), trouble)
                    values[cell.column.field] = _replacement(cell.column, text, collector)
        records.append(table.record(**values))
        lines.append(line)
    return tuple(records), tuple(lines)


def _replacement(column: Column, text: str, collector: Collector) -> Any:
    """Give what stands in for a bad cell: for an id its text, so that what refers to it still finds it."""
    if not isinstance(column.kind, Id):
        return column.replacement
    collector.complete = collector.complete and not (column.required and not text.strip())
    return plain(text.strip()) or column.replacement


def _refuse_duplicate_ids(table: Table, result: Records, file: str, collector: Collector) -> None:
    if not table.key:
        return
    first: dict[str, int] = {}
    for record, line in zip(result.records, result.lines, strict=True):
        name = getattr(record, table.key)
        if name in first and name:
            message = f"The id {name} stands already on line {first[name]}."
            collector.error(ReadingCode.DUPLICATE_ID, (file, line, table.key), message, "Give every row its own id.")
        first.setdefault(name, line)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys with their values, and where each stands. `from_text`: the values are texts of cells, not of TOML."""

    given: Mapping[str, Any]
    where: Callable[[str], tuple[str, int, str]]
    from_text: bool = False


def values_of_keys(
    columns: tuple[Column, ...], keys: Keys, start: datetime, collector: Collector, *, tables: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read keys to values by the domain's field; bad ones give a notice and are replaced by their stand-in.

    `tables` are the tables that may stand beside the keys; a misspelt one is shown how it is spelt.
    """
    known = [*(column.name for column in columns), *tables]
    for name in keys.given:
        if name not in known:
            collector.error(ReadingCode.UNKNOWN_KEY, keys.where(name), *unknown_name("key", name, known))
    return {column.field: _value_of_key(column, keys, start, collector) for column in columns}


def _value_of_key(column: Column, keys: Keys, start: datetime, collector: Collector) -> Any:
    where = keys.where(column.name)
    if column.name not in keys.given:
        if column.required:
            message = f"The key {column.name} is missing."
            collector.lost(ReadingCode.MISSING_KEY, where, message, f"Add it: {column.meaning}")
        return column.replacement if column.required else column.default
    kind = column.kind.at(start)
    try:
        return (kind.parse if keys.from_text else kind.from_toml)(keys.given[column.name])
    except CellError as trouble:
        collector.cell(where, trouble)
        collector.complete = collector.complete and not column.required
        return column.replacement
