"""The states of a movement, and what moves it from one to the next.

A movement file tells the parties which vehicles go where, when, and with how many people. Telling them is no
permission, and that they have it is none either. The way to the road has a gate at each step, and no step can be left
out:

    drafted ──► notified ══► acknowledged ══► green-lit ──► go ──► under-way ──► completed
                             by every party   at every      by a    ▲  │
                                              crossing     person   │  ▼
                                                                    held

*Notified* means that a party at least was sent the file. It becomes *acknowledged* by itself, once every party has
said that it has it, and *green-lit* once each party that must has given a green light at each crossing. A green light
has a beginning and an end. The state keeps which lights were given; whether they hold is asked for a moment, and a
light that is over is none: `state_at` shows such a movement as acknowledged only.

A *go* is what a named person takes upon themselves, after all permissions. It is given under lights that hold, and
falls with them: a light that is withdrawn takes the movement back to *acknowledged*, and one that lapsed before it was
renewed takes it back to *green-lit*, where somebody must give the go anew.

A *change* is a new file: the parties must be notified anew, and all acknowledgements, green lights and the go are
lost. Only before departure can a file change; on the road there are *orders*. Before departure a movement can also be
held by a linked movement until its step is reached; that is no state of its own, as the papers go on meanwhile.

*Under way* there are people on the road, and the tables never forget that. A withdrawn light or a suspended agreement
does not change the state: a named person chooses, `hold-here`, `go-to-holding-place`, `return`, `go-on` or `abort`.
*Held* stands where it was told to. A movement on the road can be called off only after an order to return or to abort,
and is completed only if no such order stands.

Whatever the tables do not hold is out of turn: it changes nothing, and is kept as a discrepancy. A departure without a
go, or without lights that hold, is one of them. It did happen, however: once a named person settles that discrepancy,
the movement is under way since then, so that it can be given orders and can end.

Two tables: `TRANSITIONS` is for facts and orders that are told, `BY_ITSELF` for what then follows at once, without
another fact, as long as its condition holds.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live import movements as facts
from safepassage.domain.live.movements import Order


class MovementState(StrEnum):
    """Where a movement stands."""

    NONE = "none"
    DRAFTED = "drafted"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    GREEN_LIT = "green-lit"
    GO = "go"
    UNDER_WAY = "under-way"
    HELD = "held"
    COMPLETED = "completed"
    CALLED_OFF = "called-off"


class MovementCondition(StrEnum):
    """What makes a movement move by itself."""

    EVERY_PARTY_ACKNOWLEDGED = "every party has acknowledged"
    EVERY_CROSSING_LIT = "each green light that is needed was given"
    LIGHT_LAPSED = "a green light had lapsed before it was renewed"


Trigger = type[Fact] | Order
"""What is told: a kind of fact or, for `movement.ordered`, the order."""


def trigger_of(fact: Fact) -> Trigger:
    """Give what of a fact the table asks for: its kind or, of an order, which one."""
    return fact.order if isinstance(fact, facts.MovementOrdered) else type(fact)


BEFORE_DEPARTURE: frozenset[MovementState] = frozenset(
    {
        MovementState.DRAFTED,
        MovementState.NOTIFIED,
        MovementState.ACKNOWLEDGED,
        MovementState.GREEN_LIT,
        MovementState.GO,
    }
)
"""The states of a movement that is still to depart."""

ON_THE_ROAD: frozenset[MovementState] = frozenset({MovementState.UNDER_WAY, MovementState.HELD})
"""The states of a movement that has people on the road."""

_S = MovementState

_PAPERS: Mapping[Trigger, MovementState] = {
    facts.MovementChanged: _S.DRAFTED,
    facts.MovementCalledOff: _S.CALLED_OFF,
}

_ORDERS: Mapping[Trigger, MovementState] = {
    Order.HOLD_HERE: _S.HELD,
    Order.GO_TO_HOLDING_PLACE: _S.UNDER_WAY,
    Order.RETURN: _S.UNDER_WAY,
    Order.GO_ON: _S.UNDER_WAY,
    Order.ABORT: _S.UNDER_WAY,
}


def _staying(state: MovementState, *triggers: Trigger) -> Mapping[Trigger, MovementState]:
    return dict.fromkeys(triggers, state)


_TOLD = (facts.MovementNotified, facts.MovementAcknowledged)
_LINKS = (facts.MovementHeldByLink, facts.MovementReleasedByLink)
_LIGHTS = (facts.CrossingGreenLit, facts.GreenLightWithdrawn)

_BY_STATE: Mapping[MovementState, Mapping[Trigger, MovementState]] = {
    _S.NONE: {facts.MovementDrafted: _S.DRAFTED},
    _S.DRAFTED: {**_PAPERS, **_staying(_S.DRAFTED, *_LINKS), facts.MovementNotified: _S.NOTIFIED},
    _S.NOTIFIED: {**_PAPERS, **_staying(_S.NOTIFIED, *_LINKS, *_TOLD)},
    _S.ACKNOWLEDGED: {**_PAPERS, **_staying(_S.ACKNOWLEDGED, *_LINKS, *_TOLD, *_LIGHTS)},
    _S.GREEN_LIT: {
        **_PAPERS,
        **_staying(_S.GREEN_LIT, *_LINKS, *_TOLD, facts.CrossingGreenLit),
        facts.GreenLightWithdrawn: _S.ACKNOWLEDGED,
        facts.MovementGoGiven: _S.GO,
    },
    _S.GO: {
        **_PAPERS,
        **_staying(_S.GO, *_LINKS, *_TOLD, facts.CrossingGreenLit),
        facts.GreenLightWithdrawn: _S.ACKNOWLEDGED,
        facts.MovementDeparted: _S.UNDER_WAY,
    },
    _S.UNDER_WAY: {
        **_ORDERS,
        **_staying(_S.UNDER_WAY, *_LIGHTS, events.ConvoyDeparted),
        facts.MovementCompleted: _S.COMPLETED,
        facts.MovementCalledOff: _S.CALLED_OFF,
    },
    _S.HELD: {**_ORDERS, **_staying(_S.HELD, *_LIGHTS)},
    _S.COMPLETED: {},
    _S.CALLED_OFF: {},
}

TRANSITIONS: Mapping[tuple[MovementState, Trigger], MovementState] = MappingProxyType(
    {(state, trigger): to for state, moves in _BY_STATE.items() for trigger, to in moves.items()}
)
"""The state after a fact or an order, by the state before it; what is not here is out of turn."""

BY_ITSELF: Mapping[MovementState, tuple[MovementCondition, MovementState]] = MappingProxyType(
    {
        _S.NOTIFIED: (MovementCondition.EVERY_PARTY_ACKNOWLEDGED, _S.ACKNOWLEDGED),
        _S.ACKNOWLEDGED: (MovementCondition.EVERY_CROSSING_LIT, _S.GREEN_LIT),
        _S.GO: (MovementCondition.LIGHT_LAPSED, _S.GREEN_LIT),
    }
)
"""What follows at once from a state if the condition holds."""

MOVEMENT_TRIGGERS: tuple[Trigger, ...] = (
    *(kind for kind in facts.MOVEMENT_FACTS if kind is not facts.MovementOrdered),
    *Order,
    events.ConvoyDeparted,
)
"""All that bears on the state of a movement."""
