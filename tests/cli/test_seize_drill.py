"""The seize drill from the command line: what would be learnt, and nothing left to learn."""

import io
from pathlib import Path

import pytest

from safepassage.cli.main import run
from tests.cli.operations import Typed, made


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR", "SAFEPASSAGE_VAULT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAFEPASSAGE_VAULT_KEYS", str(tmp_path / "stick" / "vault.keys"))
    return made(tmp_path, capsys)


def test_the_drill_tells_and_changes_nothing(op: Typed) -> None:
    op.does("vault", "on", "--no-passphrase")
    assert "something personal of 0 persons" in op.does("operation", "seize-drill")
    answer = op.data("operation", "seize-drill")
    assert (answer["named"], answer["vault"], answer["keys_passphrase"]) == (0, True, False)
    assert {each["what"] for each in answer["found"]} >= {"ledger", "vault", "keys", "scenario"}
    assert (op.folder / "vault.db").exists()


def test_at_the_door_nobody_is_asked_for_anything(op: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    op.does("vault", "on", "--no-passphrase")
    assert run(["operation", "seize-drill", "--now", "--yes", "--operation", str(op.folder)]) == 0
    assert "The keys are destroyed" in capsys.readouterr().out
    assert not (op.folder / "vault.db").exists()
    assert op.data("operation", "seize-drill", "--now", "--yes")["keys"] is False


def test_without_a_yes_nothing_is_destroyed(op: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    op.does("vault", "on", "--no-passphrase")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["operation", "seize-drill", "--now", "--operation", str(op.folder)]) != 0
    assert (op.folder / "vault.db").exists()
