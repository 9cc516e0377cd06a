"""The background of a map to scale: water, green and roads from a basemap, faint, and no larger than a budget."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, log2, radians
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from safepassage.network.basemap import Basemap
from safepassage.reporting.maps.projection import Frame, Point
from safepassage.reporting.svg import compact, group, path, within

BUDGET = 100_000
"""Characters of a background at most."""

MOST_TILES = 48
"""Tiles that are read for a background at most; beyond, a coarser zoom is taken."""

TILE_PX, EARTH_M = 512, 40_075_016.7
"""Pixels that a tile is made for, and the equator's length in metres (WGS 84)."""

SMALLEST_PX2, SHORTEST_PX = 8.0, 4.0
"""Areas and lines smaller than these are left out, in pixels."""

AREAS = ("green", "water")
LAYERS = ("green", "water", "waterways", "boundaries", "roads", "places", "labels")

MAIN = frozenset({"motorway", "trunk", "primary"})
MIDDLE = MAIN | {"secondary", "tertiary"}
ALL = MIDDLE | {"minor"}

DETAIL: Sequence[tuple[float, frozenset[str]]] = (
    (0.4, ALL),
    (0.7, ALL),
    (0.7, MIDDLE),
    (1.2, MIDDLE),
    (1.2, MAIN),
    (2.5, MAIN),
    (6.0, MAIN),
)
"""Tolerance in pixels and classes of roads, finest first: the first that keeps the budget is drawn."""

PATHS, LETTERS = 7, 40
"""Paths of a background, and the characters of each beside its commands."""

MINOR_FROM = 14.0
"""Metres in a pixel up to which small streets are drawn: beyond, they are a grey mass."""


Drawn = dict[str, list[tuple[Mapping[str, Any], BaseGeometry]]]
"""Properties and shapes in pixels, by layer."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the background: `name` in the local script, `latin` in Latin letters if that is another."""

    at: Point
    name: str
    latin: str
    rank: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Background:
    """What is drawn below everything else, and names that may stand where there is room, most important first."""

    drawn: Markup
    names: tuple[Name, ...]


def background(basemap: Basemap, frame: Frame, width: float, height: float) -> Background:
    """Draw a basemap for a drawing to scale of that size.

    Raises
    ------
    UnusableInputError
        If the basemap is damaged.
    """
    box = frame.box(width, height)
    zoom = _zoom(basemap, frame, box)
    found = list(basemap.features(box, zoom, LAYERS)) if zoom is not None else []
    shapes = shapely.transform(np.array([feature.geometry for feature in found], dtype=object), frame.pixels)
    seen = shapely.intersection(shapes, shapely.box(0, 0, width, height))
    drawn: Drawn = {layer: [] for layer in LAYERS}
    for feature, shape, empty in zip(found, seen, shapely.is_empty(seen), strict=True):
        if not empty:
            drawn[feature.layer].append((feature.properties, shape))
    names = sorted(_names([*drawn["places"], *drawn["labels"]]), key=lambda name: (name.rank, name.name))
    return Background(within_budget(drawn, frame.metres_per_px), tuple(names))


def _zoom(basemap: Basemap, frame: Frame, box: tuple[float, float, float, float]) -> int | None:
    """Give the zoom whose tiles are made for about this scale; None where even the coarsest has too many tiles."""
    tile_m = EARTH_M * cos(radians(frame.middle.lat))
    fitting = round(log2(tile_m / TILE_PX / frame.metres_per_px))
    zooms = range(min(max(fitting, basemap.min_zoom), basemap.max_zoom), basemap.min_zoom - 1, -1)
    return next((zoom for zoom in zooms if basemap.num_tiles(box, zoom) <= MOST_TILES), None)


def within_budget(found: Drawn, metres_per_px: float) -> Markup:
    """Draw in as much detail as the budget allows; in the end, what is small is left out."""
    for tolerance, classes in DETAIL:
        shown = classes if metres_per_px <= MINOR_FROM else classes & MIDDLE
        drawn = _drawn(found, tolerance, shown, BUDGET)
        if len(drawn) <= BUDGET:
            return drawn
    tolerance, classes = DETAIL[-1]
    return _drawn(found, tolerance, classes, BUDGET // PATHS - LETTERS)


def _drawn(found: Drawn, tolerance: float, classes: frozenset[str], most: int) -> Markup:
    """Draw each layer as one path of about `most` characters at most, more important layers above others."""
    shapes = {layer: [shape for _, shape in features] for layer, features in found.items()}
    paths = {layer: _areas(shapes[layer], tolerance, most) for layer in AREAS}
    paths["river"] = _lines(shapes["waterways"], tolerance, most)
    for name, shown in (("small", ALL - MIDDLE), ("road", MIDDLE - MAIN), ("main", MAIN)):
        roads = [shape for properties, shape in found["roads"] if properties.get("class") in shown & classes]
        paths[name] = _lines(roads, tolerance, most)
    paths["border"] = _lines(shapes["boundaries"], tolerance, most)
    drawn = [path(commands, f"base-{name}") for name, commands in paths.items() if commands]
    return group(*drawn, class_="base") if drawn else Markup("")


def _areas(shapes: Sequence[BaseGeometry], tolerance: float, most: int) -> str:
    """Give areas as one path: those of neighbouring tiles joined, their holes left open by the even-odd rule."""
    joined = shapely.get_parts(shapely.simplify(shapely.union_all(shapes), tolerance))
    polygons = [part for part in joined if isinstance(part, shapely.Polygon) and part.area >= SMALLEST_PX2]
    largest_first = sorted(polygons, key=lambda polygon: -polygon.area)
    rings = ([polygon.exterior, *polygon.interiors] for polygon in largest_first)
    return within((compact(map(shapely.get_coordinates, both), closed=True) for both in rings), most)


def _lines(shapes: Sequence[BaseGeometry], tolerance: float, most: int) -> str:
    """Give lines as one path: those that meet end to end joined."""
    found = [part for shape in shapes for part in shapely.get_parts(shape) if isinstance(part, shapely.LineString)]
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(found)) if found else shapely.LineString())
    longest_first = sorted((line for line in joined if line.length >= SHORTEST_PX), key=lambda line: -line.length)
    lines = (shapely.get_coordinates(shapely.simplify(line, tolerance)) for line in longest_first)
    return within((compact([line]) for line in lines), most)


def _names(found: Iterable[tuple[Mapping[str, Any], BaseGeometry]]) -> Iterator[Name]:
    for properties, at in found:
        name, latin = str(properties.get("name", "")), str(properties.get("name_latin", ""))
        x, y = np.mean(shapely.get_coordinates(at), axis=0)
        rank = (_whole(properties.get("rank"), 5), -_whole(properties.get("population"), 0))
        if name or latin:
            yield Name((float(x), float(y)), name or latin, latin if name and latin != name else "", rank)


def _whole(value: object, otherwise: int) -> int:
    """Give a whole number of a tile; whatever else stands there counts as another."""
    return value if isinstance(value, int) else otherwise
