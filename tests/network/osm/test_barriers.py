"""What stands on a node cuts the roads there, for those whom it stops."""

from pathlib import Path

import pytest

from safepassage.network.osm import AMBULANCE, BUS, build, read_extract
from tests.network.osm.maps import ROAD, SmallMap
from tests.network.osm.plain_dijkstra import PlainStreets

BARRIERS: list[tuple[dict[str, str], bool, bool, str]] = [
    ({"barrier": "gate"}, True, True, "gates are open unless something says otherwise"),
    ({"barrier": "lift_gate"}, True, True, "a gate"),
    ({"barrier": "swing_gate"}, True, True, "a gate"),
    ({"barrier": "gate", "access": "no"}, False, False, "closed to all"),
    ({"barrier": "gate", "access": "private"}, False, False, "private"),
    ({"barrier": "gate", "locked": "yes"}, False, False, "locked"),
    ({"barrier": "gate", "locked": "yes", "emergency": "yes"}, False, True, "the rescue service has a key"),
    ({"barrier": "gate", "access": "private", "bus": "yes"}, True, False, "buses may"),
    ({"barrier": "toll_booth"}, True, True, "passable"),
    ({"barrier": "border_control"}, True, True, "passable"),
    ({"barrier": "cattle_grid"}, True, True, "passable"),
    ({"barrier": "kerb"}, True, True, "passable"),
    ({"barrier": "no"}, True, True, "no barrier"),
    ({"barrier": "bollard"}, False, False, "a bollard"),
    ({"barrier": "bollard", "access": "yes"}, True, True, "a bollard that stands beside the lane"),
    ({"barrier": "bollard", "foot": "yes"}, False, False, "open to others"),
    ({"barrier": "bollard", "psv": "yes"}, True, False, "a bollard that lets buses pass"),
    ({"barrier": "bollard", "emergency": "yes"}, False, True, "a bollard that lets ambulances pass"),
    ({"barrier": "bollard", "bollard": "rising"}, True, True, "a bollard that sinks"),
    ({"barrier": "bollard", "width": "0.3"}, False, False, "the width of the bollard itself"),
    ({"barrier": "gate", "width": "0.3"}, True, True, "the width of the gate's post, for all anybody knows"),
    ({"barrier": "block"}, False, False, "a block of concrete"),
    ({"barrier": "jersey_barrier"}, False, False, "a block of concrete"),
    ({"barrier": "bus_trap"}, True, False, "made for buses to pass"),
    ({"barrier": "debris"}, False, False, "debris"),
    ({"barrier": "no_such_barrier"}, False, False, "what nobody has heard of is taken for closed"),
    ({"barrier": "height_restrictor"}, True, True, "a beam nobody has measured"),
    ({"barrier": "height_restrictor", "maxheight": "3.2"}, False, True, "a beam too low for a bus"),
    ({"barrier": "height_restrictor", "maxheight": "2"}, False, False, "a beam too low for both"),
    ({"barrier": "gate", "maxwidth:physical": "2.3"}, False, True, "a narrow gate"),
    ({"maxheight": "3.2"}, False, True, "a beam without a barrier"),
    ({"maxheight:physical": "3.2"}, False, True, "a beam without a barrier, measured"),
    ({"maxweight": "10", "barrier": "gate", "access": "yes"}, False, True, "a weak bridge stays weak"),
    ({"ford": "yes"}, False, False, "water on the road"),
    ({"ford": "yes", "access": "yes"}, True, True, "water that may be crossed"),
    ({"highway": "bus_stop", "bus": "yes"}, True, True, "a stop is no barrier"),
    ({"highway": "crossing", "access": "no"}, True, True, "access of a node without a barrier closes nothing"),
]


@pytest.mark.parametrize(("tags", "bus_passes", "ambulance_passes", "reason"), BARRIERS)
def test_barriers_stop_those_whom_they_stop(
    tmp_path: Path, tags: dict[str, str], bus_passes: bool, ambulance_passes: bool, reason: str
) -> None:
    extract = read_extract(SmallMap(ways={1: (ROAD, [11, 12, 13])}, node_tags={12: tags}).write(tmp_path))
    for profile, passes in ((BUS, bus_passes), (AMBULANCE, ambulance_passes)):
        streets = build(extract, profile)
        assert ("13" in PlainStreets(streets.graph).all_drive_seconds("11")) == passes, reason
        assert streets.tally.barriers == (not passes)


def test_a_barrier_leaves_each_road_an_end_of_its_own(tmp_path: Path) -> None:
    """One can drive up to a barrier from every side, and from none past it."""
    crossing = SmallMap(
        ways={1: (ROAD, [11, 12, 13]), 2: (ROAD, [2, 12]), 3: (ROAD, [12, 22])}, node_tags={12: {"barrier": "block"}}
    )
    graph = crossing.graph(tmp_path)
    assert graph.num_pieces == 4
    assert sorted(graph.node_names.tolist()) == ["", "", "", "", "11", "13", "2", "22"]
    at_the_barrier = graph.node_names == ""
    assert (graph.lat[at_the_barrier] == 36.001).all()
    assert (graph.lon[at_the_barrier] == 37.002).all()
    assert PlainStreets(graph).all_drive_seconds("11").keys() == {"11"}


def test_a_barrier_that_stops_nobody_is_no_junction(tmp_path: Path) -> None:
    graph = SmallMap(ways={1: (ROAD, [11, 12, 13])}, node_tags={12: {"barrier": "gate"}}).graph(tmp_path)
    assert graph.num_pieces == 1
    assert len(graph.point_lat) == 3


def test_a_barrier_opens_a_ring_where_it_stands(tmp_path: Path) -> None:
    ring = SmallMap(ways={1: (ROAD, [11, 12, 22, 21, 11]), 2: (ROAD, [10, 11])}, node_tags={22: {"barrier": "bollard"}})
    graph = ring.graph(tmp_path)
    assert graph.num_pieces == 3
    assert sorted(graph.node_names.tolist()) == ["", "", "10", "11"]
