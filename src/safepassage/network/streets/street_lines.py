"""The pieces of a street graph as lines in metres, with what is asked of them again and again."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import shapely

from safepassage.domain.streets import Position, Shape
from safepassage.network.streets.graph import Floats, StreetGraph
from safepassage.network.streets.metric import Lines, Metric, piece_lines


@dataclass(frozen=True, eq=False)
class StreetLines:
    """Lines of all pieces on a flat map in metres, shape `(num_pieces,)`."""

    metric: Metric
    lines: Lines

    @classmethod
    def of(cls, graph: StreetGraph) -> Self:
        """Give the lines of a graph on a map around its middle."""
        metric = Metric.around(graph.lat, graph.lon)
        return cls(metric, piece_lines(graph, metric))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The lines in a tree that finds near ones."""
        return shapely.STRtree(self.lines)

    @cached_property
    def middles(self) -> Floats:
        """The point halfway along each line, in metres, shape `(num_pieces, 2)`; NaN where a line is empty."""
        middles = np.full((len(self.lines), 2), np.nan)
        known = ~shapely.is_empty(self.lines)
        halfway = shapely.line_interpolate_point(self.lines[known], 0.5, normalized=True)
        middles[known] = shapely.get_coordinates(halfway)
        return middles

    def point(self, lat: float, lon: float) -> shapely.Point:
        """Give a position in metres."""
        x, y = self.metric.to_metres(lat, lon)
        return shapely.Point(float(x), float(y))

    def position(self, piece: int, share: float) -> Position:
        """Give the position at a share of a piece's length, 0 to 1."""
        at = shapely.line_interpolate_point(self.lines[piece], share, normalized=True)
        lat, lon = self.metric.from_metres(at.x, at.y)
        return float(lon), float(lat)

    def shape_polygons(self, shape: Shape) -> Lines:
        """Give the polygons of a shape in metres."""
        rings: list[shapely.Geometry] = [shapely.Polygon(polygon[0], polygon[1:]) for polygon in shape.polygons]
        return self._flattened(rings)

    def shape_lines(self, shape: Shape) -> Lines:
        """Give the lines of a shape in metres."""
        return self._flattened([shapely.LineString(line) for line in shape.lines])

    def _flattened(self, geometries: list[shapely.Geometry]) -> Lines:
        flat = np.empty(len(geometries), dtype=np.object_)
        flat[:] = [shapely.make_valid(self.metric.flatten(geometry)) for geometry in geometries]
        return flat
