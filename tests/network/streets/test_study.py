"""A scenario's places on streets: crossings bind, closures close, chosen ways are kept, links explain each other."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.streets import Closure, RiskSource, Shape, StreetConditions
from safepassage.network.streets import study as studies
from safepassage.network.streets.differences import cut_off, differences, groups, reached, unreached_pairs
from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.hierarchy import prepare
from safepassage.network.streets.legs import legs, passed
from safepassage.network.streets.moments import State
from safepassage.network.streets.router import UNREACHED, Spot
from safepassage.network.streets.snapping import other_carriageway
from safepassage.network.streets.street_lines import StreetLines
from safepassage.network.streets.study import Study, drive_time
from safepassage.network.streets.survey import Pair, Survey
from safepassage.network.streets.zones import Crossing
from tests.network.streets.drawing import Drawn, Metres, drawn, grid, position

# Two banks, joined by a short bridge in the middle and a long way around in the north. All streets are driven at
# 36 km/h, so that ten metres take a second.
NODES: dict[str, Metres] = {
    "west": (-1000, 0),
    "ramp-w": (-300, 0),
    "ramp-e": (300, 0),
    "east": (1000, 0),
    "north-w": (-1000, 2000),
    "north-e": (1000, 2000),
}
STREETS = [
    Drawn("west", "ramp-w"),
    Drawn("ramp-w", "ramp-e"),  # the bridge
    Drawn("ramp-e", "east"),
    Drawn("west", "north-w"),
    Drawn("north-w", "north-e"),
    Drawn("north-e", "east"),
]
BRIDGE, AROUND = 1, 4
WEST, EAST, CHECK = 0, 1, 2
START = State(0, (), ())


def made(
    graph: StreetGraph,
    spots: Sequence[Spot],
    crossings: Sequence[Crossing] = (),
    conditions: StreetConditions | None = None,
    chosen: dict[Pair, tuple[int, ...]] | None = None,
    places: int | None = None,
) -> Study:
    number = len(spots) if places is None else places
    survey = Survey(prepare(graph), StreetLines.of(graph), spots, number, crossings, chosen)
    passable = np.array([place not in [c.spot for c in crossings] for place in range(number)], dtype=np.bool_)
    names = [f"p{i}" for i in range(number)]
    return Study(survey, names, passable, conditions or StreetConditions(), lambda _moment: 720)


def two_banks(reach_m: float = 50, **more: object) -> Study:
    """Give a study with a place in the west, one in the east, and a crossing in the middle of the bridge."""
    graph = drawn(NODES, STREETS)
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.5)]
    return made(graph, spots, [Crossing(CHECK, position(0, 0), reach_m)], **more)  # type: ignore[arg-type]


def seconds(matrix: Ints) -> list[list[int]]:
    return [[ms if ms == UNREACHED else round(ms / 1000) for ms in row] for row in matrix.tolist()]


def test_a_link_that_would_pass_a_crossing_leads_around_it_and_links_to_the_crossing_lead_there() -> None:
    assert seconds(two_banks().matrix(START)) == [[0, 670, 65], [670, 0, 65], [65, 65, 0]]


def test_without_another_way_only_the_crossing_joins_the_banks() -> None:
    around = Closure("north", Shape(lines=((position(0, 1900), position(0, 2100)),)))
    matrix = two_banks().matrix(START, [around])
    assert seconds(matrix) == [[0, UNREACHED, 65], [UNREACHED, 0, 65], [65, 65, 0]]


def test_ways_around_crossings_are_told_with_what_the_way_through_would_take() -> None:
    study = two_banks()
    told = [
        (each.source, each.target, round(each.around_ms / 1000), round((each.through_ms or 0) / 1000))
        for each in study.around(study.matrix(START), [("p0", "p1"), ("p1", "p0")])
    ]
    assert told == [("p0", "p1", 670, 130), ("p1", "p0", 670, 130)]


def test_a_crossing_holds_all_streets_within_its_reach() -> None:
    wide = two_banks(reach_m=2100)
    assert wide.matrix(START)[WEST, EAST] == UNREACHED


def test_a_crossing_at_a_node_binds_whoever_passes_the_node_and_nobody_else() -> None:
    graph = drawn(NODES, STREETS)
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.0), Spot(3, 0.5)]
    study = made(graph, spots, [Crossing(CHECK, (0.0, 0.0), 0)])  # its position is nowhere near
    assert seconds(study.matrix(START)) == [[0, 670, 35, 135], [670, 0, 95, 535], [35, 95, 0, 170], [135, 535, 170, 0]]


def test_a_crossing_on_a_divided_road_is_reached_on_both_carriageways() -> None:
    nodes: dict[str, Metres] = {"w": (-500, 0), "e": (500, 0), "w2": (-500, 20), "e2": (500, 20)}
    roads = [
        Drawn("w", "e", both_ways=False),  # eastwards
        Drawn("e2", "w2", both_ways=False),  # westwards
        Drawn("e", "e2"),
        Drawn("w2", "w"),
    ]
    graph = drawn(nodes, roads)
    lines, every = StreetLines.of(graph), np.ones(4, dtype=np.bool_)
    other = other_carriageway(graph, lines, every, Spot(0, 0.5), 50)
    assert other is not None
    assert (other.piece, round(other.share, 3)) == (1, 0.5)
    assert other_carriageway(graph, lines, every, Spot(0, 0.5), 15) is None
    assert other_carriageway(graph, lines, every, Spot(2, 0.5), 50) is None
    spots = [Spot(2, 0.5), Spot(3, 0.5), Spot(0, 0.5), other]
    east, check = 0, 2
    alone = made(graph, spots[:3], [Crossing(check, position(0, 0), 50)])
    both = made(graph, spots, [Crossing(check, position(0, 0), 50, (3,))], places=3)
    assert seconds(alone.matrix(START))[east][check] == 153  # all the way west, and back
    assert seconds(both.matrix(START)) == [[0, UNREACHED, 51], [UNREACHED, 0, 51], [51, 51, 0]]
    links, routes = both.links(START, both.matrix(START))
    assert {(link.from_place, link.to_place): round(link.drive_s) for link in links} == {
        ("p0", "p2"): 51,
        ("p1", "p2"): 51,
        ("p2", "p0"): 51,
        ("p2", "p1"): 51,
    }
    assert routes[0].line[-1][1] > position(0, 15)[1]


def test_a_place_beside_a_closed_part_of_its_street_leaves_by_the_other_side() -> None:
    closed = Closure("half", Shape(lines=((position(-400, -50), position(-400, 50)),)))
    study = two_banks()
    matrix = study.matrix(START, [closed])
    assert matrix[WEST, CHECK] != UNREACHED
    assert seconds(matrix)[WEST][CHECK] == 670 + 65


def test_a_street_closed_right_at_a_place_is_closed_on_both_sides_of_it() -> None:
    closed = Closure("here", Shape(lines=((position(-650, -50), position(-650, 50)),)))
    matrix = two_banks().matrix(START, [closed])
    assert (matrix[WEST, 1:] == UNREACHED).all()
    assert (matrix[1:, WEST] == UNREACHED).all()


def test_a_closed_bridge_cuts_off_a_bank_that_has_no_other_way() -> None:
    graph = drawn(NODES, STREETS[:3])
    study = made(graph, [Spot(0, 0.2), Spot(0, 0.5), Spot(2, 0.5)])
    before = study.matrix(START)
    bridge = Closure("bridge", Shape(lines=((position(0, -50), position(0, 50)),)))
    found = differences(before, study.matrix(START, [bridge]))
    assert found.cut_off == (2,)
    assert found.gone == ((0, 2), (1, 2), (2, 0), (2, 1))
    assert not found.longer


def test_a_chosen_way_is_followed_until_it_is_closed() -> None:
    graph = drawn(NODES, STREETS)
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(AROUND, 0.5)]
    study = made(graph, spots, chosen={(WEST, EAST): (2,)}, places=2)
    assert seconds(study.matrix(START)) == [[0, 670], [130, 0]]
    links, routes = study.links(START, study.matrix(START))
    assert [link.drive_s for link in links] == [drive_time(670_000), drive_time(130_000)]
    assert max(lat for _, lat in routes[0].line) > max(lat for _, lat in routes[1].line)
    north = Closure("north", Shape(lines=((position(0, 1900), position(0, 2100)),)))
    assert seconds(study.matrix(START, [north])) == [[0, 130], [130, 0]]


def test_a_chosen_way_that_other_links_undercut_is_told() -> None:
    graph = drawn(NODES, STREETS)
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.5), Spot(AROUND, 0.5)]
    study = made(graph, spots, chosen={(WEST, EAST): (3,)}, places=3)
    (told,) = study.undercut(study.matrix(START))
    assert (told.source, told.target, round(told.over_others_ms / 1000)) == ("p0", "p1", 130)


def test_links_have_length_risk_and_the_line_that_is_driven() -> None:
    risk = RiskSource("sniper", Shape(points=(position(0, 100),)), Fraction(3))
    study = made(drawn(NODES, STREETS), [Spot(0, 0.5), Spot(2, 0.5)], conditions=StreetConditions(risks=(risk,)))
    links, routes = study.links(START, study.matrix(START))
    assert [(link.from_place, link.to_place, link.drive_s, link.km, link.risk) for link in links] == [
        ("p0", "p1", Fraction("130.02"), Fraction("1.3"), Fraction(3)),
        ("p1", "p0", Fraction("130.02"), Fraction("1.3"), Fraction(3)),
    ]
    assert np.allclose(routes[0].line, [position(x, 0) for x in (-650, -300, 300, 650)], atol=1e-7)
    assert routes[1].line == routes[0].line[::-1]


@given(st.integers(2, 7), st.randoms(use_true_random=False))
def test_with_many_places_the_links_written_still_tell_every_time(side: int, rng: object) -> None:
    draw = np.random.default_rng(rng.randrange(2**32))  # type: ignore[attr-defined]
    graph = grid(side)
    spots = [Spot(int(draw.integers(graph.num_pieces)), float(draw.choice([0, 0.25, 0.5, 1]))) for _ in range(12)]
    study = made(graph, spots)
    matrix = study.matrix(START)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studies, "MOST_PLACES_ALL_PAIRS", 5)
        wanted = study._wanted(matrix)
    kept = np.where(wanted, matrix.astype(np.float64), np.inf)
    np.fill_diagonal(kept, 0)
    for place in range(len(kept)):
        kept = np.minimum(kept, kept[:, place, None] + kept[None, place, :])
    assert np.all(np.abs(kept - matrix) <= studies.ON_THE_WAY_MS * len(spots))


def test_a_way_over_a_crossing_is_cut_into_legs_there() -> None:
    study = made(
        drawn(NODES, STREETS), [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.5)], [Crossing(CHECK, position(0, 0), 50)]
    )
    survey = study.survey
    survey.router.weigh(survey.times().arcs)
    way = survey.router.way(WEST, EAST)
    assert way is not None
    assert passed(survey, way, (WEST, EAST)) == [CHECK]
    first, second = legs(survey, way, (WEST, EAST), (Spot(0, 0.5), Spot(2, 0.5)))
    assert (first.source, first.target, second.source, second.target) == (WEST, CHECK, CHECK, EAST)
    assert first.destination == second.origin == Spot(BRIDGE, 0.5)
    assert first.way.total_ms + second.way.total_ms == way.total_ms
    assert passed(survey, way, (WEST, CHECK)) == []


def test_two_crossings_on_one_bridge_are_passed_one_after_the_other() -> None:
    graph = drawn(NODES, STREETS[:3])
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.25), Spot(BRIDGE, 0.75)]
    ends_of_bridge = [Crossing(2, position(-150, 3), 50), Crossing(3, position(150, 1), 50)]
    off = UNREACHED
    assert seconds(made(graph, spots, ends_of_bridge).matrix(START)) == [
        [0, off, 50, off],
        [off, 0, off, 50],
        [50, off, 0, 30],
        [off, 50, 30, 0],
    ]


def test_both_lanes_of_a_wide_bridge_pass_both_crossings_that_stand_on_one_of_them() -> None:
    lanes = [Drawn("ramp-e", "ramp-w", both_ways=False, bends=[(290, 20), (-290, 20)])]
    bridge = Drawn("ramp-w", "ramp-e", both_ways=False)
    graph = drawn(NODES, [STREETS[0], bridge, STREETS[2], *lanes])
    spots = [Spot(0, 0.5), Spot(2, 0.5), Spot(BRIDGE, 0.25), Spot(BRIDGE, 0.75)]
    matrix = made(graph, spots, [Crossing(2, position(-150, 0), 50), Crossing(3, position(150, 0), 50)]).matrix(START)
    assert seconds(matrix)[WEST] == [0, UNREACHED, 50, UNREACHED]
    assert matrix[3, WEST] == matrix[2, EAST] == UNREACHED


def test_a_way_over_two_crossings_on_one_street_is_cut_at_both_in_driving_order() -> None:
    spots = [Spot(0, 0.5), Spot(BRIDGE, 0.9), Spot(BRIDGE, 0.75), Spot(BRIDGE, 0.25)]
    study = made(drawn(NODES, STREETS), spots, [Crossing(2, position(150, 0), 50), Crossing(3, position(-150, 0), 50)])
    survey = study.survey
    survey.router.weigh(survey.times().arcs)
    for source, target, order in ((0, 1, [3, 2]), (1, 0, [2, 3])):
        way = survey.router.way(source, target)
        assert way is not None
        assert passed(survey, way, (source, target)) == order
        cut = legs(survey, way, (source, target), (spots[source], spots[target]))
        assert [leg.target for leg in cut] == [*order, target]
        assert [leg.destination.share for leg in cut[:-1]] == pytest.approx([spots[place].share for place in order])
        assert sum(leg.way.total_ms for leg in cut) == way.total_ms


matrices = st.integers(1, 7).flatmap(
    lambda n: st.lists(st.lists(st.sampled_from([UNREACHED, 100, 200]), min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(matrices)
def test_who_reaches_whom_agrees_with_following_links_one_by_one(rows: list[list[int]]) -> None:
    matrix = np.array(rows, dtype=np.int64)
    for start in range(len(rows)):
        seen, stack = {start}, [start]
        while stack:
            here = stack.pop()
            onward = {there for there, ms in enumerate(rows[here]) if ms != UNREACHED} - seen
            seen |= onward
            stack += onward
        assert set(np.flatnonzero(reached(matrix)[start])) == seen
        assert {j for i, j in unreached_pairs(matrix) if i == start} == set(range(len(rows))) - seen


@given(matrices)
def test_nobody_is_cut_off_by_nothing_and_groups_hold_each_place_once(rows: list[list[int]]) -> None:
    matrix = np.array(rows, dtype=np.int64)
    assert cut_off(matrix, matrix) == ()
    assert not differences(matrix, matrix).any
    assert sorted(place for group in groups(matrix) for place in group) == list(range(len(rows)))
