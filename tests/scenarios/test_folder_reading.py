"""What a scenario folder means, and where its notices point."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.notices import Severity
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import FigureSource, Objective, Scenario, SourceKind
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios import check, load, read_scenario
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.csv_files import raw_table
from tests.scenarios.folders import FOLDER, loaded, notices, spoilt, written

HOUR = 3600
EXPECTED = Scenario(
    name="small",
    title="Two places",
    start=datetime(2030, 5, 1, 6, tzinfo=timezone(timedelta(hours=2))),
    timezone="Africa/Cairo",
    places=(
        Place("a", "Place A", 1.0, 2.0, board_s=Fraction(300), bays=2),
        Place("x"),
        Place("b", "Place B", 1.5, 2.5, alight_s=Fraction(300), shelter_places=100, beds=10, through=False),
    ),
    people=(
        TravelGroups("families", "a", groups=10, seated=4),
        TravelGroups("patients", "a", 2, 1, 0, 1, 1, 5400, ("b",), ("bus",), max_aboard_s=Fraction(14_400)),
    ),
    vehicles=(VehicleRow("bus", 2, "a", seats=40, stretchers=1, drive_factor=Fraction(3, 2)),),
    links=(
        Link("a", "x", Fraction(750), Fraction(10)),
        Link("x", "b", Fraction(750), Fraction(10), risk=Fraction(1, 4)),
    ),
    agreement=Agreement(
        ("One", "Other"),
        (
            CrossingRule(
                "x",
                ("a",),
                lanes=2,
                check_s=Fraction(180),
                windows=(Window(6 * HOUR, 14 * HOUR), Window(24 * HOUR, 30 * HOUR)),
                loaded_only=True,
            ),
        ),
        (ConvoyRule("x", None, 1, 2, Fraction(1200)),),
    ),
)


def test_every_table_and_default_means_what_the_reference_says() -> None:
    result = loaded(FOLDER)
    assert result.scenario == EXPECTED
    assert not result.collector.notices


def test_figures_are_kept_as_exact_fractions() -> None:
    scenario = loaded(spoilt("links.csv", "12.5", "0.1")).scenario
    assert scenario is not None
    assert scenario.links[0].drive_s == Fraction(6)
    assert all(isinstance(link.drive_s, Fraction) and isinstance(link.risk, Fraction) for link in scenario.links)
    assert all(isinstance(place.board_s, Fraction) for place in scenario.places)


def test_columns_may_stand_in_any_order_and_optional_ones_be_missing() -> None:
    links = "minutes,to,from\n12.5,x,a\n12.5,b,x\n"
    scenario = loaded({**FOLDER, "links.csv": links}).scenario
    assert scenario is not None
    assert [(link.from_place, link.to_place, link.km) for link in scenario.links] == [
        ("a", "x", Fraction(0)),
        ("x", "b", Fraction(0)),
    ]


def test_without_agreement_nothing_is_restricted() -> None:
    texts = {name: text for name, text in FOLDER.items() if name != "agreement.toml"}
    scenario = loaded(texts).scenario
    assert scenario is not None
    assert scenario.agreement == Agreement()


def test_sources_are_read_where_there_are_any() -> None:
    table = 'about,figure,kind,source,url\nlinks.csv,"12, or so",reported,A person,https://example.org\n'
    scenario = loaded({**FOLDER, "sources.csv": table}).scenario
    assert scenario is not None
    assert scenario.sources == (
        FigureSource("links.csv", "12, or so", SourceKind.REPORTED, "A person", "https://example.org"),
    )


def test_linked_movements_are_read() -> None:
    more = '\n[[linked]]\npeople_from = ["a"]\nagainst_from = ["b", "x"]\nsteps = [[0, 10], [10, 20]]\n'
    scenario = loaded({**FOLDER, "agreement.toml": FOLDER["agreement.toml"] + more}).scenario
    assert scenario is not None
    assert scenario.agreement.linked == (LinkedMovement(("a",), ("b", "x"), (LinkStep(0, 10), LinkStep(10, 20))),)


def test_all_settings_are_read() -> None:
    more = 'objective = "before-breakdown"\npriority_weights = [5, 2.5, 0]\nexpected_calm_hours = 36\n'
    scenario = loaded({**FOLDER, "scenario.toml": FOLDER["scenario.toml"] + more}).scenario
    assert scenario is not None
    assert scenario.objective is Objective.BEFORE_BREAKDOWN
    assert scenario.priority_weights == (5.0, 2.5, 0.0)
    assert scenario.expected_calm_s == 129_600.0


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ('"2030-05-01T06:00:00+02:00"', "a text in quotes is as good as a native time"),
        ("2030-05-01 06:00:00+02:00", "TOML allows a blank for the T"),
        ("2030-05-01T04:00:00Z", "Z is UTC"),
    ],
)
def test_the_start_has_several_forms(start: str, reason: str) -> None:
    scenario = loaded(spoilt("scenario.toml", "2030-05-01T06:00:00+02:00", start)).scenario
    assert scenario is not None, reason
    assert scenario.start == EXPECTED.start, reason


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("places.csv", lambda text: "\ufeff" + text, "spreadsheet programs begin CSV with a byte order mark"),
        ("scenario.toml", lambda text: "\ufeff" + text, "so do some editors"),
        ("places.csv", lambda text: text.replace("\n", "\r\n"), "lines may end as on Windows"),
        ("places.csv", lambda text: text.replace("\n", "\r"), "or as on an old Mac"),
        ("agreement.toml", lambda text: text.replace("\n", "\r\n"), "in TOML too"),
        ("places.csv", lambda text: text.replace("\n", "\n,,,,,,,,,,\n\n"), "blank rows mean nothing"),
        ("places.csv", lambda text: "\n" + text, "not even before the header"),
        ("links.csv", lambda text: text.replace("\n", ",,\n"), "columns without name and cells mean nothing"),
        ("links.csv", lambda text: text.replace("a,x", '"a", x '), "blanks around an id mean nothing"),
        ("places.csv", lambda text: text.removesuffix("\n"), "the last line need not end"),
        ("links.csv", lambda text: text.replace("yes", "YES"), "capitals mean nothing"),
    ],
)
def test_harmless_variants_read_alike(name: str, change: object, reason: str, tmp_path: Path) -> None:
    assert callable(change)
    folder = written({**FOLDER, name: change(FOLDER[name])}, tmp_path / "case")
    assert load(folder).scenario == EXPECTED, reason
    assert not load(folder).collector.notices, reason


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line", "column"),
    [
        ("places.csv", "through", "trough", "unknown-column", 1, "trough"),
        ("places.csv", "beds", "bays", "duplicate-column", 1, "bays"),
        ("places.csv", "id,", "ident,", "missing-column", 1, "id"),
        ("links.csv", "minutes", "minuts", "missing-column", 1, "minutes"),
        ("vehicles.csv", "count", "number", "missing-column", 1, "count"),
        ("people.csv", "families,a,10,4,,", "families,a,10,4,", "ragged-row", 2, ""),
        ("people.csv", "families,a,10,4,,", "families,a,10,4,,,", "ragged-row", 2, ""),
        ("people.csv", "a,2,1", "a,2.5,1", "bad-number", 3, "groups"),
        ("people.csv", "a,2,1", "a,-2,1", "out-of-range", 3, "groups"),
        ("people.csv", "a,10,4", "a,10,10000001", "out-of-range", 2, "seated"),
        ("people.csv", "1,1,+90m", "1,4,+90m", "out-of-range", 3, "priority"),
        ("people.csv", "+90m", "90", "bad-time", 3, "ready"),
        ("people.csv", "+90m", "2030-05-01T12:00:00", "bad-time", 3, "ready"),
        ("people.csv", "240", "99999999", "out-of-range", 3, "max_aboard_minutes"),
        ("people.csv", ",b,bus", ",b;x,bus", "bad-id", 3, "destinations"),
        ("people.csv", "patients,", "families,", "duplicate-id", 3, "id"),
        ("people.csv", "patients,", ",", "missing-value", 3, "id"),
        ("people.csv", "patients,", "the sick,", "bad-id", 3, "id"),
        ("places.csv", "Place A,1,", "Place A,91,", "out-of-range", 2, "lat"),
        ("places.csv", "Place A,1,2", "Place A,1,181", "out-of-range", 2, "lon"),
        ("places.csv", "100,10,no", "100,10,perhaps", "bad-choice", 4, "through"),
        ("places.csv", "100,10", "plenty,10", "bad-number", 4, "shelter_places"),
        ("places.csv", "5,,2,", "5,,0,", "out-of-range", 2, "bays"),
        ("places.csv", "Place A", "Place\x07A", "bad-text", 2, "name"),
        ("vehicles.csv", "1.5", "0", "out-of-range", 2, "drive_factor"),
        ("vehicles.csv", "bus,2", "bus,", "missing-value", 2, "count"),
        ("links.csv", "12.5,yes", ",yes", "missing-value", 3, "minutes"),
        ("links.csv", "12.5,yes", "-1,yes", "out-of-range", 3, "minutes"),
        ("links.csv", "12.5,yes", "nan,yes", "bad-number", 3, "minutes"),
        ("links.csv", "12.5,yes", "1e400,yes", "out-of-range", 3, "minutes"),
        ("links.csv", "12.5,yes", "1e999999999,yes", "out-of-range", 3, "minutes"),
        ("links.csv", "a,x", '"a"b,x', "bad-csv", 2, ""),
        ("links.csv", "x,b", '"x,b', "bad-csv", 3, ""),
        ("scenario.toml", 'name = "small"', 'name = " "', "missing-value", 1, "name"),
        ("scenario.toml", 'name = "small"', "", "missing-key", 0, "name"),
        ("scenario.toml", "name =", "nam =", "unknown-key", 1, "nam"),
        ("scenario.toml", '"Two places"', "2", "wrong-type", 2, "title"),
        ("scenario.toml", "start", "begin", "missing-key", 0, "start"),
        ("scenario.toml", "06:00:00+02:00", "06:00:00", "bad-time", 3, "start"),
        ("scenario.toml", "T06:00:00+02:00", "", "bad-time", 3, "start"),
        ("scenario.toml", "2030", "1066", "out-of-range", 3, "start"),
        ("scenario.toml", "Africa/Cairo", "Africa/Atlantis", "bad-timezone", 4, "timezone"),
        ("scenario.toml", "Africa/Cairo", "../../etc/passwd", "bad-timezone", 4, "timezone"),
        ("scenario.toml", "title =", 'objective = "speed"\ntitle =', "bad-choice", 2, "objective"),
        ("scenario.toml", "title =", 'objective = "before-breakdown"\ntitle =', "missing-key", 2, "objective"),
        ("scenario.toml", "title =", "priority_weights = [1, 2]\ntitle =", "bad-list", 2, "priority_weights"),
        ("scenario.toml", "title =", "priority_weights = [1, 2, -1]\ntitle =", "out-of-range", 2, "priority_weights"),
        ("scenario.toml", "title =", "priority_weights = [1, 2, inf]\ntitle =", "bad-number", 2, "priority_weights"),
        ("scenario.toml", "title =", "expected_calm_hours = 0\ntitle =", "out-of-range", 2, "expected_calm_hours"),
        ("scenario.toml", "title =", "expected_calm_hours = nan\ntitle =", "bad-number", 2, "expected_calm_hours"),
        ("scenario.toml", "title =", "expected_calm_hours = true\ntitle =", "wrong-type", 2, "expected_calm_hours"),
        ("scenario.toml", '"Two places"', '"Two places', "bad-toml", 2, ""),
        ("scenario.toml", "title", "name", "bad-toml", 2, ""),
        ("agreement.toml", "parties", "party", "unknown-key", 1, "party"),
        ("agreement.toml", "[[crossings]]", "[[crossing]]", "unknown-key", 3, "crossing"),
        ("agreement.toml", "[[crossings]]", "[crossings]", "wrong-type", 3, "crossings"),
        ("agreement.toml", "lanes = 2", "lane = 2", "unknown-key", 6, "lane"),
        ("agreement.toml", "lanes = 2", 'lanes = "2"', "wrong-type", 6, "lanes"),
        ("agreement.toml", "lanes = 2", "lanes = true", "wrong-type", 6, "lanes"),
        ("agreement.toml", "lanes = 2", "lanes = 2.0", "bad-number", 6, "lanes"),
        ("agreement.toml", "lanes = 2", "lanes = 0", "out-of-range", 6, "lanes"),
        ("agreement.toml", 'place = "x"', "", "missing-key", 3, "place"),
        ("agreement.toml", '"2030-05-01T12:00:00+02:00", "+14h"', '"+14h"', "bad-list", 8, "windows"),
        ("agreement.toml", '"+14h"', '"14h"', "bad-time", 8, "windows"),
        ("agreement.toml", '"+14h"', "2030-05-01", "bad-time", 8, "windows"),
        ("agreement.toml", 'from = ["a"]', 'from = "a"', "wrong-type", 5, "from"),
        ("agreement.toml", 'from = ["a"]', "from = [1]", "wrong-type", 5, "from"),
        ("agreement.toml", '"loaded"', '"full"', "bad-choice", 9, "applies_to"),
        ("agreement.toml", "min_vehicles = 1", "min_vehicles = 0", "out-of-range", 13, "min_vehicles"),
        ("agreement.toml", '["One", "Other"]', '"One"', "wrong-type", 1, "parties"),
    ],
)
def test_each_mistake_is_named_where_it_stands(
    *, file: str, old: str, new: str, code: str, line: int, column: str
) -> None:
    found = notices(spoilt(file, old, new))
    assert (code, file, line, column) in [(n.code, n.file, n.line, n.column) for n in found]
    assert all(notice.severity is Severity.ERROR and notice.message and notice.mend for notice in found)


def test_a_misspelt_column_is_told_its_right_name() -> None:
    found = notices(spoilt("places.csv", "through", "trough"))
    assert [notice.mend for notice in found] == ["Did you mean through?"]


def test_columns_apart_by_semicolons_are_told_so() -> None:
    found = notices({**FOLDER, "links.csv": FOLDER["links.csv"].replace(",", ";")})
    assert found[0].mend == "Separate the columns by commas, not by semicolons."


def test_tables_without_end_are_refused() -> None:
    collector = Collector()
    rows = ((line, ["a"]) for line in range(1, 10**9))
    assert raw_table("links.csv", rows, collector) is None
    assert [n.code for n in collector.notices] == ["too-many-rows"]


def test_an_empty_list_is_doubtful_since_leaving_it_out_means_the_opposite() -> None:
    found = notices(spoilt("agreement.toml", 'from = ["a"]', "from = []"))
    assert [(n.code, n.severity, n.line, n.column) for n in found] == [("empty-list", Severity.WARNING, 3, "from")]


def test_lines_are_those_where_rows_begin_even_after_cells_of_several_lines() -> None:
    texts = spoilt("places.csv", "Place A", '"Place\nA"')
    texts["places.csv"] = texts["places.csv"].replace("no,", "maybe,")
    assert [(n.line, n.column) for n in notices(texts)] == [(5, "through")]


def test_all_problems_are_shown_at_once_with_those_of_the_whole(tmp_path: Path) -> None:
    texts = spoilt("people.csv", "a,10,4", "a,ten,four")
    texts["links.csv"] = texts["links.csv"].replace("x,b", "x,nowhere")
    texts["agreement.toml"] = texts["agreement.toml"].replace("lanes = 2", "lanes = -2")
    result = check(written(texts, tmp_path))
    assert result.scenario is None
    spots = {(n.file, n.line, n.column) for n in result.errors}
    assert spots >= {
        ("people.csv", 2, "groups"),
        ("people.csv", 2, "seated"),
        ("links.csv", 3, "to"),
        ("agreement.toml", 6, "lanes"),
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("places.csv", "100,10", "1OO,1O", "bad-number"),
        ("vehicles.csv", "bus,2,a,40", "bus,2,a,forty", "bad-number"),
        ("people.csv", "a,10,4", "a,10,four", "bad-number"),
        ("people.csv", "patients,", "the sick,", "bad-id"),
        ("links.csv", "10,12.5,yes", "10,soon,yes", "bad-number"),
        ("agreement.toml", '"+14h"', '"14h"', "bad-time"),
    ],
)
def test_a_bad_cell_does_not_make_other_rows_look_wrong(
    file: str, old: str, new: str, code: str, tmp_path: Path
) -> None:
    found = check(written(spoilt(file, old, new), tmp_path)).errors
    assert {(n.file, n.code) for n in found} == {(file, code)}


def test_a_bad_id_is_still_found_by_those_who_name_it(tmp_path: Path) -> None:
    texts = spoilt("places.csv", "x,,", "the crossing,,")
    texts["links.csv"] = texts["links.csv"].replace("x", "the crossing")
    texts["agreement.toml"] = texts["agreement.toml"].replace('"x"', '"a"')
    found = check(written(texts, tmp_path)).errors
    assert {n.code for n in found if n.file in {"places.csv", "links.csv"}} == {"bad-id"}


def test_checks_of_an_agreement_point_at_the_line_of_the_key(tmp_path: Path) -> None:
    texts = spoilt("agreement.toml", '"2030-05-01T12:00:00+02:00", "+14h"', '"+14h", "+13h"')
    texts["agreement.toml"] = texts["agreement.toml"].replace("lanes = 2", 'lanes = 2\n# closed at "noon"\n')
    texts["scenario.toml"] += "priority_weights = [1, 10, 100]\n"
    spots = {(n.code, n.file, n.line, n.column) for n in check(written(texts, tmp_path)).notices}
    assert ("window-ends-before-it-begins", "agreement.toml", 10, "windows") in spots
    assert ("weights-not-falling", "scenario.toml", 5, "priority_weights") in spots


@pytest.mark.parametrize("name", ["scenario.toml", "places.csv", "people.csv", "vehicles.csv", "links.csv"])
def test_a_missing_file_is_one_notice(name: str, tmp_path: Path) -> None:
    texts = {file: text for file, text in FOLDER.items() if file != name}
    found = check(written(texts, tmp_path)).notices
    assert [(n.code, n.file) for n in found] == [("missing-file", name)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-table"),
        (b"\n\n", "empty-table"),
        ("id,name\na,Caf\u00e9\n".encode("latin-1"), "bad-encoding"),
        ("id,name\na,b\n".encode("utf-16"), "bad-encoding"),
        (b"id,name\na,\0\n", "bad-encoding"),
        (b"id,name\na," + b"x" * 200_000 + b"\n", "bad-csv"),
        (b"id,name\na," + b"x" * 20_000 + b"\n", "bad-text"),
    ],
)
def test_a_file_that_is_no_table_is_told_apart(data: bytes, code: str, tmp_path: Path) -> None:
    found = check(written({**FOLDER, "places.csv": data}, tmp_path)).notices
    assert code in [n.code for n in found if n.file == "places.csv"]


def test_a_directory_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    written(FOLDER, tmp_path)
    (tmp_path / "links.csv").unlink()
    (tmp_path / "links.csv").mkdir()
    assert [(n.code, n.file) for n in check(tmp_path).notices] == [("unreadable-file", "links.csv")]


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    written(FOLDER, tmp_path)
    with (tmp_path / "links.csv").open("ab") as file:
        file.truncate(2**36)
    assert [(n.code, n.file) for n in check(tmp_path).notices] == [("too-large", "links.csv")]


def test_a_table_or_toml_file_that_nothing_reads_is_pointed_out(tmp_path: Path) -> None:
    found = check(written({**FOLDER, "agrement.toml": "", "notes.txt": "", "plan.json": ""}, tmp_path)).warnings
    assert [(n.code, n.file) for n in found if n.code == "unknown-file"] == [("unknown-file", "agrement.toml")]


def test_toml_nested_without_end_is_refused() -> None:
    found = notices({**FOLDER, "agreement.toml": "parties = " + "[" * 100_000})
    assert [(n.code, n.file) for n in found] == [("bad-toml", "agreement.toml")]


def test_toml_numbers_of_thousands_of_digits_are_refused() -> None:
    for number in ("9" * 5000, "0x" + "f" * 5000):
        found = notices(spoilt("agreement.toml", "lanes = 2", f"lanes = {number}"))
        assert {n.code for n in found} <= {"bad-toml", "out-of-range"}
        assert found


@pytest.mark.parametrize(
    ("name", "code"), [("nothing-here", "not-found"), ("notes.txt", "not-a-scenario"), ("a\0b", "not-found")]
)
def test_what_is_no_scenario_is_told_apart(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    result = check(tmp_path / name)
    assert result.scenario is None
    assert [n.code for n in result.notices] == [code]


def test_reading_an_unusable_scenario_raises_with_every_notice(tmp_path: Path) -> None:
    texts = spoilt("people.csv", "a,10,4", "a,ten,four")
    with pytest.raises(UnusableInputError, match="cannot be used because of 2 errors") as caught:
        read_scenario(written(texts, tmp_path))
    assert [(n.line, n.column) for n in caught.value.notices if n.severity is Severity.ERROR] == [
        (2, "groups"),
        (2, "seated"),
    ]


def test_a_sound_scenario_is_read(tmp_path: Path) -> None:
    assert read_scenario(written(FOLDER, tmp_path)) == EXPECTED
