"""Incidents, and roads: what closed, and what was found on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.domain.events import IncidentHappened, RoadClosed, RoadReopened, WindowClosed, WindowOpened
from safepassage.domain.live.incidents import (
    AssessmentRequired,
    Finding,
    IncidentKind,
    IncidentReported,
    IncidentResolved,
    IncidentSeverity,
    RouteAssessed,
)
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.naming import must_be_said, with_reason
from safepassage.operations.courses import Kind, road_name
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.incidents import Incident, Road
from safepassage.operations.operation import Operation

WATCHERS = frozenset(Role) - {Role.AUDITOR}
KEEPERS = frozenset({Role.COORDINATOR, Role.DISPATCHER, Role.INFORMATION_OFFICER})


def incident_of(operation: Operation, incident: str) -> Incident:
    """Give an incident."""
    return operation.state(Kind.INCIDENT, incident)  # type: ignore[no-any-return]  # its course says so


def road_of(operation: Operation, origin: str, destination: str) -> Road:
    """Give a road in one direction."""
    return operation.state(Kind.ROAD, road_name(origin, destination))  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class ReportIncident(Command):
    """Report an incident at a place, and what closed by it; `incident` is its name from now on."""

    name: ClassVar[str] = "report an incident"
    roles: ClassVar[frozenset[Role]] = WATCHERS
    before_opening: ClassVar[bool] = True

    incident: str
    kind: IncidentKind
    place: str
    severity: IncidentSeverity
    closed: tuple[str, ...] = ()
    account: str = ""


def report_incident(operation: Operation, command: ReportIncident, situation: Situation) -> Facts:
    """Decide on `ReportIncident`: it is never refused; only the first report of it counts as another incident."""
    must_be_said(command.incident, "a name for the incident")
    told = IncidentReported(
        situation.at_s,
        command.incident,
        command.kind,
        command.place,
        command.severity,
        command.closed,
        command.account,
    )
    if incident_of(operation, command.incident).at_s is not None:
        return (told,)
    return told, IncidentHappened(situation.at_s, command.place)


@dataclass(frozen=True, slots=True)
class ResolveIncident(Command):
    """Say that an incident is over, or was none, and how that is known."""

    name: ClassVar[str] = "resolve an incident"
    roles: ClassVar[frozenset[Role]] = KEEPERS | {Role.PROTECTION}
    before_opening: ClassVar[bool] = True
    after_closing: ClassVar[bool] = True

    incident: str
    how: str


def resolve_incident(operation: Operation, command: ResolveIncident, situation: Situation) -> Facts:
    """Decide on `ResolveIncident`: somebody reported it."""
    if incident_of(operation, command.incident).at_s is None:
        raise RefusedError(Rule.NO_SUCH_INCIDENT, f"Nobody reported an incident {command.incident}.")
    return (IncidentResolved(situation.at_s, command.incident, with_reason(command.how)),)


def open_incidents(operation: Operation) -> tuple[Incident, ...]:
    """Give the incidents that somebody reported and of which nobody said that they are over, by name."""
    found = (incident_of(operation, name) for name in operation.names(Kind.INCIDENT))
    return tuple(each for each in found if each.at_s is not None and not each.how)


@dataclass(frozen=True, slots=True)
class OfRoad(Command):
    """A command about a road, in both directions unless said otherwise."""

    roles: ClassVar[frozenset[Role]] = KEEPERS | {Role.CONVOY_LEADER, Role.OBSERVER}
    before_opening: ClassVar[bool] = True

    origin: str
    destination: str
    both_ways: bool = True

    def touches(self) -> tuple[str, ...]:
        """Give both ends."""
        return self.origin, self.destination


@dataclass(frozen=True, slots=True)
class CloseRoad(OfRoad):
    """Say that a road is closed."""

    name: ClassVar[str] = "report a closed road"


def close_road(_: Operation, command: CloseRoad, situation: Situation) -> Facts:
    """Decide on `CloseRoad`: it is never refused."""
    return (RoadClosed(situation.at_s, command.origin, command.destination, command.both_ways),)


@dataclass(frozen=True, slots=True)
class ReopenRoad(OfRoad):
    """Say that a road is open again."""

    name: ClassVar[str] = "reopen a road"
    roles: ClassVar[frozenset[Role]] = KEEPERS


def reopen_road(_: Operation, command: ReopenRoad, situation: Situation) -> Facts:
    """Decide on `ReopenRoad`: it is never refused."""
    return (RoadReopened(situation.at_s, command.origin, command.destination, command.both_ways),)


@dataclass(frozen=True, slots=True)
class RequireAssessment(OfRoad):
    """Require that a road is assessed for explosive ordnance before anything departs over it."""

    name: ClassVar[str] = "require an assessment"
    roles: ClassVar[frozenset[Role]] = KEEPERS


def require_assessment(_: Operation, command: RequireAssessment, situation: Situation) -> Facts:
    """Decide on `RequireAssessment`: it is never refused."""
    return (AssessmentRequired(situation.at_s, command.origin, command.destination, command.both_ways),)


@dataclass(frozen=True, slots=True)
class AssessRoute(Command):
    """Record what an assessor found on a road, and until when, `expires_s`, that holds."""

    name: ClassVar[str] = "record an assessment"
    roles: ClassVar[frozenset[Role]] = KEEPERS
    before_opening: ClassVar[bool] = True

    origin: str
    destination: str
    finding: Finding
    assessor: str
    expires_s: int
    both_ways: bool = True

    def touches(self) -> tuple[str, ...]:
        """Give both ends."""
        return self.origin, self.destination


def assess_route(_: Operation, command: AssessRoute, situation: Situation) -> Facts:
    """Decide on `AssessRoute`: it is never refused."""
    return (
        RouteAssessed(
            situation.at_s,
            command.origin,
            command.destination,
            command.both_ways,
            command.finding,
            command.assessor,
            command.expires_s,
        ),
    )


def route_doubt(operation: Operation, origin: str, destination: str, at_s: int) -> str | None:
    """Give why nothing should depart from one place to another at a moment, as a sentence; None: no reason.

    Ordnance that was found or is suspected always does. That a road was not assessed, or the assessment has expired,
    does where one is required.
    """
    road, way = road_of(operation, origin, destination), f"The road from {origin} to {destination}"
    if road.closed:
        return f"{way} is closed."
    if road.finding in {Finding.SUSPECTED, Finding.PRESENT}:
        return f"{way}: by {road.assessor}, explosive ordnance is {road.finding}."
    if road.required and road.finding is None:
        return f"{way} was not assessed for explosive ordnance."
    if road.required and at_s >= road.expires_s:
        return f"{way}: the assessment of {road.assessor} for explosive ordnance has expired."
    return None


def must_be_passable(operation: Operation, origin: str, destination: str, at_s: int) -> None:
    """Raise RefusedError if something speaks against departing from one place to another."""
    doubt = route_doubt(operation, origin, destination, at_s)
    if doubt is not None:
        raise RefusedError(Rule.ROUTE_NOT_ASSESSED, f"{doubt} Take another way, or have it assessed anew.")


@dataclass(frozen=True, slots=True)
class AtCrossing(Command):
    """A command about a crossing, for who comes from some places; from any, if none is named."""

    roles: ClassVar[frozenset[Role]] = KEEPERS | {Role.CONVOY_LEADER, Role.OBSERVER, Role.NEGOTIATOR}
    before_opening: ClassVar[bool] = True

    place: str
    from_places: tuple[str, ...] = ()

    def touches(self) -> tuple[str, ...]:
        """Give the crossing."""
        return (self.place,)


@dataclass(frozen=True, slots=True)
class OpenCrossing(AtCrossing):
    """Say that a crossing is open; that is no permission."""

    name: ClassVar[str] = "report an open crossing"


def open_crossing(_: Operation, command: OpenCrossing, situation: Situation) -> Facts:
    """Decide on `OpenCrossing`: it is never refused."""
    return (WindowOpened(situation.at_s, command.place, command.from_places),)


@dataclass(frozen=True, slots=True)
class CloseCrossing(AtCrossing):
    """Say that a crossing is closed."""

    name: ClassVar[str] = "report a closed crossing"


def close_crossing(_: Operation, command: CloseCrossing, situation: Situation) -> Facts:
    """Decide on `CloseCrossing`: it is never refused."""
    return (WindowClosed(situation.at_s, command.place, command.from_places),)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        ReportIncident: report_incident,
        ResolveIncident: resolve_incident,
        CloseRoad: close_road,
        ReopenRoad: reopen_road,
        RequireAssessment: require_assessment,
        AssessRoute: assess_route,
        OpenCrossing: open_crossing,
        CloseCrossing: close_crossing,
    }
)
