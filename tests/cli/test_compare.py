"""`safepassage compare`: the table, the file, the same on a cluster, and what is refused."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from safepassage.bootstrap import crew, example
from safepassage.cli.comparison_table import cell
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit
from safepassage.cli.uncertain import ASSUMED
from safepassage.domain.comparison import ComparedFigure
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import Estimate
from safepassage.scenarios import read_plan, read_scenario, write_plan, write_scenario
from safepassage.scenarios.comparison_file import read_comparison, write_comparison
from safepassage.simulation import TIMETABLE, prepare, rehearse

TINY = example("tiny")
BY_HAND = TINY / "plan-by-hand.json"


def untold(folder: Path) -> Path:
    """Write the scenario into a folder, without what it says of what is uncertain."""
    if not (folder / "untold").exists():
        write_scenario(replace(read_scenario(TINY), uncertainty=None), folder / "untold")
    return folder / "untold"


def compared(output: Path, *arguments: str) -> dict[str, Any]:
    """Compare plans for the scenario with what is assumed."""
    assert run(["compare", str(untold(output.parent)), *arguments, "-o", str(output), "--runs", "120"]) == Exit.DONE
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return found


def copy_of(plan: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "copy.json"
    copied.write_bytes(plan.read_bytes())
    return copied


def test_the_table_is_shown_and_the_file_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = copy_of(BY_HAND, tmp_path)
    found = compared(tmp_path / "compare.json", str(BY_HAND), str(again))
    said = capsys.readouterr().out
    assert "2 plans in the same 120 runs each" in said
    assert "People out" in said
    assert "the same" in said
    assert "In every run copy.json and plan-by-hand.json come to the same." in said
    assert "does better than" not in said
    assert found["format"] == "safepassage-comparison-1"
    assert [plan["plan"] for plan in found["plans"]] == ["plan-by-hand.json", "copy.json"]
    assert found["plans"][0]["better"] is None


def figure(name: str, value: float, low: float, high: float) -> str:
    """Give the cell of a difference in words, below its mean."""
    row = ComparedFigure(name, Estimate(1.0, 1.0, 1.0), Estimate(value, low, high), 100)
    return cell(row, str).plain.partition("\n")[2]


@pytest.mark.parametrize(
    ("difference", "says"),
    [
        (("people_out", 0.0, 0.0, 0.0), "the same"),
        (("people_out", 0.02, -0.01, 0.05), "no difference to be told\n(0 to +0.1)"),
        (("people_out", 0.01, -0.02, 0.04), "no difference to be told"),
        (("people_out", -0.1, -0.2, -0.004), "-0.1 (-0.2 to -0.004)"),
        (("completion_seconds", 1200.0, 600.0, 1800.0), "+20 min (+10 to +30)"),
        (("complete", 0.01, 0.005, 0.015), "+1 point (+0.5 to +1.5)"),
        (("complete", 0.05, 0.03, 0.07), "+5 points (+3 to +7)"),
    ],
)
def test_a_difference_is_said_only_where_one_can_be_told(
    difference: tuple[str, float, float, float], says: str
) -> None:
    assert figure(*difference) == says


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "compare.json"
    compared(path, str(BY_HAND), str(copy_of(BY_HAND, tmp_path)))
    before = path.read_bytes()
    write_comparison(read_comparison(path), path)
    assert path.read_bytes() == before


def test_no_file_is_written_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = copy_of(BY_HAND, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["compare", str(TINY), str(BY_HAND), str(again), "--runs", "10"]) == Exit.DONE
    assert list(tmp_path.iterdir()) == [again]


def test_a_cluster_gives_the_same_files(tmp_path: Path) -> None:
    """Two workers of a real Dask cluster against threads of this process, byte for byte, for both commands."""
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    again = copy_of(BY_HAND, tmp_path)
    simulate = ["simulate", str(TINY), str(BY_HAND), "--runs", "220", "--seed", "7", "--sensitivity"]
    compare = ["compare", str(TINY), str(BY_HAND), str(again), "--runs", "220", "--seed", "7"]
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=False) as cluster:
        for command in (simulate, compare):
            assert run([*command, "-o", str(ours), "--jobs", "2"]) == Exit.DONE
            assert run([*command, "-o", str(theirs), "--scheduler", cluster.scheduler_address]) == Exit.DONE
            assert theirs.read_bytes() == ours.read_bytes()


def test_what_a_lost_worker_had_begun_is_done_by_another() -> None:
    prepared = prepare(read_scenario(TINY), read_plan(BY_HAND))
    alone = rehearse(prepared, TIMETABLE, ASSUMED, runs=2000)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=False) as cluster:
        running = [worker.pid for worker in cluster.workers.values()]

        def lose_one(_done: int) -> None:
            if len(running) == 2:
                os.kill(running.pop(), signal.SIGKILL)

        with crew(None, cluster.scheduler_address) as found:
            assert rehearse(prepared, TIMETABLE, ASSUMED, runs=2000, crew=found, watch=lose_one) == alone
    assert len(running) == 1


def test_workers_that_are_lost_again_and_again_are_said_plainly() -> None:
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=False) as cluster,
        pytest.raises(UnusableInputError, match="were lost, perhaps for want of memory"),
        crew(None, cluster.scheduler_address) as found,
    ):
        list(found.each(end_itself, [()]))


def end_itself() -> None:
    """End the process that does it, as a machine does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("command", ["simulate", "compare"])
