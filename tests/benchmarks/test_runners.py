"""The benchmark runners say honestly what was planned, judged and published."""

import json
import shutil
from pathlib import Path

import pytest

from benchmarks import families, published
from benchmarks.runner import measure, minutes, percent
from safepassage.bootstrap import example
from safepassage.scenarios import read_scenario


@pytest.fixture
def instances(tmp_path: Path) -> Path:
    """Give a folder with one instance, whose best plan takes 185 minutes."""
    shutil.copytree(example("tiny"), tmp_path / "tiny")
    return tmp_path


def reference(folder: Path, published_minutes: str) -> None:
    rows = f"instance,published_grasp,best_known\ntiny,{published_minutes},185\n"
    (folder / "REFERENCE.csv").write_text(rows, encoding="utf-8")


def test_a_plan_as_good_as_the_published_one_passes(instances: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(instances, "185")
    assert published.main([str(instances), "--time-limit", "2"]) == 0
    assert "1 of 1 at least as good as published and verified." in capsys.readouterr().out


def test_a_plan_worse_than_the_published_one_fails(instances: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference(instances, "184.9")
    assert published.main([str(instances), "--time-limit", "1"]) == 1
    assert "Not so: tiny." in capsys.readouterr().out


def test_an_instance_without_a_published_value_cannot_be_worse(instances: Path) -> None:
    reference(instances, "")
    assert published.main([str(instances), "--time-limit", "1"]) == 0


def test_results_are_written_with_what_they_were_measured_on(instances: Path) -> None:
    reference(instances, "185")
    path = instances / "results" / "published.json"
    published.main([str(instances), "--time-limit", "1", "--json", str(path)])
    written = json.loads(path.read_text(encoding="utf-8"))
    assert {"machine", "python", "packages", "time_limit_seconds"} == set(written["measured_on"])
    (result,) = written["results"]
    assert (result["instance"], result["people_out"], result["violations"]) == ("tiny", 44, 0)


def test_a_family_is_planned_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--families", "lanes", "--sizes", "S", "--time-limit", "2"]
    assert families.main(options) == 0
    assert "lanes-S-1" in capsys.readouterr().out


def test_a_result_counts_everybody() -> None:
    result = measure(read_scenario(example("tiny")), time_limit_s=1)
    assert result.persons == result.people_out == 44
    assert result.instance == "tiny"


@pytest.mark.parametrize(("seconds", "shown"), [(None, "-"), (60, "1"), (90, "1.5"), (60_000, "1,000"), (100, "1.67")])
def test_times_are_shown_in_minutes(seconds: float | None, shown: str) -> None:
    assert minutes(seconds) == shown


def test_shares_are_shown_as_per_cent() -> None:
    assert percent(0.0123) == "1.23 %"
    assert percent(None) == "-"
