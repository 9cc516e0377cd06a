"""The benchmark of the ledger runs, and its invented operation is one that a ledger keeps."""

import json
from pathlib import Path

import pytest

from benchmarks.ledger import AFTER, main, operation


def test_it_measures_and_writes_what_it_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--seconds", "0.05", "--events", "1500", "--folder", str(tmp_path), "--json", str(tmp_path / "figures.json")])
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert [speed["store"] for speed in figures["speeds"]] == ["SQLite"]
    (opening,) = figures["openings"]
    assert opening["after"] == AFTER
    assert opening["events"] >= 1500
    assert "eight processes" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_each_group_is_registered_and_then_boards_and_alights_in_turn() -> None:
    types = [each.type for each in operation(20)]
    assert types[:4] == ["people.registered", "groups.boarded", "groups.alighted", "groups.boarded"]
    assert types[10] == "people.registered"
    assert len({each.id for each in operation(1000)}) == 1000
