"""Scenario workbooks to the domain: the same tables as in a folder, a sheet each."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.columns import Table
from safepassage.scenarios.csv_files import RawTable, raw_table
from safepassage.scenarios.files import read_bytes
from safepassage.scenarios.loading import Loaded, Parts
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.sheets import Sheet, read_sheets
from safepassage.scenarios.tables import AGREEMENT_TABLES, CSV_TABLES, PARTY_TABLE, SETTINGS_TABLE
from safepassage.scenarios.times import NO_START, Zone
from safepassage.scenarios.typed import Keys, records_of
from safepassage.scenarios.uncertainty_sheet import UNCERTAINTY_SHEET, read_causes_of_sheet
from safepassage.scenarios.wording import plain, shown

WORKBOOK_SUFFIX = ".xlsx"
HELP = "help"
"""The sheet that explains the others; it is not read."""
SHEETS = (SETTINGS_TABLE, *CSV_TABLES, PARTY_TABLE, *AGREEMENT_TABLES, UNCERTAINTY_SHEET)


def load_workbook_file(path: Path) -> Loaded:
    """Read a scenario workbook, with every problem of it as a notice."""
    collector = Collector()
    try:
        sheets, others = read_sheets(read_bytes(path), frozenset(table.sheet for table in SHEETS))
    except CellError as trouble:
        collector.lost(trouble.code, (plain(path.name), 0, ""), trouble.message, trouble.mend)
        return Parts(collector).loaded()
    for name in others:
        if name.strip().lower() != HELP:
            message = "The sheet is none of a scenario's, so nothing reads it."
            mend = f"A scenario's sheets are {', '.join(table.sheet for table in SHEETS)}."
            collector.warning(ReadingCode.UNKNOWN_SHEET, (f"sheet {shown(name)}", 0, ""), message, mend)
    return load_sheets(sheets, collector)


def load_sheets(sheets: Sequence[Sheet], collector: Collector) -> Loaded:
    """Read the sheets of a scenario workbook."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for table in SHEETS:
        if table.sheet not in by_name and not table.optional:
            message = "The sheet is missing."
            mend = "Add it; docs/reference/scenario-files.md says what it holds."
            collector.lost(ReadingCode.MISSING_SHEET, (f"sheet {table.sheet}", 0, ""), message, mend)
    zone = _zone(by_name.get(SETTINGS_TABLE.sheet))
    parts = Parts(collector)
    for table in SHEETS:
        if table.sheet in by_name:
            _read(table, by_name[table.sheet], zone, parts)
    return parts.loaded()


def _zone(settings: Sheet | None) -> tzinfo:
    """Give the scenario's time zone, in which dates of cells are meant; UTC if there is none that is known."""
    rows = settings.rows if settings else ()
    names = [row[1] for row in rows if len(row) > 1 and isinstance(row[0], str) and row[0].strip() == "timezone"]
    try:
        return ZoneInfo(Zone().parse(names[0])) if names and isinstance(names[0], str) else UTC
    except CellError:
        return UTC


def _read(table: Table, sheet: Sheet, zone: tzinfo, parts: Parts) -> None:
    for cells in sheet.merged:
        message = f"The cells {cells} are merged."
        parts.collector.lost(ReadingCode.MERGED_CELLS, (sheet.file, 0, ""), message, "Unmerge them and fill in each.")
    if not sheet.rows and table.optional:
        return
    raw = raw_table(sheet.file, sheet.lines(zone), parts.collector)
    if raw is None:
        return
    if table is SETTINGS_TABLE:
        _read_settings(raw, parts)
    elif table is PARTY_TABLE:
        rows = records_of(table, raw, NO_START, parts.collector).records
        parts.parties = tuple(row[column.field] for row in rows for column in table.columns)
    elif table is UNCERTAINTY_SHEET:
        read_causes_of_sheet(raw, parts)
    else:
        parts.read_table(table, raw)


def _read_settings(raw: RawTable, parts: Parts) -> None:
    """Read the sheet of keys and values; a blank value is the default."""
    given: dict[str, str] = {}
    lines: dict[str, int] = {}
    records = records_of(SETTINGS_TABLE, raw, NO_START, parts.collector)
    for row, line in zip(records.records, records.lines, strict=True):
        key = row["key"].strip()
        if key in lines:
            message = f"The key {key} stands already on line {lines[key]}."
            parts.collector.error(ReadingCode.DUPLICATE_KEY, (raw.file, line, key), message, "Remove one of the two.")
            continue
        lines[key] = line
        if row["value"]:
            given[key] = row["value"]
    parts.read_settings(Keys(given, lambda key: (raw.file, lines.get(key, 0), key), from_text=True))
