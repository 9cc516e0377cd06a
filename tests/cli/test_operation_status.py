"""How an operation stands is seen at a glance: the sum of everybody, who waits in a vehicle, and what must be done."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from safepassage.cli.main import run
from safepassage.cli.operation.status import as_data, view
from safepassage.domain.custody import Whereabouts
from safepassage.operations.operation import followed
from safepassage.operations.pending import Pending, PendingKind
from safepassage.operations.status import Load, Open, PartyCount, PriorityCount, Status, status_of
from tests.cli.operations import Typed, made

START = datetime(2016, 12, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    return made(tmp_path, capsys)


def standing(where: Mapping[Whereabouts, int], **changes: object) -> Status:
    """Give how an operation with so many people stands."""
    empty = status_of(followed([]), 7200)
    everybody = sum(where.values())
    account = replace(empty.account, registered=everybody, where={each: where.get(each, 0) for each in Whereabouts})
    return replace(empty, scenario="tiny", account=account, **changes)  # type: ignore[arg-type]


def shown(status: Status, width: int = 80) -> list[str]:
    """Give the lines of the view in a terminal of some width."""
    console = Console(width=width, record=True, file=StringIO(), highlight=False)
    for part in view(status, START):
        console.print(part)
    return [line.rstrip() for line in console.export_text().splitlines()]


def numbers(lines: list[str]) -> Iterator[int]:
    """Yield the numbers above the line under the sum."""
    for line in lines[lines.index("Everybody") + 1 :]:
        if set(line.strip()) == {"─"}:
            return
        yield int(line.split()[0].replace(",", ""))


def test_the_sum_of_everybody_is_the_sum_of_what_is_shown() -> None:
    where = dict(zip(Whereabouts, range(100, 2000, 150), strict=False))
    lines = shown(standing(where))
    assert sum(numbers(lines)) == sum(where.values())
    assert any(
        line.split()[:4] == [f"{sum(where.values()):,}", "=", f"{sum(where.values()):,}", "registered"]
        for line in lines
    )


def test_nobody_is_hidden_and_empty_states_are() -> None:
    lines = shown(standing({Whereabouts.WAITING: 100_000, Whereabouts.MISSING: 1}))
    assert any("missing" in line and "█" in line for line in lines)
    assert not any("turned back" in line for line in lines)


@pytest.mark.parametrize("width", [80, 100])
def test_it_fits_the_terminal(width: int) -> None:
    load = Load("ambulance-with-a-long-name-12", "a-place-with-a-rather-long-name", None, 1200, None, 36_000)
    status = standing(
        dict.fromkeys(Whereabouts, 12_345),
        priorities=(PriorityCount(1, 12_345, 12_000, 11_000),),
        loads=(load, replace(load, vehicle="bus-2", place="", since_s=60, counted=1199)),
        discrepancies=(Open("vehicle/bus-2", "headcount-differs/abc.1", "A sentence " * 20),),
        screened=(
            PartyCount("a-place-with-a-rather-long-name", "army of the north", 12_345, 12_000, 300, 45, 44, 300),
        ),
        pending=(Pending(PendingKind.DECIDE, "movement/m-1", "Somebody must decide. " * 9, 60),),
    )
    lines = shown(status, width)
    assert max(map(len, lines)) <= width
    assert any("10 h 00 min" in line for line in lines)
    assert any(line.split()[-6:] == ["12,345", "12,000", "300", "(300)", "45", "(44)"] for line in lines)


def test_whoever_has_been_aboard_for_longest_comes_first() -> None:
    loads = tuple(Load(f"bus-{n}", "", 0, 1, 1, n * 3600) for n in (1, 3, 2))
    lines = [line for line in shown(standing({}, loads=loads)) if line.strip().startswith("bus-")]
    assert [line.split()[0] for line in lines] == ["bus-3", "bus-2", "bus-1"]


def test_long_lists_are_cut_and_say_so() -> None:
    found = tuple(Open(f"person/P-{n}", "x/y", "Odd.") for n in range(50))
    assert any("and 30 more" in line for line in shown(standing({}, discrepancies=found)))


def test_what_of_the_agreement_was_kept_and_who_is_where_stand_in_the_data() -> None:
    status = as_data(standing({}, holders={"square": {Whereabouts.WAITING: 2}}), START)
    assert status["holders"] == {"square": {"waiting": 2}}
    assert status["compliance"]["violations_reported"] == 0
    assert json.loads(json.dumps(status)) is not None


def test_words_of_people_do_not_command_the_terminal() -> None:
    status = standing({}, discrepancies=(Open("vehicle/\x1b[31m", "x", "\x1b]0;title\x07"),))
    assert not any("\x1b" in line for line in shown(replace(status, scenario="\x1b[2J")))


def test_the_agreement_and_its_movements_are_shown_and_who_waits_for_a_decision(op: Typed) -> None:
    op.does("agreement", "propose", "text", "--light", "bridge/Party A")
    for party in ("Party A", "Party B"):
        op.does("agreement", "agree", party)
    op.does("agreement", "enter-into-force")
    file = ("--crossing", "bridge", "--vehicle", "bus-1", "--lead", "bus-1", "--leader", "Hala", "--persons", "1")
    op.does("movement", "draft", "m-1", "depot", "reception", *file, "--departs", "2299-01-01T00:00:00Z")
    (movement,) = op.status()["movements"]
    assert (movement["state"], movement["permitted"]) == ("drafted", False)
    assert op.fails("movement", "depart", "m-1").startswith("Refused (not-acknowledged)")
    for party in ("Party A", "Party B"):
        op.does("movement", "notify", "m-1", party)
        op.does("movement", "acknowledge", "m-1", party)
    light = ("movement", "green-light", "m-1", "bridge", "Party A")
    op.does(*light, "--from", "2026-01-01T00:00:00Z", "--until", "2299-01-02T00:00:00Z")
    op.does("movement", "go", "m-1")
    op.does("movement", "depart", "m-1")
    assert op.status()["pending"] == []
    op.does("agreement", "suspend")
    status = op.status()
    assert status["agreement"]["state"] == "suspended"
    assert [(each["kind"], each["of"]) for each in status["pending"]] == [("decide", "movement/m-1")]
    op.capsys.readouterr()
    assert run(["operation", "status", "--operation", str(op.folder)]) == 0
    assert "Somebody must decide for m-1" in " ".join(op.capsys.readouterr().out.split())


def test_who_reported_a_violation_is_not_shown(op: Typed) -> None:
    op.does("agreement", "propose", "text")
    for party in ("Party A", "Party B"):
        op.does("agreement", "agree", party)
    op.does("agreement", "enter-into-force")
    answer = op.data("agreement", "violated", "shots at the bridge", "--told-by", "the baker")
    assert answer["events"][0]["payload"] == {"what": "shots at the bridge"}
    assert "baker" not in str(op.status())
    assert [each["kind"] for each in op.status()["pending"]] == ["look-into"]


def test_a_rehearsal_is_shown_as_of_the_last_thing_that_happened_in_it(op: Typed) -> None:
    op.people("depot", "--adult", "1", leave=False)
    first = op.status()["at_s"]
    assert op.status()["at_s"] == first == op.look().latest_s


def test_what_is_open_says_the_command_that_ends_it() -> None:
    found = (Open("person/P-1", "boarded-twice/a.1", "Twice."), Open("vehicle/bus-2", "headcount-differs/b.1", "No."))
    lines = [
        line.strip() for line in shown(standing({}, discrepancies=found, notices=(Open("group/G-1", "n", "So."),)))
    ]
    assert "safepassage settle person P-1" in lines
    assert "safepassage settle discrepancy vehicle/bus-2 headcount-differs/b.1" in lines
    assert "safepassage settle notice group/G-1 n" in lines


def test_an_incident_is_shown_until_it_is_over(op: Typed) -> None:
    op.does("incident", "report", "i-1", "shelling", "bridge", "severe")
    assert [(each["kind"], each["of"]) for each in op.status()["pending"]] == [("look-into", "incident/i-1")]
    op.does("incident", "resolve", "i-1", "--how", "quiet for six hours")
    assert op.status()["pending"] == []
