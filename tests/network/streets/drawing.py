"""Small street graphs drawn in metres around a town, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from safepassage.domain.streets import Position
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.metric import Metric

TOWN = Metric.around(41.15, -8.62)

Metres = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """A street between two nodes, by the names of the nodes; `bends` are points between them in metres."""

    start: str
    end: str
    kmh: float = 36.0
    both_ways: bool = True
    bends: Sequence[Metres] = ()


def position(x: float, y: float) -> Position:
    """Give longitude and latitude of a point in metres."""
    lat, lon = TOWN.from_metres(x, y)
    return float(lon), float(lat)


def drawn(nodes: dict[str, Metres], streets: Sequence[Drawn], forbidden: Sequence[Sequence[int]] = ()) -> StreetGraph:
    """Give the graph of streets; piece `i` is street `i`, and its arcs come in order, the forward one first."""
    names = list(nodes)
    lines = [[nodes[street.start], *street.bends, nodes[street.end]] for street in streets]
    arcs = [(i, forward) for i, street in enumerate(streets) for forward in (True, False)[: 1 + street.both_ways]]
    ends = [(names.index(street.start), names.index(street.end)) for street in streets]
    point_lon, point_lat = np.array([position(*point) for line in lines for point in line]).T
    node_lon, node_lat = np.array([position(*at) for at in nodes.values()]).T
    none = np.zeros(len(streets), dtype=np.int64)
    return StreetGraph(
        lat=node_lat,
        lon=node_lon,
        node_names=np.array(names),
        tail=np.array([ends[i][not forward] for i, forward in arcs], dtype=np.int64),
        head=np.array([ends[i][forward] for i, forward in arcs], dtype=np.int64),
        piece=np.array([i for i, _ in arcs], dtype=np.int64),
        forward=np.array([forward for _, forward in arcs], dtype=np.bool_),
        kmh=np.array([streets[i].kmh for i, _ in arcs]),
        first_point=np.cumsum([0, *map(len, lines)]),
        point_lat=point_lat,
        point_lon=point_lon,
        length_m=np.array([length(line) for line in lines]),
        road_class=none,
        road_classes=("road",),
        street=none,
        streets=("",),
        forbidden=np.array([arc for sequence in forbidden for arc in sequence], dtype=np.int64),
        first_forbidden=np.cumsum([0, *map(len, forbidden)]),
        attribution="",
    )


def length(line: Sequence[Metres]) -> float:
    """Give the length of a line in metres."""
    return float(sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line)))


def grid(side: int, spacing_m: float = 100.0, kmh: float = 36.0) -> StreetGraph:
    """Give a square of crossroads with two-way streets; node `x,y` stands `x` columns east and `y` rows north."""
    nodes = {f"{x},{y}": (x * spacing_m, y * spacing_m) for y in range(side) for x in range(side)}
    east = [Drawn(f"{x},{y}", f"{x + 1},{y}", kmh) for y in range(side) for x in range(side - 1)]
    north = [Drawn(f"{x},{y}", f"{x},{y + 1}", kmh) for y in range(side - 1) for x in range(side)]
    return drawn(nodes, [*east, *north])
