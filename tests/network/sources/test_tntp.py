"""TNTP networks are read whatever their blanks, zones are driven through by nobody, and what is wrong is told."""

from pathlib import Path

import numpy as np
import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources import read_tntp
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.router import UNREACHED, Router, arc_times
from safepassage.network.streets.snapping import node_snaps

HEAD = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 4\n<END OF METADATA>\n\n"
NAMES = "~ \tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n"
BODY = "\t1\t3\t9\t2\t3\t0.15\t4\t0\t0\t1\t;\n\t3\t4\t9\t2\t3\t;\n\t4\t2\t9\t2\t3\t;\n\t3\t1\t9\t2\t3\t;\n"

SIOUX_FALLS = """
1 2 6, 1 3 4, 2 6 5, 3 4 4, 3 12 4, 4 5 2, 4 11 6, 5 6 4, 5 9 5, 6 8 2, 7 8 3, 7 18 2, 8 9 10, 8 16 5, 9 10 3, 10 11 5,
10 15 6, 10 16 4, 10 17 8, 11 12 6, 11 14 4, 12 13 3, 13 24 4, 14 15 5, 14 23 4, 15 19 3, 15 22 3, 16 17 2, 16 18 3,
17 19 2, 18 20 4, 19 20 4, 20 21 6, 20 22 5, 21 22 2, 21 24 3, 22 23 4, 23 24 2
"""
"""Streets of Sioux Falls and their times, the same both ways (LeBlanc, Morlok & Pierskalla 1975), lengths as times."""


def written(path: Path, text: str, name: str = "town_net.tntp") -> Path:
    """Write a file."""
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def refusal(net: Path, nodes: Path | None = None) -> str:
    """Give the sentence with which a network is refused."""
    with pytest.raises(UnusableInputError) as caught:
        read_tntp(net, nodes)
    return str(caught.value)


def minutes(graph: StreetGraph, *names: str) -> list[list[float]]:
    """Give the minutes between nodes, -1 for no way."""
    router = Router(prepare(graph), [snap.spot for snap in node_snaps(graph, names).values()])
    router.weigh(arc_times(graph))
    every = list(range(len(names)))
    return [[ms if ms == UNREACHED else ms / 60_000 for ms in row] for row in router.matrix(every, every).tolist()]


def test_times_count_and_speeds_follow(tmp_path: Path) -> None:
    graph = read_tntp(written(tmp_path, HEAD + NAMES + BODY))
    assert list(graph.node_names) == ["1", "2", "3", "4"]
    assert set(graph.length_m) == {2000}
    assert set(graph.kmh) == {40}
    assert minutes(graph, "1", "2") == [[0, 9], [-1, 0]]


def test_two_directions_are_one_street(tmp_path: Path) -> None:
    graph = read_tntp(written(tmp_path, HEAD + NAMES + BODY))
    assert (graph.num_pieces, graph.num_arcs) == (3, 4)


def test_other_units_are_those_that_the_caller_names(tmp_path: Path) -> None:
    graph = read_tntp(written(tmp_path, HEAD + NAMES + BODY), length_m=1609.344, time_s=36)
    assert graph.length_m[0] == pytest.approx(3218.688)
    assert minutes(graph, "1", "2")[0][1] == pytest.approx(5.4)


ZONES = "1 2 1 1 1;\n2 3 1 1 1;\n1 3 1 9 9;\n3 2 1 1 1;\n2 1 1 1 1;\n"


@pytest.mark.parametrize(("first_through", "expected"), [(1, 2), (3, 9)])
def test_nobody_drives_through_a_zone(tmp_path: Path, first_through: int, expected: float) -> None:
    head = f"<NUMBER OF NODES> 3\n<FIRST THRU NODE> {first_through}\n<END OF METADATA>\n"
    found = minutes(read_tntp(written(tmp_path, head + ZONES)), "1", "2", "3")
    assert found[0][2] == expected
    assert (found[0][1], found[1][2], found[2][1]) == (1, 1, 1)


