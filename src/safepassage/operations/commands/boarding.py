"""Boarding and alighting by token, headcounts, departures and arrivals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import VehicleArrived, VehicleDeparted
from safepassage.domain.live.families import OpenNotice, group_notices
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import (
    Answer,
    CountWaived,
    HeadcountTaken,
    NoticeAnswer,
    NoticeAnswered,
    PeopleAlighted,
    PeopleBoarded,
    SeatClass,
)
from safepassage.domain.live.persons import Person
from safepassage.domain.live.roles import Role
from safepassage.domain.live.whereabouts import MOVES
from safepassage.domain.notices import Severity
from safepassage.operations.commands.naming import consistent, distinct, registered
from safepassage.operations.commands.reception import must_be_accepted
from safepassage.operations.commands.releasing import must_be_released
from safepassage.operations.commands.routes import must_have_a_way_on
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

AT_THE_DOOR = frozenset({Role.BOARDING_FOCAL_POINT, Role.CONVOY_LEADER, Role.DISPATCHER, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class AtVehicle(Command):
    """A command at a vehicle that stands at a place."""

    roles: ClassVar[frozenset[Role]] = AT_THE_DOOR

    vehicle: str
    place: str

    def touches(self) -> tuple[str, ...]:
        """Give the vehicle and the place."""
        return self.vehicle, self.place


@dataclass(frozen=True, slots=True)
class Board(AtVehicle):
    """Let persons board; `separated_because` is why children may board without an adult of their travel group."""

    name: ClassVar[str] = "board"

    tokens: tuple[str, ...]
    separated_because: str = ""


def board(operation: Operation, command: Board, situation: Situation) -> Facts:
    """Decide on `Board`: there is room, everybody asked to leave, patients are accepted, and no child is left alone."""
    tokens = distinct(command.tokens)
    boarded = PeopleBoarded(situation.at_s, command.vehicle, command.place, tokens, len(tokens))
    if situation.reported:
        return (boarded,)
    vehicle = _here(operation, command)
    people = registered(operation, tokens)
    for person in people:
        _must_want_to_leave(operation, person)
    must_be_accepted(operation, tokens)
    _must_fit(operation, vehicle, [*vehicle.manifest, *tokens])
    torn = _torn_apart(operation, command.vehicle, people)
    if not command.separated_because.strip():
        _must_leave_no_child_alone(torn)
        return (boarded,)
    return boarded, *(
        NoticeAnswered(
            situation.at_s,
            f"{Kind.GROUP}/{group}",
            notice.name,
            NoticeAnswer.ACCEPTED,
            command.separated_because.strip(),
        )
        for group, notice in torn
    )


def _torn_apart(operation: Operation, vehicle: str, people: Iterable[Person]) -> list[tuple[str, OpenNotice]]:
    """Give the notices about their travel groups that there will be, and that were not before, once they are aboard."""
    aboard = {
        person.token: replace(person, where=Whereabouts.ABOARD, holder=vehicle, boarded_from=person.where)
        for person in people
    }
    found = []
    for name in dict.fromkeys(person.group for person in aboard.values()):
        group, members = operation.group(name), operation.members(name)
        before = {notice.name for notice in group_notices(group, members)}
        after = group_notices(group, [aboard.get(each.token, each) for each in members])
        found += [(name, notice) for notice in after if notice.name not in before]
    return found


def _must_leave_no_child_alone(torn: Iterable[tuple[str, OpenNotice]]) -> None:
    for _, notice in torn:
        if notice.severity is Severity.ERROR:
            raise RefusedError(
                Rule.SEPARATED_CHILD, f"{notice.sentence} Keep them together, or say why they are separated."
            )


def _here(operation: Operation, command: AtVehicle) -> Vehicle:
    """Give the vehicle; refuse if it is not known, or not where the command says."""
    vehicle = operation.vehicle(command.vehicle)
    if not vehicle.listed:
        raise RefusedError(Rule.UNKNOWN_VEHICLE, f"{command.vehicle} is no vehicle of this operation.")
    if vehicle.place != command.place:
        where = f"at {vehicle.place}" if vehicle.place else "under way"
        raise RefusedError(Rule.NOT_HERE, f"{command.vehicle} is {where}, not at {command.place}.")
    return vehicle


def _must_want_to_leave(operation: Operation, person: Person) -> None:
    if person.where is Whereabouts.ABOARD:
        raise RefusedError(Rule.ABOARD_ALREADY, f"{person.token} is aboard {person.holder}.")
    if person.where not in MOVES[PeopleBoarded].origins:
        raise RefusedError(
            Rule.NOT_WAITING,
            f"{person.token} is {person.where} at {person.holder}: settle where they are, if that is wrong.",
        )
    if person.answer is not Answer.LEAVE and not _goes_with_mother(operation, person):
        said = f"answered {person.answer}" if person.answer else "not been asked"
        raise RefusedError(Rule.OWN_CHOICE, f"{person.token} has {said}: nobody boards who did not choose to leave.")


def _goes_with_mother(operation: Operation, person: Person) -> bool:
    """Whether somebody was born since their group was asked, and an adult of it chose to leave."""
    adults = (each for each in operation.members(person.group) if each.age.decides)
    return person.born and person.answer is None and any(each.answer is Answer.LEAVE for each in adults)


def _must_fit(operation: Operation, vehicle: Vehicle, tokens: Iterable[str]) -> None:
    needs = [operation.person(token).seat for token in dict.fromkeys(tokens)]
    if not vehicle.fits(*(needs.count(seat) for seat in SeatClass)):
        raise RefusedError(
            Rule.NO_ROOM, f"{len(needs)} do not fit {vehicle.vehicle} with its seats and places: let some wait."
        )


@dataclass(frozen=True, slots=True)
class Alight(AtVehicle):
    """Let persons alight: to stay, or with `onward` to wait for another vehicle."""

    name: ClassVar[str] = "alight"

    tokens: tuple[str, ...]
    onward: bool = False


def alight(operation: Operation, command: Alight, situation: Situation) -> Facts:
    """Decide on `Alight`: the vehicle is here, and they are aboard it."""
    tokens = distinct(command.tokens)
    if not situation.reported:
        aboard = set(_here(operation, command).manifest)
        others = [token for token in tokens if token not in aboard]
        if others:
            raise RefusedError(Rule.NOT_ABOARD, f"{', '.join(others)} is not aboard {command.vehicle} by the scans.")
    facts = (PeopleAlighted(situation.at_s, command.vehicle, command.place, tokens, command.onward, len(tokens)),)
    return consistent(operation, facts, situation)


@dataclass(frozen=True, slots=True)
class TakeHeadcount(AtVehicle):
    """Say how many passengers, and apart from them how many of the crew, somebody counted in a vehicle."""

    name: ClassVar[str] = "take a headcount"
    roles: ClassVar[frozenset[Role]] = AT_THE_DOOR | {Role.OBSERVER}

    passengers: int
    crew: int
    counted_by: str = ""


def take_headcount(operation: Operation, command: TakeHeadcount, situation: Situation) -> Facts:
    """Decide on `TakeHeadcount`: a count is kept whatever the scans say."""
    if min(command.passengers, command.crew) < 0:
        raise UnusableInputError("Nobody counts fewer than 0 people: give the number that was counted.")
    if not situation.reported:
        _here(operation, command)
    by = command.counted_by or situation.by
    return (HeadcountTaken(situation.at_s, command.vehicle, command.place, by, command.passengers, command.crew),)


@dataclass(frozen=True, slots=True)
class Depart(AtVehicle):
    """Let a vehicle depart; `uncounted` is why it may before people are counted, "" if it may not."""

    name: ClassVar[str] = "depart"

    uncounted: str = ""


def depart(operation: Operation, command: Depart, situation: Situation) -> Facts:
    """Decide on `Depart`: no agreement or movement keeps it here, and whoever is aboard was counted, and fits."""
    departed = VehicleDeparted(situation.at_s, command.vehicle, command.place)
    if situation.reported:
        return (departed,)
    vehicle = _here(operation, command)
    if not vehicle.working:
        raise RefusedError(Rule.NOT_WORKING, f"{command.vehicle} is out of work: repair it, or use another one.")
    must_be_released(operation, vehicle)
    must_have_a_way_on(operation, vehicle, situation.at_s)
    _must_fit(operation, vehicle, vehicle.manifest)
    _must_leave_no_child_alone(_alone_in(operation, vehicle))
    if not vehicle.holds and vehicle.manifest:
        return _waived(operation, command, situation, departed)
    _must_be_within(vehicle)
    return (departed,)


def _alone_in(operation: Operation, vehicle: Vehicle) -> Iterable[tuple[str, OpenNotice]]:
    """Yield the open notices about children in a vehicle who are there with no adult of their travel group."""
    for name in {operation.person(token).group for token in vehicle.manifest}:
        for notice in group_notices(operation.group(name), operation.members(name)):
            if notice.name.endswith(f"@{vehicle.vehicle}"):
                yield name, notice


def _waived(operation: Operation, command: Depart, situation: Situation, departed: VehicleDeparted) -> Facts:
    appointment = operation.staff.appointment(situation.by)
    may = appointment is not None and {Role.COORDINATOR, Role.CONVOY_LEADER}.intersection(appointment.roles)
    if not command.uncounted.strip() or not may:
        raise RefusedError(
            Rule.NOT_COUNTED,
            f"Nobody has counted who is aboard {command.vehicle} since it came or the last one boarded: "
            "take a headcount. Where danger does not wait, a coordinator or convoy leader may depart uncounted, with a "
            "reason.",
        )
    return CountWaived(situation.at_s, command.vehicle, command.place, command.uncounted), departed


def _must_be_within(vehicle: Vehicle) -> None:
    if vehicle.count is not None and vehicle.holds and vehicle.count.passengers > vehicle.places:
        raise RefusedError(
            Rule.NO_ROOM,
            f"{vehicle.count.passengers} were counted in {vehicle.vehicle}, which has {vehicle.places} places.",
        )


@dataclass(frozen=True, slots=True)
class Arrive(AtVehicle):
    """Say that a vehicle came to a place."""

    name: ClassVar[str] = "arrive"
    roles: ClassVar[frozenset[Role]] = AT_THE_DOOR | {Role.OBSERVER}


def arrive(operation: Operation, command: Arrive, situation: Situation) -> Facts:
    """Decide on `Arrive`: the vehicle is known, and was under way."""
    if not situation.reported and operation.vehicle(command.vehicle).place != "":
        raise RefusedError(
            Rule.NOT_UNDER_WAY,
            f"{command.vehicle} was never told to be under way: if it did come to {command.place}, report it.",
        )
    return (VehicleArrived(situation.at_s, command.vehicle, command.place),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {Board: board, Alight: alight, TakeHeadcount: take_headcount, Depart: depart, Arrive: arrive}
)
