"""GeoJSON that people draw or type is read as RFC 7946 says, and what is wrong with it is said where it stands."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.streets.geojson import MOST_FEATURES, collection_of
from safepassage.scenarios.streets.json_members import members_of
from safepassage.scenarios.streets.shapes import GEOMETRIES, shape_of
from tests.scenarios.street_texts import CLOSURES, LINE, RING, closure_notices, collection, feature, read

NOT_GEOJSON = {
    "": ("bad-json", 1, "expecting value"),
    "[": ("bad-json", 1, "expecting value"),
    "[]": ("bad-geojson", 0, "no object with a type"),
    "3": ("bad-geojson", 0, "no object with a type"),
    "{}": ("bad-geojson", 0, "no object with a type"),
    '{"type": "FeatureCollection"}': ("bad-geojson", 0, 'no list "features"'),
    '{"type": "FeatureCollection", "features": {}}': ("bad-geojson", 0, 'no list "features"'),
    '{"type": "Topology", "features": []}': ("bad-geojson", 0, '"Topology"'),
    '{"type": ["FeatureCollection"], "features": []}': ("bad-geojson", 0, "not FeatureCollection"),
    json.dumps(LINE): ("bad-geojson", 0, "a bare LineString"),
    '{"type": "FeatureCollection", "features": []} x': ("bad-json", 1, "extra data"),
    '{"type": "FeatureCollection", "type": "x", "features": []}': ("bad-json", 1, '"type" stands twice'),
    '{"type": "FeatureCollection",\n"features": [\n{"a": 1, "a": 2}]}': ("bad-json", 3, '"a" stands twice'),
    '{"type": "FeatureCollection",\n"features": [\n1,\nNaN]}': ("bad-json", 4, "NaN"),
    '{"type": "FeatureCollection",\n"features": [{}\n{}]}': ("bad-json", 3, "','"),
    '{"type": "FeatureCollection", "features": [' + "9" * 5000 + "]}": ("bad-json", 1, "thousands of digits"),
    '{"type": "FeatureCollection", "features": ' + "[" * 200_000: ("bad-json", 1, "without end"),
    "{'type': 'FeatureCollection'}": ("bad-json", 1, "property name"),
}


@pytest.mark.parametrize("text", NOT_GEOJSON, ids=lambda text: text[:50])
def test_a_file_that_is_no_collection_of_features_says_why(text: str) -> None:
    code, line, says = NOT_GEOJSON[text]
    (notice,) = closure_notices(text)
    assert (notice.code, notice.file, notice.line) == (code, "closures.geojson", line)
    assert says in notice.message
    assert notice.mend.endswith(".")


FLAT_RING = [[2, 1], [3, 1], [3, 2], [2, 1]]
WRONG_SHAPES: dict[str, tuple[Any, str]] = {
    "nothing drawn": (None, "null"),
    "no object": ([], "not an object"),
    "no type": ({"coordinates": []}, "has no type"),
    "another type": ({"type": "Curve", "coordinates": []}, '"Curve"'),
    "a type that is no text": ({"type": ["LineString"], "coordinates": []}, "has the type"),
    "a collection": ({"type": "GeometryCollection", "geometries": [LINE]}, "is a GeometryCollection"),
    "no coordinates": ({"type": "LineString"}, "no coordinates"),
    "an unknown member": ({**LINE, "colour": "red"}, '"colour"'),
    "a box that is none": ({**LINE, "bbox": [1, 2]}, "bbox"),
    "an empty line": ({"type": "LineString", "coordinates": []}, "coordinates is not a list"),
    "a line of one position": ({"type": "LineString", "coordinates": [[2, 1]]}, "one position"),
    "a number for a position": ({"type": "LineString", "coordinates": [2, 1]}, "coordinates[0] is not a position"),
    "a position of one number": ({"type": "LineString", "coordinates": [[2.0, 1.0], [2.0]]}, "coordinates[1] is not"),
    "a position of four numbers": ({"type": "LineString", "coordinates": [[2, 1], [2, 1, 0, 0]]}, "coordinates[1]"),
    "a text for a number": ({"type": "LineString", "coordinates": [[2, 1], ["2", 1]]}, "coordinates[1]"),
    "yes for a number": ({"type": "LineString", "coordinates": [[2, 1], [True, 1]]}, "coordinates[1]"),
    "a latitude beyond the pole": ({"type": "LineString", "coordinates": [[2.0, 1.0], [36.2, 137.1]]}, "[36.2, 137.1]"),
    "an endless longitude": (
        {"type": "LineString", "coordinates": [[2.0, 1.0], [float("1e308"), 1.0]]},
        "not on earth",
    ),
    "a whole number beyond floats": ({"type": "LineString", "coordinates": [[2, 1], [10**400, 1]]}, "not on earth"),
    "an open ring": ({"type": "Polygon", "coordinates": [RING[:4]]}, "not closed"),
    "a ring of three": ({"type": "Polygon", "coordinates": [[[2, 1], [3, 1], [2, 1]]]}, "a ring of 3"),
    "a polygon without rings": ({"type": "Polygon", "coordinates": []}, "coordinates is not a list"),
    "rings one level too high": (
        {"type": "Polygon", "coordinates": [[2, 1], [3, 1], [3, 2], [2, 1]]},
        "coordinates[0][0]",
    ),
    "polygons one level too high": (
        {"type": "MultiPolygon", "coordinates": [RING]},
        "coordinates[0][0][0]",
    ),
}


@pytest.mark.parametrize(("geometry", "says"), WRONG_SHAPES.values(), ids=WRONG_SHAPES.keys())
def test_a_geometry_that_cannot_be_is_refused_where_it_stands(geometry: Any, says: str) -> None:
    sound = feature(id="sound")
    (notice,) = closure_notices(collection(sound, feature(geometry)))
    assert (notice.code, notice.line) == ("bad-shape", 3)
    assert notice.message.startswith("Feature 2 (bridge): ")
    assert says in notice.message
    assert notice.mend.endswith(".")


def test_an_infinite_number_is_refused() -> None:
    (notice,) = closure_notices(collection(feature()).replace("2.1", "1e999"))
    assert "not on earth" in notice.message
    (notice,) = read({"risk.geojson": collection(feature(weight=1.5)).replace("1.5", "1e999")}).collector.notices
    assert (notice.code, notice.column) == ("bad-number", "weight")


WRONG_FEATURES: dict[str, tuple[Any, str, str]] = {
    "no object": (3, "bad-geojson", "Feature 2: This is not an object"),
    "no feature": (LINE, "bad-geojson", "Feature 2: This is not an object"),
    "no geometry": ({"type": "Feature", "properties": {"id": "b"}}, "bad-geojson", "Feature 2: It has no geometry"),
    "no properties": ({"type": "Feature", "geometry": LINE}, "bad-geojson", "Feature 2: It has no properties"),
    "properties in a list": (
        {"type": "Feature", "properties": [], "geometry": LINE},
        "bad-geojson",
        "Feature 2: Its properties are not an object",
    ),
    "an id that is none": ({**feature(), "id": True}, "bad-geojson", "Feature 2: Its id is neither"),
    "a key beside the properties": (
        {**feature(), "until": "+1h"},
        "unknown-key",
        'There is no member "until"',
    ),
    "a number for an id": (feature(id=3), "wrong-type", "Feature 2: This is a number"),
    "a number for a time": (feature(until=3), "wrong-type", "Feature 2 (bridge): This is a number"),
    "a time without offset": (feature(until="2030-05-01T08:00:00"), "bad-time", "has no offset"),
    "a list for a text": (feature(note=["a"]), "wrong-type", "Feature 2 (bridge): This is a list"),
    "an unknown property": (feature(untill="+1h"), "unknown-key", 'There is no key "untill"'),
}


def test_closures_without_an_id_are_called_by_their_number_not_by_that_of_a_program() -> None:
    bare = {"type": "Feature", "properties": None, "geometry": LINE}
    named = {"type": "Feature", "properties": {"name": "Old bridge"}, "geometry": LINE}
    closures = read({"closures.geojson": collection(bare, named)}).conditions.closures
    counted = {"type": "Feature", "properties": {"fid": 7, "id": "mine"}, "geometry": LINE}
    assert read({"closures.geojson": collection(counted)}).conditions.closures[0].id == "mine"
    assert [(closure.id, closure.name) for closure in closures] == [("closure-1", ""), ("closure-2", "Old bridge")]


@pytest.mark.parametrize(("wrong", "code", "says"), WRONG_FEATURES.values(), ids=WRONG_FEATURES.keys())
def test_a_feature_that_cannot_be_read_is_named(wrong: Any, code: str, says: str) -> None:
    (notice,) = closure_notices(collection(feature(id="sound"), wrong))
    assert (notice.code, notice.line) == (code, 3)
    assert says in notice.message


def test_what_programs_add_is_left_alone() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert closure_notices(collection(feature(), name="layer", crs=crs, bbox=[2, 1, 2.1, 1], generator="x")) == []
    assert closure_notices(collection({**feature(), "bbox": [2, 1, 2.1, 1]})) == []


@pytest.mark.parametrize(
    ("members", "code", "says"),
    [
        ({"crs": {"type": "name", "properties": {"name": "EPSG:32637"}}}, "bad-geojson", '"EPSG:32637"'),
        ({"crs": {"type": "name", "properties": {"name": ["EPSG:4326"]}}}, "bad-geojson", "no reference system"),
        ({"crs": None}, "bad-geojson", "no reference system"),
        ({"feature": []}, "unknown-key", 'There is no member "feature"'),
        ({"bbox": "all"}, "bad-shape", "bbox"),
    ],
)
def test_members_that_change_the_meaning_are_refused(members: dict[str, Any], code: str, says: str) -> None:
    (notice,) = closure_notices(collection(feature(), **members))
    assert (notice.code, notice.line) == (code, 0)
    assert says in notice.message


def test_a_property_that_is_null_is_as_good_as_none() -> None:
    """Programs write the blank cells of a table so."""
    found = read({"closures.geojson": collection(feature(until=None, colour=None))})
    assert found.collector.notices == []
    assert found.conditions.closures[0].until_s is None


def test_a_lone_feature_counts_as_a_collection_of_one() -> None:
    found = read({"closures.geojson": json.dumps(feature())})
    assert [closure.id for closure in found.conditions.closures] == ["bridge"]


def test_an_id_beside_the_properties_counts_where_they_have_none() -> None:
    own = [{**feature(), "id": "own"}, {"type": "Feature", "id": 4.0, "properties": {}, "geometry": LINE}]
    found = read({"closures.geojson": collection(*own)})
    assert [closure.id for closure in found.conditions.closures] == ["bridge", "4"]


def test_files_without_end_are_refused() -> None:
    text = '{"type": "FeatureCollection", "features": [' + ",".join(["0"] * (MOST_FEATURES + 1)) + "]}"
    (notice,) = closure_notices(text)
    assert notice.code == "too-large"


def test_lines_are_those_on_which_features_begin() -> None:
    members = members_of(CLOSURES, "features")
    assert members is not None
    lines = CLOSURES.splitlines()
    assert members.lines == [2, 5]
    assert all(lines[line - 1].startswith(' {"type": "Feature"') for line in members.lines)
    assert members.values == json.loads(CLOSURES)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(json_values, st.sampled_from([None, 1, "\t"]))
def test_members_are_those_that_the_standard_reader_gives(value: Any, indent: int | str | None) -> None:
    text = json.dumps(value, indent=indent)
    members = members_of(text, "features")
    assert (None if members is None else members.values) == (value if isinstance(value, dict) else None)


@given(st.sampled_from(GEOMETRIES), json_values)
def test_no_geometry_is_read_with_anything_but_a_shape_or_a_sentence(kind: str, coordinates: Any) -> None:
    with suppress(CellError):
        shape = shape_of({"type": kind, "coordinates": coordinates}, GEOMETRIES)
        assert shape.points or shape.lines or shape.polygons


@given(json_values, json_values, st.sampled_from(["type", "geometry", "properties", "id", "bbox", "crs", "features"]))
def test_no_collection_is_read_with_anything_but_notices(one: Any, two: Any, member: str) -> None:
    heard = Collector()
    found = collection_of("x.geojson", collection({**feature(), member: one}, two, **{member: two}), heard)
    assert found.whole == (not heard.notices)
    assert all(str(notice) for notice in heard.notices)
