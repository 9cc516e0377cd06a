"""Decisions: a command becomes facts, or is refused with the rule that forbids it, and nothing changes.

A decision is a function of the operation's state, the command and who gives it, and of nothing else. A command says
what somebody is about to do. A report says what has happened already: it is kept whatever the rules say, and what it
contradicts becomes a discrepancy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

from safepassage.domain.errors import ForbiddenError
from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role
from safepassage.operations.operation import Operation


class Rule(StrEnum):
    """A rule of the operation, by its stable name; `docs/reference/rules.md` has them all."""

    NOT_APPOINTED = "not-appointed"
    ROLE_MAY_NOT = "role-may-not"
    OUT_OF_SCOPE = "out-of-scope"
    ID_TAKEN = "id-taken"
    LAST_COORDINATOR = "last-coordinator"
    REGISTERED_ALREADY = "registered-already"
    NOT_REGISTERED = "not-registered"
    NOT_INFORMED = "not-informed"
    OWN_CHOICE = "own-choice"
    UNKNOWN_VEHICLE = "unknown-vehicle"
    NOT_HERE = "not-here"
    NOT_ABOARD = "not-aboard"
    ABOARD_ALREADY = "aboard-already"
    NO_ROOM = "no-room"
    NOT_WORKING = "not-working"
    NOT_COUNTED = "not-counted"
    NOT_UNDER_WAY = "not-under-way"
    DEPARTED_ALREADY = "departed-already"
    NOT_WAITING = "not-waiting"
    CONTRADICTS = "contradicts"
    SEPARATED_CHILD = "separated-child"
    NO_COMMON_DESTINATION = "no-common-destination"
    NEEDS_REASON = "needs-reason"
    NO_SUCH_DISCREPANCY = "no-such-discrepancy"
    NO_SUCH_NOTICE = "no-such-notice"
    SETTLE_WHEREABOUTS = "settle-whereabouts"


class RefusedError(ForbiddenError):
    """A rule of the operation forbids the command; nothing has changed."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody is about to do, or with `Situation.reported` has done; it is named in the imperative."""

    name: ClassVar[str] = ""
    roles: ClassVar[frozenset[Role]] = frozenset()

    def touches(self) -> tuple[str, ...]:
        """Places, vehicles and movements that it is about, for the scope of who gives it."""
        return ()


@dataclass(frozen=True, slots=True)
class Situation:
    """The circumstances of a command: who gives it, when it happens, and whether it has happened already."""

    by: str
    at_s: int
    reported: bool = False


Facts = tuple[Fact, ...]
C = TypeVar("C", bound=Command)
Decision = Callable[[Operation, C, Situation], Facts]


def must_be_allowed(operation: Operation, command: Command, situation: Situation) -> None:
    """Raise RefusedError unless who gives the command was appointed for it, here."""
    appointment = operation.staff.appointment(situation.by)
    if appointment is None:
        raise RefusedError(
            Rule.NOT_APPOINTED, f"{situation.by} was not appointed in this operation: ask a coordinator."
        )
    if not command.roles.intersection(appointment.roles):
        may = ", ".join(sorted(command.roles))
        raise RefusedError(Rule.ROLE_MAY_NOT, f"To {command.name} is for these roles only: {may}.")
    touched = command.touches()
    if appointment.scope and touched and not set(touched) & set(appointment.scope):
        where = ", ".join(appointment.scope)
        raise RefusedError(Rule.OUT_OF_SCOPE, f"{situation.by} acts for {where} only, not for {', '.join(touched)}.")


def decided(
    decisions: Mapping[type[Command], Decision[Command]], operation: Operation, command: Command, situation: Situation
) -> Facts:
    """Give the facts that follow from a command.

    Raises
    ------
    RefusedError
        If a rule forbids it.
    """
    must_be_allowed(operation, command, situation)
    return decisions[type(command)](operation, command, situation)
