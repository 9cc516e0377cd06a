"""`safepassage demo`: one command shows everything, wherever it was installed."""

import subprocess
from pathlib import Path

import pytest

from safepassage.bootstrap import DEMO_SCENARIO, example
from safepassage.cli.demo import WRITTEN
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit
from safepassage.domain.errors import UnusableInputError
from safepassage.planning.verify import verify
from safepassage.scenarios import read_plan, read_scenario


def test_the_demo_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    status = run(["demo", "--scenario", str(example("tiny")), "--out", str(out), "--time-limit", "2"])
    assert status == Exit.DONE
    shown = capsys.readouterr().out
    for name in WRITTEN:
        assert (out / name).exists()
        assert f"{out / name}: " in shown
    for heading in ("Planned", "Judged", "Written", "Next"):
        assert f"\n{heading}\n" in shown


def test_commands_that_come_next_can_be_pasted_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also without .venv/bin on the path, as `make demo` leaves it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(example("tiny").parents[1])
    arguments = ["demo", "--scenario", str(example("tiny")), "--out", str(tmp_path), "--time-limit", "1"]
    assert run(arguments) == Exit.DONE
    line = next(line for line in capsys.readouterr().out.splitlines() if "Judge the plan again" in line)
    pasted = line.partition(":")[2].split()
    assert pasted[2] == str(Path("scenarios", "tiny"))
    assert subprocess.run(pasted, capture_output=True, check=False).returncode == Exit.DONE


def test_without_a_folder_it_writes_to_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "--scenario", str(example("tiny")), "--time-limit", "1"]) == Exit.DONE
    assert (tmp_path / "out" / "tiny" / "report.html").is_file()
    assert str(Path("out", "tiny", "report.html")) in capsys.readouterr().out


def test_the_case_of_aleppo_comes_along_and_nobody_is_lost(tmp_path: Path) -> None:
    """The main job, on the real case: planned, judged and reported."""
    out = tmp_path / "out"
    assert run(["demo", "--out", str(out)]) == Exit.DONE
    scenario, plan = read_scenario(example(DEMO_SCENARIO)), read_plan(out / "plan.json")
    assert verify(scenario, plan).ok
    assert plan.people_out + plan.people_remaining == scenario.persons
    assert scenario.title in (out / "report.html").read_text(encoding="utf-8")


def test_an_example_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnusableInputError, match="choose one of aleppo-2016, river-town, tiny"):
        example("atlantis")
