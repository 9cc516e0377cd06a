"""Convoys: formed with a first, a last and spare vehicles; split; a spare taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.events import ConvoyFormed
from safepassage.domain.live.convoys import ConvoyArranged, ConvoySplit, SpareTaken
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_said, with_reason
from safepassage.operations.commands.vehicles import ON_THE_ROAD
from safepassage.operations.convoys import Convoy
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


def convoy_of(operation: Operation, convoy: str) -> Convoy:
    """Give a convoy."""
    return operation.state(Kind.CONVOY, convoy)  # type: ignore[no-any-return]  # its course says so


@dataclass(frozen=True, slots=True)
class FormConvoy(Command):
    """Form a convoy of vehicles at a place: the first leads, the last is the tail; `spares` drive along empty."""

    name: ClassVar[str] = "form a convoy"
    roles: ClassVar[frozenset[Role]] = ON_THE_ROAD

    convoy: str
    place: str
    leader: str
    vehicles: tuple[str, ...]
    spares: tuple[str, ...] = ()

    def touches(self) -> tuple[str, ...]:
        """Give the place and the vehicles."""
        return self.place, *self.vehicles, *self.spares


def form_convoy(operation: Operation, command: FormConvoy, situation: Situation) -> Facts:
    """Decide on `FormConvoy`: its name is new, and its vehicles are here and work."""
    must_be_said(command.convoy, "the name of the convoy")
    everything = (*command.vehicles, *command.spares)
    if not command.vehicles or len(set(everything)) != len(everything):
        raise RefusedError(
            Rule.NOT_IN_CONVOY, "A convoy has at least one vehicle that is no spare, and each vehicle once."
        )
    if not situation.reported:
        if convoy_of(operation, command.convoy).formed:
            raise RefusedError(Rule.KNOWN_ALREADY, f"There is a convoy {command.convoy}: give this one another name.")
        for vehicle in everything:
            _must_be_ready(operation, vehicle, command.place)
    lead, tail = command.vehicles[0], command.vehicles[-1]
    return (
        ConvoyFormed(situation.at_s, command.convoy, command.place, everything),
        ConvoyArranged(situation.at_s, command.convoy, command.leader, lead, tail, command.spares),
    )


def _must_be_ready(operation: Operation, name: str, place: str) -> None:
    vehicle = operation.vehicle(name)
    if not vehicle.listed:
        raise RefusedError(Rule.UNKNOWN_VEHICLE, f"{name} is no vehicle of this operation.")
    if vehicle.place != place:
        raise RefusedError(Rule.NOT_HERE, f"{name} is not at {place}.")
    if not vehicle.working:
        raise RefusedError(Rule.NOT_WORKING, f"{name} is out of work.")


@dataclass(frozen=True, slots=True)
class OfConvoy(Command):
    """A command about a convoy that was formed."""

    roles: ClassVar[frozenset[Role]] = ON_THE_ROAD

    convoy: str

    def touches(self) -> tuple[str, ...]:
        """Give the convoy."""
        return (self.convoy,)


@dataclass(frozen=True, slots=True)
class SplitConvoy(OfConvoy):
    """Let some vehicles of a convoy go on by themselves, as the convoy `into`."""

    name: ClassVar[str] = "split a convoy"

    into: str
    vehicles: tuple[str, ...]
    reason: str


def split_convoy(operation: Operation, command: SplitConvoy, situation: Situation) -> Facts:
    """Decide on `SplitConvoy`: they are in it, others remain, and the new name is new."""
    must_be_said(command.into, "the name of the new convoy")
    convoy = convoy_of(operation, command.convoy)
    _must_be_in(convoy, command.vehicles)
    if not command.vehicles or len(command.vehicles) == len(convoy.vehicles):
        raise RefusedError(Rule.NOT_IN_CONVOY, "A split leaves at least one vehicle in each of the two convoys.")
    if convoy_of(operation, command.into).formed:
        raise RefusedError(Rule.KNOWN_ALREADY, f"There is a convoy {command.into}: give the new one another name.")
    return (ConvoySplit(situation.at_s, command.convoy, command.into, command.vehicles, with_reason(command.reason)),)


def _must_be_in(convoy: Convoy, vehicles: tuple[str, ...]) -> None:
    others = [vehicle for vehicle in vehicles if vehicle not in convoy.vehicles]
    if others:
        raise RefusedError(Rule.NOT_IN_CONVOY, f"{', '.join(others)} is not in {convoy.convoy}.")


@dataclass(frozen=True, slots=True)
class TakeSpare(OfConvoy):
    """Let a spare vehicle take the place of another one in a convoy."""

    name: ClassVar[str] = "take a spare vehicle"

    replaced: str
    spare: str


def take_spare(operation: Operation, command: TakeSpare, situation: Situation) -> Facts:
    """Decide on `TakeSpare`: both are in the convoy, and one of them is a spare that works."""
    convoy = convoy_of(operation, command.convoy)
    _must_be_in(convoy, (command.replaced, command.spare))
    if command.spare not in convoy.spares or command.replaced in convoy.spares:
        raise RefusedError(
            Rule.NOT_IN_CONVOY, f"{command.spare} is no spare that could stand in for {command.replaced}."
        )
    if not operation.vehicle(command.spare).working and not situation.reported:
        raise RefusedError(Rule.NOT_WORKING, f"{command.spare} is out of work.")
    return (SpareTaken(situation.at_s, command.convoy, command.replaced, command.spare),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {FormConvoy: form_convoy, SplitConvoy: split_convoy, TakeSpare: take_spare}
)
