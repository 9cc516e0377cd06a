"""Publishing: that figures leave the system is recorded before they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.live.publishing import SummaryPublished
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_said, with_reason
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

BETWEEN_S = 86_400
"""Seconds between two pages, at least, so that more than one family comes or goes in between."""


@dataclass(frozen=True, slots=True)
class Publish(Command):
    """Let a page of figures out; `digest` is that of its file, `withheld` how many numbers are not told on it."""

    name: ClassVar[str] = "publish figures"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.INFORMATION_OFFICER, Role.COORDINATOR})
    after_closing: ClassVar[bool] = True

    to: str
    reason: str
    digest: str
    withheld: int


def publish(operation: Operation, command: Publish, situation: Situation) -> Facts:
    """Decide on `Publish`: somebody is named and a reason given, and the last page is a day old."""
    must_be_said(command.to, "to whom it goes")
    published = SummaryPublished(
        situation.at_s, command.to.strip(), with_reason(command.reason), command.digest, command.withheld
    )
    last_s = operation.state(Kind.PUBLISHED, "").at_s
    if not situation.reported and last_s is not None and situation.at_s - last_s < BETWEEN_S:
        raise RefusedError(
            Rule.PUBLISHED_LATELY,
            "Figures were published less than a day ago: whoever subtracts them from these learns who came in between. "
            "Give the same page, or wait.",
        )
    return (published,)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({Publish: publish})
