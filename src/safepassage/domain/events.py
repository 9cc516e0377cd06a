"""The one vocabulary of facts: what happens in an operation, whoever tells it.

The rehearsal and the live operation use the same facts, and every figure that anybody sees is a fold over a stream of
them. So a figure means the same in a rehearsal, in a replay and in the real thing.

A fact is in the past tense, never changes, and has a stable name and version, such as `convoy.departed`, 1: files and
stores keep these, never the names of classes. A fact says what happened and when, `at_s`, in whole seconds after the
scenario's start, and nothing else. Who reported it, when it was reported and recorded, and which fact it corrects
belong to the journal that holds it, not to the fact; the facts of a rehearsal were reported by nobody.

People are counted as travel groups of a row of `people.csv`, never as persons with names. Where persons are needed, a
fold multiplies by the size of the group, which `people.registered` gives. Places, vehicles and rows are ids of the
scenario.

A stream begins with `operation.began` and `people.registered` for each row; a vehicle begins with `vehicle.available`.
It is in the order of time, and at equal seconds in the order of cause: alighting before the step that it reaches, and
that before the boarding that waited for it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Queue(StrEnum):
    """What a vehicle queues for: a bay to board or alight, a lane to be checked, or the rest of its convoy."""

    BAY = "bay"
    CHECK = "check"
    CONVOY = "convoy"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened at `at_s`, whole seconds after the scenario's start."""

    name: ClassVar[str] = ""
    version: ClassVar[int] = 1

    at_s: int


@dataclass(frozen=True, slots=True)
class OperationBegan(Fact):
    """The operation of a scenario began."""

    name: ClassVar[str] = "operation.began"

    scenario: str


@dataclass(frozen=True, slots=True)
class OperationEnded(Fact):
    """The operation ended: nothing more can happen."""

    name: ClassVar[str] = "operation.ended"


@dataclass(frozen=True, slots=True)
class PeopleRegistered(Fact):
    """`groups` identical travel groups asked to leave `place`; each has so many people of each kind."""

    name: ClassVar[str] = "people.registered"

    people: str
    place: str
    groups: int
    seated: int
    wheelchair: int
    stretcher: int
    priority: int

    @property
    def group_size(self) -> int:
        """Persons in one of the groups."""
        return self.seated + self.wheelchair + self.stretcher


@dataclass(frozen=True, slots=True)
class VehicleAvailable(Fact):
    """A vehicle stood ready with its crew at the place where it starts."""

    name: ClassVar[str] = "vehicle.available"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleDeparted(Fact):
    """A vehicle left a place."""

    name: ClassVar[str] = "vehicle.departed"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleArrived(Fact):
    """A vehicle came to a place."""

    name: ClassVar[str] = "vehicle.arrived"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleQueued(Fact):
    """A vehicle was ready for a bay, a check or its convoy; it waits until the service or the check begins."""

    name: ClassVar[str] = "vehicle.queued"

    vehicle: str
    place: str
    queue: Queue


@dataclass(frozen=True, slots=True)
class VehicleReleased(Fact):
    """A vehicle had done its itinerary; it stays where it is."""

    name: ClassVar[str] = "vehicle.released"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleBrokeDown(Fact):
    """A vehicle can drive no more; `place` is where it stands, or the place that it left last."""

    name: ClassVar[str] = "vehicle.broke-down"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleRepaired(Fact):
    """A vehicle that broke down can drive again; `place` is where it stands, or the place that it left last."""

    name: ClassVar[str] = "vehicle.repaired"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleRefused(Fact):
    """The crew or the owner of a vehicle refused its next trip; it works no more, and stays where it stands."""

    name: ClassVar[str] = "vehicle.refused"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class VehicleWithdrawn(Fact):
    """A vehicle stopped work where it stands.

    Its next trip would end after its crew's hours or its own, or it broke down for good and has ended its last trip.
    """

    name: ClassVar[str] = "vehicle.withdrawn"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class ServiceBegan(Fact):
    """People began to alight from a vehicle, or to board it, in a bay."""

    name: ClassVar[str] = "service.began"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class ServiceEnded(Fact):
    """The bay is free again; people count as aboard, or as alighted, by facts of their own."""

    name: ClassVar[str] = "service.ended"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class GroupsBoarded(Fact):
    """Travel groups of one row left a place aboard a vehicle; counts when it departs."""

    name: ClassVar[str] = "groups.boarded"

    vehicle: str
    place: str
    people: str
    groups: int


