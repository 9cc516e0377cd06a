"""The flat map agrees with distances on the ellipsoid, leads back to where it came from, and draws every piece."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.metric import Metric, piece_lines

NEAR = st.floats(-0.5, 0.5)


def haversine_m(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Give the distance in metres on a sphere of the earth's mean radius."""
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def graph_of(*lines: list[tuple[float, float]]) -> StreetGraph:
    """Give a graph of pieces alone, from lines of `(lon, lat)`."""
    points = [point for line in lines for point in line]
    none = np.array([], dtype=np.int64)
    pieces = np.zeros(len(lines), dtype=np.int64)
    return StreetGraph(
        lat=np.array([0.0]), lon=np.array([0.0]), node_names=np.array([], dtype=np.str_),
        tail=none, head=none, piece=none, forward=np.array([], dtype=np.bool_), kmh=np.array([]),
        first_point=np.cumsum([0, *map(len, lines)]),
        point_lat=np.array([lat for _, lat in points]), point_lon=np.array([lon for lon, _ in points]),
        length_m=np.ones(len(lines)), road_class=pieces, road_classes=("road",), street=pieces, streets=("",),
        forbidden=none, first_forbidden=np.array([0]), attribution="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lat", "degree_east_m", "degree_north_m"),
    [(0, 111_319.5, 110_574.3), (45, 78_846.8, 111_131.8), (60, 55_800.0, 111_412.2)],
)
def test_a_degree_measures_what_published_tables_say(lat: float, degree_east_m: float, degree_north_m: float) -> None:
    metric = Metric.around(lat, 20.0)
    assert metric.east_m == pytest.approx(degree_east_m, abs=0.2)
    assert metric.north_m == pytest.approx(degree_north_m, abs=0.2)


@given(lat=st.floats(-70, 70), lon=st.floats(-180, 180), up=NEAR, right=NEAR)
def test_there_and_back_is_the_same_position(lat: float, lon: float, up: float, right: float) -> None:
    metric = Metric.around(lat, lon)
    x, y = metric.to_metres(lat + up, lon + right)
    back_lat, back_lon = metric.from_metres(x, y)
    assert float(back_lat) == pytest.approx(lat + up, abs=1e-9)
    assert (float(back_lon) - lon - right + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)


@given(lat=st.floats(-60, 60), up=st.floats(-0.2, 0.2), right=st.floats(-0.2, 0.2))
def test_distances_near_the_middle_are_right_within_one_per_cent(lat: float, up: float, right: float) -> None:
    x, y = Metric.around(lat, 10.0).to_metres(lat + up, 10.0 + right)
    assert math.hypot(float(x), float(y)) == pytest.approx(haversine_m(lat, 10, lat + up, 10 + right), rel=0.011, abs=1)


def test_the_middle_is_that_of_the_box_and_forgets_unknown_positions() -> None:
    metric = Metric.around(np.array([40.0, np.nan, 42.0, 41.9]), np.array([-9.0, np.nan, -7.0, -7.1]))
    assert (metric.lat, metric.lon) == (41.0, -8.0)


def test_both_sides_of_the_180th_meridian_are_near_each_other() -> None:
    metric = Metric.around(np.array([-17.0, -17.0]), np.array([179.0, -179.0]))
    x, _ = metric.to_metres(np.array([-17.0, -17.0]), np.array([179.9, -179.9]))
    assert abs(metric.lon) == 180
    assert float(x[1] - x[0]) == pytest.approx(0.2 * metric.east_m)


def test_a_graph_without_positions_has_a_map_around_nothing() -> None:
    assert Metric.around(np.array([np.nan]), np.array([np.nan])) == Metric.around(0.0, 0.0)


def test_each_piece_is_drawn_in_metres_and_one_without_positions_is_empty() -> None:
    nowhere = (math.nan, math.nan)
    graph = graph_of([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01)], [nowhere, nowhere], [(0.0, 0.0), (0.0, -0.01)])
    metric = Metric.around(0.0, 0.0)
    lines = piece_lines(graph, metric)
    assert list(shapely.get_num_points(lines)) == [3, 0, 2]
    expected = 0.01 * np.array([metric.east_m + metric.north_m, 0, metric.north_m])
    assert shapely.length(lines) == pytest.approx(expected)


def test_shapes_in_degrees_are_flattened_like_positions() -> None:
    metric = Metric.around(10.0, 20.0)
    flat = metric.flatten(np.array([shapely.Point(20.5, 9.5)]))
    assert shapely.get_coordinates(flat) == pytest.approx(np.array([[metric.east_m / 2, -metric.north_m / 2]]))
