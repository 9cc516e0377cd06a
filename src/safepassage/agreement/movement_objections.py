"""Why something that is told of a movement cannot be so, after all that was told before."""

from safepassage.agreement.contradictions import Contradiction, Objection
from safepassage.agreement.movement import TRANSITIONS, MovementState, trigger_of
from safepassage.agreement.movements import Movement, file_fault
from safepassage.domain.events import ConvoyDeparted, Fact
from safepassage.domain.live import movements as facts
from safepassage.domain.live.movements import Order

BACK: frozenset[Order] = frozenset({Order.RETURN, Order.ABORT})
"""Orders after which a movement does not come to its destination."""


def objection_to(movement: Movement, fact: Fact) -> Objection | None:
    """Give why a fact cannot be so; None: it can."""
    if (movement.status, trigger_of(fact)) not in TRANSITIONS:
        return _out_of_turn(movement, fact)
    match fact:
        case facts.MovementDrafted(file=file) | facts.MovementChanged(file=file):
            fault = file_fault(file)
            return (Contradiction.FILE_UNUSABLE, fault) if fault else None
        case facts.MovementNotified(party=party) | facts.MovementAcknowledged(party=party):
            return _to_word_of(movement, fact, party)
        case (
            facts.CrossingGreenLit(crossing=crossing, party=party)
            | facts.GreenLightWithdrawn(crossing=crossing, party=party)
        ):
            return _to_light(movement, fact, (crossing, party))
        case facts.MovementGoGiven() | facts.MovementDeparted():
            return _to_leaving(movement, fact)
        case _:
            return _on_the_road(movement, fact)


def remark_on(movement: Movement, fact: Fact) -> Objection | None:
    """Give what is to be settled of something that is so all the same: a crossing was passed without a green light."""
    if not isinstance(fact, ConvoyDeparted):
        return None
    unlit = movement.unlit_at(fact.place, fact.at_s)
    if not unlit:
        return None
    sentence = f"{movement.movement} passed {fact.place} while no green light of {', '.join(unlit)} held there."
    return Contradiction.PASSED_WITHOUT_LIGHT, sentence


def _out_of_turn(movement: Movement, fact: Fact) -> Objection:
    if isinstance(fact, facts.MovementDeparted) and movement.still_to_depart:
        sentence = f"{movement.movement} departed although its state was {movement.status}: nobody's go stood."
        return Contradiction.DEPARTED_WITHOUT_GO, sentence
    what = f"{fact.name} ({fact.order})" if isinstance(fact, facts.MovementOrdered) else fact.name
    return Contradiction.OUT_OF_TURN, f"{what} was told while the state of {movement.movement} was {movement.status}."


def _to_word_of(movement: Movement, fact: Fact, party: str) -> Objection | None:
    if party not in movement.parties:
        return Contradiction.NOT_A_PARTY, f"{fact.name} is of {party}, which is no party to {movement.movement}."
    if isinstance(fact, facts.MovementAcknowledged) and party not in movement.notified:
        sentence = f"{party} acknowledged {movement.movement} but was not told to have been notified of it."
        return Contradiction.ACKNOWLEDGED_UNNOTIFIED, sentence
    return None


def _to_light(movement: Movement, fact: Fact, light: tuple[str, str]) -> Objection | None:
    if light not in movement.needed_lights:
        sentence = f"{fact.name} is of {light[1]} at {light[0]}, whose light {movement.movement} does not need there."
        return Contradiction.LIGHT_ASTRAY, sentence
    if isinstance(fact, facts.CrossingGreenLit) and fact.until_s <= fact.from_s:
        sentence = f"The green light of {light[1]} at {light[0]} for {movement.movement} ends before it begins."
        return Contradiction.LIGHT_EMPTY, sentence
    return None


def _to_leaving(movement: Movement, fact: Fact) -> Objection | None:
    departed = isinstance(fact, facts.MovementDeparted)
    verb = "departed" if departed else "got the go"
    if departed and movement.held_by:
        sentence = f"{movement.movement} departed while a linked movement held it."
        return Contradiction.DEPARTED_WHILE_HELD, sentence
    unlit = movement.unlit(fact.at_s)
    if not unlit:
        return None
    code = Contradiction.DEPARTED_WITHOUT_LIGHT if departed else Contradiction.GO_WITHOUT_LIGHT
    return code, f"{movement.movement} {verb} while no green light of {unlit[0][1]} held at {unlit[0][0]}."


def _on_the_road(movement: Movement, fact: Fact) -> Objection | None:
    back = movement.standing_order in BACK
    match fact:
        case ConvoyDeparted(place=place) if place not in {crossing for crossing, _ in movement.needed_lights}:
            return Contradiction.PASSED_ELSEWHERE, f"{movement.movement} passed {place}, which its file does not name."
        case facts.MovementCompleted() if back:
            sentence = f"{movement.movement} was completed although the order was {movement.standing_order}."
            return Contradiction.COMPLETED_AGAINST_ORDER, sentence
        case facts.MovementCalledOff() if movement.status is MovementState.UNDER_WAY and not back:
            sentence = f"{movement.movement} was called off on the road, but no order to return or to abort stands."
            return Contradiction.CALLED_OFF_ON_THE_ROAD, sentence
        case _:
            return None