@dataclass(frozen=True, slots=True)
class GroupsAlighted(Fact):
    """Travel groups of one row left a vehicle: to stay, or with `onward` to wait here for another vehicle."""

    name: ClassVar[str] = "groups.alighted"

    vehicle: str
    place: str
    people: str
    groups: int
    onward: bool


@dataclass(frozen=True, slots=True)
class GroupsStayed(Fact):
    """Travel groups who waited decided to stay."""

    name: ClassVar[str] = "groups.stayed"

    place: str
    people: str
    groups: int


@dataclass(frozen=True, slots=True)
class GroupsTurnedBack(Fact):
    """A party let travel groups of a vehicle not pass a crossing: they are no longer aboard."""

    name: ClassVar[str] = "groups.turned-back"

    vehicle: str
    place: str
    people: str
    groups: int


@dataclass(frozen=True, slots=True)
class CheckBegan(Fact):
    """The check of a vehicle at a crossing began."""

    name: ClassVar[str] = "check.began"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class CheckEnded(Fact):
    """The check of a vehicle at a crossing ended."""

    name: ClassVar[str] = "check.ended"

    vehicle: str
    place: str


@dataclass(frozen=True, slots=True)
class ConvoyFormed(Fact):
    """All vehicles of a convoy are at the crossing; from now on nobody joins it."""

    name: ClassVar[str] = "convoy.formed"

    convoy: str
    place: str
    vehicles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConvoyDeparted(Fact):
    """A convoy left its crossing.

    Its vehicles depart by facts of their own, in the same second; one that a closed road holds departs once it is open.
    """

    name: ClassVar[str] = "convoy.departed"

    convoy: str
    place: str
    vehicles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowOpened(Fact):
    """A crossing opened, for vehicles whose last stop elsewhere was one of `from_places` (empty: for all)."""

    name: ClassVar[str] = "window.opened"

    place: str
    from_places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowClosed(Fact):
    """A crossing closed, for vehicles whose last stop elsewhere was one of `from_places` (empty: for all)."""

    name: ClassVar[str] = "window.closed"

    place: str
    from_places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepReached(Fact):
    """So many have arrived against a linked movement that up to `may_leave` may have left.

    `linked` and `step` count from 0 in the order of the agreement. `arrived` are those who have in fact: fewer than the
    step needs where some stayed or were turned back whom nobody waits for.
    """

    name: ClassVar[str] = "step.reached"

    linked: int
    step: int
    arrived: int
    may_leave: int


@dataclass(frozen=True, slots=True)
class AgreementSuspended(Fact):
    """The agreement is not in force until further notice: nothing new departs."""

    name: ClassVar[str] = "agreement.suspended"


@dataclass(frozen=True, slots=True)
class AgreementReestablished(Fact):
    """The agreement is in force again."""

    name: ClassVar[str] = "agreement.re-established"


@dataclass(frozen=True, slots=True)
class IncidentHappened(Fact):
    """Shots, a blocked road, a hostile crowd at a crossing; whether it suspends the agreement is a fact of its own."""

    name: ClassVar[str] = "incident.happened"

    place: str


@dataclass(frozen=True, slots=True)
class RoadClosed(Fact):
    """A road from `origin` to `destination` closed, with `both_ways` in both directions; who is on it drives on."""

    name: ClassVar[str] = "road.closed"

    origin: str
    destination: str
    both_ways: bool


@dataclass(frozen=True, slots=True)
class RoadReopened(Fact):
    """A road from `origin` to `destination` is open again, with `both_ways` in both directions."""

    name: ClassVar[str] = "road.reopened"

    origin: str
    destination: str
    both_ways: bool


FACTS: tuple[type[Fact], ...] = (
    OperationBegan,
    OperationEnded,
    PeopleRegistered,
    VehicleAvailable,
    VehicleDeparted,
    VehicleArrived,
    VehicleQueued,
    VehicleReleased,
    VehicleBrokeDown,
    VehicleRepaired,
    VehicleRefused,
    VehicleWithdrawn,
    ServiceBegan,
    ServiceEnded,
    GroupsBoarded,
    GroupsAlighted,
    GroupsStayed,
    GroupsTurnedBack,
    CheckBegan,
    CheckEnded,
    ConvoyFormed,
    ConvoyDeparted,
    WindowOpened,
    WindowClosed,
    StepReached,
    AgreementSuspended,
    AgreementReestablished,
    IncidentHappened,
    RoadClosed,
    RoadReopened,
)
"""All kinds of facts."""
