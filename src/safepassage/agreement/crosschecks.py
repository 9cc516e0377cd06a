"""What a movement did while the agreement forbade it: neither of the two states can tell that alone."""

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import DEPARTS
from safepassage.domain.live.discrepancies import Discrepancy, still_open


def against_agreement(agreement: LiveAgreement, movement: Movement) -> tuple[Discrepancy, ...]:
    """Give what nobody has settled: a departure, or a passing without an order, while the agreement was not in force.

    They are discrepancies of the movement, and are settled as its others are.
    """
    return still_open(ever_against_agreement(agreement, movement), movement.settled)


def ever_against_agreement(agreement: LiveAgreement, movement: Movement) -> tuple[Discrepancy, ...]:
    """Give all of them, settled or not."""
    return (*_departure(agreement, movement), *_passings(agreement, movement))


def _departure(agreement: LiveAgreement, movement: Movement) -> tuple[Discrepancy, ...]:
    departed = movement.departure
    if departed is None or agreement.state_at(departed.at_s) in DEPARTS:
        return ()
    sentence = f"{movement.movement} departed when the agreement's state was {agreement.state_at(departed.at_s)}."
    return (Discrepancy(Contradiction.DEPARTED_OUT_OF_FORCE.value, departed.event, sentence),)


def _passings(agreement: LiveAgreement, movement: Movement) -> tuple[Discrepancy, ...]:
    return tuple(
        Discrepancy(
            Contradiction.PASSED_OUT_OF_FORCE.value,
            each.event,
            f"{movement.movement} passed {each.crossing} without an order when the agreement's state was {state}.",
        )
        for each in movement.passings
        if (state := agreement.state_at(each.at_s)) not in DEPARTS and not _ordered(agreement, movement, each.at_s)
    )


def _ordered(agreement: LiveAgreement, movement: Movement, at_s: int) -> bool:
    """Whether an order was given between the last turn of the agreement before a second and that second."""
    turned_s = max((turn.at_s for turn in agreement.turns if turn.at_s <= at_s), default=at_s)
    return any(turned_s <= order.at_s <= at_s for order in movement.orders)
