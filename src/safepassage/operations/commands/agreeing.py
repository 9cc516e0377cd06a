"""The agreement: proposed, agreed to, in force, suspended, reported violated, re-established, amended, completed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.agreement import agreement_course
from safepassage.agreement.states import TRANSITIONS
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live.agreement import AgreedTerms
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.fitting import after_fitting
from safepassage.operations.commands.naming import with_reason
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

AT_THE_TABLE = frozenset({Role.NEGOTIATOR, Role.COORDINATOR})
WHO_HEARS = frozenset(Role) - {Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class AtTheTable(Command):
    """A command about the agreement."""

    roles: ClassVar[frozenset[Role]] = AT_THE_TABLE
    before_opening: ClassVar[bool] = True


def _fitting(operation: Operation, command: Command, situation: Situation, fact: Fact) -> Facts:
    possible = [state for state, kind in TRANSITIONS if kind is type(fact)]
    after_fitting(operation.agreement, fact, agreement_course.follow, command, situation, possible)
    return (fact,)


@dataclass(frozen=True, slots=True)
class Propose(AtTheTable):
    """Put terms before the parties."""

    name: ClassVar[str] = "propose an agreement"

    parties: tuple[str, ...]
    terms: AgreedTerms
    reference: str


def propose(operation: Operation, command: Propose, situation: Situation) -> Facts:
    """Decide on `Propose`: nothing is in force yet, and the terms can be kept."""
    fact = facts.AgreementProposed(situation.at_s, command.parties, command.terms, command.reference)
    return _fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class Agree(AtTheTable):
    """Say that a party agreed."""

    name: ClassVar[str] = "agree"

    party: str


def agree(operation: Operation, command: Agree, situation: Situation) -> Facts:
    """Decide on `Agree`: it is a party to what was proposed."""
    return _fitting(operation, command, situation, facts.AgreementAgreed(situation.at_s, command.party))


@dataclass(frozen=True, slots=True)
class EnterIntoForce(AtTheTable):
    """Say that the agreement is in force from now on."""

    name: ClassVar[str] = "enter into force"


def enter_into_force(operation: Operation, command: EnterIntoForce, situation: Situation) -> Facts:
    """Decide on `EnterIntoForce`: every party has agreed."""
    return _fitting(operation, command, situation, facts.AgreementEnteredIntoForce(situation.at_s))


@dataclass(frozen=True, slots=True)
class Suspend(AtTheTable):
    """Suspend the agreement: nothing new departs."""

    name: ClassVar[str] = "suspend the agreement"
    roles: ClassVar[frozenset[Role]] = AT_THE_TABLE | {Role.DISPATCHER}


def suspend(operation: Operation, command: Suspend, situation: Situation) -> Facts:
    """Decide on `Suspend`: it is in force, or reported violated."""
    return _fitting(operation, command, situation, AgreementSuspended(situation.at_s))


@dataclass(frozen=True, slots=True)
class Reestablish(AtTheTable):
    """Say that a suspended agreement is in force again."""

    name: ClassVar[str] = "re-establish the agreement"


def reestablish(operation: Operation, command: Reestablish, situation: Situation) -> Facts:
    """Decide on `Reestablish`: it is suspended."""
    return _fitting(operation, command, situation, AgreementReestablished(situation.at_s))


@dataclass(frozen=True, slots=True)
class ReportViolation(Command):
    """Report that the agreement was violated; `told_by`, who said so, is restricted."""

    name: ClassVar[str] = "report a violation"
    roles: ClassVar[frozenset[Role]] = WHO_HEARS
    before_opening: ClassVar[bool] = True

    what: str
    told_by: str


def report_violation(operation: Operation, command: ReportViolation, situation: Situation) -> Facts:
    """Decide on `ReportViolation`: there is something to violate."""
    fact = facts.AgreementViolationReported(situation.at_s, command.what, command.told_by)
    return _fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class DismissViolation(AtTheTable):
    """Find, with a reason, that a reported violation does not stand; `violation` is its event's id."""

    name: ClassVar[str] = "dismiss a violation"
    after_closing: ClassVar[bool] = True

    violation: str
    reason: str


def dismiss_violation(operation: Operation, command: DismissViolation, situation: Situation) -> Facts:
    """Decide on `DismissViolation`: it was reported, and there is a reason."""
    reason = with_reason(command.reason)
    fact = facts.AgreementViolationDismissed(situation.at_s, command.violation, reason)
    return _fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class Amend(AtTheTable):
    """Put other terms in the place of those before, to which all of the parties agreed."""

    name: ClassVar[str] = "amend the agreement"

    terms: AgreedTerms
    reference: str
    agreed_by: tuple[str, ...]


def amend(operation: Operation, command: Amend, situation: Situation) -> Facts:
    """Decide on `Amend`: every party agreed, and the terms can be kept."""
    fact = facts.AgreementAmended(situation.at_s, command.terms, command.reference, command.agreed_by)
    return _fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class CompleteAgreement(AtTheTable):
    """Say that all that was agreed is done or over."""

    name: ClassVar[str] = "complete the agreement"


def complete_agreement(operation: Operation, command: CompleteAgreement, situation: Situation) -> Facts:
    """Decide on `CompleteAgreement`: it is in force, and nobody is on the road under it."""
    on_the_road = [each.movement for each in operation.movements() if each.on_the_road]
    if on_the_road and not situation.reported:
        sentence = f"{on_the_road[0]} is on the road: complete it first, or order it to return or to abort."
        raise RefusedError(Rule.STILL_ON_THE_ROAD, sentence)
    return _fitting(operation, command, situation, facts.AgreementCompleted(situation.at_s))


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        Propose: propose,
        Agree: agree,
        EnterIntoForce: enter_into_force,
        Suspend: suspend,
        Reestablish: reestablish,
        ReportViolation: report_violation,
        DismissViolation: dismiss_violation,
        Amend: amend,
        CompleteAgreement: complete_agreement,
    }
)
