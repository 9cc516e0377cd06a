"""`safepassage rehearse`: a table of every count twice, an operation's folder, and an exit status that tells."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.bootstrap.rehearsals import new_rehearsal, rehearsed_in
from safepassage.cli.main import run
from safepassage.domain.events import OperationBegan
from safepassage.operations.counts import Line
from safepassage.scenarios import read_scenario

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"
GIVEN = ("rehearse", str(TINY), str(TINY / "plan-by-hand.json"))


def test_a_rehearsal_leaves_an_operation_whose_counts_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rehearsal"
    assert run([*GIVEN, "-o", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "Every count agrees." in told
    assert "its chain was verified" in told
    assert run(["operation", "status", "--operation", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["account"]["registered"] == 44


def test_the_account_as_json_has_every_count_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*GIVEN, "-o", str(tmp_path / "r"), "--as-planned", "--json"]) == 0
    account = json.loads(capsys.readouterr().out)
    assert account["agrees"]
    assert account["differences"] == []
    counts = {each["count"]: each for each in account["counts"]}
    assert counts["arrived"]["simulator"] == counts["arrived"]["ledger"] == 42
    assert counts["in-hospital"]["ledger"] == 2
    assert account["events"] >= account["commands"] > account["facts"]


def test_one_count_that_differs_is_enough_to_disagree(tmp_path: Path) -> None:
    scenario = read_scenario(TINY)
    folder = new_rehearsal(TINY, scenario, tmp_path / "r")
    account = rehearsed_in(folder, scenario, [OperationBegan(0, scenario.name)])
    assert account.agrees
    assert not replace(account, lines=(*account.lines, Line("departures, by place", 11, 11, 2))).agrees
    assert not replace(account, verdict=replace(account.verdict, problems=1)).agrees


def test_nothing_is_made_over_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*GIVEN, "-o", str(tmp_path)]) == 2
    assert "There is something at" in capsys.readouterr().err
