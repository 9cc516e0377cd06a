"""What `uncertainty.toml` means, in a folder, in a workbook and alone, and where its notices point."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import (
    CERTAINTY,
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from safepassage.scenarios import check, read_scenario, read_uncertainty, starting_scenario, write_scenario
from safepassage.scenarios.uncertainty_explained import SHARED
from safepassage.scenarios.uncertainty_sheet import AS_TEXTS, ORDER, UNCERTAINTY_SHEET
from safepassage.scenarios.uncertainty_tables import CAUSES, rows_of
from tests.scenarios.folders import FOLDER, loaded, written
from tests.scenarios.folders import UNCERTAINTY as TEXT

MEANT = Uncertainty(
    travel=Spread(0.2, 0.1, Shape.LOGNORMAL, 1.25, "drivers"),
    late_start=Delay(1.0, 1800.0, source="owners"),
    late_opening=Delay(0.5, 750.0, shape=Shape.EXPONENTIAL, source="guards"),
    staying=Chance(0.05, source="elders"),
    breakdowns=Hazard(0.01, 5400.0, for_good=0.25, source="garage"),
    roads=(
        RoadHazard("a", "x", False, Hazard(0.02, 3600.0, source="patrol")),
        RoadHazard("x", "b", True, Hazard(0.5, for_good=1.0, source="river")),
    ),
    suspensions=Hazard(0.03, 86_400.0, 0.5, source="envoys"),
    incidents=Incidents(0.1, 0.2, "envoys"),
    windows_move=True,
)


def beside(text: str) -> dict[str, str]:
    """Give the sound folder with this `uncertainty.toml`."""
    return {**FOLDER, "uncertainty.toml": text}


def test_every_key_and_default_means_what_the_reference_says(tmp_path: Path) -> None:
    scenario = read_scenario(written(beside(TEXT), tmp_path / "case"))
    assert scenario.uncertainty == MEANT
    assert [n for n in check(tmp_path / "case").notices if n.file == "uncertainty.toml"] == []


def test_a_scenario_without_the_file_says_nothing() -> None:
    scenario = loaded(FOLDER).scenario
    assert scenario is not None
    assert scenario.uncertainty is None


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_file_that_names_no_cause_says_nothing_either(text: str) -> None:
    scenario = loaded(beside(text)).scenario
    assert scenario is not None
    assert scenario.uncertainty is None


def test_no_plan_depends_on_it() -> None:
    """Plans, events and routes that were made before the file was there still fit their scenario."""
    without, given = loaded(FOLDER).scenario, loaded(beside(TEXT)).scenario
    assert without is not None
    assert given is not None
    assert given.digest == without.digest
    assert "uncertainty" not in repr(given)


def test_words_are_as_good_as_true_and_false() -> None:
    text = TEXT.replace("both_ways = false", 'both_ways = "no"').replace("= true", '= "Yes"')
    scenario = loaded(beside(text)).scenario
    assert scenario is not None
    assert scenario.uncertainty == MEANT


SPOILT = [
    ("[travel]", "[travell]", "unknown-key", 1, "travell"),
    ("[travel]", "[[travel]]", "wrong-type", 1, "travel"),
    ("[[roads]]", "[roads_]", "unknown-key", 28, "roads_"),
    ("cv = 0.2\n", "cvv = 0.2\n", "unknown-key", 3, "cvv"),
    ("cv = 0.2\n", 'cv = "0.2"\n', "wrong-type", 3, "cv"),
    ("cv = 0.2\n", "cv = true\n", "wrong-type", 3, "cv"),
    ("cv = 0.2\n", "cv = nan\n", "bad-number", 3, "cv"),
    ("cv = 0.2\n", "cv = inf\n", "bad-number", 3, "cv"),
    ("cv = 0.2\n", "cv = 5.01\n", "out-of-range", 3, "cv"),
    ("cv = 0.2\n", "cv = -0.1\n", "out-of-range", 3, "cv"),
    ("common_cv = 0.1", "common_cv = 6", "out-of-range", 4, "common_cv"),
    ("mean = 1.25", "mean = 0", "out-of-range", 5, "mean"),
    ("mean = 1.25", "mean = 101", "out-of-range", 5, "mean"),
    ("mean = 1.25", "chance = 0.5", "unknown-key", 5, "chance"),
    ('"lognormal"', '"normal"', "bad-choice", 2, "shape"),
    ('source = "drivers"', "", "missing-key", 1, "source"),
    ('source = "drivers"', 'source = " "', "missing-value", 6, "source"),
    ('source = "drivers"', "source = 7", "wrong-type", 6, "source"),
    ("mean_minutes = 30", "", "missing-key", 8, "mean_minutes"),
    ("mean_minutes = 30", "mean_minutes = 527_041", "out-of-range", 9, "mean_minutes"),
    ("chance = 0.5", "", "missing-key", 12, "chance"),
    ("chance = 0.05", "chance = 1.5", "out-of-range", 19, "chance"),
    ("per_hour = 0.01", "", "missing-key", 22, "per_hour"),
    ("per_hour = 0.01", "per_hour = 1001", "out-of-range", 23, "per_hour"),
    ("for_good = 0.25", "for_good = 2", "out-of-range", 25, "for_good"),
    ('to = "x"', "", "missing-key", 28, "to"),
    ('to = "x"', 'to = "the x"', "bad-id", 30, "to"),
    ("both_ways = false", "both_ways = 0", "wrong-type", 31, "both_ways"),
    ('to = "b"', 'to = "nowhere"', "road-without-link", 37, "from"),
    ("for_good = 1\n", "for_good = 0.9\n", "lasts-no-time", 36, "mean_minutes"),
    ("mean_hours = 24", "mean_minutes = 24", "unknown-key", 45, "mean_minutes"),
    ("mean_hours = 24", "mean_hours = 9e9", "out-of-range", 45, "mean_hours"),
    ("windows_move = true", "windows_move = 1", "wrong-type", 47, "windows_move"),
    ("suspends = 0.2", "suspends = -1", "out-of-range", 52, "suspends"),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "column"), SPOILT)
def test_each_mistake_is_named_where_it_stands(
    *, old: str, new: str, code: str, line: int, column: str, tmp_path: Path
) -> None:
    assert old in TEXT
    result = check(written(beside(TEXT.replace(old, new, 1)), tmp_path / "case"))
    assert result.scenario is None
    found = [(notice.code, notice.file, notice.line, notice.column) for notice in result.errors]
    assert found[0] == (code, "uncertainty.toml", line, column)
    assert {notice.code for notice in result.errors} <= {code, "lasts-no-time"}


def test_a_misspelt_cause_is_shown_how_it_is_spelt() -> None:
    (notice,) = loaded(beside(TEXT.replace("[staying]", "[stayng]"))).collector.notices
    assert notice.mend == "Did you mean staying?"


def test_a_variation_that_does_not_count_is_pointed_out() -> None:
    text = TEXT.replace('shape = "exponential"', 'shape = "exponential"\ncv = 0.5')
    result = loaded(beside(text)).collector
    assert [(n.code, n.line, n.column) for n in result.notices] == [("ignored-key", 16, "cv")]
    assert not result.has_errors


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_it_survives_being_written(name: str, tmp_path: Path) -> None:
    scenario = written_and_read(starting_scenario("case"), tmp_path / name)
    assert scenario.uncertainty == starting_scenario("case").uncertainty


def written_and_read(scenario: Scenario, path: Path) -> Scenario:
    """Write a scenario and read it back."""
    write_scenario(scenario, path)
    return read_scenario(path)


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
@pytest.mark.parametrize("uncertainty", [None, CERTAINTY])
def test_an_uncertainty_of_nothing_is_read_back_as_none(
    name: str, uncertainty: Uncertainty | None, tmp_path: Path
) -> None:
    scenario = replace(starting_scenario("case"), uncertainty=uncertainty)
    assert written_and_read(scenario, tmp_path / name).uncertainty is None


def test_an_older_file_does_not_survive_in_the_folder(tmp_path: Path) -> None:
    write_scenario(starting_scenario("case"), tmp_path)
    assert written_and_read(replace(starting_scenario("case"), uncertainty=None), tmp_path).uncertainty is None


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
@pytest.mark.parametrize(
    ("uncertainty", "reason"),
    [
        (Uncertainty(travel=Spread(cv=0.2)), "source"),
        (Uncertainty(windows_move=True), "source"),
        (Uncertainty(travel=Spread(cv=math.nan, source="s")), "no decimal form"),
        (Uncertainty(travel=Spread(cv=1e-60, source="s")), "no decimal form"),
        (Uncertainty(travel=Spread(cv=7, source="s")), "out of range"),
    ],
)
def test_what_would_not_be_read_back_is_refused(
    name: str, uncertainty: Uncertainty, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UnusableInputError, match=reason):
        write_scenario(replace(starting_scenario("case"), uncertainty=uncertainty), tmp_path / name)
    assert not list(tmp_path.iterdir())


def starting_blocks(folder: Path) -> list[str]:
    """Give the blocks of the starting `uncertainty.toml`: its head, then explanations and entries."""
    write_scenario(starting_scenario("case"), folder)
    return (folder / "uncertainty.toml").read_text(encoding="utf-8").strip().split("\n\n")


def test_the_starting_file_explains_every_cause_and_key(tmp_path: Path) -> None:
    blocks = starting_blocks(tmp_path)
    for table in CAUSES:
        header = "[[roads]]" if table.sheet == "roads" else f"[{table.sheet}]"
        (block,) = [block for block in blocks if block.startswith(f"# {header}: {table.meaning}")]
        named = block.splitlines()[-1].partition(": ")[2].split(", ")
        for column in table.columns:
            if column.name in SHARED:
                assert column.name in [name.split()[0] for name in named]
            else:
                assert f"#   {column.name}: {column.described}" in block.splitlines()


def test_what_keys_mean_in_every_table_is_said_once(tmp_path: Path) -> None:
    blocks = starting_blocks(tmp_path)
    text = "\n".join(blocks)
    for name in SHARED:
        assert text.count(f"#   {name}: ") == blocks[0].count(f"#   {name}: ") == 1
        assert len({c.meaning for table in CAUSES for c in table.columns if c.name == name}) == 1


def test_a_default_that_differs_between_causes_stands_with_each(tmp_path: Path) -> None:
    blocks = starting_blocks(tmp_path)
    named = {header: next(b for b in blocks if b.startswith(f"# {header}")) for header in ("[travel]", "[late_start]")}
    assert "cv (0), common_cv (0)" in named["[travel]"]
    assert "cv (1), common_cv (0)" in named["[late_start]"]


def test_the_agreement_stands_first_as_it_decides_most(tmp_path: Path) -> None:
    head, first, entry = starting_blocks(tmp_path)[:3]
    assert head.startswith("# What is uncertain")
    assert first.startswith("# [agreement]")
    assert entry.startswith("[agreement]\n")


def edited(folder: Path, cell: str, value: object) -> Path:
    """Write the starting workbook with one cell of the sheet changed."""
    path = folder / "case.xlsx"
    write_scenario(starting_scenario("case"), path)
    book = load_workbook(path)
    book["uncertainty"][cell] = value
    book.save(path)
    return path


def column(name: str) -> str:
    """Give the letter of a column of the sheet."""
    return "ABCDEFGHIJKLMNOP"[[column.name for column in UNCERTAINTY_SHEET.columns].index(name)]


@pytest.mark.parametrize(
    ("key", "row", "value", "code"),
    [
        ("cause", 2, "traffic", "bad-choice"),
        ("cause", 2, None, "missing-value"),
        ("cause", 3, "agreement", "duplicate-id"),
        ("cv", 2, 9, "out-of-range"),
        ("cv", 2, "a lot", "bad-number"),
        ("cv", 2, "#REF!", "bad-cell"),
        ("chance", 2, 1, "unknown-key"),
        ("source", 2, None, "missing-key"),
        ("source", 2, "  ", "missing-key"),
        ("cv", 1, "variation", "unknown-column"),
        ("cause", 1, "why", "missing-column"),
    ],
)
def test_each_mistake_of_the_sheet_is_named_where_it_stands(
    *, key: str, row: int, value: object, code: str, tmp_path: Path
) -> None:
    result = check(edited(tmp_path, f"{column(key)}{row}", value))
    assert result.scenario is None
    spots = [(notice.code, notice.file, notice.line) for notice in result.errors]
    assert (code, "sheet uncertainty", row) in spots


def test_a_road_of_the_sheet_is_checked_too(tmp_path: Path) -> None:
    (notice,) = check(edited(tmp_path, f"{column('to')}8", "hospital")).errors
    assert (notice.code, notice.file, notice.line) == ("road-without-link", "sheet uncertainty", 8)
    assert "No row of sheet links leads" in notice.message


def test_keys_of_one_name_are_of_one_kind_so_that_they_share_a_column() -> None:
    keys = [(column.name, column.kind) for table in CAUSES for column in table.columns]
    assert len(set(map(repr, keys))) == len({name for name, _ in keys}) == len(ORDER)
    assert {name for name, _ in keys} == set(ORDER)
    assert [column.name for column in AS_TEXTS.columns] == ["cause", *ORDER]


def alone(text: str | bytes, folder: Path) -> Path:
    """Write a file of its own."""
    return written({"worse.toml": text}, folder) / "worse.toml"


def test_a_file_is_read_alone(tmp_path: Path) -> None:
    path = alone(TEXT, tmp_path)
    scenario = loaded(FOLDER).scenario
    assert read_uncertainty(path) == read_uncertainty(path, scenario) == MEANT
    assert read_uncertainty(alone("", tmp_path)) == CERTAINTY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[travel", "cannot be used because of one error"),
        ("[travel]\ncv = 9\n", "cannot be used because of 2 errors"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_alone_that_cannot_be_used_is_refused(text: str | bytes, reason: str, tmp_path: Path) -> None:
    path = alone(text, tmp_path)
    with pytest.raises(UnusableInputError, match=reason) as caught:
        read_uncertainty(path)
    assert str(caught.value).startswith(str(path))


def test_notices_about_a_file_alone_name_it(tmp_path: Path) -> None:
    path = alone("[travel]\ncv = 9\nsource = 's'\n", tmp_path)
    with pytest.raises(UnusableInputError) as caught:
        read_uncertainty(path)
    assert [(n.code, n.file, n.line) for n in caught.value.notices] == [("out-of-range", str(path), 2)]


def test_a_file_alone_is_checked_against_its_scenario(tmp_path: Path) -> None:
    assert len(read_uncertainty(alone(TEXT, tmp_path)).roads) == 2
    scenario = loaded({**FOLDER, "links.csv": "from,to,minutes,both_ways\na,x,9,no\n"}).scenario
    with pytest.raises(UnusableInputError, match="one error") as caught:
        read_uncertainty(alone(TEXT, tmp_path), scenario)
    assert [(n.code, n.line) for n in caught.value.notices] == [("road-without-link", 37)]


def test_a_file_alone_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="There is no such file"):
        read_uncertainty(tmp_path / "nothing.toml")


SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["tiny", "river-town", "aleppo-2016"])
def test_the_sources_of_our_scenarios_name_every_cause_as_its_own_file_does(name: str) -> None:
    """The report shows sources.csv, a rehearsal reads uncertainty.toml: neither may fall behind the other."""
    scenario = read_scenario(SCENARIOS / name)
    given = {row.source for rows in rows_of(scenario.uncertainty).values() for row in rows}
    shown = {row.source for row in scenario.sources if row.about.startswith("uncertainty.toml: ")}
    assert given == shown
    assert len(given) > 5