def test_sioux_falls_has_the_known_distances(tmp_path: Path) -> None:
    """Distances from node 1 by hand from the published network."""
    streets = [row.split() for row in SIOUX_FALLS.replace("\n", " ").split(",")]
    rows = [f"\t{a}\t{b}\t5000\t{t}\t{t}\t0.15\t4\t0\t0\t1\t;\n" for x, y, t in streets for a, b in ((x, y), (y, x))]
    head = HEAD.replace("NODES> 4", "NODES> 24").replace("LINKS> 4", "LINKS> 76").replace("NODE> 3", "NODE> 1")
    graph = read_tntp(written(tmp_path, head + NAMES + "".join(rows)))
    assert (graph.num_nodes, graph.num_pieces, graph.num_arcs) == (24, 38, 76)
    assert minutes(graph, "1", "10", "20", "24")[0] == [0, 18, 22, 15]


OTHER_ORDER = "1 1 3 2 3 9;2\n2 3 4 2 3 9\n3 4 2 2 3 9;\n4 3 1 2 3 9\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY,
        "\ufeff" + HEAD + NAMES + BODY,
        HEAD.replace("\n", "\t\t\r\n") + NAMES + BODY.replace("\n", "\r\n"),
        HEAD + NAMES + BODY.replace("\t;", ";").replace("\t9\t", "\t9\t\t"),
        HEAD + NAMES + BODY.replace("\t", "   ").replace(";", "; \t"),
        HEAD + NAMES + BODY.replace(";", ""),
        HEAD + "~ Init/Term/Cap/Length/FreeFlowTime\n" + BODY + "~ the end\n\n",
        HEAD.replace(
            "<END", "<ORIGINAL HEADER>~ \tInit node \tTerm node \tCapacity \tLength \tFree Flow Time \t;\n<END"
        )
        + BODY,
        HEAD
        + "~ link_id init_node term_node length free_flow_time capacity\n"
        + "1 1 3 2 3 9;2\n2 3 4 2 3 9\n3 4 2 2 3\n4 3 1 2 3\n",
        HEAD.replace("<NUMBER OF NODES> 4\n", "").replace("<NUMBER OF LINKS> 4\n", "").lower() + BODY,
    ],
)
def test_blanks_comments_and_columns_may_vary(tmp_path: Path, text: str) -> None:
    graph = read_tntp(written(tmp_path, text))
    assert minutes(graph, "1", "2") == [[0, 9], [-1, 0]]
    assert set(graph.length_m) == {2000}


def test_links_of_no_length_or_time_and_in_a_circle(tmp_path: Path) -> None:
    body = "1 3 9 0 2;\n3 4 9 5 0;\n4 2 9 0 0;\n4 4 9 1 1;\n"
    graph = read_tntp(written(tmp_path, HEAD + body))
    assert list(graph.length_m) == [1, 5000, 1]
    assert arc_times(graph).tolist() == [120_000, 1, 1]


ON_MAP = "Node\tX\tY\t;\n1\t37.100\t36.20\t;\n2\t37.167\t36.20\t;\n3 37.122 36.20;\n4\t37.145\t36.20\n"


def lon(path: Path, nodes: str) -> list[float]:
    """Give the longitudes of the nodes."""
    net = written(path, HEAD + NAMES + BODY)
    return [float(lon) for lon in read_tntp(net, written(path, nodes, "town_node.tntp")).lon]


@pytest.mark.parametrize(
    "text",
    [ON_MAP, ON_MAP.split("\n", 1)[1], ON_MAP.replace("Node", "<X>\n~ c\nid"), ON_MAP.replace("\t", ",")],
)
def test_coordinates_in_degrees_place_the_nodes(tmp_path: Path, text: str) -> None:
    assert lon(tmp_path, text) == [37.1, 37.167, 37.122, 37.145]


