"""Births, groups that belong together, and answers to notices about families and lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import GroupsLinked, NoticeAnswer, NoticeAnswered, PersonBorn
from safepassage.domain.live.persons import Person
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import registered, with_reason
from safepassage.operations.courses import subject_named
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

NOBODY_KNOWS_WHERE = frozenset({Whereabouts.MISSING, Whereabouts.UNRESOLVED})


@dataclass(frozen=True, slots=True)
class RecordBirth(Command):
    """Record that a child was born, who gets a token of its own."""

    name: ClassVar[str] = "record a birth"
    roles: ClassVar[frozenset[Role]] = frozenset(
        {
            Role.BOARDING_FOCAL_POINT,
            Role.CONVOY_LEADER,
            Role.COORDINATOR,
            Role.MEDICAL,
            Role.PROTECTION,
            Role.REGISTRATION_OFFICER,
        }
    )
    before_opening: ClassVar[bool] = True

    mother: str
    token: str


def record_birth(operation: Operation, command: RecordBirth, situation: Situation) -> Facts:
    """Decide on `RecordBirth`: the token is new, and the child is where its mother is."""
    mother = registered(operation, [command.mother])[0]
    if not command.token:
        raise UnusableInputError("The child needs a token of its own: give that of a new card.")
    if operation.person(command.token).registered:
        raise RefusedError(Rule.REGISTERED_ALREADY, f"{command.token} was registered before: use a new card.")
    where, holder = _with_mother(mother)
    return (
        PersonBorn(
            situation.at_s, mother.group, mother.row, mother.priority, command.token, mother.token, where, holder, 1
        ),
    )


def _with_mother(mother: Person) -> tuple[Whereabouts, str]:
    if mother.where is None or mother.where in NOBODY_KNOWS_WHERE:
        raise RefusedError(Rule.CONTRADICTS, f"Nobody knows where {mother.token} is: settle that first.")
    if mother.where is Whereabouts.DIED:
        return Whereabouts.WAITING, mother.holder
    return mother.where, mother.holder


@dataclass(frozen=True, slots=True)
class LinkGroups(Command):
    """Say that travel groups belong together: all of them must reach the same destination."""

    name: ClassVar[str] = "link groups"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.REGISTRATION_OFFICER})
    before_opening: ClassVar[bool] = True

    groups: tuple[str, ...]
    reason: str


def link_groups(operation: Operation, command: LinkGroups, situation: Situation) -> Facts:
    """Decide on `LinkGroups`: they are registered, and there is a destination that all of them may go to."""
    groups = [operation.group(name) for name in dict.fromkeys(command.groups)]
    if len(groups) < 2:
        raise UnusableInputError("Two travel groups or more can be linked: name them.")
    unknown = [group.group for group in groups if not group.place]
    if unknown and not situation.reported:
        raise RefusedError(Rule.NOT_REGISTERED, f"{', '.join(unknown)} is no registered travel group.")
    choices = [set(group.destinations) for group in groups if group.destinations]
    if choices and not set.intersection(*choices) and not situation.reported:
        names = ", ".join(group.group for group in groups)
        raise RefusedError(Rule.NO_COMMON_DESTINATION, f"{names} have no destination in common: change one of them.")
    linked = tuple(group.group for group in groups)
    return (GroupsLinked(situation.at_s, linked, with_reason(command.reason)),)


@dataclass(frozen=True, slots=True)
class AnswerNotice(Command):
    """Answer a notice about a family or a list; `subject` is such as `group/G7`, `notice` its name there."""

    name: ClassVar[str] = "answer a notice"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.REGISTRATION_OFFICER})
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    subject: str
    notice: str
    answer: NoticeAnswer
    reason: str


def answer_notice(operation: Operation, command: AnswerNotice, situation: Situation) -> Facts:
    """Decide on `AnswerNotice`: the notice is open."""
    subject = subject_named(command.subject)
    open_ones = operation.notices().get(subject, ()) if subject else ()
    if command.notice not in {each.name for each in open_ones}:
        raise RefusedError(
            Rule.NO_SUCH_NOTICE, f"{command.subject} has no open notice {command.notice}: it may be answered already."
        )
    reason = with_reason(command.reason)
    return (NoticeAnswered(situation.at_s, command.subject, command.notice, command.answer, reason),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {RecordBirth: record_birth, LinkGroups: link_groups, AnswerNotice: answer_notice}
)
