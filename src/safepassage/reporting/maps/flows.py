"""Roads and flows: grey lines for roads, bands as wide as the people who go along them, side by side by direction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from markupsafe import Markup

from safepassage.domain.places import Link
from safepassage.reporting.maps.lines import beside, length_of
from safepassage.reporting.maps.projection import Point
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import group, path, polyline, title
from safepassage.reporting.words import people

WIDEST, NARROWEST = 13.0, 1.4
MOST_BANDS = 1500
"""No more flows are drawn than this, those with most people."""

APART = 0.6
"""Between the two directions of a road, in pixels."""

ARROW_ROOM = 26
"""A band must be this long, in pixels, to bear an arrow."""


@dataclass(frozen=True, slots=True)
class Band:
    """People of one stream as drawn: a band of `width` along a line, shifted aside so that bands do not cover another.

    `links` are the roads between places, by their ends, whose people are in it.
    """

    links: tuple[tuple[str, str], ...]
    stream: str
    persons: int
    line: tuple[Point, ...]
    width: float


def band_width(persons: int, most: int, widest: float = WIDEST) -> float:
    """Give the width of a band, in proportion to its people; never too thin to see."""
    return max(NARROWEST, widest * persons / most) if most else 0.0


def bands(flows: Sequence[Flow], positions: Mapping[str, Point], most: int) -> list[Band]:
    """Give straight bands of all flows between places on the drawing, to the right of the road's middle line."""
    aside: dict[tuple[str, str], float] = {}
    found = []
    shared = Counter((f.origin, f.destination) for f in flows)
    for flow in sorted(flows, key=lambda f: -f.persons)[:MOST_BANDS]:
        if flow.origin not in positions or flow.destination not in positions:
            continue
        key = (flow.origin, flow.destination)
        width = band_width(flow.persons, most)
        alone = key[::-1] not in shared and shared[key] == 1
        middle = 0.0 if alone else aside.get(key, APART) + width / 2
        aside[key] = aside.get(key, APART) + width + 0.8
        line = beside((positions[flow.origin], positions[flow.destination]), middle)
        found.append(Band((key,), flow.stream, flow.persons, tuple(line), width))
    return found


def draw_roads(links: Sequence[Link], positions: Mapping[str, Point]) -> Markup:
    """Draw every road whose two ends are on the drawing, as one path of straight lines."""
    ends = {tuple(sorted((k.from_place, k.to_place))) for k in links}
    lines = [polyline([positions[a], positions[b]]) for a, b in sorted(ends) if a in positions and b in positions]
    return path("".join(lines), "road") if lines else Markup("")


def draw_bands(drawn: Sequence[Band], streams: Sequence[str], names: Mapping[str, str]) -> Markup:
    """Draw bands with an arrow each where there is room; the widest first, so that narrow ones stay visible."""
    marks = []
    for band in drawn:
        stroke = path(polyline(band.line), stroke_width=round(band.width, 1))
        class_ = f"flow s{stream_class(band.stream, streams)}"
        marks.append(group(title(_words(band, names)), stroke, _arrow(band), class_=class_))
    return group(*marks)


def _words(band: Band, names: Mapping[str, str]) -> str:
    """Say who is in a band: from where to where if they share one road, else from how many."""
    if len(band.links) == 1:
        ((origin, destination),) = band.links
        return f"{names[origin]} → {names[destination]}: {people(band.persons)}"
    return f"{people(band.persons)} on {len(band.links)} ways that join here"


def stream_class(stream: str, streams: Sequence[str]) -> int:
    """Give the number of a stream's colour; streams beyond the fourth share the last one."""
    return min(streams.index(stream), 3)


def _arrow(band: Band) -> Markup:
    """Draw an arrow on a band, if it is long enough: inside a wide band, as a head on a thin one."""
    if length_of(band.line) < ARROW_ROOM:
        return Markup("")
    a, b = max(pairwise(band.line), key=length_of)
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    inside = band.width >= 7
    size = band.width * 0.32 if inside else max(3.6, band.width * 0.5 + 2.4)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    tip = (x + ux * size, y + uy * size)
    left = (x - ux * size * 0.4 - uy * size, y - uy * size * 0.4 + ux * size)
    right = (x - ux * size * 0.4 + uy * size, y - uy * size * 0.4 - ux * size)
    if inside:
        return path(polyline([left, tip, right]), "chevron")
    return path(polyline([tip, left, right]) + "Z", "arrow")
