"""Streets prepared once for fast ways: expanded by turn restrictions, and in an order to contract them in.

In a customisable contraction hierarchy (Dibbelt, Strasser & Wagner 2016, "Customizable contraction hierarchies") the
order in which nodes are contracted comes from the streets alone. Times are set afterwards, in a moment, as often as
wanted.
"""

from dataclasses import dataclass

import numpy as np
from routingkit_cch import compute_order_inertial

from safepassage.domain.errors import UnusableInputError
from safepassage.network.streets.expansion import ExpandedGraph, expanded
from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.layout import order_positions


@dataclass(frozen=True, eq=False, slots=True)
class PreparedStreets:
    """A street graph with all that does not depend on times.

    `order` are the expanded nodes in the order in which they are contracted, the least important first.
    """

    graph: StreetGraph
    expanded: ExpandedGraph
    order: Ints


def prepare(graph: StreetGraph) -> PreparedStreets:
    """Expand a graph and order its nodes, by inertial flow over their positions.

    Inertial flow is of Schild & Sommer 2015, "On balanced separators in road networks".

    Raises
    ------
    UnusableInputError
        If the graph has no nodes.
    """
    if not graph.num_nodes:
        raise UnusableInputError("The map has no street that this kind of vehicle may drive on; take another extract.")
    wider = expanded(graph)
    return PreparedStreets(graph, wider, _with_states(_order(graph), wider))


def _order(graph: StreetGraph) -> Ints:
    """Order the street nodes."""
    lat, lon = order_positions(graph)
    ends = graph.tail.tolist(), graph.head.tolist()
    return np.array(compute_order_inertial(graph.num_nodes, *ends, lat.tolist(), lon.tolist()), dtype=np.int64)


def _with_states(order: Ints, wider: ExpandedGraph) -> Ints:
    """Put the states at a node right before it: where the node parts the streets, only all of them together do."""
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    is_node = np.arange(wider.num_nodes) < len(order)
    return np.lexsort((is_node, rank[wider.street_node]))
