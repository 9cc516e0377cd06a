"""A movement on the road: it departs, passes crossings, is ordered about, and comes to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from safepassage.agreement import movement_course
from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.crosschecks import against_agreement
from safepassage.agreement.departures import AtDeparture, may_depart
from safepassage.agreement.links import left_and_arrived
from safepassage.agreement.movements import Movement
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import ConvoyDeparted
from safepassage.domain.live import movements as facts
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.movements import Order
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told
from safepassage.operations.commands.movements import OfMovement, fitting, links_due
from safepassage.operations.commands.naming import must_be_counts, with_reason
from safepassage.operations.commands.routes import must_have_a_way
from safepassage.operations.deciding import Command, Decision, Facts, RefusedError, Rule, Situation
from safepassage.operations.operation import Operation

WITH_THE_CONVOY = frozenset({Role.CONVOY_LEADER, Role.DISPATCHER, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class DepartMovement(OfMovement):
    """Let a movement leave its origin; `persons` None: as many as were counted or, if nobody did, scanned aboard."""

    name: ClassVar[str] = "let a movement depart"
    roles: ClassVar[frozenset[Role]] = WITH_THE_CONVOY

    persons: int | None = None


def depart_movement(operation: Operation, command: DepartMovement, situation: Situation) -> Facts:
    """Decide on `DepartMovement`: no rule of the agreement, of the movement or of its roads forbids it.

    Its vehicles stand at the origin, and whoever is aboard was counted.
    """
    movement = operation.movement(command.movement)
    persons = _aboard(operation, movement) if command.persons is None else command.persons
    must_be_counts(persons)
    if not situation.reported:
        _must_be_free_to_depart(operation, movement, situation, persons)
        _must_stand_ready(operation, movement)
        _must_be_all(persons, _aboard(operation, movement))
        must_have_a_way(operation, movement, situation.at_s)
    fact = facts.MovementDeparted(situation.at_s, command.movement, persons)
    return fitting(operation, command, situation, fact)


def _vehicles(operation: Operation, movement: Movement) -> list[Vehicle]:
    return [operation.vehicle(vehicle) for vehicle in (movement.file.vehicles if movement.file else ())]


def _must_stand_ready(operation: Operation, movement: Movement) -> None:
    """Raise RefusedError unless all vehicles are at the origin, and those with passengers were counted."""
    origin = movement.file.origin if movement.file else ""
    vehicles = _vehicles(operation, movement)
    away = [each.vehicle for each in vehicles if each.place != origin]
    if away:
        raise RefusedError(
            Rule.NOT_HERE,
            f"{', '.join(away)} of {movement.movement} is not at {origin}: bring them there, or change the movement.",
        )
    uncounted = [each.vehicle for each in vehicles if each.manifest and not each.holds and not each.waived]
    if uncounted:
        raise RefusedError(
            Rule.NOT_COUNTED, f"Nobody has counted the passengers of {', '.join(uncounted)}: take a headcount there."
        )


def _must_be_all(persons: int, aboard: int) -> None:
    if persons < aboard:
        raise UnusableInputError(f"{aboard} are aboard its vehicles: a movement cannot depart with {persons}.")


def _aboard(operation: Operation, movement: Movement) -> int:
    vehicles = _vehicles(operation, movement)
    return sum(each.count.passengers if each.count else len(each.manifest) for each in vehicles)


def _must_be_free_to_depart(operation: Operation, movement: Movement, situation: Situation, persons: int) -> None:
    movements = operation.movements()
    left, arrived = left_and_arrived(movements)
    now = AtDeparture(situation.at_s, persons, movements, left, arrived)
    rule = may_depart(operation.agreement, movement, now)
    if rule is not None:
        raise RefusedError(rule.code, rule.sentence)


@dataclass(frozen=True, slots=True)
class PassCrossing(OfMovement):
    """Say that a movement left a crossing with all of its vehicles."""

    name: ClassVar[str] = "pass a crossing"
    roles: ClassVar[frozenset[Role]] = WITH_THE_CONVOY | {Role.OBSERVER}

    crossing: str


def pass_crossing(operation: Operation, command: PassCrossing, situation: Situation) -> Facts:
    """Decide on `PassCrossing`: a green light holds, and the agreement is in force or somebody ordered it since."""
    movement = operation.movement(command.movement)
    vehicles = movement.file.vehicles if movement.file else ()
    fact = ConvoyDeparted(situation.at_s, command.movement, command.crossing, vehicles)
    told = fitting(operation, command, situation, fact)
    after = movement_course.follow(movement, Told(fact, "now", situation.by, "", ""))
    forbidden = [each for each in against_agreement(operation.agreement, after) if each.event == "now"]
    if forbidden and not situation.reported:
        raise RefusedError(Contradiction(forbidden[0].code), forbidden[0].sentence)
    return told


@dataclass(frozen=True, slots=True)
class OrderMovement(OfMovement):
    """Choose what a movement on the road does."""

    name: ClassVar[str] = "order a movement"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.CONVOY_LEADER})

    order: Order
    reason: str
    place: str = ""


def order_movement(operation: Operation, command: OrderMovement, situation: Situation) -> Facts:
    """Decide on `OrderMovement`: it is on the road, and there is a reason."""
    reason = with_reason(command.reason)
    fact = facts.MovementOrdered(situation.at_s, command.movement, command.order, command.place, situation.by, reason)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class CompleteMovement(OfMovement):
    """Say that a movement came to its destination."""

    name: ClassVar[str] = "complete a movement"
    roles: ClassVar[frozenset[Role]] = WITH_THE_CONVOY | {Role.OBSERVER}


def complete_movement(operation: Operation, command: CompleteMovement, situation: Situation) -> Facts:
    """Decide on `CompleteMovement`: it and all its vehicles have come, and no order to return or to abort stands."""
    on_the_way = [each.vehicle for each in _vehicles(operation, operation.movement(command.movement)) if not each.place]
    if on_the_way and not situation.reported:
        raise RefusedError(
            Rule.STILL_ON_THE_ROAD, f"{', '.join(on_the_way)} of {command.movement} has not come yet: say where it is."
        )
    fact = facts.MovementCompleted(situation.at_s, command.movement)
    return fitting(operation, command, situation, fact)


@dataclass(frozen=True, slots=True)
class ReviewLinks(Command):
    """Hold and release movements as their linked movements stand now; needed after reports of what is past."""

    name: ClassVar[str] = "review linked movements"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DISPATCHER, Role.COORDINATOR})


def review_links(operation: Operation, _: ReviewLinks, situation: Situation) -> Facts:
    """Decide on `ReviewLinks`: there is always an answer."""
    return links_due(operation, situation)


DECISIONS: Mapping[type[Command], Decision[Any]] = MappingProxyType(
    {
        DepartMovement: depart_movement,
        PassCrossing: pass_crossing,
        OrderMovement: order_movement,
        CompleteMovement: complete_movement,
        ReviewLinks: review_links,
    }
)
