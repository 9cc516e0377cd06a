"""Reading an extract for the basemap: each object as features of the layers, one pass over the file for each kind."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path

import osmium
import shapely
from osmium.filter import EntityFilter, IdFilter, KeyFilter
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap import classes
from safepassage.network.basemap.bridges import Bridges
from safepassage.network.basemap.classes import EARTH_M, Drawn
from safepassage.network.basemap.layers import MIN_ZOOM
from safepassage.network.basemap.sea import Box, Coast

Position = tuple[float, float]

WKB = osmium.geom.WKBFactory()
"""Makes geometries of ways and areas, as text in hexadecimal."""

AREA_KEYS = tuple(key for key in classes.KEYS if key not in {"boundary", "highway", "railway"})
"""Keys of relations that are areas on the map."""

CLOSE_BY = 0.005
"""Degrees within which one name of one kind stands once: some 500 m."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer with its geometry in WGS 84 degrees."""

    drawn: Drawn
    geometry: BaseGeometry


@dataclass(slots=True)
class Reading:
    """What is gathered while an extract is read: the coast, bridges, and the box of all that is drawn."""

    coast: Coast = field(default_factory=Coast)
    bridges: Bridges = field(default_factory=Bridges)
    bounds: Box = (180.0, 90.0, -180.0, -90.0)
    seas: int = 0
    labels: dict[tuple[object, object], list[Position]] = field(default_factory=dict)

    def features(self, extract: Path) -> Iterator[Feature]:
        """Yield every feature of an extract, in the order of the file; the sea and names of bridges come last.

        Raises
        ------
        UnusableInputError
            If the file is missing, is no extract, or is damaged.
        """
        with _readable(extract):
            yield from self._objects(extract)
            yield from _boundaries(extract)
            box = _header_box(extract) or self.bounds
        for label, at in self.bridges.labels():
            yield Feature(label, at)
        for piece in self.coast.sea(box):
            self.seas += 1
            yield Feature(Drawn("water", MIN_ZOOM, {"kind": "sea"}), piece)

    def _objects(self, extract: Path) -> Iterator[Feature]:
        read = osmium.FileProcessor(extract).with_areas(KeyFilter(*AREA_KEYS)).with_filter(KeyFilter(*classes.KEYS))
        for item in read:
            tags = {tag.k: tag.v for tag in item.tags}
            if isinstance(item, osmium.osm.Node):
                found = self._of_point(tags, Point(item.lon, item.lat))
            elif isinstance(item, osmium.osm.Way):
                found = self._of_line(tags, item)
            elif isinstance(item, osmium.osm.Area):
                found = _of_area(tags, _area(item))
            else:
                continue
            for feature in found:
                if self._is_news(feature):
                    self._stretch(feature.geometry)
                    yield feature

    def _is_news(self, feature: Feature) -> bool:
        """Whether no label of the same kind and name stands close by: many things are mapped as point and as area."""
        names, at = feature.drawn.properties, feature.geometry
        if not isinstance(at, Point) or "name" not in names:
            return True
        others = self.labels.setdefault((names.get("kind"), names["name"]), [])
        if any(abs(at.x - x) < CLOSE_BY and abs(at.y - y) < CLOSE_BY for x, y in others):
            return False
        others.append((at.x, at.y))
        return True

    def _of_point(self, tags: classes.Tags, at: Point) -> Iterable[Feature]:
        drawn = classes.point(tags)
        return [Feature(drawn, at)] if drawn is not None else []

    def _of_line(self, tags: classes.Tags, way: "osmium.osm.Way") -> Iterable[Feature]:
        pieces, cut = pieces_of(way)
        if not pieces:
            return []
        if tags.get("natural") == "coastline":
            self.coast.add(pieces, cut)
        line = pieces[0] if len(pieces) == 1 else MultiLineString(pieces)
        self.bridges.add(tags, line)
        drawn = classes.line(tags)
        return [Feature(drawn, line)] if drawn is not None else []

    def _stretch(self, geometry: BaseGeometry) -> None:
        west, south, east, north = geometry.bounds
        box = self.bounds
        self.bounds = (min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north))


def _of_area(tags: classes.Tags, area: Polygon | MultiPolygon | None) -> Iterator[Feature]:
    if area is None:
        return
    middle = shapely.point_on_surface(area)
    size_m2 = _size_m2(area, middle.y)
    drawn = classes.area(tags, size_m2, middle.y)
    if drawn is not None:
        yield Feature(drawn, area)
    label = classes.point(tags) or classes.lake_label(tags, classes.zoom_of_size(size_m2, middle.y))
    if label is not None:
        yield Feature(label, middle)


def _size_m2(area: BaseGeometry, lat: float) -> float:
    degree_m = EARTH_M / 360
    return float(area.area) * degree_m**2 * cos(radians(lat))


def pieces_of(way: "osmium.osm.Way") -> tuple[list[LineString], list[Position]]:
    """Give a way as lines through the nodes that the extract has, and their ends beside which nodes are missing."""
    try:
        whole = shapely.from_wkb(WKB.create_linestring(way))
    except (osmium.InvalidLocationError, RuntimeError):  # a node is missing, or all lie on one spot
        return _runs(way)
    return [whole] if isinstance(whole, LineString) else [], []


def _runs(way: "osmium.osm.Way") -> tuple[list[LineString], list[Position]]:
    """Give the lines between missing nodes, and their ends at these."""
    runs: list[list[Position]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.lon, node.lat))
        elif runs[-1] or len(runs) == 1:
            runs.append([])
    last = len(runs) - 1
    begun = [run[0] for i, run in enumerate(runs) if i > 0 and len(run) > 1]
    ended = [run[-1] for i, run in enumerate(runs) if i < last and len(run) > 1]
    return [LineString(run) for run in runs if len(run) > 1], begun + ended


def _area(area: "osmium.osm.Area") -> Polygon | MultiPolygon | None:
    """Give an area as polygons; None if its rings do not close or cross one another."""
    try:
        found = shapely.from_wkb(WKB.create_multipolygon(area))
    except (RuntimeError, ValueError, shapely.errors.GEOSException):
        return None
    return found if isinstance(found, Polygon | MultiPolygon) and found.area > 0 else None


def _boundaries(extract: Path) -> Iterator[Feature]:
    """Yield borders as lines: ways that are one, and ways of relations that are one, each at its highest level."""
    levels: dict[int, int] = {}
    for relation in osmium.FileProcessor(extract, osmium.osm.RELATION).with_filter(KeyFilter("boundary")):
        level = classes.admin_level(dict(relation.tags))
        for member in relation.members if level is not None and isinstance(relation, osmium.osm.Relation) else ():
            if member.type == "w" and level is not None:
                levels[member.ref] = min(level, levels.get(member.ref, level))
    if not levels:
        return
    ways = osmium.FileProcessor(extract, osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for way in ways.with_filter(EntityFilter(osmium.osm.WAY)).with_filter(IdFilter(levels)):
        drawn = classes.boundary(levels[way.id])
        if drawn is not None and isinstance(way, osmium.osm.Way) and way.tags.get("maritime") != "yes":
            yield from (Feature(drawn, piece) for piece in pieces_of(way)[0])


def _header_box(extract: Path) -> Box | None:
    """Give the box that the file says it covers, if it says so."""
    with osmium.io.Reader(extract, osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat


@contextmanager
def _readable(extract: Path) -> Iterator[None]:
    """Turn what the library says of a file that it cannot read into a sentence."""
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnusableInputError(
            f"{extract}: the extract cannot be read ({reason}). Give a complete file from OpenStreetMap, such as "
            "region.osm.pbf."
        ) from error
