"""Simulated annealing over trips, their order and their vehicles.

The search aims at finishing before a target, one second less than the best known: what counts is by how many seconds
the vehicles end late, all together, so that every late vehicle matters and not only the last. People who are not
brought out weigh more than any time, by priority.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from safepassage.planning.solver.changes import NO_MOVE
from safepassage.planning.solver.moves import make_move
from safepassage.planning.solver.randomness import Stream, uniform
from safepassage.planning.solver.reroute import in_debt
from safepassage.planning.solver.state import (
    NOBODY,
    Search,
    copy_ledger,
    copy_order,
    evaluate,
    evaluate_vehicle,
    keep_if_best,
    lateness,
    lost_people,
)
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import copy_trip

A_PERSON_WEIGHS = (1e10, 1e8, 1e6)


class Cooling(NamedTuple):
    """A round of annealing: `steps` changes, the heat falling from `hot` to `cold` seconds of lateness."""

    hot: float
    cold: float
    steps: int


@njit(cache=True)
def cost_of(tables: Tables, search: Search) -> float:
    """Give what the search minimises: people lost, and lateness against one second less than the best completion."""
    lost = lost_people(tables, search)
    cost = float(lateness(search, search.score[3] - 1))
    return cost + A_PERSON_WEIGHS[0] * lost[0] + A_PERSON_WEIGHS[1] * lost[1] + A_PERSON_WEIGHS[2] * lost[2]


@njit(cache=True)
def anneal(tables: Tables, search: Search, random: Stream, meet: bool, cooling: Cooling, span: tuple[int, int]) -> None:
    """Try the changes `span[0] <= step < span[1]` of a round, keeping the best schedule met in `search`."""
    cost = cost_of(tables, search)
    for step in range(span[0], span[1]):
        heat = cooling.hot * (cooling.cold / cooling.hot) ** (step / cooling.steps)
        copy_order(search.order, search.kept_order)
        copy_ledger(search.ledger, search.kept_ledger)
        search.kept_worth.end[:] = search.worth.end
        search.kept_worth.lost[:] = search.worth.lost
        search.further[:] = NOBODY
        changed = make_move(tables, search, random, search.score[3] - 1)
        useful = changed.vehicles[0] != NO_MOVE and not in_debt(tables, search)
        if useful and _evaluate(tables, search, meet, changed.vehicles):
            new = cost_of(tables, search)
            if new <= cost or uniform(random) < np.exp((cost - new) / heat):
                cost = new
                for t in changed.trips:
                    if t >= 0:
                        search.dirty[t] = 1
                for t in search.further:
                    if t >= 0:
                        search.dirty[t] = 1
                if keep_if_best(tables, search):
                    cost = cost_of(tables, search)
                continue
        _go_back(search, changed.trips)


@njit(cache=True)
def _evaluate(tables: Tables, search: Search, meet: bool, vehicles: tuple[int, int]) -> bool:
    if meet:
        return evaluate(tables, search)
    for v in vehicles:
        if v >= 0:
            evaluate_vehicle(tables, search, v)
    return True


@njit(cache=True)
def _go_back(search: Search, changed: tuple[int, int]) -> None:
    copy_order(search.kept_order, search.order)
    copy_ledger(search.kept_ledger, search.ledger)
    search.worth.end[:] = search.kept_worth.end
    search.worth.lost[:] = search.kept_worth.lost
    for slot in range(2):
        if changed[slot] >= 0:
            copy_trip(search.kept_trips, slot, search.trips, changed[slot])
    for slot in range(search.further.shape[0]):
        if search.further[slot] >= 0:
            copy_trip(search.kept_trips, len(changed) + slot, search.trips, search.further[slot])
