"""Whether the way of a movement is passable: the roads between the places that its file names, one after the other.

Where a vehicle without a movement goes, nobody says when it departs; so nothing is asked of its way here.
"""

from itertools import pairwise

from safepassage.agreement.movements import Movement
from safepassage.domain.live.fleet import Vehicle
from safepassage.domain.live.movements import Order
from safepassage.operations.commands.incidents import must_be_passable
from safepassage.operations.operation import Operation

Leg = tuple[str, str]
"""The place where a road begins, and the place where it ends."""


def legs_of(movement: Movement) -> tuple[Leg, ...]:
    """Give the roads from the origin by the crossings to the destination; none of a movement without a file.

    The road from the origin straight to the destination is one of them, as roads may be named by their two ends.
    """
    if movement.file is None:
        return ()
    stops = [movement.file.origin, *(each.crossing for each in movement.file.passages), movement.file.destination]
    return tuple(dict.fromkeys([*pairwise(stops), (stops[0], stops[-1])]))


def must_have_a_way(operation: Operation, movement: Movement, at_s: int) -> None:
    """Raise RefusedError if something speaks against one of the roads of a movement."""
    for origin, destination in legs_of(movement):
        must_be_passable(operation, origin, destination, at_s)


def must_have_a_way_on(operation: Operation, vehicle: Vehicle, at_s: int) -> None:
    """Raise RefusedError if something speaks against the road on which a vehicle goes on with its movement.

    A movement that was ordered anything but to go on does not take that road.
    """
    for movement in operation.movements():
        mine = movement.file is not None and vehicle.vehicle in movement.file.vehicles and movement.on_the_road
        if mine and movement.standing_order in {None, Order.GO_ON}:
            for origin, destination in legs_of(movement):
                if origin == vehicle.place:
                    must_be_passable(operation, origin, destination, at_s)
