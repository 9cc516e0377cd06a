"""A small made-up scenario to start from: it passes every check, can be planned, and uses most of the tables."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import FigureSource, Scenario, SourceKind
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.uncertainty import Chance, Delay, Hazard, RoadHazard, Shape, Spread, Uncertainty
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.columns import Table
from safepassage.scenarios.files import write_files
from safepassage.scenarios.tables import CSV_TABLES, SETTINGS_FILE
from safepassage.scenarios.wording import plain
from safepassage.scenarios.workbook import WORKBOOK_SUFFIX
from safepassage.scenarios.writing import write_scenario

HOUR = 3600
MINUTE = Fraction(60)
MADE_UP = "Made up for this example."

PLACES = (
    Place("depot", "Bus depot", 0.100, 0.100),
    Place("old-town", "Old Town", 0.060, 0.140, board_s=15 * MINUTE, bays=3),
    Place("harbour", "Harbour", 0.050, 0.070, board_s=15 * MINUTE, bays=2),
    Place("bridge", "Bridge crossing", 0.020, 0.110),
    Place("reception", "Reception centre", -0.080, 0.120, alight_s=10 * MINUTE, bays=4, shelter_places=800),
    Place("hospital", "Hospital", -0.100, 0.080, alight_s=10 * MINUTE, bays=2, shelter_places=40, beds=12),
)
PEOPLE = (
    TravelGroups("old-town-families", "old-town", groups=60, seated=4),
    TravelGroups(
        "old-town-patients",
        "old-town",
        groups=4,
        seated=1,
        stretcher=1,
        priority=1,
        destinations=("hospital",),
        vehicles=("ambulance",),
        max_aboard_s=120 * MINUTE,
    ),
    TravelGroups("harbour-families", "harbour", groups=40, seated=5, ready_s=HOUR),
    TravelGroups("harbour-wheelchairs", "harbour", groups=6, seated=1, wheelchair=1, priority=2),
)
VEHICLES = (
    VehicleRow("bus", 6, "depot", seats=45, wheelchairs=2, max_duty_s=720 * MINUTE),
    VehicleRow("ambulance", 2, "depot", seats=2, stretchers=2, drive_factor=Fraction(9, 10)),
)
LINKS = (
    Link("depot", "old-town", 12 * MINUTE, Fraction(7)),
    Link("depot", "harbour", 15 * MINUTE, Fraction(8)),
    Link("old-town", "bridge", 10 * MINUTE, Fraction(6)),
    Link("harbour", "bridge", 9 * MINUTE, Fraction(6)),
    Link("bridge", "reception", 20 * MINUTE, Fraction(12)),
    Link("bridge", "hospital", 25 * MINUTE, Fraction(15)),
    Link("reception", "hospital", 8 * MINUTE, Fraction(11, 2)),
)
AGREEMENT = Agreement(
    parties=("Party A", "Party B"),
    crossings=(
        CrossingRule(
            "bridge",
            lanes=2,
            check_s=3 * MINUTE,
            windows=(Window(2 * HOUR, 6 * HOUR), Window(7 * HOUR, 11 * HOUR)),
            loaded_only=True,
        ),
    ),
)
SOURCES = (
    FigureSource("people.csv: groups", "460 people", SourceKind.ASSUMED, MADE_UP),
    FigureSource("links.csv: minutes", "9 to 25 minutes", SourceKind.ASSUMED, MADE_UP),
)
UNCERTAINTY = Uncertainty(
    suspensions=Hazard(
        per_hour=0.02,
        mean_s=2 * HOUR,
        for_good=0.1,
        source="Made up: once in 50 hours, one in ten for good",
    ),
    late_opening=Delay(
        chance=0.5, mean_s=20 * 60, shape=Shape.EXPONENTIAL, source="Made up: every other window, mostly by little"
    ),
    staying=Chance(0.05, common_cv=0.5, source="Made up: one group in twenty; it may well be 2 % or 10 %"),
    late_groups=Delay(chance=0.1, mean_s=45 * 60, source="Made up: one group in ten"),
    late_start=Delay(chance=0.2, mean_s=30 * 60, source="Made up: one vehicle in five"),
    breakdowns=Hazard(per_hour=0.01, mean_s=90 * 60, for_good=0.2, source="Made up: once in 100 hours of driving"),
    roads=(
        RoadHazard(
            "old-town", "bridge", True, Hazard(per_hour=0.02, mean_s=60 * 60, source="Made up: once in 50 hours")
        ),
    ),
    travel=Spread(
        cv=0.2, common_cv=0.1, source="Made up: two drives of three within about 20 %, whole days within about 10 %"
    ),
    service=Spread(cv=0.3, source="Made up: two of three within about 30 %"),
    check=Spread(cv=0.5, common_cv=0.2, source="Made up: two of three within about 50 %, whole days within about 20 %"),
)


def starting_scenario(name: str) -> Scenario:
    """Give the starting scenario under this name."""
    return Scenario(
        name=name,
        start=datetime(2030, 5, 1, 6, tzinfo=UTC),
        title="Starting scenario: replace everything here by your own",
        places=PLACES,
        people=PEOPLE,
        vehicles=VEHICLES,
        links=LINKS,
        agreement=AGREEMENT,
        sources=SOURCES,
        uncertainty=UNCERTAINTY,
    )


def write_starting_scenario(path: Path) -> None:
    """Write the starting scenario to a new folder with a README, or to a new workbook if the path ends in `.xlsx`.

    Raises
    ------
    UnusableInputError
        When something is there already, or the path cannot be written to.
    """
    _refuse_to_overwrite(path)
    write_scenario(starting_scenario(path.stem or "new-scenario"), path)
    if path.suffix.lower() != WORKBOOK_SUFFIX:
        write_files(path, {"README.txt": readme().encode()})


def _refuse_to_overwrite(path: Path) -> None:
    try:
        taken = path.exists() and not (path.is_dir() and not any(path.iterdir()) and path.suffix != WORKBOOK_SUFFIX)
    except (OSError, ValueError):
        return  # writing will say what is wrong
    if taken:
        message = f"{plain(str(path))} is there already: choose another name, or remove it first."
        raise UnusableInputError(message)


def readme() -> str:
    """Give the README of a starting scenario: what each file and column is."""
    head = (
        "This folder is a scenario. Change the example to your own case, and look at it with:\n\n"
        "    safepassage check FOLDER\n\n"
        f"{SETTINGS_FILE}, agreement.toml and uncertainty.toml explain themselves. The CSV files hold one row each of\n"
        "what they list: the first line names the columns, in any order; a blank cell stands for the default; lists\n"
        "in a cell are separated by spaces; ids consist of letters, digits, underscores, dots and hyphens; times are\n"
        "written like 2030-05-01T07:00:00+00:00, or after the start like +90m, +2h30m or +1d6h.\n"
    )
    return head + "".join(map(_table_text, CSV_TABLES))


def _table_text(table: Table) -> str:
    rule = "-" * len(table.name)
    columns = "".join(f"  {column.name}: {column.described}\n" for column in table.columns)
    return f"\n{table.name}\n{rule}\n{table.meaning}\n\n{columns}"
