"""The scenarios that come with the repository: they read cleanly, add up, and name the source of every figure."""

import csv
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from safepassage.domain.scenario import Scenario
from safepassage.network import RoadNetwork
from safepassage.planning import solver
from safepassage.planning.verify import verify
from safepassage.scenarios import check, read_plan, read_scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
ALEPPO = SCENARIOS / "aleppo-2016"
TINY = SCENARIOS / "tiny"
RIVER_TOWN = SCENARIOS / "river-town"
EACH = pytest.mark.parametrize("folder", [ALEPPO, TINY, RIVER_TOWN], ids=lambda folder: folder.name)

KEYS = {"places.csv": ("id",), "people.csv": ("id",), "vehicles.csv": ("type",), "links.csv": ("from", "to")}
NOT_FIGURES = {"id", "name", "type", "place", "from", "to", "through", "both_ways"}
TERMS_THAT_ARE_NOT_FIGURES = {"place", "crossing", "from", "people_from", "against_from", "applies_to"}
ABOUT = re.compile(r"(?P<file>[a-z]+\.(?:csv|toml)): (?P<names>[a-z_., ]+?)(?: \((?P<rows>[^)]+)\))?")


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def key_of(file: str, row: dict[str, str]) -> str:
    return "-".join(row[column] for column in KEYS[file])


def claims_of(folder: Path) -> list[tuple[str, list[str], list[str]]]:
    """Give file, columns or keys, and row patterns (none: all rows) of each row of sources.csv."""
    claims = []
    for row in rows_of(folder / "sources.csv"):
        match = ABOUT.fullmatch(row["about"])
        assert match, f"sources.csv: {row['about']!r} is not of the form 'file: columns (rows)'"
        claims.append((match["file"], match["names"].split(", "), (match["rows"] or "").split()))
    return claims


