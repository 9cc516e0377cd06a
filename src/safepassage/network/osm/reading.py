"""Reading an OpenStreetMap extract: PBF, or XML plain or packed, by its file name's ending.

Several passes through the file. The library's own threads unpack it, and what is not needed is left out before Python
sees it. Objects are put in the order of their ids, so that their order in the file plays no part.
"""

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
import osmium
from osmium.filter import KeyFilter, TagFilter
from osmium.index import LocationTable
from osmium.io import Reader
from osmium.osm import NODE, RELATION, WAY, Node, Relation, Way, osm_entity_bits

from safepassage.domain.errors import UnusableInputError
from safepassage.network.osm.extract import Extract, Floats, Ints, Member, Restriction, Tags
from safepassage.network.osm.profiles import ROAD_CLASSES
from safepassage.network.osm.relevant import NODE_KEYS, RESTRICTION_KEYS, matters

_UNITS_PER_DEGREE = 10_000_000
"""OpenStreetMap keeps positions as whole numbers of 100 nanodegrees."""

_Pairs = frozenset[tuple[str, str]]
_Thing = TypeVar("_Thing", bound=Hashable)
_Object = TypeVar("_Object", Node, Way, Relation)


def read_extract(path: Path) -> Extract:
    """Read what routing needs of an extract.

    Roads are ways of the classes that some profile names. Nodes without a position on Earth count as outside the
    extract. The name of a street is its `name`, or else its `ref`.

    Raises
    ------
    UnusableInputError
        If the file is not there, is no extract, is damaged, or holds no road.
    """
    with _plain_words(path):
        _refuse_what_is_no_file(path)
        roads = _read_roads(path)
        if not roads:
            raise UnusableInputError(f"{path}: there is no road in this extract; take one that covers the places.")
        refs = np.fromiter(chain.from_iterable(nodes for nodes, _, _ in roads.values()), np.int64)
        node_ids, lat, lon = _positions(path, _distinct(refs))
        node_tags = _read_node_tags(path, node_ids)
        restrictions = _read_restrictions(path)
    tag_set, tag_sets = _numbered(tags for _, tags, _ in roads.values())
    street, streets = _numbered(chain([""], (name for _, _, name in roads.values())))
    return Extract(
        name=str(path),
        way_ids=np.fromiter(roads, np.int64),
        first_ref=np.cumsum([0, *(len(nodes) for nodes, _, _ in roads.values())], dtype=np.int64),
        refs=refs,
        tag_set=tag_set,
        tag_sets=tuple(dict(sorted(tags)) for tags in tag_sets),
        street=street[1:],
        streets=streets,
        node_ids=node_ids,
        lat=lat,
        lon=lon,
        node_tags=node_tags,
        restrictions=restrictions,
    )


def _read_roads(path: Path) -> dict[int, tuple[list[int], _Pairs, str]]:
    """Nodes, tags that matter, and name of each road, by way, ascending."""
    found: dict[int, tuple[list[int], _Pairs, str]] = {}
    is_road = TagFilter(*(("highway", road_class) for road_class in ROAD_CLASSES))
    for way in _objects(path, WAY, Way, is_road):
        tags = dict(way.tags)
        kept = frozenset(pair for pair in tags.items() if matters(pair[0]))
        nodes = way.nodes
        refs = [nodes[i].ref for i in range(len(nodes))]  # much faster than the list's own iterator
        found[way.id] = (refs, kept, tags.get("name") or tags.get("ref") or "")
    return dict(sorted(found.items()))


def _numbered(things: Iterable[_Thing]) -> tuple[Ints, tuple[_Thing, ...]]:
    """Give equal things the same number, in the order in which they first come."""
    number: dict[_Thing, int] = {}
    numbers = [number.setdefault(thing, len(number)) for thing in things]
    return np.array(numbers, np.int64), tuple(number)


