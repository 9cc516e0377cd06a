"""The seats of every vehicle class as the priced bound sees them: legs in cells of time, whom they carry, the gate."""

from dataclasses import dataclass
from math import floor, inf

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.bounds import Bounds
from safepassage.planning.solver.commodities import DIMENSIONS, VehicleClass
from safepassage.planning.solver.cycles import open_windows, to_and_from
from safepassage.planning.solver.narrow import Narrow
from safepassage.planning.solver.problem import FOREVER, Problem, seconds_up
from safepassage.planning.solver.seat_paths import NOWHERE, SeatWorld

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fleet:
    """All seats (or wheelchair places, or stretchers) of a vehicle class, which are alike.

    `goods` are commodities by the world's numbers, `loads` how much of the capacity a unit takes. A seat that passes
    the gate counts as `share` of a vehicle.
    """

    world: SeatWorld
    seats: int
    goods: tuple[int, ...]
    loads: Reals
    share: float


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Time in cells of `cell_s` seconds, so many of them."""

    cell_s: int
    cells: int

    def down(self, seconds: Reals) -> Integers:
        """Give whole cells, rounded down; NOWHERE for infinity."""
        finite = np.where(np.isfinite(seconds), seconds, 0.0)
        return np.where(np.isfinite(seconds), np.floor(finite / self.cell_s), NOWHERE).astype(np.int64)


def main_gate(bounds: Bounds) -> Narrow | None:
    """Give the narrow crossing that most commodities must pass, None if there is none."""
    return max(bounds.narrow, key=lambda narrow: len(narrow.goods), default=None)


def fleets(problem: Problem, bounds: Bounds, clockwork: Clockwork) -> list[Fleet]:
    """Give the seats of each class; each commodity counts for the capacity of which it takes the largest part."""
    gate = main_gate(bounds)
    found = []
    for c, vehicles in enumerate(bounds.classes):
        main = {g: _main_dimension(bounds, vehicles, g) for g in range(len(bounds.goods))}
        carried = {k: [g for g, dimension in main.items() if dimension == k] for k in DIMENSIONS}
        used = [k for k in DIMENSIONS if carried[k]]
        largest = max(used, key=lambda k: len(carried[k]), default=0)
        for k in used:
            share = 1.0 / vehicles.capacity(k) if k == largest else 0.0
            found.append(_fleet(problem, bounds, clockwork, c, k, carried[k], gate, share))
    return found


def _main_dimension(bounds: Bounds, vehicles: VehicleClass, g: int) -> int:
    good = bounds.goods[g]
    if vehicles.type not in good.types:
        return -1
    parts = {k: vehicles.load(good.unit, k) / vehicles.capacity(k) for k in DIMENSIONS if vehicles.load(good.unit, k)}
    return max(parts, key=lambda k: (parts[k], k), default=-1)


def _fleet(
    problem: Problem,
    bounds: Bounds,
    clockwork: Clockwork,
    c: int,
    k: int,
    carried: list[int],
    gate: Narrow | None,
    share: float,
) -> Fleet:
    vehicles, legs, down = bounds.classes[c], bounds.legs[c], clockwork.down
    goods = sorted(carried, key=lambda g: (problem.pickups.index(bounds.goods[g].stop), g))
    stops = [problem.pickups.index(bounds.goods[g].stop) for g in goods]
    since, until = max(0, vehicles.row.available_from_s), vehicles.row.available_until_s
    to, beyond = _by_gate(problem, bounds, clockwork, c, gate)
    world = SeatWorld(
        out=down(since + legs.out),
        ride=down(legs.loaded),
        back=down(legs.back),
        to=to,
        beyond=beyond,
        first=np.searchsorted(stops, np.arange(len(problem.pickups) + 1)).astype(np.int64),
        earliest=down(bounds.earliest[c][goods]),
        gated=np.array([gate is not None and g in gate.goods for g in goods], dtype=np.bool_),
        is_open=open_cells(clockwork, gate),
        last=NOWHERE if until is None else floor(until / clockwork.cell_s),
    )
    loads = np.array([float(vehicles.load(bounds.goods[g].unit, k)) for g in goods])
    return Fleet(world, len(vehicles.members) * vehicles.capacity(k), tuple(goods), loads, share)


def _by_gate(
    problem: Problem, bounds: Bounds, clockwork: Clockwork, c: int, gate: Narrow | None
) -> tuple[Integers, Integers]:
    """Cells from each pickup to the gate, with boarding and check, and from it to having alighted at a destination."""
    if gate is None:
        nowhere = np.full(len(problem.pickups), inf), np.full(len(problem.destinations), inf)
        return clockwork.down(nowhere[0]), clockwork.down(nowhere[1])
    to, beyond = to_and_from(problem, bounds.network, bounds.times[c], bounds.classes[c], gate.place)
    pickups, destinations = list(problem.pickups), list(problem.destinations)
    board = np.array([problem.board_s[p] for p in pickups], dtype=np.float64)
    alight = np.array([problem.alight_s[d] for d in destinations], dtype=np.float64)
    return clockwork.down(board + to[pickups] + check_s(gate)), clockwork.down(beyond[destinations] + alight)


def check_s(gate: Narrow) -> int:
    """Give the seconds of the shortest check at a gate."""
    return min((seconds_up(rule.check_s) for rule in gate.rules), default=0)


def open_cells(clockwork: Clockwork, gate: Narrow | None) -> NDArray[np.bool_]:
    """Cells in which a checked vehicle can leave the gate."""
    cell_s, is_open = clockwork.cell_s, np.zeros(clockwork.cells, np.bool_)
    if gate is None:
        return is_open
    for opens, closes in open_windows(gate.rules):
        first = (opens + check_s(gate)) // cell_s
        last = clockwork.cells if closes >= FOREVER else closes // cell_s + 1
        is_open[max(0, first) : max(0, last)] = True
    return is_open
