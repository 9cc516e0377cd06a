"""The states of incidents and of roads."""

from dataclasses import dataclass, replace

from safepassage.domain import events
from safepassage.domain.live import incidents as facts
from safepassage.domain.live.incidents import Finding, IncidentKind, IncidentSeverity
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of an incident; `source` is who told it last, `how` it was resolved, "" as long as it is not."""

    incident: str
    kind: IncidentKind = IncidentKind.OTHER
    place: str = ""
    severity: IncidentSeverity = IncidentSeverity.MINOR
    closed: tuple[str, ...] = ()
    account: str = ""
    source: str = ""
    at_s: int | None = None
    how: str = ""


def begin_incident(incident: str) -> Incident:
    """Give an incident of which nothing was told yet."""
    return Incident(incident)


def follow_incident(incident: Incident, told: Told) -> Incident:
    """Give the incident after one more fact; a second report of it says more of the same."""
    match told.fact:
        case facts.IncidentReported() as fact:
            return replace(
                incident,
                kind=fact.kind,
                place=fact.place,
                severity=fact.severity,
                closed=tuple(dict.fromkeys((*incident.closed, *fact.closed))),
                account=fact.account,
                source=told.source,
                at_s=fact.at_s if incident.at_s is None else incident.at_s,
            )
        case facts.IncidentResolved(how=how):
            return replace(incident, how=how)
        case _:
            return incident


@dataclass(frozen=True, slots=True)
class Road:
    """What is known of a road in one direction; `finding` None: nobody assessed it. `expires_s` counts then only."""

    road: str
    closed: bool = False
    required: bool = False
    finding: Finding | None = None
    assessor: str = ""
    assessed_s: int = 0
    expires_s: int = 0


def begin_road(road: str) -> Road:
    """Give a road of which nothing was told yet: open, and nobody asked for an assessment."""
    return Road(road)


def follow_road(road: Road, told: Told) -> Road:
    """Give the road after one more fact."""
    match told.fact:
        case events.RoadClosed():
            return replace(road, closed=True)
        case events.RoadReopened():
            return replace(road, closed=False)
        case facts.AssessmentRequired():
            return replace(road, required=True)
        case facts.RouteAssessed() as fact:
            return replace(
                road, finding=fact.finding, assessor=fact.assessor, assessed_s=fact.at_s, expires_s=fact.expires_s
            )
        case _:
            return road
