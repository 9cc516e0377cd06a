"""Which pieces of street belong to the network that one can both reach and leave again."""

import numpy as np
from numba import njit

from safepassage.network.streets.graph import Flags, Ints, StreetGraph
from safepassage.network.streets.groups import Groups

_UNSEEN = -1


def main_component(graph: StreetGraph) -> Flags:
    """Say for each piece whether it lies in the largest strongly connected part of the network, shape `(num_pieces,)`.

    Between any two nodes of that part there are ways in both directions; of several equally large parts the one
    that is found first counts. Turn restrictions are not regarded. A place that is snapped to another piece may turn
    out to be unreachable, as on a parking lot that the map does not join to its street.
    """
    leaving = Groups.of(graph.tail, graph.num_nodes)
    part = strong_components(leaving.first, graph.head[leaving.members])
    in_main = part == np.argmax(np.bincount(part)) if len(part) else np.zeros(0, np.bool_)
    inside = np.zeros(graph.num_pieces, np.bool_)
    inside[graph.piece[in_main[graph.tail] & in_main[graph.head]]] = True
    return inside


@njit(cache=True)
def strong_components(first: Ints, heads: Ints) -> Ints:
    """Give the nodes of each strongly connected component the same number, shape `(num_nodes,)`.

    Tarjan's algorithm (1972, SIAM Journal on Computing 1, 146-160) with a stack of its own in place of recursion. Arcs
    of node `i` lead to `heads[first[i]:first[i + 1]]`.
    """
    n = first.shape[0] - 1
    seen = np.full(n, _UNSEEN, np.int64)
    low = np.zeros(n, np.int64)
    part = np.full(n, _UNSEEN, np.int64)
    next_arc = first[:-1].copy()
    open_nodes = np.empty(n, np.int64)
    trail = np.empty(n, np.int64)
    num_open = num_seen = num_parts = 0
    for root in range(n):
        if seen[root] != _UNSEEN:
            continue
        depth = 0
        trail[0] = root
        seen[root] = low[root] = num_seen
        num_seen += 1
        open_nodes[num_open] = root
        num_open += 1
        while depth >= 0:
            node = trail[depth]
            if next_arc[node] < first[node + 1]:
                head = heads[next_arc[node]]
                next_arc[node] += 1
                if seen[head] == _UNSEEN:
                    depth += 1
                    trail[depth] = head
                    seen[head] = low[head] = num_seen
                    num_seen += 1
                    open_nodes[num_open] = head
                    num_open += 1
                elif part[head] == _UNSEEN:
                    low[node] = min(low[node], seen[head])
                continue
            if low[node] == seen[node]:
                while True:
                    num_open -= 1
                    part[open_nodes[num_open]] = num_parts
                    if open_nodes[num_open] == node:
                        break
                num_parts += 1
            depth -= 1
            if depth >= 0:
                low[trail[depth]] = min(low[trail[depth]], low[node])
    return part
