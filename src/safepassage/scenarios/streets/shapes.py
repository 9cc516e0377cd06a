"""Geometries of GeoJSON (RFC 7946) to shapes, with a sentence for whatever is wrong with one."""

from collections.abc import Callable, Mapping
from typing import Any

from safepassage.domain.streets import Line, Position, Ring, Shape
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import shown

POINTS = ("Point", "MultiPoint")
LINES = ("LineString", "MultiLineString")
POLYGONS = ("Polygon", "MultiPolygon")
GEOMETRIES = (*POINTS, *LINES, *POLYGONS, "GeometryCollection")
"""The types of geometry that GeoJSON knows."""
GEOMETRY_MEMBERS = ("type", "coordinates", "bbox")
FAR = 1e9
"""Coordinates beyond are not repeated in messages."""
LON_FIRST = "GeoJSON has longitude first, then latitude, both in WGS 84 degrees."


def bad_shape(where: str, message: str, mend: str) -> CellError:
    """Give the error of a part of a geometry; `where` is such as `coordinates[0][2]`."""
    return CellError(ReadingCode.BAD_SHAPE, f"{where} {message}", mend)


def shape_of(geometry: Any, allowed: tuple[str, ...]) -> Shape:
    """Give the shape of a geometry of one of the allowed types; CellError if it is none."""
    kind = _type_of(geometry, allowed)
    if "coordinates" not in geometry:
        raise bad_shape("The geometry", "has no coordinates.", "Draw it anew.")
    where, value = "coordinates", geometry["coordinates"]
    match kind:
        case "Point":
            return Shape(points=(position(value, where),))
        case "MultiPoint":
            return Shape(points=positions(value, where))
        case "LineString":
            return Shape(lines=(line(value, where),))
        case "MultiLineString":
            return Shape(lines=_each(line, value, where))
        case "Polygon":
            return Shape(polygons=(_polygon(value, where),))
        case _:
            return Shape(polygons=_each(_polygon, value, where))


def _type_of(geometry: Any, allowed: tuple[str, ...]) -> str:
    if geometry is None:
        raise bad_shape("The geometry", "is null, so nobody can tell where this is.", "Draw it, or remove the feature.")
    if not isinstance(geometry, Mapping):
        raise bad_shape("The geometry", "is not an object with type and coordinates.", "Draw it anew.")
    kind = geometry.get("type")
    if kind not in allowed or not isinstance(kind, str):
        said = f"is a {kind}" if kind in GEOMETRIES else f"has the type {shown(kind)}" if kind else "has no type"
        raise bad_shape("The geometry", f"{said}.", f"Use one of: {', '.join(allowed)}.")
    for name in geometry:
        if name not in GEOMETRY_MEMBERS:
            raise bad_shape("The geometry", f"has the unknown member {shown(name)}.", "Remove it.")
    if "bbox" in geometry:
        refuse_bad_box(geometry["bbox"])
    return kind


def refuse_bad_box(box: Any) -> None:
    """Raise CellError if a bounding box, which is otherwise of no use here, is none."""
    if not isinstance(box, list) or len(box) not in {4, 6} or not all(_is_number(edge) for edge in box):
        raise bad_shape("bbox", "is not a list of 4 or 6 numbers.", "Remove it: nothing here needs it.")


def _is_number(value: Any) -> bool:
    return type(value) in {int, float}


def _each(read: Callable[[Any, str], Any], value: Any, where: str) -> tuple[Any, ...]:
    """Read each entry of a list that is not empty."""
    if not isinstance(value, list) or not value:
        raise bad_shape(where, "is not a list with something in it.", "Draw it anew.")
    return tuple(read(entry, f"{where}[{index}]") for index, entry in enumerate(value))


def position(value: Any, where: str) -> Position:
    """Give a position; an altitude is dropped."""
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or not all(_is_number(number) for number in value):
        raise bad_shape(where, "is not a position, such as [37.15, 36.2].", LON_FIRST)
    lon, lat = value[0], value[1]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        said = f"[{lon:.9g}, {lat:.9g}]" if abs(lon) < FAR and abs(lat) < FAR else "a position"
        raise bad_shape(where, f"is {said}, which is not on earth.", LON_FIRST)
    return float(lon), float(lat)


def positions(value: Any, where: str) -> Line:
    """Give the positions of a list that is not empty."""
    return _plain_positions(value) or _each(position, value, where)


def _plain_positions(value: Any) -> Line:
    """Give the positions if all are sound and without altitude, as in nearly all files, at once; or else nothing."""
    if not isinstance(value, list) or set(map(type, value)) != {list} or set(map(len, value)) != {2}:
        return ()
    lons, lats = zip(*value, strict=True)
    if {*map(type, lons), *map(type, lats)} != {float}:
        return ()
    on_earth = min(lons) >= -180 and max(lons) <= 180 and min(lats) >= -90 and max(lats) <= 90
    return tuple(zip(lons, lats, strict=True)) if on_earth else ()


def line(value: Any, where: str) -> Line:
    """Give a line of two positions or more."""
    found = positions(value, where)
    if len(found) < 2:
        raise bad_shape(where, "is a line of one position.", "Give it two positions or more.")
    return found


def _ring(value: Any, where: str) -> Ring:
    found = positions(value, where)
    if found[0] != found[-1]:
        raise bad_shape(where, "is a ring that is not closed.", "Repeat its first position at its end.")
    if len(found) < 4:
        raise bad_shape(where, f"is a ring of {len(found)} positions.", "Give it four or more, the last as the first.")
    return found


def _polygon(value: Any, where: str) -> tuple[Ring, ...]:
    return _each(_ring, value, where)
