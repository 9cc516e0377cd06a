"""Small maps for tests, written as OpenStreetMap's XML.

Node `10 * row + column` lies `row` steps north and `column` steps east of a corner, a step being a thousandth of a
degree; so a map can be drawn on squared paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from safepassage.network.osm import BUS, Profile, read_osm
from safepassage.network.streets.graph import StreetGraph

Tags = Mapping[str, str]
Member = tuple[str, int, str]

ROAD = {"highway": "residential"}
ONE_WAY = {"highway": "residential", "oneway": "yes"}


@dataclass(frozen=True, slots=True)
class SmallMap:
    """Ways by id, as tags and nodes; tags of nodes; relations as tags and `(kind, id, role)` members.

    `missing` nodes are named by ways, but have no position; `places` puts nodes elsewhere than on the squared paper.
    """

    ways: Mapping[int, tuple[Tags, Sequence[int]]]
    node_tags: Mapping[int, Tags] = field(default_factory=dict)
    relations: Sequence[tuple[Tags, Sequence[Member]]] = ()
    missing: Iterable[int] = ()
    places: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def xml(self) -> str:
        """Write the map."""
        nodes = sorted({node for _, line in self.ways.values() for node in line} - set(self.missing))
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        for node in nodes:
            lat, lon = self.places.get(node, (36 + node // 10 / 1000, 37 + node % 10 / 1000))
            lines += [
                f'<node id="{node}" lat="{lat:.7f}" lon="{lon:.7f}">',
                *_tags(self.node_tags.get(node, {})),
                "</node>",
            ]
        for way, (tags, line) in self.ways.items():
            lines += [f'<way id="{way}">', *(f'<nd ref="{node}"/>' for node in line), *_tags(tags), "</way>"]
        for number, (tags, members) in enumerate(self.relations, start=1):
            lines.append(f'<relation id="{number}">')
            names = {"n": "node", "w": "way", "r": "relation"}
            lines += [f'<member type="{names[kind]}" ref="{ref}" role="{role}"/>' for kind, ref, role in members]
            lines += [*_tags(tags), "</relation>"]
        return "\n".join([*lines, "</osm>", ""])

    def write(self, folder: Path) -> Path:
        """Write the map into a folder, as `map.osm`."""
        path = folder / "map.osm"
        path.write_text(self.xml(), encoding="utf-8")
        return path

    def graph(self, folder: Path, profile: Profile = BUS) -> StreetGraph:
        """Write the map, and read it back as a graph."""
        return read_osm(self.write(folder), profile)


def _tags(tags: Tags) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def arcs_by_names(graph: StreetGraph) -> dict[tuple[str, str], float]:
    """Speeds of the arcs, by the names of their ends."""
    names = graph.node_names
    return {
        (str(names[tail]), str(names[head])): float(kmh)
        for tail, head, kmh in zip(graph.tail, graph.head, graph.kmh, strict=True)
    }


def restriction(kind: str, come_from: int, via: int, go_to: int, **more: str) -> tuple[Tags, list[Member]]:
    """Write a turn restriction over one junction."""
    return {"type": "restriction", "restriction": kind} | more, [
        ("w", come_from, "from"),
        ("n", via, "via"),
        ("w", go_to, "to"),
    ]
