"""Scenarios to workbooks that people can fill in: with drop-downs, explained headers, and a sheet of help."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.columns import Column, Table
from safepassage.scenarios.kinds import Choice, Id, Kind
from safepassage.scenarios.numbers import UNLIMITED_WORD, Degrees, Exact, Hours, Real, Whole
from safepassage.scenarios.rendering import cell_rows, refuse_losses
from safepassage.scenarios.sheets import Sheet
from safepassage.scenarios.tables import AGREEMENT_TABLES, PARTY_TABLE, PLACES, SETTINGS, SETTINGS_TABLE
from safepassage.scenarios.uncertainty_sheet import UNCERTAINTY_SHEET, cause_rows
from safepassage.scenarios.uncertainty_tables import CAUSES
from safepassage.scenarios.workbook import HELP, SHEETS, load_sheets

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
SPARE_ROWS = 1_000
"""Rows below the last for which drop-downs are prepared."""
HEADER_FILL = PatternFill("solid", fgColor="FFD9E7F5")
TEXT_FORMAT = "@"
NUMBERS = (Whole, Exact, Degrees, Hours, Real)
PLACE_COLUMNS = frozenset({"place", "start", "return_to", "from", "to", "crossing"})
"""Columns of one place each, filled in from the sheet of places."""


def workbook_bytes(scenario: Scenario) -> bytes:
    """Give the bytes of a scenario workbook.

    Raises
    ------
    UnusableInputError
        When it would not be read back as the same scenario.
    """
    tables = {table.sheet: _rows(table, scenario) for table in SHEETS}
    _refuse_long_cells(tables)
    sheets = [Sheet(table.sheet, [[column.name for column in table.columns], *tables[table.sheet]]) for table in SHEETS]
    refuse_losses(scenario, load_sheets(sheets, Collector()))
    book = Workbook()
    book.remove(book.active)
    for table in SHEETS:
        _write_sheet(book.create_sheet(table.sheet), table, tables[table.sheet])
    _write_help(book.create_sheet(HELP))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(table: Table, scenario: Scenario) -> list[list[str]]:
    if table is SETTINGS_TABLE:
        return [[column.name, _setting(column, scenario), column.meaning] for column in SETTINGS]
    if table is PARTY_TABLE:
        return [[party] for party in scenario.agreement.parties]
    if table is UNCERTAINTY_SHEET:
        return list(cause_rows(scenario))
    owner = scenario.agreement if table in AGREEMENT_TABLES else scenario
    return list(cell_rows(table, getattr(owner, table.sheet), scenario.start))


def _setting(column: Column, scenario: Scenario) -> str:
    value = getattr(scenario, column.field)
    return "" if value is None else column.kind.show(value)


def _refuse_long_cells(tables: dict[str, list[list[str]]]) -> None:
    for sheet, rows in tables.items():
        for row in rows:
            if any(len(cell) > LONGEST_CELL for cell in row):
                message = f"A cell of the sheet {sheet} would hold more than {LONGEST_CELL:,} characters, which no "
                raise UnusableInputError(message + "workbook can: write the scenario to a folder instead.")


def _write_sheet(sheet: Worksheet, table: Table, rows: Sequence[Sequence[str]]) -> None:
    _write_header(sheet, table)
    for number, row in enumerate(rows, 2):
        for index, (column, text) in enumerate(zip(table.columns, row, strict=True), 1):
            if text:
                _write_cell(sheet.cell(number, index), column.kind, text)
    last = len(rows) + 1 + SPARE_ROWS
    for index, column in enumerate(table.columns, 1):
        letter = get_column_letter(index)
        for validation in validations(column):
            validation.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(validation)
    if table is SETTINGS_TABLE:
        _write_setting_choices(sheet)


def _write_header(sheet: Worksheet, table: Table) -> None:
    for index, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, index, column.name)
        cell.font = Font(bold=True)
        cell.fill = HEADER_FILL
        cell.comment = Comment(column.described, "Safe Passage", width=320, height=140)
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = _width(table, column)
        if not isinstance(column.kind, NUMBERS):
            dimension.number_format = TEXT_FORMAT
    sheet.freeze_panes = "B2" if table.key else "A2"


def _width(table: Table, column: Column) -> int:
    if table is SETTINGS_TABLE:
        return {"key": 22, "value": 34}.get(column.name, 90)
    wide = {"windows": 60, "name": 28, "party": 60, "about": 40, "figure": 40, "source": 60, "url": 40, "steps": 40}
    return wide.get(column.name, max(12, len(column.name) + 3))


def _write_cell(cell: Cell, kind: Kind, text: str) -> None:
    """Write a number as a number if a spreadsheet keeps all its digits, and all else as text, never as a formula."""
    if isinstance(kind, NUMBERS) and text != UNLIMITED_WORD and Fraction(f"{float(text):.15g}") == Fraction(text):
        number = float(text)
        cell.value = int(number) if number.is_integer() and abs(number) < 10**15 else number
        return
    cell.value = text
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = text[0] in "=+-@\t"


def validations(column: Column) -> list[DataValidation]:
    """Give the drop-down or bounds of a column, if it has any."""
    kind = column.kind
    if isinstance(kind, Choice):
        return [_drop_down('"' + ",".join(kind.words) + '"', f"Choose {kind.wanted}.")]
    if isinstance(kind, Id) and column.name in PLACE_COLUMNS:
        return [_drop_down(f"{PLACES.sheet}!$A$2:$A$5001", "Choose the id of a place.")]
    if isinstance(kind, Whole) and not kind.unlimited:
        return [_bounds("whole", kind.low, kind.high, kind)]
    if isinstance(kind, Exact | Real):
        return [_bounds("decimal", float(kind.low) if isinstance(kind, Real) else 0, kind.high, kind)]
    if isinstance(kind, Degrees):
        return [_bounds("decimal", -kind.limit, kind.limit, kind)]
    return []


def _drop_down(formula: str, advice: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Safe Passage",
        error=advice,
    )


def _bounds(kind: str, low: float, high: int, wanted: Kind) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="between",
        formula1=f"{low:g}",
        formula2=str(high),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Safe Passage",
        error=f"Give {wanted.wanted}.",
    )


def _write_setting_choices(sheet: Worksheet) -> None:
    for number, column in enumerate(SETTINGS, 2):
        if isinstance(column.kind, Choice):
            [choices] = validations(column)
            choices.add(f"B{number}")
            sheet.add_data_validation(choices)


def _write_help(sheet: Worksheet) -> None:
    """Write what every sheet, column and key is."""
    lines: list[tuple[Any, ...]] = [("sheet", "column or key", "meaning")]
    for table in SHEETS:
        lines.append((table.sheet, "", table.meaning))
        columns = SETTINGS if table is SETTINGS_TABLE else table.columns
        lines += [(table.sheet, column.name, column.described) for column in columns]
    for table in CAUSES:
        lines.append((UNCERTAINTY_SHEET.sheet, table.sheet, table.meaning))
        lines += [
            (UNCERTAINTY_SHEET.sheet, f"{table.sheet}: {column.name}", column.described) for column in table.columns
        ]
    for line in lines:
        sheet.append(line)
    for letter, width in zip("ABC", (14, 28, 120), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        row[2].alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = HEADER_FILL
    sheet.freeze_panes = "A2"
