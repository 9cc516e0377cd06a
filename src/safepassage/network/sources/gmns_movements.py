"""Turns that `movement.csv` leaves out.

The specification lists the movements that are there. Published files list them for some approaches only; so where a
link has movements at a node, all others from it are forbidden there, turning round included, and elsewhere none is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from safepassage.network.sources.assembling import Assembled
from safepassage.network.sources.csv_tables import CsvTable, read_csv
from safepassage.network.sources.gmns_uses import Uses
from safepassage.network.sources.text_files import shown

MOVEMENT = "movement.csv"

Turn = tuple[int, int]
"""An arc and the one after it."""


def forbidden_turns(
    folder: Path, uses: Uses, assembled: Assembled, rows: Mapping[str, int | None], nodes: Mapping[str, int]
) -> list[Turn]:
    """Give the turns of motor vehicles that no movement allows; nothing without the file.

    Parameters
    ----------
    folder, uses
        The GMNS folder, and what its uses mean.
    assembled
        The graph of its links.
    rows
        The position of each link by its id; None where motor vehicles may not drive on it.
    nodes
        The position of each node by its id.

    Raises
    ------
    UnusableInputError
        If a movement names a link or a node that is not there, or a link that does not meet the node.
    """
    path = folder / MOVEMENT
    if not path.exists():
        return []
    allowed: dict[int, set[int]] = defaultdict(set)
    for entering, leaving in _allowed(read_csv(path), uses, assembled, rows, nodes):
        allowed[entering].add(leaving)
    graph = assembled.graph
    leaving_from: dict[int, list[int]] = defaultdict(list)
    for arc, node in enumerate(graph.tail.tolist()):
        leaving_from[node].append(arc)
    return [
        (entering, leaving)
        for entering, kept in sorted(allowed.items())
        for leaving in leaving_from[int(graph.head[entering])]
        if leaving not in kept
    ]


def _allowed(
    table: CsvTable, uses: Uses, assembled: Assembled, rows: Mapping[str, int | None], nodes: Mapping[str, int]
) -> Iterator[Turn]:
    """Yield the turns of motor vehicles that are listed."""
    columns = table.ids("node_id"), table.ids("ib_link_id"), table.ids("ob_link_id"), uses.motor(table)
    for row, (node, entering, leaving, motor) in enumerate(zip(*columns, strict=True)):
        if node not in nodes:
            raise table.trouble(row, "node_id", f"{shown(node)} is not in node.csv; correct one of the two.")
        ends = []
        for column, name in (("ib_link_id", entering), ("ob_link_id", leaving)):
            if name not in rows:
                raise table.trouble(row, column, f"{shown(name)} is not in link.csv; correct one of the two.")
            ends.append(rows[name])
        if motor and None not in ends:
            yield _turn(table, row, nodes[node], [end for end in ends if end is not None], assembled)


def _turn(table: CsvTable, row: int, node: int, links: Sequence[int], assembled: Assembled) -> Turn:
    """Give the arc of a link that enters a node, and the arc of another that leaves it."""
    graph = assembled.graph
    arcs = [[int(arcs[link]) for arcs in (assembled.along, assembled.against) if arcs[link] >= 0] for link in links]
    entering = [arc for arc in arcs[0] if graph.head[arc] == node]
    leaving = [arc for arc in arcs[1] if graph.tail[arc] == node]
    for column, found in (("ib_link_id", entering), ("ob_link_id", leaving)):
        if not found:
            way = "lead to" if column == "ib_link_id" else "leave"
            raise table.trouble(row, column, f"this link does not {way} the node; correct one of the two.")
    return entering[0], leaving[0]
