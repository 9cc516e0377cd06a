"""Networks in the General Modeling Network Specification, GMNS (Zephyr Foundation, version 0.97, 2026): a CSV folder.

Read are `config.csv`, `node.csv` and `link.csv`, and `geometry.csv`, `use_group.csv` and `movement.csv` where they are
there. docs/reference/other-sources.md says what counts and what does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from safepassage.network.sources.assembling import NodeList, SourceLink, assemble, drawn_lengths
from safepassage.network.sources.csv_tables import CsvTable, read_csv
from safepassage.network.sources.gmns_config import GmnsConfig, read_config
from safepassage.network.sources.gmns_lines import read_bends
from safepassage.network.sources.gmns_movements import forbidden_turns
from safepassage.network.sources.gmns_uses import Uses
from safepassage.network.sources.text_files import shown, trouble
from safepassage.network.streets.graph import Floats, StreetGraph

NODE, LINK = "node.csv", "link.csv"

MOST_SPEED = 200.0
"""The largest `free_speed` that the specification allows, in its unit."""

_LONGEST = 1e7

_LENGTHS_FIT = (0.3, 10.0)
"""Stated lengths add up to so many times the drawn ones, or their unit is wrong: a metre is 3.3 feet and 0.001 km."""


def read_gmns(folder: Path) -> StreetGraph:
    """Read the streets of a GMNS folder that motor vehicles may drive on.

    Raises
    ------
    UnusableInputError
        If the folder or a file is missing, or something in them cannot be used.
    """
    if not folder.is_dir():
        raise trouble(folder.name, 0, "", "this is not a folder; name the one that holds node.csv and link.csv.")
    config, uses = read_config(folder), Uses(folder)
    nodes = _nodes(read_csv(folder / NODE), config)
    number = {name: i for i, name in enumerate(nodes.names)}
    every = read_csv(folder / LINK)
    ends = _ends(every, number)
    drivable = _drivable(every, uses, ends)
    table = replace(every, lines=[every.lines[row] for row in drivable], rows=[every.rows[row] for row in drivable])
    links = _links(folder, table, nodes, [ends[row] for row in drivable], config)
    assembled = assemble(nodes, links)
    rows: dict[str, int | None] = dict.fromkeys(every.unique_ids("link_id"))
    rows.update({name: row for row, name in enumerate(table.texts("link_id"))})
    return assembled.forbidding(forbidden_turns(folder, uses, assembled, rows, number))


def _nodes(table: CsvTable, config: GmnsConfig) -> NodeList:
    """Give the nodes; without positions where those are not in degrees."""
    names = table.unique_ids("node_id")
    if not config.degrees:
        nowhere = np.full(len(names), np.nan)
        return NodeList(names, nowhere, nowhere.copy())
    mend = "correct it, or say in config.csv under crs in which system coordinates are"
    return NodeList(names, table.numbers("y_coord", -90, 90, mend), table.numbers("x_coord", -180, 180, mend))


def _ends(table: CsvTable, number: Mapping[str, int]) -> list[tuple[int, int]]:
    """Give the nodes of each link."""
    found = []
    for column in ("from_node_id", "to_node_id"):
        names = table.ids(column)
        for row, name in enumerate(names):
            if name not in number:
                raise table.trouble(row, column, f"{shown(name)} is not in {NODE}; correct one of the two.")
        found.append([number[name] for name in names])
    return list(zip(*found, strict=True))


def _drivable(table: CsvTable, uses: Uses, ends: Sequence[tuple[int, int]]) -> list[int]:
    """Give the rows of links for motor vehicles, without those that have no lane or lead in a circle."""
    lanes = table.numbers("lanes", 0, 100)
    rows = [
        row
        for row, (motor, (tail, head)) in enumerate(zip(uses.motor(table), ends, strict=True))
        if motor and tail != head and lanes[row] != 0
    ]
    if not rows:
        many = f"none of the {len(table.rows):,} links may be driven on by motor vehicles"
        raise trouble(LINK, 0, "", f"{many}; check allowed_uses and lanes.")
    return rows


def _links(
    folder: Path, table: CsvTable, nodes: NodeList, ends: Sequence[tuple[int, int]], config: GmnsConfig
) -> list[SourceLink]:
    bends = read_bends(folder, table, nodes, ends) if config.degrees else [()] * len(ends)
    speeds, lengths = table.numbers("free_speed", 0, MOST_SPEED), table.numbers("length", 0, _LONGEST)
    for row in np.flatnonzero(~(speeds > 0)).tolist():
        raise table.trouble(row, "free_speed", "the speed is missing or 0; give one, or leave the link out.")
    classes, streets = table.texts("facility_type"), table.texts("name")
    links = [
        SourceLink(
            tail=tail,
            head=head,
            length_m=float(lengths[row]) * config.length_m,
            kmh=float(speeds[row]) * config.speed_kmh,
            both_ways=both_ways,
            bends=bends[row],
            road_class=classes[row],
            street=streets[row],
        )
        for row, ((tail, head), both_ways) in enumerate(zip(ends, _both_ways(table), strict=True))
    ]
    return list(_measured(table, nodes, links))


def _both_ways(table: CsvTable) -> Iterator[bool]:
    """Tell of each link whether it is driven in both directions.

    Files without the column `directed`, as osm2gmns writes them, list each direction.
    """
    given = "directed" in table.columns
    for row, directed in enumerate(table.flags("directed")):
        if given and directed is None:
            raise table.trouble(row, "directed", "it is missing; write true for a one-way link, or false.")
        yield directed is False


def _measured(table: CsvTable, nodes: NodeList, links: Sequence[SourceLink]) -> Iterator[SourceLink]:
    """Yield links with the lengths of their lines where none are stated."""
    drawn = drawn_lengths(nodes, links)
    _refuse_wrong_units(links, drawn)
    for row, link in enumerate(links):
        if not np.isnan(link.length_m):
            yield link
        elif np.isnan(drawn[row]):
            raise table.trouble(row, "length", "the length is missing and no line tells it; give one.")
        else:
            yield replace(link, length_m=float(drawn[row]))


def _refuse_wrong_units(links: Sequence[SourceLink], drawn: Floats) -> None:
    """Refuse stated lengths that are far from the drawn ones: published files say miles and mean feet."""
    stated = np.array([link.length_m for link in links])
    both = ~np.isnan(stated) & ~np.isnan(drawn) & (drawn > 0)
    if not both.any():
        return
    stated_km, drawn_km = stated[both].sum() / 1000, drawn[both].sum() / 1000
    low, high = _LENGTHS_FIT
    if not low <= stated_km / drawn_km <= high:
        message = f"the lengths add up to {stated_km:,.1f} km, but on the map the same links measure {drawn_km:,.1f} km"
        raise trouble(LINK, 0, "length", f"{message}; give the unit that is true as long_length in config.csv.")
