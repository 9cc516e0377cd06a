"""An operation is run from the command line: from the first folder to the first convoy that arrived."""

import json
from pathlib import Path

import pytest

from safepassage.cli.main import run
from safepassage.domain.live.tokens import TokenKind
from tests.cli.operations import INFORMED, Typed, card, made


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    return made(tmp_path, capsys)


def test_a_first_convoy_is_brought_out(op: Typed) -> None:
    op.does("operation", "appoint", "Omar", "boarding-focal-point", "--scope", "bus-1", "--scope", "bus-2")
    loads = {"bus-1": op.people("depot", "--adult", "2", "--child", "3"), "bus-2": op.people("depot", "--older", "2")}
    for bus, tokens in loads.items():
        op.does("board", bus, "depot", *tokens, by="Omar")
        op.does("headcount", bus, "depot", str(len(tokens)), "1", by="Omar")
        assert "vehicle.departed: vehicle" in op.does("depart", bus, "depot", by="Omar")
    assert op.status()["account"]["where"]["aboard"] == 7
    for bus, tokens in loads.items():
        op.does("arrive", bus, "reception")
        op.does("alight", bus, "reception", *tokens)
    status = op.status()
    assert (status["account"]["everybody"], status["account"]["where"]["arrived"]) == (7, 7)
    assert status["priorities"] == [{"priority": 3, "persons": 7, "leaving": 7, "out": 7}]
    assert status["discrepancies"] == []


def test_a_refusal_names_its_rule_and_changes_nothing(op: Typed) -> None:
    tokens = op.people("depot", "--adult", "1", leave=False)
    before = op.look().position
    assert op.fails("board", "bus-1", "depot", *tokens).startswith("Refused (own-choice): ")
    refused = op.data("board", "bus-1", "depot", *tokens, status=1)["refused"]
    assert refused["rule"] == "own-choice"
    assert refused["sentence"].startswith(f"{tokens[0]} has not been asked")
    assert "Refused (not-appointed): Bob" in op.fails("depart", "bus-1", "depot", by="Bob")
    assert op.look().position == before


def test_nobody_leaves_without_a_count_unless_danger_does_not_wait(op: Typed) -> None:
    op.does("board", "bus-1", "depot", *op.people("depot", "--adult", "1"))
    assert "Refused (not-counted)" in op.fails("depart", "bus-1", "depot")
    told = op.does("depart", "bus-1", "depot", "--uncounted", "shelling")
    assert "count.waived" in told
    assert "Discrepancy: bus-1 left depot with 1 scanned passengers whom nobody counted." in told
    assert "\n  safepassage settle discrepancy vehicle/bus-1 " in told


def test_a_vehicle_that_stops_on_the_way_is_counted_anew_and_the_refusal_says_so(op: Typed) -> None:
    op.does("board", "bus-1", "depot", *op.people("depot", "--adult", "1"))
    op.does("headcount", "bus-1", "depot", "1", "2")
    op.does("depart", "bus-1", "depot")
    op.does("arrive", "bus-1", "bridge")
    assert "since it came or the last one boarded" in op.fails("depart", "bus-1", "bridge")


def test_what_comes_out_of_turn_says_where_things_stand(op: Typed) -> None:
    told = op.fails("agreement", "enter-into-force")
    assert "too early or too late to enter into force: the state must be agreed, and is " in told


