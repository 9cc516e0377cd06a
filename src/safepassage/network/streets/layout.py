"""Positions to order nodes by, where a source gives none.

A contraction order is good when it cuts the streets where they are thin. Inertial flow looks for such cuts along
directions on the map (Schild & Sommer 2015, "On balanced separators in road networks"). Without a map, numbers of hops
from three nodes far from each other do: neighbours differ by one hop at most, and far parts by many.
"""

import numpy as np

from safepassage.network.streets.graph import Floats, Ints, StreetGraph
from safepassage.network.streets.groups import Groups

_UNREACHED = -1


def order_positions(graph: StreetGraph) -> tuple[Floats, Floats]:
    """Give two coordinates of each node to order by: latitude and longitude, or a layout where any is unknown."""
    if np.isfinite(graph.lat).all() and np.isfinite(graph.lon).all():
        return graph.lat, graph.lon
    return _layout(graph)


def _layout(graph: StreetGraph) -> tuple[Floats, Floats]:
    """Lay out each connected part by hops, one part beside the other; nodes without arcs stay at 0."""
    near = _neighbours(graph)
    x, y = np.zeros(graph.num_nodes), np.zeros(graph.num_nodes)
    placed = np.diff(near[0].first) == 0
    begin = 0.0
    for node in range(graph.num_nodes):
        if not placed[node]:
            one = _farthest(_hops(near, node))
            from_one = _hops(near, one)
            from_other = _hops(near, _farthest(from_one))
            from_third = _hops(near, _farthest(np.minimum(from_one, from_other)))
            part = np.flatnonzero(from_one != _UNREACHED)
            across = from_one[part] - from_other[part]
            x[part] = begin + across - across.min()
            y[part] = from_third[part]
            begin = x[part].max() + 1
            placed[part] = True
    return y, x


def _neighbours(graph: StreetGraph) -> tuple[Groups, Ints]:
    """Give the ends of arcs that stand at each node, and the node at the other end of each."""
    here, there = np.concatenate([graph.tail, graph.head]), np.concatenate([graph.head, graph.tail])
    return Groups.of(here, graph.num_nodes), there


def _hops(near: tuple[Groups, Ints], start: int) -> Ints:
    """Give the hops from a node to each, whatever the direction; -1 where none lead."""
    groups, there = near
    hops = np.full(len(groups.first) - 1, _UNREACHED)
    edge, count = np.array([start]), 0
    while len(edge):
        hops[edge] = count
        count += 1
        found = there[groups.of_all(edge)[1]]
        edge = np.unique(found[hops[found] == _UNREACHED])
    return hops


def _farthest(hops: Ints) -> int:
    return int(np.argmax(hops))
