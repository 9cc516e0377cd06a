"""Reports of what was seen and nobody decides, where there is no command for it: queues, services, checks, steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

SEEN: frozenset[type[Fact]] = frozenset(
    {
        events.VehicleAvailable,
        events.VehicleQueued,
        events.VehicleReleased,
        events.ServiceBegan,
        events.ServiceEnded,
        events.CheckBegan,
        events.CheckEnded,
        events.ConvoyFormed,
        events.ConvoyDeparted,
        events.StepReached,
        events.IncidentHappened,
    }
)
"""What is a report by nature: whoever tells it did not decide it."""


@dataclass(frozen=True, slots=True)
class ReportFact(Command):
    """Tell what was seen; the fact's own second is that of the report."""

    name: ClassVar[str] = "report what was seen"
    roles: ClassVar[frozenset[Role]] = frozenset(Role) - {Role.AUDITOR}

    fact: Fact

    def touches(self) -> tuple[str, ...]:
        """Give the vehicle and the place, where it has some."""
        return tuple(filter(None, (getattr(self.fact, name, "") for name in ("vehicle", "place"))))


def report_fact(_: Operation, command: ReportFact, situation: Situation) -> Facts:
    """Decide on `ReportFact`: it is nothing that somebody has to decide."""
    if type(command.fact) not in SEEN:
        raise RefusedError(
            Rule.ASKS_FOR_DECISION, f"{command.fact.name} is not only seen but decided: give the command for it."
        )
    return (replace(command.fact, at_s=situation.at_s),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType({ReportFact: report_fact})
