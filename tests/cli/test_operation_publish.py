"""A page of figures is written for others, and the ledger has it first."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from safepassage.bootstrap.operations import opened_operation, operation_folder
from tests.cli.operations import Typed, made

TO = ("--to", "the *donors* | <b>", "--reason", "monthly report")


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    found = made(tmp_path, capsys)
    found.people("depot", "--adult", "2", "--child", "7", leave=False)
    found.people("harbour", "--adult", "4", leave=False)
    return found


def published(op: Typed, event: str) -> dict[str, object]:
    """Give what the ledger has of a page."""
    with opened_operation(operation_folder(op.folder)) as found:
        recorded = found.find(event)
    assert recorded is not None
    assert recorded.event.type == "summary.published"
    return dict(recorded.event.payload)


def counts(presented: int, passed: int, turned_back: int) -> list[str]:
    """Give what a party counted as it is typed."""
    numbers = {"presented": presented, "passed": passed, "taken-aside": 0, "turned-back": turned_back}
    return [word for name, number in numbers.items() for word in (f"--{name}", str(number))]


def test_a_page_as_data_carries_the_id_of_its_event_and_the_event_its_digest(op: Typed, tmp_path: Path) -> None:
    answer = op.data("operation", "publish", str(tmp_path / "page.json"), *TO)
    text = (tmp_path / "page.json").read_bytes()
    page = json.loads(text)
    fact = published(op, page["watermark"])
    assert answer["event"] == page["watermark"]
    assert (fact["digest"], fact["to"], fact["reason"]) == (sha256(text).hexdigest(), TO[1], TO[3])
    assert fact["withheld"] == answer["withheld"] == 0
    assert (page["everybody"], page["where"]["waiting"], page["rehearsal"]) == (13, 13, True)
    assert page["people"] == [{"age": "any", "needs": "none", "seat": "seated", "persons": 13}]
    assert page["travel_groups"] == []


def test_a_page_in_words_says_as_of_when_and_obeys_no_text(op: Typed, tmp_path: Path) -> None:
    op.does("operation", "publish", str(tmp_path / "page.md"), *TO)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "as of 20" in text
    assert r"for the \*donors\* \| \<b\>." in text
    assert "| waiting | 13 |" in text
    assert "| everybody, the sum of either list | 13 |" in text
    assert published(op, text.split()[-1])["digest"] == sha256(text.encode()).hexdigest()


def test_what_is_withheld_is_said_to_be(op: Typed, tmp_path: Path) -> None:
    tokens = op.people("bridge", "--adult", "2", leave=False)
    op.does("died", "bridge", tokens[0])
    op.does("screening", "bridge", "North", *counts(9, 9, 0))
    op.does("operation", "publish", str(tmp_path / "page.md"), *TO)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| died | withheld |" in text
    assert "What parties counted at crossings is withheld." in text


@pytest.mark.parametrize("file", ["page.md", "page.json"])
def test_a_page_tells_nothing_of_tokens_of_vehicles_and_of_where_people_wait(
    op: Typed, tmp_path: Path, file: str
) -> None:
    tokens = op.people("depot", "--adult", "20")
    op.does("board", "bus-1", "depot", *tokens)
    op.does("operation", "publish", str(tmp_path / file), *TO)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert [word for word in ("bus-1", "depot", "harbour", *tokens) if word in text] == []


def test_large_counts_of_a_party_are_told_under_its_name(op: Typed, tmp_path: Path) -> None:
    op.does("screening", "bridge", "North", *counts(30, 20, 10))
    op.does("operation", "publish", str(tmp_path / "page.md"), *TO)
    assert "| by the count of North | number |" in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["page.pdf", "page", "nowhere/page.md"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_recorded(
    op: Typed, tmp_path: Path, file: str
) -> None:
    before = op.look().position
    assert str(tmp_path / file) in op.fails("operation", "publish", str(tmp_path / file), *TO, status=2)
    assert op.look().position == before


def test_no_file_is_written_over_and_a_refused_one_is_not_written(op: Typed, tmp_path: Path) -> None:
    op.does("operation", "publish", str(tmp_path / "page.md"), *TO)
    assert "something at" in op.fails("operation", "publish", str(tmp_path / "page.md"), *TO, status=2)
    assert "Refused (published-lately)" in op.fails("operation", "publish", str(tmp_path / "again.md"), *TO)
    assert not (tmp_path / "again.md").exists()
