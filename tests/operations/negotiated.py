"""An agreement and a movement at a desk, brought as far as a test needs them."""

from collections.abc import Callable

from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms, Quota, QuotaSpan
from safepassage.domain.terms import LinkedMovement, LinkStep
from safepassage.operations.commands.agreeing import Agree, EnterIntoForce, Propose
from safepassage.operations.commands.drafting import Acknowledge, Draft, GiveGo, GiveGreenLight, Notify
from safepassage.operations.commands.moving import DepartMovement
from safepassage.operations.deciding import Command
from tests.operations.desks import Tried

NORTH, SOUTH = "north", "south"
PARTIES = (NORTH, SOUTH)
HOURS_S = 100 * 3600
TERMS = AgreedTerms(
    crossings=(AgreedCrossing("gate", None, None, PARTIES),),
    quotas=(Quota("gate", QuotaSpan.DAY, 100, None),),
)
TO_AND_FRO = AgreedTerms(
    crossings=TERMS.crossings,
    linked=(LinkedMovement(("village",), ("square",), (LinkStep(40, 40),)),),
)
"""Nobody leaves the village before 40 have come from the square."""


def in_force(desk: Tried, terms: AgreedTerms = TERMS) -> None:
    """Bring an agreement into force."""
    desk.do(Propose(PARTIES, terms, "text of May"))
    for party in PARTIES:
        desk.do(Agree(party))
    desk.do(EnterIntoForce())


def draft(movement: str = "m-1", origin: str = "square", vehicle: str = "bus-1") -> Draft:
    """Give the draft of a movement of one bus with 40 people."""
    return Draft(movement, origin, ("gate",), "camp", (vehicle,), "Layla", 3600, 40, lead=vehicle)


def up_to_go(movement: str = "m-1", until_s: int = HOURS_S) -> list[Command]:
    """Give all commands between the draft and the go."""
    told = [make(movement, party) for party in PARTIES for make in (Notify, Acknowledge)]
    lights = [GiveGreenLight(movement, party, "gate", 0, until_s) for party in PARTIES]
    return [*told, *lights, GiveGo(movement)]


def ready(desk: Tried, movement: str = "m-1") -> None:
    """Bring a movement to its go, under an agreement in force."""
    in_force(desk)
    desk.do(draft(movement))
    for command in up_to_go(movement):
        desk.do(command)


def under_way(desk: Tried) -> None:
    """Bring a movement on the road."""
    ready(desk)
    desk.do(DepartMovement("m-1", 38))


Setting = Callable[[Tried], None]
"""Brings a desk as far as a test needs it."""
