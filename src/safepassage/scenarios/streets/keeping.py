"""Keeps a links.csv that somebody typed: it is moved aside before roads are written."""

from pathlib import Path

from safepassage.scenarios.files import write_files
from safepassage.scenarios.streets.digests import digest
from safepassage.scenarios.streets.tables import ROUTES_FILE
from safepassage.scenarios.tables import LINKS

HEAD = 2**16
"""Bytes at the beginning of routes.geojson in which its own digests stand."""


def keep_typed_links(folder: Path) -> str | None:
    """Copy a links.csv that was not written with routes.geojson, and give the copy's name; None where there is none."""
    path = folder / LINKS.name
    if not path.is_file():
        return None
    typed = path.read_bytes()
    if not typed.strip() or _written_here(folder, typed):
        return None
    name = _free_name(folder, typed)
    write_files(folder, {name: typed})
    return name


def _written_here(folder: Path, links: bytes) -> bool:
    """Whether routes.geojson says that it was written with these links; its routes are not read for that."""
    try:
        with (folder / ROUTES_FILE).open("rb") as file:
            return f'"links_sha256": "{digest(links)}"'.encode() in file.read(HEAD)
    except OSError:
        return False


def _free_name(folder: Path, typed: bytes) -> str:
    """Give the first name that is free, or holds the very same."""
    number = 1
    while True:
        name = f"{LINKS.name}.before" if number == 1 else f"{LINKS.name}.before-{number}"
        if not (folder / name).exists() or (folder / name).read_bytes() == typed:
            return name
        number += 1
