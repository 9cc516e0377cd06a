"""A scenario on real streets: a small town by the sea with a basemap and routes, for the tests of the map."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from safepassage.domain.places import Link, Place
from safepassage.domain.streets import Position, Route, Routes
from safepassage.network.basemap import make_basemap
from safepassage.scenarios import write_roads, write_scenario
from tests.network.basemap.extracts import BOX, coast_town
from tests.reporting.cases import Case, valley

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
JOIN: Position = (37.06, 36.06)
"""Where the ways from the two places where people wait meet."""

AT: dict[str, Position] = {
    "depot": (37.03, 36.07),
    "square": (37.04, 36.08),
    "village": (37.04, 36.05),
    "bridge": (37.075, 36.06),
    "town": (37.09, 36.055),
}


def seaside(links: tuple[Link, ...] | None = None) -> Case:
    """Give the valley moved into the town by the sea: the same plan, other coordinates."""
    case = valley()
    places = tuple(_moved(place) for place in case.scenario.places)
    scenario = replace(case.scenario, places=places, links=case.scenario.links if links is None else links)
    return Case(scenario, case.plan)


def _moved(place: Place) -> Place:
    lon, lat = AT[place.id]
    return replace(place, lon=lon, lat=lat)


def routes() -> Routes:
    """Give routes of all links: those to the bridge share the street from where they join."""
    shared = (JOIN, (37.07, 36.0605), AT["bridge"])
    lines: dict[tuple[str, str], tuple[Position, ...]] = {
        ("square", "bridge"): (AT["square"], (37.055, 36.075), *shared),
        ("village", "bridge"): (AT["village"], (37.05, 36.055), *shared),
        ("bridge", "town"): (AT["bridge"], (37.082, 36.062), AT["town"]),
        ("depot", "square"): (AT["depot"], (37.032, 36.08), AT["square"]),
        ("depot", "village"): (AT["depot"], (37.03, 36.05), AT["village"]),
        ("depot", "bridge"): (AT["depot"], (37.05, 36.07), JOIN, *shared[1:]),
    }
    found = tuple(Route(*ends, Fraction(600), Fraction(5), Fraction(0), line) for ends, line in lines.items())
    return Routes(found, ATTRIBUTION, "bus", 0, "town.osm.pbf")


def seaside_folder(folder: Path, *, basemap: bool = True) -> Path:
    """Write the scenario with its routes, and a basemap if asked, into a folder."""
    case = seaside()
    write_scenario(case.scenario, folder)
    write_roads(folder, case.scenario.links, routes())
    if basemap:
        make_basemap(coast_town().write(folder.parent / "town.osm.pbf", BOX), folder / "basemap.pmtiles")
    return folder
