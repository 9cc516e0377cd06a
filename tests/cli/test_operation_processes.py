"""Several processes give commands to one operation, and may be killed: nothing that was acknowledged is lost."""

import json
import signal
from pathlib import Path

import pytest

from safepassage.cli.main import run
from tests.cli.operations import COMMAND, Typed, made, started

WRITER = """
import sys
from pathlib import Path
from safepassage.bootstrap.operations import opened_operation, operation_folder
from safepassage.operations.commands.boarding import Board
from safepassage.operations.desk import Asked
with opened_operation(operation_folder()) as found:
    for token in sys.argv[1:]:
        found.desk.do(Asked(Board("bus-1", "depot", (token,)), "Layla", f"scan-{token}", "test"))
        print(token, flush=True)
"""


@pytest.fixture
def op(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    for name in ("SAFEPASSAGE_DATABASE", "SAFEPASSAGE_OPERATION", "SAFEPASSAGE_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    return made(tmp_path, capsys)


def test_two_who_let_people_board_at_once_both_succeed(op: Typed) -> None:
    tokens = op.people("depot", "--adult", "10")
    doors = [started(op.folder, "board", "bus-1", "depot", *part, "--json") for part in (tokens[:5], tokens[5:])]
    answers = [json.loads(door.communicate()[0]) for door in doors]
    assert sorted(answer["events"][0]["payload"]["persons"] for answer in answers) == [5, 5]
    assert set(op.look().vehicle("bus-1").manifest) == set(tokens)
    assert op.status()["account"]["where"]["aboard"] == 10


def test_of_two_who_let_the_same_person_board_different_vehicles_one_is_refused(op: Typed) -> None:
    (token,) = op.people("depot", "--adult", "1")
    doors = [started(op.folder, "board", bus, "depot", token, "--json") for bus in ("bus-1", "bus-2")]
    answers = [(json.loads(door.communicate()[0]), door.returncode) for door in doors]
    assert sorted(status for _, status in answers) == [0, 1]
    (refused,) = (answer["refused"] for answer, status in answers if status)
    assert refused["rule"] == "aboard-already"
    assert op.status()["account"]["where"]["aboard"] == 1


@pytest.mark.parametrize("after", [1, 5])
def test_what_was_acknowledged_before_a_kill_is_there_and_the_rest_can_be_done_again(
    op: Typed, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = op.people("depot", "--adult", "12")
    writer = started(op.folder, *tokens, command=(COMMAND[0], "-c", WRITER))
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(after)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += writer.communicate()[0].split()
    aboard = set(op.look().vehicle("bus-1").manifest)
    assert set(acknowledged) <= aboard <= set(tokens)
    rest = [token for token in tokens if token not in aboard]
    if rest:
        op.does("board", "bus-1", "depot", *rest)
    where = op.status()["account"]["where"]
    assert (where["aboard"], where["waiting"]) == (12, 0)
    monkeypatch.setenv("SAFEPASSAGE_OPERATION", str(op.folder))
    assert run(["ledger", "verify"]) == 0


def test_a_report_given_twice_is_one_event(op: Typed) -> None:
    words = ("arrive", "bus-1", "harbour", "--at", "2026-01-01T10:00:00Z", "--id", "radio-7")
    first = op.data(*words)
    assert first["id"] == "radio-7"
    position = op.look().position
    assert op.data(*words)["events"] == first["events"]
    assert op.look().position == position


def test_a_command_whose_answer_got_lost_answers_as_the_first_time(op: Typed) -> None:
    tokens = op.people("depot", "--adult", "1")
    words = ("board", "bus-1", "depot", *tokens, "--id", "door-1-42")
    first = op.data(*words)
    op.does("headcount", "bus-1", "depot", "1", "1")
    op.does("depart", "bus-1", "depot")
    assert op.data(*words)["events"] == first["events"]
    refused = op.data("board", "bus-2", "depot", *tokens, "--id", "door-1-42", status=1)["refused"]
    assert refused["rule"] == "id-taken"
