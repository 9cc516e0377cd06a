"""A small scenario without any notice, and ways to spoil it in one spot."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from safepassage.domain.notices import Notice, Severity
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks import run_checks
from safepassage.scenarios.origins import Origins

AGREEMENT_TABLES = ("crossings", "convoys", "linked")
LINES = {"places": 2, "people": 102, "vehicles": 202, "links": 302, "crossings": 402, "convoys": 502, "linked": 602}
"""The line of each table's first row; further rows follow line by line."""


def table(name: str) -> str:
    """Give the name of a table as notices know it."""
    return f"agreement.toml:{name}" if name in AGREEMENT_TABLES else f"{name}.csv"


ORIGINS = Origins({table(name): range(line, line + 100) for name, line in LINES.items()})


def link(one: str, two: str, minutes: int, km: int = 0, *, both_ways: bool = True) -> Link:
    """Give a link by its minutes."""
    return Link(one, two, Fraction(60 * minutes), Fraction(km), both_ways)


CLEAN = Scenario(
    "clean",
    datetime(2030, 5, 1, 6, tzinfo=UTC),
    places=(
        Place("depot", lat=33.00, lon=36.00),
        Place("camp", lat=33.05, lon=36.00, board_s=Fraction(600)),
        Place("village", lat=33.00, lon=36.05),
        Place("fork", lat=33.02, lon=36.02),
        Place("gate", lat=33.03, lon=36.03),
        Place("town", lat=33.10, lon=36.10, shelter_places=100, beds=2),
        Place("clinic", lat=33.10, lon=36.12, shelter_places=10, beds=10),
    ),
    people=(
        TravelGroups("families", "camp", 10, seated=4),
        TravelGroups(
            "patients", "camp", 3, seated=1, stretcher=1, priority=1, destinations=("clinic",), vehicles=("ambulance",)
        ),
        TravelGroups("villagers", "village", 5, seated=4, stream="village"),
    ),
    vehicles=(
        VehicleRow("bus", 2, "depot", seats=40, wheelchairs=1),
        VehicleRow("ambulance", 1, "depot", seats=2, stretchers=2, return_to="depot", crossings=("gate",)),
    ),
    links=(
        link("depot", "fork", 6, 4),
        link("fork", "camp", 8, 5),
        link("fork", "village", 8, 5),
        link("fork", "gate", 3, 2),
        link("gate", "town", 20, 12),
        link("town", "clinic", 4, 3),
    ),
    agreement=Agreement(
        crossings=(
            CrossingRule("gate", ("camp",), 1, Fraction(120), (Window(3600, 40000), Window(50000, 80000))),
            CrossingRule("gate", None, 2),
        ),
        convoys=(ConvoyRule("gate", ("camp",), 1, 3, Fraction(600)),),
        linked=(LinkedMovement(("village",), ("camp",), (LinkStep(0, 8), LinkStep(20, 20))),),
    ),
)


def _rows(scenario: Scenario, name: str) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = getattr(scenario.agreement if name in AGREEMENT_TABLES else scenario, name)
    return rows


def with_rows(scenario: Scenario, name: str, rows: tuple[Any, ...]) -> Scenario:
    """Give the scenario with other rows in one table."""
    if name in AGREEMENT_TABLES:
        return replace(scenario, agreement=replace(scenario.agreement, **{name: rows}))
    return replace(scenario, **{name: rows})  # type: ignore[arg-type]


def changed(name: str, row: int, scenario: Scenario = CLEAN, **fields: Any) -> Scenario:
    """Give the scenario with other fields in one row of a table."""
    rows = list(_rows(scenario, name))
    rows[row] = replace(rows[row], **fields)
    return with_rows(scenario, name, tuple(rows))


def added(name: str, *more: Any, scenario: Scenario = CLEAN) -> Scenario:
    """Give the scenario with more rows at the end of a table."""
    return with_rows(scenario, name, (*_rows(scenario, name), *more))


def without(name: str, row: int, scenario: Scenario = CLEAN) -> Scenario:
    """Give the scenario without one row of a table."""
    rows = _rows(scenario, name)
    return with_rows(scenario, name, (*rows[:row], *rows[row + 1 :]))


def notices(scenario: Scenario, code: str = "") -> list[Notice]:
    """Give the notices of a scenario, or those with one code."""
    return [notice for notice in run_checks(scenario, ORIGINS) if code in ("", notice.code)]


@dataclass(frozen=True)
class Case:
    """A spoilt scenario, and the one notice of this code that it must give: table, row (-1: none), column."""

    code: str
    severity: Severity
    table: str
    row: int
    column: str
    scenario: Scenario
    says: str = ""

    def check(self) -> None:
        """Find the notice at its spot, and in the clean scenario not."""
        assert not notices(CLEAN, self.code)
        (notice,) = notices(self.scenario, self.code)
        file = "agreement.toml" if self.table in AGREEMENT_TABLES else table(self.table)
        line = LINES[self.table] + self.row if self.row >= 0 else 0
        assert (notice.severity, notice.file, notice.line, notice.column) == (self.severity, file, line, self.column)
        assert self.says in notice.message, notice.message
        assert notice.message.endswith((".", "?"))
        assert notice.mend.endswith(".")


def error(code: str, name: str, row: int, column: str, scenario: Scenario, says: str = "") -> Case:
    """Give a case that must be an error."""
    return Case(code, Severity.ERROR, name, row, column, scenario, says)


def warning(code: str, name: str, row: int, column: str, scenario: Scenario, says: str = "") -> Case:
    """Give a case that must be a warning."""
    return Case(code, Severity.WARNING, name, row, column, scenario, says)


def by_reason(cases: dict[str, Case]) -> pytest.MarkDecorator:
    """Give the cases as parameters named by why they are there."""
    return pytest.mark.parametrize("case", cases.values(), ids=cases.keys())
