"""Roads and flows: grey lines for roads, bands as wide as the people who go along them, side by side by direction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from markupsafe import Markup

from safepassage.domain.places import Link
from safepassage.reporting.maps.layout import Point
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import group, path, polyline, title
from safepassage.reporting.words import people

WIDEST, NARROWEST = 13.0, 1.4
MOST_BANDS = 1500
"""No more flows are drawn than this, those with most people."""

ARROW_ROOM = 26
"""A band must be this long, in pixels, to bear an arrow."""


@dataclass(frozen=True, slots=True)
class Band:
    """One flow as drawn: a band of `width` from `a` to `b`, shifted aside so that bands do not cover one another."""

    flow: Flow
    a: Point
    b: Point
    width: float


def band_width(persons: int, most: int) -> float:
    """Give the width of a band, in proportion to its people; never too thin to see."""
    return max(NARROWEST, WIDEST * persons / most) if most else 0.0


def bands(flows: Sequence[Flow], positions: Mapping[str, Point], most: int) -> list[Band]:
    """Give the bands of all flows between places on the drawing, to the right of the road's middle line."""
    beside: dict[tuple[str, str], float] = {}
    found = []
    shared = Counter((f.origin, f.destination) for f in flows)
    for flow in sorted(flows, key=lambda f: -f.persons)[:MOST_BANDS]:
        if flow.origin not in positions or flow.destination not in positions:
            continue
        key = (flow.origin, flow.destination)
        width = band_width(flow.persons, most)
        alone = key[::-1] not in shared and shared[key] == 1
        middle = 0.0 if alone else beside.get(key, 0.6) + width / 2
        beside[key] = beside.get(key, 0.6) + width + 0.8
        a, b = _aside(positions[flow.origin], positions[flow.destination], middle)
        found.append(Band(flow, a, b, width))
    return found


def _aside(a: Point, b: Point, distance: float) -> tuple[Point, Point]:
    """Shift a line to its right-hand side."""
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    dx, dy = -(b[1] - a[1]) / length * distance, (b[0] - a[0]) / length * distance
    return (a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy)


def draw_roads(links: Sequence[Link], positions: Mapping[str, Point]) -> Markup:
    """Draw every road whose two ends are on the drawing, as one path."""
    ends = {tuple(sorted((k.from_place, k.to_place))) for k in links}
    lines = [polyline([positions[a], positions[b]]) for a, b in sorted(ends) if a in positions and b in positions]
    return path("".join(lines), "road") if lines else Markup("")


def draw_bands(drawn: Sequence[Band], streams: Sequence[str], names: Mapping[str, str]) -> Markup:
    """Draw bands with an arrow each where there is room; the widest first, so that narrow ones stay visible."""
    marks = []
    for band in drawn:
        flow = band.flow
        words = f"{names[flow.origin]} → {names[flow.destination]}: {people(flow.persons)}"
        stroke = path(polyline([band.a, band.b]), stroke_width=round(band.width, 1))
        marks.append(group(title(words), stroke, _arrow(band), class_=f"flow s{stream_class(flow.stream, streams)}"))
    return group(*marks)


def stream_class(stream: str, streams: Sequence[str]) -> int:
    """Give the number of a stream's colour; streams beyond the fourth share the last one."""
    return min(streams.index(stream), 3)


def _arrow(band: Band) -> Markup:
    """Draw an arrow in the middle of a band, if it is long enough: inside a wide band, as a head on a thin one."""
    length = hypot(band.b[0] - band.a[0], band.b[1] - band.a[1])
    if length < ARROW_ROOM:
        return Markup("")
    inside = band.width >= 7
    size = band.width * 0.32 if inside else max(3.6, band.width * 0.5 + 2.4)
    ux, uy = (band.b[0] - band.a[0]) / length, (band.b[1] - band.a[1]) / length
    x, y = (band.a[0] + band.b[0]) / 2, (band.a[1] + band.b[1]) / 2
    tip = (x + ux * size, y + uy * size)
    left = (x - ux * size * 0.4 - uy * size, y - uy * size * 0.4 + ux * size)
    right = (x - ux * size * 0.4 + uy * size, y - uy * size * 0.4 - ux * size)
    if inside:
        return path(polyline([left, tip, right]), "chevron")
    return path(polyline([tip, left, right]) + "Z", "arrow")
