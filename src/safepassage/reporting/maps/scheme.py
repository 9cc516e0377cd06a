"""A scheme in place of a map, where no place has coordinates: columns by role, from start to destination."""

from collections.abc import Iterable, Mapping, Sequence

from safepassage.reporting.maps.labels import LINE, NAME_FONT, Box, Placed, Wanted
from safepassage.reporting.maps.layout import MARGIN, Panel
from safepassage.reporting.maps.projection import Point
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import fitted, text_width
from safepassage.reporting.words import isolated

COLUMNS = (Role.START, Role.WAITING, Role.TRANSFER, Role.JUNCTION, Role.CROSSING, Role.DESTINATION)
MOST_ROWS = 60
SWEEPS = 6
TALL_ROW, LOW_ROW, MOST_TALL_ROWS = 40, 17, 12
"""Heights of rows, in pixels: with room for two lines of text, or for one where there are many."""

WIDEST_MARGIN = 190.0
"""Room for names beside the first and the last column, in pixels."""


def scheme(places: Sequence[MapPlace], flows: Iterable[Flow], width: float) -> Panel:
    """Lay out places in columns, ordered so that flows cross little; the busiest places when there are too many."""
    columns = [chosen for role in COLUMNS if (chosen := _column(places, role))]
    ordered = _untangled([[p.place.id for p in column] for column in columns], list(flows))
    rows = max((len(column) for column in ordered), default=1)
    listed = rows > MOST_TALL_ROWS
    height = max(200, rows * (LOW_ROW if listed else TALL_ROW) + 20)
    margin = min(WIDEST_MARGIN, width / 4) if listed else MARGIN
    positions: dict[str, Point] = {}
    for index, column in enumerate(ordered):
        x = margin + (width - 2 * margin) * (index / (len(ordered) - 1) if len(ordered) > 1 else 0.5)
        for row, place in enumerate(column):
            positions[place] = (x, height * (row + 0.5) / len(column))
    return Panel("", width, height, positions, frozenset(positions), names_aside=listed)


def scheme_labels(panel: Panel, places: Iterable[MapPlace]) -> list[Placed]:
    """Put names beside their marks: left of them, but right of those in the last column."""
    columns = sorted({x for x, _ in panel.positions.values()})
    apart = columns[1] - columns[0] if len(columns) > 1 else panel.width
    found = []
    for place in places:
        x, y = panel.positions[place.place.id]
        last = x == columns[-1]
        room = panel.width - x - 14 if last else min(apart * 0.8, x - 14)
        words = fitted(f"{isolated(place.place.label)}{', ' if place.note else ''}{place.note}", room, NAME_FONT)
        wide = text_width(words, NAME_FONT)
        left = x + 9 if last else x - 9 - wide
        box = Box(left, y - LINE / 2, left + wide, y + LINE / 2)
        found.append(Placed(Wanted(place.place.id, (x, y), (words,)), box, "start" if last else "end", far=False))
    return found


def _column(places: Sequence[MapPlace], role: Role) -> list[MapPlace]:
    return sorted((p for p in places if p.role == role), key=lambda p: p.rank)[:MOST_ROWS]


def _untangled(columns: list[list[str]], flows: Sequence[Flow]) -> list[list[str]]:
    """Order each column by the mean position of what its places are joined to (barycentre heuristic)."""
    joined: dict[str, list[tuple[str, int]]] = {}
    for flow in flows:
        joined.setdefault(flow.origin, []).append((flow.destination, flow.persons))
        joined.setdefault(flow.destination, []).append((flow.origin, flow.persons))
    for _ in range(SWEEPS):
        heights = {p: (row + 0.5) / len(column) for column in columns for row, p in enumerate(column)}
        columns = [sorted(c, key=lambda p: (_mean_height(p, joined, heights), p)) for c in columns]
    return columns


def _mean_height(place: str, joined: Mapping[str, Sequence[tuple[str, int]]], heights: Mapping[str, float]) -> float:
    found = [(heights[other], weight) for other, weight in joined.get(place, ()) if other in heights]
    total = sum(weight for _, weight in found)
    return sum(height * weight for height, weight in found) / total if total else heights[place]
