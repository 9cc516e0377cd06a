"""Field sheets: the same facts as CSV and on paper; CSV is compared with golden files, changed only on purpose."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.reporting import write_field_sheets
from safepassage.reporting.field.csv_files import harmless
from safepassage.reporting.field.sheets import FILES
from tests.reporting.cases import Case, named, shuttle, valley
from tests.reporting.page import read

GOLDEN = Path(__file__).parent / "golden"


def sheets(case: Case, folder: Path) -> dict[str, str]:
    write_field_sheets(case.scenario, case.plan, folder)
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES}


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("name", ["vehicles.csv", "places.csv", "convoys.csv"])
def test_csv_is_as_agreed(name: str, tmp_path: Path) -> None:
    written = sheets(valley(), tmp_path)[name]
    assert written == (GOLDEN / name).read_text(encoding="utf-8")


def test_nobody_is_lost_between_the_plan_and_the_sheets(tmp_path: Path) -> None:
    case = shuttle(20, 3)
    found = sheets(case, tmp_path)
    vehicles, places = lines(found["vehicles.csv"]), lines(found["places.csv"])
    for action, verb in (("board", "leave"), ("alight", "arrive")):
        by_vehicle = sum(int(line["persons"]) for line in vehicles if line["action"] == action)
        by_place = sum(int(line["persons"]) for line in places if line["action"] == verb)
        assert by_vehicle == by_place == case.plan.people_out


def test_a_vehicle_has_a_page_with_its_stops_and_whom_to_board(tmp_path: Path) -> None:
    page = read(sheets(valley(), tmp_path)["vehicles.html"])
    assert page.balanced
    assert page.texts("h1") == ["ambulance-1", "bus-1", "bus-2"]
    for found in (
        "2 seats and 2 stretcher places.",
        "4 people board, 2 on stretchers, from 06:10 patients: 2 groups (1 seated, 1 on a stretcher each), 4 people",
        "Pass the crossing in convoy 1 2 vehicles leave together. 07:03",
        "5 people alight from 07:36 villagers: 1 group (5 seated), 5 people 07:41",
    ):
        assert found in page.text


def test_a_place_has_a_page_with_what_leaves_and_arrives(tmp_path: Path) -> None:
    page = read(sheets(valley(), tmp_path)["places.html"])
    assert page.balanced
    assert page.texts("h1") == []
    for found in (
        "Square People wait here. 24 people leave.",
        "06:20 bus-1 leaves for Town families: 5 groups (4 seated each), 20 people 20 4",
        "07:03 ambulance 1; bus 1 convoy 1 leaves 2 vehicles 24",
        "09:38 bus-2 brings villagers: 2 groups (5 seated each), 10 people 10 39",
    ):
        assert found in page.text


def test_a_convoy_of_one_vehicle_is_not_said_to_leave_together(tmp_path: Path) -> None:
    case = valley()
    alone = tuple(itinerary for itinerary in case.plan.itineraries if itinerary.vehicle != "ambulance-1")
    words = read(sheets(Case(case.scenario, replace(case.plan, itineraries=alone)), tmp_path)["vehicles.html"]).text
    assert "Pass the crossing in convoy 1 No other vehicle leaves with it. 07:03" in words


def test_vehicles_that_leave_alike_share_a_line(tmp_path: Path) -> None:
    case = shuttle(12, 1)
    first, twin = case.plan.itineraries[0], replace(case.plan.itineraries[0], vehicle="bus-13")
    row = replace(case.scenario.vehicles[0], count=13)
    people = tuple(replace(p, groups=p.groups + 10) if p.place == "p0" else p for p in case.scenario.people)
    scenario = replace(case.scenario, vehicles=(row,), people=people)
    plan = replace(case.plan, itineraries=(first, *case.plan.itineraries[1:], twin))
    words = read(sheets(Case(scenario, plan), tmp_path)["places.html"]).text
    assert "bus 1, 13 leave for Town 0 2 vehicles, in each: of-p0: 10 groups (5 seated each), 50 people 100 50" in words
    assert "bus 1, 13 bring 2 vehicles, in each: of-p0: 10 groups (5 seated each), 50 people 100" in words


def test_each_page_starts_on_a_new_sheet_of_paper(tmp_path: Path) -> None:
    html = sheets(valley(), tmp_path)["vehicles.html"]
    assert html.count("<article>") == 3
    assert "article { break-after: page;" in html


def test_seconds_are_shown_where_a_plan_has_them(tmp_path: Path) -> None:
    case = valley()
    stops = case.plan.itineraries[0].stops
    late = (*stops[:3], replace(stops[3], depart_s=5897))
    plan = replace(case.plan, itineraries=(replace(case.plan.itineraries[0], stops=late),))
    assert ">07:38:17<" in sheets(Case(case.scenario, plan), tmp_path)["vehicles.html"]


def test_names_cannot_run_in_a_browser_or_a_spreadsheet(tmp_path: Path) -> None:
    found = sheets(named(valley(), "=1+<script>alert(1)</script>"), tmp_path)
    assert {line["name"] for line in lines(found["vehicles.csv"])} == {"'=1+<script>alert(1)</script>"}
    for name in ("vehicles.html", "places.html"):
        tags = {tag for tag, _ in read(found[name]).tags}
        assert not tags & {"script", "link", "img"}


@pytest.mark.parametrize("name", ["=A1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(name: str) -> None:
    assert harmless(name) == f"'{name}"
    assert harmless("Town = 1") == "Town = 1"


def test_a_plan_without_movement_gives_sheets_that_say_so(tmp_path: Path) -> None:
    case = valley()
    found = sheets(Case(case.scenario, replace(case.plan, itineraries=())), tmp_path)
    assert "No vehicle moves." in found["vehicles.html"]
    assert lines(found["vehicles.csv"]) == lines(found["places.csv"]) == lines(found["convoys.csv"]) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    case = valley()
    with pytest.raises(UnusableInputError, match="is a file, not a folder: choose another place to write"):
        write_field_sheets(case.scenario, case.plan, tmp_path / "file" / "sheets")
