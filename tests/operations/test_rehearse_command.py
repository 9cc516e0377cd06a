"""`safepassage rehearse`: a table of every count twice, an operation's folder, and an exit status that tells."""

import json
from pathlib import Path

import pytest

from safepassage.bootstrap import rehearsals
from safepassage.cli.main import run
from safepassage.operations.counts import Line

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"
GIVEN = ("rehearse", str(TINY), str(TINY / "plan-by-hand.json"))


def test_a_rehearsal_leaves_an_operation_whose_counts_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rehearsal"
    assert run([*GIVEN, "-o", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "Every count agrees." in told
    assert "its chain was verified" in told
    assert run(["operation", "status", "--operation", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["registered"] == 44


def test_the_account_as_json_has_every_count_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*GIVEN, "-o", str(tmp_path / "r"), "--as-planned", "--json"]) == 0
    account = json.loads(capsys.readouterr().out)
    assert account["agrees"]
    assert account["differences"] == []
    counts = {each["count"]: each for each in account["counts"]}
    assert counts["arrived"]["simulator"] == counts["arrived"]["ledger"] == 42
    assert counts["in-hospital"]["ledger"] == 2
    assert account["events"] >= account["commands"] > account["facts"]


def test_a_count_that_differs_is_told_and_the_status_says_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsals, "facts_compared", lambda *_: Line("facts, one by one", 71, 70, 1))
    assert run([*GIVEN, "-o", str(tmp_path / "r")]) == 1
    assert "Not every count agrees" in capsys.readouterr().out


def test_nothing_is_made_over_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*GIVEN, "-o", str(tmp_path)]) == 2
    assert "There is something at" in capsys.readouterr().err
