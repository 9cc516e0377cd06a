"""Which subjects a fact is about, and how the state of each follows from what is told of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from safepassage.domain.events import Fact
from safepassage.domain.live import access, fleet, groups, people, persons, screenings, vault
from safepassage.domain.live.told import Told
from safepassage.operations import staff


class Kind(StrEnum):
    """What a subject is."""

    STAFF = "staff"
    PERSON = "person"
    GROUP = "group"
    LIST = "list"
    VEHICLE = "vehicle"
    SCREENING = "screening"


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
        Kind.SCREENING: Course(screenings.Screenings, screenings.begin, screenings.follow),
    }
)
"""The courses of all kinds of subjects."""


@singledispatch
def subjects_of(fact: Fact) -> Iterator[Subject]:
    """Yield what a fact is about; nothing, if it bears on no state."""
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
def _(_: vault.VaultAsked | vault.VaultRefused | vault.DisclosureMade) -> Iterator[Subject]:
    yield from ()  # what becomes of a record in the vault moves nobody


def subject_named(text: str) -> Subject | None:
    """Give the subject that a text such as `vehicle/bus-7` names; None if there is no such kind."""
    kind, _, name = text.partition("/")
    return (Kind(kind), name) if kind in set(Kind) else None
