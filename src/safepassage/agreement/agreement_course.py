"""How the state of the agreement follows from what is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import singledispatch
from types import MappingProxyType

from safepassage.agreement.agreements import LiveAgreement, Turn, Violation, terms_fault
from safepassage.agreement.contradictions import Contradiction, Objection, kept, with_one
from safepassage.agreement.repeats import trace_of
from safepassage.agreement.states import AGREEMENT_KINDS, BY_ITSELF, TRANSITIONS, AgreementCondition, AgreementState
from safepassage.domain.events import AgreementSuspended, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live.people import DiscrepancySettled
from safepassage.domain.live.told import Told

HOLDS: Mapping[AgreementCondition, Callable[[LiveAgreement], bool]] = MappingProxyType(
    {
        AgreementCondition.EVERY_PARTY_AGREED: lambda agreement: set(agreement.agreed) >= set(agreement.parties),
        AgreementCondition.NO_VIOLATION_OPEN: lambda agreement: not agreement.open_violations,
        AgreementCondition.VIOLATION_OPEN: lambda agreement: bool(agreement.open_violations),
    }
)
"""Whether the condition of a move by itself holds."""


def begin(_: str = "") -> LiveAgreement:
    """Give the agreement of which nothing was told yet."""
    return LiveAgreement()


def follow(agreement: LiveAgreement, told: Told) -> LiveAgreement:
    """Give the agreement after one more fact; what is out of turn changes nothing and is kept as a discrepancy."""
    fact = told.fact
    if isinstance(fact, DiscrepancySettled):
        return replace(agreement, settled=with_one(agreement.settled, fact.discrepancy))
    trace = trace_of(fact)
    if type(fact) not in AGREEMENT_KINDS or trace == agreement.last:
        return agreement
    return replace(_followed(agreement, told), last=trace)


def _followed(agreement: LiveAgreement, told: Told) -> LiveAgreement:
    objection = _objection(agreement, told.fact)
    if objection is not None:
        return replace(agreement, found=kept(agreement.found, told, objection))
    to = TRANSITIONS[agreement.status, type(told.fact)]
    return _turned(_with(told.fact, agreement, told), to, told.fact.at_s)


def _objection(agreement: LiveAgreement, fact: Fact) -> Objection | None:
    if (agreement.status, type(fact)) not in TRANSITIONS:
        return Contradiction.OUT_OF_TURN, f"{fact.name} was told while the agreement's state was {agreement.status}."
    match fact:
        case facts.AgreementProposed(terms=terms, parties=parties):
            fault = terms_fault(terms, parties)
            return (Contradiction.TERMS_UNUSABLE, fault) if fault else None
        case facts.AgreementAgreed(party=party) if party not in agreement.parties:
            return Contradiction.NOT_A_PARTY, f"{party} agreed, but is no party to the agreement."
        case facts.AgreementViolationDismissed(violation=violation):
            known = violation in {each.event for each in agreement.violations}
            sentence = f"The violation {violation} was dismissed, but nobody reported it."
            return None if known else (Contradiction.VIOLATION_UNKNOWN, sentence)
        case facts.AgreementAmended():
            return _objection_to_amendment(agreement, fact)
        case _:
            return None


def _objection_to_amendment(agreement: LiveAgreement, fact: facts.AgreementAmended) -> Objection | None:
    missing = [party for party in agreement.parties if party not in fact.agreed_by]
    if missing:
        return Contradiction.AMENDED_WITHOUT_ALL, f"The agreement was amended, but {missing[0]} did not agree."
    fault = terms_fault(fact.terms, agreement.parties)
    return (Contradiction.TERMS_UNUSABLE, fault) if fault else None


@singledispatch
def _with(_: Fact, agreement: LiveAgreement, __: Told) -> LiveAgreement:
    """Give the agreement with what a fact adds to it; here one that changes the state and nothing else."""
    return agreement


@_with.register
def _(fact: facts.AgreementProposed, agreement: LiveAgreement, _: Told) -> LiveAgreement:
    return replace(agreement, parties=fact.parties, terms=fact.terms, reference=fact.reference, agreed=())


@_with.register
def _(fact: facts.AgreementAmended, agreement: LiveAgreement, _: Told) -> LiveAgreement:
    return replace(agreement, terms=fact.terms, reference=fact.reference)


@_with.register
def _(fact: facts.AgreementAgreed, agreement: LiveAgreement, _: Told) -> LiveAgreement:
    return replace(agreement, agreed=with_one(agreement.agreed, fact.party))


@_with.register
def _(fact: facts.AgreementViolationReported, agreement: LiveAgreement, told: Told) -> LiveAgreement:
    return replace(agreement, violations=(*agreement.violations, Violation(told.id, fact.at_s, fact.what)))


@_with.register
def _(fact: facts.AgreementViolationDismissed, agreement: LiveAgreement, _: Told) -> LiveAgreement:
    return _closed(agreement, lambda each: each.event == fact.violation)


@_with.register
def _(_: AgreementSuspended, agreement: LiveAgreement, __: Told) -> LiveAgreement:
    suspended_before = agreement.status is AgreementState.SUSPENDED
    return agreement if suspended_before else _closed(agreement, lambda _: True)


def _closed(agreement: LiveAgreement, which: Callable[[Violation], bool]) -> LiveAgreement:
    closed = tuple(replace(each, open=each.open and not which(each)) for each in agreement.violations)
    return replace(agreement, violations=closed)


def _turned(agreement: LiveAgreement, to: AgreementState, at_s: int) -> LiveAgreement:
    if to is not agreement.status:
        agreement = replace(agreement, status=to, turns=(*agreement.turns, Turn(at_s, to)))
    if to not in BY_ITSELF:
        return agreement
    condition, further = BY_ITSELF[to]
    return _turned(agreement, further, at_s) if HOLDS[condition](agreement) else agreement
