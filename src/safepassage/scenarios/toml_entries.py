"""Tables and entries of TOML files to the parts of a scenario."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from safepassage.scenarios.columns import Table
from safepassage.scenarios.loading import Parts
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.tables import AGREEMENT_TABLES
from safepassage.scenarios.toml_files import TomlFile
from safepassage.scenarios.typed import Keys, values_of_keys
from safepassage.scenarios.uncertainty_tables import CAUSES, SINGLE_CAUSES


def keys_of(toml: TomlFile) -> Keys:
    """Give the keys at the top of a file."""
    return Keys(toml.values, partial(_where, toml, ()))


def _where(toml: TomlFile, table: tuple[str | int, ...], key: str) -> tuple[str, int, str]:
    return toml.file, toml.line(*table, key), key


def read_agreement(toml: TomlFile, parts: Parts) -> None:
    """Read `agreement.toml`: its parties, and the entries of each of its tables."""
    tables = {table.sheet: table for table in AGREEMENT_TABLES}
    top = {key: value for key, value in toml.values.items() if key not in tables}
    parts.read_parties(Keys(top, partial(_where, toml, ())))
    for table in AGREEMENT_TABLES:
        _read_entries(table, toml, parts)


def read_causes(toml: TomlFile, parts: Parts) -> None:
    """Read `uncertainty.toml`: a table for each cause, and the entries of those that are lists."""
    names = tuple(table.sheet for table in CAUSES)
    top = {key: value for key, value in toml.values.items() if key not in names}
    values_of_keys((), Keys(top, partial(_where, toml, ())), parts.start, parts.collector, tables=names)
    for table in CAUSES:
        if table not in SINGLE_CAUSES:
            _read_entries(table, toml, parts)
        elif table.sheet in toml.values:
            _read_single(table, toml, parts)


def _read_single(table: Table, toml: TomlFile, parts: Parts) -> None:
    """Read a table `[…]` that stands at most once."""
    given = toml.values[table.sheet]
    if isinstance(given, dict):
        keys = Keys(given, partial(_where, toml, (table.sheet,)))
        parts.read_entries(table, toml.file, [keys], [toml.line(table.sheet)])
        return
    message = f"{table.sheet} is not one table."
    mend = f"Begin it with [{table.sheet}], in single brackets, and give it once."
    where = (toml.file, toml.line(table.sheet), table.sheet)
    parts.collector.lost(ReadingCode.WRONG_TYPE, where, message, mend)


def _read_entries(table: Table, toml: TomlFile, parts: Parts) -> None:
    """Read the entries `[[…]]` of a table."""
    entries, lines = [], []
    for line, keys in _entries(table, toml):
        if keys is not None:
            entries.append(keys)
            lines.append(line)
        else:
            message = f"{table.sheet} is not a list of tables."
            mend = f"Begin each entry with [[{table.sheet}]], in double brackets."
            where = (toml.file, line, table.sheet)
            parts.collector.lost(ReadingCode.WRONG_TYPE, where, message, mend)
    parts.read_entries(table, toml.file, entries, lines)


def _entries(table: Table, toml: TomlFile) -> Iterator[tuple[int, Keys | None]]:
    """Yield line and keys of each entry, None for one that is no entry."""
    given: Any = toml.values.get(table.sheet, [])
    for index, entry in enumerate(given if isinstance(given, list) else [given]):
        sound = isinstance(entry, dict) and isinstance(given, list)
        keys = Keys(entry, partial(_where, toml, (table.sheet, index))) if sound else None
        yield toml.line(table.sheet, index), keys
