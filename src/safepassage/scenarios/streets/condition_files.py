"""The files about streets that people write beside a scenario: closures, areas, risk, speeds, chosen ways."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from safepassage.domain.streets import Routes, SpeedRule, StreetConditions
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.csv_files import csv_lines, raw_table
from safepassage.scenarios.files import read_bytes, text_of
from safepassage.scenarios.streets.digests import digest
from safepassage.scenarios.streets.layers import read_layer
from safepassage.scenarios.streets.tables import (
    AREAS,
    CLOSURES,
    CONDITION_FILES,
    CORRIDORS,
    LAYERS,
    RISK,
    SPEEDS,
    STREET_TABLES,
    Area,
)
from safepassage.scenarios.typed import Records, records_of


@dataclass(frozen=True, slots=True)
class StreetFiles:
    """What stands beside a scenario about its streets, with every notice of reading it.

    `lines` has the lines of the records of each file, in their order. `unread` are the files of which something could
    not be read, so that what is missed in them may be there. `digests` are those of the bytes of the files that are
    there. `links_digest` is that of `links.csv`.
    """

    conditions: StreetConditions = field(default_factory=StreetConditions)
    areas: tuple[Area, ...] = ()
    routes: Routes | None = None
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    digests: Mapping[str, str] = field(default_factory=dict)
    links_digest: str = ""
    collector: Collector = field(default_factory=Collector)


def load_conditions(folder: Path, present: Collection[str], start: datetime) -> StreetFiles:
    """Read those files about streets that are present in a folder; never raises for bad input."""
    texts: dict[str, str] = {}
    digests: dict[str, str] = {}
    unread: set[str] = set()
    collector = Collector()
    for name in CONDITION_FILES:
        if name not in present:
            continue
        try:
            data = read_bytes(folder / name)
            digests[name] = digest(data)
            texts[name] = text_of(data)
        except CellError as trouble:
            collector.cell((name, 0, ""), trouble)
            unread.add(name)
    found = condition_texts(texts, start, collector)
    return replace(found, digests=digests, unread=found.unread | unread)


def condition_texts(texts: Mapping[str, str], start: datetime, collector: Collector) -> StreetFiles:
    """Read the texts of files about streets by name."""
    records: dict[str, Records] = {}
    unread: set[str] = set()
    for name in CONDITION_FILES:
        heard = Collector()
        records[name] = _records(name, texts[name], start, heard) if name in texts else Records()
        collector.notices += heard.notices
        if not heard.complete:
            unread.add(name)
    areas = {area.id: area for area in records[AREAS.name].records}
    conditions = StreetConditions(
        closures=records[CLOSURES.name].records,
        speeds=tuple(_with_area(rule, areas) for rule in records[SPEEDS.name].records),
        risks=records[RISK.name].records,
        chosen=records[CORRIDORS.name].records,
    )
    lines = {name: found.lines for name, found in records.items()}
    return StreetFiles(conditions, tuple(areas.values()), None, lines, frozenset(unread), collector=collector)


def _records(name: str, text: str, start: datetime, collector: Collector) -> Records:
    for layer in LAYERS:
        if layer.name == name:
            return read_layer(layer, name, text, start, collector)
    table = next(table for table in STREET_TABLES if table.name == name)
    raw = raw_table(name, csv_lines(text), collector)
    return Records() if raw is None else records_of(table, raw, start, collector)


def _with_area(rule: SpeedRule, areas: Mapping[str, Area]) -> SpeedRule:
    """Give the rule with the shape of the area that it names; an area that is not there is left to the checks."""
    return replace(rule, area=areas[rule.area_id].shape) if rule.area_id in areas else rule
