"""Random maps with all sorts of roads, barriers and restrictions, held against the independent reading."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.network.osm import PROFILES, build, read_extract
from tests.network.osm.independent import all_drive_seconds
from tests.network.osm.maps import Member, SmallMap, Tags
from tests.network.osm.plain_dijkstra import PlainStreets

Ways = dict[int, tuple[Tags, list[int]]]

NODES = [10 * row + column for row in (1, 2, 3) for column in (1, 2, 3, 4)]
BLOCKS = [[node, node + step] for node in NODES for step in (1, 10) if node + step in NODES]

TAGS = st.sampled_from(
    [
        *[{"highway": "residential"}] * 4,
        *[{"highway": "residential", "oneway": "yes"}] * 2,
        {"highway": "primary", "oneway": "-1", "maxspeed": "50"},
        {"highway": "tertiary", "surface": "gravel"},
        {"highway": "primary", "maxspeed:backward": "30"},
        {"highway": "residential", "oneway": "yes", "oneway:psv": "no"},
        {"highway": "service", "access": "no", "bus": "yes"},
        {"highway": "service", "access": "private", "emergency": "yes"},
        {"highway": "track", "tracktype": "grade2"},
        {"highway": "footway"},
    ]
)
NODE_TAGS = st.sampled_from(
    [{"barrier": "bollard"}, {"barrier": "gate"}, {"barrier": "bollard", "psv": "yes"}, {"maxheight": "3.5"}]
)
KINDS = st.sampled_from(["no_left_turn", "only_straight_on", "no_u_turn", "only_u_turn", "no_entry"])
EXCEPT = st.sampled_from([{}, {}, {"except": "psv"}, {"except": "emergency"}])


@st.composite
def _small_maps(draw: st.DrawFn) -> SmallMap:
    """Draw some sides of city blocks, each a way; a few longer ways across; restrictions along chains of ways."""
    lines = draw(st.lists(st.sampled_from(BLOCKS), min_size=6, unique_by=tuple))
    longer = draw(st.lists(st.lists(st.sampled_from(NODES), min_size=2, max_size=5), max_size=3))
    ways: Ways = {way: (draw(TAGS), line) for way, line in enumerate([*lines, *longer], start=1)}
    node_tags = draw(st.dictionaries(st.sampled_from(NODES), NODE_TAGS, max_size=2))
    missing = draw(st.lists(st.sampled_from(NODES), max_size=1))
    relations = [_restriction(draw, ways, len(lines)) for _ in range(draw(st.integers(0, 4)))]
    return SmallMap(ways, node_tags, relations, missing)


def _restriction(draw: st.DrawFn, ways: Ways, num_blocks: int) -> tuple[Tags, list[Member]]:
    """Walk along ways from junction to junction, and restrict it; blocks' sides alone lie between."""
    come_from = draw(st.sampled_from(sorted(ways)))
    node = first = draw(st.sampled_from(ways[come_from][1]))
    over: list[int] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        sides = [way for way in range(1, num_blocks + 1) if node in ways[way][1] and way not in (come_from, *over)]
        if sides:
            over.append(draw(st.sampled_from(sides)))
            node = next(end for end in ways[over[-1]][1] if end != node)
    go_to = draw(st.sampled_from([way for way, (_, line) in ways.items() if node in line]))
    between: list[Member] = [("w", way, "via") for way in over] or [("n", first, "via")]
    members: list[Member] = [("w", come_from, "from"), *between, ("w", go_to, "to")]
    return {"type": "restriction", "restriction": draw(KINDS)} | draw(EXCEPT), members


@pytest.mark.parametrize("profile_name", PROFILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small=_small_maps())
def test_times_equal_those_of_an_independent_reading(
    profile_name: str, small: SmallMap, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From every junction to every other; who cannot be reached here cannot be reached there."""
    profile = PROFILES[profile_name]
    path = small.write(tmp_path_factory.mktemp("map"))
    try:
        graph = build(read_extract(path), profile).graph
    except UnusableInputError:
        return
    plain = PlainStreets(graph)
    for origin in plain.node:
        there = all_drive_seconds(path, profile, int(origin))
        named = {name: seconds for node, seconds in there.items() if (name := str(node)) in plain.node}
        assert plain.all_drive_seconds(origin) == pytest.approx(named, abs=1e-6)
