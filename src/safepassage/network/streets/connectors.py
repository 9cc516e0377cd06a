"""Places on the streets, made nodes: parts of arcs lead from them and to them, and no way passes through them.

A *spot* inside a piece has an out-node, from which the rest of each direction leads on, and an in-node, to which the
beginning of each direction leads. Neither is on any other way. Whoever starts has driven nothing, so only sequences
that begin with the first arc itself count. Two spots on one arc are joined in driving order.

A spot at an end of a piece is at that street node: one leaves it by any arc and arrives by any.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from safepassage.network.streets.expansion import ExpandedGraph
from safepassage.network.streets.graph import Flags, Floats, Ints
from safepassage.network.streets.groups import Groups
from safepassage.network.streets.hierarchy import PreparedStreets

NOWHERE = -1
"""No node, or no arc."""

_Spots = TypeVar("_Spots", int, Ints)
_Values = TypeVar("_Values", Ints, Floats)


@dataclass(frozen=True, eq=False, slots=True)
class Connectors:
    """The parts of arcs between spots and nodes, and between spots on one arc; all of one shape.

    Attributes
    ----------
    spot
        The spot that each part leads from or to; of a part between two spots, the one it leads from.
    arc
        The arc that it is a part of.
    from_share, to_share
        Where on the arc it begins and ends, as shares of its length in driving direction, 0 to 1.
    """

    spot: Ints
    arc: Ints
    from_share: Floats
    to_share: Floats

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.spot)

    def shares_of(self, arc_ms: Ints, never: int) -> Ints:
        """Give the time of each part in ms, by its share of its arc's.

        A part takes the time from its beginning to its end, as `time_at` has them: parts that make up an arc take as
        long as the arc, exactly. A part of no length takes no time, even on a closed arc.
        """
        whole = arc_ms[self.arc]
        parts = time_at(self.to_share, whole) - time_at(self.from_share, whole)
        return np.where((whole >= never) & (self.to_share > self.from_share), never, parts)


@dataclass(frozen=True, eq=False)
class Attached:
    """An expanded graph, and the arcs that spots add to it, as `(tail, head)`.

    Spot `i` leaves from node `num_nodes + 2 * i` and is reached at the one after it. The first arcs are parts of street
    arcs: `part` says which of the connectors. The rest, where spots stand at street nodes, takes no time.
    """

    expanded: ExpandedGraph
    connectors: Connectors
    tail: Ints
    head: Ints
    part: Ints

    def leaves(self, spot: _Spots) -> _Spots:
        """Give the node from which ways leave each spot; the one at which it is reached comes right after."""
        return self.expanded.num_nodes + 2 * spot

    @property
    def ends(self) -> tuple[Ints, Ints]:
        """Tail and head of all arcs: those of the expanded graph, and then those that spots add."""
        wider = self.expanded
        return np.concatenate([wider.tail, self.tail]), np.concatenate([wider.head, self.head])

    def carried(self, by_expanded: _Values, by_connector: _Values, free: int = 0) -> _Values:
        """Give what all arcs carry: those of the expanded graph, connectors, and the rest, which carries `free`."""
        rest = np.full(len(self.tail) - len(self.part), free, dtype=by_expanded.dtype)
        return np.concatenate([by_expanded, by_connector[self.part], rest])

    @cached_property
    def street_parts(self) -> tuple[Ints, Floats, Floats]:
        """The street arc of each arc, `NOWHERE` for none, and between which shares of it the arc leads."""
        wider, parts = self.expanded, self.connectors
        return (
            self.carried(wider.arc, parts.arc, NOWHERE),
            self.carried(np.zeros(wider.num_arcs), parts.from_share),
            self.carried(np.ones(wider.num_arcs), parts.to_share),
        )


def attach(streets: PreparedStreets, piece: Ints, share: Floats) -> Attached:
    """Attach spots, given by the piece and the share of its line at which each is."""
    inside = np.flatnonzero((share > 0) & (share < 1))
    at_node = np.flatnonzero((share <= 0) | (share >= 1))
    connectors, tail, head, part = _parts(streets, inside, piece, share)
    node_tail, node_head = _standing(streets, at_node, piece[at_node], share[at_node])
    tail, head = np.concatenate([tail, node_tail]), np.concatenate([head, node_head])
    return Attached(streets.expanded, connectors, tail, head, part)


def _parts(streets: PreparedStreets, spots: Ints, piece: Ints, share: Floats) -> tuple[Connectors, Ints, Ints, Ints]:
    """Give the connectors of spots inside pieces; tail, head and connector of the arcs that carry them."""
    graph, wider = streets.graph, streets.expanded
    which, arc = Groups.of(graph.piece, graph.num_pieces).of_all(piece[spots])
    spot = spots[which]
    at = np.where(graph.forward[arc], share[spot], 1 - share[spot])
    copy_of, copy = Groups.of(wider.arc, graph.num_arcs).of_all(arc)
    before, after = _joined(spot, arc, at, graph.num_arcs)
    rows, joins = np.arange(len(arc)), np.arange(len(before))
    connectors = Connectors(
        np.concatenate([spot, spot, spot[before]]),
        np.concatenate([arc, arc, arc[before]]),
        np.concatenate([at, np.zeros(len(arc)), at[before]]),
        np.concatenate([np.ones(len(arc)), at, at[after]]),
    )
    leaves, reached = wider.num_nodes + 2 * spot, wider.num_nodes + 2 * spot + 1
    tail = np.concatenate([leaves, wider.tail[copy], leaves[before]])
    head = np.concatenate([wider.head[arc], reached[copy_of], reached[after]])
    return connectors, tail, head, np.concatenate([rows, len(arc) + copy_of, 2 * len(arc) + joins])


def _joined(spot: Ints, arc: Ints, at: Floats, num_arcs: int) -> tuple[Ints, Ints]:
    """Give the pairs of rows of different spots on one arc of which the first is not behind the second."""
    before, after = Groups.of(arc, num_arcs).of_all(arc)
    ordered = (spot[before] != spot[after]) & (at[before] <= at[after])
    return before[ordered], after[ordered]


def _standing(streets: PreparedStreets, spots: Ints, piece: Ints, share: Floats) -> tuple[Ints, Ints]:
    """Give tails and heads of the arcs that join spots at ends of pieces with the nodes there."""
    graph, wider = streets.graph, streets.expanded
    first = np.full(graph.num_pieces, -1)
    first[graph.piece[::-1]] = np.arange(graph.num_arcs)[::-1]
    known: Flags = first[piece] >= 0
    arc, spots = first[piece][known], spots[known]
    begins = (share[known] <= 0) == graph.forward[arc]
    node = np.where(begins, graph.tail[arc], graph.head[arc])
    copy_of, copy = Groups.of(wider.street_node, graph.num_nodes).of_all(node)
    leaves = wider.num_nodes + 2 * spots
    return np.concatenate([leaves, copy]), np.concatenate([node, leaves[copy_of] + 1])


def time_at(share: Floats | float, whole: Ints) -> Ints:
    """Give the times in ms, to the nearest one, at which shares of arcs are driven that take `whole` ms."""
    return np.asarray(np.floor(whole * share + 0.5), dtype=np.int64)
