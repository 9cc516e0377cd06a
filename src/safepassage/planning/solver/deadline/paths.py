"""The best path of a seat within a deadline: dynamic programming over a grid of time, compiled.

Times are rounded down to the grid, leg by leg, so no real path is missed: the result is a bound, exact when the grid
divides all times. Waiting is free everywhere. What a node is worth may change with time, in spans.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]

NO_CODE = -1
NEVER = -np.inf
NO_CHANGE = 2**60
LEAST_GAIN = 1e-9
"""Better by less than this is not followed; the bound allows for it."""


class Paths(NamedTuple):
    """A graph in time: arcs `arc_first[n] <= a < arc_first[n + 1]` of node `n` lead to `head[a]` in `steps[a]`.

    Node `n` is open in the spans `span_first[n] <= s < span_first[n + 1]`, from `opens[s]` until before `closes[s]`
    on the grid. A path may end at nodes with `ends[n] > 0`.
    """

    arc_first: Integers
    head: Integers
    steps: Integers
    span_first: Integers
    opens: Integers
    closes: Integers
    ends: Integers


@njit(cache=True)
def best_paths(
    paths: Paths, gains: Reals, start: int, since: int, until: int, reached: Reals, origin: Integers
) -> tuple[Reals, Integers]:
    """Find the most that a seat can gain until it ends at each node by a moment.

    Parameters
    ----------
    paths
        The graph.
    gains
        What visiting a node in each of its spans is worth, shape `(num_spans,)`.
    start, since
        Node and moment at which the path begins.
    until
        The last moment on the grid.
    reached, origin
        Room to work in, shapes `(until + 1, num_nodes)` at least: afterwards the gain on arrival, and the code
        `moment * num_nodes + node` of the state before.

    Returns
    -------
    best, moment
        Shape `(num_nodes,)`: the gain of a path that ends there (-inf: none), and when it first gains that much.
    """
    number = paths.ends.shape[0]
    reached[: until + 1] = NEVER
    best, moment = np.full(number, NEVER), np.full(number, -1, np.int64)
    arrived, sent = np.full(number, NEVER), np.full(number, NEVER)
    span, changes = paths.span_first[:number].copy(), np.zeros(number, np.int64)
    if since <= until:
        reached[since, start] = 0.0
        origin[since, start] = NO_CODE
    for now in range(since, until + 1):
        again = True
        while again:
            again = False
            for n in range(number):
                if reached[now, n] <= arrived[n] and now < changes[n]:
                    continue
                arrived[n] = max(arrived[n], reached[now, n])
                changes[n] = _next_change(paths, span, n, now)
                if arrived[n] == NEVER or span[n] == paths.span_first[n + 1] or paths.opens[span[n]] > now:
                    continue
                value = arrived[n] + gains[span[n]]
                if value <= sent[n] + LEAST_GAIN:
                    continue
                sent[n] = value
                if paths.ends[n] > 0:
                    best[n], moment[n] = value, now
                again = _send(paths, n, now, value, reached[: until + 1], origin) or again
    return best, moment


@njit(cache=True)
def _next_change(paths: Paths, span: Integers, n: int, now: int) -> int:
    """Go to the present or next span of a node; returns when it opens, or if it is open, when it closes."""
    last = paths.span_first[n + 1]
    while span[n] < last and paths.closes[span[n]] <= now:
        span[n] += 1
    if span[n] == last:
        return NO_CHANGE
    return paths.opens[span[n]] if paths.opens[span[n]] > now else paths.closes[span[n]]


@njit(cache=True)
def _send(paths: Paths, n: int, now: int, value: float, reached: Reals, origin: Integers) -> bool:
    """Let a node's value reach the next nodes; returns whether some are reached at once."""
    at_once = False
    for a in range(paths.arc_first[n], paths.arc_first[n + 1]):
        then, m = now + paths.steps[a], paths.head[a]
        if then < reached.shape[0] and value > reached[then, m]:
            reached[then, m] = value
            origin[then, m] = now * paths.ends.shape[0] + n
            at_once = at_once or then == now
    return at_once


@njit(cache=True)
def trace(paths: Paths, reached: Reals, origin: Integers, node: int, moment: int) -> Integers:
    """Give the path that ends at a node at a moment, as codes `moment * num_nodes + node`, the last first.

    The moment of each is when the node was left, that is, when its gain counted.
    """
    number = paths.ends.shape[0]
    found = np.zeros(2 * reached.shape[0] + 2, np.int64)
    count = 0
    while True:
        found[count] = moment * number + node
        count += 1
        arrival = moment
        best = NEVER
        for t in range(moment, -1, -1):
            if reached[t, node] > best:
                best = reached[t, node]
                arrival = t
        before = origin[arrival, node]
        if before == NO_CODE or count == found.shape[0]:
            return found[:count]
        node, moment = before % number, before // number
