"""A live operation opens by its record, signed by two, and closes when nothing is left to settle."""

from pathlib import Path

import pytest

from safepassage.cli.main import run
from safepassage.scenarios import write_starting_scenario
from tests.cli.operations import Typed


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write_starting_scenario(tmp_path / "scenario")
    assert run(["operation", "new", "scenario", "op", "--as", "Layla"]) == 0
    return Typed(tmp_path / "op", capsys)


def filled_in(path: Path) -> None:
    """Answer every question of a record in the same way."""
    sections, checklist = path.read_text(encoding="utf-8").split("[checklist]")
    filled = sections.replace('= ""', '= "As decided."') + "[checklist]" + checklist.replace('= ""', "= true")
    path.write_text(filled, encoding="utf-8")


def written(op: Typed, name: str) -> str:
    """Write the record into a file; give the digest to sign."""
    words = ["operation", "write-record", name, "--operation", str(op.folder), "--json"]
    op.capsys.readouterr()
    assert run(words) == 0
    return op.capsys.readouterr().out.split('"digest": "')[1].split('"')[0]


def test_an_operation_opens_by_its_signed_record_and_closes(op: Typed, tmp_path: Path) -> None:
    assert op.status()["phase"] == "prepared"
    assert "Refused (not-open)" in op.fails("depart", "bus-1", "depot")
    assert "Refused (opening-record-incomplete)" in op.fails("operation", "open")
    op.does("operation", "appoint", "Sami", "protection")
    written(op, "record.toml")
    filled_in(tmp_path / "record.toml")
    op.does("operation", "file-record", "record.toml")
    digest = written(op, "filed.toml")
    op.does("operation", "sign", "head of office", digest)
    op.does("operation", "sign", "protection lead", digest, by="Sami")
    op.does("operation", "open")
    assert op.status()["phase"] == "open"
    op.does("depart", "bus-1", "depot")
    assert "Refused (unfinished)" in op.fails("operation", "close")
    op.does("arrive", "bus-1", "depot")
    op.does("operation", "close")
    assert op.status()["phase"] == "closed"
    assert "Refused (closed)" in op.fails("depart", "bus-1", "depot")


def test_a_record_that_cannot_be_used_is_named_with_its_lines(op: Typed, tmp_path: Path) -> None:
    written(op, "record.toml")
    text = (tmp_path / "record.toml").read_text(encoding="utf-8")
    (tmp_path / "record.toml").write_text(text.replace("last-resort =", "lost-resort ="), encoding="utf-8")
    told = op.fails("operation", "file-record", "record.toml", status=2)
    assert "record.toml, line" in told
    assert "lost-resort" in told


def test_no_record_is_written_over_a_file(op: Typed, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("precious")
    assert run(["operation", "write-record", "there", "--operation", "op"]) == 2
    assert (tmp_path / "there").read_text() == "precious"
    assert "There is something at there already" in op.capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--quota", "bridge/week/1/1"), "--quota: 'bridge/week/1/1' is none"),
        (("--quota", "bridge/day/many/1"), "--quota: 'bridge/day/many/1' is none"),
        (("--light", "gate/Party A"), "--light: 'gate' is no crossing of these terms"),
        (("--light", "bridge/Party Z"), "--light: 'Party Z' is no party of these terms"),
        (("--light", "bridge"), "--light: '' is no party of these terms"),
        (("--quota", "gate/day/1/1"), "--quota: 'gate' is no crossing of these terms"),
        (("--from", "nowhere"), "There is no such scenario"),
    ],
)
def test_terms_that_are_none_are_told_in_a_sentence(op: Typed, words: tuple[str, str], sentence: str) -> None:
    assert sentence in op.fails("agreement", "propose", "text", *words, status=2)
