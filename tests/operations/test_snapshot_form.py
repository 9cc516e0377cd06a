"""What a snapshot keeps of each subject comes back as it was, whatever is in it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import VehicleArrived, VehicleDeparted
from safepassage.domain.live.people import HeadcountTaken
from safepassage.operations.courses import COURSES, Kind
from safepassage.operations.lines import Lines
from safepassage.operations.operation import Operation
from tests.operations.desks import Tried, tried
from tests.operations.test_boarding import registered

ODD = "Umm \"Nur\" 'Ali's \\ \n \x7f سلام 🚌"
"""Of every kind of sign that a text of JSON could stumble over."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def test_texts_with_any_signs_come_back_as_they_were(desk: Tried) -> None:
    desk.tell(HeadcountTaken(1, "bus-1", ODD, ODD, 3, 1))
    before = desk.look()
    plain = json.loads(json.dumps(before.plain(), ensure_ascii=False))
    after = Operation.restored(plain, lambda _: [])
    assert after.vehicle("bus-1") == before.vehicle("bus-1")
    assert after.vehicle("bus-1").found[0].sentence.startswith(ODD)
    assert after.discrepancies() == before.discrepancies()


def test_what_was_kept_goes_on_as_if_it_had_never_been_put_away(desk: Tried) -> None:
    registered(desk)
    before = desk.look()
    again = Operation.restored(json.loads(json.dumps(before.plain())), lambda _: [])
    assert again.plain() == before.plain()
    desk.tell(VehicleDeparted(10**6, "bus-1", "square"), VehicleArrived(10**6 + 1, "bus-1", "camp"))
    assert desk.look().vehicle("bus-1").place == "camp"
    assert again.vehicle("bus-1").place == "square"


def test_a_line_is_read_only_when_it_is_asked_for() -> None:
    """A thousandfold operation opens as fast as its texts are read: what nobody asks for stays text."""
    lines = Lines(COURSES[Kind.PERSON])
    lines.restore({"P-1": "this is no line"})
    assert lines.names() == ["P-1"]
    with pytest.raises(UnusableInputError, match="The snapshot of P-1 cannot be read"):
        lines.state("P-1")


@pytest.mark.parametrize("text", ["no json", "[]", "[[], [0, '', ''], []]", "[1, 2, 3]", "[" * 100_000])
def test_a_snapshot_that_somebody_edited_is_named(text: str) -> None:
    lines = Lines(COURSES[Kind.VEHICLE])
    lines.restore({"bus-1": text})
    with pytest.raises(UnusableInputError, match="delete the operation's folder snapshots"):
        lines.state("bus-1")
