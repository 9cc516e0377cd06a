"""Turn restrictions become forbidden sequences of arcs, here written as the nodes that they lead over.

Most maps are a crossing: the middle is node 22, west of it 21 (way 1), east 23 (way 2), south 12 (way 3), north 32
(way 4).
"""

from itertools import pairwise
from pathlib import Path

import pytest

from safepassage.network.osm import AMBULANCE, BUS, build, read_extract
from safepassage.network.streets.graph import StreetGraph
from tests.network.osm.maps import ONE_WAY, ROAD, Member, SmallMap, Tags, restriction
from tests.network.osm.plain_dijkstra import PlainStreets

WEST, EAST, SOUTH, NORTH, MIDDLE = 1, 2, 3, 4, 22
CROSSING: dict[int, tuple[Tags, list[int]]] = {
    WEST: (ROAD, [21, MIDDLE]),
    EAST: (ROAD, [MIDDLE, 23]),
    SOUTH: (ROAD, [12, MIDDLE]),
    NORTH: (ROAD, [MIDDLE, 32]),
}
NOT_LEFT = {"21 22 32", "21 22 23 22", "21 22 12 22"}
"""From the west not to the north; nor straight on or to the right, and round behind the next junction."""


def _crossing(*relations: tuple[Tags, list[Member]]) -> SmallMap:
    return SmallMap(ways=CROSSING, relations=relations)


def _forbidden(graph: StreetGraph) -> set[str]:
    sequences = [graph.forbidden[first:last] for first, last in pairwise(graph.first_forbidden.tolist())]
    for sequence in sequences:
        assert (graph.head[sequence[:-1]] == graph.tail[sequence[1:]]).all()
    return {
        " ".join(
            [str(graph.node_names[graph.tail[path[0]]]), *(str(graph.node_names[graph.head[arc]]) for arc in path)]
        )
        for path in sequences
    }


@pytest.mark.parametrize(
    ("kind", "go_to", "forbidden", "reason"),
    [
        ("no_left_turn", NORTH, NOT_LEFT, "a turn, and the ways to dodge it"),
        ("no_right_turn", SOUTH, {"21 22 12", "21 22 23 22", "21 22 32 22"}, "a turn, and the ways to dodge it"),
        ("no_straight_on", EAST, {"21 22 23", "21 22 12 22", "21 22 32 22"}, "straight on, and the ways to dodge it"),
        ("no_entry", NORTH, NOT_LEFT, "no entry"),
        ("no_exit", NORTH, NOT_LEFT, "no exit"),
        ("only_straight_on", EAST, {"21 22 12", "21 22 32", "21 22 23 22"}, "nothing but straight on"),
        ("only_left_turn", NORTH, {"21 22 12", "21 22 23", "21 22 32 22"}, "nothing but left"),
        ("no_u_turn", WEST, {"21 22 21", "21 22 23 22", "21 22 12 22", "21 22 32 22"}, "no turning round"),
        ("no_left_turn", WEST, set(), "a turn into the same way means nothing"),
        ("none", NORTH, set(), "a restriction that is none"),
        ("forbidden", NORTH, set(), "a kind nobody knows"),
    ],
)
def test_each_kind_forbids_its_turns(tmp_path: Path, kind: str, go_to: int, forbidden: set[str], reason: str) -> None:
    graph = _crossing(restriction(kind, WEST, MIDDLE, go_to)).graph(tmp_path)
    assert _forbidden(graph) == forbidden, reason


