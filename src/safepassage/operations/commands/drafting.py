"""The papers of a movement: drafted, changed, notified, acknowledged, green-lit, given the go, called off."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.agreement.departures import DepartureRule
from safepassage.domain.live import movements as facts
from safepassage.domain.live.movements import MovementFile, Passage
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.movements import OfMovement, fitting
from safepassage.operations.commands.naming import must_be_counts, must_be_said, with_reason
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

WITH_THE_PARTIES = frozenset({Role.NEGOTIATOR, Role.DISPATCHER, Role.COORDINATOR})
AT_THE_WHEEL = frozenset({Role.CONVOY_LEADER, Role.OBSERVER})


@dataclass(frozen=True, slots=True)
class WithFile(OfMovement):
    """A command that gives a movement its file; the parties, and whose green lights it needs, the agreement says."""

    roles: ClassVar[frozenset[Role]] = frozenset({Role.DISPATCHER, Role.COORDINATOR})
    before_opening: ClassVar[bool] = True

    origin: str
    crossings: tuple[str, ...]
    destination: str
    vehicles: tuple[str, ...]
    leader: str
    departs_s: int
    persons: int
    lead: str = ""
    tail: str = ""
    spare: str = ""


def file_of(operation: Operation, command: WithFile, situation: Situation) -> MovementFile:
    """Give the movement file that a command asks for.

    Raises
    ------
    RefusedError
        If it names a vehicle that is not in the operation, or a crossing that the agreement does not name.
    UnusableInputError
        If it is for fewer than nobody.
    """
    must_be_counts(command.persons)
    unknown = [vehicle for vehicle in command.vehicles if not operation.vehicle(vehicle).listed]
    if unknown and not situation.reported:
        raise RefusedError(Rule.UNKNOWN_VEHICLE, f"{unknown[0]} is no vehicle of this operation.")
    return MovementFile(
        origin=command.origin,
        passages=tuple(_passage(operation, crossing, situation) for crossing in command.crossings),
        destination=command.destination,
        vehicles=command.vehicles,
        lead=command.lead,
        tail=command.tail,
        spare=command.spare,
        leader=command.leader,
        departs_s=command.departs_s,
        persons=command.persons,
        parties=operation.agreement.parties,
    )


def _passage(operation: Operation, crossing: str, situation: Situation) -> Passage:
    agreed = operation.agreement.crossing(crossing)
    if agreed is None and not situation.reported:
        sentence = f"The agreement does not name the crossing {crossing}: take another one, or amend the agreement."
        raise RefusedError(DepartureRule.CROSSING_NOT_AGREED, sentence)
    return Passage(crossing, agreed.lights_from if agreed else operation.agreement.parties)


@dataclass(frozen=True, slots=True)
class Draft(WithFile):
    """Draft a movement file."""

    name: ClassVar[str] = "draft a movement"


def draft(operation: Operation, command: Draft, situation: Situation) -> Facts:
    """Decide on `Draft`: the movement is new, and its file can be kept."""
    must_be_said(command.movement, "the name of the movement")
    file = file_of(operation, command, situation)
    return fitting(operation, command, situation, facts.MovementDrafted(situation.at_s, command.movement, file))


@dataclass(frozen=True, slots=True)
class Change(WithFile):
    """Change a movement before it departs; all acknowledgements, green lights and the go are lost."""

    name: ClassVar[str] = "change a movement"

    what: str = ""


def change(operation: Operation, command: Change, situation: Situation) -> Facts:
    """Decide on `Change`: it has not departed, and it is said what is different."""
    what = with_reason(command.what)
    file = file_of(operation, command, situation)
    fact = facts.MovementChanged(situation.at_s, command.movement, file, what)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class WithParty(OfMovement):
    """A command about a movement and a party."""

    roles: ClassVar[frozenset[Role]] = WITH_THE_PARTIES
    before_opening: ClassVar[bool] = True

    party: str


@dataclass(frozen=True, slots=True)
class Notify(WithParty):
    """Say that a party was sent the movement file."""

    name: ClassVar[str] = "notify a party"


def notify(operation: Operation, command: Notify, situation: Situation) -> Facts:
    """Decide on `Notify`: it is a party, and the movement has not departed."""
    fact = facts.MovementNotified(situation.at_s, command.movement, command.party)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class Acknowledge(WithParty):
    """Say that a party acknowledged the movement file."""

    name: ClassVar[str] = "acknowledge"


def acknowledge(operation: Operation, command: Acknowledge, situation: Situation) -> Facts:
    """Decide on `Acknowledge`: the party was notified."""
    fact = facts.MovementAcknowledged(situation.at_s, command.movement, command.party)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class GiveGreenLight(WithParty):
    """Say that a party gave a green light at a crossing, for `[from_s, until_s)` after the scenario's start."""

    name: ClassVar[str] = "give a green light"

    crossing: str
    from_s: int
    until_s: int


def give_green_light(operation: Operation, command: GiveGreenLight, situation: Situation) -> Facts:
    """Decide on `GiveGreenLight`: every party has acknowledged, and this light is needed."""
    light = command.crossing, command.party, command.from_s, command.until_s
    fact = facts.CrossingGreenLit(situation.at_s, command.movement, *light)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class WithdrawGreenLight(WithParty):
    """Say that a party took back its green light at a crossing."""

    name: ClassVar[str] = "withdraw a green light"
    roles: ClassVar[frozenset[Role]] = WITH_THE_PARTIES | AT_THE_WHEEL

    crossing: str


def withdraw_green_light(operation: Operation, command: WithdrawGreenLight, situation: Situation) -> Facts:
    """Decide on `WithdrawGreenLight`: this light is needed."""
    fact = facts.GreenLightWithdrawn(situation.at_s, command.movement, command.crossing, command.party)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class GiveGo(OfMovement):
    """Take it upon oneself that a movement goes."""

    name: ClassVar[str] = "give the go"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})


def give_go(operation: Operation, command: GiveGo, situation: Situation) -> Facts:
    """Decide on `GiveGo`: every green light holds now."""
    fact = facts.MovementGoGiven(situation.at_s, command.movement, situation.by)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class CallOff(OfMovement):
    """Call a movement off: before it departs, or after an order to return or to abort."""

    name: ClassVar[str] = "call off a movement"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DISPATCHER, Role.COORDINATOR})
    before_opening: ClassVar[bool] = True

    reason: str


def call_off(operation: Operation, command: CallOff, situation: Situation) -> Facts:
    """Decide on `CallOff`: nobody of it is on the road, or an order to return or to abort stands."""
    fact = facts.MovementCalledOff(situation.at_s, command.movement, with_reason(command.reason))
    return fitting(operation, command, situation, fact)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        Draft: draft,
        Change: change,
        Notify: notify,
        Acknowledge: acknowledge,
        GiveGreenLight: give_green_light,
        WithdrawGreenLight: withdraw_green_light,
        GiveGo: give_go,
        CallOff: call_off,
    }
)
