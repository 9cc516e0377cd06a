"""For each convoy on the road at a suspension, without an order since, a named person must choose."""

from dataclasses import replace

import pytest

from safepassage.agreement.decisions import DecisionDue, DecisionReason, convoys_to_decide
from safepassage.agreement.states import AgreementState
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live import movements as moves
from safepassage.domain.live.movements import Order
from tests.agreement.telling import (
    AGREEMENTS,
    GATE,
    GO,
    GREEN_LIT,
    HELD,
    IN_FORCE,
    LATE,
    NORTH,
    UNDER_WAY,
    M,
    agreement_after,
    movement_after,
    ordered,
    passed,
    settled,
)

R = DecisionReason
SUSPENDED_20 = (*IN_FORCE, AgreementSuspended(20))
VIOLATED_20 = (*IN_FORCE, facts.AgreementViolationReported(20, "shots", "observer-1"))
WITHDRAWN_30 = moves.GreenLightWithdrawn(30, M, GATE, NORTH)
LIT_ANEW = moves.CrossingGreenLit(40, M, GATE, NORTH, 40, LATE)
DEPARTED_EARLY = moves.MovementDeparted(9, M, 38)
DISPUTE = settled(f"movement/{M}", "departed-without-go/movement.departed@9")


@pytest.mark.parametrize(
    ("agreed", "moved", "expected", "why"),
    [
        (IN_FORCE, UNDER_WAY, None, "nothing happened"),
        (SUSPENDED_20, UNDER_WAY, (R.SUSPENDED, 20), "on the road at the suspension"),
        (SUSPENDED_20, HELD, (R.SUSPENDED, 20), "it was held before, for another reason"),
        (SUSPENDED_20, (*UNDER_WAY, ordered(20, Order.HOLD_HERE)), None, "somebody chose to hold"),
        (SUSPENDED_20, (*UNDER_WAY, ordered(25, Order.GO_ON)), None, "somebody chose to go on"),
        (SUSPENDED_20, (*UNDER_WAY, ordered(19, Order.GO_ON)), (R.SUSPENDED, 20), "the order was before"),
        ((*SUSPENDED_20, AgreementReestablished(30)), UNDER_WAY, None, "it is in force again"),
        (SUSPENDED_20, GO, None, "it has not left, and does not"),
        (SUSPENDED_20, (*UNDER_WAY, moves.MovementCompleted(15, M)), None, "it had arrived"),
        (VIOLATED_20, UNDER_WAY, (R.REPORTED_VIOLATED, 20), "a violation was reported"),
        (VIOLATED_20, (*UNDER_WAY, ordered(21, Order.RETURN)), None, "somebody chose to return"),
        ((*IN_FORCE, facts.AgreementCompleted(20)), UNDER_WAY, (R.COMPLETED, 20), "nothing lets it pass any more"),
        (IN_FORCE, (*UNDER_WAY, WITHDRAWN_30), (R.LIGHT_WITHDRAWN, 30), "a light ahead was taken back"),
        (IN_FORCE, (*UNDER_WAY, WITHDRAWN_30, ordered(31, Order.ABORT)), None, "somebody chose to abort"),
        (IN_FORCE, (*UNDER_WAY, WITHDRAWN_30, LIT_ANEW), None, "the light was given anew"),
        (IN_FORCE, (*UNDER_WAY, passed(15), WITHDRAWN_30), None, "the crossing is behind"),
        (
            SUSPENDED_20,
            (*UNDER_WAY, ordered(25, Order.GO_ON), WITHDRAWN_30),
            (R.LIGHT_WITHDRAWN, 30),
            "the order answered the suspension, and not the light",
        ),
        (IN_FORCE, (*GREEN_LIT, DEPARTED_EARLY), (R.DEPARTURE_DISPUTED, 9), "people may be on the road"),
        (
            SUSPENDED_20,
            (*GREEN_LIT, DEPARTED_EARLY, DISPUTE),
            (R.SUSPENDED, 20),
            "it is taken to be on the road, and needs an order",
        ),
        (
            IN_FORCE,
            (*GREEN_LIT, DEPARTED_EARLY, moves.MovementCalledOff(10, M, "a mistake")),
            None,
            "it was called off",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_must_be_decided_for(
    agreed: tuple[Fact, ...], moved: tuple[Fact, ...], expected: tuple[DecisionReason, int] | None, why: str
) -> None:
    found = convoys_to_decide(agreement_after(*agreed), [movement_after(*moved)])
    assert found == (() if expected is None else (DecisionDue(M, *expected, 9),)), why


def test_those_who_are_the_longest_on_the_road_come_first() -> None:
    early = movement_after(*UNDER_WAY)
    late = movement_after(*GO, moves.MovementDeparted(12, M, 38))
    found = convoys_to_decide(agreement_after(*SUSPENDED_20), [late, early])
    assert [each.departed_s for each in found] == [9, 12]


@pytest.mark.parametrize("state", [AgreementState.SUSPENDED, AgreementState.REPORTED_VIOLATED])
def test_no_movement_on_the_road_is_forgotten(state: AgreementState) -> None:
    names = [f"m-{number}" for number in range(5)]
    movements = [movement_after(*(_named(fact, name) for fact in UNDER_WAY), name=name) for name in names]
    found = convoys_to_decide(agreement_after(*AGREEMENTS[state]), movements)
    assert [each.movement for each in found] == names


def _named(fact: Fact, name: str) -> Fact:
    return replace(fact, movement=name)  # type: ignore[call-arg]  # all facts of movements name theirs
