"""Networks in the TNTP format (Stabler, Bar-Gera & Sall, "Transportation Networks for Research").

docs/reference/other-sources.md says what counts.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from safepassage.network.sources.assembling import NodeList, SourceLink, assemble, drawn_lengths
from safepassage.network.sources.text_files import trouble
from safepassage.network.sources.tntp_files import MOST_NODES, TntpFile, read_file
from safepassage.network.sources.units import KM_M
from safepassage.network.streets.graph import Ints, StreetGraph

MINUTE_S = 60.0

_LINK_COLUMNS = ("init_node", "term_node", "capacity", "length", "free_flow_time")
"""The columns that come first where the file names none."""

_LARGEST = 1e9

_SHORTEST_M = 1.0
_QUICKEST_S = 1e-3
"""What stands in for a length or a time of 0: a metre, and a millisecond. Published networks have both."""

_ON_A_MAP = (0.05, 20.0)
"""Lengths as drawn are so many times the stated ones, or the coordinates are not WGS 84 degrees."""


def read_tntp(net: Path, nodes: Path | None = None, length_m: float = KM_M, time_s: float = MINUTE_S) -> StreetGraph:
    """Read a TNTP network. Nodes are named by their numbers; nobody drives through those below the first through node.

    Parameters
    ----------
    net, nodes
        The file of links, and the file of nodes; without it nodes have no positions.
    length_m, time_s
        Metres and seconds in the file's units, which it does not state; km and minutes are usual.

    Raises
    ------
    UnusableInputError
        If a file is missing or something in it cannot be used.
    """
    file = read_file(net)
    stated = file.whole("NUMBER OF NODES")
    if stated is not None and not 1 <= stated <= MOST_NODES:
        raise trouble(file.file, 0, "NUMBER OF NODES", f"{stated:,} is not from 1 to {MOST_NODES:,}; correct it.")
    ends = _ends(file, stated or MOST_NODES)
    links = _links(file, ends, length_m, time_s)
    count = stated or int(ends.max())
    known = _positions(nodes, count, links)
    assembled = assemble(known, links)
    return assembled.forbidding(_through(assembled.graph, file.whole("FIRST THRU NODE") or 1))


def _ends(file: TntpFile, most: int) -> Ints:
    """Give the nodes of each link by their numbers, shape `(num_links, 2)`."""
    stated = file.whole("NUMBER OF LINKS")
    if stated is not None and stated != len(file.rows):
        message = f"there are {len(file.rows):,} links, but NUMBER OF LINKS says {stated:,}; is the file whole?"
        raise trouble(file.file, 0, "", message)
    if not file.rows:
        raise trouble(file.file, 0, "", "there is no link; take another file.")
    at = file.positions(_LINK_COLUMNS)
    columns = ("init_node", "term_node")
    return np.array([[file.node(row, at[name], name, most) for name in columns] for row in range(len(file.rows))])


def _links(file: TntpFile, ends: Ints, length_m: float, time_s: float) -> list[SourceLink]:
    """Give the links, without those from a node to itself. The time counts, and speed follows from it."""
    at = file.positions(_LINK_COLUMNS)
    links = []
    for row, (tail, head) in enumerate(ends.tolist()):
        length = length_m * file.number(row, at["length"], "length", 0, _LARGEST)
        time = time_s * file.number(row, at["free_flow_time"], "free_flow_time", 0, _LARGEST)
        length, time = max(length, _SHORTEST_M), max(time, _QUICKEST_S)
        if tail != head:
            links.append(SourceLink(tail - 1, head - 1, length, 3.6 * length / time))
    return links


def _positions(path: Path | None, count: int, links: Sequence[SourceLink]) -> NodeList:
    """Give the nodes, with positions where the file of nodes has degrees that fit the lengths of the links."""
    names = [str(number) for number in range(1, count + 1)]
    nowhere = NodeList(names, np.full(count, np.nan), np.full(count, np.nan))
    if path is None:
        return nowhere
    known = _read_positions(path, nowhere)
    drawn, stated = drawn_lengths(known, links), np.array([link.length_m for link in links])
    both = ~np.isnan(drawn)
    low, high = _ON_A_MAP
    degrees = not (np.abs(known.lat) > 90).any() and not (np.abs(known.lon) > 180).any()
    fits = both.any() and low <= drawn[both].sum() / stated[both].sum() <= high
    return known if degrees and fits else nowhere


def _read_positions(path: Path, nowhere: NodeList) -> NodeList:
    """Give the nodes with the coordinates of a file, whatever they are."""
    file = read_file(path)
    lat, lon = nowhere.lat.copy(), nowhere.lon.copy()
    begin = 1 if file.rows and not file.rows[0][0].isdigit() else 0
    for row in range(begin, len(file.rows)):
        node = file.node(row, 0, "node", len(lat)) - 1
        if not np.isnan(lat[node]):
            raise file.trouble(row, "node", f"node {node + 1} stands there already; remove one of the two.")
        lon[node], lat[node] = (file.number(row, at, name, -_LARGEST, _LARGEST) for at, name in ((1, "X"), (2, "Y")))
    return NodeList(nowhere.names, lat, lon)


def _through(graph: StreetGraph, first_through: int) -> list[tuple[int, int]]:
    """Give the pairs of arcs that lead through nodes that nobody drives through: those with lower numbers."""
    entering: dict[int, list[int]] = {}
    for arc, node in enumerate(graph.head.tolist()):
        if node + 1 < first_through:
            entering.setdefault(node, []).append(arc)
    leaving = [(arc, node) for arc, node in enumerate(graph.tail.tolist()) if node in entering]
    return [(before, after) for after, node in leaving for before in entering[node]]
