"""A movement is moved by commands; none departs before it may, and none on the road is forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.decisions import DecisionReason, convoys_to_decide
from safepassage.agreement.departures import DepartureRule
from safepassage.agreement.movement import MovementState
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.incidents import Finding
from safepassage.domain.live.movements import Order
from safepassage.domain.live.people import Answer, InformedOf, SeatClass
from safepassage.operations.commands.agreeing import CompleteAgreement, Propose, Suspend
from safepassage.operations.commands.boarding import Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.drafting import CallOff, Change, GiveGo, Notify, WithdrawGreenLight
from safepassage.operations.commands.incidents import AssessRoute, CloseRoad, ReopenRoad, RequireAssessment
from safepassage.operations.commands.moving import (
    CompleteMovement,
    DepartMovement,
    OrderMovement,
    PassCrossing,
    ReviewLinks,
)
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import START, Tried, adult, tried
from tests.operations.negotiated import (
    HOURS_S,
    NORTH,
    PARTIES,
    TO_AND_FRO,
    Setting,
    draft,
    in_force,
    ready,
    under_way,
    up_to_go,
)

S = MovementState


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def state(desk: Tried, movement: str = "m-1") -> MovementState:
    return desk.look().movement(movement).status


def test_a_movement_goes_its_way(desk: Tried) -> None:
    ready(desk)
    assert state(desk) is S.GO
    desk.do(DepartMovement("m-1", 38))
    desk.do(PassCrossing("m-1", "gate"))
    desk.do(CompleteMovement("m-1"))
    movement = desk.look().movement("m-1")
    assert (movement.status, movement.parties) == (S.COMPLETED, PARTIES)
    assert [(each.crossing, each.persons, each.vehicles) for each in movement.passings] == [("gate", 38, 1)]
    assert desk.look().discrepancies() == {}


def drafted(desk: Tried) -> None:
    in_force(desk)
    desk.do(draft())


def suspended(desk: Tried) -> None:
    ready(desk)
    desk.do(Suspend())


def withdrawn_on_the_road(desk: Tried) -> None:
    under_way(desk)
    desk.do(WithdrawGreenLight("m-1", NORTH, "gate"))


def suspended_on_the_road(desk: Tried) -> None:
    under_way(desk)
    desk.do(Suspend())


@pytest.mark.parametrize(
    ("setting", "command", "rule"),
    [
        (in_force, replace(draft(), vehicles=("bus-9",)), Rule.UNKNOWN_VEHICLE),
        (in_force, replace(draft(), crossings=("bridge",)), DepartureRule.CROSSING_NOT_AGREED),
        (in_force, replace(draft(), tail="bus-2"), Contradiction.FILE_UNUSABLE),
        (in_force, Notify("m-1", NORTH), Contradiction.OUT_OF_TURN),
        (drafted, draft(), Contradiction.OUT_OF_TURN),
        (drafted, Notify("m-1", "east"), Contradiction.NOT_A_PARTY),
        (drafted, GiveGo("m-1"), Contradiction.OUT_OF_TURN),
        (drafted, DepartMovement("m-1", 38), DepartureRule.NOT_ACKNOWLEDGED),
        (suspended, DepartMovement("m-1", 38), DepartureRule.AGREEMENT_NOT_IN_FORCE),
        (ready, DepartMovement("m-1", 101), DepartureRule.QUOTA_USED_UP),
        (ready, PassCrossing("m-1", "gate"), Contradiction.OUT_OF_TURN),
        (under_way, CallOff("m-1", "shots"), Contradiction.CALLED_OFF_ON_THE_ROAD),
        (under_way, CompleteAgreement(), Rule.STILL_ON_THE_ROAD),
        (under_way, PassCrossing("m-1", "bridge"), Contradiction.PASSED_ELSEWHERE),
        (withdrawn_on_the_road, PassCrossing("m-1", "gate"), Contradiction.PASSED_WITHOUT_LIGHT),
        (suspended_on_the_road, PassCrossing("m-1", "gate"), Contradiction.PASSED_OUT_OF_FORCE),
    ],
    ids=lambda value: value.value if isinstance(value, Contradiction | DepartureRule | Rule) else type(value).__name__,
)
def test_what_is_forbidden_is_refused_and_changes_nothing(
    desk: Tried, setting: Setting, command: Command, rule: Rule | DepartureRule | Contradiction
) -> None:
    setting(desk)
    before = desk.store.head()
    with pytest.raises(RefusedError) as refused:
        desk.do(command)
    assert refused.value.rule is rule
    assert desk.store.head() == before


def test_a_change_means_that_all_must_be_told_anew(desk: Tried) -> None:
    ready(desk)
    later = Change("m-1", "square", ("gate",), "camp", ("bus-1",), "Layla", 7200, 40, what="an hour later")
    with pytest.raises(RefusedError, match="give a reason"):
        desk.do(replace(later, what=""))
    desk.do(later)
    movement = desk.look().movement("m-1")
    assert (movement.status, movement.acknowledged, movement.lights, movement.go_by) == (S.DRAFTED, (), (), "")


def test_at_a_suspension_somebody_chooses_for_whoever_is_on_the_road(desk: Tried) -> None:
    suspended_on_the_road(desk)
    now = desk.look()
    (decision,) = convoys_to_decide(now.agreement, now.movements())
    assert decision.reason is DecisionReason.SUSPENDED
    desk.do(OrderMovement("m-1", Order.GO_ON, "the gate is nearer than the square"))
    now = desk.look()
    assert convoys_to_decide(now.agreement, now.movements()) == ()
    desk.do(PassCrossing("m-1", "gate"))
    assert desk.look().discrepancies() == {}


def test_a_movement_that_returned_is_called_off(desk: Tried) -> None:
    under_way(desk)
    desk.do(OrderMovement("m-1", Order.RETURN, "shots ahead"))
    desk.do(CallOff("m-1", "back at the square"))
    assert state(desk) is S.CALLED_OFF


def test_a_departure_that_is_reported_out_of_force_is_a_discrepancy(desk: Tried) -> None:
    suspended(desk)
    desk.do(DepartMovement("m-1", 38), happened=desk.clock.now)
    found = desk.look().discrepancies()[Kind.MOVEMENT, "m-1"]
    assert [each.code for each in found] == ["departed-out-of-force"]


def test_what_is_reported_is_kept_whatever_the_rules_say(desk: Tried) -> None:
    desk.do(replace(draft(), vehicles=("bus-9",), crossings=("bridge",)), happened=START)
    desk.do(PassCrossing("m-1", "bridge"), happened=START)
    assert [each.code for each in desk.look().discrepancies()[Kind.MOVEMENT, "m-1"]] == ["file-unusable"]


def test_a_linked_movement_is_held_until_the_others_have_arrived(desk: Tried) -> None:
    desk.do(Depart("bus-2", "square"))
    desk.do(Arrive("bus-2", "village"))
    in_force(desk, TO_AND_FRO)
    for command in (draft("m-1"), *up_to_go("m-1"), draft("m-2", "village", "bus-2"), *up_to_go("m-2")):
        desk.do(command)
    assert desk.look().movement("m-2").held_by == (0,)
    with pytest.raises(RefusedError, match="until 40 more have arrived"):
        desk.do(DepartMovement("m-2", 40))
    desk.do(DepartMovement("m-1", 40))
    assert desk.look().movement("m-2").held_by == (0,)
    desk.do(CompleteMovement("m-1"))
    assert desk.look().movement("m-2").held_by == ()
    desk.do(DepartMovement("m-2", 40))
    assert state(desk, "m-2") is S.UNDER_WAY


def test_links_are_reviewed_after_a_report(desk: Tried) -> None:
    in_force(desk, TO_AND_FRO)
    for command in (draft("m-1"), *up_to_go("m-1"), draft("m-2", "village", "bus-2"), DepartMovement("m-1", 40)):
        desk.do(command)
    desk.do(CompleteMovement("m-1"), happened=desk.clock.now)
    assert desk.look().movement("m-2").held_by == (0,)
    desk.do(ReviewLinks())
    assert desk.look().movement("m-2").held_by == ()


def loaded(desk: Tried, seat: SeatClass = SeatClass.SEATED) -> None:
    """Let somebody board bus-1, and count them."""
    desk.do(Register("G1", "square", (adult("G1-a", seat),)))
    desk.do(RecordChoice(("G1-a",), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    desk.do(Board("bus-1", "square", ("G1-a",)))
    desk.do(TakeHeadcount("bus-1", "square", 1, 1))


def proposed(desk: Tried) -> None:
    desk.do(Propose(PARTIES, TO_AND_FRO, "text of May"))


def ordered_on(desk: Tried) -> None:
    suspended_on_the_road(desk)
    desk.do(OrderMovement("m-1", Order.GO_ON, "the square is shelled"))


def held(desk: Tried) -> None:
    under_way(desk)
    desk.do(OrderMovement("m-1", Order.HOLD_HERE, "shots ahead"))


@pytest.mark.parametrize(
    ("setting", "rule"),
    [
        (lambda _: None, None),
        (in_force, None),
        (proposed, DepartureRule.AGREEMENT_NOT_IN_FORCE),
        (drafted, DepartureRule.MOVEMENT_NOT_DEPARTED),
        (ready, DepartureRule.MOVEMENT_NOT_DEPARTED),
        (under_way, None),
        (suspended_on_the_road, DepartureRule.DECISION_PENDING),
        (ordered_on, None),
        (held, DepartureRule.MOVEMENT_HELD),
    ],
    ids=[
        "nothing proposed",
        "in force",
        "proposed",
        "drafted",
        "go",
        "under way",
        "suspended on the road",
        "ordered on",
        "held",
    ],
)
def test_a_loaded_vehicle_leaves_only_with_its_movement(
    desk: Tried, setting: Setting, rule: DepartureRule | None
) -> None:
    loaded(desk)
    setting(desk)
    if rule is None:
        desk.do(Depart("bus-1", "square"))
        return
    with pytest.raises(RefusedError) as refused:
        desk.do(Depart("bus-1", "square"))
    assert refused.value.rule is rule


def test_an_empty_vehicle_is_brought_to_where_it_is_needed(desk: Tried) -> None:
    proposed(desk)
    desk.do(Depart("bus-1", "square"))
    assert desk.look().vehicle("bus-1").place == ""


def test_who_is_aboard_is_counted_for_the_movement(desk: Tried) -> None:
    loaded(desk)
    ready(desk)
    desk.do(DepartMovement("m-1"))
    departure = desk.look().movement("m-1").departure
    assert departure is not None
    assert departure.persons == 1


@pytest.mark.parametrize(("origin", "destination"), [("square", "gate"), ("gate", "camp"), ("square", "camp")])
def test_no_movement_departs_over_a_road_that_is_closed_or_not_assessed(
    desk: Tried, origin: str, destination: str
) -> None:
    ready(desk)
    desk.do(CloseRoad(origin, destination))
    with pytest.raises(RefusedError, match="is closed") as refused:
        desk.do(DepartMovement("m-1", 38))
    assert refused.value.rule is Rule.ROUTE_NOT_ASSESSED
    desk.do(ReopenRoad(origin, destination))
    desk.do(RequireAssessment(origin, destination))
    with pytest.raises(RefusedError, match="was not assessed"):
        desk.do(DepartMovement("m-1", 38))
    desk.do(AssessRoute(origin, destination, Finding.NONE_FOUND, "the mine action centre", HOURS_S))
    desk.do(DepartMovement("m-1", 38))
    assert state(desk) is S.UNDER_WAY


def test_what_departed_over_a_closed_road_is_kept_as_a_report(desk: Tried) -> None:
    ready(desk)
    desk.do(CloseRoad("square", "gate"))
    desk.do(DepartMovement("m-1", 38), happened=desk.clock.now)
    assert state(desk) is S.UNDER_WAY


def test_links_without_anything_due_append_nothing(desk: Tried) -> None:
    before = desk.store.head()
    assert desk.do(ReviewLinks()) == ()
    assert desk.store.head() == before


def test_no_movement_is_of_fewer_than_nobody(desk: Tried) -> None:
    in_force(desk)
    head = desk.store.head()
    with pytest.raises(UnusableInputError, match="below 0"):
        desk.do(replace(draft("m-1"), persons=-1))
    assert desk.store.head() == head
    for command in (draft("m-1"), *up_to_go("m-1")):
        desk.do(command)
    head = desk.store.head()
    for happened in (None, START):
        with pytest.raises(UnusableInputError, match="below 0"):
            desk.do(DepartMovement("m-1", persons=-100), happened=happened)
    assert desk.store.head() == head


def test_a_movement_does_not_depart_without_one_of_its_vehicles(desk: Tried) -> None:
    desk.do(Depart("bus-1", "square"))
    ready(desk)
    with pytest.raises(RefusedError, match="bus-1 of m-1 is not at square") as refused:
        desk.do(DepartMovement("m-1", 38))
    assert refused.value.rule is Rule.NOT_HERE


def test_a_movement_departs_with_all_who_were_counted_and_with_nobody_uncounted(desk: Tried) -> None:
    loaded(desk)
    ready(desk)
    with pytest.raises(UnusableInputError, match="1 are aboard"):
        desk.do(DepartMovement("m-1", 0))
    desk.do(Register("G2", "square", (adult("G2-a"),)))
    desk.do(RecordChoice(("G2-a",), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    desk.do(Board("bus-1", "square", ("G2-a",)))
    with pytest.raises(RefusedError, match="counted the passengers of bus-1") as refused:
        desk.do(DepartMovement("m-1"))
    assert refused.value.rule is Rule.NOT_COUNTED


def test_a_movement_is_not_complete_while_one_of_its_vehicles_is_on_the_way(desk: Tried) -> None:
    under_way(desk)
    desk.do(Depart("bus-1", "square"))
    with pytest.raises(RefusedError, match="bus-1 of m-1 has not come yet") as refused:
        desk.do(CompleteMovement("m-1"))
    assert refused.value.rule is Rule.STILL_ON_THE_ROAD
    desk.do(Arrive("bus-1", "camp"))
    desk.do(CompleteMovement("m-1"))
    assert state(desk) is S.COMPLETED
