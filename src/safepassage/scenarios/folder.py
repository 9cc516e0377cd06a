"""Scenario folders to the domain."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.csv_files import csv_lines, raw_table
from safepassage.scenarios.files import LARGEST, LARGEST_TOML, read_bytes, text_of
from safepassage.scenarios.loading import Loaded, Parts
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.streets.folder import load_streets
from safepassage.scenarios.streets.tables import ROUTES_FILE, STREET_FILES
from safepassage.scenarios.tables import AGREEMENT_FILE, CSV_TABLES, LINKS, SETTINGS_FILE
from safepassage.scenarios.times import NO_START
from safepassage.scenarios.toml_entries import keys_of, read_agreement, read_causes
from safepassage.scenarios.toml_files import TomlError, TomlFile, toml_file
from safepassage.scenarios.uncertainty_tables import UNCERTAINTY_FILE
from safepassage.scenarios.wording import plain

SCENARIO_FILES = frozenset({SETTINGS_FILE, AGREEMENT_FILE, UNCERTAINTY_FILE, *(table.name for table in CSV_TABLES)})
KNOWN_FILES = SCENARIO_FILES | frozenset(STREET_FILES)
KNOWN_ENDINGS = (".csv", ".toml", ".geojson")
STEMS = {Path(name).stem: name for name in KNOWN_FILES}


def load_folder(folder: Path, *, without_roads: bool = False) -> Loaded:
    """Read a scenario folder, with every problem of it as a notice.

    With `without_roads`, what is made from a map counts as not there yet: `links.csv` and `routes.geojson`.
    """
    collector = Collector()
    try:
        present = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        message = f"The folder cannot be read: {error.strerror}."
        collector.lost(ReadingCode.UNREADABLE_FILE, (plain(str(folder)), 0, ""), message, "Check its permissions.")
        return Parts(collector).loaded()
    warn_of_unknown_files(present, collector)
    needed = [SETTINGS_FILE, *(table.name for table in CSV_TABLES if not table.optional)]
    if without_roads:
        needed.remove(LINKS.name)
        present = [name for name in present if name not in {LINKS.name, ROUTES_FILE}]
    texts: dict[str, str] = {}
    for name in [*needed, *sorted(SCENARIO_FILES - set(needed))]:
        if name in present:
            _read_text(folder / name, texts, collector)
        elif name in needed:
            message = "The file is missing."
            mend = "Add it; docs/reference/scenario-files.md says what it holds."
            if name == LINKS.name:
                mend += " Or have it made from a map: safepassage roads."
            collector.lost(ReadingCode.MISSING_FILE, (name, 0, ""), message, mend)
    return _with_streets(load_texts(texts, collector), folder, present)


def _with_streets(loaded: Loaded, folder: Path, present: list[str]) -> Loaded:
    """Read what stands beside a scenario about its streets."""
    start = loaded.scenario.start if loaded.scenario is not None else NO_START
    streets = load_streets(folder, present, start)
    origins = Origins({**loaded.origins.lines, **streets.lines}, loaded.origins.files)
    return replace(loaded, origins=origins, streets=streets)


def warn_of_unknown_files(present: list[str], collector: Collector) -> None:
    """Warn of CSV, TOML and GeoJSON files that nothing reads: one of them may be a misspelt name."""
    for name in present:
        if name not in KNOWN_FILES and name.lower().endswith(KNOWN_ENDINGS) and not name.startswith("."):
            message = "The file is none of a scenario's, so nothing reads it."
            near = get_close_matches(Path(name).stem.lower(), STEMS, n=1, cutoff=0.75)
            known = ", ".join(sorted(KNOWN_FILES))
            mend = f"Did you mean {STEMS[near[0]]}?" if near else f"A scenario's files are {known}."
            collector.warning(ReadingCode.UNKNOWN_FILE, (plain(name), 0, ""), message, mend)


def _read_text(path: Path, texts: dict[str, str], collector: Collector) -> None:
    try:
        largest = LARGEST_TOML if path.suffix == ".toml" else LARGEST
        texts[path.name] = text_of(read_bytes(path, largest))
    except CellError as trouble:
        collector.lost(trouble.code, (path.name, 0, ""), trouble.message, trouble.mend)


def load_texts(texts: Mapping[str, str], collector: Collector) -> Loaded:
    """Read the texts of a scenario's files by name."""
    parts = Parts(collector)
    settings = _toml(SETTINGS_FILE, texts, collector)
    if settings is not None:
        parts.read_settings(keys_of(settings))
    for table in CSV_TABLES:
        if table.name in texts:
            raw = raw_table(table.name, csv_lines(texts[table.name]), collector)
            if raw is not None:
                parts.read_table(table, raw)
    agreement = _toml(AGREEMENT_FILE, texts, collector)
    if agreement is not None:
        read_agreement(agreement, parts)
    uncertainty = _toml(UNCERTAINTY_FILE, texts, collector)
    if uncertainty is not None:
        read_causes(uncertainty, parts)
    return parts.loaded()


def _toml(name: str, texts: Mapping[str, str], collector: Collector) -> TomlFile | None:
    if name not in texts:
        return None
    try:
        return toml_file(name, texts[name])
    except TomlError as trouble:
        collector.lost(trouble.code, (name, trouble.line, ""), trouble.message, trouble.mend)
        return None
