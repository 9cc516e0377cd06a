"""How an operation stands: who is where, who waits in a vehicle, and what somebody must decide."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import Answer
from safepassage.operations.courses import Kind
from safepassage.operations.operation import Operation

OUT = frozenset({Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL})
"""Where those are who were brought out."""


@dataclass(frozen=True, slots=True)
class PriorityCount:
    """Of one priority: persons in all, those of them who asked to leave, and those of these who are out."""

    priority: int
    persons: int
    leaving: int
    out: int


@dataclass(frozen=True, slots=True)
class Load:
    """A vehicle with people aboard by the scans, or under way.

    `place` is "" under way, and then `since_s` is when it left, if that is known. `counted` None: nobody has counted
    since the last one boarded. `aboard_s` is how long the one aboard for longest has been; None if nobody is.
    """

    vehicle: str
    place: str
    since_s: int | None
    scanned: int
    counted: int | None
    aboard_s: int | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A discrepancy that nobody has settled: of what, by which name it is settled, and what it is."""

    of: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Status:
    """How an operation stands `at_s` whole seconds after its start, after so many events.

    `persons` sum up to `registered + born`; `answers` to those who were asked.
    """

    operation: str
    scenario: str
    rehearsal: bool
    at_s: int
    events: int
    registered: int
    born: int
    persons: Mapping[Whereabouts, int]
    answers: Mapping[Answer, int]
    priorities: tuple[PriorityCount, ...]
    loads: tuple[Load, ...]
    discrepancies: tuple[Contradiction, ...]


def status_of(operation: Operation, at_s: int) -> Status:
    """Give how an operation stands at a moment."""
    staff = operation.staff
    return Status(
        staff.operation,
        staff.scenario,
        staff.rehearsal,
        at_s,
        operation.position,
        operation.registered,
        operation.born,
        operation.persons(),
        {answer: operation.answers[answer] for answer in Answer},
        tuple(_by_priority(operation)),
        tuple(_loads(operation, at_s)),
        tuple(
            Contradiction("/".join(subject), each.name, each.sentence)
            for subject, found in operation.discrepancies().items()
            for each in found
        ),
    )


def _by_priority(operation: Operation) -> Iterator[PriorityCount]:
    persons: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    out: Counter[int] = Counter()
    for share, number in operation.shares.items():
        persons[share.priority] += number
    for share, number in operation.leaving.items():
        leaving[share.priority] += number
        out[share.priority] += number * (share.where in OUT)
    for priority in sorted(persons):
        yield PriorityCount(priority, persons[priority], leaving[priority], out[priority])


def _loads(operation: Operation, at_s: int) -> Iterator[Load]:
    vehicles = map(operation.vehicle, operation.names(Kind.VEHICLE))
    for vehicle in vehicles:
        if vehicle.manifest or vehicle.place == "":
            yield _load(operation, vehicle, at_s)


def _load(operation: Operation, vehicle: Vehicle, at_s: int) -> Load:
    aboard = [operation.person(token).aboard_since_s for token in vehicle.manifest]
    since = [moment for moment in aboard if moment is not None]
    counted = vehicle.count
    if vehicle.place == "" and vehicle.departures:
        counts: int | None = vehicle.departures[-1].counted
    else:
        counts = counted.passengers if counted else None
    return Load(
        vehicle.vehicle,
        vehicle.place or "",
        vehicle.bound_since_s,
        len(vehicle.manifest),
        counts,
        at_s - min(since) if since else None,
    )
