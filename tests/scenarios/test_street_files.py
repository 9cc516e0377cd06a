"""What the files about streets mean, and where their notices point."""

from fractions import Fraction
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.streets import ChosenWay, Closure, RiskSource, Shape, SpeedRule, StreetConditions
from safepassage.scenarios import read_closures_file, read_scenario, read_streets, write_corridors
from safepassage.scenarios.streets.tables import Area
from tests.scenarios.folders import FOLDER, written
from tests.scenarios.street_texts import CLOSURES, LINE, SQUARE, TEXTS, collection, feature, read

TRIANGLE = ((2.0, 1.0), (2.1, 1.0), (2.1, 1.1), (2.0, 1.0))
HILLS = Shape(polygons=((TRIANGLE, ((2.05, 1.01), (2.06, 1.01), (2.06, 1.02), (2.05, 1.01))),))
EXPECTED = StreetConditions(
    closures=(
        Closure("bridge", Shape(lines=(((2.0, 1.0), (2.1, 1.0)),)), 1800, 86_400, "Inspected, and unsafe."),
        Closure("old-town", Shape(polygons=((TRIANGLE,),))),
    ),
    speeds=(
        SpeedRule(("primary", "secondary"), kmh=Fraction(40), note="Trucks only"),
        SpeedRule((), "hills", HILLS, 18 * 60 + 30, 360, factor=Fraction(1, 2), note="Night"),
        SpeedRule(from_minute=0, until_minute=1440, factor=Fraction(9, 10)),
    ),
    risks=(
        RiskSource("junction", Shape(points=((2.0, 1.0),)), Fraction(5, 2), 300),
        RiskSource("front", Shape(polygons=((TRIANGLE,),)), Fraction(1, 10)),
        RiskSource("7", Shape(points=((2.0, 1.0), (2.1, 1.0))), Fraction(1)),
    ),
    chosen=(
        ChosenWay("a", "b", ((2.02, 1.01), (2.03, 1.02)), "Wider streets"),
        ChosenWay("b", "a", ((2.03, 1.02),)),
    ),
)


def test_every_file_and_default_means_what_the_reference_says() -> None:
    found = read(TEXTS)
    assert found.collector.notices == []
    assert found.conditions == EXPECTED
    assert found.areas == (Area("hills", HILLS),)
    assert found.lines["closures.geojson"] == (2, 5)
    assert found.lines["speeds.csv"] == (2, 3, 4)
    assert found.unread == frozenset()


def test_without_the_files_nothing_is_said_of_streets(tmp_path: Path) -> None:
    folder = written(FOLDER, tmp_path)
    assert read_streets(folder, read_scenario(folder))[0] == StreetConditions()


def test_a_folder_is_read_with_the_times_of_its_scenario(tmp_path: Path) -> None:
    folder = written({**FOLDER, **TEXTS}, tmp_path)
    assert read_streets(folder, read_scenario(folder))[0] == EXPECTED


