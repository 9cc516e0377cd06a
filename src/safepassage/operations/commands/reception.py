"""Reception: the room of places, acceptance of patients, confirmed arrivals, and how people are weeks later."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import NeedsClass, SeatClass
from safepassage.domain.live.reception import (
    AcceptanceWithdrawn,
    ArrivalConfirmed,
    CapacityDeclared,
    FollowUpMade,
    PatientAccepted,
)
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_counts, with_reason
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation
from safepassage.operations.reception import Arrivals, Patient, Reception

DAY_S = 86_400

AFTER_DAYS = (7, 30)
"""When those who came are asked how they are: soon after the first days, and when first help has ended."""


def reception_of(operation: Operation, place: str) -> Reception:
    """Give a place that receives people."""
    return operation.state(Kind.RECEPTION, place)  # type: ignore[no-any-return]  # its course says so


def arrivals_of(operation: Operation) -> Iterator[Arrivals]:
    """Yield who came to each place with each vehicle."""
    for name in operation.names(Kind.ARRIVALS):
        yield operation.state(Kind.ARRIVALS, name)


@dataclass(frozen=True, slots=True)
class AtPlace(Command):
    """A command at a place that receives people."""

    roles: ClassVar[frozenset[Role]] = frozenset(
        {Role.COORDINATOR, Role.DISPATCHER, Role.OBSERVER, Role.MEDICAL, Role.REGISTRATION_OFFICER}
    )

    place: str

    def touches(self) -> tuple[str, ...]:
        """Give the place."""
        return (self.place,)


@dataclass(frozen=True, slots=True)
class DeclareCapacity(AtPlace):
    """Say for how many people a place has room in all, and for how many of them on stretchers."""

    name: ClassVar[str] = "declare a capacity"
    before_opening: ClassVar[bool] = True

    people: int
    stretchers: int
    declared_by: str


def declare_capacity(_: Operation, command: DeclareCapacity, situation: Situation) -> Facts:
    """Decide on `DeclareCapacity`: it is never refused."""
    must_be_counts(command.people, command.stretchers)
    return (CapacityDeclared(situation.at_s, command.place, command.people, command.stretchers, command.declared_by),)


def room_left(operation: Operation, place: str) -> int | None:
    """Give for how many more people a place has room, below 0 if it has too many; None if it never said."""
    declared = reception_of(operation, place).people
    if declared is None:
        return None
    there = {Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL}
    return declared - sum(n for share, n in operation.shares.items() if share.holder == place and share.where in there)


@dataclass(frozen=True, slots=True)
class AcceptPatient(AtPlace):
    """Record that a place takes somebody who needs care, as a named person there confirmed."""

    name: ClassVar[str] = "accept a patient"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.MEDICAL, Role.COORDINATOR})
    before_opening: ClassVar[bool] = True

    token: str
    accepted_by: str


def accept_patient(operation: Operation, command: AcceptPatient, situation: Situation) -> Facts:
    """Decide on `AcceptPatient`: the person is registered."""
    if not operation.person(command.token).registered and not situation.reported:
        raise RefusedError(Rule.NOT_REGISTERED, f"{command.token} is not registered: register them first.")
    return (PatientAccepted(situation.at_s, command.token, command.place, command.accepted_by, 1),)


@dataclass(frozen=True, slots=True)
class WithdrawAcceptance(AtPlace):
    """Record that a place takes somebody no more."""

    name: ClassVar[str] = "withdraw an acceptance"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.MEDICAL, Role.COORDINATOR})
    before_opening: ClassVar[bool] = True

    token: str
    reason: str


def withdraw_acceptance(operation: Operation, command: WithdrawAcceptance, situation: Situation) -> Facts:
    """Decide on `WithdrawAcceptance`: the place had accepted them."""
    if command.place not in patient_of(operation, command.token).accepted and not situation.reported:
        raise RefusedError(Rule.NO_ACCEPTANCE, f"{command.place} had not accepted {command.token}.")
    return (AcceptanceWithdrawn(situation.at_s, command.token, command.place, with_reason(command.reason), 1),)


def patient_of(operation: Operation, token: str) -> Patient:
    """Give who accepted somebody."""
    return operation.state(Kind.PATIENT, token)  # type: ignore[no-any-return]  # its course says so


def not_accepted(operation: Operation, tokens: Iterable[str]) -> tuple[str, ...]:
    """Give who of these lies on a stretcher or needs medical care, and was accepted by no place."""
    return tuple(
        token for token in tokens if _is_patient(operation, token) and not patient_of(operation, token).accepted
    )


def _is_patient(operation: Operation, token: str) -> bool:
    person = operation.person(token)
    return person.seat is SeatClass.STRETCHER or person.needs is NeedsClass.MEDICAL


def reception_is_kept(operation: Operation) -> bool:
    """Whether this operation records reception: some place declared its room, or accepted a patient.

    Where nobody does, as in a rehearsal, that no acceptance is on record says nothing of whether there is one.
    """
    declared = (reception_of(operation, place).people for place in operation.names(Kind.RECEPTION))
    return bool(operation.names(Kind.PATIENT)) or any(people is not None for people in declared)


def must_be_accepted(operation: Operation, tokens: Iterable[str]) -> None:
    """Raise RefusedError unless a place accepted each patient among these, where reception is recorded at all."""
    lacking = not_accepted(operation, tokens)
    if lacking and reception_is_kept(operation):
        raise RefusedError(
            Rule.NO_ACCEPTANCE, f"No hospital has accepted {', '.join(lacking)}: have one confirm it before they leave."
        )


@dataclass(frozen=True, slots=True)
class ConfirmArrival(AtPlace):
    """Say how many came with a vehicle, as a named person counted without looking at the scans."""

    name: ClassVar[str] = "confirm an arrival"
    after_closing: ClassVar[bool] = True

    vehicle: str
    people: int
    confirmed_by: str

    def touches(self) -> tuple[str, ...]:
        """Give the place and the vehicle."""
        return self.place, self.vehicle


def confirm_arrival(operation: Operation, command: ConfirmArrival, situation: Situation) -> Facts:
    """Decide on `ConfirmArrival`: the vehicle was there."""
    must_be_counts(command.people)
    vehicle = operation.vehicle(command.vehicle)
    been = {vehicle.place, *(each.place for each in vehicle.departures)}
    if command.place not in been and not situation.reported:
        raise RefusedError(Rule.NOT_HERE, f"{command.vehicle} was never at {command.place}: report its arrival first.")
    return (ArrivalConfirmed(situation.at_s, command.place, command.vehicle, command.people, command.confirmed_by),)


def unconfirmed(operation: Operation) -> tuple[tuple[str, str, int], ...]:
    """Give place, vehicle and persons scanned of each arrival that nobody of the place has confirmed."""
    return tuple(
        (each.place, each.vehicle, len(stay.tokens))
        for each in arrivals_of(operation)
        for stay in each.stays
        if stay.tokens and not stay.counted
    )


@dataclass(frozen=True, slots=True)
class FollowUp(AtPlace):
    """Record how those are who came to a place on a day: counts, and nobody's name."""

    name: ClassVar[str] = "follow up"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.PROTECTION, Role.MEDICAL, Role.COORDINATOR})
    after_closing: ClassVar[bool] = True

    day: int
    after_days: int
    well: int = 0
    in_need: int = 0
    moved_on: int = 0
    returned: int = 0
    harmed: int = 0
    died: int = 0
    not_reached: int = 0


