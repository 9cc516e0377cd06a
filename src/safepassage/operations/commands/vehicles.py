"""Vehicles and their crews: listed, crewed, heard of, out of work, and exchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.events import VehicleBrokeDown, VehicleRefused, VehicleRepaired, VehicleWithdrawn
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import PeopleAlighted, PeopleBoarded, SeatClass
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vehicles import CrewAssigned, CrewCheckedIn, VehicleListed
from safepassage.operations.commands.naming import must_be_counts, must_be_said
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

DISPATCH = frozenset({Role.DISPATCHER, Role.COORDINATOR})
ON_THE_ROAD = DISPATCH | {Role.CONVOY_LEADER}


@dataclass(frozen=True, slots=True)
class OfVehicle(Command):
    """A command about a vehicle, wherever it is."""

    roles: ClassVar[frozenset[Role]] = DISPATCH
    before_opening: ClassVar[bool] = True

    vehicle: str

    def touches(self) -> tuple[str, ...]:
        """Give the vehicle."""
        return (self.vehicle,)


@dataclass(frozen=True, slots=True)
class ListVehicle(OfVehicle):
    """List a vehicle with its room, at the place where it starts."""

    name: ClassVar[str] = "list a vehicle"

    type: str
    place: str
    seats: int
    wheelchairs: int = 0
    stretchers: int = 0
    seats_per_wheelchair: int = 0
    seats_per_stretcher: int = 0

    def touches(self) -> tuple[str, ...]:
        """Give the vehicle and the place."""
        return self.vehicle, self.place


def list_vehicle(operation: Operation, command: ListVehicle, situation: Situation) -> Facts:
    """Decide on `ListVehicle`: no other one has that name."""
    must_be_said(command.vehicle, "the name of the vehicle")
    must_be_counts(
        command.seats,
        command.wheelchairs,
        command.stretchers,
        command.seats_per_wheelchair,
        command.seats_per_stretcher,
    )
    if operation.vehicle(command.vehicle).listed and not situation.reported:
        raise RefusedError(Rule.KNOWN_ALREADY, f"{command.vehicle} is listed already: give each vehicle its own name.")
    return (
        VehicleListed(
            situation.at_s,
            command.vehicle,
            command.type,
            command.place,
            command.seats,
            command.wheelchairs,
            command.stretchers,
            command.seats_per_wheelchair,
            command.seats_per_stretcher,
        ),
    )


def listed(operation: Operation, vehicle: str, situation: Situation) -> Vehicle:
    """Give a vehicle; refuse if nobody listed it, unless it is told what has happened already."""
    known = operation.vehicle(vehicle)
    if not known.listed and not situation.reported:
        raise RefusedError(Rule.UNKNOWN_VEHICLE, f"{vehicle} is no vehicle of this operation: list it first.")
    return known


@dataclass(frozen=True, slots=True)
class AssignCrew(OfVehicle):
    """Assign a crew of so many, led by a named person, who check in at least every `check_in_s` seconds (0: never)."""

    name: ClassVar[str] = "assign a crew"

    leader: str
    crew: int
    check_in_s: int


def assign_crew(operation: Operation, command: AssignCrew, situation: Situation) -> Facts:
    """Decide on `AssignCrew`: the vehicle is listed."""
    must_be_counts(command.crew, command.check_in_s)
    listed(operation, command.vehicle, situation)
    return (CrewAssigned(situation.at_s, command.vehicle, command.leader, command.crew, command.check_in_s),)


@dataclass(frozen=True, slots=True)
class CheckIn(OfVehicle):
    """Say that a crew was heard of, at or near a place; "" if it did not say where."""

    name: ClassVar[str] = "check in"
    roles: ClassVar[frozenset[Role]] = ON_THE_ROAD | {Role.OBSERVER}

    place: str = ""


def check_in(operation: Operation, command: CheckIn, situation: Situation) -> Facts:
    """Decide on `CheckIn`: the vehicle is listed."""
    listed(operation, command.vehicle, situation)
    return (CrewCheckedIn(situation.at_s, command.vehicle, command.place),)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A crew under way that was not heard of in time: since when, where last, and for how many seconds too long."""

    vehicle: str
    leader: str
    heard_s: int
    heard_at: str
    late_s: int


def alarms(operation: Operation, now_s: int) -> tuple[Alarm, ...]:
    """Give the crews of whom nothing was heard for longer than their schedule allows, the latest first.

    These are the crews under way, and those that stand somewhere with passengers aboard: at a checkpoint, say.
    """
    vehicles = [operation.vehicle(name) for name in operation.names(Kind.VEHICLE)]
    found = [
        Alarm(each.vehicle, each.leader, each.heard_s, each.heard_at, now_s - each.heard_s - each.check_in_s)
        for each in vehicles
        if (each.place == "" or each.manifest) and each.check_in_s and each.heard_s is not None
        if now_s - each.heard_s > each.check_in_s
    ]
    return tuple(sorted(found, key=lambda alarm: (-alarm.late_s, alarm.vehicle)))


