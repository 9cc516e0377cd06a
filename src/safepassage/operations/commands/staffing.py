"""Who may act in the operation: appointed and dismissed by a coordinator."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.live.access import PersonAppointed, PersonDismissed
from safepassage.domain.live.roles import Role
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Appoint(Command):
    """Let a person act in roles, within places, vehicles and movements; in place of what they may do by now."""

    name: ClassVar[str] = "appoint"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    person: str
    as_roles: tuple[Role, ...]
    scope: tuple[str, ...] = ()


def appoint(operation: Operation, command: Appoint, situation: Situation) -> Facts:
    """Decide on `Appoint`: a coordinator of everything remains."""
    if Role.COORDINATOR not in command.as_roles or command.scope:
        _must_leave_a_coordinator(operation, command.person)
    return (PersonAppointed(situation.at_s, command.person, command.as_roles, command.scope),)


@dataclass(frozen=True, slots=True)
class Dismiss(Command):
    """Let a person act no more."""

    name: ClassVar[str] = "dismiss"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    person: str


def dismiss(operation: Operation, command: Dismiss, situation: Situation) -> Facts:
    """Decide on `Dismiss`: the person was appointed, and a coordinator remains."""
    if operation.staff.appointment(command.person) is None:
        raise RefusedError(Rule.NOT_APPOINTED, f"{command.person} was not appointed in this operation.")
    _must_leave_a_coordinator(operation, command.person)
    return (PersonDismissed(situation.at_s, command.person),)


def _must_leave_a_coordinator(operation: Operation, person: str) -> None:
    coordinators = [
        each.person for each in operation.staff.appointed if Role.COORDINATOR in each.roles and not each.scope
    ]
    if coordinators == [person]:
        raise RefusedError(
            Rule.LAST_COORDINATOR, f"{person} is the last coordinator of everything: appoint another one first."
        )


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Appoint: appoint, Dismiss: dismiss})
