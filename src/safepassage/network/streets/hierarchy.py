"""Streets prepared once for fast ways: expanded by turn restrictions, and in an order for a contraction hierarchy.

In a customisable contraction hierarchy (Dibbelt, Strasser & Wagner 2016, "Customizable contraction hierarchies") the
order in which nodes are contracted comes from the streets alone. Times are set afterwards, in a moment, as often as
wanted.
"""

from dataclasses import dataclass

import numpy as np
import routingkit_cch

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
    """Expand a graph and order its nodes, by inertial flow over their positions (Schild & Sommer 2015).

    Raises
    ------
    UnusableInputError
        If the graph has no nodes.
    """
    if not graph.num_nodes:
        raise UnusableInputError("The map has no street that this kind of vehicle may drive on; take another extract.")
    wider = expanded(graph)
    order = routingkit_cch.compute_order_inertial(
        wider.num_nodes,
        wider.tail.tolist(),
        wider.head.tolist(),
        graph.lat[wider.street_node].tolist(),
        graph.lon[wider.street_node].tolist(),
    )
    return PreparedStreets(graph, wider, np.array(order, dtype=np.int64))
