"""The vault is used from the command line: sealed, looked at by two, disclosed, erased; and refused."""

import base64
import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from safepassage.cli.main import run
from safepassage.cli.vault_words import expired_in_words
from safepassage.identity.vault import Expired
from tests.cli.operations import COMMAND, Typed, card, made

NAME = "ليلى of the second floor"
WHY = ("--reason", "her brother asks for her")
STAFF = {
    "Rana": "registration-officer",
    "Mona": "medical",
    "Petra": "protection",
    "Omar": "information-officer",
    "Aida": "auditor",
    "Dani": "dispatcher",
}


@pytest.fixture
def off(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR", "SAFEPASSAGE_VAULT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAFEPASSAGE_VAULT_KEYS", str(tmp_path / "stick" / "vault.keys"))
    op = made(tmp_path, capsys)
    for person, role in STAFF.items():
        op.does("operation", "appoint", person, role)
    return op


@pytest.fixture
def op(off: Typed) -> Typed:
    off.does("vault", "on", "--no-passphrase", by="Omar")
    return off


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def sealed(op: Typed, tmp_path: Path, token: str, field: str, value: str | bytes, by: str) -> None:
    path = tmp_path / "value"
    path.write_bytes(value.encode() if isinstance(value, str) else value)
    assert f"The {field} of {token} is sealed." in op.does("vault", "seal", token, field, "--file", str(path), by=by)


def test_a_name_is_typed_in_and_shown_to_whom_it_may_be(op: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    (token,) = op.people("depot", "--adult", "1", leave=False)
    typed(monkeypatch, f"{NAME}\n".encode())
    op.does("vault", "seal", token.lower(), "full-name", by="Rana")
    assert op.does("vault", "look", token, "full-name", *WHY, by="Petra") == f"full-name: {NAME}\n"
    answer = op.data("vault", "look", token, "full-name", *WHY, by="Petra")
    assert answer == {"token": token, "alert": "", "fields": {"full-name": NAME}}
    assert "has nothing there" in op.does("vault", "look", token, "own-contact", *WHY, by="Petra")


def test_without_a_vault_everything_else_goes_on(off: Typed) -> None:
    tokens = off.people("depot", "--adult", "1")
    off.does("board", "bus-1", "depot", *tokens)
    told = off.fails("vault", "look", tokens[0], "full-name", *WHY, by="Petra", status=2)
    assert "it is off, unless 'safepassage vault on' switches it on" in told


def test_only_who_may_switches_the_vault_on(off: Typed) -> None:
    assert "Refused (role-may-not)" in off.fails("vault", "on", "--no-passphrase", by="Dani")
    answer = off.data("vault", "on", "--no-passphrase", by="Omar")
    assert answer["passphrase"] is False
    assert stat.S_IMODE(Path(answer["keys"]).stat().st_mode) == 0o600
    assert "switched on once" in off.fails("vault", "on", by="Omar", status=2)


def test_a_passphrase_is_asked_for_and_needed(off: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPASSAGE_VAULT_PASSPHRASE", "a long sentence")
    assert off.data("vault", "on", by="Omar")["passphrase"] is True
    (token,) = off.people("depot", "--adult", "1", leave=False)
    monkeypatch.setenv("SAFEPASSAGE_VAULT_PASSPHRASE", "another")
    told = off.fails("vault", "look", token, "full-name", *WHY, by="Petra", status=2)
    assert "check the passphrase" in told


def test_without_a_terminal_nobody_is_asked_for_a_passphrase(off: Typed) -> None:
    environment = os.environ | {"SAFEPASSAGE_OPERATION": str(off.folder), "SAFEPASSAGE_ACTOR": "Omar"}
    done = subprocess.run(
        [*COMMAND, "vault", "on"],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 2
    assert "set SAFEPASSAGE_VAULT_PASSPHRASE" in done.stderr
    assert not (off.folder / "vault.db").exists()


@pytest.mark.parametrize(
    ("by", "rule"), [("Dani", "role-may-not"), ("Rana", "role-may-not"), ("Nobody", "not-appointed")]
)
def test_a_refusal_names_its_rule(op: Typed, by: str, rule: str) -> None:
    (token,) = op.people("depot", "--adult", "1", leave=False)
    assert f"Refused ({rule})" in op.fails("vault", "look", token, "full-name", *WHY, by=by)
    answer = op.data("vault", "look", token, "full-name", *WHY, by=by, status=1)
    assert answer["refused"]["rule"] == rule


def test_a_childs_name_is_seen_by_two(op: Typed, tmp_path: Path) -> None:
    _, child = op.people("depot", "--adult", "1", "--child", "1", leave=False)
    sealed(op, tmp_path, child, "full-name", NAME, "Rana")
    assert "Refused (needs-two)" in op.fails("vault", "look", child, "full-name", *WHY, by="Petra")
    request = op.data("vault", "look", child, "full-name", *WHY, "--ask", by="Petra")["request"]
    assert f"{request}: Petra asks to look full-name of {child}" in op.does("vault", "approve", by="Omar")
    assert [each["request"] for each in op.data("vault", "approve", by="Omar")["requests"]] == [request]
    assert "Refused (same-person)" in op.fails("vault", "approve", request, by="Petra")
    op.does("vault", "approve", request, by="Omar")
    assert NAME in op.does("vault", "look", child, "full-name", *WHY, "--request", request, by="Petra")
    assert op.does("vault", "approve", by="Omar") == ""


def test_in_an_emergency_the_glass_breaks_and_somebody_else_reviews_it(op: Typed, tmp_path: Path) -> None:
    (token,) = op.people("depot", "--child", "1", leave=False)
    sealed(op, tmp_path, token, "medical-note", "insulin\ntwice a day", "Mona")
    told = op.does("vault", "look", token, "medical-note", *WHY, "--break-glass", by="Dani")
    assert "medical-note: insulin\n    twice a day" in told
    (alert,) = op.data("vault", "review", by="Aida")["alerts"]
    assert (alert["by"], alert["token"]) == ("Dani", token)
    assert "Dani broke the glass for medical-note" in op.does("vault", "review", by="Aida")
    op.does("vault", "review", alert["alert"], "--finding", "it was right", by="Aida")
    assert op.data("vault", "review", by="Aida") == {"alerts": []}


def test_a_photo_goes_into_a_file(op: Typed, tmp_path: Path) -> None:
    (token,) = op.people("depot", "--adult", "1", leave=False)
    sealed(op, tmp_path, token, "photo", b"\xff\xd8 picture", "Rana")
    look = ("vault", "look", token, "photo", *WHY)
    assert "name a file for it with --output" in op.fails(*look, by="Petra", status=2)
    op.does(*look, "--output", str(tmp_path / "photo.jpg"), by="Petra")
    assert (tmp_path / "photo.jpg").read_bytes() == b"\xff\xd8 picture"
    assert stat.S_IMODE((tmp_path / "photo.jpg").stat().st_mode) == 0o600
    assert "something at" in op.fails(*look, "--output", str(tmp_path / "photo.jpg"), by="Petra", status=2)
    assert base64.b64decode(op.data(*look, by="Petra")["fields"]["photo"]) == b"\xff\xd8 picture"


def test_a_list_leaves_with_its_mark(op: Typed, tmp_path: Path) -> None:
    one, child = op.people("depot", "--adult", "1", "--child", "1", leave=False)
    sealed(op, tmp_path, one, "full-name", NAME, "Rana")
    words = ("--to", "the reception centre", *WHY, "--field", "full-name", "--token", one)
    answer = op.data("vault", "disclose", str(tmp_path / "list.csv"), *words, by="Omar")
    (line,) = csv.DictReader((tmp_path / "list.csv").read_text(encoding="utf-8").splitlines())
    assert line == {"token": one, "full-name": NAME, "watermark": answer["watermark"]}
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600
    before = op.look().position
    nowhere = op.fails("vault", "disclose", str(tmp_path / "nowhere" / "list.csv"), *words, by="Omar", status=2)
    assert "name a file in a folder that is there" in nowhere
    assert op.look().position == before
    again = op.fails("vault", "disclose", str(tmp_path / "list.csv"), *words, by="Omar", status=2)
    assert "something at" in again
    two = (*words, "--token", child, "--format", "json")
    request = op.data("vault", "disclose", str(tmp_path / "two"), *two, "--ask", by="Omar")["request"]
    op.does("vault", "approve", request, by="Petra")
    told = op.does("vault", "disclose", str(tmp_path / "two"), *two, "--request", request, by="Omar")
    assert "Hand it over, then delete it" in told
    assert len(json.loads((tmp_path / "two").read_text(encoding="utf-8"))["persons"]) == 2


def test_a_person_is_erased_and_the_ledger_verifies(
    op: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (token,) = op.people("depot", "--adult", "1", leave=False)
    sealed(op, tmp_path, token, "full-name", NAME, "Rana")
    assert op.does("vault", "erase", token, *WHY, by="Omar") == f"{token} is erased.\n"
    assert "had nothing of" in op.does("vault", "erase", token, *WHY, by="Omar")
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", str(op.folder / "ledger.db"))
    assert run(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["person.erased"]["counts"] == {"persons": 2}


def test_what_is_past_its_retention_is_listed(op: Typed) -> None:
    assert op.does("vault", "expired", by="Omar") == "No field is past its retention.\n"
    answer = op.data("vault", "expired", "--erase", by="Omar")
    assert answer == {"expired": [], "erased": True, "unfinished": []}
    assert "Refused (role-may-not)" in op.fails("vault", "expired", by="Dani")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("seal", card(1), "religion"), "has no field 'religion'"),
        (("seal", "Layla", "full-name"), "Layla"),
        (("look", card(1), "full-name", "--reason", "x"), "Nobody is registered"),
    ],
)
def test_input_that_is_none_is_one_sentence(
    op: Typed, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    typed(monkeypatch, b"somebody")
    error = op.fails("vault", *words, by="Petra", status=2)
    assert told in error
    assert "Traceback" not in error


def test_a_value_that_is_no_text_is_told(op: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, b"\xff\xfe")
    assert "no text in UTF-8" in op.fails("vault", "seal", card(1), "full-name", by="Rana", status=2)


def test_the_group_alone_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["vault"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("seal", "look", "approve", "disclose", "erase", "expired", "review"))


def test_what_is_past_its_retention_and_what_is_unfinished_is_told_in_words() -> None:
    due = [Expired("P-1", "photo", 5)]
    assert list(expired_in_words(due, ["P-2"], destroyed=False)) == [
        "photo of P-1: its retention is over.",
        "P-2 was to be erased, and the key is still there: erase them again.",
    ]
    assert list(expired_in_words(due, [], destroyed=True)) == ["photo of P-1: destroyed."]
