"""Facts of incidents and of roads: what happened, what closed by it, and what was found on a road."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from safepassage.domain.events import Fact


class IncidentKind(StrEnum):
    """What happened."""

    SHOOTING = "shooting"
    SHELLING = "shelling"
    ORDNANCE = "ordnance"
    BLOCKED_ROAD = "blocked-road"
    HOSTILE_CROWD = "hostile-crowd"
    TAKEN_AWAY = "taken-away"
    ABUSE = "abuse"
    ACCIDENT = "accident"
    MEDICAL = "medical"
    CROWDING = "crowding"
    OTHER = "other"


class IncidentSeverity(StrEnum):
    """How grave it is for people: nobody touched, a near miss or delay, somebody hurt, lives lost or in danger."""

    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    CRITICAL = "critical"


class Finding(StrEnum):
    """What an assessment says of explosive ordnance on a road: none was found, some may be there, some is there."""

    NONE_FOUND = "none-found"
    SUSPECTED = "suspected"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class IncidentReported(Fact):
    """Something happened at a place; `closed` are places and roads that closed by it, in the words of who tells it.

    The source is that of the event. `account` is what is said of it, without names.
    """

    name: ClassVar[str] = "incident.reported"

    incident: str
    kind: IncidentKind
    place: str
    severity: IncidentSeverity
    closed: tuple[str, ...]
    account: str


@dataclass(frozen=True, slots=True)
class IncidentResolved(Fact):
    """An incident is over, or was found not to have been; `how` says which."""

    name: ClassVar[str] = "incident.resolved"

    incident: str
    how: str


@dataclass(frozen=True, slots=True)
class AssessmentRequired(Fact):
    """Nothing departs over a road, in `both_ways` or not, before it is assessed for explosive ordnance."""

    name: ClassVar[str] = "assessment.required"

    origin: str
    destination: str
    both_ways: bool


@dataclass(frozen=True, slots=True)
class RouteAssessed(Fact):
    """Somebody who may, the `assessor`, assessed a road for explosive ordnance; it holds until `expires_s`."""

    name: ClassVar[str] = "route.assessed"

    origin: str
    destination: str
    both_ways: bool
    finding: Finding
    assessor: str
    expires_s: int


INCIDENT_FACTS: tuple[type[Fact], ...] = (IncidentReported, IncidentResolved, AssessmentRequired, RouteAssessed)
