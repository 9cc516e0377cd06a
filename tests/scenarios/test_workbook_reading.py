"""What a scenario workbook means: cells of every type, and workbooks that are damaged or hostile."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from safepassage.domain.scenario import Scenario
from safepassage.scenarios import check, load, starting_scenario, write_scenario

Edit = Callable[[Workbook], Any]


def edited(tmp_path: Path, edit: Edit) -> Path:
    """Write the starting scenario as a workbook, edit it as a spreadsheet program would, and save it."""
    path = tmp_path / "case.xlsx"
    write_scenario(starting_scenario("case"), path)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def put(sheet: str, cell: str, value: object) -> Edit:
    """Give an edit that puts a value into a cell."""

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def scenario_of(path: Path) -> Scenario:
    """Give the scenario in a workbook that must be sound."""
    loaded = load(path)
    assert loaded.scenario is not None
    assert not loaded.collector.notices
    return loaded.scenario


def test_a_workbook_saved_by_another_program_reads_alike(tmp_path: Path) -> None:
    assert scenario_of(edited(tmp_path, lambda _: None)) == starting_scenario("case")


def test_whole_numbers_may_be_stored_as_floats(tmp_path: Path) -> None:
    assert scenario_of(edited(tmp_path, put("people", "C2", 60.0))).people[0].groups == 60


def test_decimals_are_taken_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    assert scenario_of(edited(tmp_path, put("links", "D2", 0.1))).links[0].drive_s == Fraction(6)


def test_numbers_may_be_ids_and_texts(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["places"]["B2"] = 12
        book["people"]["A2"] = 7

    scenario = scenario_of(edited(tmp_path, rename))
    assert (scenario.places[0].name, scenario.people[0].id) == ("12", "7")


def test_true_and_false_are_yes_and_no(tmp_path: Path) -> None:
    assert not scenario_of(edited(tmp_path, put("places", "J2", False))).places[0].through


def test_dates_are_local_times_of_the_scenario(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        rows = {row[0].value: row[1] for row in book["scenario"].iter_rows()}
        rows["timezone"].value = "Asia/Damascus"
        rows["start"].value = datetime(2030, 5, 1, 9)  # noqa: DTZ001 - what a spreadsheet holds
        book["people"]["H2"] = datetime(2030, 5, 1, 10, 30)  # noqa: DTZ001

    scenario = scenario_of(edited(tmp_path, edit))
    assert scenario.start == datetime(2030, 5, 1, 6, tzinfo=UTC)
    assert scenario.people[0].ready_s == 5400


def test_a_span_of_time_is_a_duration_after_the_start(tmp_path: Path) -> None:
    assert scenario_of(edited(tmp_path, put("people", "H2", timedelta(hours=2)))).people[0].ready_s == 7200


def test_windows_and_steps_stand_in_a_cell(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["crossings"]["E2"] = "+2h/+6h; 2030-05-01T13:00:00+00:00/+11h"
        book["linked"].append(["old-town", "harbour", "0:100 100:500"])

    scenario = scenario_of(edited(tmp_path, edit))
    assert scenario.agreement.crossings == starting_scenario("case").agreement.crossings
    assert [(step.arrived, step.may_leave) for step in scenario.agreement.linked[0].steps] == [(0, 100), (100, 500)]


def test_sheet_names_may_have_capitals_and_columns_any_order(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["links"].title = "Links "
        book["places"].move_range("A1:A7", cols=11)
        book["places"].delete_cols(1)

    assert scenario_of(edited(tmp_path, edit)) == starting_scenario("case")


def test_the_sheets_of_an_agreement_and_sources_may_be_missing(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for name in ("parties", "crossings", "convoys", "linked", "sources", "help"):
            del book[name]

    scenario = scenario_of(edited(tmp_path, edit))
    assert not scenario.agreement.crossings
    assert scenario.places == starting_scenario("case").places


@pytest.mark.parametrize(
    ("edit", "code", "file", "line", "column"),
    [
        (put("people", "C2", "many"), "bad-number", "sheet people", 2, "groups"),
        (put("people", "C2", 2.5), "bad-number", "sheet people", 2, "groups"),
        (put("people", "C2", True), "bad-number", "sheet people", 2, "groups"),
        (put("people", "C2", datetime(2030, 5, 1)), "bad-number", "sheet people", 2, "groups"),  # noqa: DTZ001
        (put("people", "H2", time(10, 30)), "bad-time", "sheet people", 2, "ready"),
        (put("people", "H2", 45000), "bad-time", "sheet people", 2, "ready"),
        (put("links", "D3", timedelta(minutes=5)), "bad-number", "sheet links", 3, "minutes"),
        (put("people", "C2", "=6*10"), "bad-cell", "sheet people", 2, "groups"),
        (put("people", "C2", "#REF!"), "bad-cell", "sheet people", 2, "groups"),
        (put("people", "M1", "notes"), "unknown-column", "sheet people", 1, "notes"),
        (put("people", "N3", "see below"), "ragged-row", "sheet people", 3, ""),
        (put("people", "A3", "old-town-families"), "duplicate-id", "sheet people", 3, "id"),
        (put("scenario", "B4", "soon"), "bad-time", "sheet scenario", 4, "start"),
        (put("scenario", "B4", None), "missing-key", "sheet scenario", 4, "start"),
        (put("scenario", "A4", "begin"), "unknown-key", "sheet scenario", 4, "begin"),
        (put("scenario", "A9", "start"), "duplicate-key", "sheet scenario", 9, "start"),
        (put("scenario", "A1", "what"), "missing-column", "sheet scenario", 1, "key"),
        (put("crossings", "E2", "+2h-+6h"), "bad-list", "sheet crossings", 2, "windows"),
        (put("crossings", "C2", "two"), "bad-number", "sheet crossings", 2, "lanes"),
        (lambda book: book.remove(book["links"]), "missing-sheet", "sheet links", 0, ""),
        (lambda book: book.remove(book["scenario"]), "missing-sheet", "sheet scenario", 0, ""),
        (lambda book: book["people"].merge_cells("B2:B3"), "merged-cells", "sheet people", 0, ""),
        (lambda book: book["people"].delete_rows(1, 99), "empty-table", "sheet people", 0, ""),
    ],
)
def test_each_mistake_is_named_where_it_stands(
    *, edit: Edit, code: str, file: str, line: int, column: str, tmp_path: Path
) -> None:
    result = check(edited(tmp_path, edit))
    assert result.scenario is None
    assert (code, file, line, column) in [(n.code, n.file, n.line, n.column) for n in result.notices]


def test_a_notice_names_sheets_where_that_of_a_folder_names_files(tmp_path: Path) -> None:
    (notice,) = check(edited(tmp_path, put("links", "B2", "atlantis"))).errors
    assert notice.file == "sheet links"
    assert notice.mend == "Name a place of sheet places, or add it there."


def test_a_sheet_that_nothing_reads_is_pointed_out(tmp_path: Path) -> None:
    found = check(edited(tmp_path, lambda book: book.create_sheet("vehicels"))).warnings
    assert [(n.code, n.file) for n in found] == [("unknown-sheet", 'sheet "vehicels"')]


def test_formulas_with_a_stored_result_count(tmp_path: Path) -> None:
    path = edited(tmp_path, put("people", "C2", "=6*10"))
    replace_in_sheets(path, b"<f>6*10</f><v />", b"<f>6*10</f><v>60</v>")
    assert scenario_of(path).people[0].groups == 60


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    example = starting_scenario('=HYPERLINK("http://x","y")')
    write_scenario(example, tmp_path / "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    assert [cell.data_type for row in book["scenario"].iter_rows() for cell in row if cell.value] == ["s"] * len(
        [cell for row in book["scenario"].iter_rows() for cell in row if cell.value]
    )
    assert load(tmp_path / "case.xlsx").scenario == example


def test_choices_have_drop_downs_and_headers_explain_themselves(tmp_path: Path) -> None:
    write_scenario(starting_scenario("case"), tmp_path / "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    lists = {v.formula1 for v in book["places"].data_validations.dataValidation if v.type == "list"}
    assert lists == {'"yes,no"'}
    assert "places!$A$2:$A$5001" in {v.formula1 for v in book["links"].data_validations.dataValidation}
    assert all(cell.comment and cell.comment.text for sheet in book if sheet.title != "help" for cell in sheet[1])


def replace_in_sheets(path: Path, old: bytes, new: bytes) -> None:
    """Replace bytes in every sheet of a workbook, as a program other than ours may have written them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert any(old in data for data in parts.values())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new) if "worksheets" in name else data)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(60 * 2**20))
    assert path.stat().st_size < 2**20
    assert [n.code for n in check(path).notices] == ["too-large"]


def test_a_sheet_of_endless_rows_is_refused(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda _: None)
    replace_in_sheets(path, b'<row r="2"', b'<row r="99999999999"')
    assert {n.code for n in check(path).errors} == {"too-large"}


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda _: None)
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(1, 12))
    replace_in_sheets(path, b"<worksheet ", b'<!DOCTYPE w [<!ENTITY l1 "ha">' + laughs + b"]><worksheet ")
    replace_in_sheets(path, b"<v>60</v>", b"<v>&l12;</v>")
    assert [n.code for n in check(path).notices] == ["bad-workbook"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty file"),
        (b"id,name\n", "a text"),
        (b"PK\x05\x06" + bytes(18), "an archive of nothing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook with a password, or an old .xls"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_bytes(data)
    assert [n.code for n in check(tmp_path / "case.xlsx").notices] == ["bad-workbook"], reason


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "dear all")
    (tmp_path / "case.xlsx").write_bytes(buffer.getvalue())
    assert [n.code for n in check(tmp_path / "case.xlsx").notices] == ["bad-workbook"]
