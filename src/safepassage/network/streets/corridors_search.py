"""Ways of least weight between spots over expanded streets, for weights that change with every search.

A contraction hierarchy would have to be customised for each set of weights; one search of Dijkstra's costs less.
"""

from functools import cached_property
from heapq import heappop, heappush

import numpy as np
from numba import njit

from safepassage.network.streets.connectors import NOWHERE, attach
from safepassage.network.streets.graph import Floats, Ints
from safepassage.network.streets.groups import Groups
from safepassage.network.streets.hierarchy import PreparedStreets
from safepassage.network.streets.router import NEVER, Driven, Spot, driven, positions


@njit(cache=True)
def least_weights(
    origin: int, target: int, first: Ints, arcs: Ints, heads: Ints, weights: Floats
) -> tuple[Floats, Ints]:
    """Dijkstra's search from one node until another is reached, or of everything when that is `NOWHERE`.

    Parameters
    ----------
    origin, target
        Nodes.
    first, arcs
        The graph by rows: arcs out of node `i` are `arcs[first[i]:first[i + 1]]`.
    heads, weights
        Of each arc the node that it leads to, and its weight, not negative.

    Returns
    -------
        For each node its least weight, infinite where none is known, and the arc by which it is reached, or `NOWHERE`.
        They are final for all nodes that are no further than the target.
    """
    best = np.full(first.shape[0] - 1, np.inf)
    by = np.full(first.shape[0] - 1, NOWHERE)
    best[origin] = 0
    heap = [(0.0, origin)]
    while heap:
        weight, node = heappop(heap)
        if node == target:
            break
        if weight > best[node]:
            continue
        for i in range(first[node], first[node + 1]):
            arc = arcs[i]
            longer = weight + weights[arc]
            if longer < best[heads[arc]]:
                best[heads[arc]] = longer
                by[heads[arc]] = arc
                heappush(heap, (longer, heads[arc]))
    return best, by


class SpottedStreets:
    """Expanded streets with spots attached, at one set of times. Arcs that nobody may drive on are left out.

    Spots are named by their position. Nodes and arcs have numbers of their own.

    Attributes
    ----------
    streets
        The prepared streets.
    num_nodes
        How many nodes there are.
    tail, head, ms
        Nodes and time of each arc, shape `(num_arcs,)`.
    """

    def __init__(
        self, streets: PreparedStreets, spots: tuple[Spot, ...], arc_ms: Ints, connector_ms: Ints | None = None
    ) -> None:
        self._attached = attach(streets, *positions(spots))
        if connector_ms is None:
            connector_ms = self._attached.connectors.shares_of(arc_ms, NEVER)
        ms = self._attached.carried(arc_ms[streets.expanded.arc], connector_ms)
        self.streets = streets
        self.num_nodes = streets.expanded.num_nodes + 2 * len(spots)
        self._open = np.flatnonzero(ms < NEVER)
        self.ms = ms[self._open]
        self.tail, self.head = (nodes[self._open] for nodes in self._attached.ends)

    def leaves(self, spot: int) -> int:
        """Give the node from which ways leave a spot."""
        return self._attached.leaves(spot)

    def reached(self, spot: int) -> int:
        """Give the node at which ways reach a spot."""
        return self.leaves(spot) + 1

    @cached_property
    def piece(self) -> Ints:
        """The piece of street that each arc runs along, `NOWHERE` for none."""
        arc = self._attached.street_parts[0][self._open]
        return np.where(arc == NOWHERE, NOWHERE, self.streets.graph.piece[arc])

    def spread(self, per_arc: Floats) -> Floats:
        """Give what street arcs carry to the arcs of this graph, by the share of it that each drives."""
        arc, begin, end = (values[self._open] for values in self._attached.street_parts)
        return np.asarray(np.where(arc == NOWHERE, 0, per_arc[arc]) * (end - begin))

    @cached_property
    def _rows(self) -> Groups:
        return Groups.of(self.tail, self.num_nodes)

    def search(self, weights: Floats, origin: int, target: int = NOWHERE) -> tuple[Floats, Ints]:
        """Search from a node as `least_weights` does, with weights of shape `(num_arcs,)`."""
        return least_weights(origin, target, self._rows.first, self._rows.members, self.head, weights)

    def path(self, weights: Floats, origin: int, target: int) -> Ints | None:
        """Give the arcs of the way of least weight between two nodes, in order; None where no way leads."""
        best, by = self.search(weights, origin, target)
        if np.isinf(best[target]):
            return None
        arcs: list[int] = []
        while target != origin:
            arcs.append(int(by[target]))
            target = int(self.tail[arcs[-1]])
        return np.array(arcs[::-1], dtype=np.int64)

    def way(self, path: Ints) -> Driven:
        """Give a path of arcs of this graph as a way."""
        return driven(self._attached, self._open[path], self.ms[path])
