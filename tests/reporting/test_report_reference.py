"""docs/reference/report.md names every part, file and column, and nothing that is not there."""

import re
from pathlib import Path

import pytest

from safepassage.reporting.charts.crossing_use import bins
from safepassage.reporting.charts.frame import Span
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.field.csv_files import CONVOY_COLUMNS, PLACE_COLUMNS, VEHICLE_COLUMNS, place_action
from safepassage.reporting.field.sheets import FILES
from safepassage.reporting.field.steps import Action, steps
from safepassage.reporting.report import CONTENTS
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.timetable import MOST_TRIPS, MOST_VEHICLES
from tests.reporting.cases import valley

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "report.md").read_text(encoding="utf-8")


def first_cells(section: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def section(title: str) -> str:
    level = re.search(rf"^(#+) {re.escape(title)}$", PAGE, flags=re.MULTILINE)
    assert level is not None, f"{title} is not described"
    rest = PAGE[level.end() :]
    end = re.search(rf"^#{{1,{len(level[1])}}} ", rest, flags=re.MULTILINE)
    return rest[: end.start()] if end else rest


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("vehicles.csv", [name for name, _ in VEHICLE_COLUMNS]),
        ("places.csv", list(PLACE_COLUMNS)),
        ("convoys.csv", list(CONVOY_COLUMNS)),
    ],
)
def test_every_column_is_described_in_order(file: str, columns: list[str]) -> None:
    assert first_cells(section(file)) == columns


def test_every_part_of_the_report_is_described_in_order() -> None:
    described = re.findall(r"^\| (.+?) \| `(\w+)` \|", section("What the report shows"), flags=re.MULTILINE)
    assert described == [(name, id_) for id_, name in CONTENTS]


def test_every_file_is_described() -> None:
    pages = first_cells(section("Field sheets to print"))
    tables = re.findall(r"^### (\S+\.csv)$", PAGE, flags=re.MULTILINE)
    assert set(pages) | set(tables) == set(FILES)


def test_every_action_is_described() -> None:
    assert {action.value for action in Action} <= set(re.findall(r"`([a-z-]+)`", section("vehicles.csv")))
    case = valley()
    actions = {place_action(step) for step in steps(Facts.of(case.scenario, case.plan)) if step.action != Action.START}
    assert actions | {"transfer-in", "transfer-out"} <= set(re.findall(r"`([a-z-]+)`", section("places.csv")))


def test_limits_are_those_of_the_code() -> None:
    assert f"when more than {MOST_VEHICLES} move" in PAGE
    assert f"when there are at most {MOST_TRIPS}" in PAGE


@pytest.mark.parametrize(("hours", "words"), [(8, "15 minutes"), (9, "hour"), (20 * 24, "hour"), (21 * 24, "6 hours")])
def test_bins_are_those_of_the_page(hours: int, words: str) -> None:
    clock = LocalClock.of(valley().scenario)
    assert bins(Span(clock, 0, hours * 3600, ())).words == words
