"""Which subjects a fact is about, and how the state of each follows from what is told of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from safepassage.agreement import agreement_course, movement_course
from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import AGREEMENT_KINDS
from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live import access, fleet, groups, people, persons, screenings, vault
from safepassage.domain.live import convoys as convoy_facts
from safepassage.domain.live import incidents as incident_facts
from safepassage.domain.live import opening as opening_facts
from safepassage.domain.live import publishing as publishing_facts
from safepassage.domain.live import reception as reception_facts
from safepassage.domain.live.told import Told
from safepassage.operations import convoys, incidents, opening, published, reception, staff


class Kind(StrEnum):
    """What a subject is."""

    STAFF = "staff"
    PERSON = "person"
    GROUP = "group"
    LIST = "list"
    VEHICLE = "vehicle"
    OPENING = "opening"
    CONVOY = "convoy"
    INCIDENT = "incident"
    ROAD = "road"
    RECEPTION = "reception"
    PATIENT = "patient"
    ARRIVALS = "arrivals"
    SCREENING = "screening"
    AGREEMENT = "agreement"
    MOVEMENT = "movement"
    PUBLISHED = "published"


Subject = tuple[Kind, str]
"""A kind and an id within it; of what there is only one, the id is ""."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the state of a subject begins, and how it follows from what is told; `of` is the state's type."""

    of: type
    begin: Callable[[str], Any]
    follow: Callable[[Any, Told], Any]


COURSES: Mapping[Kind, Course] = MappingProxyType(
    {
        Kind.STAFF: Course(staff.Staff, staff.begin, staff.follow),
        Kind.PERSON: Course(persons.Person, persons.begin, persons.follow),
        Kind.GROUP: Course(groups.Group, groups.begin, groups.follow),
        Kind.LIST: Course(groups.Listed, groups.begin_list, groups.follow_list),
        Kind.VEHICLE: Course(fleet.Vehicle, fleet.begin, fleet.follow),
        Kind.OPENING: Course(opening.Opening, opening.begin, opening.follow),
        Kind.CONVOY: Course(convoys.Convoy, convoys.begin, convoys.follow),
        Kind.INCIDENT: Course(incidents.Incident, incidents.begin_incident, incidents.follow_incident),
        Kind.ROAD: Course(incidents.Road, incidents.begin_road, incidents.follow_road),
        Kind.RECEPTION: Course(reception.Reception, reception.begin_reception, reception.follow_reception),
        Kind.PATIENT: Course(reception.Patient, reception.begin_patient, reception.follow_patient),
        Kind.ARRIVALS: Course(reception.Arrivals, reception.begin_arrivals, reception.follow_arrivals),
        Kind.SCREENING: Course(screenings.Screenings, screenings.begin, screenings.follow),
        Kind.AGREEMENT: Course(LiveAgreement, agreement_course.begin, agreement_course.follow),
        Kind.MOVEMENT: Course(Movement, movement_course.begin, movement_course.follow),
        Kind.PUBLISHED: Course(published.Published, published.begin, published.follow),
    }
)
"""The courses of all kinds of subjects."""


@singledispatch
def subjects_of(fact: Fact) -> Iterator[Subject]:
    """Yield what a fact is about; nothing, if it bears on no state."""
    if type(fact) in AGREEMENT_KINDS:
        yield Kind.AGREEMENT, ""
    movement = getattr(fact, "movement", "")
    if movement:
        yield Kind.MOVEMENT, movement
    vehicle = getattr(fact, "vehicle", "")
    if vehicle:
        yield Kind.VEHICLE, vehicle
    for token in getattr(fact, "tokens", ()):
        yield Kind.PERSON, token


@subjects_of.register
def _(_: access.OperationCreated | access.PersonAppointed | access.PersonDismissed) -> Iterator[Subject]:
    yield Kind.STAFF, ""


@subjects_of.register
def _(fact: people.GroupRegistered) -> Iterator[Subject]:
    for member in fact.members:
        yield Kind.PERSON, member.token
    for group in (fact.group, *fact.linked):
        yield Kind.GROUP, group


@subjects_of.register
def _(fact: people.GroupsLinked) -> Iterator[Subject]:
    for group in fact.linked:
        yield Kind.GROUP, group


@subjects_of.register
def _(fact: people.PersonBorn) -> Iterator[Subject]:
    yield Kind.PERSON, fact.token
    yield Kind.GROUP, fact.group
    if fact.where == "aboard":
        yield Kind.VEHICLE, fact.holder


