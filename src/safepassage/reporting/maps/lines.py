"""Lines of many points on a drawing: cut to what is seen, simplified, and shifted aside."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

import numpy as np
import shapely

from safepassage.reporting.maps.labels import Box
from safepassage.reporting.maps.projection import Floats, Point

SHARPEST = 2.5
"""At a sharp bend the outer side of a shifted line is at most so many times as far from the bend as elsewhere."""


def seen(points: Floats, sheet: Box) -> Iterator[Floats]:
    """Yield the parts of a line, points of shape `(n, 2)`, that meet a sheet; a part's ends may lie beyond its edge."""
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    near = (high[:, 0] >= sheet.left) & (low[:, 0] <= sheet.right)
    near &= (high[:, 1] >= sheet.top) & (low[:, 1] <= sheet.bottom)
    changes = np.diff(np.concatenate([[False], near, [False]]).astype(np.int8))
    for begin, end in zip(np.flatnonzero(changes == 1), np.flatnonzero(changes == -1), strict=True):
        yield points[begin : end + 1]


def simplified(points: Floats, tolerance: float) -> list[Point]:
    """Leave out points that lie within a tolerance of the line without them (Douglas and Peucker 1973)."""
    kept = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), tolerance))
    return [(float(x), float(y)) for x, y in kept]


def length_of(line: Sequence[Point]) -> float:
    """Give the length of a line."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def beside(line: Sequence[Point], distance: float) -> list[Point]:
    """Shift a line to its right-hand side, with y downwards; corners are mitred, sharp ones cut short."""
    if not distance:
        return list(line)
    normals = [_normal(a, b) for a, b in pairwise(line)]
    sides = [normals[0], *map(_between, normals, normals[1:]), normals[-1]]
    return [(x + nx * distance, y + ny * distance) for (x, y), (nx, ny) in zip(line, sides, strict=True)]


def _normal(a: Point, b: Point) -> Point:
    """Give the direction to the right of the way from a to b, of length 1."""
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return -(b[1] - a[1]) / length, (b[0] - a[0]) / length


def _between(m: Point, n: Point) -> Point:
    """Give the direction to a corner's shifted point: as long as keeps both sides at distance 1, within bounds."""
    x, y = m[0] + n[0], m[1] + n[1]
    square = x * x + y * y
    if square < 1e-9:
        return m
    scale = min(2 / square, SHARPEST / square**0.5)
    return x * scale, y * scale
