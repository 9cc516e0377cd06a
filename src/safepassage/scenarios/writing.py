"""Scenarios to folders and workbooks, without loss."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from safepassage.domain.places import Link
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import ChosenWay, Routes
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.columns import Column, Table
from safepassage.scenarios.csv_files import csv_text
from safepassage.scenarios.files import write_files
from safepassage.scenarios.folder import load_texts
from safepassage.scenarios.rendering import cell_rows, is_default, refuse_losses
from safepassage.scenarios.streets.digests import digest
from safepassage.scenarios.streets.routes_writing import rounded_routes, routes_text
from safepassage.scenarios.streets.tables import CORRIDORS, ROUTES_FILE
from safepassage.scenarios.tables import (
    AGREEMENT_FILE,
    AGREEMENT_TABLES,
    CSV_TABLES,
    LINKS,
    PARTIES,
    SETTINGS,
    SETTINGS_FILE,
)
from safepassage.scenarios.times import NO_START
from safepassage.scenarios.uncertainty_explained import HEAD, keys_explained
from safepassage.scenarios.uncertainty_tables import CAUSES, SINGLE_CAUSES, UNCERTAINTY_FILE, rows_of
from safepassage.scenarios.workbook import WORKBOOK_SUFFIX
from safepassage.scenarios.workbook_writing import workbook_bytes


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write a scenario to a folder, or to a workbook if the path ends in `.xlsx`.

    Raises
    ------
    UnusableInputError
        When it holds something that its files cannot hold exactly, or the path cannot be written to.
    """
    if path.suffix.lower() == WORKBOOK_SUFFIX:
        write_files(path.parent, {path.name: workbook_bytes(scenario)})
    else:
        write_files(path, {name: text.encode() for name, text in folder_texts(scenario).items()})


def folder_texts(scenario: Scenario) -> dict[str, str]:
    """Give the texts of a scenario folder by file name.

    Raises
    ------
    UnusableInputError
        When they would not be read back as the same scenario.
    """
    texts = {SETTINGS_FILE: "\n\n".join(_keys(SETTINGS, scenario, scenario)) + "\n"}
    for table in CSV_TABLES:
        texts[table.name] = _table_text(table, getattr(scenario, table.sheet), scenario.start)
    texts[AGREEMENT_FILE] = _agreement_text(scenario)
    texts[UNCERTAINTY_FILE] = _uncertainty_text(scenario)
    refuse_losses(scenario, load_texts(texts, Collector()))
    return texts


def links_text(links: Sequence[Link]) -> str:
    """Give the text of `links.csv`.

    Raises
    ------
    UnusableInputError
        When a number has no exact decimal form.
    """
    return _table_text(LINKS, links, NO_START)


def write_roads(folder: Path, links: Sequence[Link], routes: Routes) -> Routes:
    """Write `links.csv` and `routes.geojson` into a scenario folder, and give the routes as they are read back.

    Their `links_digest` becomes that of the `links.csv` written.

    Raises
    ------
    UnusableInputError
        When one of them has something that its file cannot hold, or the folder cannot be written to.
    """
    data = links_text(links).encode()
    written = rounded_routes(replace(routes, links_digest=digest(data)))
    write_files(folder, {LINKS.name: data, ROUTES_FILE: routes_text(written).encode()})
    return written


def write_corridors(folder: Path, chosen: Sequence[ChosenWay]) -> None:
    """Write the chosen ways into a scenario folder as `corridors.csv`.

    Raises
    ------
    UnusableInputError
        When the folder cannot be written to.
    """
    write_files(folder, {CORRIDORS.name: _table_text(CORRIDORS, chosen, NO_START).encode()})


def _table_text(table: Table, records: Sequence[Any], start: datetime) -> str:
    return csv_text([column.name for column in table.columns], cell_rows(table, records, start))


def _keys(columns: tuple[Column, ...], record: Any, scenario: Scenario) -> Iterator[str]:
    """Yield each key with its meaning as a comment; one that has no value as a comment too."""
    for column in columns:
        value = getattr(record, column.field)
        written = f"{column.name} =" if value is None else _key(column, value, scenario)
        yield f"# {column.described}\n{'# ' if value is None else ''}{written}"


def _key(column: Column, value: Any, scenario: Scenario) -> str:
    return f"{column.name} = {column.kind.at(scenario.start).toml(value)}"


def _agreement_text(scenario: Scenario) -> str:
    """Give the text of `agreement.toml`: an explanation of every table, and its entries."""
    head = "# What was agreed. Where nothing is given, nothing is restricted.\n\n"
    blocks = [head + next(_keys((PARTIES,), scenario.agreement, scenario))]
    for table in AGREEMENT_TABLES:
        blocks.append(_explanation(table))
        blocks += [_entry(table, record, scenario) for record in getattr(scenario.agreement, table.sheet)]
    return "\n\n".join(blocks) + "\n"


def _uncertainty_text(scenario: Scenario) -> str:
    """Give the text of `uncertainty.toml`: an explanation of every table, and the causes that are not certain."""
    blocks = [HEAD]
    rows = rows_of(scenario.uncertainty)
    for table in CAUSES:
        blocks.append("\n".join([f"# {_header(table)}: {table.meaning}", *keys_explained(table)]))
        blocks += [_entry(table, row, scenario) for row in rows[table.sheet]]
    return "\n\n".join(blocks) + "\n"


def _header(table: Table) -> str:
    return f"[{table.sheet}]" if table in SINGLE_CAUSES else f"[[{table.sheet}]]"


def _explanation(table: Table) -> str:
    keys = (f"#   {column.name}: {column.described}" for column in table.columns)
    return "\n".join([f"# {_header(table)}: {table.meaning}", *keys])


def _entry(table: Table, record: Any, scenario: Scenario) -> str:
    values = ((column, getattr(record, column.field)) for column in table.columns)
    keys = (_key(column, value, scenario) for column, value in values if not is_default(column, value))
    return "\n".join([_header(table), *keys])
