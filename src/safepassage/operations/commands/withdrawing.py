"""Who chose to leave may think better of it until the vehicle departs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import Answer, ChoiceRecorded, PeopleAlighted
from safepassage.domain.live.persons import Person
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import by_vehicle, distinct
from safepassage.operations.commands.registering import must_be_own_choice
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Record that somebody will stay after all, with the children for whom they decide; who is aboard alights."""

    name: ClassVar[str] = "withdraw"
    roles: ClassVar[frozenset[Role]] = frozenset(
        {
            Role.BOARDING_FOCAL_POINT,
            Role.CONVOY_LEADER,
            Role.COORDINATOR,
            Role.PROTECTION,
            Role.REGISTRATION_OFFICER,
        }
    )
    before_opening: ClassVar[bool] = True

    tokens: tuple[str, ...]
    language: str
    private: bool
    proxy: str = ""


def withdraw(operation: Operation, command: Withdraw, situation: Situation) -> Facts:
    """Decide on `Withdraw`: they wait, or are aboard a vehicle that has not departed."""
    tokens = distinct(command.tokens)
    choice = ChoiceRecorded(
        situation.at_s,
        tokens,
        Answer.STAY,
        (),
        command.language,
        situation.by,
        command.private,
        command.proxy,
        "",
        len(tokens),
    )
    if situation.reported:
        return (choice,)
    for person in must_be_own_choice(operation, tokens, command.proxy):
        _must_be_in_time(operation, person)
    parts = by_vehicle(operation, tokens, "")
    return (*(_alight(operation, vehicle, parts[vehicle], situation) for vehicle in parts if vehicle), choice)


def _must_be_in_time(operation: Operation, person: Person) -> None:
    if person.where is Whereabouts.ABOARD:
        if operation.vehicle(person.holder).place == person.boarded_at:
            return
        raise RefusedError(
            Rule.DEPARTED_ALREADY,
            f"{person.holder} has departed with {person.token}: let them alight where it stops, and tell protection.",
        )
    if person.where not in {Whereabouts.WAITING, Whereabouts.AT_TRANSFER, Whereabouts.STAYED}:
        raise RefusedError(Rule.NOT_WAITING, f"{person.token} is {person.where} at {person.holder}, not waiting.")


def _alight(operation: Operation, vehicle: str, tokens: tuple[str, ...], situation: Situation) -> PeopleAlighted:
    place = operation.vehicle(vehicle).place or ""
    return PeopleAlighted(situation.at_s, vehicle, place, tokens, False, len(tokens))


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Withdraw: withdraw})
