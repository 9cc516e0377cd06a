"""`safepassage options`: the table, the files, and every way in which it can be refused or stopped."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit
from safepassage.scenarios import read_scenario, write_scenario

SAFEPASSAGE = Path(sys.executable).with_name("safepassage")
TINY = str(example("tiny"))
REPEATABLE = ["--by", "+150m", "--iterations", "2000", "--time-limit", "600", "--changes", "2", "--sets", "0"]
FEW = [*REPEATABLE, "--endings", "1"]


def written(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_table_is_shown_and_both_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "worth.json"
    assert run(["options", TINY, "-o", str(output), *FEW, "--jobs", "1"]) == Exit.DONE
    captured = capsys.readouterr()
    assert "10 more vehicles of type bus" in captured.out
    assert "of 44 people come out under the terms as they are" in captured.out
    assert "planned" in captured.err
    found = written(output)
    assert found["complete"] is True
    assert len(found["worth"]) >= 2
    assert (tmp_path / "worth.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_cluster_gives_the_same_answer(tmp_path: Path) -> None:
    """Two workers of a real Dask cluster, against one process of this machine."""
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    assert run(["options", TINY, "-o", str(ours), *FEW, "--jobs", "1"]) == Exit.DONE
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=False) as cluster:
        address = cluster.scheduler_address
        assert run(["options", TINY, "-o", str(theirs), *FEW, "--scheduler", address]) == Exit.DONE
    assert written(theirs) == written(ours)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://here"])
def test_a_scheduler_that_does_not_answer_is_said_plainly(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["options", TINY, "-o", str(tmp_path / "o.json"), "--scheduler", address]) == Exit.UNUSABLE
    said = capsys.readouterr().err
    assert f"No Dask scheduler answers at '{address}'" in said
    assert "Traceback" not in said
    assert not (tmp_path / "o.json").exists()


def test_a_scheduler_without_workers_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with LocalCluster(n_workers=0, dashboard_address=None, silence_logs=False) as cluster:
        options = ["-o", str(tmp_path / "o.json"), "--scheduler", cluster.scheduler_address]
        assert run(["options", TINY, *options]) == Exit.UNUSABLE
    assert "has no workers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "soon"], '--by: "soon" is not a time'),
        (["--by", "2016-12-15T12:00:00"], "has no offset from UTC"),
        (["--by", "2020-01-01T00:00:00+00:00"], "is not after the scenario's start"),
        (["--by", "+0m"], "is not after the scenario's start"),
        (["--jobs", "0"], "'--jobs'"),
        (["--time-limit", "0"], "'--time-limit'"),
        (["--changes", "none"], "'--changes'"),
        (["--sets", "-1"], "'--sets'"),
        (["--endings", "-1"], "'--endings'"),
        (["-o", "."], "is a folder"),
        (["-o", "same.html"], "have the same name"),
        (["--page", "."], "is a folder"),
    ],
)
def test_bad_options_are_refused_before_any_work(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["options", TINY, *arguments]) == Exit.UNUSABLE
    captured = capsys.readouterr()
    assert said in " ".join(captured.err.split())
    assert "Traceback" not in captured.err
    assert list(tmp_path.iterdir()) == []


def test_nobody_out_is_a_no_and_still_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny = read_scenario(example("tiny"))
    gone = replace(tiny, vehicles=tuple(replace(row, available_until_s=1) for row in tiny.vehicles))
    write_scenario(gone, tmp_path / "gone")
    options = ["-o", str(tmp_path / "o.json"), "--changes", "1", "--sets", "0", "--endings", "0", "--jobs", "1"]
    assert run(["options", str(tmp_path / "gone"), *options, "--iterations", "50"]) == Exit.ANSWER_IS_NO
    assert "0 of 44 people come out" in capsys.readouterr().out
    assert written(tmp_path / "o.json")["base"]["people_out"] == 0


def started(tmp_path: Path) -> subprocess.Popen[str]:
    """Start a study that would take an hour and more for each re-plan after the first few."""
    options = ["--iterations", "2000", "--time-limit", "600", "--sets", "500", "--by", "+70m", "--jobs", "1"]
    return subprocess.Popen(
        [SAFEPASSAGE, "options", TINY, "-o", tmp_path / "o.json", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_gives_what_is_there(tmp_path: Path) -> None:
    study = started(tmp_path)
    assert study.stderr is not None
    for line in study.stderr:
        if line.startswith("Changes of the terms"):
            break
    study.send_signal(signal.SIGINT)
    said, complaints = study.communicate()
    assert study.returncode == Exit.DONE, complaints
    assert "It was stopped early" in said
    assert "Traceback" not in complaints
    found = written(tmp_path / "o.json")
    assert found["complete"] is False
    assert found["base_in_the_end"]["people_out"] == 44


def test_ctrl_c_before_there_is_anything_ends_cleanly(tmp_path: Path) -> None:
    """Interrupted while the workers start, there is nothing to write."""
    script = (
        "import os, signal, sys\n"
        "from safepassage.cli import options\n"
        "from safepassage.cli.main import run\n"
        "made = options.workers\n"
        "def interrupted(*given):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return made(*given)\n"
        "options.workers = interrupted\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(run(sys.argv[1:]))\n"
    )
    (tmp_path / "stop.py").write_text(script, encoding="utf-8")
    arguments = [sys.executable, str(tmp_path / "stop.py"), "options", TINY, "-o", str(tmp_path / "o.json")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.STOPPED
    assert "Stopped before it was done." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "o.json").exists()
