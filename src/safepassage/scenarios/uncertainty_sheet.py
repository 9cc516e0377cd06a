"""The sheet of a workbook that holds what is uncertain: a cause in each row, its keys as columns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from safepassage.domain.scenario import Scenario
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.columns import Column, Table, required
from safepassage.scenarios.csv_files import RawTable
from safepassage.scenarios.kinds import Choice, Text
from safepassage.scenarios.loading import Parts
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.rendering import cell_rows
from safepassage.scenarios.times import NO_START
from safepassage.scenarios.typed import Keys, records_of
from safepassage.scenarios.uncertainty_tables import CAUSES, SINGLE_CAUSES, UNCERTAINTY_FILE, rows_of

NAMES = Choice({table.sheet: table for table in CAUSES})
CAUSE = required("cause", "cause", NAMES, "What is uncertain: the name of a table of `uncertainty.toml`.", "")
ORDER = (
    *("from", "to", "both_ways", "chance", "per_hour", "suspends", "shape", "mean", "mean_minutes", "mean_hours"),
    *("cv", "common_cv", "for_good", "windows_move", "source"),
)
"""The keys of all causes, in the order of the columns."""


def _column(name: str) -> Column:
    """Give the column of a key that several causes may have."""
    having = [table for table in CAUSES if name in table.by_name]
    one = having[0].by_name[name]
    meaning = "For every cause." if len(having) == len(CAUSES) else f"For {', '.join(table.sheet for table in having)}."
    return Column(name, name, one.kind, meaning, None, "that of the cause", unit=one.unit)


UNCERTAINTY_SHEET = Table(
    UNCERTAINTY_FILE,
    "uncertainty",
    dict,
    (CAUSE, *map(_column, ORDER)),
    "What is uncertain, for a rehearsal: a cause in each row. Fill in the keys that it has.",
    optional=True,
)

AS_TEXTS = replace(
    UNCERTAINTY_SHEET,
    columns=tuple(
        replace(column, field=column.name, kind=Text(), default="", stand_in="") for column in UNCERTAINTY_SHEET.columns
    ),
)
"""The same sheet with its cells as they stand, to be read by the cause of their row."""


def read_causes_of_sheet(raw: RawTable, parts: Parts) -> None:
    """Read the rows of the sheet, each by the keys of its cause."""
    found = records_of(AS_TEXTS, raw, NO_START, parts.collector)
    entries: dict[str, list[Keys]] = defaultdict(list)
    lines: dict[str, list[int]] = defaultdict(list)
    for row, line in zip(found.records, found.lines, strict=True):
        table = _table_of(row["cause"], (raw.file, line, CAUSE.name), parts)
        if table is None or _stands_already(table, raw.file, line, lines, parts):
            continue
        given = {name: text for name, text in row.items() if name != CAUSE.name and text.strip()}
        entries[table.sheet].append(Keys(given, partial(_where, raw.file, line), from_text=True))
        lines[table.sheet].append(line)
    for table in CAUSES:
        parts.read_entries(table, raw.file, entries[table.sheet], lines[table.sheet])


def _where(file: str, line: int, key: str) -> tuple[str, int, str]:
    return file, line, key


def _table_of(text: str, where: tuple[str, int, str], parts: Parts) -> Table | None:
    """Give the table of a cause, None with a notice if there is none of that name."""
    if not text.strip():
        return None  # the notice of a blank cell is given already
    try:
        table: Table = NAMES.parse(text)
    except CellError as trouble:
        parts.collector.complete = False
        parts.collector.cell(where, trouble)
        return None
    return table


def _stands_already(table: Table, file: str, line: int, lines: dict[str, list[int]], parts: Parts) -> bool:
    if table not in SINGLE_CAUSES or not lines[table.sheet]:
        return False
    message = f"The cause {table.sheet} stands already on line {lines[table.sheet][0]}."
    parts.collector.error(ReadingCode.DUPLICATE_ID, (file, line, CAUSE.name), message, "Remove one of the two.")
    return True


def cause_rows(scenario: Scenario) -> Iterator[list[str]]:
    """Yield the cells of the sheet, row by row."""
    rows = rows_of(scenario.uncertainty)
    for table in CAUSES:
        names = [column.name for column in table.columns]
        for cells in cell_rows(table, rows[table.sheet], scenario.start):
            by_name = dict(zip(names, cells, strict=True))
            yield [table.sheet, *(by_name.get(name, "") for name in ORDER)]
