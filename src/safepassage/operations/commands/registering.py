"""Registering people, and their own decision to leave or to stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.live.people import Answer, ChoiceRecorded, GroupRegistered, InformedOf, Member
from safepassage.domain.live.roles import Role
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Register(Command):
    """Register a travel group where it waits."""

    name: ClassVar[str] = "register"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.REGISTRATION_OFFICER, Role.COORDINATOR})

    group: str
    place: str
    members: tuple[Member, ...]
    row: str = ""
    priority: int = 3
    stream: str = ""
    destinations: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    def touches(self) -> tuple[str, ...]:
        """Give the place."""
        return (self.place,)


def register(operation: Operation, command: Register, situation: Situation) -> Facts:
    """Decide on `Register`: every token is new."""
    known = [each.token for each in command.members if operation.person(each.token).registered]
    if known and not situation.reported:
        raise RefusedError(Rule.REGISTERED_ALREADY, f"{', '.join(known)} was registered before: use a new card.")
    return (
        GroupRegistered(
            situation.at_s,
            command.group,
            command.place,
            command.row,
            command.priority,
            command.stream,
            command.destinations,
            command.linked,
            command.members,
            len(command.members),
        ),
    )


@dataclass(frozen=True, slots=True)
class RecordChoice(Command):
    """Record what somebody decided, for themselves and the children for whom they decide."""

    name: ClassVar[str] = "record a choice"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.REGISTRATION_OFFICER, Role.PROTECTION, Role.COORDINATOR})

    tokens: tuple[str, ...]
    answer: Answer
    informed_of: tuple[InformedOf, ...]
    language: str
    private: bool
    informed_by: str = ""
    proxy: str = ""
    wished: str = ""


def record_choice(_: Operation, command: RecordChoice, situation: Situation) -> Facts:
    """Decide on `RecordChoice`: whoever is to leave must have been told all of what it means."""
    lacking = sorted(set(InformedOf) - set(command.informed_of))
    if command.answer is Answer.LEAVE and lacking:
        raise RefusedError(
            Rule.NOT_INFORMED, f"Nobody leaves uninformed: first tell them of {', '.join(lacking)}, then ask again."
        )
    return (
        ChoiceRecorded(
            situation.at_s,
            command.tokens,
            command.answer,
            command.informed_of,
            command.language,
            command.informed_by or situation.by,
            command.private,
            command.proxy,
            command.wished,
            len(command.tokens),
        ),
    )


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Register: register, RecordChoice: record_choice})