@pytest.mark.parametrize(
    ("tags", "for_bus", "for_ambulance", "reason"),
    [
        ({}, True, True, "for all"),
        ({"except": "psv"}, False, True, "not for public transport"),
        ({"except": "bicycle;bus"}, False, True, "not for buses, in a list"),
        ({"except": "bicycle; bus"}, False, True, "in a list with blanks"),
        ({"except": "emergency"}, True, False, "not for ambulances"),
        ({"except": "motorcar"}, True, False, "not for cars"),
        ({"except": "motor_vehicle"}, False, False, "not for motor vehicles"),
        ({"except": "bicycle"}, True, True, "not for others"),
        ({"restriction": "none", "restriction:bus": "no_left_turn"}, True, False, "for buses"),
        ({"restriction:psv": "none"}, False, True, "lifted for public transport"),
        ({"restriction": "none", "restriction:hgv": "no_left_turn"}, False, False, "for lorries"),
        ({"type": "restriction:bus"}, True, False, "for buses, in an old form"),
        ({"type": "restriction:hgv"}, False, False, "for lorries, in an old form"),
        ({"type": "route"}, False, False, "no restriction at all"),
        ({"day_on": "Mo", "day_off": "Fr"}, False, False, "on some days, in an old form"),
        ({"hour_on": "7", "hour_off": "18"}, False, False, "at some hours, in an old form"),
    ],
)
def test_a_restriction_holds_for_those_whom_it_concerns(
    tmp_path: Path, tags: dict[str, str], for_bus: bool, for_ambulance: bool, reason: str
) -> None:
    small = _crossing(restriction("no_left_turn", WEST, MIDDLE, NORTH, **tags))
    extract = read_extract(small.write(tmp_path))
    assert _forbidden(build(extract, BUS).graph) == (NOT_LEFT if for_bus else set()), reason
    assert _forbidden(build(extract, AMBULANCE).graph) == (NOT_LEFT if for_ambulance else set()), reason


