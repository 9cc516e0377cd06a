"""Roads become pieces from junction to junction, with all their points."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from safepassage.network.osm import build, read_extract, read_osm
from safepassage.network.osm.profiles import BUS
from safepassage.network.streets.graph import StreetGraph
from tests.network.osm.maps import ONE_WAY, ROAD, SmallMap, restriction


def _lines(graph: StreetGraph) -> list[list[int]]:
    """Write the pieces' lines as nodes of the squared paper."""
    rows = np.rint((graph.point_lat - 36) * 1000).astype(int)
    columns = np.rint((graph.point_lon - 37) * 1000).astype(int)
    nodes = (10 * rows + columns).tolist()
    return [nodes[first:last] for first, last in pairwise(graph.first_point.tolist())]


@pytest.mark.parametrize(
    ("ways", "lines", "reason"),
    [
        ([[11, 12, 13]], [[11, 12, 13]], "points between junctions are no junctions"),
        ([[11, 12, 13], [13, 14]], [[11, 12, 13], [13, 14]], "a way's end is a junction"),
        ([[11, 12, 13], [2, 12, 22]], [[11, 12], [12, 13], [2, 12], [12, 22]], "roads that meet between their ends"),
        ([[11, 12, 13], [22, 12]], [[11, 12], [12, 13], [22, 12]], "a road that ends at another"),
        ([[11, 12, 22, 21, 11]], [[11, 12, 22, 21, 11]], "a ring that nothing touches"),
        ([[11, 12, 22, 21, 11], [10, 11]], [[11, 12, 22, 21, 11], [10, 11]], "a ring with one junction, at its seam"),
        ([[11, 12, 22, 21, 11], [23, 22]], [[11, 12, 22], [22, 21, 11], [23, 22]], "a ring entered beside its seam"),
        ([[10, 11, 12, 22, 21, 11]], [[10, 11], [11, 12, 22, 21, 11]], "a way that closes upon itself, like a lasso"),
        ([[11, 12, 13, 12, 22]], [[11, 12], [12, 13, 12], [12, 22]], "a way that comes back the way it went"),
        ([[11, 12, 12, 12, 13]], [[11, 12, 13]], "a point that follows itself counts once"),
        ([[11, 12], [11, 12]], [[11, 12], [11, 12]], "two roads between the same junctions"),
        ([[11], [12, 13]], [[12, 13]], "a way of one point is no road"),
        ([[11, 11], [12, 13]], [[12, 13]], "nor is one that stays where it is"),
        ([[], [12, 13]], [[12, 13]], "nor one without any point"),
    ],
)
def test_pieces_run_from_junction_to_junction(
    tmp_path: Path, ways: list[list[int]], lines: list[list[int]], reason: str
) -> None:
    small = SmallMap(ways={way: (ROAD, line) for way, line in enumerate(ways, start=1)})
    assert _lines(small.graph(tmp_path)) == lines, reason


@pytest.mark.parametrize(
    ("line", "missing", "lines", "reason"),
    [
        ([11, 12, 13, 14], [11], [[12, 13, 14]], "outside at the beginning"),
        ([11, 12, 13, 14], [14], [[11, 12, 13]], "outside at the end"),
        ([11, 12, 13, 14, 15], [13], [[11, 12], [14, 15]], "outside in the middle"),
        ([11, 12, 13, 14, 15], [12, 14], [], "nothing left but single points"),
        ([11, 12, 13, 12, 11], [13], [[11, 12], [12, 11]], "no short cut across the gap"),
    ],
)
def test_where_a_road_leaves_the_extract_the_known_part_stays(
    tmp_path: Path, line: list[int], missing: list[int], lines: list[list[int]], reason: str
) -> None:
    small = SmallMap(ways={1: (ROAD, line), 2: (ROAD, [21, 22])}, missing=missing)
    streets = build(read_extract(small.write(tmp_path)), BUS)
    assert _lines(streets.graph) == [*lines, [21, 22]], reason
    assert streets.tally.ways_with_gaps == 1


def test_a_node_that_a_turn_restriction_names_is_a_junction(tmp_path: Path) -> None:
    small = SmallMap(ways={1: (ROAD, [11, 12, 13])}, relations=[restriction("no_u_turn", 1, 12, 1)])
    assert _lines(small.graph(tmp_path)) == [[11, 12], [12, 13]]


