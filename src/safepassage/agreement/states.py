"""The states of an agreement, and what moves it from one to the next.

An agreement is proposed, agreed to by one party after the other, and enters into force. From then on it is necessary
for every departure, and never sufficient: a movement needs its own acknowledgements, green lights and go besides.

    none ──► proposed ══► agreed ──► in-force ──► completed
                                      │  ▲ ╲
                          suspended ◄─┘  ║  ╲ a violation is reported
                              │   ▲      ║   ▼
                              ▼   └── reported-violated
                        re-established

*Proposed* waits for the parties. It becomes *agreed* by itself, once every party has agreed to the same terms; another
proposal begins anew, and what was agreed to before counts for nothing. *Agreed* is not *in force*: that is a fact of
its own, as texts name an hour and somebody must say that it has come.

*Suspended* is not the end: nothing new departs, and whoever is on the road needs an order. Only *re-established* ends
it, and from then on departures are as in force. A second word of suspension changes nothing.

*Reported-violated* is what somebody says, not what is so. All the same nothing new departs until a named person has
dismissed each report, or suspends. A suspension answers all reports before it. Reports during a suspension stay open:
when the agreement is re-established, it is reported violated until they are dismissed.

An *amendment* changes the terms and not the state; it counts if every party agreed to it, and is a contradiction
otherwise.

Whatever the tables do not hold is out of turn: it changes nothing, and is kept as a discrepancy.

Two tables, as in h11's state machine (`h11/_state.py`): `TRANSITIONS` is for facts that are told, `BY_ITSELF` for what
then follows at once, without another fact, as long as its condition holds.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live import agreement as facts


class AgreementState(StrEnum):
    """Where an agreement stands."""

    NONE = "none"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    REPORTED_VIOLATED = "reported-violated"
    RE_ESTABLISHED = "re-established"
    COMPLETED = "completed"


class AgreementCondition(StrEnum):
    """What makes an agreement move by itself."""

    EVERY_PARTY_AGREED = "every party has agreed"
    NO_VIOLATION_OPEN = "every reported violation was dismissed"
    VIOLATION_OPEN = "a reported violation is still open"


DEPARTS: frozenset[AgreementState] = frozenset({AgreementState.IN_FORCE, AgreementState.RE_ESTABLISHED})
"""The states in which the agreement forbids no departure."""

_S = AgreementState

_IN_FORCE: Mapping[type[Fact], AgreementState] = {
    events.AgreementSuspended: _S.SUSPENDED,
    facts.AgreementViolationReported: _S.REPORTED_VIOLATED,
    facts.AgreementCompleted: _S.COMPLETED,
}

_BY_STATE: Mapping[AgreementState, Mapping[type[Fact], AgreementState]] = {
    _S.NONE: {facts.AgreementProposed: _S.PROPOSED},
    _S.PROPOSED: {
        facts.AgreementProposed: _S.PROPOSED,
        facts.AgreementAgreed: _S.PROPOSED,
    },
    _S.AGREED: {
        facts.AgreementProposed: _S.PROPOSED,
        facts.AgreementAgreed: _S.AGREED,
        facts.AgreementEnteredIntoForce: _S.IN_FORCE,
    },
    _S.IN_FORCE: {**_IN_FORCE, facts.AgreementAmended: _S.IN_FORCE},
    _S.SUSPENDED: {
        events.AgreementSuspended: _S.SUSPENDED,
        events.AgreementReestablished: _S.RE_ESTABLISHED,
        facts.AgreementViolationReported: _S.SUSPENDED,
        facts.AgreementViolationDismissed: _S.SUSPENDED,
        facts.AgreementAmended: _S.SUSPENDED,
    },
    _S.REPORTED_VIOLATED: {
        events.AgreementSuspended: _S.SUSPENDED,
        facts.AgreementViolationReported: _S.REPORTED_VIOLATED,
        facts.AgreementViolationDismissed: _S.REPORTED_VIOLATED,
    },
    _S.RE_ESTABLISHED: {**_IN_FORCE, facts.AgreementAmended: _S.RE_ESTABLISHED},
    _S.COMPLETED: {},
}

TRANSITIONS: Mapping[tuple[AgreementState, type[Fact]], AgreementState] = MappingProxyType(
    {(state, kind): to for state, moves in _BY_STATE.items() for kind, to in moves.items()}
)
"""The state after a fact, by the state before it; what is not here is out of turn."""

BY_ITSELF: Mapping[AgreementState, tuple[AgreementCondition, AgreementState]] = MappingProxyType(
    {
        _S.PROPOSED: (AgreementCondition.EVERY_PARTY_AGREED, _S.AGREED),
        _S.REPORTED_VIOLATED: (AgreementCondition.NO_VIOLATION_OPEN, _S.IN_FORCE),
        _S.RE_ESTABLISHED: (AgreementCondition.VIOLATION_OPEN, _S.REPORTED_VIOLATED),
    }
)
"""What follows at once from a state if the condition holds."""

AGREEMENT_KINDS: tuple[type[Fact], ...] = (
    *facts.AGREEMENT_FACTS,
    events.AgreementSuspended,
    events.AgreementReestablished,
)
"""All kinds of facts that bear on the state of an agreement."""
