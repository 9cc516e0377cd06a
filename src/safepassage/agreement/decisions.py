"""What a named person must decide for people who are on the road already."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import AgreementState
from safepassage.domain.live.discrepancies import still_open


class DecisionReason(StrEnum):
    """Why somebody must decide."""

    SUSPENDED = "agreement-suspended"
    REPORTED_VIOLATED = "agreement-reported-violated"
    COMPLETED = "agreement-completed"
    LIGHT_WITHDRAWN = "green-light-withdrawn"
    DEPARTURE_DISPUTED = "departure-disputed"


@dataclass(frozen=True, slots=True)
class DecisionDue:
    """That somebody must decide for a movement: why, since when, and since when its people are on the road."""

    movement: str
    reason: DecisionReason
    since_s: int
    departed_s: int


def convoys_to_decide(agreement: LiveAgreement, movements: Iterable[Movement]) -> tuple[DecisionDue, ...]:
    """Give each movement for which a named person must choose, those the longest on the road first.

    On the road when the agreement is suspended, reported violated or completed, or when a green light ahead was
    withdrawn, and no order since; or said to have departed out of turn, which must be settled before there can be an
    order.
    """
    found = (decision for movement in movements if (decision := _decision(agreement, movement)) is not None)
    return tuple(sorted(found, key=lambda each: (each.departed_s, each.movement)))


def _decision(agreement: LiveAgreement, movement: Movement) -> DecisionDue | None:
    if movement.on_the_road and movement.departure is not None:
        reasons = (_of_agreement(agreement), _of_lights(movement))
        since = [each for each in reasons if each is not None and _no_order_since(movement, each[1])]
        return DecisionDue(movement.movement, *since[0], movement.departure.at_s) if since else None
    still = {each.event for each in still_open(movement.found, movement.settled)}
    disputed = [each for each in movement.disputed if each.event in still]
    if not movement.still_to_depart or not disputed:
        return None
    at_s = disputed[0].at_s
    return DecisionDue(movement.movement, DecisionReason.DEPARTURE_DISPUTED, at_s, at_s)


def _of_agreement(agreement: LiveAgreement) -> tuple[DecisionReason, int] | None:
    if agreement.suspended_s is not None:
        return DecisionReason.SUSPENDED, agreement.suspended_s
    if agreement.open_violations:
        return DecisionReason.REPORTED_VIOLATED, agreement.open_violations[-1].at_s
    if agreement.status is AgreementState.COMPLETED:
        return DecisionReason.COMPLETED, agreement.turns[-1].at_s
    return None


def _of_lights(movement: Movement) -> tuple[DecisionReason, int] | None:
    """Give the last withdrawal of a light that was not given anew, at a crossing that is still ahead."""
    behind = {each.crossing for each in movement.passings}
    unlit = set(movement.unlit())
    dark = [each for each in movement.withdrawn if (each.crossing, each.party) in unlit and each.crossing not in behind]
    return (DecisionReason.LIGHT_WITHDRAWN, dark[-1].at_s) if dark else None


def _no_order_since(movement: Movement, at_s: int) -> bool:
    return all(order.at_s < at_s for order in movement.orders)
