"""Reception: patients are accepted before they leave, arrivals confirmed by the place, and people asked weeks later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.live.people import (
    AgeBand,
    Answer,
    DiscrepancySettled,
    InformedOf,
    Member,
    NeedsClass,
    SeatClass,
)
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.reception import (
    DAY_S,
    AcceptPatient,
    ConfirmArrival,
    DeclareCapacity,
    FollowUp,
    FollowUpDue,
    WithdrawAcceptance,
    came_on,
    follow_ups_due,
    must_be_accepted,
    not_accepted,
    room_left,
    unconfirmed,
)
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.deciding import Command, RefusedError, Rule
from safepassage.operations.pending import PendingKind, pending
from tests.operations.desks import Tried, adult, tried

PEOPLE = (
    adult("a"),
    adult("b"),
    adult("lying", SeatClass.STRETCHER),
    Member("ill", AgeBand.ADULT, SeatClass.SEATED, NeedsClass.MEDICAL),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        found.do(Register("G1", "square", PEOPLE))
        for member in PEOPLE:
            found.do(RecordChoice((member.token,), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
        yield found


def bring(desk: Tried, *tokens: str, bus: str = "bus-1") -> None:
    """Bring persons to the camp."""
    desk.do(Board(bus, "square", tokens))
    desk.do(TakeHeadcount(bus, "square", len(tokens), 1))
    desk.do(Depart(bus, "square"))
    desk.do(Arrive(bus, "camp"))
    desk.do(Alight(bus, "camp", tokens))


def test_patients_are_accepted_by_a_place_each(desk: Tried) -> None:
    everybody = ("a", "b", "lying", "ill")
    assert not_accepted(desk.look(), everybody) == ("lying", "ill")
    desk.do(AcceptPatient("hospital", "lying", "Dr Karim"))
    desk.do(AcceptPatient("clinic", "ill", "Dr Rana"))
    must_be_accepted(desk.look(), everybody)
    desk.do(WithdrawAcceptance("clinic", "ill", "the ward was hit"))
    assert not_accepted(desk.look(), everybody) == ("ill",)
    with pytest.raises(RefusedError) as refused:
        must_be_accepted(desk.look(), everybody)
    assert refused.value.rule is Rule.NO_ACCEPTANCE


def test_room_that_is_left_counts_those_who_came(desk: Tried) -> None:
    assert room_left(desk.look(), "camp") is None
    desk.do(DeclareCapacity("camp", 3, 0, "Huda"))
    bring(desk, "a", "b")
    assert room_left(desk.look(), "camp") == 1
    assert "find-room" not in [each.kind for each in pending(desk.look(), 0)]


def test_a_place_with_more_people_than_room_waits_for_somebody(desk: Tried) -> None:
    bring(desk, "a", "b")
    desk.do(DeclareCapacity("camp", 1, 0, "Huda"))
    (found,) = [each for each in pending(desk.look(), 0) if each.kind is PendingKind.FIND_ROOM]
    assert found.of == "camp"
    assert found.sentence.startswith("1 more people are at camp than")


def test_a_place_confirms_who_came_and_a_difference_stays_open(desk: Tried) -> None:
    bring(desk, "a", "b")
    assert unconfirmed(desk.look()) == (("camp", "bus-1", 2),)
    desk.do(ConfirmArrival("camp", "bus-1", 3, "Huda"))
    assert unconfirmed(desk.look()) == ()
    ((subject, (found,)),) = desk.look().discrepancies().items()
    assert (subject, found.code) == (("arrivals", "camp/bus-1"), "arrival-differs")
    desk.tell(DiscrepancySettled(9000, "arrivals/camp/bus-1", found.name, "she counted the driver"))
    assert desk.look().discrepancies() == {}


def test_a_scan_that_comes_late_agrees_with_the_count(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("a", "b")))
    desk.do(TakeHeadcount("bus-1", "square", 2, 1))
    desk.do(Depart("bus-1", "square"))
    desk.do(Arrive("bus-1", "camp"))
    there = desk.clock.now
    desk.do(Alight("bus-1", "camp", ("a",)))
    desk.do(Depart("bus-1", "camp", uncounted="the bus is needed"))
    desk.do(ConfirmArrival("camp", "bus-1", 2, "Huda"))
    assert ("arrivals", "camp/bus-1") in desk.look().discrepancies()
    desk.do(Alight("bus-1", "camp", ("b",)), happened=there)
    assert ("arrivals", "camp/bus-1") not in desk.look().discrepancies()


def test_each_time_that_a_vehicle_comes_is_confirmed_by_itself(desk: Tried) -> None:
    bring(desk, "a")
    desk.do(ConfirmArrival("camp", "bus-1", 1, "Huda"))
    desk.do(Depart("bus-1", "camp"))
    desk.do(Arrive("bus-1", "square"))
    bring(desk, "b")
    assert unconfirmed(desk.look()) == (("camp", "bus-1", 1),)
    desk.do(ConfirmArrival("camp", "bus-1", 1, "Huda"))
    assert desk.look().discrepancies() == {}
    desk.do(Depart("bus-1", "camp"))
    desk.do(ConfirmArrival("camp", "bus-1", 1, "Huda"))
    assert ("arrivals", "camp/bus-1") in desk.look().discrepancies()


def test_those_who_came_are_asked_after_7_and_30_days(desk: Tried) -> None:
    bring(desk, "a", "b")
    assert came_on(desk.look()) == {("camp", 0): 2}
    assert follow_ups_due(desk.look(), 7 * DAY_S - 1) == ()
    assert follow_ups_due(desk.look(), 7 * DAY_S) == (FollowUpDue("camp", 0, 7, 2, 7 * DAY_S),)
    desk.do(FollowUp("camp", 0, 7, well=1, not_reached=1))
    desk.do(FollowUp("camp", 0, 7, well=2))
    assert [each.after_days for each in follow_ups_due(desk.look(), 40 * DAY_S)] == [30]


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (AcceptPatient("hospital", "nobody", "Dr Karim"), Rule.NOT_REGISTERED),
        (WithdrawAcceptance("hospital", "lying", "no bed"), Rule.NO_ACCEPTANCE),
        (ConfirmArrival("camp", "bus-2", 2, "Huda"), Rule.NOT_HERE),
        (FollowUp("camp", 0, 7, well=3), Rule.NOT_ARRIVED),
        (FollowUp("camp", 1, 7, well=1), Rule.NOT_ARRIVED),
    ],
    ids=str,
)
def test_what_a_rule_forbids_changes_nothing(desk: Tried, command: Command, rule: Rule) -> None:
    bring(desk, "a", "b")
    before = desk.store.head()
    with pytest.raises(RefusedError) as refused:
        desk.do(command)
    assert (refused.value.rule, desk.store.head()) == (rule, before)


def test_where_no_place_records_reception_patients_may_board(desk: Tried) -> None:
    desk.do(Board("bus-1", "square", ("lying", "ill")))
    assert desk.look().vehicle("bus-1").manifest == ("lying", "ill")


@pytest.mark.parametrize("first", [DeclareCapacity("camp", 3, 0, "Huda"), AcceptPatient("hospital", "a", "Dr Karim")])
def test_where_any_place_does_patients_board_once_they_are_accepted(desk: Tried, first: Command) -> None:
    desk.do(first)
    with pytest.raises(RefusedError, match="lying, ill") as refused:
        desk.do(Board("bus-1", "square", ("b", "lying", "ill")))
    assert refused.value.rule is Rule.NO_ACCEPTANCE
    assert desk.look().vehicle("bus-1").manifest == ()
    desk.do(AcceptPatient("hospital", "lying", "Dr Karim"))
    desk.do(Board("bus-1", "square", ("b", "lying")))


def test_that_a_patient_boarded_unaccepted_is_kept_as_a_report(desk: Tried) -> None:
    desk.do(DeclareCapacity("camp", 3, 0, "Huda"))
    desk.do(Board("bus-1", "square", ("ill",)), happened=desk.clock.now)
    assert desk.look().vehicle("bus-1").manifest == ("ill",)