def _distinct(ids: Ints) -> Ints:
    """Put ids in order, each once."""
    ordered = np.sort(ids)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _positions(path: Path, wanted: Ints) -> tuple[Ints, Floats, Floats]:
    """Those of the wanted nodes that have a position on Earth, and their latitudes and longitudes."""
    table = osmium.index.create_map("sparse_mem_array")
    handler = osmium.NodeLocationsForWays(table)
    handler.ignore_errors()
    for kind in (NODE, WAY):  # the table is sorted when the first way comes
        with Reader(_absolute(path), kind) as reader:
            osmium.apply(reader, handler)
    units = _looked_up(table, wanted[wanted >= 0])
    if (wanted < 0).any():
        units.update(_drawn_by_hand(path, frozenset(wanted[wanted < 0].tolist())))
    ids = np.array(sorted(units), np.int64)
    lat, lon = np.array([units[node] for node in ids.tolist()], np.float64).reshape(-1, 2).T / _UNITS_PER_DEGREE
    on_earth = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    return ids[on_earth], lat[on_earth], lon[on_earth]


def _looked_up(table: LocationTable, wanted: Ints) -> dict[int, tuple[int, int]]:
    found = {}
    for node in wanted.tolist():
        try:
            location = table.get(node)
        except KeyError:
            continue
        found[node] = location.y, location.x
    return found


def _drawn_by_hand(path: Path, wanted: frozenset[int]) -> dict[int, tuple[int, int]]:
    """Positions of nodes with negative ids: those of a map editor whose work was not yet sent to OpenStreetMap."""
    nodes = (node for node in _objects(path, NODE, Node) if node.id in wanted)
    return {node.id: (node.location.y, node.location.x) for node in nodes}


def _read_node_tags(path: Path, nodes: Ints) -> dict[int, Tags]:
    """Tags of those of the nodes that may stop a vehicle, by node, ascending."""
    wanted = frozenset(nodes.tolist())
    standing = _objects(path, NODE, Node, KeyFilter(*NODE_KEYS))
    return dict(sorted((node.id, dict(node.tags)) for node in standing if node.id in wanted))


def _read_restrictions(path: Path) -> tuple[Restriction, ...]:
    found = {}
    for relation in _objects(path, RELATION, Relation, KeyFilter(*RESTRICTION_KEYS)):
        tags = dict(relation.tags)
        if tags.get("type", "").partition(":")[0] == "restriction":
            members = tuple(Member(member.type, member.ref, member.role) for member in relation.members)
            found[relation.id] = Restriction(relation.id, tags, members)
    return tuple(found[relation] for relation in sorted(found))


def _objects(
    path: Path, entities: osm_entity_bits, kind: type[_Object], wanted: KeyFilter | TagFilter | None = None
) -> Iterator[_Object]:
    """Yield the objects of one kind that pass the filter; each is gone when the next one comes."""
    processor = osmium.FileProcessor(_absolute(path), entities)
    for found in processor.with_filter(wanted) if wanted else processor:
        if isinstance(found, kind):
            yield found


def _absolute(path: Path) -> str:
    """Name the file so that the library never takes it for standard input or an address."""
    return str(path.absolute())


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.exists():
        raise UnusableInputError(
            f"{path}: there is no such file; give the path of an OpenStreetMap extract (.osm.pbf)."
        )
    if not path.is_file():
        raise UnusableInputError(f"{path}: this is not a file; give the path of an OpenStreetMap extract (.osm.pbf).")


@contextmanager
def _plain_words(path: Path) -> Iterator[None]:
    """Say in one sentence what keeps the library from reading.

    It raises `RuntimeError` for damaged files, errors of its own and `ValueError` for positions, numbers and texts that
    cannot be, and `OSError` for files that may not be read.
    """
    try:
        yield
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        reason = " ".join(str(error).split())
        raise UnusableInputError(
            f"{path}: this is no whole OpenStreetMap extract ({reason}); download it again as .osm.pbf."
        ) from error
