"""GMNS folders are read with their units, lines, turns and quirks, and what is wrong is said with its place."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources import read_gmns
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.router import Router, arc_times
from safepassage.network.streets.snapping import node_snaps

CONFIG = "long_length,speed,crs\nkm,km/h,4326\n"
NODES = "node_id,x_coord,y_coord\na,37.10,36.20\nb,37.11,36.20\nc,37.12,36.20\nd,37.11,36.21\n"
LINKS = """link_id,from_node_id,to_node_id,directed,length,free_speed
1,a,b,true,0.9,54
2,b,a,true,0.9,36
3,b,c,false,0.9,18
4,b,d,false,1.2,60
"""


def folder(path: Path, **files: str) -> Path:
    """Write a GMNS folder: the files above, or others in their place; "-" leaves one out."""
    for name, text in {"config": CONFIG, "node": NODES, "link": LINKS, **files}.items():
        if text != "-":
            (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def refusal(path: Path, **files: str) -> str:
    """Give the sentence with which a folder is refused."""
    with pytest.raises(UnusableInputError) as caught:
        read_gmns(folder(path, **files))
    return str(caught.value)


def arcs(graph: StreetGraph) -> dict[str, float]:
    """Give the speed of each arc by the names of its nodes."""
    names = graph.node_names
    return {f"{names[t]}{names[h]}": k for t, h, k in zip(graph.tail, graph.head, graph.kmh.tolist(), strict=True)}


def test_directions_speeds_and_lengths(tmp_path: Path) -> None:
    graph = read_gmns(folder(tmp_path))
    assert arcs(graph) == {"ab": 54, "ba": 36, "bc": 18, "cb": 18, "bd": 60, "db": 60}
    assert list(graph.length_m) == [900, 900, 1200]
    assert list(graph.lat) == [36.20, 36.20, 36.20, 36.21]


def test_two_directions_on_one_line_are_one_street_and_others_are_not(tmp_path: Path) -> None:
    longer_back = LINKS.replace("2,b,a,true,0.9", "2,b,a,true,1.1")
    assert read_gmns(folder(tmp_path)).num_pieces == 3
    assert read_gmns(folder(tmp_path, link=longer_back)).num_pieces == 4


def test_places_at_nodes_are_as_far_apart_as_the_links_say(tmp_path: Path) -> None:
    graph = read_gmns(folder(tmp_path))
    router = Router(prepare(graph), [snap.spot for snap in node_snaps(graph, ["a", "c"]).values()])
    router.weigh(arc_times(graph))
    assert router.matrix([0, 1], [0, 1]).tolist() == [[0, 240_000], [270_000, 0]]


@pytest.mark.parametrize(
    ("length", "speed", "metres", "kmh"),
    [
        ("mile", "mph", 1609.344, 1.609344),
        ("Kilometers", "", 1000, 1),
        ("feet", "m/s", 0.3048, 3.6),
        ("meters", "kph", 1, 1),
        ("mi", "", 1609.344, 1.609344),
    ],
)
def test_units_are_those_of_the_config_file(tmp_path: Path, length: str, speed: str, metres: float, kmh: float) -> None:
    config = f"dataset_name,long_length,speed,crs\nx,{length},{speed},\n"
    links = f"link_id,from_node_id,to_node_id,directed,length,free_speed\n1,a,b,1,{900 / metres},{50 / kmh}\n"
    graph = read_gmns(folder(tmp_path, config=config, link=links))
    assert graph.length_m[0] == pytest.approx(900)
    assert graph.kmh[0] == pytest.approx(50)


@pytest.mark.parametrize("crs", ["4326", "EPSG:4326", "WGS 84", "urn:ogc:def:crs:OGC:1.3:CRS84", ""])
def test_degrees_by_any_of_their_names_give_positions(tmp_path: Path, crs: str) -> None:
    graph = read_gmns(folder(tmp_path, config=f"long_length,crs\nkm,{crs}\n"))
    assert graph.lon[0] == 37.10


def test_coordinates_that_are_not_degrees_are_left_aside(tmp_path: Path) -> None:
    nodes = "node_id,x_coord,y_coord\na,322754,4698346\nb,322989,4698278\n"
    links = (
        "link_id,from_node_id,to_node_id,directed,length,free_speed,geometry\n"
        '1,a,b,0,660,25,"LINESTRING(322754 4698346,322989 4698278)"\n'
    )
    graph = read_gmns(folder(tmp_path, config="long_length,speed,crs\nfoot,mph,32619\n", node=nodes, link=links))
    assert np.isnan(graph.lat).all()
    assert np.isnan(graph.point_lat).all()
    assert graph.length_m[0] == pytest.approx(201.168)


def line_of(graph: StreetGraph, piece: int) -> list[tuple[float, float]]:
    """Give the points of a piece."""
    span = slice(graph.first_point[piece], graph.first_point[piece + 1])
    return list(zip(graph.point_lon[span].tolist(), graph.point_lat[span].tolist(), strict=True))


BENT = [(37.10, 36.20), (37.105, 36.202), (37.11, 36.20)]
FORTH, BACK = "37.10 36.20, 37.105 36.202, 37.11 36.20", "37.11 36.20,37.105 36.202,37.10 36.20"


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("1", f"LINESTRING ({FORTH})"),
        ("-1", f"LINESTRING ({BACK})"),
        ("", f"linestring({BACK})"),
        ("0", f"LINESTRING ({FORTH})"),
        ("1", f"MULTILINESTRING (({FORTH}))"),
        ("1", "LINESTRING Z (37.10 36.20 5, 37.105 36.202 6, 37.11 36.20 7)"),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_lines_lead_from_the_first_node_to_the_second(tmp_path: Path, flag: str, text: str, shared: bool) -> None:
    own, name = ("", "g") if shared else (text, "")
    links = (
        "link_id,from_node_id,to_node_id,directed,free_speed,dir_flag,geometry_id,geometry\n"
        f'1,a,b,true,54,{flag},{name},"{own}"\n'
    )
    graph = read_gmns(folder(tmp_path, link=links, geometry=f'geometry_id,geometry\ng,"{text}"\n'))
    assert line_of(graph, 0) == BENT
    assert graph.length_m[0] == pytest.approx(2 * 501.4, abs=2)


def test_two_links_on_one_shared_line_are_one_street(tmp_path: Path) -> None:
    links = (
        "link_id,from_node_id,to_node_id,directed,length,free_speed,dir_flag,geometry_id\n"
        "1,a,b,true,1,54,1,g\n2,b,a,true,1,54,-1,g\n"
    )
    graph = read_gmns(folder(tmp_path, link=links, geometry=f'geometry_id,geometry\ng,"LINESTRING ({FORTH})"\n'))
    assert graph.num_pieces == 1
    assert arcs(graph) == {"ab": 54, "ba": 54}
    assert line_of(graph, 0) == BENT


@pytest.mark.parametrize(
    ("uses", "drivable"),
    [
        ("", True),
        ("auto", True),
        ('"walk, BIKE"', False),
        ('"ALL"', True),
        ("bike;bus", True),
        ("fleet", True),
        ("soft", False),
        ("rail", False),
    ],
)
def test_links_for_others_than_motor_vehicles_are_left_out(tmp_path: Path, uses: str, drivable: bool) -> None:
    links = LINKS.replace("free_speed\n", "free_speed,allowed_uses\n") + f"5,c,d,false,2,30,{uses}\n"
    groups = 'use_group,uses\nfleet,"bus,truck"\nsoft,"walk,bike"\n'
    assert ("cd" in arcs(read_gmns(folder(tmp_path, link=links, use_group=groups)))) == drivable


def test_links_without_lanes_or_in_a_circle_are_left_out(tmp_path: Path) -> None:
    links = (
        "link_id,from_node_id,to_node_id,directed,length,free_speed,lanes\n"
        "1,a,b,true,0.9,54,1\n2,b,c,true,0.9,54,0\n3,b,b,true,0.9,54,1\n4,c,b,true,0.9,,0\n"
    )
    assert arcs(read_gmns(folder(tmp_path, link=links))) == {"ab": 54}


def forbidden(graph: StreetGraph) -> set[str]:
    """Give the forbidden turns by the names of the three nodes."""
    spans = pairwise(graph.first_forbidden.tolist())
    turns = [graph.forbidden[start:end].tolist() for start, end in spans]
    return {"".join(graph.node_names[[graph.tail[a], graph.head[a], graph.head[b]]]) for a, b in turns}


def test_turns_that_movements_leave_out_are_forbidden(tmp_path: Path) -> None:
    movements = (
        "mvmt_id,node_id,ib_link_id,ob_link_id,type,allowed_uses\n"
        "1,b,1,3,thru,\n2,b,3,2,thru,auto\n3,b,4,3,right,bike\n"
    )
    graph = read_gmns(folder(tmp_path, movement=movements))
    assert forbidden(graph) == {"abd", "aba", "cbd", "cbc"}


def test_movements_of_links_for_others_are_passed_over(tmp_path: Path) -> None:
    links = LINKS.replace("free_speed\n", "free_speed,allowed_uses\n") + "5,c,d,false,2,30,bike\n"
    movements = "mvmt_id,node_id,ib_link_id,ob_link_id,type\n1,c,3,5,thru\n"
    assert forbidden(read_gmns(folder(tmp_path, link=links, movement=movements))) == set()


def test_quirks_of_published_files_are_read(tmp_path: Path) -> None:
    nodes = "\ufeffy_coord;X_Coord;zone_id;node_id\r\n36.20;37.10;;1\r\n\r\n36.20;37.11;;2\r\n"
    links = (
        "name\tlink_id\tosm_way_id\tfrom_node_id\tto_node_id\tdir_flag\tlength\tlanes\tfree_speed\n"
        "A\t0\t9\t1\t2\t1\t900.5\tNULL\t60\n"
    )
    config = '"LONG_LENGTH","speed"\n"m","km/h"\n'
    graph = read_gmns(folder(tmp_path, config=config, node=nodes, link=links))
    assert arcs(graph) == {"12": 60}
    assert list(graph.length_m) == [900.5]
    assert graph.streets == ("", "A")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"config": "-"}, "config.csv: the units are missing; write a line long_length,speed,crs"),
        ({"config": "speed\nmph\n"}, "config.csv, line 2, column long_length: the units are missing"),
        ({"config": "long_length\nverst\n"}, 'config.csv, line 2, column long_length: "verst" is not a unit'),
        ({"config": "long_length,speed\nkm,knots\n"}, 'config.csv, line 2, column speed: "knots" is not a unit'),
        ({"config": "long_length\nkm\nkm\n"}, "config.csv: there are 2 rows below the names; leave one."),
        ({"node": "-"}, "node.csv: there is no such file"),
        ({"node": ""}, "node.csv: the file is empty"),
        ({"node": "id\na\n"}, "node.csv, line 1: there is no column node_id; add it."),
        ({"node": "node_id,node_id\na,b\n"}, "node.csv, line 1, column node_id: this column stands there twice"),
        ({"node": NODES + "a,37,36\n"}, 'node.csv, line 6, column node_id: "a" stands already on line 2'),
        ({"node": NODES + ",37,36\n"}, "node.csv, line 6, column node_id: the id is missing"),
        ({"node": NODES + "e,east,36\n"}, 'node.csv, line 6, column x_coord: "east" is not a number'),
        ({"node": NODES + "e,1_0,36\n"}, 'node.csv, line 6, column x_coord: "1_0" is not a number'),
        ({"node": NODES + "e,37,4698346\n"}, 'column y_coord: "4698346" is not from -90 to 90; correct it, or say in'),
        ({"node": NODES + "e,37,36,9\n"}, "node.csv, line 6: there are 4 cells below 3 names"),
        ({"node": NODES + '"e,37,36\n'}, "node.csv, line 6: this is not proper CSV"),
        ({"node": NODES + "e\0,37,36\n"}, "node.csv, line 6: there are zero bytes"),
        ({"link": LINKS + "5,a,x,true,1,50\n"}, 'link.csv, line 6, column to_node_id: "x" is not in node.csv'),
        ({"link": LINKS + "1,a,b,true,1,50\n"}, 'link.csv, line 6, column link_id: "1" stands already on line 2'),
        (
            {"link": LINKS + "5,a,c,maybe,1,50\n"},
            'column directed: "maybe" is neither true nor false',
        ),
        ({"link": LINKS + "5,a,c,,1,50\n"}, "link.csv, line 6, column directed: it is missing"),
        ({"link": LINKS + "5,a,c,true,1,\n"}, "link.csv, line 6, column free_speed: the speed is missing or 0"),
        ({"link": LINKS + "5,a,c,true,1,0\n"}, "link.csv, line 6, column free_speed: the speed is missing or 0"),
        ({"link": LINKS + "5,a,c,true,1,500\n"}, 'column free_speed: "500" is not from 0 to 200'),
        ({"link": LINKS + "5,a,c,true,-1,50\n"}, 'column length: "-1" is not from 0 to 1e+07'),
        (
            {"link": LINKS.split("1,a", maxsplit=1)[0]},
            "link.csv: none of the 0 links may be driven on",
        ),
        ({"link": LINKS.replace("0.9", "900")}, "link.csv, column length: the lengths add up to 2,701"),
        (
            {"node": "node_id\na\nb\nc\nd\n", "link": LINKS.replace("0.9,18", ",18")},
            "column length: the length is missing",
        ),
        ({"movement": "node_id,ib_link_id,ob_link_id\nx,1,3\n"}, 'column node_id: "x" is not in node.csv'),
        (
            {"movement": "node_id,ib_link_id,ob_link_id\nb,9,3\n"},
            'line 2, column ib_link_id: "9" is not in link.csv',
        ),
        (
            {"movement": "node_id,ib_link_id,ob_link_id\nb,2,3\n"},
            "ib_link_id: this link does not lead to the node",
        ),
        (
            {"movement": "node_id,ib_link_id,ob_link_id\na,2,3\n"},
            "ob_link_id: this link does not leave the node",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(tmp_path: Path, files: dict[str, str], sentence: str) -> None:
    message = refusal(tmp_path, **files)
    assert sentence in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        "POINT (1 2)",
        "LINESTRING (1 2)",
        "LINESTRING (1 2, 3)",
        "LINESTRING (200 2, 3 4)",
        "LINESTRING (1 2, 3 nan)",
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        "MULTILINESTRING ((0 0, 1 1), (5 5, 6 6))",
        "GEOMETRYCOLLECTION (" * 1000,
        "\x1b[31mred",
    ],
)
def test_texts_that_are_no_lines_are_refused(tmp_path: Path, text: str) -> None:
    links = f'link_id,from_node_id,to_node_id,directed,free_speed,geometry\n1,a,b,true,54,"{text}"\n'
    message = refusal(tmp_path, link=links)
    assert message.startswith("link.csv, line 2, column geometry: ")
    assert "\x1b" not in message


def test_a_line_that_is_not_there_is_named(tmp_path: Path) -> None:
    links = "link_id,from_node_id,to_node_id,directed,free_speed,geometry_id\n1,a,b,true,54,h\n"
    message = refusal(tmp_path, link=links, geometry='geometry_id,geometry\ng,"LINESTRING (1 2, 3 4)"\n')
    assert 'link.csv, line 2, column geometry_id: "h" is not in geometry.csv' in message


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"nowhere: this is not a folder"):
        read_gmns(tmp_path / "nowhere")


def test_text_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "node.csv").write_bytes(b"node_id,x_coord,y_coord\nM\xfcnster,1,2\n")
    with pytest.raises(UnusableInputError, match=r"node\.csv, line 2: this is not UTF-8 text"):
        read_gmns(tmp_path)
