"""The compiled shortest-way search: least time, then least risk, then least distance."""

from heapq import heappop, heappush

import numpy as np
from numba import njit
from numpy.typing import NDArray

UNREACHED = -1

Integers = NDArray[np.int64]


@njit(cache=True)
def one_to_all(
    origin: int, first: Integers, heads: Integers, weights: Integers, barred: NDArray[np.bool_]
) -> tuple[Integers, Integers, Integers, Integers]:
    """Dijkstra's search from one node with lexicographic weights.

    Parameters
    ----------
    origin
        The node to start from; it is expanded even when barred.
    first, heads
        The graph by rows: arcs of node `i` are `heads[first[i]:first[i + 1]]`.
    weights
        Non-negative whole numbers of shape `(3, num_arcs)`: time, risk, distance.
    barred
        Nodes that may be reached but not passed, shape `(num_nodes,)`.

    Returns
    -------
        Time, risk, distance and predecessor, each of shape `(num_nodes,)`; -1 where no way leads.
    """
    n = first.shape[0] - 1
    best = np.full((3, n), UNREACHED, np.int64)
    came_from = np.full(n, UNREACHED, np.int64)
    done = np.zeros(n, np.bool_)
    best[:, origin] = 0
    heap = [(np.int64(0), np.int64(0), np.int64(0), np.int64(origin))]
    while heap:
        time, risk, distance, node = heappop(heap)
        if done[node]:
            continue
        done[node] = True
        if barred[node] and node != origin:
            continue
        for arc in range(first[node], first[node + 1]):
            head = heads[arc]
            if done[head]:
                continue
            t, r, d = time + weights[0, arc], risk + weights[1, arc], distance + weights[2, arc]
            if best[0, head] == UNREACHED or (t, r, d) < (best[0, head], best[1, head], best[2, head]):
                best[0, head], best[1, head], best[2, head] = t, r, d
                came_from[head] = node
                heappush(heap, (t, r, d, np.int64(head)))
    return best[0], best[1], best[2], came_from
