"""Places are snapped to the nearest street that connects with the others."""

import numpy as np

from safepassage.domain.places import Place
from safepassage.network.streets.snapping import node_snaps, snap_places
from safepassage.network.streets.street_lines import StreetLines
from tests.network.streets.drawing import Drawn, Metres, drawn, position

NODES: dict[str, Metres] = {"a": (0, 0), "b": (100, 0), "c": (100, 100), "lot": (50, 40), "end": (60, 40)}
GRAPH = drawn(NODES, [Drawn("a", "b"), Drawn("b", "c", both_ways=False), Drawn("lot", "end")])
LINES = StreetLines.of(GRAPH)
ALL = np.ones(3, dtype=np.bool_)


def place(x: float, y: float, name: str = "here") -> Place:
    lon, lat = position(x, y)
    return Place(name, lat=lat, lon=lon)


def test_a_place_is_snapped_to_the_nearest_point_of_the_nearest_street() -> None:
    (snap,), far = snap_places(GRAPH, LINES, [place(25, -10)], ALL, 50)
    assert not far
    assert snap.spot.piece == 0
    assert abs(snap.spot.share - 0.25) < 1e-6
    assert abs(snap.distance_m - 10) < 0.1
    assert np.allclose(snap.position, position(25, 0), atol=1e-7)


def test_a_street_that_connects_with_nothing_is_passed_over() -> None:
    (snap,), _ = snap_places(GRAPH, LINES, [place(55, 30)], np.array([True, True, False]), 50)
    assert snap.spot.piece == 0


def test_a_place_too_far_off_is_told_with_its_distance_and_one_without_coordinates_too() -> None:
    snaps, far = snap_places(GRAPH, LINES, [place(0, -80, "off"), Place("nowhere"), place(0, -5, "near")], ALL, 50)
    assert [snap.place for snap in snaps] == ["near"]
    assert {each.place.id: each.nearest_m and round(each.nearest_m) for each in far} == {"off": 80, "nowhere": None}


def test_without_any_street_all_places_are_far() -> None:
    snaps, far = snap_places(GRAPH, LINES, [place(0, 0)], ~ALL, 1e9)
    assert not snaps
    assert far[0].nearest_m is None


def test_places_with_the_names_of_nodes_are_at_the_nodes() -> None:
    named = drawn(NODES, [Drawn("a", "b"), Drawn("b", "c", both_ways=False)])
    snaps = node_snaps(named, ["a", "b", "c", "somewhere"])
    assert set(snaps) == {"a", "b", "c"}
    for name, snap in snaps.items():
        first = named.first_point[snap.spot.piece + int(snap.spot.share)] - int(snap.spot.share)
        at = (named.point_lon[first], named.point_lat[first])
        assert np.allclose(at, position(*NODES[name]), atol=1e-9)