@dataclass(frozen=True, slots=True)
class OutOfWork(OfVehicle):
    """A command about whether a vehicle works; `place` is where it stands, or the place that it left last."""

    roles: ClassVar[frozenset[Role]] = ON_THE_ROAD

    place: str

    def touches(self) -> tuple[str, ...]:
        """Give the vehicle and the place."""
        return self.vehicle, self.place


@dataclass(frozen=True, slots=True)
class BreakDown(OutOfWork):
    """Say that a vehicle broke down."""

    name: ClassVar[str] = "report a breakdown"


def break_down(operation: Operation, command: BreakDown, situation: Situation) -> Facts:
    """Decide on `BreakDown`: the vehicle is listed."""
    listed(operation, command.vehicle, situation)
    return (VehicleBrokeDown(situation.at_s, command.vehicle, command.place),)


@dataclass(frozen=True, slots=True)
class Repair(OutOfWork):
    """Say that a vehicle works again."""

    name: ClassVar[str] = "report a repair"


def repair(operation: Operation, command: Repair, situation: Situation) -> Facts:
    """Decide on `Repair`: the vehicle was out of work."""
    if listed(operation, command.vehicle, situation).working and not situation.reported:
        raise RefusedError(Rule.KNOWN_ALREADY, f"{command.vehicle} works: nothing was told of a breakdown.")
    return (VehicleRepaired(situation.at_s, command.vehicle, command.place),)


@dataclass(frozen=True, slots=True)
class RefuseTrip(OutOfWork):
    """Say that the crew or the owner of a vehicle refuses its next trip."""

    name: ClassVar[str] = "report a refusal"


def refuse_trip(operation: Operation, command: RefuseTrip, situation: Situation) -> Facts:
    """Decide on `RefuseTrip`: the vehicle is listed."""
    listed(operation, command.vehicle, situation)
    return (VehicleRefused(situation.at_s, command.vehicle, command.place),)


@dataclass(frozen=True, slots=True)
class Withdraw(OutOfWork):
    """Take a vehicle out of the operation."""

    name: ClassVar[str] = "withdraw a vehicle"
    roles: ClassVar[frozenset[Role]] = DISPATCH


def withdraw(operation: Operation, command: Withdraw, situation: Situation) -> Facts:
    """Decide on `Withdraw`: nobody is aboard it."""
    aboard = len(listed(operation, command.vehicle, situation).manifest)
    if aboard and not situation.reported:
        raise RefusedError(
            Rule.UNFINISHED, f"{aboard} are aboard {command.vehicle}: let them alight, or exchange it, before it goes."
        )
    return (VehicleWithdrawn(situation.at_s, command.vehicle, command.place),)


@dataclass(frozen=True, slots=True)
class Exchange(OutOfWork):
    """Let all passengers of a vehicle change over to another one, `other`, where both are."""

    name: ClassVar[str] = "exchange a vehicle"
    before_opening: ClassVar[bool] = False

    other: str


def exchange(operation: Operation, command: Exchange, situation: Situation) -> Facts:
    """Decide on `Exchange`: both are there, the other one works, and has room."""
    vehicle = listed(operation, command.vehicle, situation)
    other = listed(operation, command.other, situation)
    tokens, at_s, place = vehicle.manifest, situation.at_s, command.place
    if not tokens:
        raise RefusedError(Rule.NOT_ABOARD, f"Nobody is aboard {command.vehicle} by the scans.")
    if not situation.reported:
        for each in (vehicle, other):
            _must_be_about(each, place)
        _must_take(operation, other, tokens)
    return (
        PeopleAlighted(at_s, command.vehicle, place, tokens, True, len(tokens)),
        PeopleBoarded(at_s, command.other, place, tokens, len(tokens)),
    )


def _must_be_about(vehicle: Vehicle, place: str) -> None:
    if place != (vehicle.place or vehicle.left):
        raise RefusedError(Rule.NOT_HERE, f"{vehicle.vehicle} is neither at {place} nor on its way from there.")


def _must_take(operation: Operation, other: Vehicle, tokens: tuple[str, ...]) -> None:
    if not other.working:
        raise RefusedError(Rule.NOT_WORKING, f"{other.vehicle} is out of work.")
    needs = [operation.person(token).seat for token in (*other.manifest, *tokens)]
    if not other.fits(*(needs.count(seat) for seat in SeatClass)):
        raise RefusedError(Rule.NO_ROOM, f"{len(tokens)} more do not fit {other.vehicle}.")


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        ListVehicle: list_vehicle,
        AssignCrew: assign_crew,
        CheckIn: check_in,
        BreakDown: break_down,
        Repair: repair,
        RefuseTrip: refuse_trip,
        Withdraw: withdraw,
        Exchange: exchange,
    }
)
