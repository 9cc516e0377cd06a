"""Fastest ways between spots on prepared streets, exact to the millisecond, with times that change in a moment."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np
from routingkit_cch import CCH, CCHMetric, CCHOneToMany, CCHQuery

from safepassage.network.streets.connectors import NOWHERE, Attached, Connectors, attach
from safepassage.network.streets.graph import Floats, Ints, StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets

NEVER = 2**31 - 1
"""The time in ms of an arc that nobody may drive on, and the longest that can be told: RoutingKit's infinite weight."""

UNREACHED = -1
"""The time to where no way leads, or none that takes less than `NEVER`, which is over 24 days."""

_ROWS_EACH = 32
"""Rows of a matrix that are worth a thread of their own."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A position on a piece of street: `share` of its length along its line, 0 to 1."""

    piece: int
    share: float


@dataclass(frozen=True, eq=False, slots=True)
class Driven:
    """A way as the parts of arcs that it consists of, in order; no parts where nothing is driven.

    `from_share` and `to_share` are shares of each arc's length in driving direction, `ms` the time of each part. All
    have the same shape.
    """

    arcs: Ints
    from_share: Floats
    to_share: Floats
    ms: Ints

    @property
    def total_ms(self) -> int:
        """The time of the whole way in ms."""
        return int(self.ms.sum())


@dataclass(frozen=True, eq=False, slots=True)
class _Weighed:
    """The hierarchy with times, and the times in ms of all its arcs."""

    metric: CCHMetric
    ms: Ints


def positions(spots: Sequence[Spot]) -> tuple[Ints, Floats]:
    """Give the pieces and the shares of spots as arrays."""
    piece = np.array([spot.piece for spot in spots], dtype=np.int64)
    return piece, np.array([spot.share for spot in spots], dtype=np.float64)


def driven(attached: Attached, path: Ints, ms: Ints) -> Driven:
    """Give a path over streets with spots attached, arcs and their ms, as a way: without what is no drive at all."""
    arcs, begin, end = (values[path] for values in attached.street_parts)
    drives = (arcs != NOWHERE) & ((end > begin) | (ms > 0))
    return Driven(arcs[drives], begin[drives], end[drives], ms[drives])


def arc_times(graph: StreetGraph, kmh: Floats | None = None) -> Ints:
    """Give the time of each arc in whole ms, at least 1, at most `NEVER`; shape `(num_arcs,)`.

    `kmh` are positive speeds of the same shape; the graph's own where it is None.
    """
    speed = graph.kmh if kmh is None else kmh
    ms = np.rint(graph.length_m[graph.piece] * 3600 / speed)
    return np.clip(ms, 1, NEVER).astype(np.int64)


