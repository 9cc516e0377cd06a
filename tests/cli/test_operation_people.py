"""What can become of people on the way is told by commands, and what is told is settled by named persons."""

from pathlib import Path

import pytest

from tests.cli.operations import INFORMED, Typed, card, made


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    return made(tmp_path, capsys)


def under_way(op: Typed, *options: str) -> list[str]:
    """Bring people aboard bus-1, which leaves the depot."""
    tokens = op.people("depot", *options)
    op.does("board", "bus-1", "depot", *tokens)
    op.does("headcount", "bus-1", "depot", str(len(tokens)), "1")
    op.does("depart", "bus-1", "depot")
    return tokens


def test_whatever_becomes_of_people_the_sum_holds(op: Typed) -> None:
    tokens = under_way(op, "--adult", "6")
    op.does("arrive", "bus-1", "bridge")
    op.does(
        "screening",
        "bridge",
        "Party A",
        *["--presented", "6", "--passed", "4", "--taken-aside", "1", "--turned-back", "1"],
    )
    op.does("turned-back", "bridge", tokens[0], "--party", "Party A")
    op.does("removed", "bridge", tokens[1], "--party", "Party A")
    op.does("missing", "bridge", tokens[2], tokens[3])
    op.does("found", "bridge", tokens[3])
    op.does("died", "bridge", tokens[4])
    op.does("birth", tokens[5], card(77))
    account = op.status()["account"]
    where = {name: persons for name, persons in account["where"].items() if persons}
    assert where == {"turned-back": 1, "removed": 1, "missing": 1, "waiting": 1, "died": 1, "aboard": 2}
    assert (account["registered"], account["born"], account["everybody"]) == (6, 1, 7)


def test_who_changed_their_mind_stays(op: Typed) -> None:
    (token,) = op.people("harbour", "--adult", "1")
    op.does("withdraw", token, "--language", "ar", "--private")
    assert op.status()["account"]["where"]["stayed"] == 1


def test_somebody_in_two_vehicles_is_unresolved_until_it_is_settled(op: Typed) -> None:
    (token,) = op.people("depot", "--adult", "1")
    op.does("board", "bus-1", "depot", token)
    op.data("board", "bus-2", "depot", token, "--at", "2026-01-01T10:00:00Z")
    assert op.status()["account"]["where"]["unresolved"] == 1
    op.does("settle", "person", token, "--where", "aboard", "--holder", "bus-2", "--reason", "seen in bus-2")
    status = op.status()
    assert status["account"]["where"]["aboard"] == 1
    assert [load["vehicle"] for load in status["loads"]] == ["bus-2"]
    for each in status["discrepancies"]:
        op.does("settle", "discrepancy", each["of"], each["name"], "--reason", "looked into")
    assert op.status()["discrepancies"] == []
    refused = op.fails("settle", "discrepancy", "vehicle/bus-1", "never-there/x", "--reason", "why not")
    assert refused.startswith("Refused (")


def test_a_list_on_which_nobody_declines_is_a_notice_that_must_be_answered(op: Typed) -> None:
    op.people("harbour", "--adult", "25")
    notices = op.status()["notices"]
    assert [each["of"] for each in notices] == ["list/harbour"]
    words = ("--answer", "accepted", "--reason", "each was asked again, alone")
    op.does("settle", "notice", "list/harbour", notices[0]["name"], *words)
    assert op.status()["notices"] == []


def test_linked_groups_are_named_by_their_tokens(op: Typed) -> None:
    groups = [op.data("register", "harbour", "--adult", "1")["groups"][0]["group"] for _ in range(2)]
    op.does("link", *groups, "--reason", "sisters")
    assert op.look().group(groups[0]).linked == (groups[1],)
    told = op.fails("link", card(1), card(2), "--reason", "sisters", status=2)
    assert "is no token that begins with G" in told


def test_a_proxy_answers_for_somebody_who_cannot(op: Typed) -> None:
    tokens = op.people("harbour", "--adult", "1", leave=False)
    op.does("choice", *tokens, "--answer", "leave", *INFORMED, "--proxy", "her brother")
    assert op.status()["account"]["asked_to_leave"] == 1


def test_somebody_is_settled_at_a_place_that_there_is(op: Typed) -> None:
    (token,) = op.people("depot", "--adult", "1")
    settled = ("settle", "person", token, "--where", "waiting", "--reason", "seen", "--holder")
    assert "did you mean depot?" in op.fails(*settled, "depott", status=2)
    assert "bus-1 is a vehicle" in op.fails(*settled, "bus-1", status=2)
    assert op.status()["account"]["where"]["waiting"] == 1
    op.does(*settled, "old-town")
    assert op.look().person(token).holder == "old-town"
