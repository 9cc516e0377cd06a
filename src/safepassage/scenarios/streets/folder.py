"""Everything about streets in a scenario folder."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from safepassage.scenarios.collector import CellError
from safepassage.scenarios.files import read_bytes
from safepassage.scenarios.streets.condition_files import StreetFiles, load_conditions
from safepassage.scenarios.streets.digests import digest
from safepassage.scenarios.streets.routes_file import load_routes
from safepassage.scenarios.streets.tables import ROUTES_FILE
from safepassage.scenarios.tables import LINKS


def load_streets(folder: Path, present: Collection[str], start: datetime) -> StreetFiles:
    """Read the files about streets among those present in a folder; never raises for bad input."""
    files = load_conditions(folder, present, start)
    if ROUTES_FILE not in present:
        return files
    routes = load_routes(folder / ROUTES_FILE, files.collector)
    return replace(files, routes=routes, links_digest=_digest_of(folder / LINKS.name))


def _digest_of(path: Path) -> str:
    """Give the digest of a file's bytes; an empty text where it cannot be read, which is told elsewhere."""
    try:
        return digest(read_bytes(path))
    except CellError:
        return ""
