"""People are registered by options or from a file, and get tokens; nobody is registered by half."""

import json
from pathlib import Path

import pytest

from safepassage.cli.main import run
from safepassage.domain.live.tokens import TokenKind, kind_of, read_token
from tests.cli.operations import Typed, card, made


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return made(tmp_path, capsys)


def test_each_member_of_a_group_gets_a_token(op: Typed) -> None:
    options = ("--adult", "2", "--child", "1", "--infant", "1", "--member", "older/wheelchair", "--priority", "2")
    (group,) = op.data("register", "old-town", *options, "--destination", "reception", "--row", "old-town-families")[
        "groups"
    ]
    members = [(member["age"], member["seat"], member["needs"]) for member in group["members"]]
    assert members == [
        ("adult", "seated", "none"),
        ("adult", "seated", "none"),
        ("child", "seated", "none"),
        ("infant", "seated", "none"),
        ("older", "wheelchair", "none"),
    ]
    tokens = [member["token"] for member in group["members"]]
    assert [read_token(token) for token in tokens] == tokens
    assert kind_of(group["group"]) is TokenKind.GROUP
    person = op.look().person(tokens[4])
    assert (person.group, person.row, person.priority) == (group["group"], "old-town-families", 2)


def test_cards_that_were_printed_before_are_used_adults_first(op: Typed) -> None:
    told = op.does("register", "harbour", "--child", "1", "--adult", "1", "--card", card(7).lower(), "--card", card(8))
    assert f"  {card(7)}  adult, seated\n  {card(8)}  child, seated\n" in told
    assert "Refused (registered-already)" in op.fails("register", "harbour", "--adult", "1", "--card", card(7))


def test_a_file_registers_all_its_groups(op: Typed, tmp_path: Path) -> None:
    file = tmp_path / "groups.csv"
    group = card(1, TokenKind.GROUP)
    file.write_text(
        "place,adult,child,members,group,linked,cards\n"
        f"old-town,2,,,{group},,{card(1)} {card(2)}\n"
        f"harbour,,2,adult/seated/escort older/stretcher/medical,,{group},\n"
    )
    groups = op.data("register", "--from", str(file), "--id", "monday")["groups"]
    assert [each["place"] for each in groups] == ["old-town", "harbour"]
    assert [len(each["members"]) for each in groups] == [2, 4]
    assert op.status()["account"]["everybody"] == 6
    again = op.data("register", "--from", str(file), "--id", "monday")["groups"]
    assert again == groups
    assert op.status()["account"]["everybody"] == 6


def test_given_again_under_its_id_a_group_has_the_tokens_of_the_first_time(op: Typed) -> None:
    words = ("register", "old-town", "--adult", "2", "--id", "desk-1-17")
    assert op.data(*words)["groups"] == op.data(*words)["groups"]
    assert "Refused (id-taken)" in op.fails("register", "old-town", "--adult", "3", "--id", "desk-1-17")
    assert op.status()["account"]["everybody"] == 2


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("old-town,x,", 'line 3, column adult: "x" is not a number'),
        ("old-town,100,", "line 3, column adult"),
        ("old-town,,adult/flying", 'line 3, column members: "adult/flying" is no person'),
        ("old-town,,", "line 3: The group has nobody"),
        (",1,", "line 3, column place: The cell is blank"),
        ("old-twon,1,", 'There is no place "old-twon" in the scenario: did you mean old-town?'),
    ],
)
def test_nobody_is_registered_from_a_file_with_an_error(op: Typed, tmp_path: Path, row: str, where: str) -> None:
    (tmp_path / "groups.csv").write_text(f"place,adult,members\nold-town,1,\n{row}\n")
    assert where in op.fails("register", "--from", "groups.csv", status=2)
    assert op.status()["account"]["everybody"] == 0


def test_what_was_registered_before_trouble_of_any_kind_is_told(op: Typed, tmp_path: Path) -> None:
    """Else people would be registered under tokens that nobody ever saw."""
    too_many = " ".join(["adult"] * 1_000)
    (tmp_path / "groups.csv").write_text(f"place,adult,members,cards\nold-town,1,,{card(1)}\nold-town,,{too_many},\n")
    assert run(["register", "--from", "groups.csv", "--operation", "op", "--as", "Layla"]) == 2
    told = op.capsys.readouterr()
    assert card(1) in told.out
    assert "is larger than 64 KiB" in told.err
    assert op.status()["account"]["everybody"] == 1


def test_what_was_registered_before_a_refusal_is_told(op: Typed, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text(f"place,adult,cards\nold-town,1,{card(1)}\nold-town,1,{card(1)}\n")
    assert run(["register", "--from", "groups.csv", "--operation", "op", "--as", "Layla", "--json"]) == 1
    shown = op.capsys.readouterr().out
    answer = json.loads(shown[shown.index("{") :])
    assert answer["refused"]["rule"] == "registered-already"
    assert [each["members"][0]["token"] for each in answer["groups"]] == [card(1)]
    assert op.status()["account"]["everybody"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say where one group waits, or give the file"),
        (("old-town", "--from", "x.csv"), "Say where one group waits, or give the file"),
        (("--from", "nowhere.csv", "--adult", "1"), "leave these away, or write columns: adult"),
        (("--from", "nowhere.csv"), "nowhere.csv: There is no such file"),
        (("old-town",), "The group has nobody"),
        (("old-town", "--adult", "1", "--card", card(1), "--card", card(2)), "There are 2 cards for 1 persons"),
        (("old-town", "--adult", "1", "--group", card(1)), "is no token that begins with G"),
        (("old-town", "--adult", "1", "--linked", "G-1"), "linked: The token"),
        (("old town", "--adult", "1"), 'place: "old town" is not an id'),
    ],
)
def test_bad_options_are_told_in_one_sentence(op: Typed, words: tuple[str, ...], sentence: str) -> None:
    told = op.fails("register", *words, status=2)
    assert sentence in told
    assert op.status()["account"]["everybody"] == 0


def test_cards_are_printed(op: Typed, tmp_path: Path) -> None:
    (group,) = op.data("register", "old-town", "--adult", "2", "--cards", "cards.html")["groups"]
    page = (tmp_path / "cards.html").read_text(encoding="utf-8")
    assert all(member["token"] in page for member in group["members"])
    assert "is a folder" in op.fails("register", "old-town", "--adult", "1", "--cards", str(op.folder), status=2)
    assert op.status()["account"]["everybody"] == 2


def test_cards_that_were_made_before_are_never_replaced(op: Typed, tmp_path: Path) -> None:
    op.does("register", "old-town", "--adult", "1", "--cards", "cards.html")
    first = (tmp_path / "cards.html").read_bytes()
    words = ("register", "old-town", "--adult", "1", "--cards", "cards.html")
    assert "something at cards.html already" in op.fails(*words, status=2)
    assert (tmp_path / "cards.html").read_bytes() == first
    assert op.status()["account"]["everybody"] == 1


def test_cards_are_headed_by_what_they_are_of(op: Typed, tmp_path: Path) -> None:
    op.does("register", "old-town", "--adult", "1", "--cards", "cards.html")
    title = op.look().staff.scenario
    assert f'<p class="title"><bdi dir="auto">{title}</bdi></p>' in (tmp_path / "cards.html").read_text()
