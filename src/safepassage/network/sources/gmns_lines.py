"""Lines of GMNS links: well-known text beside the link, or in `geometry.csv`."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from safepassage.network.sources.assembling import NodeList, Points
from safepassage.network.sources.csv_tables import CsvTable, read_csv
from safepassage.network.sources.text_files import shown

GEOMETRY = "geometry.csv"

_LINE = re.compile(r"\s*(MULTI)?LINESTRING\b", re.IGNORECASE)
"""Other shapes are not even parsed: they may be nested without end."""


def read_bends(folder: Path, links: CsvTable, nodes: NodeList, ends: Sequence[tuple[int, int]]) -> list[Points]:
    """Give the positions between the ends of each link, in driving direction; none where no line is given.

    Raises
    ------
    UnusableInputError
        If a line is none, or `geometry.csv` has none of that id.
    """
    shared = _shared(folder)
    own, ids, against = links.texts("geometry"), links.texts("geometry_id"), links.texts("dir_flag")
    bends: list[Points] = []
    for row, (text, name) in enumerate(zip(own, ids, strict=True)):
        if text:
            line = _line(links, row, text)
        elif name in shared:
            line = _line(*shared[name])
        elif name and shared:
            raise links.trouble(row, "geometry_id", f"{shown(name)} is not in {GEOMETRY}; correct one of the two.")
        else:
            line = ()
        bends.append(_between(_turned(line, against[row], nodes, ends[row])))
    return bends


def _shared(folder: Path) -> dict[str, tuple[CsvTable, int, str]]:
    """Give the text of each line of `geometry.csv` by its id, with where it stands."""
    path = folder / GEOMETRY
    if not path.exists():
        return {}
    table = read_csv(path)
    table.require("geometry")
    names = table.unique_ids("geometry_id")
    return {
        name: (table, row, text) for row, (name, text) in enumerate(zip(names, table.texts("geometry"), strict=True))
    }


def _line(table: CsvTable, row: int, text: str) -> Points:
    if not text:
        return ()
    line = _well_known(text)
    if line is None:
        raise table.trouble(row, "geometry", f"{shown(text)} is not a LINESTRING in well-known text; correct it.")
    at = shapely.get_coordinates(line)
    if not (np.isfinite(at).all() and (np.abs(at) <= (180, 90)).all()):
        raise table.trouble(row, "geometry", "a position is not within 180 and 90 degrees; give crs in config.csv.")
    return tuple((float(lon), float(lat)) for lon, lat in at)


def _well_known(text: str) -> shapely.LineString | None:
    """Give a line, or one made of several that meet; None where the text is none."""
    if not _LINE.match(text):
        return None
    try:
        with np.errstate(invalid="ignore"):
            line = shapely.from_wkt(text)
    except shapely.errors.ShapelyError:
        return None
    merged = shapely.line_merge(line, directed=True) if isinstance(line, shapely.MultiLineString) else line
    return merged if isinstance(merged, shapely.LineString) else None


def _turned(line: Points, flag: str, nodes: NodeList, ends: tuple[int, int]) -> Points:
    """Give a line in driving direction: as `dir_flag` says, or else so that it begins nearer to the first node."""
    if not line or flag == "1":
        return line
    if flag == "-1":
        return line[::-1]
    (lon, lat), (other_lon, other_lat) = line[0], line[-1]
    start_lon, start_lat = nodes.lon[ends[0]], nodes.lat[ends[0]]
    begins = (lon - start_lon) ** 2 + (lat - start_lat) ** 2
    ends_there = (other_lon - start_lon) ** 2 + (other_lat - start_lat) ** 2
    return line[::-1] if ends_there < begins else line


def _between(line: Points) -> Points:
    """Give a line without its ends: the nodes stand in for them."""
    return line[1:-1]
