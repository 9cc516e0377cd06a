"""Least times between stops, over any stops between: what every bound measures with.

A plan may visit other stops on its way, and where roads forbid passing through a place this can even be faster than
going directly. The times here are shortest over all such detours, each visited stop costing at least its shorter
service. No vehicle is ever faster.
"""

from fractions import Fraction
from math import inf

import numpy as np
from numba import njit
from numpy.typing import NDArray

from safepassage.network import RoadNetwork
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.timeline import restart
from safepassage.planning.solver.walk import best_way
from safepassage.planning.solver.ways import ALL_PAIRS_UP_TO

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


def least_services(problem: Problem) -> Reals:
    """Least seconds that a visit to each stop takes, shape `(num_stops,)`."""
    least = np.full(len(problem.stops), inf)
    for p in problem.pickups:
        least[p] = min(least[p], problem.board_s[p])
    for d in problem.destinations:
        least[d] = min(least[d], problem.alight_s[d])
    return least


def least_times(problem: Problem, network: RoadNetwork, tables: Tables, profile: int) -> Reals:
    """Least seconds from stop to stop over any stops between, shape `(num_stops, num_stops)`; inf where no way leads.

    Services at the two ends do not count, services between do. Waiting does not count.
    """
    ways = tables.ways
    times = np.full((len(problem.stops), len(problem.stops)), inf)
    if ways.nominal.size:
        for table in (2 * profile, 2 * profile + 1):
            known = ways.nominal[np.minimum(ways.first[table], ways.nominal.size - 1)]
            np.minimum(times, np.where(ways.choices[table] > 0, known, inf), out=times)
    for group in (problem.pickups, problem.destinations):
        if len(group) > ALL_PAIRS_UP_TO:
            _fill_unlisted(problem, network, profile, group, times)
    np.fill_diagonal(times, 0.0)
    service = least_services(problem)
    for k in np.flatnonzero(service < inf):
        np.minimum(times, times[:, k, None] + service[k] + times[None, k, :], out=times)
    return times


def _fill_unlisted(problem: Problem, network: RoadNetwork, profile: int, group: tuple[int, ...], times: Reals) -> None:
    """Write bare driving times, crossings passed freely, for pairs whose ways were not listed one by one."""
    factor = problem.profiles[profile][0]
    per_unit = float(factor / Fraction(network.drive_units_per_s))
    crossings = problem.scenario.agreement.crossing_places
    nodes = np.array([network.index[problem.stops[b]] for b in group])
    for a in group:
        drive = network.ways_from(problem.stops[a], crossings).drive[nodes]
        known = np.where(drive >= 0, np.floor(drive * per_unit), inf)
        times[a, list(group)] = np.minimum(times[a, list(group)], known)


@njit(cache=True)
def earliest_visits(tables: Tables, search: Search, v: int, origin: int, departure: int, service: Reals) -> Integers:
    """Give the earliest arrival of a vehicle at every stop over any stops between, shape `(num_stops,)`.

    It leaves `origin` at `departure` and waits for windows, but for nobody else. FOREVER where no way leads.
    """
    number, profile = service.shape[0], tables.vehicles.profile[v]
    restart(tables, search.timeline)
    arrival = np.full(number, FOREVER, np.int64)
    open_stops = np.zeros(number, np.bool_)
    arrival[origin] = departure
    open_stops[origin] = True
    while True:
        a = -1
        for s in range(number):
            if open_stops[s] and (a < 0 or arrival[s] < arrival[a]):
                a = s
        if a < 0:
            return arrival
        open_stops[a] = False
        leaves = arrival[a]
        if a != origin:
            if service[a] == np.inf:
                continue
            leaves += int(service[a])
        for b in range(number):
            for loaded in range(2):
                pair = (2 * profile + loaded, a, b)
                if tables.ways.choices[pair] > 0:
                    _, reached = best_way(tables, search.timeline, pair, leaves, -1)
                    if reached < arrival[b]:
                        arrival[b] = reached
                        open_stops[b] = True
