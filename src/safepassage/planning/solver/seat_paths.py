"""The cheapest path of one seat through a day, when every ride has a price that depends on when it ends.

A seat goes from its vehicle's start to where the first person in it boards, to where that person alights, to where the
next one boards, and so on. Time is cut into cells; legs are rounded down to whole cells and a ride costs what it costs
at the beginning of the cell in which it ends, so no path of any plan costs less than the cheapest one found here.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOWHERE = 2**40
STOP = -1
WAIT = -1


class SeatWorld(NamedTuple):
    """Where the seats of a vehicle class can go, in cells, and whom one of their capacities carries.

    `out[p]` is the cell at which the first pickup can be reached, `ride[p, d]` and `back[d, p]` are cells of legs,
    `to[p]` those from a pickup to the gate, services included, and `beyond[d]` those from the gate. NOWHERE where none
    leads. The goods at pickup `p` are `first[p] <= g < first[p + 1]`; good `g` may not alight at `d` before the cell
    `earliest[g, d]`, and passes the gate if `gated[g]`. Nobody alights after the cell `last`. The gate is open in cells
    `is_open`.
    """

    out: Integers
    ride: Integers
    back: Integers
    to: Integers
    beyond: Integers
    first: Integers
    earliest: Integers
    gated: Flags
    is_open: Flags
    last: int


class Plans(NamedTuple):
    """What is cheapest from each cell on, and the first step of it.

    `pickup[p, i]` from a pickup, `free[d, i]` from a destination where the seat is free. `lands[w, p, d, i]` when the
    person in the seat can alight at `d` from cell `i` on, without (0) and with (1) the gate behind; `waits[p, d, i]` at
    the gate.
    """

    pickup: Reals
    free: Reals
    lands: Reals
    waits: Reals
    rides_to: Integers
    goes_to: Integers


def make_plans(world: SeatWorld, cells: int) -> Plans:
    """Make room for the cheapest paths."""
    pickups, destinations = world.ride.shape
    return Plans(
        np.full((pickups, cells + 1), np.inf),
        np.zeros((destinations, cells + 1)),
        np.full((2, pickups, destinations, cells + 1), np.inf),
        np.full((pickups, destinations, cells + 1), np.inf),
        np.full((pickups, cells + 1), WAIT, np.int64),
        np.full((destinations, cells + 1), STOP, np.int64),
    )


@njit(cache=True)
def cheapest_good(
    world: SeatWorld, costs: Reals, rewards: Reals, growth: Reals, at: tuple[int, int, int], gate: bool
) -> tuple[int, float]:
    """Give the good that is cheapest to bring from a pickup to a destination in a cell, and its price."""
    p, d, i = at
    best, price = -1, np.inf
    if i > world.last:
        return best, price
    for g in range(world.first[p], world.first[p + 1]):
        if world.gated[g] == gate and i >= world.earliest[g, d]:
            asked = costs[g] * growth[i] - rewards[g, d]
            if asked < price:
                best, price = g, asked
    return best, price


@njit(cache=True)
def find_paths(world: SeatWorld, costs: Reals, rewards: Reals, growth: Reals, toll: Reals, plans: Plans) -> None:
    """Work out what is cheapest from every cell on.

    A ride of good `g` to `d` costs `costs[g] * growth[i] - rewards[g, d]`. Passing the gate costs `toll[i]` besides.
    """
    pickups, destinations = world.ride.shape
    cells = growth.shape[0]
    any_gated, any_free = world.gated.any(), not world.gated.all()
    plans.pickup[:, cells] = np.inf
    plans.free[:, cells] = 0.0
    plans.lands[:, :, :, cells] = np.inf
    plans.waits[:, :, cells] = np.inf
    for i in range(cells - 1, -1, -1):
        for p in range(pickups):
            _leave_pickup(world, plans, p, i, cells)
        for d in range(destinations):
            _leave_destination(world, plans, d, i, cells)
        for p in range(pickups):
            for d in range(destinations):
                if world.ride[p, d] >= cells and world.to[p] >= cells:
                    continue
                for gate in range(2):
                    if (gate == 1 and not any_gated) or (gate == 0 and not any_free):
                        continue
                    _, price = cheapest_good(world, costs, rewards, growth, (p, d, i), gate == 1)
                    lands = plans.lands[gate, p, d]
                    lands[i] = min(lands[i + 1], price + plans.free[d, i])
                after = i + world.beyond[d]
                passes = toll[i] + plans.lands[1, p, d, after] if world.is_open[i] and after < cells else np.inf
                plans.waits[p, d, i] = min(plans.waits[p, d, i + 1], passes)


@njit(cache=True)
def _leave_pickup(world: SeatWorld, plans: Plans, p: int, i: int, cells: int) -> None:
    best, choice = plans.pickup[p, i + 1], WAIT
    destinations = world.ride.shape[1]
    at_gate = i + world.to[p]
    for d in range(destinations):
        lands = i + world.ride[p, d]
        if lands < cells and plans.lands[0, p, d, lands] < best:
            best, choice = plans.lands[0, p, d, lands], d
        if at_gate < cells and plans.waits[p, d, at_gate] < best:
            best, choice = plans.waits[p, d, at_gate], destinations + d
    plans.pickup[p, i], plans.rides_to[p, i] = best, choice


@njit(cache=True)
def _leave_destination(world: SeatWorld, plans: Plans, d: int, i: int, cells: int) -> None:
    best, choice = 0.0, STOP
    for p in range(world.ride.shape[0]):
        there = i + world.back[d, p]
        if there < cells and plans.pickup[p, there] < best:
            best, choice = plans.pickup[p, there], p
    plans.free[d, i], plans.goes_to[d, i] = best, choice


@njit(cache=True)
def follow(world: SeatWorld, costs: Reals, rewards: Reals, growth: Reals, plans: Plans, p: int, rides: Integers) -> int:
    """Write the rides of the cheapest path by first pickup `p`; returns how many there are.

    Each is (good, destination, cell of alighting, cell at the gate or -1).
    """
    number, i, destinations = 0, world.out[p], world.ride.shape[1]
    while number < rides.shape[0]:
        while plans.rides_to[p, i] == WAIT:
            i += 1
        d, gate, passed = plans.rides_to[p, i] % destinations, plans.rides_to[p, i] // destinations, -1
        if gate == 1:
            i += world.to[p]
            while plans.waits[p, d, i + 1] <= plans.waits[p, d, i]:
                i += 1
            passed = i
            i += world.beyond[d]
        else:
            i += world.ride[p, d]
        while plans.lands[gate, p, d, i + 1] <= plans.lands[gate, p, d, i]:
            i += 1
        good, _ = cheapest_good(world, costs, rewards, growth, (p, d, i), gate == 1)
        rides[number, 0], rides[number, 1], rides[number, 2], rides[number, 3] = good, d, i, passed
        number += 1
        if plans.goes_to[d, i] == STOP:
            return number
        p, i = plans.goes_to[d, i], i + world.back[d, plans.goes_to[d, i]]
    return number