def test_restrictions_at_times_are_left_out_and_counted(tmp_path: Path) -> None:
    conditional = {"type": "restriction", "restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-18:00)"}
    by_hour = restriction("no_left_turn", WEST, MIDDLE, NORTH, hour_on="7", hour_off="18")
    streets = build(read_extract(_crossing((conditional, by_hour[1]), by_hour).write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set()
    assert streets.tally.conditional_restrictions == 2


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("w", WEST, "from"), ("w", NORTH, "to")], "no junction"),
        ([("n", MIDDLE, "via"), ("w", NORTH, "to")], "nowhere to come from"),
        ([("w", WEST, "from"), ("n", MIDDLE, "via")], "nowhere to go to"),
        ([("w", WEST, "from"), ("n", MIDDLE, "via"), ("n", 32, "to")], "a node to go to"),
        ([("w", WEST, "from"), ("n", MIDDLE, "via"), ("n", 23, "via"), ("w", NORTH, "to")], "two junctions"),
        ([("w", WEST, "from"), ("n", MIDDLE, "via"), ("w", EAST, "via"), ("w", NORTH, "to")], "a junction and a way"),
        ([("w", WEST, "from"), ("w", SOUTH, "from"), ("n", MIDDLE, "via"), ("w", NORTH, "to")], "two to come from"),
        ([("w", WEST, "from"), ("n", MIDDLE, "via"), ("w", NORTH, "to"), ("w", EAST, "to")], "two to go to"),
        ([("w", WEST, "from"), ("w", NORTH, "via"), ("w", NORTH, "to")], "the same way between and to go to"),
        ([], "no member at all"),
    ],
)
def test_restrictions_with_members_amiss_are_left_out_and_counted(
    tmp_path: Path, members: list[Member], reason: str
) -> None:
    tags = {"type": "restriction", "restriction": "no_left_turn"}
    streets = build(read_extract(_crossing((tags, members)).write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set(), reason
    assert streets.tally.unclear_restrictions == 1, reason


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (restriction("no_left_turn", WEST, MIDDLE, 99), "to a way outside the extract"),
        (restriction("only_left_turn", WEST, MIDDLE, 99), "only to a way outside the extract"),
        (restriction("no_left_turn", 99, MIDDLE, NORTH), "from a way outside the extract"),
        (restriction("no_left_turn", WEST, 99, NORTH), "over a node outside the extract"),
        (restriction("no_left_turn", WEST, 21, NORTH), "over a node where the ways do not meet"),
    ],
)
def test_restrictions_about_what_is_not_here_forbid_nothing(
    tmp_path: Path, relation: tuple[Tags, list[Member]], reason: str
) -> None:
    streets = build(read_extract(_crossing(relation).write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set(), reason
    assert streets.tally.needless_restrictions == 1, reason


def test_no_entry_may_come_from_several_ways_and_no_exit_lead_to_several(tmp_path: Path) -> None:
    from_two = [("w", WEST, "from"), ("w", SOUTH, "from"), ("n", MIDDLE, "via"), ("w", NORTH, "to")]
    graph = _crossing(({"type": "restriction", "restriction": "no_entry"}, from_two)).graph(tmp_path)
    assert {path for path in _forbidden(graph) if len(path.split()) == 3} == {"21 22 32", "12 22 32"}
    to_two = [("w", WEST, "from"), ("n", MIDDLE, "via"), ("w", NORTH, "to"), ("w", EAST, "to")]
    graph = _crossing(({"type": "restriction", "restriction": "no_exit"}, to_two)).graph(tmp_path)
    assert {path for path in _forbidden(graph) if len(path.split()) == 3} == {"21 22 32", "21 22 23"}


def test_a_restriction_that_does_not_say_which_part_of_a_way_it_means_is_left_out(tmp_path: Path) -> None:
    """The way that leads to the middle leads on behind it."""
    small = SmallMap(
        ways={1: (ROAD, [21, MIDDLE, 23]), 4: (ROAD, [MIDDLE, 32])},
        relations=[restriction("no_left_turn", 1, MIDDLE, 4)],
    )
    streets = build(read_extract(small.write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set()
    assert streets.tally.unclear_restrictions == 1


def test_a_restriction_at_a_barrier_forbids_nothing_more(tmp_path: Path) -> None:
    small = SmallMap(
        ways=CROSSING,
        node_tags={MIDDLE: {"barrier": "block"}},
        relations=[restriction("no_left_turn", WEST, MIDDLE, NORTH)],
    )
    assert _forbidden(small.graph(tmp_path)) == set()


def test_one_way_streets_are_no_way_to_dodge_a_restriction(tmp_path: Path) -> None:
    small = SmallMap(
        ways=CROSSING | {EAST: (ONE_WAY, [MIDDLE, 23])}, relations=[restriction("no_left_turn", WEST, MIDDLE, NORTH)]
    )
    assert _forbidden(small.graph(tmp_path)) == NOT_LEFT - {"21 22 23 22"}


def test_what_is_forbidden_anyway_is_not_forbidden_at_length(tmp_path: Path) -> None:
    """Neither left nor straight on: so nobody goes straight on to turn round there."""
    left, straight = (restriction(kind, WEST, MIDDLE, to) for kind, to in (("no_left_turn", 4), ("no_straight_on", 2)))
    assert _forbidden(_crossing(left, straight).graph(tmp_path)) == {"21 22 32", "21 22 23", "21 22 12 22"}


DOUBLE = {
    1: (ONE_WAY, [21, 22]),
    2: (ONE_WAY, [22, 23]),
    3: (ONE_WAY, [33, 32]),
    4: (ONE_WAY, [32, 31]),
    5: (ROAD, [22, 32]),
    6: (ROAD, [32, 42]),
}
"""A road of two carriageways, east on way 1 and 2, west on way 3 and 4; across them way 5, and north of them way 6."""


def _over_way(kind: str) -> tuple[Tags, list[Member]]:
    members = [("w", 1, "from"), ("w", 5, "via"), ("w", 4, "to")]
    return {"type": "restriction", "restriction": kind}, members


def test_a_restriction_over_a_way_forbids_the_whole_path(tmp_path: Path) -> None:
    graph = SmallMap(ways=DOUBLE, relations=[_over_way("no_u_turn")]).graph(tmp_path)
    assert _forbidden(graph) == {"21 22 32 31", "21 22 32 42 32"}


def test_an_only_over_a_way_forbids_whatever_leaves_the_path(tmp_path: Path) -> None:
    graph = SmallMap(ways=DOUBLE, relations=[_over_way("only_u_turn")]).graph(tmp_path)
    assert _forbidden(graph) == {"21 22 23", "21 22 32 42", "21 22 32 22"}


def test_a_restriction_may_lead_over_several_ways_in_any_order(tmp_path: Path) -> None:
    ways = {1: (ROAD, [11, 12]), 2: (ROAD, [12, 13]), 3: (ROAD, [13, 14]), 4: (ROAD, [14, 24]), 5: (ROAD, [13, 23])}
    members = [("w", 1, "from"), ("w", 3, "via"), ("w", 2, "via"), ("w", 4, "to")]
    graph = SmallMap(ways=ways, relations=[({"type": "restriction", "restriction": "no_left_turn"}, members)]).graph(
        tmp_path
    )
    assert _forbidden(graph) == {"11 12 13 14 24", "11 12 13 23 13"}


def test_a_restriction_may_lead_over_a_part_of_a_way(tmp_path: Path) -> None:
    ways = {1: (ROAD, [2, 12]), 2: (ROAD, [11, 12, 13, 14]), 3: (ROAD, [13, 23])}
    members = [("w", 1, "from"), ("w", 2, "via"), ("w", 3, "to")]
    graph = SmallMap(ways=ways, relations=[({"type": "restriction", "restriction": "no_left_turn"}, members)]).graph(
        tmp_path
    )
    assert _forbidden(graph) == {"2 12 13 23", "2 12 11 12", "2 12 13 14 13"}


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("w", 1, "from"), ("w", 99, "via"), ("w", 4, "to")], "over a way outside the extract"),
        ([("w", 1, "from"), ("w", 6, "via"), ("w", 4, "to")], "over a way that does not begin there"),
        (
            [("w", 1, "from"), ("w", 5, "via"), ("w", 99, "via"), ("w", 4, "to")],
            "over a way outside the extract besides",
        ),
        ([("w", 1, "from"), ("w", 5, "via"), ("w", 3, "to")], "to a way that leads the other way"),
    ],
)
def test_paths_that_nobody_can_drive_need_no_forbidding(tmp_path: Path, members: list[Member], reason: str) -> None:
    small = SmallMap(ways=DOUBLE, relations=[({"type": "restriction", "restriction": "no_u_turn"}, members)])
    streets = build(read_extract(small.write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set(), reason
    assert streets.tally.needless_restrictions == 1, reason


def test_a_restriction_is_not_dodged_by_turning_round_behind_the_junction(tmp_path: Path) -> None:
    """Left is forbidden, and the way round the block is long; it is driven all the same."""
    block: dict[int, tuple[Tags, list[int]]] = {5: (ROAD, [23, 13, 3, 2, 1, 11, 41, 42, 32])}
    free = SmallMap(ways=CROSSING | block).graph(tmp_path)
    bound = SmallMap(ways=CROSSING | block, relations=[restriction("no_left_turn", WEST, MIDDLE, NORTH)]).graph(
        tmp_path
    )
    west, east, _, north, around = (free.length_m * 3.6 / 30).tolist()
    short, long = (PlainStreets(graph).all_drive_seconds("21")["32"] for graph in (free, bound))
    assert short == pytest.approx(west + north)
    assert long == pytest.approx(west + east + around)


def test_a_restriction_of_thousands_of_members_is_no_burden(tmp_path: Path) -> None:
    """Whoever draws such a thing by a slip must not bring the reading to a halt."""
    ways: dict[int, tuple[Tags, list[int]]] = {node: (ROAD, [node, node + 1]) for node in range(1, 3000)}
    members: list[Member] = [("w", 1, "from"), *(("w", way, "via") for way in range(2, 2999)), ("w", 2999, "to")]
    places = {node: (36 + node / 100_000, 37.0) for node in range(1, 3001)}
    relations = [({"type": "restriction", "restriction": kind}, members) for kind in ("no_u_turn", "only_straight_on")]
    streets = build(read_extract(SmallMap(ways, relations=relations, places=places).write(tmp_path)), BUS)
    assert _forbidden(streets.graph) == set()
    assert streets.tally.needless_restrictions == 2
