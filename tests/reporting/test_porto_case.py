"""The synthetic operation whose map stands in the documentation is a sound scenario."""

from pathlib import Path

from benchmarks.porto import CLOSED, build, main
from safepassage.scenarios import read_scenario, read_streets


def test_the_folder_holds_the_scenario_with_closures_and_risk(tmp_path: Path) -> None:
    folder = tmp_path / "Porto, south"
    assert main([str(folder)]) == 0
    assert read_scenario(folder) == build()
    conditions, _ = read_streets(folder, build())
    assert {closure.id for closure in conditions.closures} == set(CLOSED)
    assert len(conditions.risks) == 1


def test_there_is_shelter_for_everybody() -> None:
    scenario = build()
    assert sum(place.shelter_places or 0 for place in scenario.places) > scenario.persons
