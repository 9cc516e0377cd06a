"""Streets prepared once for fast ways: expanded by turn restrictions, and in an order to contract them in.

In a customisable contraction hierarchy (Dibbelt, Strasser & Wagner 2016, "Customizable contraction hierarchies") the
order in which nodes are contracted comes from the streets alone. Times are set afterwards, in a moment, as often as
wanted.
"""

from dataclasses import dataclass

import numpy as np
from routingkit_cch import compute_order_degree, compute_order_inertial

from safepassage.domain.errors import UnusableInputError
from safepassage.network.streets.expansion import ExpandedGraph, expanded
from safepassage.network.streets.graph import Ints, StreetGraph


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
    """Order the street nodes, by their degrees where some have no position."""
    count, tail, head = graph.num_nodes, graph.tail.tolist(), graph.head.tolist()
    if np.isfinite(graph.lat).all() and np.isfinite(graph.lon).all():
        order = compute_order_inertial(count, tail, head, graph.lat.tolist(), graph.lon.tolist())
    else:
        order = compute_order_degree(count, tail, head)
    return np.array(order, dtype=np.int64)


def _with_states(order: Ints, wider: ExpandedGraph) -> Ints:
    """Put the states at a node right before it: where the node parts the streets, only all of them together do."""
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    is_node = np.arange(wider.num_nodes) < len(order)
    return np.lexsort((is_node, rank[wider.street_node]))
