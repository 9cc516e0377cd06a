"""Commodities and vehicle classes: who is alike to be counted together, and how long the legs of a class take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.ways import WayTables

Reals = NDArray[np.float64]

NO_WAY = np.inf
SEATS, WHEELCHAIRS, STRETCHERS = 0, 1, 2
DIMENSIONS = (SEATS, WHEELCHAIRS, STRETCHERS)


@dataclass(frozen=True, slots=True)
class Commodity:
    """People with the same needs and wishes at a stop, in units of (seated, wheelchair, stretcher).

    `waits` tells that they were brought to this stop, a transfer place; then `units` is 0.
    """

    stop: int
    unit: tuple[int, int, int]
    units: int
    priority: int
    destinations: tuple[int, ...]
    types: tuple[int, ...]
    kinds: tuple[int, ...]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """Vehicles that are alike: one row of the scenario, by its members' numbers."""

    row: VehicleRow
    type: int
    profile: int
    start: int
    members: tuple[int, ...]

    def capacity(self, dimension: int) -> int:
        """How much of a capacity one of them has."""
        return (self.row.seats, self.row.wheelchairs, self.row.stretchers)[dimension]

    def load(self, unit: tuple[int, int, int], dimension: int) -> int:
        """How much of a capacity a unit of a commodity takes."""
        if dimension != SEATS:
            return unit[dimension]
        return unit[0] + self.row.seats_per_wheelchair * unit[1] + self.row.seats_per_stretcher * unit[2]


@dataclass(frozen=True, slots=True)
class Legs:
    """Least seconds of the legs of a vehicle class; NO_WAY where none leads.

    `out` from the start to each pickup, `loaded` from pickup (row) to destination, `back` from destination (row) to
    pickup, in the order of the problem's pickups and destinations, services included: boarding in `loaded`, and
    alighting too.
    """

    out: Reals
    loaded: Reals
    back: Reals


def commodities(problem: Problem, *, merged: bool) -> list[Commodity]:
    """Bring kinds together; `merged` measures families of any size in persons, which is a relaxation."""
    together: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, kind in enumerate(problem.kinds):
        parts = (kind.seated, kind.wheelchair, kind.stretcher)
        factor = gcd(*parts) if merged else 1
        unit = (parts[0] // factor, parts[1] // factor, parts[2] // factor)
        rest: tuple[object, ...] = () if merged else (i,)
        waits = kind.origin is not None
        together[(kind.stop, unit, kind.priority, kind.destinations, kind.types, waits, *rest)].append(i)
    found = []
    for members in together.values():
        kind = problem.kinds[members[0]]
        parts = (kind.seated, kind.wheelchair, kind.stretcher)
        factor = gcd(*parts) if merged else 1
        unit = (parts[0] // factor, parts[1] // factor, parts[2] // factor)
        units = sum(problem.kinds[i].groups * problem.kinds[i].size // sum(unit) for i in members)
        waits = kind.origin is not None
        shared = (kind.stop, unit, units, kind.priority, kind.destinations, kind.types)
        found.append(Commodity(*shared, tuple(members), waits))
    return found


def vehicle_classes(problem: Problem) -> list[VehicleClass]:
    """Bring alike vehicles together."""
    together: dict[VehicleRow, list[int]] = defaultdict(list)
    for i, vehicle in enumerate(problem.vehicles):
        together[vehicle.row].append(i)
    return [
        VehicleClass(row, problem.type_of[m[0]], problem.profile_of[m[0]], problem.stops.index(row.start), tuple(m))
        for row, m in together.items()
    ]


def one_at_a_time(goods: Sequence[Commodity], vehicles: VehicleClass) -> bool:
    """Whether no two groups fit a vehicle together: then all that it does is whole trips without a stop between."""
    units = [good.unit for good in goods if vehicles.type in good.types]
    return any(
        units and 2 * min(vehicles.load(unit, dimension) for unit in units) > vehicles.capacity(dimension)
        for dimension in DIMENSIONS
    )


def direct_legs(problem: Problem, ways: WayTables, vehicles: VehicleClass) -> Legs:
    """Give the least seconds of a class's legs when it goes directly."""
    pickups, destinations = list(problem.pickups), list(problem.destinations)
    return _with_services(
        problem,
        _least(ways, 2 * vehicles.profile, [vehicles.start], pickups)[0],
        _least(ways, 2 * vehicles.profile + 1, pickups, destinations),
        _least(ways, 2 * vehicles.profile, destinations, pickups),
    )


def shortest_legs(problem: Problem, times: Reals, vehicles: VehicleClass) -> Legs:
    """Give the least seconds of a class's legs over any stops between, from the least times between stops."""
    pickups, destinations = list(problem.pickups), list(problem.destinations)
    return _with_services(
        problem,
        times[vehicles.start, pickups],
        times[np.ix_(pickups, destinations)],
        times[np.ix_(destinations, pickups)],
    )


def _with_services(problem: Problem, out: Reals, loaded: Reals, back: Reals) -> Legs:
    board = np.array([problem.board_s[p] for p in problem.pickups], dtype=np.float64)
    alight = np.array([problem.alight_s[d] for d in problem.destinations], dtype=np.float64)
    return Legs(out, board[:, None] + loaded + alight[None, :], back)


def _least(ways: WayTables, table: int, origins: list[int], targets: list[int]) -> Reals:
    grid = np.ix_(origins, targets)
    first, count = ways.first[table][grid], ways.choices[table][grid]
    same = np.equal.outer(origins, targets)
    if not ways.nominal.size:
        return np.where(same, 0.0, NO_WAY)
    least = np.where(count > 0, ways.nominal[np.minimum(first, ways.nominal.size - 1)].astype(np.float64), NO_WAY)
    return np.where(same, 0.0, least)
