"""Simulated annealing over trips, their order and their vehicles.

The search aims at finishing before a target, one second less than the best known: what counts is by how many seconds
the vehicles end late, all together, so that every late vehicle matters and not only the last. People who are not
brought out weigh more than any time, by priority. For the other aims it is the aim's own sum over all people, in units
that make it like seconds of trips.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from safepassage.planning.solver.aims import LAST_PERSON
from safepassage.planning.solver.changes import NO_MOVE
from safepassage.planning.solver.moves import make_move
from safepassage.planning.solver.randomness import Stream, uniform
from safepassage.planning.solver.reroute import in_debt
from safepassage.planning.solver.state import (
    NOBODY,
    VALUE,
    Search,
    copy_ledger,
    copy_order,
    copy_worth,
    cost_of_changes,
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
    """A round of annealing: `steps` changes, the heat falling from `hot` to `cold` seconds of lateness.

    What alightings cost by the aim counts as a second for each `unit`.
    """

    hot: float
    cold: float
    steps: int
    unit: float


@njit(cache=True)
def cost_of(tables: Tables, search: Search, unit: float) -> float:
    """Give what the search minimises: people lost; and lateness against one second less than the best completion.

    Or, for other aims than the completion time, what the alightings cost.
    """
    lost = lost_people(tables, search)
    if tables.aim.form[0] == LAST_PERSON:
        cost = float(lateness(search, search.score[VALUE] - 1))
    else:
        cost = search.worth.cost.sum() / unit
    cost += cost_of_changes(tables, search)
    return cost + A_PERSON_WEIGHS[0] * lost[0] + A_PERSON_WEIGHS[1] * lost[1] + A_PERSON_WEIGHS[2] * lost[2]


@njit(cache=True)
def late_after(tables: Tables, search: Search) -> int:
    """Give the second after which it matters that a vehicle has still to do; -1 if it always does."""
    return search.score[VALUE] - 1 if tables.aim.form[0] == LAST_PERSON else -1


@njit(cache=True)
def anneal(tables: Tables, search: Search, random: Stream, meet: bool, cooling: Cooling, span: tuple[int, int]) -> None:
    """Try the changes `span[0] <= step < span[1]` of a round, keeping the best schedule met in `search`."""
    cost = cost_of(tables, search, cooling.unit)
    for step in range(span[0], span[1]):
        heat = cooling.hot * (cooling.cold / cooling.hot) ** (step / cooling.steps)
        copy_order(search.order, search.kept_order)
        copy_ledger(search.ledger, search.kept_ledger)
        copy_worth(search.worth, search.kept_worth)
        search.further[:] = NOBODY
        changed = make_move(tables, search, random, late_after(tables, search))
        useful = changed.vehicles[0] != NO_MOVE and not in_debt(tables, search)
        if useful and evaluate_change(tables, search, meet, changed.vehicles):
            new = cost_of(tables, search, cooling.unit)
            if new <= cost or uniform(random) < np.exp((cost - new) / heat):
                cost = new
                note_rewritten(search, changed.trips)
                if keep_if_best(tables, search):
                    cost = cost_of(tables, search, cooling.unit)
                continue
        go_back(search, changed.trips)


@njit(cache=True)
def evaluate_change(tables: Tables, search: Search, meet: bool, vehicles: tuple[int, int]) -> bool:
    """Schedule anew what a change touches; False if the schedule is of no use."""
    if meet:
        return evaluate(tables, search)
    for v in vehicles:
        if v >= 0:
            evaluate_vehicle(tables, search, v)
    return True


@njit(cache=True)
def note_rewritten(search: Search, changed: tuple[int, int]) -> None:
    """Mark the trips that a change rewrote, since the best has them as they were."""
    for t in changed:
        if t >= 0:
            search.dirty[t] = 1
    for t in search.further:
        if t >= 0:
            search.dirty[t] = 1


@njit(cache=True)
def go_back(search: Search, changed: tuple[int, int]) -> None:
    """Take a change back, from the copies that were made before it."""
    copy_order(search.kept_order, search.order)
    copy_ledger(search.kept_ledger, search.ledger)
    copy_worth(search.kept_worth, search.worth)
    for slot in range(2):
        if changed[slot] >= 0:
            copy_trip(search.kept_trips, slot, search.trips, changed[slot])
    for slot in range(search.further.shape[0]):
        if search.further[slot] >= 0:
            copy_trip(search.kept_trips, len(changed) + slot, search.trips, search.further[slot])