def test_all_problems_of_all_files_are_shown_at_once(tmp_path: Path) -> None:
    scenario = read_scenario(written(FOLDER, tmp_path))
    spoilt = {
        "closures.geojson": collection(feature(id="x y"), feature(until="soon"), feature(SQUARE, form="+1h")),
        "speeds.csv": "kmh,factor,area\n0,,\n,2,moon\n30,1,\n",
        "corridors.csv": "from,to,through\na,moon,1\n",
        "risk.geojson": collection(feature({"type": "Point", "coordinates": [2, 1]})),
    }
    with pytest.raises(UnusableInputError, match="cannot be used because of 10 errors") as caught:
        read_streets(written(spoilt, tmp_path), scenario)
    assert [(n.file, n.line, n.column, n.code) for n in caught.value.notices] == [
        ("closures.geojson", 2, "id", "bad-id"),
        ("closures.geojson", 3, "until", "bad-time"),
        ("closures.geojson", 4, "form", "unknown-key"),
        ("closures.geojson", 4, "id", "duplicate-id"),
        ("corridors.csv", 2, "through", "bad-list"),
        ("risk.geojson", 2, "weight", "missing-key"),
        ("speeds.csv", 2, "kmh", "out-of-range"),
        ("corridors.csv", 2, "to", "unknown-place"),
        ("speeds.csv", 3, "area", "unknown-area"),
        ("speeds.csv", 4, "kmh", "kmh-or-factor"),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("6pm,18:00,,2", "bad-time", "from"),
        ("24:00,6:00,,2", "out-of-range", "from"),
        ("06:60,7:00,,2", "out-of-range", "from"),
        ("06:00,24:01,,2", "out-of-range", "until"),
        (",,201,", "out-of-range", "kmh"),
        (",,,0", "out-of-range", "factor"),
        (",,,-1", "out-of-range", "factor"),
        (',,"40,5",', "bad-number", "kmh"),
    ],
)
def test_a_speed_that_cannot_be_is_refused(cells: str, code: str, column: str) -> None:
    (notice,) = read({"speeds.csv": f"from,until,kmh,factor\n{cells}\n"}).collector.notices
    assert (notice.code, notice.line, notice.column) == (code, 2, column)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.0,2.0 1.1,2.1", "bad-list"),
        ("1.0", "bad-list"),
        (";", "bad-list"),
        ("1.0 2.0;" * 101, "bad-list"),
        ("91 2", "out-of-range"),
        ("1 181", "out-of-range"),
        ("one two", "bad-number"),
        ("", "missing-value"),
    ],
)
def test_positions_of_a_chosen_way_that_cannot_be_are_refused(cell: str, code: str) -> None:
    (notice,) = read({"corridors.csv": f'from,to,through\na,b,"{cell}"\n'}).collector.notices
    assert (notice.code, notice.line, notice.column) == (code, 2, "through")


def test_chosen_ways_are_written_so_that_the_same_are_read(tmp_path: Path) -> None:
    chosen = (ChosenWay("a", "b", ((0.1 + 0.2, -1e-7), (180.0, 90.0)), 'Its "wide" bridge, says Jo'),)
    write_corridors(tmp_path, chosen)
    text = (tmp_path / "corridors.csv").read_text(encoding="utf-8")
    assert read({"corridors.csv": text}).conditions.chosen == chosen


def test_a_reach_counts_for_points_and_lines_only() -> None:
    text = collection(feature(SQUARE, weight=1, reach_metres=5), feature(LINE, id="road", weight=1, reach_metres=5))
    (notice,) = read({"risk.geojson": text}).collector.notices
    assert (notice.code, notice.line, notice.column) == ("unused-key", 2, "reach_metres")


def test_areas_have_no_lines_and_closures_no_points() -> None:
    found = read({"areas.geojson": collection(feature(LINE))})
    assert [notice.code for notice in found.collector.notices] == ["bad-shape"]
    assert found.unread == {"areas.geojson"}
    found = read({"closures.geojson": collection(feature({"type": "Point", "coordinates": [2, 1]}))})
    assert "is a Point. Use one of: LineString, MultiLineString" in str(found.collector.notices[0])


def test_closures_come_from_a_file_of_any_name(tmp_path: Path) -> None:
    scenario = read_scenario(written(FOLDER, tmp_path))
    path = tmp_path / "what-if.json"
    path.write_text(CLOSURES, encoding="utf-8")
    assert read_closures_file(path, scenario) == EXPECTED.closures


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (collection(feature(until="yesterday")), "bad-time"),
        (collection(feature(**{"from": "+2h", "until": "+1h"})), "closure-ends-before-it-begins"),
        ("", "bad-json"),
        (None, "unreadable-file"),
    ],
)
def test_a_file_of_closures_that_cannot_be_used_is_refused_by_its_name(
    text: str | None, code: str, tmp_path: Path
) -> None:
    scenario = read_scenario(written(FOLDER, tmp_path))
    path = tmp_path / "what-if.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError, match=r"what-if\.json cannot be used because of one error:") as caught:
        read_closures_file(path, scenario)
    assert [(notice.code, notice.file) for notice in caught.value.notices] == [(code, str(path))]
