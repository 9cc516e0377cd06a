"""Registering people, and their own decision to leave or to stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import Answer, ChoiceRecorded, GroupRegistered, InformedOf, Member
from safepassage.domain.live.persons import Person
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import distinct, registered
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Register(Command):
    """Register a travel group where it waits."""

    name: ClassVar[str] = "register"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.REGISTRATION_OFFICER, Role.COORDINATOR})
    before_opening: ClassVar[bool] = True

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
    if len(distinct(each.token for each in command.members)) < len(command.members):
        raise UnusableInputError(f"A token is named twice in {command.group}: each person has a card of their own.")
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
    before_opening: ClassVar[bool] = True

    tokens: tuple[str, ...]
    answer: Answer
    informed_of: tuple[InformedOf, ...]
    language: str
    private: bool
    informed_by: str = ""
    proxy: str = ""
    wished: str = ""


def record_choice(operation: Operation, command: RecordChoice, situation: Situation) -> Facts:
    """Decide on `RecordChoice`: each adult answers alone, and whoever is to leave was told all of what it means.

    A wish to go where the travel group does not go is recorded like any other, as it is theirs; it raises a notice.
    """
    tokens = distinct(command.tokens)
    if not situation.reported:
        must_be_own_choice(operation, tokens, command.proxy)
        _must_be_informed(command)
    return (
        ChoiceRecorded(
            situation.at_s,
            tokens,
            command.answer,
            command.informed_of,
            command.language,
            command.informed_by or situation.by,
            command.private,
            command.proxy,
            command.wished,
            len(tokens),
        ),
    )


def _must_be_informed(command: RecordChoice) -> None:
    lacking = sorted(set(InformedOf) - set(command.informed_of))
    if command.answer is Answer.LEAVE and lacking:
        raise RefusedError(
            Rule.NOT_INFORMED, f"Nobody leaves uninformed: first tell them of {', '.join(lacking)}, then ask again."
        )


def must_be_own_choice(operation: Operation, tokens: Sequence[str], proxy: str) -> list[Person]:
    """Give the persons of these tokens; refuse unless it is one adult, with children of the same travel group.

    Where somebody else answers, as `proxy`, it may be for anybody registered: who it was is kept.
    """
    found = registered(operation, tokens)
    if proxy:
        return found
    adults = [person.token for person in found if person.age.decides]
    if len(adults) > 1:
        raise RefusedError(
            Rule.OWN_CHOICE,
            f"{', '.join(adults)} each answer for themselves: ask one adult at a time, or name the proxy.",
        )
    if not adults:
        raise RefusedError(
            Rule.OWN_CHOICE, "An adult of their travel group decides for children: name that adult too, or the proxy."
        )
    if len({person.group for person in found}) > 1:
        raise RefusedError(
            Rule.OWN_CHOICE, f"{adults[0]} decides for children of their own travel group only: name the proxy."
        )
    return found


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Register: register, RecordChoice: record_choice})