@subjects_of.register
def _(fact: people.PersonDied | people.PersonMissed) -> Iterator[Subject]:
    yield Kind.PERSON, fact.token
    if fact.vehicle:
        yield Kind.VEHICLE, fact.vehicle


@subjects_of.register
def _(fact: people.PeopleTurnedBack | people.PeopleRemoved) -> Iterator[Subject]:
    for token in fact.tokens:
        yield Kind.PERSON, token
    if fact.vehicle:
        yield Kind.VEHICLE, fact.vehicle
    yield Kind.SCREENING, fact.place


@subjects_of.register
def _(fact: people.WhereaboutsSettled) -> Iterator[Subject]:
    for token in fact.tokens:
        yield Kind.PERSON, token
    for vehicle in fact.vehicles:
        yield Kind.VEHICLE, vehicle


@subjects_of.register
def _(fact: people.DiscrepancySettled | people.NoticeAnswered) -> Iterator[Subject]:
    subject = subject_named(fact.subject)
    if subject is not None:
        yield subject


@subjects_of.register
def _(fact: people.ScreeningCounted) -> Iterator[Subject]:
    yield Kind.SCREENING, fact.place


@subjects_of.register
def _(
    _: events.OperationBegan
    | events.OperationEnded
    | opening_facts.OpeningWritten
    | opening_facts.OpeningChecked
    | opening_facts.OpeningSigned,
) -> Iterator[Subject]:
    yield Kind.OPENING, ""


@subjects_of.register
def _(fact: people.PeopleAlighted) -> Iterator[Subject]:
    yield Kind.VEHICLE, fact.vehicle
    for token in fact.tokens:
        yield Kind.PERSON, token
    yield Kind.ARRIVALS, arrivals_name(fact.place, fact.vehicle)


@subjects_of.register
def _(fact: events.VehicleDeparted) -> Iterator[Subject]:
    yield Kind.VEHICLE, fact.vehicle
    yield Kind.ARRIVALS, arrivals_name(fact.place, fact.vehicle)


@subjects_of.register
def _(fact: reception_facts.ArrivalConfirmed) -> Iterator[Subject]:
    yield Kind.ARRIVALS, arrivals_name(fact.place, fact.vehicle)


def arrivals_name(place: str, vehicle: str) -> str:
    """Give the id of what came to a place with a vehicle."""
    return f"{place}/{vehicle}"


@subjects_of.register
def _(fact: reception_facts.CapacityDeclared | reception_facts.FollowUpMade) -> Iterator[Subject]:
    yield Kind.RECEPTION, fact.place


@subjects_of.register
def _(fact: reception_facts.PatientAccepted | reception_facts.AcceptanceWithdrawn) -> Iterator[Subject]:
    yield Kind.PATIENT, fact.token


@subjects_of.register
def _(
    fact: events.ConvoyFormed | convoy_facts.ConvoyArranged | convoy_facts.SpareTaken,
) -> Iterator[Subject]:
    yield Kind.CONVOY, fact.convoy


@subjects_of.register
def _(fact: convoy_facts.ConvoySplit) -> Iterator[Subject]:
    yield Kind.CONVOY, fact.convoy
    yield Kind.CONVOY, fact.into


@subjects_of.register
def _(fact: incident_facts.IncidentReported | incident_facts.IncidentResolved) -> Iterator[Subject]:
    yield Kind.INCIDENT, fact.incident


@subjects_of.register
def _(
    fact: events.RoadClosed | events.RoadReopened | incident_facts.AssessmentRequired | incident_facts.RouteAssessed,
) -> Iterator[Subject]:
    yield Kind.ROAD, road_name(fact.origin, fact.destination)
    if fact.both_ways:
        yield Kind.ROAD, road_name(fact.destination, fact.origin)


def road_name(origin: str, destination: str) -> str:
    """Give the id of a road in one direction."""
    return f"{origin}>{destination}"


@subjects_of.register
def _(fact: events.ConvoyDeparted) -> Iterator[Subject]:
    yield Kind.CONVOY, fact.convoy
    yield Kind.MOVEMENT, fact.convoy


@subjects_of.register
def _(_: publishing_facts.SummaryPublished) -> Iterator[Subject]:
    yield Kind.PUBLISHED, ""


@subjects_of.register
def _(_: vault.VaultAsked | vault.VaultRefused | vault.DisclosureMade) -> Iterator[Subject]:
    yield from ()  # what becomes of a record in the vault moves nobody


def subject_named(text: str) -> Subject | None:
    """Give the subject that a text such as `vehicle/bus-7` names; None if there is no such kind."""
    kind, _, name = text.partition("/")
    return (Kind(kind), name) if kind in set(Kind) else None
