"""What tags become on the map."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.network.basemap import classes
from safepassage.network.basemap.layers import LAYERS, MAX_ZOOM, MIN_ZOOM

WORDS = st.sampled_from(
    [*classes.ROADS, *classes.RAILS, *classes.PLACES, "yes", "no", "-1", "motorway_link", "wood", "water", "x", ""]
)
TAGS = st.dictionaries(st.sampled_from([*classes.KEYS, "name", "oneway", "bridge", "population", "ref"]), WORDS)


@given(TAGS, st.floats(0, 1e10), st.floats(-90, 90))
def test_whatever_is_drawn_is_in_a_layer_with_its_properties(tags: dict[str, str], size: float, lat: float) -> None:
    for drawn in (classes.area(tags, size, lat), classes.line(tags), classes.point(tags), classes.lake_label(tags, 9)):
        if drawn is not None:
            assert set(drawn.properties) <= set(LAYERS[drawn.layer].properties)
            assert MIN_ZOOM <= drawn.min_zoom <= MAX_ZOOM


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, {"class": "minor"}),
        ({"highway": "motorway"}, {"class": "motorway", "oneway": 1}),
        ({"highway": "motorway", "oneway": "no"}, {"class": "motorway"}),
        ({"highway": "primary_link", "oneway": "yes"}, {"class": "primary", "link": True, "oneway": 1}),
        ({"highway": "service", "oneway": "-1"}, {"class": "service", "oneway": -1}),
        ({"highway": "tertiary", "bridge": "viaduct"}, {"class": "tertiary", "bridge": True}),
        ({"highway": "tertiary", "bridge": "no", "tunnel": "yes"}, {"class": "tertiary", "tunnel": True}),
        ({"highway": "trunk", "ref": "A 3;IC 23"}, {"class": "trunk", "ref": "A 3"}),
    ],
)
def test_roads_have_class_direction_and_level(tags: dict[str, str], expected: dict[str, object]) -> None:
    drawn = classes.line(tags)
    assert drawn is not None
    assert (drawn.layer, drawn.properties) == ("roads", expected)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "construction"},
        {"highway": "pedestrian", "area": "yes"},
        {"railway": "abandoned"},
        {"waterway": "stream", "tunnel": "culvert"},
        {"power": "line"},
    ],
)
def test_what_is_no_way_is_no_line(tags: dict[str, str]) -> None:
    assert classes.line(tags) is None


def test_main_roads_are_seen_before_small_ones() -> None:
    order = ["motorway", "primary", "secondary", "tertiary", "residential", "service", "footway"]
    zooms = [drawn.min_zoom for highway in order if (drawn := classes.line({"highway": highway}))]
    assert len(zooms) == len(order)
    assert all(a <= b for a, b in pairwise(zooms))


@given(st.floats(1, 1e11), st.floats(1, 1e11), st.floats(-80, 80))
def test_a_larger_area_is_never_drawn_later(a: float, b: float, lat: float) -> None:
    small, large = sorted((a, b))
    assert classes.zoom_of_size(large, lat) <= classes.zoom_of_size(small, lat)


def test_an_area_is_drawn_once_it_covers_sixteen_pixels() -> None:
    metres_per_pixel = 40_075_016.7 / 512 / 2**10
    assert classes.zoom_of_size(16.1 * metres_per_pixel**2, 0) == 10
    assert classes.zoom_of_size(15.9 * metres_per_pixel**2, 0) == 11


@pytest.mark.parametrize(
    ("said", "people"), [("1,602,264", 1602264), ("12 000", 12000), ("many", None), ("1" * 30, None), ("-5", None)]
)
def test_inhabitants_are_a_plain_number_or_nothing(said: str, people: int | None) -> None:
    drawn = classes.point({"place": "town", "name": "Town", "population": said})
    assert drawn is not None
    assert drawn.properties.get("population") == people


def test_a_hospital_needs_no_name_but_a_bus_station_does() -> None:
    assert classes.point({"amenity": "hospital"}) is not None
    assert classes.point({"amenity": "bus_station"}) is None


@pytest.mark.parametrize(
    ("tags", "level"),
    [
        ({"boundary": "administrative", "admin_level": "2"}, 2),
        ({"boundary": "administrative", "admin_level": "8"}, None),
        ({"boundary": "administrative", "admin_level": "two"}, None),
        ({"boundary": "administrative", "admin_level": "\u0662"}, None),
        ({"boundary": "administrative", "admin_level": "2", "maritime": "yes"}, None),
        ({"boundary": "protected_area", "admin_level": "2"}, None),
    ],
)
def test_borders_on_land_down_to_districts_are_drawn(tags: dict[str, str], level: int | None) -> None:
    assert classes.admin_level(tags) == level
