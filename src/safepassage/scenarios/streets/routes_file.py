"""Reads routes.geojson: the ways of a scenario's links over real streets, and what they were made from."""

from collections.abc import Iterator
from os.path import lexists
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.streets import Route, Routes
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.files import read_bytes, text_of
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.streets.geojson import Collection, collection_of
from safepassage.scenarios.streets.layers import geometry_of, properties_of, tell
from safepassage.scenarios.streets.tables import FORMAT, ROUTE_PROPERTIES, ROUTES_FILE, ROUTES_FORMAT, ROUTES_MEMBERS
from safepassage.scenarios.times import NO_START
from safepassage.scenarios.typed import Keys, values_of_keys
from safepassage.scenarios.wording import plain

LARGEST_ROUTES = 256 * 2**20
"""Bytes in a file of routes that is read: 100,000 links with hundreds of positions each."""


def read_routes(folder: Path) -> Routes | None:
    """Give the routes that stand in a scenario folder; None if there are none.

    Raises
    ------
    UnusableInputError
        With every notice, when the file cannot be used.
    """
    path = folder / ROUTES_FILE
    if not lexists(path):
        return None
    collector = Collector()
    routes = load_routes(path, collector)
    if routes is None:
        message = f"{plain(str(path))} cannot be used: make it anew with safepassage roads."
        raise UnusableInputError(message, collector.notices)
    return routes


def load_routes(path: Path, collector: Collector) -> Routes | None:
    """Give the routes in a file; None with notices if it cannot be used."""
    try:
        text = text_of(read_bytes(path, LARGEST_ROUTES))
    except CellError as trouble:
        collector.cell((ROUTES_FILE, 0, ""), trouble)
        return None
    return routes_of(text, collector)


def routes_of(text: str, collector: Collector) -> Routes | None:
    """Give the routes in a text; None with notices if it cannot be used."""
    heard = Collector()
    found = collection_of(ROUTES_FILE, text, heard, [column.name for column in ROUTES_MEMBERS])
    routes = _routes(found, heard) if found.whole else None
    collector.notices += heard.notices
    return None if heard.has_errors else routes


def _routes(found: Collection, collector: Collector) -> Routes:
    keys = Keys(found.members, lambda name: (ROUTES_FILE, 0, name))
    members = values_of_keys(ROUTES_MEMBERS, keys, NO_START, collector)
    if members.pop(FORMAT.field) != ROUTES_FORMAT:
        message, mend = "This is another format than this version reads.", "Make it anew with safepassage roads."
        collector.error(ReadingCode.BAD_CHOICE, (ROUTES_FILE, 0, FORMAT.name), message, mend)
    return Routes(routes=tuple(_each_route(found, collector)), **members)


def _each_route(found: Collection, collector: Collector) -> Iterator[Route]:
    for feature in found.features:
        heard = Collector()
        values = properties_of(ROUTE_PROPERTIES, ROUTES_FILE, feature, NO_START, heard)
        shape = geometry_of(("LineString",), ROUTES_FILE, feature, heard)
        tell(feature, heard, collector)
        if shape is not None:
            yield Route(line=shape.lines[0], **values)
