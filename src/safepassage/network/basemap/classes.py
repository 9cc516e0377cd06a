"""What each object of OpenStreetMap becomes on the map: a function of its tags, for areas, lines and points.

Tags mean what wiki.openstreetmap.org says of them (2024). What is not named here is not drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, cos, log2, radians

from safepassage.network.basemap.layers import MAX_ZOOM, MIN_ZOOM
from safepassage.network.basemap.names import cleaned, named

Tags = Mapping[str, str]
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One feature of a layer, shown from `min_zoom` on."""

    layer: str
    min_zoom: int
    properties: dict[str, Value] = field(default_factory=dict)


ROADS: Mapping[str, tuple[str, int]] = {
    "motorway": ("motorway", 6),
    "trunk": ("trunk", 6),
    "primary": ("primary", 8),
    "secondary": ("secondary", 10),
    "tertiary": ("tertiary", 11),
    "unclassified": ("minor", 12),
    "residential": ("minor", 12),
    "living_street": ("minor", 12),
    "road": ("minor", 12),
    "service": ("service", 13),
    "track": ("track", 13),
    "pedestrian": ("path", 13),
    "footway": ("path", 14),
    "path": ("path", 14),
    "cycleway": ("path", 14),
    "bridleway": ("path", 14),
    "steps": ("path", 14),
}
"""Values of `highway` that are drawn: their class, and from which zoom on."""

RAILS = {
    "rail": ("rail", 9),
    "narrow_gauge": ("rail", 10),
    "light_rail": ("light", 12),
    "subway": ("light", 12),
    "tram": ("light", 13),
}
WATERWAYS = {"river": ("river", 8), "canal": ("canal", 11), "stream": ("stream", 13)}

BOUNDARY_ZOOMS = {2: 6, 3: 6, 4: 6, 5: 9, 6: 9}
"""From which zoom on borders of an `admin_level` are drawn; those of municipalities are not."""

GREEN = {
    ("natural", "wood"): "wood",
    ("landuse", "forest"): "wood",
    ("natural", "scrub"): "scrub",
    ("natural", "heath"): "scrub",
    ("natural", "wetland"): "wetland",
    ("natural", "grassland"): "grass",
    ("landuse", "grass"): "grass",
    ("landuse", "meadow"): "grass",
    ("landuse", "village_green"): "grass",
    ("landuse", "recreation_ground"): "park",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "golf_course"): "park",
    ("leisure", "nature_reserve"): "park",
    ("landuse", "orchard"): "orchard",
    ("landuse", "vineyard"): "orchard",
    ("landuse", "cemetery"): "cemetery",
    ("amenity", "grave_yard"): "cemetery",
}
WATER = {
    ("natural", "water"): "lake",
    ("waterway", "riverbank"): "river",
    ("waterway", "dock"): "lake",
    ("landuse", "reservoir"): "lake",
    ("landuse", "basin"): "lake",
}
BUILT = {
    ("landuse", "residential"): "residential",
    ("landuse", "commercial"): "work",
    ("landuse", "retail"): "work",
    ("landuse", "industrial"): "work",
    ("landuse", "education"): "work",
    ("landuse", "institutional"): "work",
    ("landuse", "railway"): "transport",
    ("landuse", "port"): "transport",
    ("aeroway", "aerodrome"): "transport",
}
LABELS: Mapping[tuple[str, str], tuple[str, int]] = {
    ("amenity", "hospital"): ("hospital", 12),
    ("healthcare", "hospital"): ("hospital", 12),
    ("railway", "station"): ("station", 12),
    ("railway", "halt"): ("station", 13),
    ("amenity", "bus_station"): ("bus_station", 13),
    ("aeroway", "aerodrome"): ("airport", 10),
    ("amenity", "ferry_terminal"): ("ferry", 13),
    ("man_made", "bridge"): ("bridge", 13),
    ("place", "square"): ("square", 14),
}
"""What is named on the map beside places: what helps to bring people out, and to say where one stands."""

NAMELESS = {"hospital", "airport"}
"""Kinds of labels that are shown even without a name."""

PLACES = {
    "city": (1, 6),
    "town": (2, 8),
    "island": (3, 10),
    "village": (4, 10),
    "suburb": (5, 11),
    "quarter": (6, 12),
    "hamlet": (7, 12),
    "neighbourhood": (8, 13),
    "locality": (9, 13),
}
"""Values of `place` that are named: rank, and from which zoom on."""

KEYS = (
    *("aeroway", "amenity", "boundary", "building", "healthcare", "highway", "landuse", "leisure", "man_made"),
    *("natural", "place", "railway", "waterway"),
)
"""Keys without one of which nothing is drawn."""

SMALLEST_PX = 16.0
"""An area is drawn from the zoom on at which it covers so many pixels (four by four)."""

TILE_PX = 512
EARTH_M = 40_075_016.7
"""The equator's length in metres (WGS 84)."""

BUILDING_M2, LARGE_BUILDING_M2 = 25.0, 500.0
"""Buildings smaller than the first are not drawn, those smaller than the second at the last zoom only."""


