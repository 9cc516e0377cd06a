"""What nobody plans for: parties turn people back or take them away, people die, go missing, and are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import (
    PeopleFound,
    PeopleRemoved,
    PeopleTurnedBack,
    PersonDied,
    PersonMissed,
    ScreeningCounted,
)
from safepassage.domain.live.roles import Role
from safepassage.domain.live.whereabouts import MOVES
from safepassage.operations.commands.naming import by_vehicle, consistent, distinct, must_be_said
from safepassage.operations.deciding import Command, Decision, Facts, Situation
from safepassage.operations.operation import Operation

WITNESSES = frozenset(
    {
        Role.BOARDING_FOCAL_POINT,
        Role.CONVOY_LEADER,
        Role.COORDINATOR,
        Role.MEDICAL,
        Role.OBSERVER,
        Role.PROTECTION,
        Role.REGISTRATION_OFFICER,
    }
)
"""Who may see such things, and so may say so."""


@dataclass(frozen=True, slots=True)
class OfPeople(Command):
    """Something that persons met with at a place; `vehicle` is the one that they were aboard, "" for what is known."""

    roles: ClassVar[frozenset[Role]] = WITNESSES
    before_opening: ClassVar[bool] = True

    place: str
    tokens: tuple[str, ...]
    vehicle: str = ""

    def touches(self) -> tuple[str, ...]:
        """Give the place, and the vehicle if there is one."""
        return (self.place, self.vehicle) if self.vehicle else (self.place,)


@dataclass(frozen=True, slots=True)
class TurnBack(OfPeople):
    """Say that a party let persons not pass."""

    name: ClassVar[str] = "say who was turned back"

    party: str = ""


def turn_back(operation: Operation, command: TurnBack, situation: Situation) -> Facts:
    """Decide on `TurnBack`: they came aboard a vehicle, or were waiting on foot."""
    return _by_a_party(operation, command, situation, PeopleTurnedBack)


@dataclass(frozen=True, slots=True)
class Remove(OfPeople):
    """Say that a party took persons away or detained them."""

    name: ClassVar[str] = "say who was taken away"

    party: str = ""


def remove(operation: Operation, command: Remove, situation: Situation) -> Facts:
    """Decide on `Remove`: they are known, and alive."""
    return _by_a_party(operation, command, situation, PeopleRemoved)


def _by_a_party(
    operation: Operation,
    command: TurnBack | Remove,
    situation: Situation,
    kind: type[PeopleTurnedBack | PeopleRemoved],
) -> Facts:
    """Give what a party did, told for each vehicle that they were aboard."""
    parts = by_vehicle(operation, distinct(command.tokens), command.vehicle)
    facts = tuple(
        kind(situation.at_s, vehicle, command.place, tokens, command.party, len(tokens))
        for vehicle, tokens in parts.items()
    )
    return consistent(operation, facts, situation)


@dataclass(frozen=True, slots=True)
class RecordDeath(OfPeople):
    """Say that persons died; of what is not kept here."""

    name: ClassVar[str] = "record a death"


def record_death(operation: Operation, command: RecordDeath, situation: Situation) -> Facts:
    """Decide on `RecordDeath`: they are known."""
    parts = by_vehicle(operation, distinct(command.tokens), command.vehicle)
    facts = tuple(
        PersonDied(situation.at_s, token, vehicle, command.place, 1)
        for vehicle, tokens in parts.items()
        for token in tokens
    )
    return consistent(operation, facts, situation)


@dataclass(frozen=True, slots=True)
class ReportMissing(OfPeople):
    """Say that nobody knows where persons are; `place` is where they were missed."""

    name: ClassVar[str] = "report somebody missing"


def report_missing(operation: Operation, command: ReportMissing, situation: Situation) -> Facts:
    """Decide on `ReportMissing`: they are known."""
    parts = by_vehicle(operation, distinct(command.tokens), command.vehicle)
    facts = tuple(
        PersonMissed(situation.at_s, token, vehicle, 1) for vehicle, tokens in parts.items() for token in tokens
    )
    return consistent(operation, facts, situation)


@dataclass(frozen=True, slots=True)
class Find(OfPeople):
    """Say that persons who were missing, or whom a party had taken, are back at a place, and as what."""

    name: ClassVar[str] = "find somebody"

    where: Whereabouts = Whereabouts.WAITING


def find(operation: Operation, command: Find, situation: Situation) -> Facts:
    """Decide on `Find`: they were missing or taken away, and now are at a place."""
    goals = MOVES[PeopleFound].goals
    if command.where not in goals:
        raise UnusableInputError(f"Somebody who is found is one of {', '.join(sorted(goals))}, not {command.where}.")
    tokens = distinct(command.tokens)
    facts = (PeopleFound(situation.at_s, tokens, command.where, command.place, len(tokens)),)
    return consistent(operation, facts, situation)


@dataclass(frozen=True, slots=True)
class CountScreening(Command):
    """Pass on what a party counted while it screened people at a crossing; `vehicle` "" if it was several."""

    name: ClassVar[str] = "pass on the counts of a screening"
    roles: ClassVar[frozenset[Role]] = WITNESSES

    place: str
    party: str
    presented: int
    passed: int
    taken_aside: int
    turned_back: int
    vehicle: str = ""

    def touches(self) -> tuple[str, ...]:
        """Give the crossing, and the vehicle if there is one."""
        return (self.place, self.vehicle) if self.vehicle else (self.place,)


def count_screening(_: Operation, command: CountScreening, situation: Situation) -> Facts:
    """Decide on `CountScreening`: what the party says is kept, also if it does not add up."""
    must_be_said(command.party, "which party counted")
    counts = (command.presented, command.passed, command.taken_aside, command.turned_back)
    if min(counts) < 0:
        raise UnusableInputError(f"{command.party} cannot have counted {min(counts)}: counts are 0 or more.")
    return (ScreeningCounted(situation.at_s, command.place, command.party, command.vehicle, *counts),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        TurnBack: turn_back,
        Remove: remove,
        RecordDeath: record_death,
        ReportMissing: report_missing,
        Find: find,
        CountScreening: count_screening,
    }
)
