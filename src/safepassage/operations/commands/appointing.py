"""Who may act in the operation: appointing and dismissing people."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.live.access import PersonAppointed, PersonDismissed
from safepassage.domain.live.positions import would_have_both
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_said
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Appoint(Command):
    """Let somebody act in these roles and no others; within a scope, if one is given."""

    name: ClassVar[str] = "appoint people"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    person: str
    duties: tuple[Role, ...]
    scope: tuple[str, ...] = ()


def appoint(operation: Operation, command: Appoint, situation: Situation) -> Facts:
    """Decide on `Appoint`: nobody gets the vault and live positions, and a coordinator for everything remains."""
    must_be_said(command.person, "who is appointed")
    if would_have_both(command.duties):
        raise RefusedError(
            Rule.VAULT_OR_POSITIONS,
            f"{', '.join(command.duties)} together would open the vault to {command.person} and show where vehicles "
            "are: whoever has both can stop a bus for one person. Appoint two people.",
        )
    if Role.COORDINATOR not in command.duties or command.scope:
        _must_leave_a_coordinator(operation, command.person)
    return (PersonAppointed(situation.at_s, command.person, tuple(dict.fromkeys(command.duties)), command.scope),)


@dataclass(frozen=True, slots=True)
class Dismiss(Command):
    """Let somebody act no more."""

    name: ClassVar[str] = "dismiss people"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    person: str


def dismiss(operation: Operation, command: Dismiss, situation: Situation) -> Facts:
    """Decide on `Dismiss`: somebody was appointed, and a coordinator for everything remains."""
    if operation.staff.appointment(command.person) is None:
        raise RefusedError(Rule.NOT_APPOINTED, f"{command.person} was not appointed in this operation.")
    _must_leave_a_coordinator(operation, command.person)
    return (PersonDismissed(situation.at_s, command.person),)


def _must_leave_a_coordinator(operation: Operation, without: str) -> None:
    """Refuse what would leave nobody who may appoint people; a report would lock everybody out just as well."""
    others = (each for each in operation.staff.appointed if each.person != without)
    if not any(Role.COORDINATOR in each.roles and not each.scope for each in others):
        raise RefusedError(
            Rule.LAST_COORDINATOR, f"{without} is the last coordinator of the whole operation: appoint another first."
        )


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Appoint: appoint, Dismiss: dismiss})