def area(tags: Tags, size_m2: float, lat: float) -> Drawn | None:
    """Give what an area with these tags becomes; `size_m2` is its size, `lat` where it lies."""
    if tags.get("building", "no") != "no":
        return _building(size_m2)
    for layer, kinds in (("water", WATER), ("green", GREEN), ("built", BUILT)):
        kind = _kind(tags, kinds)
        if kind is not None:
            if layer == "water" and tags.get("water") in {"river", "canal"}:
                kind = "river"
            return Drawn(layer, zoom_of_size(size_m2, lat), {"kind": kind})
    return None


def _building(size_m2: float) -> Drawn | None:
    if size_m2 < BUILDING_M2:
        return None
    return Drawn("buildings", MAX_ZOOM - 1 if size_m2 >= LARGE_BUILDING_M2 else MAX_ZOOM)


def _kind(tags: Tags, kinds: Mapping[tuple[str, str], str]) -> str | None:
    return next((kind for (key, value), kind in kinds.items() if tags.get(key) == value), None)


def zoom_of_size(size_m2: float, lat: float) -> int:
    """Give the zoom from which an area of that size is large enough to be drawn."""
    pixel_m = EARTH_M * max(cos(radians(lat)), 0.01) / TILE_PX
    needed = log2(pixel_m**2 * SMALLEST_PX / max(size_m2, 1.0)) / 2
    return min(max(ceil(needed), MIN_ZOOM), MAX_ZOOM)


def line(tags: Tags) -> Drawn | None:
    """Give what a way with these tags becomes as a line."""
    if "highway" in tags:
        return _road(tags)
    if "railway" in tags:
        return _rail(tags)
    return _waterway(tags)


def _road(tags: Tags) -> Drawn | None:
    highway = tags["highway"]
    found = ROADS.get(highway.removesuffix("_link"))
    if found is None or tags.get("area") == "yes":
        return None
    road_class, min_zoom = found
    properties: dict[str, Value] = {"class": road_class, **_level(tags), **named(tags)}
    if highway.endswith("_link"):
        properties["link"] = True
        min_zoom = max(min_zoom + 2, 10)
    if oneway := _oneway(tags):
        properties["oneway"] = oneway
    if ref := cleaned(tags.get("ref", "").partition(";")[0])[:12]:
        properties["ref"] = ref
    return Drawn("roads", min_zoom, properties)


def _level(tags: Tags) -> dict[str, Value]:
    return {key: True for key in ("bridge", "tunnel") if tags.get(key, "no") != "no"}


def _oneway(tags: Tags) -> int:
    """Give 1 where vehicles go along the line only, -1 against it only, 0 both ways."""
    said = tags.get("oneway", "")
    if said in {"-1", "reverse"}:
        return -1
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
    return 1 if said in {"yes", "1", "true"} or (implied and said != "no") else 0


def _rail(tags: Tags) -> Drawn | None:
    found = RAILS.get(tags["railway"])
    if found is None:
        return None
    kind, min_zoom = found
    return Drawn("rail", 13 if "service" in tags else min_zoom, {"kind": kind, **_level(tags)})


def _waterway(tags: Tags) -> Drawn | None:
    found = WATERWAYS.get(tags.get("waterway", ""))
    if found is None or "tunnel" in tags:
        return None
    return Drawn("waterways", found[1], {"kind": found[0], **named(tags)})


def boundary(admin_level: int) -> Drawn | None:
    """Give what a border of that level becomes."""
    zoom = BOUNDARY_ZOOMS.get(admin_level)
    return None if zoom is None else Drawn("boundaries", zoom, {"admin_level": admin_level})


def admin_level(tags: Tags) -> int | None:
    """Give the level of a border on land; None where the tags are of none that is drawn."""
    level = tags.get("admin_level", "")
    if tags.get("boundary") != "administrative" or tags.get("maritime") == "yes" or not level.isascii():
        return None
    return int(level) if level.isdigit() and len(level) < 3 and int(level) in BOUNDARY_ZOOMS else None


def point(tags: Tags) -> Drawn | None:
    """Give what a point, or the middle of an area, with these tags is named as."""
    names = named(tags)
    if tags.get("place") in PLACES and names:
        return _place(tags, names)
    found = next((found for (key, value), found in LABELS.items() if tags.get(key) == value), None)
    if found is None or not (names or found[0] in NAMELESS):
        return None
    return Drawn("labels", found[1], {"kind": found[0], **names})


def _place(tags: Tags, names: dict[str, str]) -> Drawn:
    rank, min_zoom = PLACES[tags["place"]]
    properties: dict[str, Value] = {"kind": tags["place"], "rank": rank, **names}
    if (population := _population(tags)) is not None:
        properties["population"] = population
    return Drawn("places", min_zoom, properties)


def _population(tags: Tags) -> int | None:
    said = tags.get("population", "").replace(",", "").replace(" ", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def lake_label(tags: Tags, min_zoom: int) -> Drawn | None:
    """Give the name of a lake, two zooms after the lake itself."""
    names = named(tags)
    if not names or tags.get("natural") != "water" or tags.get("water") in {"river", "canal"}:
        return None
    return Drawn("labels", min(min_zoom + 2, MAX_ZOOM), {"kind": "water", **names})