def figures_in_tables(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield file, column and row key of every figure in the tables."""
    for file in KEYS:
        for row in rows_of(folder / file):
            for column, cell in row.items():
                if cell and column not in NOT_FIGURES:
                    yield file, column, key_of(file, row)


def figures_in_terms(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield file and dotted key of every figure in the two toml files."""
    settings: dict[str, Any] = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
    for key in ("start", "priority_weights", "expected_calm_hours"):
        if key in settings:
            yield "scenario.toml", key
    agreement: dict[str, Any] = tomllib.loads((folder / "agreement.toml").read_text(encoding="utf-8"))
    for table in ("crossings", "convoys", "linked"):
        for entry in agreement.get(table, []):
            for key in entry.keys() - TERMS_THAT_ARE_NOT_FIGURES:
                yield "agreement.toml", f"{table}.{key}"


def persons(scenario: Scenario, stream: str) -> int:
    return sum(row.persons for row in scenario.people if row.stream == stream)


@EACH
def test_reads_without_any_notice(folder: Path) -> None:
    """Whoever starts from our scenarios starts from clean data."""
    result = check(folder)

    assert [str(notice) for notice in result.notices] == []
    assert result.scenario is not None
    assert result.scenario.name == folder.name


@EACH
def test_every_figure_in_the_tables_has_a_source(folder: Path) -> None:
    """No number stands in a table without somebody who said it, or a reason."""
    claims = claims_of(folder)
    bare = [
        figure
        for figure in figures_in_tables(folder)
        if not any(
            figure[0] == file and figure[1] in names and (not rows or any(fnmatchcase(figure[2], row) for row in rows))
            for file, names, rows in claims
        )
    ]

    assert bare == []


@EACH
def test_every_figure_of_the_terms_has_a_source(folder: Path) -> None:
    claimed = {(file, name) for file, names, _ in claims_of(folder) for name in names}

    assert set(figures_in_terms(folder)) - claimed == set()


@EACH
def test_no_source_is_left_over_from_rows_that_are_gone(folder: Path) -> None:
    """A source that fits no figure is a mistake in one or the other."""
    figures = list(figures_in_tables(folder))
    stale = [
        (file, name, row)
        for file, names, rows in claims_of(folder)
        if file in KEYS
        for name in names
        for row in rows or ["*"]
        if not any(f == file and c == name and fnmatchcase(k, row) for f, c, k in figures)
    ]

    assert stale == []


@EACH
def test_sources_table_and_page_say_the_same(folder: Path) -> None:
    """The report shows the table, people read the page: neither may fall behind the other."""
    table = rows_of(folder / "sources.csv")
    lines = (folder / "SOURCES.md").read_text(encoding="utf-8").splitlines()
    missing = [
        row["about"]
        for row in table
        if not any(all(part in line for part in (f"`{row['about']}`", *row.values())) for line in lines)
    ]

    assert missing == []
    assert sum(line.startswith("| `") for line in lines) == len(table)


def test_aleppo_says_first_how_the_operation_was_judged() -> None:
    page = (ALEPPO / "SOURCES.md").read_text(encoding="utf-8")
    first_section = page.split("\n## ")[1]

    assert "A/HRC/34/64" in first_section
    assert "war crime" in first_section
    assert "Staying must be an option" in first_section


def test_aleppo_totals_are_those_of_the_record() -> None:
    scenario = read_scenario(ALEPPO)
    patients = [row for row in scenario.people if row.id.startswith("patients-") and row.stream == "eastern-aleppo"]
    counts = dict.fromkeys(("bus", "private-car", "private-pickup"), 0)
    for row in scenario.vehicles:
        counts[row.type] = counts.get(row.type, 0) + row.count

    assert persons(scenario, "eastern-aleppo") == 36_000
    assert persons(scenario, "foah-kefraya") == 2_500
    assert sum(row.groups for row in patients) == 734
    assert {row.priority for row in patients} == {1}
    assert counts["private-car"] + counts["private-pickup"] == 1_231
    assert counts["bus"] == 60


def test_aleppo_private_vehicles_carry_their_owners_once() -> None:
    """One vehicle for each group of owners, filled by it, without the fuel to come back for others."""
    scenario = read_scenario(ALEPPO)
    roads = RoadNetwork.of(scenario)
    to_crossing = roads.way("al-amiriyah", "ramouseh")
    assert to_crossing is not None
    for vehicles in (row for row in scenario.vehicles if row.type.startswith("private-")):
        owners = [row for row in scenario.people if vehicles.type in row.vehicles]
        towns = {town for row in owners for town in row.destinations}
        ways = [roads.way("ramouseh", town) for town in towns]
        lengths = [to_crossing.km + way.km for way in ways if way is not None]

        assert sum(row.groups for row in owners) == vehicles.count
        assert {row.group_size for row in owners} == {vehicles.seats}
        assert {row.vehicles for row in owners} == {(vehicles.type,)}
        assert len(lengths) == len(towns)
        assert vehicles.max_km is not None
        assert max(lengths) <= vehicles.max_km < 3 * min(lengths)


def test_aleppo_linked_movements_can_both_finish() -> None:
    """The two sides wait for each other, but never both at once for ever."""
    scenario = read_scenario(ALEPPO)
    totals = {row.place: 0 for row in scenario.people}
    for row in scenario.people:
        totals[row.place] += row.persons
    villages, pocket = scenario.agreement.linked
    out_villages = out_pocket = 0
    for _ in range(4):
        out_villages = min(villages.may_leave(out_pocket), sum(totals[place] for place in villages.people_from))
        out_pocket = min(pocket.may_leave(out_villages), sum(totals[place] for place in pocket.people_from))

    assert set(villages.people_from) == set(pocket.against_from)
    assert set(pocket.people_from) == set(villages.against_from)
    assert (out_villages, out_pocket) == (2_500, 36_000)


def test_tiny_plan_by_hand_keeps_every_rule() -> None:
    scenario = read_scenario(TINY)
    verdict = verify(scenario, read_plan(TINY / "plan-by-hand.json"))

    assert verdict.violations == ()
    assert verdict.summary.people_remaining == 0
    assert verdict.summary.completion_s == 11_100


def test_tiny_is_solved_to_the_optimum_found_by_hand() -> None:
    """EXPLAINED.md shows that everybody is out at 11,100 s and no plan is quicker."""
    scenario = read_scenario(TINY)
    plan = solver.solve(scenario, time_limit_s=5, seed=1)

    assert verify(scenario, plan).violations == ()
    assert plan.people_remaining == 0
    assert plan.value == 11_100
    assert plan.bound is not None
    assert plan.bound <= 11_100
