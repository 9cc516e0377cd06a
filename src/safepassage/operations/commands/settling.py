"""A named person settles what reports contradict each other about, with a reason; both reports stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.discrepancy_codes import settled_by
from safepassage.domain.live.people import DiscrepancySettled, WhereaboutsSettled
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import distinct, with_reason
from safepassage.operations.courses import Kind, Subject, subject_named
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class SettleWhereabouts(Command):
    """Say where persons are; `holder` is the place or, for those aboard, the vehicle."""

    name: ClassVar[str] = "settle where somebody is"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.REGISTRATION_OFFICER})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    tokens: tuple[str, ...]
    where: Whereabouts
    holder: str
    reason: str

    def touches(self) -> tuple[str, ...]:
        """Give the place or vehicle."""
        return (self.holder,)


def settle_whereabouts(operation: Operation, command: SettleWhereabouts, situation: Situation) -> Facts:
    """Decide on `SettleWhereabouts`: something was told of each, and a vehicle that they are aboard is known."""
    tokens = distinct(command.tokens)
    unknown = [token for token in tokens if not operation.person(token).first]
    if unknown:
        raise RefusedError(Rule.NOT_REGISTERED, f"Nothing was ever told of {', '.join(unknown)}: is the token right?")
    if command.where is Whereabouts.UNRESOLVED or not command.holder:
        raise UnusableInputError("To settle where somebody is, say where: a place, or a vehicle that they are aboard.")
    if command.where is Whereabouts.ABOARD and not operation.vehicle(command.holder).listed:
        raise RefusedError(Rule.UNKNOWN_VEHICLE, f"{command.holder} is no vehicle of this operation.")
    if command.where is not Whereabouts.ABOARD and operation.vehicle(command.holder).listed:
        raise UnusableInputError(f"{command.holder} is a vehicle: say at which place they are, or: aboard.")
    vehicles = _manifests(operation, set(tokens)) | ({command.holder} if command.where is Whereabouts.ABOARD else set())
    reason = with_reason(command.reason)
    return (
        WhereaboutsSettled(
            situation.at_s, tokens, tuple(sorted(vehicles)), command.where, command.holder, reason, len(tokens)
        ),
    )


def _manifests(operation: Operation, tokens: set[str]) -> set[str]:
    """Give the vehicles on whose manifests any of the persons are."""
    vehicles = operation.names(Kind.VEHICLE)
    return {vehicle for vehicle in vehicles if not tokens.isdisjoint(operation.vehicle(vehicle).manifest)}


@dataclass(frozen=True, slots=True)
class SettleDiscrepancy(Command):
    """Settle one discrepancy; `subject` is what it is of, such as `vehicle/bus-7`, `discrepancy` its name there."""

    name: ClassVar[str] = "settle a discrepancy"
    roles: ClassVar[frozenset[Role]] = frozenset(
        {Role.COORDINATOR, Role.DISPATCHER, Role.PROTECTION, Role.REGISTRATION_OFFICER}
    )
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    subject: str
    discrepancy: str
    reason: str


def settle_discrepancy(operation: Operation, command: SettleDiscrepancy, situation: Situation) -> Facts:
    """Decide on `SettleDiscrepancy`: it is open, and who settles it may."""
    subject = subject_named(command.subject)
    found = _open(operation, subject, command.discrepancy)
    if subject is None or found is None:
        raise RefusedError(
            Rule.NO_SUCH_DISCREPANCY,
            f"{command.subject} has no open discrepancy {command.discrepancy}: it may be settled already.",
        )
    _must_be_theirs(operation, situation, found)
    if subject[0] is Kind.PERSON and operation.person(subject[1]).where is Whereabouts.UNRESOLVED:
        raise RefusedError(
            Rule.SETTLE_WHEREABOUTS, f"Nobody knows where {subject[1]} is: settle that, and this is settled with it."
        )
    reason = with_reason(command.reason)
    return (DiscrepancySettled(situation.at_s, command.subject, command.discrepancy, reason),)


def _open(operation: Operation, subject: Subject | None, name: str) -> Discrepancy | None:
    found = operation.discrepancies_of(subject) if subject else ()
    return next((each for each in found if each.name == name), None)


def _must_be_theirs(operation: Operation, situation: Situation, found: Discrepancy) -> None:
    appointment = operation.staff.appointment(situation.by)
    may = settled_by(found.code)
    if appointment is None or not may.intersection(appointment.roles):
        raise RefusedError(
            Rule.ROLE_MAY_NOT, f"To settle {found.code} is for these roles only: {', '.join(sorted(may))}."
        )


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {SettleWhereabouts: settle_whereabouts, SettleDiscrepancy: settle_discrepancy}
)