def test_a_two_way_piece_has_two_arcs_and_a_one_way_piece_one(tmp_path: Path) -> None:
    graph = SmallMap(ways={1: (ROAD, [11, 12]), 2: (ONE_WAY | {"oneway": "-1"}, [12, 13])}).graph(tmp_path)
    ends = [(graph.node_names[tail], graph.node_names[head]) for tail, head in zip(graph.tail, graph.head, strict=True)]
    assert ends == [("11", "12"), ("12", "11"), ("13", "12")]
    assert graph.piece.tolist() == [0, 0, 1]
    assert graph.forward.tolist() == [True, False, False]


def test_lengths_are_those_of_the_line_on_a_sphere(tmp_path: Path) -> None:
    """A degree of latitude is 111.195 km; at 60 degrees north a degree of longitude is half of that."""
    places = {11: (60.0, 25.0), 12: (61.0, 25.0), 13: (60.0, 25.001)}
    graph = SmallMap(ways={1: (ROAD, [11, 12]), 2: (ROAD, [11, 13])}, places=places).graph(tmp_path)
    assert graph.length_m == pytest.approx([111_195.08, 111_195.08 / 2 / 1000], rel=1e-6)


def test_a_line_across_the_date_line_is_short(tmp_path: Path) -> None:
    places = {11: (-17.0, 179.9995), 12: (-17.0, -179.9995)}
    graph = SmallMap(ways={1: (ROAD, [11, 12])}, places=places).graph(tmp_path)
    assert graph.length_m == pytest.approx([106.336], rel=1e-4)


def test_two_nodes_at_one_spot_make_a_piece_of_no_length(tmp_path: Path) -> None:
    places = {11: (36.0, 37.0), 12: (36.0, 37.0)}
    graph = SmallMap(ways={1: (ROAD, [11, 12])}, places=places).graph(tmp_path)
    assert graph.length_m.tolist() == [0]
    assert (graph.kmh > 0).all()


def test_pieces_know_their_street_and_class(tmp_path: Path) -> None:
    small = SmallMap(
        ways={
            1: (ROAD | {"name": "شارع", "ref": "M5"}, [11, 12]),
            2: (ROAD | {"ref": "M5"}, [12, 13]),
            3: ({"highway": "primary"}, [13, 14]),
        }
    )
    graph = small.graph(tmp_path)
    assert [graph.streets[street] for street in graph.street] == ["شارع", "M5", ""]
    assert [graph.road_classes[road_class] for road_class in graph.road_class] == ["residential"] * 2 + ["primary"]
    assert graph.streets[0] == ""
    assert graph.attribution == "© OpenStreetMap contributors, ODbL 1.0"


def test_the_order_in_the_file_plays_no_part(tmp_path: Path) -> None:
    ways = {1: (ROAD, [11, 12, 13]), 2: (ONE_WAY, [22, 12]), 3: (ROAD, [13, 23, 22])}
    relations = [restriction("no_left_turn", 2, 12, 1)]
    there = SmallMap(ways=ways, relations=relations).graph(tmp_path)
    back = SmallMap(ways=dict(reversed(ways.items())), relations=relations).graph(tmp_path)
    for name in StreetGraph.__slots__:
        assert np.array_equal(getattr(there, name), getattr(back, name)), name


def test_nodes_may_come_last_and_in_any_order(tmp_path: Path) -> None:
    small = SmallMap(ways={way: (ROAD, [way + 10, way + 11, way + 21]) for way in range(1, 8)})
    nodes, rest = re.findall(r"<node.*\n", small.xml()), re.sub(r"<node.*\n|</node>\n", "", small.xml())
    mixed = [node.replace(">", "/>") for node in [*nodes[::2][::-1], *nodes[1::2]]]
    (tmp_path / "mixed.osm").write_text(rest.replace("</osm>", "".join([*mixed, "</osm>"])), encoding="utf-8")
    there, back = small.graph(tmp_path), read_osm(tmp_path / "mixed.osm", BUS)
    for name in StreetGraph.__slots__:
        assert np.array_equal(getattr(there, name), getattr(back, name)), name


def test_work_of_a_map_editor_that_was_not_sent_yet_is_read(tmp_path: Path) -> None:
    """Editors give new objects negative ids."""
    xml = SmallMap(ways={1: (ROAD, [11, 12])}).xml().replace('"11"', '"-11"').replace('way id="1"', 'way id="-1"')
    (tmp_path / "drawn.osm").write_text(xml, encoding="utf-8")
    graph = build(read_extract(tmp_path / "drawn.osm"), BUS).graph
    assert graph.node_names.tolist() == ["-11", "12"]