def test_a_report_is_kept_and_what_it_contradicts_is_told(op: Typed) -> None:
    answer = op.data("board", "bus-1", "harbour", card(1), "--at", "2026-01-01T10:00:00+02:00", "--source", "radio")
    (event,) = answer["events"]
    assert event["id"] == f"{answer['id']}.1"
    assert (event["happened"], event["source"]) == ("2026-01-01T08:00:00+00:00", "radio")
    assert event["payload"]["tokens"] == [card(1)]
    found = {each["of"]: each["name"] for each in answer["discrepancies"]}
    assert found["vehicle/bus-1"].endswith(f"/{event['id']}")
    shown = {(each["of"], each["name"], each["sentence"]) for each in op.status()["discrepancies"]}
    assert {(each["of"], each["name"], each["sentence"]) for each in answer["discrepancies"]} <= shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("board", "bus-1", "depot", "P-0000-0000-0001"), "check digits"),
        (("board", "bus-1", "depot", card(1, TokenKind.GROUP)), "is no token that begins with P"),
        (("depart", "bus-1", "depto"), 'no place "depto" in the scenario: did you mean depot?'),
        (("depart", "bus-1", "\x1b[31m"), "see places.csv"),
        (("depart", "bus-1", "depot", "--at", "yesterday"), '--at: "yesterday" is not a time'),
        (("depart", "bus-1", "depot", "--at", "2026-01-01T10:00:00"), "has no offset from UTC"),
        (("depart", "bus-1", "depot", "--at", "2299-01-01T10:00:00Z"), "has not happened yet"),
        (("headcount", "bus-1", "depot", "many", "1"), "Invalid value for 'passengers'"),
        (
            ("choice", card(1), "--answer", "leave", "--informed-of", "all", "--language", "ar", "--private"),
            "--informed",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(op: Typed, words: tuple[str, ...], sentence: str) -> None:
    before = op.look().position
    told = op.fails(*words, status=2)
    assert sentence in told
    assert told.count("\n") == 1
    assert "\x1b" not in told
    assert op.look().position == before


def test_what_happened_at_an_unknown_place_is_kept_with_a_warning(op: Typed) -> None:
    op.does("depart", "bus-1", "depot")
    assert (
        run(["arrive", "bus-1", "mill", "--at", "2026-01-01T10:00:00Z", "--as", "Layla", "--operation", str(op.folder)])
        == 0
    )
    told = op.capsys.readouterr()
    assert "warning: There is no place" in told.err
    assert "vehicle.arrived: vehicle bus-1, place mill" in told.out


def test_somebody_may_decide_to_stay(op: Typed) -> None:
    (token,) = op.people("harbour", "--older", "1")
    op.does("choice", token, "--answer", "stay", *INFORMED[:-1], "--no-private")
    assert op.status()["account"]["where"]["stayed"] == 1
    account = op.status()["account"]
    assert (account["asked_to_leave"], account["asked_to_stay"]) == (0, 1)


def test_a_dismissed_person_acts_no_more_but_one_coordinator_stays(op: Typed) -> None:
    op.does("operation", "appoint", "Omar", "coordinator")
    op.does("operation", "dismiss", "Layla", by="Omar")
    assert "Refused (not-appointed)" in op.fails("depart", "bus-1", "depot")
    assert "Refused (last-coordinator)" in op.fails("operation", "dismiss", "Omar", by="Omar")
    assert "Refused (last-coordinator)" in op.fails("operation", "appoint", "Omar", "observer", by="Omar")
    assert "Refused (not-appointed)" in op.fails("operation", "dismiss", "Bob", by="Omar")


def test_the_folder_and_the_name_may_be_settings(
    op: Typed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAFEPASSAGE_ACTOR", "Layla")
    assert run(["depart", "bus-1", "depot"]) == 2
    assert "There is no operation in" in capsys.readouterr().err
    monkeypatch.setenv("SAFEPASSAGE_OPERATION", str(op.folder))
    assert run(["depart", "bus-1", "depot"]) == 0
    assert run(["ledger", "verify"]) == 0
    monkeypatch.delenv("SAFEPASSAGE_OPERATION")
    monkeypatch.chdir(op.folder)
    assert run(["arrive", "bus-1", "harbour", "--json"]) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown[shown.index("{\n") :])["events"][0]["actor"] == "Layla"


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["operation"]) == 0
    told = capsys.readouterr()
    assert "appoint" in told.out
    assert told.err == ""
