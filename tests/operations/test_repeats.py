"""A command that is given twice is done once, and answered alike."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import HeadcountTaken
from safepassage.operations.asking import Asked, event_id
from safepassage.operations.commands import DECISIONS
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart
from safepassage.operations.deciding import RefusedError, Rule
from safepassage.operations.desk import Desk
from safepassage.operations.operation import Operation
from tests.operations.desks import START, Tried, tried
from tests.operations.test_boarding import registered


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


class Overtaken(Desk):
    """A desk that another one overtakes between its first look and its append."""

    overtake: Callable[[], object] | None = None

    def look(self) -> Operation:
        """Look, and be overtaken once."""
        operation = super().look()
        act, self.overtake = self.overtake, None
        if act is not None:
            act()
        return operation


def test_a_repeated_command_is_answered_with_its_events_and_not_decided_again(desk: Tried) -> None:
    tokens = registered(desk)
    first = desk.do(Board("bus-1", "square", tokens), given="b1")
    desk.do(Alight("bus-1", "square", tokens))
    before = desk.store.head()
    assert desk.do(Board("bus-1", "square", tokens), given="b1") == first
    assert desk.store.head() == before


def test_a_repeated_command_is_answered_with_all_of_its_events(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", registered(desk)))
    first = desk.do(Depart("bus-1", "square", uncounted="shelling"), given="d1")
    assert len(first) == 2
    assert desk.do(Depart("bus-1", "square", uncounted="shelling"), given="d1") == first


@pytest.mark.parametrize("odd", ["", "a b", "../x", "x" * 101, "\udcff", "é", "-x", "a\n"])
def test_an_id_that_nothing_can_be_kept_under_is_no_input(desk: Tried, odd: str) -> None:
    command = Asked(Board("bus-1", "square", registered(desk)), "Layla", odd, "desk")
    before = desk.store.head()
    with pytest.raises(UnusableInputError, match="id of a command"):
        desk.desk.do(command)
    assert desk.store.head() == before


def test_a_repeated_command_may_be_given_at_another_desk(desk: Tried) -> None:
    tokens = registered(desk)
    first = desk.do(Board("bus-1", "square", tokens), given="b1")
    other = Desk(desk.store, desk.codec, desk.clock, DECISIONS)
    assert other.do(Asked(Board("bus-1", "square", tokens), "Layla", "b1", "another device")) == first


def test_a_command_that_another_desk_has_just_done_is_answered_alike(desk: Tried) -> None:
    """Both decide on the same state, and both append: one is first, the other finds what that one recorded."""
    tokens = registered(desk)
    asked = Asked(Board("bus-1", "square", tokens), "Layla", "b1", "desk")
    other = Desk(desk.store, desk.codec, desk.clock, DECISIONS)
    late = Overtaken(desk.store, desk.codec, desk.clock, DECISIONS)
    late.overtake = lambda: other.do(asked)
    assert late.do(asked) == other.do(asked)
    assert [row.id for row in desk.store.rows()].count("b1.1") == 1


@pytest.mark.parametrize(
    ("command", "by", "later_s"),
    [
        (Arrive("bus-1", "square"), "Layla", 0),
        (Board("bus-1", "square", ("G1-b",)), "Layla", 0),
        (Board("bus-1", "square", ("G1-a",)), "Omar", 0),
        (Board("bus-1", "square", ("G1-a",)), "Layla", 1),
    ],
    ids=["another kind", "other people", "by somebody else", "at another moment"],
)
def test_another_command_under_the_same_id_is_refused(desk: Tried, command: Board, by: str, later_s: int) -> None:
    registered(desk)
    desk.do(Board("bus-1", "square", ("G1-a",)), happened=START, given="b1")
    before = desk.store.head()
    with pytest.raises(RefusedError, match="Another command was given as b1 before") as refused:
        desk.do(command, by=by, happened=START + timedelta(seconds=later_s), given="b1")
    assert refused.value.rule is Rule.ID_TAKEN
    assert desk.store.head() == before


def test_what_an_event_led_to_names_that_event(desk: Tried) -> None:
    asked = Asked(Board("bus-1", "square", registered(desk)), "Layla", "b1", "desk", cause="t1")
    first = desk.desk.do(asked)
    assert first[0].event.cause == "t1"
    assert desk.desk.do(asked) == first
    with pytest.raises(RefusedError):
        desk.desk.do(replace(asked, cause=None))


def test_a_late_report_makes_a_subject_follow_anew_from_the_ledger(desk: Tried) -> None:
    tokens = registered(desk)
    desk.do(Board("bus-1", "square", tokens))
    desk.tell(HeadcountTaken(0, "bus-1", "square", "Omar", 0, 1))
    assert not desk.look().vehicle("bus-1").holds


def test_a_clock_at_the_end_of_all_years_is_no_fault(desk: Tried) -> None:
    desk.clock.now = datetime(9999, 12, 31, 23, 58, 59, tzinfo=UTC)
    with pytest.raises(RefusedError):
        desk.do(Depart("bus-9", "square"))


def test_ids_of_the_events_of_a_command_sort_as_their_numbers_do() -> None:
    ids = [event_id("c1", number) for number in (1, 2, 9, 10, 11, 99, 100, 1000)]
    assert ids == sorted(ids)
