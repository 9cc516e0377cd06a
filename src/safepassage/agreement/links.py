"""Linked movements, step by step: who may leave here once so many arrived there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.domain.events import Fact
from safepassage.domain.live.movements import MovementHeldByLink, MovementReleasedByLink, Order
from safepassage.domain.terms import LinkedMovement


def left_and_arrived(movements: Iterable[Movement]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Give persons who left and persons who arrived, by the origin of their movement, as its departure counted them.

    A movement that was called off after an order to return has come back, and its people have not left; those of one
    that was aborted have left and not arrived.
    """
    left: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    for each in movements:
        came_back = each.status is MovementState.CALLED_OFF and each.standing_order is Order.RETURN
        if each.file is None or each.departure is None or came_back:
            continue
        left[each.file.origin] += each.departure.persons
        if each.status is MovementState.COMPLETED:
            arrived[each.file.origin] += each.departure.persons
    return left, arrived


@dataclass(frozen=True, slots=True)
class LinkStanding:
    """Where a linked movement stands, counted from 0 in the agreement's order.

    `reached` are the steps that are, `room` how many more may leave now. `waits_for` is how many more must arrive
    against it for the next step, None: there is none.
    """

    linked: int
    reached: int
    left: int
    arrived: int
    room: int
    waits_for: int | None


def held_by_link(
    linked: Sequence[LinkedMovement], left: Mapping[str, int], arrived: Mapping[str, int]
) -> tuple[LinkStanding, ...]:
    """Give where each linked movement stands.

    `left` are persons who left, and `arrived` persons who alighted at a destination, by the place that they came from.
    """
    return tuple(_standing(number, each, left, arrived) for number, each in enumerate(linked))


def links_against(
    linked: Sequence[LinkedMovement], origin: str, persons: int, left: Mapping[str, int], arrived: Mapping[str, int]
) -> tuple[LinkStanding, ...]:
    """Give the linked movements that so many persons from a place must wait for."""
    standings = zip(linked, held_by_link(linked, left, arrived), strict=True)
    return tuple(standing for each, standing in standings if origin in each.people_from and persons > standing.room)


def link_facts_due(
    movement: Movement, linked: Sequence[LinkedMovement], left: Mapping[str, int], arrived: Mapping[str, int], at_s: int
) -> tuple[Fact, ...]:
    """Give the facts that hold or release a movement that is still to depart, as its linked movements stand now."""
    if movement.file is None or not movement.still_to_depart:
        return ()
    file, name = movement.file, movement.movement
    against = {each.linked: each for each in links_against(linked, file.origin, file.persons, left, arrived)}
    holds = [
        MovementHeldByLink(at_s, name, number, each.reached)
        for number, each in against.items()
        if number not in movement.held_by
    ]
    standings = held_by_link(linked, left, arrived)
    released = [number for number in movement.held_by if number not in against and number < len(standings)]
    releases = [MovementReleasedByLink(at_s, name, number, standings[number].reached - 1) for number in released]
    return (*holds, *releases)


def _standing(number: int, each: LinkedMovement, left: Mapping[str, int], arrived: Mapping[str, int]) -> LinkStanding:
    gone = sum(left.get(place, 0) for place in each.people_from)
    come = sum(arrived.get(place, 0) for place in each.against_from)
    waits = [step.arrived - come for step in each.steps if step.arrived > come]
    return LinkStanding(
        linked=number,
        reached=len(each.steps) - len(waits),
        left=gone,
        arrived=come,
        room=max(0, each.may_leave(come) - gone),
        waits_for=min(waits, default=None),
    )
