"""The fewest positions to drive through so that the fastest way is a given one: how a chosen way is kept.

Any part of a fastest way is itself the fastest one between its ends. So going as far as the given way is the fastest
one, and again from there, takes the fewest stops; it may take one more where turning round at a stop would dodge a
forbidden turn. Stops lie in the middle of pieces, where no other piece is near, so that each is snapped to its own
piece again. Where two ways are equally fast, the given one cannot be told from the other, and a stop comes before.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from safepassage.domain.streets import Position
from safepassage.network.streets.connectors import NOWHERE, Connectors, attach, time_at
from safepassage.network.streets.corridors_search import SpottedStreets
from safepassage.network.streets.graph import Flags, Floats, Ints
from safepassage.network.streets.hierarchy import PreparedStreets
from safepassage.network.streets.router import NEVER, Driven, Spot, positions
from safepassage.network.streets.street_lines import StreetLines

_CLEAR_M = 3.0
"""Metres from a stop to the nearest other piece, at least."""

_MIDDLE = 0.5


def waypoints(
    streets: PreparedStreets,
    lines: StreetLines,
    arc_ms: Ints,
    way: Driven,
    origin: Spot,
    destination: Spot,
    connector_ms: Ints | None = None,
) -> tuple[Position, ...] | None:
    """Give the fewest positions such that the fastest way through them, in order, is this way.

    Parameters
    ----------
    streets, lines
        The prepared streets, and the lines of their graph.
    arc_ms
        Time of each street arc in ms, with which the way was found, shape `(num_arcs,)`.
    way
        A way from the origin to the destination.
    origin, destination
        Where the way begins and ends.
    connector_ms
        Times of the connectors of a `Router` for these two spots; None is their share of their arcs.

    Returns
    -------
        Nothing where the way is the fastest one by itself. None where no positions will do, because the way turns back
        in the middle of a street.
    """
    graph = streets.graph
    parts = _stops(streets, lines, arc_ms, way)
    stops = [Spot(int(piece), _MIDDLE) for piece in graph.piece[way.arcs[parts]]]
    spots = (origin, destination, *stops)
    times = None if connector_ms is None else _connector_times(streets, spots, arc_ms, connector_ms)
    spotted = SpottedStreets(streets, spots, arc_ms, times)
    chosen = _fewest(spotted, _moments(arc_ms, way, parts), way.total_ms)
    return None if chosen is None else tuple(lines.position(stops[stop].piece, stops[stop].share) for stop in chosen)


def _stops(streets: PreparedStreets, lines: StreetLines, arc_ms: Ints, way: Driven) -> Ints:
    """Give the parts of a way that drive over the middle of a piece with no other piece near, by their position."""
    over = np.flatnonzero((way.from_share < _MIDDLE) & (way.to_share > _MIDDLE) & (arc_ms[way.arcs] < NEVER))
    pieces = streets.graph.piece[way.arcs[over]]
    middles = shapely.line_interpolate_point(lines.lines[pieces], _MIDDLE, normalized=True)
    which, near = lines.tree.query(middles, predicate="dwithin", distance=_CLEAR_M)
    clear: Flags = shapely.length(lines.lines[pieces]) > 0
    clear[which[near != pieces[which]]] = False
    kept: Ints = over[clear]
    return kept


def _moments(arc_ms: Ints, way: Driven, parts: Ints) -> Ints:
    """Give the times in ms, from the beginning of a way, at which it is in the middle of some of its parts' arcs."""
    whole = arc_ms[way.arcs[parts]]
    into = time_at(_MIDDLE, whole) - time_at(way.from_share[parts], whole)
    before = np.cumsum(way.ms) - way.ms
    return np.asarray(before[parts] + into)


def _connector_times(streets: PreparedStreets, spots: tuple[Spot, ...], arc_ms: Ints, of_two: Ints) -> Ints:
    """Give the times of the connectors of some spots; those of the first two spots are known."""
    ends, everything = _connectors(streets, spots[:2]), _connectors(streets, spots)
    known = dict(zip(_names(ends), of_two.tolist(), strict=True))
    usual = everything.shares_of(arc_ms, NEVER).tolist()
    return np.array([known.get(name, ms) for name, ms in zip(_names(everything), usual, strict=True)], dtype=np.int64)


def _connectors(streets: PreparedStreets, spots: tuple[Spot, ...]) -> Connectors:
    return attach(streets, *positions(spots)).connectors


def _names(connectors: Connectors) -> list[tuple[int, int, float, float]]:
    columns = (connectors.spot, connectors.arc, connectors.from_share, connectors.to_share)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _fewest(streets: SpottedStreets, moments: Ints, total_ms: int) -> list[int] | None:
    """Give the fewest stops, by their position; None if there is no way to go on."""
    chosen: list[int] = []
    reach = _Reach.of(streets, 0, 0)
    while not reach.tells(streets.reached(1), total_ms):
        beyond = range(chosen[-1] + 1 if chosen else 0, len(moments))
        told = [reach.tells(streets.reached(stop + 2), int(moments[stop])) for stop in beyond]
        if not told or not told[0]:
            return None
        chosen.append(beyond[[*told, False].index(False) - 1])
        reach = _Reach.of(streets, chosen[-1] + 2, int(moments[chosen[-1]]))
    return chosen


@dataclass(frozen=True, eq=False, slots=True)
class _Reach:
    """How far a way is told by its beginning: `best` are the times from a spot that it passes `along_ms` after its own.

    `alone` tells for each node whether no other way to it is as fast.
    """

    along_ms: int
    best: Floats
    alone: Flags

    @classmethod
    def of(cls, streets: SpottedStreets, spot: int, along_ms: int) -> "_Reach":
        weights = streets.ms.astype(np.float64)
        best, by = streets.search(weights, streets.leaves(spot))
        tight = np.isfinite(best[streets.tail]) & (best[streets.tail] + weights == best[streets.head])
        doubtful = np.bincount(streets.head[tight], minlength=streets.num_nodes) > 1
        return cls(along_ms, best, ~_from_any(doubtful, np.where(by == NOWHERE, NOWHERE, streets.tail[by])))

    def tells(self, node: int, moment_ms: int) -> bool:
        """Tell whether the fastest way to a node is the given one, which passes it at a moment, and no other is."""
        return bool(self.alone[node]) and self.best[node] == moment_ms - self.along_ms


def _from_any(flags: Flags, before: Ints) -> Flags:
    """Give each node the flag if it or any node before it has it. Each round doubles how far every node looks back."""
    back = np.where(before == NOWHERE, np.arange(len(before)), before)
    while True:
        flags = flags | flags[back]
        further = back[back]
        if np.array_equal(further, back):
            return flags
        back = further
