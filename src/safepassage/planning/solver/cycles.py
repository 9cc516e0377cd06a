"""How often the seats of a fleet can pass a narrow crossing by a given time.

Follow one seat of a vehicle. Whoever sits in it boards on this side of the crossing, passes it, alights on the other
side; only then can the next one board, on this side again. So two first passings of a seat are at least a cycle
apart: from the crossing to a destination, back to a pickup, and to the crossing, with the services. Where the crossing
has windows, only passings in open hours count. That holds for trips with any number of stops.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.terms import CrossingRule
from safepassage.network import RoadNetwork
from safepassage.planning.solver.commodities import Commodity, VehicleClass
from safepassage.planning.solver.metric import least_services
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.tables import merged_windows

Reals = NDArray[np.float64]

MOST_CYCLES = 100_000


@dataclass(frozen=True, slots=True)
class Cycle:
    """When a seat of a vehicle class can pass first, and the least time between two of its passings.

    `beyond_s` is the least time from the crossing until somebody who passed has alighted.
    """

    first_s: float
    cycle_s: float
    beyond_s: float

    def passings(self, windows: list[tuple[int, int]], until_s: float) -> float:
        """How often a seat can pass by a moment at most, given when the crossing is open."""
        count, moment = 0, self.first_s
        for opens, closes in windows:
            moment = max(moment, opens)
            end = min(closes, until_s)
            if moment > end:
                continue
            if end == inf or self.cycle_s <= 0:
                return inf
            steps = int((end - moment) // self.cycle_s)
            count += steps + 1
            moment += (steps + 1) * self.cycle_s
        return min(count, MOST_CYCLES)


def open_windows(rules: tuple[CrossingRule, ...]) -> list[tuple[int, int]]:
    """Spans in which at least one of the rules lets vehicles pass, sorted and joined."""
    spans: list[tuple[int, int]] = []
    for opens, closes in sorted(span for rule in rules for span in merged_windows(rule)):
        if spans and opens <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], closes))
        else:
            spans.append((opens, closes))
    return spans


def cycle_of(
    problem: Problem,
    network: RoadNetwork,
    times: Reals,
    vehicles: VehicleClass,
    goods: list[Commodity],
    crossing: str,
) -> Cycle:
    """Give the cycle of a vehicle class for people who must pass a crossing, from the least times between stops."""
    carried = [good for good in goods if vehicles.type in good.types]
    if not carried:
        return Cycle(inf, inf, inf)
    pickups = sorted({good.stop for good in carried})
    destinations = sorted({d for good in carried for d in good.destinations})
    to, beyond = to_and_from(problem, network, times, vehicles, crossing)
    board = np.array([problem.board_s[p] for p in pickups], dtype=np.float64)
    alight = np.array([problem.alight_s[d] for d in destinations], dtype=np.float64)
    ready = {p: min(min(problem.kinds[k].ready_s for k in g.kinds) for g in carried if g.stop == p) for p in pickups}
    since = max(0, vehicles.row.available_from_s)
    arrives = np.maximum(since + times[vehicles.start, pickups], [ready[p] for p in pickups])
    first = float((arrives + board + to[pickups]).min())
    back = times[np.ix_(destinations, pickups)]
    around = beyond[destinations][:, None] + alight[:, None] + back + board[None, :] + to[pickups][None, :]
    return Cycle(first, float(around.min()), float((beyond[destinations] + alight).min()))


def to_and_from(
    problem: Problem, network: RoadNetwork, times: Reals, vehicles: VehicleClass, crossing: str
) -> tuple[Reals, Reals]:
    """Least seconds from every stop to a crossing and from it to every stop, over any stops between."""
    factor = problem.profiles[vehicles.profile][0]
    per_unit = float(factor / Fraction(network.drive_units_per_s))
    everywhere = problem.scenario.agreement.crossing_places
    nodes = np.array([network.index[stop] for stop in problem.stops])
    here = network.index[crossing]
    drive_to = np.array([float(network.ways_from(stop, everywhere).drive[here]) for stop in problem.stops])
    drive_from = network.ways_from(crossing, everywhere).drive[nodes].astype(np.float64)
    to = np.where(drive_to >= 0, np.floor(drive_to * per_unit), inf)
    beyond = np.where(drive_from >= 0, np.floor(drive_from * per_unit), inf)
    service = least_services(problem)
    over = times + service[None, :]
    np.fill_diagonal(over, 0.0)
    under = times + service[:, None]
    np.fill_diagonal(under, 0.0)
    return (over + to[None, :]).min(axis=1), (beyond[:, None] + under).min(axis=0)