def test_a_scheduler_that_does_not_answer_is_said_plainly(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = [str(BY_HAND), str(copy_of(BY_HAND, tmp_path))][: 1 if command == "simulate" else 2]
    output = tmp_path / "o.json"
    arguments = [command, str(TINY), *plans, "-o", str(output), "--scheduler", "tcp://127.0.0.1:1"]
    assert run(arguments) == Exit.UNUSABLE
    assert "No Dask scheduler answers at 'tcp://127.0.0.1:1'" in capsys.readouterr().err
    assert not output.exists()


def test_a_scheduler_without_workers_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with LocalCluster(n_workers=0, dashboard_address=None, silence_logs=False) as cluster:
        address = cluster.scheduler_address
        arguments = ["simulate", str(TINY), str(BY_HAND), "-o", str(tmp_path / "o.json"), "--scheduler", address]
        assert run(arguments) == Exit.UNUSABLE
    assert "has no workers" in capsys.readouterr().err


def test_one_plan_is_no_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(TINY), str(BY_HAND)]) == Exit.UNUSABLE
    assert "give at least two files" in capsys.readouterr().err
    assert run(["compare", str(TINY), str(BY_HAND), str(BY_HAND)]) == Exit.UNUSABLE
    assert "name each file once" in capsys.readouterr().err


def test_a_plan_that_breaks_the_rules_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = read_plan(BY_HAND)
    broken = tmp_path / "broken.json"
    write_plan(replace(plan, people_out=plan.people_out + 1), broken)
    assert run(["compare", str(TINY), str(BY_HAND), str(broken)]) == Exit.UNUSABLE
    assert "The plan broken.json breaks the rules" in capsys.readouterr().err


def test_what_is_uncertain_comes_from_options_a_file_or_the_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = copy_of(BY_HAND, tmp_path)
    plans = (str(BY_HAND), str(again))
    found = compared(tmp_path / "compare.json", *plans)
    assert "assumed, as the scenario says nothing of it" in capsys.readouterr().out
    assert found["uncertainty"]["travel"]["cv"] == 0.2
    found = compared(tmp_path / "compare.json", *plans, "--travel", "0.5")
    assert "changed by --travel" in capsys.readouterr().out
    assert (found["uncertainty"]["travel"]["cv"], found["uncertainty"]["service"]["cv"]) == (0.5, 0.2)
    file = tmp_path / "slow.toml"
    file.write_text('[travel]\nmean = 1.5\ncv = 0.25\nsource = "a test"\n', encoding="utf-8")
    found = compared(tmp_path / "compare.json", *plans, "--uncertainty", str(file))
    assert "slow.toml says" in capsys.readouterr().out
    assert set(found["uncertainty"]) == {"travel"}
    assert run(["compare", str(TINY), *plans, "--runs", "10"]) == Exit.DONE
    assert "as the scenario says" in capsys.readouterr().out


def test_plans_that_are_made_anew_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", str(TINY), str(BY_HAND), str(copy_of(BY_HAND, tmp_path)), "--policy", "replan"]
    assert run(arguments) == Exit.UNUSABLE
    assert "--policy replan" in capsys.readouterr().err


def test_a_page_is_written_if_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    compared(tmp_path / "compare.json", str(BY_HAND), str(copy_of(BY_HAND, tmp_path)), "--page", str(page))
    assert "copy.json" in page.read_text(encoding="utf-8")


def test_one_run_tells_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans = [str(BY_HAND), str(copy_of(BY_HAND, tmp_path))]
    assert run(["compare", str(TINY), *plans, "--runs", "1"]) == Exit.DONE
    assert "too few runs to tell" in capsys.readouterr().out
