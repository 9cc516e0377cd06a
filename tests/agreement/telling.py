"""Facts of one agreement and one movement, told second by second, for the tests of this folder."""

from collections.abc import Iterable

from safepassage.agreement import agreement_course, movement_course
from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import AgreementState
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, ConvoyDeparted, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live import movements as moves
from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms, Quota, QuotaSpan
from safepassage.domain.live.movements import MovementFile, Order, Passage
from safepassage.domain.live.people import DiscrepancySettled
from safepassage.domain.live.told import Told
from safepassage.domain.terms import LinkedMovement, LinkStep, Window

NORTH, SOUTH = "north", "south"
PARTIES = (NORTH, SOUTH)
GATE = "gate"
M = "m-1"
LATE = 100_000
"""A second after all others."""

LINK = LinkedMovement(("town",), ("village",), (LinkStep(0, 50), LinkStep(100, 200)))
TERMS = AgreedTerms(
    crossings=(AgreedCrossing(GATE, 2, (Window(0, LATE),), PARTIES),),
    quotas=(Quota(GATE, QuotaSpan.DAY, 100, 4), Quota(GATE, QuotaSpan.MOVEMENT, 60, None)),
    linked=(LINK,),
)
FILE = MovementFile(
    origin="town",
    passages=(Passage(GATE, PARTIES),),
    destination="camp",
    vehicles=("bus-1", "bus-2"),
    lead="bus-1",
    tail="bus-2",
    spare="",
    leader="leader-1",
    departs_s=60,
    persons=40,
    parties=PARTIES,
)


def told(fact: Fact, event: str = "", reported: str = "") -> Told:
    """Tell a fact; its event is named after what it says, if nothing else is said."""
    return Told(fact, event or f"{fact.name}@{fact.at_s}", "somebody", "radio", reported or f"{fact.at_s:09}")


def settled(subject: str, discrepancy: str, at_s: int = LATE) -> DiscrepancySettled:
    return DiscrepancySettled(at_s, subject, discrepancy, "looked into")


def agreement_after(*said: Fact | Told) -> LiveAgreement:
    """Give the agreement after what was said, in the order of time."""
    state = agreement_course.begin()
    for each in in_order(said):
        state = agreement_course.follow(state, each)
    return state


def movement_after(*said: Fact | Told, name: str = M) -> Movement:
    """Give the movement after what was said, in the order of time."""
    state = movement_course.begin(name)
    for each in in_order(said):
        state = movement_course.follow(state, each)
    return state


def in_order(said: Iterable[Fact | Told]) -> list[Told]:
    """Give all that was told by its place in time."""
    return sorted((each if isinstance(each, Told) else told(each) for each in said), key=lambda each: each.key)


PROPOSED = (facts.AgreementProposed(1, PARTIES, TERMS, "text of May"),)
AGREED = (*PROPOSED, facts.AgreementAgreed(2, NORTH), facts.AgreementAgreed(3, SOUTH))
IN_FORCE = (*AGREED, facts.AgreementEnteredIntoForce(4))
VIOLATED = (*IN_FORCE, facts.AgreementViolationReported(5, "shots at the gate", "observer-3"))
SUSPENDED = (*IN_FORCE, AgreementSuspended(5))

AGREEMENTS: dict[AgreementState, tuple[Fact, ...]] = {
    AgreementState.NONE: (),
    AgreementState.PROPOSED: PROPOSED,
    AgreementState.AGREED: AGREED,
    AgreementState.IN_FORCE: IN_FORCE,
    AgreementState.SUSPENDED: SUSPENDED,
    AgreementState.REPORTED_VIOLATED: VIOLATED,
    AgreementState.RE_ESTABLISHED: (*SUSPENDED, AgreementReestablished(6)),
    AgreementState.COMPLETED: (*IN_FORCE, facts.AgreementCompleted(5)),
}
"""How an agreement comes into each state."""

DRAFTED = (moves.MovementDrafted(1, M, FILE),)
NOTIFIED = (*DRAFTED, moves.MovementNotified(2, M, NORTH), moves.MovementNotified(3, M, SOUTH))
ACKNOWLEDGED = (*NOTIFIED, moves.MovementAcknowledged(4, M, NORTH), moves.MovementAcknowledged(5, M, SOUTH))
LIT_UNTIL_S = 1000
GREEN_LIT = (
    *ACKNOWLEDGED,
    moves.CrossingGreenLit(6, M, GATE, NORTH, 0, LIT_UNTIL_S),
    moves.CrossingGreenLit(7, M, GATE, SOUTH, 0, LIT_UNTIL_S + 500),
)
GO = (*GREEN_LIT, moves.MovementGoGiven(8, M, "coordinator-1"))
UNDER_WAY = (*GO, moves.MovementDeparted(9, M, 38))
HELD = (*UNDER_WAY, moves.MovementOrdered(10, M, Order.HOLD_HERE, "", "coordinator-1", "shots"))

MOVEMENTS: dict[MovementState, tuple[Fact, ...]] = {
    MovementState.NONE: (),
    MovementState.DRAFTED: DRAFTED,
    MovementState.NOTIFIED: NOTIFIED,
    MovementState.ACKNOWLEDGED: ACKNOWLEDGED,
    MovementState.GREEN_LIT: GREEN_LIT,
    MovementState.GO: GO,
    MovementState.UNDER_WAY: UNDER_WAY,
    MovementState.HELD: HELD,
    MovementState.COMPLETED: (*UNDER_WAY, moves.MovementCompleted(10, M)),
    MovementState.CALLED_OFF: (*DRAFTED, moves.MovementCalledOff(10, M, "no buses")),
}
"""How a movement comes into each state."""


def ordered(at_s: int, order: Order) -> moves.MovementOrdered:
    return moves.MovementOrdered(at_s, M, order, "", "coordinator-1", "as it looks")


def passed(at_s: int, place: str = GATE) -> ConvoyDeparted:
    return ConvoyDeparted(at_s, M, place, ("bus-1", "bus-2"))
