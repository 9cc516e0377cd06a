"""What lies under the flows of a map: ways over real streets, and a basemap; read from a scenario's folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.streets import Line, Route, Routes
from safepassage.network.basemap import Basemap
from safepassage.scenarios import read_routes, routes_fit

BASEMAP_FILE = "basemap.pmtiles"
"""The basemap in a scenario's folder."""

LINKS_FILE = "links.csv"


@dataclass(frozen=True, slots=True)
class Ground:
    """Routes over real streets and a basemap, where there are any.

    `troubles` are sentences on what is there but cannot be used.
    """

    routes: Routes | None = None
    basemap: Basemap | None = None
    troubles: tuple[str, ...] = ()

    @classmethod
    def read(cls, scenario: Path) -> "Ground":
        """Read what a scenario's folder holds; a workbook, or a folder without such files, has nothing."""
        routes, troubles = _routes(scenario)
        path = scenario / BASEMAP_FILE
        basemap = None
        if scenario.is_dir() and path.exists():
            try:
                basemap = Basemap.of(path)
            except UnusableInputError as error:
                troubles.append(f"The map has no background: {error}")
        return cls(routes, basemap, tuple(troubles))

    @property
    def lines(self) -> dict[tuple[str, str], Line]:
        """The lines of routes by the ends of their links."""
        return {(route.from_place, route.to_place): route.line for route in self._known()}

    def _known(self) -> Sequence[Route]:
        return self.routes.routes if self.routes is not None else ()


def _routes(scenario: Path) -> tuple[Routes | None, list[str]]:
    if not scenario.is_dir():
        return None, []
    try:
        routes = read_routes(scenario)
    except UnusableInputError as error:
        said = " ".join(str(notice) for notice in error.notices[:1])
        return None, [f"The map shows roads as straight lines: {said} Make it anew with safepassage roads."]
    if routes is None or _fits(routes, scenario / LINKS_FILE):
        return routes, []
    return routes, [
        "Streets on the map may not be those driven: links.csv was changed after routes.geojson was made. Make both "
        "anew with safepassage roads."
    ]


def _fits(routes: Routes, links: Path) -> bool:
    try:
        return not routes.links_digest or routes_fit(routes, links.read_bytes())
    except OSError:
        return False


NO_GROUND = Ground()
