"""A movement moves by its table and by nothing else; what is out of turn changes nothing and is kept."""

from dataclasses import replace

import pytest

from safepassage.agreement import movement_course
from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.movement import BY_ITSELF, MOVEMENT_TRIGGERS, TRANSITIONS, MovementState, trigger_of
from safepassage.agreement.movements import Departure, Movement
from safepassage.domain.events import Fact, OperationEnded
from safepassage.domain.live import movements as moves
from safepassage.domain.live.movements import MovementFile, Order, Passage
from safepassage.domain.plain_values import plain_of, value_of
from tests.agreement.telling import (
    ACKNOWLEDGED,
    DRAFTED,
    FILE,
    GATE,
    GO,
    GREEN_LIT,
    HELD,
    LATE,
    LIT_UNTIL_S,
    MOVEMENTS,
    NORTH,
    NOTIFIED,
    SOUTH,
    UNDER_WAY,
    M,
    movement_after,
    ordered,
    passed,
    settled,
    told,
)

S = MovementState
NOW = 50
"""A second after all that brings a movement into a state, at which the lights hold."""

OTHER_FILE = replace(FILE, departs_s=900)
ONE_OF_EACH: tuple[Fact, ...] = (
    moves.MovementDrafted(NOW, M, FILE),
    moves.MovementNotified(NOW, M, NORTH),
    moves.MovementAcknowledged(NOW, M, NORTH),
    moves.CrossingGreenLit(NOW, M, GATE, NORTH, NOW, LATE),
    moves.GreenLightWithdrawn(NOW, M, GATE, NORTH),
    moves.MovementGoGiven(NOW, M, "coordinator-1"),
    moves.MovementDeparted(NOW, M, 38),
    moves.MovementChanged(NOW, M, OTHER_FILE, "leaves later"),
    moves.MovementCalledOff(NOW, M, "no fuel"),
    moves.MovementCompleted(NOW, M),
    moves.MovementHeldByLink(NOW, M, 0, 1),
    moves.MovementReleasedByLink(NOW, M, 0, 1),
    passed(NOW),
    *(ordered(NOW, order) for order in Order),
)


def test_one_of_each_kind_is_told() -> None:
    assert {trigger_of(fact) for fact in ONE_OF_EACH} == set(MOVEMENT_TRIGGERS)


@pytest.mark.parametrize("state", S)
def test_every_state_can_be_reached(state: MovementState) -> None:
    movement = movement_after(*MOVEMENTS[state])
    assert (movement.status, movement.found) == (state, ())


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=lambda fact: str(trigger_of(fact)))
@pytest.mark.parametrize("state", S)
def test_every_fact_in_every_state_moves_by_the_table_or_changes_nothing(state: MovementState, fact: Fact) -> None:
    before = movement_after(*MOVEMENTS[state])
    after = movement_course.follow(before, told(fact))
    if after.found:
        assert replace(after, found=(), disputed=(), last="") == replace(before, disputed=(), last="")
    if (state, trigger_of(fact)) not in TRANSITIONS:
        assert len(after.found) == 1 or (state is S.NONE and fact == passed(NOW))
    elif not after.found:
        to = TRANSITIONS[state, trigger_of(fact)]
        assert after.status is to or after.status is BY_ITSELF[to][1]


