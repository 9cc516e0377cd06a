"""Decisions: a command becomes facts, or is refused with the rule that forbids it, and nothing changes.

A decision is a function of the operation's state, the command and who gives it, and of nothing else. A command says
what somebody is about to do. A report says what has happened already: it is kept whatever the rules say, and what it
contradicts becomes a discrepancy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.departures import DepartureRule
from safepassage.domain.errors import ForbiddenError
from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role
from safepassage.operations.operation import Operation
from safepassage.operations.texts import must_be_readable


class Rule(StrEnum):
    """A rule of the operation, by its stable name; `docs/reference/rules.md` has them all."""

    NOT_APPOINTED = "not-appointed"
    ROLE_MAY_NOT = "role-may-not"
    OUT_OF_SCOPE = "out-of-scope"
    ID_TAKEN = "id-taken"
    ASKS_FOR_DECISION = "asks-for-decision"
    LAST_COORDINATOR = "last-coordinator"
    VAULT_OR_POSITIONS = "vault-or-positions"
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
    NOT_OPEN = "not-open"
    OPEN_ALREADY = "open-already"
    CLOSED = "closed"
    RECORD_CHANGED = "record-changed"
    OPENING_RECORD_INCOMPLETE = "opening-record-incomplete"
    UNFINISHED = "unfinished"
    KNOWN_ALREADY = "known-already"
    NOT_IN_CONVOY = "not-in-convoy"
    NO_SUCH_INCIDENT = "no-such-incident"
    ROUTE_NOT_ASSESSED = "route-not-assessed"
    NO_ACCEPTANCE = "no-acceptance"
    NOT_ARRIVED = "not-arrived"
    DEPARTED_ALREADY = "departed-already"
    NOT_WAITING = "not-waiting"
    CONTRADICTS = "contradicts"
    SEPARATED_CHILD = "separated-child"
    NO_COMMON_DESTINATION = "no-common-destination"
    NEEDS_REASON = "needs-reason"
    NO_SUCH_DISCREPANCY = "no-such-discrepancy"
    NO_SUCH_NOTICE = "no-such-notice"
    SETTLE_WHEREABOUTS = "settle-whereabouts"
    STILL_ON_THE_ROAD = "still-on-the-road"
    PUBLISHED_LATELY = "published-lately"


class RefusedError(ForbiddenError):
    """A rule of the operation forbids the command; nothing has changed.

    The rule is one of the operation, or a rule or contradiction of the agreement and its movements.
    """

    rule: Rule | DepartureRule | Contradiction


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody is about to do, or with `Situation.reported` has done; it is named in the imperative.

    `before_opening` and `after_closing` say whether it may be done while the operation is not open yet, or no more.
    """

    name: ClassVar[str] = ""
    roles: ClassVar[frozenset[Role]] = frozenset()
    before_opening: ClassVar[bool] = False
    after_closing: ClassVar[bool] = False

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


def must_be_open(operation: Operation, command: Command, situation: Situation) -> None:
    """Raise RefusedError unless the operation is open, or the command is one that needs no open operation.

    What has happened already is kept, as long as it did not happen after the operation was closed. A rehearsal needs no
    opening.
    """
    opening = operation.opening
    if opening.ended_s is not None:
        if command.after_closing or (situation.reported and situation.at_s <= opening.ended_s):
            return
        raise RefusedError(
            Rule.CLOSED,
            f"The operation is closed: to {command.name} is no part of it any more. Corrections of what happened "
            "before, settlements and follow-ups are.",
        )
    if opening.began_s is None and not (operation.staff.rehearsal or situation.reported or command.before_opening):
        raise RefusedError(
            Rule.NOT_OPEN, f"To {command.name} must wait until the operation is open: sign its opening record first."
        )


def decided(
    decisions: Mapping[type[Command], Decision[Command]], operation: Operation, command: Command, situation: Situation
) -> Facts:
    """Give the facts that follow from a command.

    Raises
    ------
    RefusedError
        If a rule forbids it.
    UnusableInputError
        If a text of it cannot be read as it stands.
    """
    must_be_allowed(operation, command, situation)
    must_be_readable(command)
    must_be_open(operation, command, situation)
    return decisions[type(command)](operation, command, situation)
