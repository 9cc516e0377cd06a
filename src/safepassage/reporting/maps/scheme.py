"""A scheme in place of a map, where no place has coordinates: columns by role, from start to destination."""

from collections.abc import Iterable, Mapping, Sequence

from safepassage.reporting.maps.layout import Panel, Point
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.measures.flows import Flow

COLUMNS = (Role.START, Role.WAITING, Role.TRANSFER, Role.JUNCTION, Role.CROSSING, Role.DESTINATION)
MOST_ROWS = 24
SWEEPS = 6


def scheme(places: Sequence[MapPlace], flows: Iterable[Flow], width: float) -> Panel:
    """Lay out places in columns, ordered so that flows cross little; the busiest places when there are too many."""
    columns = [chosen for role in COLUMNS if (chosen := _column(places, role))]
    ordered = _untangled([[p.place.id for p in column] for column in columns], list(flows))
    rows = max((len(column) for column in ordered), default=1)
    height = max(200, rows * (40 if rows <= 12 else 26) + 40)
    positions: dict[str, Point] = {}
    for index, column in enumerate(ordered):
        x = 70 + (width - 140) * (index / (len(ordered) - 1) if len(ordered) > 1 else 0.5)
        for row, place in enumerate(column):
            positions[place] = (x, height * (row + 0.5) / len(column))
    return Panel("", width, height, positions, frozenset(positions), None)


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
