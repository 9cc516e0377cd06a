"""How an operation stands: who is where, who waits in a vehicle, and what somebody must decide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from safepassage.agreement.compliance import Compliance, compliance
from safepassage.agreement.links import left_and_arrived
from safepassage.agreement.movement import MovementState
from safepassage.agreement.permission import permission
from safepassage.agreement.states import AgreementState
from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.families import OpenNotice
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.people import Answer
from safepassage.operations.accounting import OUT, Account, account_of, by_holder
from safepassage.operations.courses import Kind, Subject
from safepassage.operations.operation import Operation
from safepassage.operations.pending import Pending, pending


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


class Phase(StrEnum):
    """How far an operation has come; a rehearsal is never prepared."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The state of the agreement, and since when, in whole seconds after the start; None: nothing was told of it."""

    state: AgreementState
    since_s: int | None


@dataclass(frozen=True, slots=True)
class Moving:
    """A movement that has not ended: its state, and in words what the parties permit now.

    `on_the_road_s` is for how long people of it are on the road; None: nobody is.
    """

    movement: str
    state: MovementState
    permitted: bool
    permission: str
    on_the_road_s: int | None


@dataclass(frozen=True, slots=True)
class PartyCount:
    """What a party counted as it screened people at a place, beside how many were scanned there by our own people."""

    place: str
    party: str
    presented: int
    passed: int
    taken_aside: int
    turned_back: int
    scanned_turned_back: int
    scanned_removed: int


@dataclass(frozen=True, slots=True)
class Status:
    """How an operation stands `at_s` whole seconds after its start, after so many events.

    `notices` about families and lists must be answered, `discrepancies` settled. `holders` are persons by place or
    vehicle and by where that is; `compliance` is what of the agreement was kept.
    """

    operation: str
    scenario: str
    rehearsal: bool
    phase: Phase
    at_s: int
    events: int
    account: Account
    priorities: tuple[PriorityCount, ...]
    loads: tuple[Load, ...]
    discrepancies: tuple[Open, ...]
    notices: tuple[Open, ...]
    agreement: Agreed
    movements: tuple[Moving, ...]
    pending: tuple[Pending, ...]
    holders: Mapping[str, Mapping[Whereabouts, int]]
    screened: tuple[PartyCount, ...]
    compliance: Compliance


def status_of(operation: Operation, at_s: int) -> Status:
    """Give how an operation stands at a moment."""
    staff, movements = operation.staff, operation.movements()
    return Status(
        staff.operation,
        staff.scenario,
        staff.rehearsal,
        _phase(operation),
        at_s,
        operation.position,
        account_of(operation),
        tuple(_by_priority(operation)),
        tuple(_loads(operation, at_s)),
        tuple(_open(operation.discrepancies())),
        tuple(_open(operation.notices())),
        _agreed(operation),
        tuple(_moving(operation, at_s)),
        tuple(pending(operation, at_s)),
        by_holder(operation),
        tuple(_screened(operation)),
        compliance(operation.agreement, movements, *left_and_arrived(movements), at_s),
    )


def _phase(operation: Operation) -> Phase:
    opening = operation.opening
    if opening.ended_s is not None:
        return Phase.CLOSED
    return Phase.OPEN if operation.staff.rehearsal or opening.began_s is not None else Phase.PREPARED


def _agreed(operation: Operation) -> Agreed:
    turns = operation.agreement.turns
    return Agreed(operation.agreement.status, turns[-1].at_s if turns else None)


def _moving(operation: Operation, at_s: int) -> Iterator[Moving]:
    for movement in operation.movements():
        if movement.still_to_depart or movement.on_the_road:
            found = permission(operation.agreement, movement, at_s)
            on_the_road_s = movement.on_the_road_for_s(at_s)
            state = movement.state_at(at_s)
            yield Moving(movement.movement, state, found.permitted, found.sentence, on_the_road_s)


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


def _screened(operation: Operation) -> Iterator[PartyCount]:
    for place in operation.names(Kind.SCREENING):
        for each in operation.screenings(place).parties:
            yield PartyCount(
                place,
                each.party,
                each.presented,
                each.passed,
                each.taken_aside,
                each.turned_back,
                len(each.scanned_turned_back),
                len(each.scanned_removed),
            )


def _loads(operation: Operation, at_s: int) -> Iterator[Load]:
    vehicles = map(operation.vehicle, operation.names(Kind.VEHICLE))
    for vehicle in vehicles:
        if vehicle.manifest or vehicle.place == "":
            yield _load(operation, vehicle, at_s)


def _load(operation: Operation, vehicle: Vehicle, at_s: int) -> Load:
    aboard = [operation.person(token).aboard_since_s for token in vehicle.manifest]
    since = [moment for moment in aboard if moment is not None]
    return Load(
        vehicle.vehicle,
        vehicle.place or "",
        vehicle.bound_since_s,
        len(vehicle.manifest),
        _counted_in(vehicle),
        at_s - min(since) if since else None,
    )


def _counted_in(vehicle: Vehicle) -> int | None:
    """Give the last headcount of those who are aboard; None if people were scanned since, or nobody counted."""
    if vehicle.holds and vehicle.count is not None:
        return vehicle.count.passengers
    return vehicle.departures[-1].counted if vehicle.departures and not vehicle.visits else None