def follow_up(operation: Operation, command: FollowUp, situation: Situation) -> Facts:
    """Decide on `FollowUp`: as many came on that day as are counted."""
    outcomes = [
        *(command.well, command.in_need, command.moved_on, command.returned),
        *(command.harmed, command.died, command.not_reached),
    ]
    must_be_counts(*outcomes)
    came = came_on(operation).get((command.place, command.day), 0)
    if sum(outcomes) > came:
        raise RefusedError(
            Rule.NOT_ARRIVED,
            f"{sum(outcomes)} are counted, but {came} came to {command.place} on day {command.day} by the scans.",
        )
    return (FollowUpMade(situation.at_s, command.place, command.day, command.after_days, *outcomes),)


def came_on(operation: Operation) -> dict[tuple[str, int], int]:
    """Give how many came to each place on each day of the operation; a day begins at the hour of its start."""
    came: dict[tuple[str, int], int] = {}
    for arrivals in arrivals_of(operation):
        for stay in arrivals.stays:
            if stay.tokens:
                key = (arrivals.place, stay.at_s // DAY_S)
                came[key] = came.get(key, 0) + len(stay.tokens)
    return came


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """Who is to be asked how they are: so many `persons` who came to a place on a day; since when that is due."""

    place: str
    day: int
    after_days: int
    persons: int
    since_s: int


def follow_ups_due(operation: Operation, now_s: int) -> tuple[FollowUpDue, ...]:
    """Give the follow-ups that are due and not made, the oldest first."""
    due = [
        FollowUpDue(place, day, after, persons, (day + after) * DAY_S)
        for (place, day), persons in came_on(operation).items()
        for after in AFTER_DAYS
        if (day + after) * DAY_S <= now_s and not _made(operation, place, day, after)
    ]
    return tuple(sorted(due, key=lambda each: (each.since_s, each.place)))


def _made(operation: Operation, place: str, day: int, after_days: int) -> bool:
    made = reception_of(operation, place).follow_ups
    return any((each.day, each.after_days) == (day, after_days) for each in made)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        DeclareCapacity: declare_capacity,
        AcceptPatient: accept_patient,
        WithdrawAcceptance: withdraw_acceptance,
        ConfirmArrival: confirm_arrival,
        FollowUp: follow_up,
    }
)
