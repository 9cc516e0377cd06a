"""How an operation stands: who is where, who waits in a vehicle, and what somebody must decide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.families import OpenNotice
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import Answer
from safepassage.operations.accounting import OUT, Account, account_of
from safepassage.operations.courses import Kind, Subject
from safepassage.operations.operation import Operation


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
class Open:
    """A discrepancy to settle or a notice to answer: of what, by which name, and what it says."""

    of: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Status:
    """How an operation stands `at_s` whole seconds after its start, after so many events.

    `notices` about families and lists must be answered, `discrepancies` settled.
    """

    operation: str
    scenario: str
    rehearsal: bool
    at_s: int
    events: int
    account: Account
    priorities: tuple[PriorityCount, ...]
    loads: tuple[Load, ...]
    discrepancies: tuple[Open, ...]
    notices: tuple[Open, ...]


def status_of(operation: Operation, at_s: int) -> Status:
    """Give how an operation stands at a moment."""
    staff = operation.staff
    return Status(
        staff.operation,
        staff.scenario,
        staff.rehearsal,
        at_s,
        operation.position,
        account_of(operation),
        tuple(_by_priority(operation)),
        tuple(_loads(operation, at_s)),
        tuple(_open(operation.discrepancies())),
        tuple(_open(operation.notices())),
    )


def _open(by_subject: Mapping[Subject, Iterable[Discrepancy | OpenNotice]]) -> Iterator[Open]:
    for subject, found in by_subject.items():
        for each in found:
            yield Open("/".join(subject), each.name, each.sentence)


def _by_priority(operation: Operation) -> Iterator[PriorityCount]:
    persons: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    out: Counter[int] = Counter()
    for share, number in operation.shares.items():
        persons[share.priority] += number
        if share.answer is Answer.LEAVE:
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
        counts = counted.passengers if counted and vehicle.holds else None
    return Load(
        vehicle.vehicle,
        vehicle.place or "",
        vehicle.bound_since_s,
        len(vehicle.manifest),
        counts,
        at_s - min(since) if since else None,
    )
