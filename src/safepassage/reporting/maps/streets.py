"""Roads of a map: along real streets where routes are known, straight lines elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from markupsafe import Markup

from safepassage.domain.places import Link
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Line, Position
from safepassage.reporting.maps.flows import Band, bands, draw_roads
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.maps.labels import Box
from safepassage.reporting.maps.layout import Panel
from safepassage.reporting.maps.projection import Floats, Frame
from safepassage.reporting.maps.strands import Strand, strands, street_bands
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import compact, group, path, within

GRID = 0.5
"""Points of streets are set to a grid of so many pixels: streets that lie on one another there are one."""

BUDGET = 60_000
"""Characters of all streets without people at most; where they are more, the shortest are left out."""


@dataclass(frozen=True, slots=True)
class Streets:
    """What is drawn of roads and flows: over real streets where routes are known, as straight lines elsewhere.

    `lines` are those of all links with a route, and `segments` what they consist of, each once, as longitudes and
    latitudes of their two ends: shape `(n, 2, 2)`.
    """

    strands: tuple[Strand, ...]
    lines: tuple[Line, ...]
    segments: Floats
    flows: tuple[Flow, ...]
    links: tuple[Link, ...]

    @classmethod
    def of(cls, scenario: Scenario, flows: Sequence[Flow], ground: Ground) -> "Streets":
        """Tell what has a route from what has none; routes of other pairs than the scenario's links are not shown."""
        lines = _lines(scenario, ground)
        straight = [link for link in scenario.links if (link.from_place, link.to_place) not in lines]
        return cls(
            tuple(strands(flows, lines)),
            tuple(lines.values()),
            _segments(lines.values()),
            tuple(flow for flow in flows if (flow.origin, flow.destination) not in lines),
            tuple(straight),
        )

    @property
    def corners(self) -> list[Position]:
        """South-west and north-east of all that people go along on real streets."""
        points = [at for strand in self.strands for at in strand.line]
        if not points:
            return []
        lons, lats = zip(*points, strict=True)
        return [(min(lons), min(lats)), (max(lons), max(lats))]

    @property
    def busiest(self) -> int:
        """Most people on one stretch of road, in one direction."""
        return max([strand.persons for strand in self.strands] + [flow.persons for flow in self.flows], default=0)

    def bands(self, panel: Panel, most: int) -> list[Band]:
        """Give the bands of all flows on a panel, the widest first."""
        found = bands(self.flows, panel.positions, most)
        if panel.frame is not None:
            found += street_bands(self.strands, panel.frame, Box(0, 0, panel.width, panel.height), most)
        return sorted(found, key=lambda band: -band.width)

    def draw(self, panel: Panel) -> Markup:
        """Draw the roads of a panel, those with people too."""
        straight = draw_roads(self.links, panel.positions)
        if panel.frame is None or not self.lines:
            return straight
        return group(straight, _drawn(self.segments, panel.frame, panel.width, panel.height))


def _lines(scenario: Scenario, ground: Ground) -> dict[tuple[str, str], Line]:
    """Give the line of each link that has a route, in its direction; a two-way link may use the other direction's."""
    known, found = ground.lines, {}
    for link in scenario.links:
        there, back = (link.from_place, link.to_place), (link.to_place, link.from_place)
        for way in (there, back) if link.both_ways else (there,):
            if way in known:
                found[way] = known[way]
            elif link.both_ways and way[::-1] in known:
                found[way] = known[way[::-1]][::-1]
    return found


def _segments(lines: Iterable[Line]) -> Floats:
    """Give the segments of lines, each once whatever its direction."""
    found = {segment for line in lines for segment in pairwise(line)}
    once = {(a, b) if a < b else (b, a) for a, b in found if a != b}
    return np.array(sorted(once), dtype=np.float64).reshape(-1, 2, 2)


def _drawn(segments: Floats, frame: Frame, width: float, height: float) -> Markup:
    """Draw streets, those that lie on one another on this drawing once."""
    ends = frame.pixels(segments.reshape(-1, 2)).reshape(-1, 2, 2)
    low, high = ends.min(axis=1), ends.max(axis=1)
    seen = (high >= 0).all(axis=1) & (low[:, 0] <= width) & (low[:, 1] <= height)
    on_grid = np.rint(ends[seen] / GRID)
    moved = (on_grid[:, 0] != on_grid[:, 1]).any(axis=1)
    if not moved.any():
        return Markup("")
    once = np.unique(on_grid[moved].reshape(-1, 4), axis=0).reshape(-1, 2, 2) * GRID
    each = np.asarray(shapely.linestrings(once), dtype=object)
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(each)))
    longest_first = joined[np.argsort(-shapely.length(joined), kind="stable")]
    commands = (compact([shapely.get_coordinates(line)]) for line in shapely.simplify(longest_first, GRID))
    return path(within(commands, BUDGET), "road")