class Router:
    """Fastest ways between spots. It must be given times by `weigh` before it is asked for any.

    Parameters
    ----------
    streets
        The prepared streets.
    spots
        Where ways begin and end; they are named by their position here from then on. No way leads to or from a spot
        on a piece without arcs.

    Attributes
    ----------
    streets, spots
        As given.
    connectors
        The parts of arcs between spots and the nodes of their pieces.

    Raises
    ------
    ValueError
        If a share is not within 0 to 1, or there is no such piece.
    """

    def __init__(self, streets: PreparedStreets, spots: Sequence[Spot]) -> None:
        self.streets = streets
        self.spots = tuple(spots)
        piece, share = positions(spots)
        if not (np.all((share >= 0) & (share <= 1)) and np.all((piece >= 0) & (piece < streets.graph.num_pieces))):
            raise ValueError("a spot needs a piece of the graph and a share from 0 to 1")
        self._attached = attach(streets, piece, share)
        self.connectors: Connectors = self._attached.connectors
        self._cch = self._contracted()
        self._weighed: _Weighed | None = None

    def _contracted(self) -> CCH:
        """Contract the spots first: they are between no others, so that the order of the streets stays as good."""
        own = self.streets.expanded.num_nodes + np.arange(2 * len(self.spots))
        tail, head = self._attached.ends
        return CCH(np.concatenate([own, self.streets.order]).tolist(), tail.tolist(), head.tolist(), False)

    def weigh(self, arc_ms: Ints, connector_ms: Ints | None = None) -> None:
        """Set the times of all arcs.

        The hierarchy is customised anew rather than reset: RoutingKit forbids to reset one that a query still uses.

        Parameters
        ----------
        arc_ms
            Non-negative ms of the street arcs, shape `(num_arcs,)`; `NEVER` or more where nobody may drive.
        connector_ms
            The same of the connectors, shape `(num_connectors,)`. None is their share of their arcs, rounded so that
            parts that make up an arc take as long as the arc.

        Raises
        ------
        ValueError
            If a time is negative or there are too many or too few.
        """
        arc_ms = _times(arc_ms, self.streets.graph.num_arcs)
        if connector_ms is None:
            connector_ms = self.connectors.shares_of(arc_ms, NEVER)
        ms = self._attached.carried(arc_ms[self.streets.expanded.arc], _times(connector_ms, len(self.connectors)))
        self._weighed = _Weighed(CCHMetric(self._cch, ms.tolist()), ms)

    def matrix(self, sources: Sequence[int], targets: Sequence[int]) -> Ints:
        """Give the time in ms from each source to each target, `UNREACHED` where no way leads; 0 from a spot to itself.

        Parameters
        ----------
        sources, targets
            Positions of spots.

        Returns
        -------
            Shape `(num_sources, num_targets)`.
        """
        starts, ends = np.array(sources, dtype=np.int64), np.array(targets, dtype=np.int64)
        times = np.full((len(starts), len(ends)), UNREACHED, dtype=np.int64)
        if times.size:
            self._fill(times, starts, ends)
        times[starts[:, None] == ends[None, :]] = 0
        return times

    def _fill(self, times: Ints, starts: Ints, ends: Ints) -> None:
        """Find the rows of a matrix, on several cores: RoutingKit lets other threads work meanwhile."""
        metric = self._known().metric
        count = max(1, min(cpu_count() or 1, len(starts) // _ROWS_EACH))
        leaves, reached = self._out_nodes(starts), (self._out_nodes(ends) + 1).tolist()
        chunks = zip(np.array_split(times, count), np.array_split(leaves, count), strict=True)
        with ThreadPoolExecutor(count) as threads:
            done = [threads.submit(_fill_rows, metric, reached, rows, nodes) for rows, nodes in chunks]
        for each in done:
            each.result()

    def way(self, source: int, target: int) -> Driven | None:
        """Give the fastest way from a spot to a spot, or None where no way leads; it takes as long as `matrix` says."""
        known = self._known()
        path = self._path(known.metric, source, target)
        return None if path is None else driven(self._attached, path, known.ms[path])

    def _path(self, metric: CCHMetric, source: int, target: int) -> Ints | None:
        """Give the arcs of the hierarchy on the fastest way. The query answers once and ends here with its answer."""
        if source == target:
            return np.zeros(0, dtype=np.int64)
        leaves, ends = (self._out_nodes(np.array([source, target]))).tolist()
        result = CCHQuery(metric).run(leaves, ends + 1)
        return None if result.distance is None else np.array(result.arc_path, dtype=np.int64)

    def _out_nodes(self, spots: Ints) -> Ints:
        if np.any((spots < 0) | (spots >= len(self.spots))):
            raise ValueError("there is no such spot")
        return self._attached.leaves(spots)

    def _known(self) -> _Weighed:
        if self._weighed is None:
            raise RuntimeError("times come first: weigh")
        return self._weighed


def _fill_rows(metric: CCHMetric, reached: list[int], rows: Ints, leaves: Ints) -> None:
    """Fill rows of a matrix, each with the times from one node."""
    query = CCHOneToMany(metric, reached)
    for row, node in zip(rows, leaves.tolist(), strict=True):
        row[:] = [UNREACHED if ms is None else ms for ms in query.distances_from(node)]


def _times(ms: Ints, count: int) -> Ints:
    """Check times and give them with `NEVER` as their largest value."""
    if ms.shape != (count,) or np.any(ms < 0):
        raise ValueError(f"times need the shape ({count},) and may not be negative")
    return np.minimum(ms, NEVER).astype(np.int64)
