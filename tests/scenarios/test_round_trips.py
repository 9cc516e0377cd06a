"""What is written is read back alike: nothing of a scenario or plan is lost or rounded in its files."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.scenarios import load, read_plan, read_scenario, starting_scenario, write_plan, write_scenario
from tests.scenarios import values


@given(values.scenarios)
@settings(max_examples=60, deadline=None)
def test_a_folder_holds_every_scenario(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        write_scenario(scenario, Path(folder) / "case")
        assert load(Path(folder) / "case").scenario == scenario


@given(values.scenarios)
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_a_workbook_holds_every_scenario(scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        write_scenario(scenario, Path(folder) / "case.xlsx")
        assert load(Path(folder) / "case.xlsx").scenario == scenario


@given(values.plans)
@settings(max_examples=60, deadline=None)
def test_a_plan_file_holds_every_plan(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        write_plan(plan, Path(folder) / "plan.json")
        assert read_plan(Path(folder) / "plan.json") == plan


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_a_checked_scenario_survives_too(name: str, tmp_path: Path) -> None:
    scenario = starting_scenario("case")
    write_scenario(scenario, tmp_path / name)
    assert read_scenario(tmp_path / name) == scenario


def test_minutes_keep_every_digit(tmp_path: Path) -> None:
    exact = Fraction("0.1234567890123456789") * 60
    scenario = with_link(Link("depot", "harbour", exact, Fraction("12.000000000000000000001")))
    for name in ("case", "case.xlsx"):
        write_scenario(scenario, tmp_path / name)
        assert read_scenario(tmp_path / name).links == scenario.links


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_what_has_no_decimal_form_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"Row 8 of links cannot be written: 1/3 has no exact decimal form"):
        write_scenario(with_link(Link("depot", "harbour", Fraction(20))), tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_what_would_not_be_read_back_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="is not an id"):
        write_scenario(with_link(Link("depot", "the harbour", Fraction(60))), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_older_agreement_does_not_survive_in_the_folder(tmp_path: Path) -> None:
    scenario = starting_scenario("case")
    write_scenario(scenario, tmp_path)
    bare = Scenario(scenario.name, scenario.start, places=scenario.places)
    write_scenario(bare, tmp_path)
    assert load(tmp_path).scenario == bare


def test_no_half_written_file_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "case" / "places.csv").mkdir(parents=True)
    with pytest.raises(UnusableInputError, match="is a folder: name a file to write"):
        write_scenario(starting_scenario("case"), tmp_path / "case")
    assert [file.name for file in (tmp_path / "case").iterdir()] == ["places.csv"]


def with_link(link: Link) -> Scenario:
    """Give the starting scenario with one more link."""
    example = starting_scenario("case")
    return Scenario(
        example.name,
        example.start,
        places=example.places,
        people=example.people,
        vehicles=example.vehicles,
        links=(*example.links, link),
        agreement=example.agreement,
    )
