"""routes.geojson holds routes as they were, but for the rounding that it states."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link
from safepassage.domain.streets import Route, Routes
from safepassage.scenarios import (
    check,
    read_routes,
    read_scenario,
    rounded_routes,
    routes_fit,
    routes_text,
    write_roads,
)
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.streets.routes_file import routes_of
from tests.scenarios import values
from tests.scenarios.folders import FOLDER, written

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
whole = st.fractions(0, 1000)
routes = st.builds(
    Route,
    values.ids,
    values.ids,
    drive_s=whole,
    km=whole,
    risk=whole,
    line=st.lists(degrees, min_size=2, max_size=5).map(tuple),
    streets=st.lists(values.texts, max_size=3).map(tuple),
)
files_of_routes = st.builds(
    Routes,
    routes=st.lists(routes, max_size=3).map(tuple),
    attribution=values.texts,
    profile=values.texts,
    at_s=st.integers(0, values.CENTURY),
    source=values.texts,
    links_digest=st.just("") | digests,
    made_from=st.dictionaries(values.texts, digests, max_size=2).map(lambda made: tuple(made.items())),
    cut_off=st.lists(st.tuples(values.ids, values.id_lists), max_size=2).map(tuple),
)


@given(files_of_routes)
def test_routes_are_read_back_as_they_were_rounded(routes: Routes) -> None:
    heard = Collector()
    assert routes_of(routes_text(routes), heard) == rounded_routes(routes)
    assert heard.notices == []


@given(files_of_routes)
def test_rounding_keeps_within_what_it_states(routes: Routes) -> None:
    rounded = rounded_routes(routes)
    assert rounded_routes(rounded) == rounded
    for one, other in zip(routes.routes, rounded.routes, strict=True):
        assert abs(one.drive_s - other.drive_s) <= Fraction(3, 100)
        assert abs(one.km - other.km) <= Fraction(1, 2000)
        assert abs(one.risk - other.risk) <= Fraction(1, 2_000_000)
        for (lon, lat), (lon_kept, lat_kept) in zip(one.line, other.line, strict=True):
            assert abs(lon - lon_kept) <= 5.1e-7
            assert abs(lat - lat_kept) <= 5.1e-7


ROUTES = Routes(
    (
        Route(
            "a", "x", Fraction(100, 3), Fraction(1, 3), Fraction(0), ((2.0000001, 1.0), (2.1, -0.0000001)), ("Rua Ä",)
        ),
        Route("x", "b", Fraction(60), Fraction(2), Fraction(1, 2), ((2.1, 1.0), (2.2, 1.0))),
    ),
    "© OpenStreetMap contributors",
    "bus",
    3600,
    "town.osm.pbf",
    cut_off=(("b", ("bridge",)),),
)
LINKS = (Link("a", "x", Fraction(60), Fraction(1)), Link("x", "b", Fraction(90), Fraction(2), both_ways=False))


def test_each_route_stands_on_a_line_of_its_own() -> None:
    lines = routes_text(ROUTES).splitlines()
    features = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"type": "Feature"')]
    assert [feature["properties"]["to"] for feature in features] == ["x", "b"]
    assert '"minutes": 0.556, "km": 0.333, "risk": 0, "streets": ["Rua Ä"]' in lines[9]
    assert lines[9].endswith('"coordinates": [[2.0,1.0],[2.1,0.0]]}},')


def test_links_and_routes_are_written_together(tmp_path: Path) -> None:
    folder = written(FOLDER, tmp_path)
    kept = write_roads(folder, LINKS, ROUTES)
    assert read_scenario(folder).links == LINKS
    assert read_routes(folder) == kept
    assert kept.routes == rounded_routes(ROUTES).routes
    links = (folder / "links.csv").read_bytes()
    assert routes_fit(kept, links)
    assert not routes_fit(kept, links + b"\n")


def test_where_there_are_no_routes_none_are_read(tmp_path: Path) -> None:
    assert read_routes(written(FOLDER, tmp_path)) is None


def test_nothing_is_written_that_would_not_be_read_back() -> None:
    with pytest.raises(UnusableInputError, match="cannot be written"):
        routes_text(Routes(attribution="bell \x07"))
    with pytest.raises(UnusableInputError, match="one position"):
        routes_text(Routes((Route("a", "b", Fraction(1), Fraction(1), Fraction(0), ((1.0, 2.0),)),)))


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('"format": "safepassage-routes-1",', "", "missing-key", 0),
        ("safepassage-routes-1", "safepassage-routes-2", "bad-choice", 0),
        ('"profile"', '"profil"', "unknown-key", 0),
        ('"at": 3600', '"at": "+1h"', "wrong-type", 0),
        ('"made_from": {}', '"made_from": {"links.csv": "0"}', "bad-text", 0),
        ('"made_from": {}', '"made_from": []', "wrong-type", 0),
        ('"made_from": {}', '"made_from": "x"', "wrong-type", 0),
        ('"closures": ["bridge"]', '"closure": []', "bad-list", 0),
        ('[{"place": "b", "closures": ["bridge"]}]', '{"b": []}', "wrong-type", 0),
        ('[{"place": "b", "closures": ["bridge"]}]', '"b"', "wrong-type", 0),
        ('"minutes": 1,', "", "missing-key", 11),
        ('"minutes": 1,', '"minutes": -1,', "out-of-range", 11),
        ('"streets": []', '"streets": "Main"', "wrong-type", 11),
        ("[2.2,1.0]", "[2.2]", "bad-shape", 11),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused_where_it_is_wrong(
    old: str, new: str, code: str, line: int, tmp_path: Path
) -> None:
    text = routes_text(ROUTES)
    assert old in text
    folder = written({**FOLDER, "routes.geojson": text.replace(old, new)}, tmp_path)
    with pytest.raises(UnusableInputError, match=r"routes\.geojson cannot be used: make it anew") as caught:
        read_routes(folder)
    assert [(notice.code, notice.line) for notice in caught.value.notices] == [(code, line)]
    assert list(caught.value.notices) == list(check(folder).errors)
