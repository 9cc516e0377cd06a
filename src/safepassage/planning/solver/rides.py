"""How soon people could be somewhere if they may change vehicles on the way.

A ride leads to a destination or to a transfer place; the next ride from there begins, at the earliest, when the fastest
first ride has come. Each ride may be in a vehicle of another class.
"""

from math import inf

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import Commodity, VehicleClass
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.reach import earliest_any
from safepassage.planning.solver.tables import Tables

Reals = NDArray[np.float64]


def earliest_over_rides(
    problem: Problem, tables: Tables, goods: list[Commodity], classes: list[VehicleClass], times: list[Reals]
) -> list[Reals]:
    """Give for each vehicle class the earliest alighting of each commodity at each destination or transfer place.

    Arrays have the shape `(num_commodities, num_destinations)`. A bound for every plan: those who wait at a transfer
    place are taken to be there as soon as anybody of their commodity could be. `times` are the least times of each
    class between stops.
    """
    there = np.array([inf if good.waits else 0.0 for good in goods])
    while True:
        found = earliest_any(problem, tables, goods, classes, times, there)
        sooner = _there(problem, goods, found, there)
        if np.array_equal(sooner, there):
            return found
        there = sooner


def _there(problem: Problem, goods: list[Commodity], found: list[Reals], there: Reals) -> Reals:
    """When the first of each commodity could be where they wait, if rides arrive as found."""
    sooner = there.copy()
    for g, j, waiting in _changes(problem, goods):
        sooner[waiting] = min([sooner[waiting], *(float(times[g, j]) for times in found)])
    return sooner


def earliest_out(problem: Problem, goods: list[Commodity], earliest: list[Reals]) -> list[float]:
    """Give when the first of each commodity could be out, directly or over transfer places."""
    final = [j for j, d in enumerate(problem.destinations) if d not in problem.transfers]
    out = [min((float(times[g, final].min(initial=inf)) for times in earliest), default=inf) for g in range(len(goods))]
    changes = list(_changes(problem, goods))
    for _ in problem.transfers:
        for g, j, waiting in changes:
            if any(times[g, j] < inf for times in earliest):
                out[g] = min(out[g], out[waiting])
    return out


def _changes(problem: Problem, goods: list[Commodity]) -> list[tuple[int, int, int]]:
    """List how a commodity comes to wait at a transfer place, as (commodity, number of the stop, commodity there)."""
    if not problem.onward:
        return []
    waiting = {kind: g for g, good in enumerate(goods) for kind in good.kinds if good.waits}
    return [
        (g, j, waiting[problem.onward[good.kinds[0], x]])
        for g, good in enumerate(goods)
        for j, x in enumerate(problem.destinations)
        if x in problem.transfers and x in good.destinations
    ]