@pytest.mark.parametrize(
    "text",
    [
        "node x y\n1 690309 1976022\n2 690400 1976022\n3 690500 1976022\n4 690600 1976022\n",
        "1 0 0\n2 30 0\n3 10 0\n4 20 0\n",
        "1 0.00001 0\n2 0 0\n3 0 0.00001\n4 0 0\n",
        "node x y\n",
    ],
)
def test_coordinates_that_are_not_degrees_are_left_aside(tmp_path: Path, text: str) -> None:
    assert np.isnan(lon(tmp_path, text)).all()


def test_nodes_without_coordinates_stay_without(tmp_path: Path) -> None:
    assert np.isnan(lon(tmp_path, ON_MAP.split("2\t", maxsplit=1)[0])[1:]).all()
    some = lon(tmp_path, ON_MAP.replace("2\t37.167\t36.20\t;\n", ""))
    assert np.isnan(some[1])
    assert some[0] == 37.1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "town_net.tntp: there is no link; take another file."),
        (HEAD, "town_net.tntp: there are 0 links, but NUMBER OF LINKS says 4; is the file whole?"),
        (HEAD + BODY + "1 2 3 4 5;\n", "there are 5 links, but NUMBER OF LINKS says 4"),
        (
            HEAD + BODY.replace("4\t2\t", "5\t2\t"),
            'line 9, column init_node: "5" is not a node from 1 to 4; correct it.',
        ),
        (HEAD + BODY.replace("4\t2\t", "4\t0\t"), 'line 9, column term_node: "0" is not a node from 1 to 4'),
        (HEAD + BODY.replace("4\t2\t", "4\t2.5\t"), 'line 9, column term_node: "2.5" is not a node'),
        (HEAD + BODY.replace("4\t2\t9\t2\t", "4\t2\t9\t-2\t"), 'line 9, column length: "-2" is not a number from 0'),
        (
            HEAD + BODY.replace("4\t2\t9\t2\t3", "4\t2\t9\t2\tnan"),
            'column free_flow_time: "nan" is not a number',
        ),
        (HEAD + BODY.replace("4\t2\t9\t2\t3", "4\t2\t9\t2"), "line 9, column free_flow_time: the line is too short"),
        (
            HEAD + BODY.replace("4\t2\t9\t2\t3", "4\t2\t9\t2\t1e999"),
            'free_flow_time: "1e999" is not a number from',
        ),
        (
            HEAD.replace("NODES> 4", "NODES> many") + BODY,
            'line 2, column NUMBER OF NODES: "many" is not a',
        ),
        (HEAD.replace("NODES> 4", "NODES> 0") + BODY, "column NUMBER OF NODES: 0 is not from 1 to 5,000,000"),
        (HEAD.replace("NODES> 4", "NODES> 999999999") + BODY, "999,999,999 is not from 1 to 5,000,000; correct it."),
        (HEAD + BODY + "\0", "town_net.tntp, line 11: there are zero bytes"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    message = refusal(written(tmp_path, text))
    assert sentence in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 37 36;\n9 37 36;\n", 'town_node.tntp, line 2, column node: "9" is not a node from 1 to 4'),
        ("1 37 36;\n1 37 36;\n", "town_node.tntp, line 2, column node: node 1 stands there already"),
        ("1 37;\n", "town_node.tntp, line 1, column Y: the line is too short"),
        ("node x y\n1 east 36\n", 'town_node.tntp, line 2, column X: "east" is not a number'),
    ],
)
def test_what_is_wrong_with_nodes_is_said_too(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in refusal(written(tmp_path, HEAD + BODY), written(tmp_path, text, "town_node.tntp"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x_net.tntp") == "x_net.tntp: there is no such file; check its name."
    assert refusal(tmp_path).endswith(": this is not an ordinary file; name a file.")
    assert (
        refusal(written(tmp_path, HEAD + BODY), tmp_path / "y.tntp") == "y.tntp: there is no such file; check its name."
    )