def green(at_s: int, party: str, from_s: int, until_s: int) -> moves.CrossingGreenLit:
    return moves.CrossingGreenLit(at_s, M, GATE, party, from_s, until_s)


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        (NOTIFIED[:2], S.NOTIFIED, "one party was told"),
        (ACKNOWLEDGED[:-1], S.NOTIFIED, "one party of two has acknowledged"),
        (GREEN_LIT[:-1], S.ACKNOWLEDGED, "one green light of two"),
        (
            (*GREEN_LIT[:-1], green(7, NORTH, 0, LATE)),
            S.ACKNOWLEDGED,
            "one party's light twice is not two parties' lights",
        ),
        ((*GO, moves.GreenLightWithdrawn(9, M, GATE, SOUTH)), S.ACKNOWLEDGED, "the go falls with a light"),
        (
            (*GO, moves.GreenLightWithdrawn(9, M, GATE, SOUTH), green(10, SOUTH, 0, LATE)),
            S.GREEN_LIT,
            "a light given anew needs a go given anew",
        ),
        ((*GO, green(10, NORTH, 5, LATE)), S.GO, "a light renewed while it holds keeps the go"),
        ((*GO, green(LIT_UNTIL_S, NORTH, 5, LATE)), S.GREEN_LIT, "a light renewed once it was over loses the go"),
        ((*GO, green(10, NORTH, 20, LATE)), S.GREEN_LIT, "a light moved to later loses the go"),
        (
            (*GO, green(10, NORTH, 20, LATE), moves.MovementGoGiven(30, M, "coordinator-1")),
            S.GO,
            "the go was given anew",
        ),
        ((*GO, moves.MovementChanged(9, M, OTHER_FILE, "later")), S.DRAFTED, "the parties must be notified anew"),
        ((*GO, moves.MovementHeldByLink(9, M, 0, 1)), S.GO, "a link holds departures, not papers"),
        ((*HELD, ordered(11, Order.GO_ON)), S.UNDER_WAY, "an order to go on ends a hold"),
        ((*UNDER_WAY, ordered(10, Order.GO_TO_HOLDING_PLACE)), S.UNDER_WAY, "on the way to a holding place"),
        (
            (*UNDER_WAY, ordered(10, Order.RETURN), moves.MovementCalledOff(11, M, "back")),
            S.CALLED_OFF,
            "it returned as ordered",
        ),
        (
            (*UNDER_WAY, ordered(10, Order.ABORT), ordered(11, Order.GO_ON), moves.MovementCompleted(12, M)),
            S.COMPLETED,
            "the last order stands",
        ),
        ((*UNDER_WAY, moves.GreenLightWithdrawn(10, M, GATE, SOUTH)), S.UNDER_WAY, "people stay on the road"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_state_follows(said: tuple[Fact, ...], status: MovementState, why: str) -> None:
    movement = movement_after(*said)
    assert (movement.status, movement.found) == (status, ()), why


def test_a_change_loses_acknowledgements_green_lights_and_the_go() -> None:
    movement = movement_after(*GO, moves.MovementChanged(9, M, OTHER_FILE, "later"))
    lost = movement.notified, movement.acknowledged, movement.lights, movement.go_by
    assert (lost, movement.file, movement.changes) == (((), (), (), ""), OTHER_FILE, 1)


def file(**changes: object) -> MovementFile:
    return replace(FILE, **changes)  # type: ignore[arg-type]  # each test names a field of the file


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ((moves.MovementDrafted(1, M, file(parties=())),), "file-unusable", "for a party"),
        ((moves.MovementDrafted(1, M, file(vehicles=())),), "file-unusable", "a vehicle at least"),
        ((moves.MovementDrafted(1, M, file(tail="bus-9")),), "file-unusable", "bus-9"),
        ((moves.MovementDrafted(1, M, file(passages=(Passage(GATE, ()),))),), "file-unusable", GATE),
        (
            (*DRAFTED, moves.MovementChanged(2, M, file(passages=(Passage(GATE, ("east",)),)), "x")),
            "file-unusable",
            GATE,
        ),
        ((*DRAFTED, moves.MovementNotified(2, M, "east")), "not-a-party", "east"),
        ((*NOTIFIED, moves.MovementAcknowledged(4, M, "east")), "not-a-party", "east"),
        ((*NOTIFIED[:2], moves.MovementAcknowledged(4, M, SOUTH)), "acknowledged-unnotified", SOUTH),
        ((*NOTIFIED, green(4, NORTH, 0, LATE)), "out-of-turn", "notified"),
        ((*ACKNOWLEDGED, green(6, "east", 0, LATE)), "green-light-astray", "east"),
        ((*ACKNOWLEDGED, green(6, NORTH, 9, 9)), "green-light-empty", "before it begins"),
        ((*ACKNOWLEDGED, moves.GreenLightWithdrawn(6, M, "bridge", NORTH)), "green-light-astray", "bridge"),
        ((*GREEN_LIT, moves.MovementGoGiven(LIT_UNTIL_S, M, "c")), "go-without-green-light", NORTH),
        ((*GREEN_LIT, moves.MovementDeparted(9, M, 38)), "departed-without-go", "green-lit"),
        ((*GO, moves.MovementDeparted(LIT_UNTIL_S, M, 38)), "departed-without-green-light", NORTH),
        ((*GO, moves.MovementHeldByLink(9, M, 0, 1), moves.MovementDeparted(10, M, 1)), "departed-while-held", "held"),
        ((moves.MovementDeparted(9, M, 38),), "out-of-turn", "none"),
        ((*UNDER_WAY, moves.MovementDeparted(10, M, 38)), "out-of-turn", "under-way"),
        ((*GO, ordered(9, Order.GO_ON)), "out-of-turn", "movement.ordered (go-on)"),
        ((*UNDER_WAY, passed(10, "bridge")), "passed-elsewhere", "bridge"),
        ((*HELD, passed(11)), "out-of-turn", "held"),
        ((*UNDER_WAY, ordered(10, Order.ABORT), moves.MovementCompleted(11, M)), "completed-against-order", "abort"),
        ((*UNDER_WAY, moves.MovementCalledOff(10, M, "x")), "called-off-on-the-road", "no order"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_contradicts_changes_nothing_and_is_kept(said: tuple[Fact, ...], code: str, word: str) -> None:
    before, after = movement_after(*said[:-1]), movement_after(*said)
    assert [each.code for each in after.found] == [code]
    assert word in after.found[0].sentence
    assert replace(after, found=(), disputed=(), last="") == replace(before, last="")


def test_a_passing_without_a_green_light_counts_and_is_to_be_settled() -> None:
    movement = movement_after(*UNDER_WAY, passed(LIT_UNTIL_S))
    assert [each.code for each in movement.found] == [Contradiction.PASSED_WITHOUT_LIGHT.value]
    assert NORTH in movement.found[0].sentence
    assert SOUTH not in movement.found[0].sentence
    assert [(each.crossing, each.persons, each.vehicles) for each in movement.passings] == [(GATE, 38, 2)]


def test_a_passing_under_green_lights_is_in_order() -> None:
    assert movement_after(*UNDER_WAY, passed(10)).found == ()


DEPARTED_EARLY = moves.MovementDeparted(8, M, 38)


def test_a_departure_out_of_turn_that_somebody_settles_puts_the_movement_on_the_road() -> None:
    disputed = movement_after(*GREEN_LIT, DEPARTED_EARLY)
    after = movement_after(*GREEN_LIT, DEPARTED_EARLY, settled(f"movement/{M}", disputed.found[0].name))
    assert (disputed.status, after.status) == (S.GREEN_LIT, S.UNDER_WAY)
    assert after.departure == Departure("movement.departed@8", 8, 38)


def test_settling_anything_else_moves_nothing() -> None:
    stray = moves.MovementCompleted(9, M)
    after = movement_after(
        *GREEN_LIT, DEPARTED_EARLY, stray, settled(f"movement/{M}", "out-of-turn/movement.completed@9")
    )
    assert after.status is S.GREEN_LIT
    assert after.settled == ("out-of-turn/movement.completed@9",)


def test_settling_a_departure_of_a_movement_that_is_over_moves_nothing() -> None:
    called_off = moves.MovementCalledOff(9, M, "no buses")
    name = "departed-without-go/movement.departed@8"
    assert movement_after(*GREEN_LIT, DEPARTED_EARLY, called_off, settled(f"movement/{M}", name)).status is S.CALLED_OFF


def test_a_go_that_comes_late_and_fits_in_between_sets_all_right() -> None:
    assert movement_after(*GREEN_LIT, moves.MovementGoGiven(8, M, "c"), moves.MovementDeparted(9, M, 38)).found == ()


def test_facts_of_other_things_change_nothing() -> None:
    assert movement_after(OperationEnded(1)) == movement_after()


def test_what_is_called_off_says_why_and_when() -> None:
    movement = movement_after(*MOVEMENTS[S.CALLED_OFF])
    assert (movement.reason, movement.ended_s) == ("no buses", 10)


def test_a_link_holds_and_releases() -> None:
    held = moves.MovementHeldByLink(2, M, 1, 0), moves.MovementHeldByLink(3, M, 0, 0)
    assert movement_after(*DRAFTED, *held).held_by == (0, 1)
    assert movement_after(*DRAFTED, *held, moves.MovementReleasedByLink(4, M, 1, 0)).held_by == (0,)


def test_a_light_that_is_over_shows_the_movement_as_acknowledged_only() -> None:
    movement = movement_after(*GO)
    assert [movement.state_at(at_s) for at_s in (LIT_UNTIL_S - 1, LIT_UNTIL_S)] == [S.GO, S.ACKNOWLEDGED]


def test_time_on_the_road_runs_while_people_are_on_it() -> None:
    under_way, done = movement_after(*UNDER_WAY), movement_after(*MOVEMENTS[S.COMPLETED])
    assert [each.on_the_road_for_s(3609) for each in (under_way, done)] == [3600, None]


@pytest.mark.parametrize("state", S)
def test_the_state_can_be_kept_as_plain_data(state: MovementState) -> None:
    movement = movement_after(*MOVEMENTS[state])
    assert value_of(Movement, plain_of(movement), "here") == movement
