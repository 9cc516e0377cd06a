"""`safepassage ledger` as people use it: files, exit statuses, sentences, JSON."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from safepassage.bootstrap import ledgers
from safepassage.cli.main import run
from tests.ledger.places import PostgresqlPlace, SqlitePlace, event, events
from tests.ledger.server import Server, programs, running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder of our own, with no settings but those in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.delenv("SAFEPASSAGE_LEDGER_KEY", raising=False)
    monkeypatch.delenv("SAFEPASSAGE_DATABASE", raising=False)
    return tmp_path


def append(first: int, last: int) -> None:
    with closing(ledgers.open_ledger()) as store:
        version = sum(1 for _ in store.stream("op"))
        store.append("op", version, events(first, last))


def ledger(*arguments: str) -> int:
    return run(["ledger", *arguments])


def data(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert ledger(*arguments, "--json") == status
    return json.loads(capsys.readouterr().out)


def test_a_ledger_is_made_verified_signed_and_proven(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("new") == 0
    append(1, 5)
    assert ledger("verify") == 0
    assert "ledger.db holds 5 events, and each is as it was recorded." in capsys.readouterr().out
    made = data(capsys, "checkpoint", "one.json")
    append(6, 7)
    assert ledger("checkpoint", "two.json") == 0
    assert ledger("export", "totals.jsonl", "--totals") == 0
    assert ledger("export", "events.jsonl", "--event", "e3", "--since", "one.json") == 0
    assert ledger("export", "whole.jsonl") == 0
    key = ("--key", made["key"], "--checkpoint", "one.json")
    (folder / "ledger.db").rename("away.db")
    capsys.readouterr()
    for name, words in (
        ("totals", "tells of 7 events, and its totals are their sums"),
        ("events", "shows 1 of 7 events, each as it was signed"),
        ("whole", "tells of 7 events"),
    ):
        assert ledger("verify", "--file", f"{name}.jsonl", *key) == 0
        assert words in capsys.readouterr().out
        assert data(capsys, "verify", "--file", f"{name}.jsonl", *key)["ok"] is True
        assert stat.S_IMODE(Path(f"{name}.jsonl").stat().st_mode) == 0o600
    assert ledger("verify", "--file", "events.jsonl") == 0
    shown = capsys.readouterr().out
    assert "    id        e3\n" in shown
    assert "Compare this key with the one that you were given" in shown
    assert ledger("verify", "--file", "totals.jsonl", "--key", "00" * 32) == 1
    assert "which is none of yours" in capsys.readouterr().out


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger"]) == 0
    told = capsys.readouterr()
    assert "checkpoint" in told.out
    assert told.err == ""
    assert ledger("nope") == 2
    assert capsys.readouterr().err == "No such command 'nope': see 'safepassage ledger --help'.\n"


def test_a_changed_event_is_named_and_the_status_says_no(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    append(1, 70)
    ledger("checkpoint", "one.json")
    SqlitePlace(folder / "ledger.db").tamper("actor", "another", 3)
    found = data(capsys, "verify", status=1)
    assert (found["ok"], found["problems"], found["findings"][0]["event"]) == (False, 1, 3)
    assert ledger("verify") == 1
    assert capsys.readouterr().out.startswith("Event 3 (e3 in op) is not what was recorded")
    for position in range(4, 70):
        SqlitePlace(folder / "ledger.db").tamper("actor", "another", position)
    assert ledger("verify") == 1
    assert "… and 17 more" in capsys.readouterr().out
    assert ledger("checkpoint", "two.json") == 2
    assert ledger("backup", "backup.db") == 2
    assert not Path("two.json").exists()
    assert not Path("backup.db").exists()


def test_a_damaged_file_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    append(1, 5)
    place = SqlitePlace(folder / "ledger.db")
    place.run("PRAGMA writable_schema = ON")
    place.run("DROP TRIGGER events_update")
    found = data(capsys, "verify")
    assert found["ok"] is True
    content = bytearray((folder / "ledger.db").read_bytes())
    content[-4096:-4000] = bytes(96)
    (folder / "ledger.db").write_bytes(content)
    capsys.readouterr()
    assert ledger("verify") in {1, 2}


def test_what_was_signed_by_another_key_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    ledger("checkpoint", "one.json")
    (folder / "settings" / "safepassage" / "ledger-key.pem").unlink()
    assert ledger("verify") == 0
    assert "Compare this key" in capsys.readouterr().out
    append(1, 1)
    ledger("checkpoint", "two.json")
    assert ledger("verify") == 1
    assert "Checkpoint 1 is signed by the key" in capsys.readouterr().out


def test_a_backup_is_restored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    append(1, 5)
    before = data(capsys, "verify")
    assert data(capsys, "backup", "backup.db")["events"] == 5
    (folder / "ledger.db").unlink()
    (folder / "ledger.db-wal").unlink(missing_ok=True)
    (folder / "ledger.db-shm").unlink(missing_ok=True)
    assert ledger("verify") == 2
    assert "There is no ledger at ledger.db" in capsys.readouterr().err
    assert ledger("restore", "backup.db") == 0
    assert "5 events of the ledger" in capsys.readouterr().out
    assert data(capsys, "verify")["chain"] == before["chain"]
    assert ledger("restore", "backup.db") == 0
    append(6, 6)
    assert ledger("restore", "backup.db") == 2
    assert "holds events already" in capsys.readouterr().err


def test_a_ledger_moves_to_another_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger("new")
    append(1, 5)
    assert ledger("move", "ledger.db") == 2
    assert "is in ledger.db already" in capsys.readouterr().err
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "new.db"))
    assert data(capsys, "move", "ledger.db")["events"] == 5
    append(6, 6)
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(folder / "ledger.db"))
    assert data(capsys, "verify")["moved_to"] == str(folder / "new.db")
    assert ledger("verify") == 0
    assert f"This ledger was moved; it goes on in {folder / 'new.db'}." in capsys.readouterr().out
    with pytest.raises(Exception, match="go on with"):
        append(7, 7)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here: requirements/debian.txt names its package")
    with running() as started:
        yield started


def test_a_ledger_moves_to_postgresql_and_goes_on_there(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger("new")
    append(1, 5)
    ledger("checkpoint", "one.json")
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", server.fresh())
    assert ledger("verify") == 2
    assert "There is no ledger in the PostgreSQL database" in capsys.readouterr().err
    assert ledger("move", "ledger.db") == 0
    assert "ledger.db takes no more events" in capsys.readouterr().out
    append(6, 6)
    assert ledger("verify", "--checkpoint", "one.json") == 0
    assert "holds 6 events" in capsys.readouterr().out
    assert ledger("backup", "backup.db") == 0
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", server.fresh())
    assert ledger("new") == 0
    assert ledger("new") == 2
    assert "There is a ledger in the PostgreSQL database" in capsys.readouterr().err
    assert ledger("restore", "backup.db") == 2
    assert "There is another ledger in" in capsys.readouterr().err
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", address := server.fresh())
    assert ledger("restore", "backup.db") == 0
    place = PostgresqlPlace(address)
    assert place.open().head().size == 6
    place.close()


def test_nothing_is_ever_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    (folder / "there").write_bytes(b"precious")
    for command in ("checkpoint", "export", "backup"):
        assert ledger(command, "there") == 2
        assert "There is something at there already" in capsys.readouterr().err
    assert ledger("new") == 2
    assert "ledger.db cannot be used (there is a file of this name already)" in capsys.readouterr().err
    assert (folder / "there").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "x", "--totals", "--event", "e1"], "are two different files"),
        (["export", "x", "--since", "c.json"], "--since belongs to --event"),
        (["export", "x", "--event", "nope"], "There is no signed checkpoint yet"),
        (["export", "x", "--totals"], "There is no signed checkpoint yet"),
        (["verify", "--key", "xyz"], "A key is not 32 bytes"),
        (["verify", "--file", "nowhere"], "nowhere cannot be used"),
        (["verify", "--checkpoint", "ledger.db"], "ledger.db is larger than"),
        (["restore", "nowhere"], "There is no ledger at nowhere"),
        (["move", "nowhere"], "There is no ledger at nowhere"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger("new")
    capsys.readouterr()
    assert ledger(*arguments) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not Path("x").exists()


def test_an_address_of_another_kind_is_refused_without_repeating_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", "mysql://ada:s3cret@host/db")
    for command in (["new"], ["verify"], ["restore", "x"], ["move", "x"]):
        assert ledger(*command) == 2
        told = capsys.readouterr().err
        assert "s3cret" not in told
    assert "neither a file nor an address" in told


def test_the_key_is_where_the_setting_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPASSAGE_LEDGER_KEY", str(folder / "stick" / "key.pem"))
    ledger("new")
    assert ledger("checkpoint", "one.json") == 0
    assert stat.S_IMODE((folder / "stick" / "key.pem").stat().st_mode) == 0o600


def test_text_of_an_event_does_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    ledger("new")
    with closing(ledgers.open_ledger()) as store:
        store.append("op", 0, [event("e1", payload={"text": "\u202e", "groups": 1})])
    ledger("checkpoint", "one.json")
    ledger("export", "events.jsonl", "--event", "e1")
    capsys.readouterr()
    assert ledger("verify", "--file", "events.jsonl") == 0
    assert "\u202e" not in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_one_event_is_not_told_as_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("new") == 0
    append(1, 1)
    capsys.readouterr()
    assert ledger("verify") == 0
    assert " 1 event" in (told := capsys.readouterr().out.splitlines()[1])
    assert " 1 events" not in told
