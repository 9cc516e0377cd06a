"""Faults of the world around a command: closed streams, full disks, places where no file can be written, signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from safepassage.bootstrap import example
from safepassage.cli.aloud import stopped_by_ctrl_c
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit

SAFEPASSAGE = Path(sys.executable).with_name("safepassage")
TINY = str(example("tiny"))


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `$0` is the command and `$1` a scenario."""
    return subprocess.run(["sh", "-c", line, SAFEPASSAGE, TINY], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ('"$0" check "$1" >&-', Exit.DONE),
        ('"$0" --version >&-', Exit.DONE),
        ('"$0" check "$1/nothing" 2>&-', Exit.UNUSABLE),
        ('"$0" check "$1/nothing" <&- >&- 2>&-', Exit.UNUSABLE),
    ],
)
def test_closed_streams_change_no_answer(line: str, status: Exit) -> None:
    done = shell(line)
    assert done.returncode == status
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_words_that_find_no_room_are_a_sentence() -> None:
    done = shell('"$0" check "$1" >/dev/full')
    assert done.returncode == Exit.UNUSABLE
    assert done.stderr.startswith("There is no room on the disk")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("place", ["folder", "fifo", "file/plan.json"])
def test_a_place_for_no_plan_is_refused_before_planning(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    os.mkfifo(tmp_path / "fifo")
    assert run(["plan", TINY, "-o", str(tmp_path / place), "--time-limit", "3600"]) == Exit.UNUSABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
    assert (tmp_path / "fifo").is_fifo()


def test_the_signal_to_terminate_counts_as_ctrl_c() -> None:
    with stopped_by_ctrl_c() as stopped:
        signal.raise_signal(signal.SIGTERM)
        assert stopped()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
