"""The sea, from the coastline that an extract holds.

OpenStreetMap draws no sea, only its coast: ways of `natural=coastline` with land on their left and water on their
right (wiki.openstreetmap.org, Tag:natural=coastline, 2024). The coast cuts the extract's box into faces; a face is
sea if the coast around it shows it its right side. Where nodes beyond the box are missing, the coast is led on to the
box's nearest edge. A coast that ends inside the box all the same cuts nothing, and no sea is drawn rather than a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LinearRing, LineString, Point
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS 84 degrees."""

ASIDE = 1e-7
"""How far beside the coast one looks, in degrees: about a centimetre."""

BEYOND = 0.01
"""How much further than to the edge a coast is led on, as a share of the way there: so that it crosses the edge."""

MOST_LAND = 0.05
"""A face that so great a share of its coast calls land is no sea: that coast is not drawn as it should be."""


@dataclass(slots=True)
class Coast:
    """Gathers the coastline while an extract is read."""

    lines: list[LineString] = field(default_factory=list)
    cut: list[Point] = field(default_factory=list)

    def add(self, pieces: Sequence[LineString], cut: Sequence[tuple[float, float]]) -> None:
        """Take note of pieces of coastline, and of their ends beside which nodes are missing."""
        self.lines.extend(pieces)
        self.cut.extend(Point(end) for end in cut)

    def sea(self, box: Box) -> list[BaseGeometry]:
        """Give the sea inside a box as polygons; empty where there is no coast that cuts the box."""
        if not self.lines:
            return []
        faces = _faces([*self.lines, *_led_on(self.cut, shapely.box(*box).exterior)], box)
        wet, dry = _votes(self.lines, faces)
        return [face for face, w, d in zip(faces, wet, dry, strict=True) if w > 0 and d <= MOST_LAND * (w + d)]


def _led_on(ends: Sequence[Point], edge: LinearRing) -> list[LineString]:
    """Give straight lines from ends to the nearest points of an edge, and a hair beyond it."""
    found = []
    for end in ends:
        near = edge.interpolate(edge.project(end))
        beyond = (near.x + (near.x - end.x) * BEYOND, near.y + (near.y - end.y) * BEYOND)
        found.append(LineString([(end.x, end.y), beyond]))
    return found


def _faces(lines: Sequence[LineString], box: Box) -> list[BaseGeometry]:
    """Cut a box along lines."""
    sheet = shapely.box(*box)
    cuts = shapely.unary_union([*(shapely.intersection(line, sheet) for line in lines), sheet.boundary])
    return list(shapely.get_parts(shapely.polygonize([cuts])))


def _votes(lines: Sequence[LineString], faces: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], ...]:
    """Give for each face the length of coast that has it on the right, and of coast that has it on the left."""
    a, b = _segments(lines)
    along = b - a
    length = np.hypot(along[:, 0], along[:, 1])
    kept = length > 0
    right = np.column_stack([along[kept, 1], -along[kept, 0]]) / length[kept, None] * ASIDE
    middle = (a[kept] + b[kept]) / 2
    tree = shapely.STRtree(faces)
    return tuple(_seen(tree, middle + side * right, length[kept], len(faces)) for side in (1, -1))


def _seen(
    tree: shapely.STRtree, points: NDArray[np.float64], length: NDArray[np.float64], num_faces: int
) -> NDArray[np.float64]:
    which, face = tree.query(shapely.points(points), predicate="within")
    return np.bincount(face, weights=length[which], minlength=num_faces).astype(np.float64)


def _segments(lines: Sequence[LineString]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give beginnings and ends of all segments, in the direction of their lines."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    return points[:-1][same], points[1:][same]
