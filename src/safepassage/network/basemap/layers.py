"""The layers of the basemap: what is in each, from which zoom on, and what its properties mean.

The style, the report's map and the documentation rely on this table; a test holds the tiles against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MIN_ZOOM, MAX_ZOOM = 6, 14
"""Zooms in the archive: from a country on a page to single buildings. A closer look enlarges the last one."""

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
"""What is shown wherever the map is (openstreetmap.org/copyright; Open Database License 1.0, section 4.3)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the tiles: `geometry` is `area`, `line` or `point`, `properties` are those it may have."""

    geometry: str
    about: str
    properties: Mapping[str, str]


NAMES = {
    "name": "the name in the local script",
    "name_latin": "the name in Latin script, where the source has one",
}
KIND = "what it is"

LAYERS: Mapping[str, Layer] = {
    "water": Layer("area", "sea, lakes, rivers", {"kind": "sea, lake or river"}),
    "green": Layer("area", "woods, parks, grass, wetland, cemeteries", {"kind": KIND}),
    "built": Layer("area", "where people live and work", {"kind": "residential, work or transport"}),
    "buildings": Layer("area", "buildings; small ones at the last zoom only", {}),
    "waterways": Layer("line", "rivers, canals, streams as lines", {"kind": "river, canal or stream", **NAMES}),
    "boundaries": Layer("line", "borders of countries and their parts", {"admin_level": "2 is a country"}),
    "rail": Layer(
        "line",
        "railways, trams, underground",
        {"kind": "rail or light", "bridge": "whether it is a bridge", "tunnel": "whether it is a tunnel"},
    ),
    "roads": Layer(
        "line",
        "all roads and paths",
        {
            "class": "motorway, trunk, primary, secondary, tertiary, minor, service, track or path",
            "link": "whether it only joins other roads",
            "oneway": "1 along the line, -1 against it",
            "bridge": "whether it is a bridge",
            "tunnel": "whether it is a tunnel",
            "ref": "its number, such as N 14",
            **NAMES,
        },
    ),
    "labels": Layer(
        "point",
        "names that help to find the way",
        {"kind": "hospital, station, bus_station, airport, ferry, bridge, square or water", **NAMES},
    ),
    "places": Layer(
        "point",
        "cities, towns, villages and their parts",
        {
            "kind": "city, town, village, suburb, quarter, neighbourhood, hamlet, island or locality",
            "rank": "importance: the smaller, the sooner it is named",
            "population": "inhabitants, where the source says",
            **NAMES,
        },
    ),
}
