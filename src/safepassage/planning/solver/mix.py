"""The mix: which people ride in which class of vehicle to where, and the loads that come of it.

Small problems are counted group by group (module `counting`). Large ones, and those in which vehicles never meet, are
counted in mean loads (module `circuits`); there, people ride in the types of vehicle that are made for them, and
part-loads are pooled afterwards.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.bounds import SMALL_MODEL
from safepassage.planning.solver.circuits import Cargo, Circuits, all_room, mixed_cargo
from safepassage.planning.solver.commodities import (
    NO_WAY,
    Commodity,
    VehicleClass,
    commodities,
    direct_legs,
    vehicle_classes,
)
from safepassage.planning.solver.counting import CountingModel, Flow
from safepassage.planning.solver.linear import INFINITY
from safepassage.planning.solver.loads import Load, build_loads
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.reach import earliest_alone
from safepassage.planning.solver.relay import build_relay_loads, rides_allowed
from safepassage.planning.solver.tables import Tables

Reals = NDArray[np.float64]

TINY_MODEL = 400
WHOLE_TRIPS_S = 1.0
"""In problems of so few choices, trips are counted whole, for so many seconds at most."""
MINOR = 0.05
"""A vehicle type with a smaller share of the places that people could ride in is not made for them."""


def choices(problem: Problem, classes: list[VehicleClass]) -> int:
    """Kinds times classes times destinations: the measure of a model's size."""
    return len(problem.kinds) * len(classes) * max(1, len(problem.destinations))


def counted_loads(problem: Problem, tables: Tables, seed: int, *, direct: bool = False) -> list[Load]:
    """Count the trips, each with one ride, that bring out as many as possible in the least time, and pack them.

    `direct`: nobody changes vehicles.
    """
    classes = vehicle_classes(problem)
    size = choices(problem, classes)
    goods = commodities(problem, merged=size > SMALL_MODEL)
    earliest = earliest_alone(problem, tables, goods, classes)
    if problem.onward:
        allowed = rides_allowed(problem, tables, goods, direct=direct)
        earliest = [np.where(allowed, times, NO_WAY) for times in earliest]
    model = CountingModel(
        problem,
        goods,
        classes,
        [direct_legs(problem, tables.ways, c) for c in classes],
        joint=True,
        whole=size <= TINY_MODEL,
        earliest=earliest,
    )
    model.allow()
    for priority in (1, 2, 3):
        most, _ = model.most((priority,), WHOLE_TRIPS_S, seed)
        model.keep(priority, most)
    flow = model.fastest(WHOLE_TRIPS_S, seed)
    if flow is None:
        return []
    build = build_relay_loads if problem.onward else build_loads
    return build(problem, goods, classes, flow)


def mean_loads(problem: Problem, tables: Tables, time_limit_s: float, seed: int) -> list[Load]:
    """Count trips in mean loads, and pack them. No loads if the time does not suffice."""
    classes = vehicle_classes(problem)
    types_of = [main_types(problem, k) for k in range(len(problem.kinds))]
    cargo = mixed_cargo(problem, classes, types_of)
    goods = [
        Commodity(x.stop, (1, 0, 0), round(x.amount), x.priority, x.destinations, types_of[x.kinds[0]], x.kinds)
        for x in cargo
    ]
    earliest = earliest_alone(problem, tables, goods, classes)
    room, flow = all_room(problem), Flow()
    for members in _sharing(classes, cargo):
        chosen = [g for g, x in enumerate(cargo) if any(x.per_trip[c] > 0 for c in members)]
        part = Circuits(
            problem,
            [classes[c] for c in members],
            [direct_legs(problem, tables.ways, classes[c]) for c in members],
            [cargo[g].seen_by(members) for g in chosen],
            [earliest[c][chosen] for c in members],
            room,
        )
        found = part.mix(time_limit_s, seed)
        if found is None:
            return []
        for (g, c, d), amount in found.items():
            flow[chosen[g], members[c], d] = amount
            j = problem.destinations.index(d)
            taken = np.array([cargo[chosen[g]].sheltered, cargo[chosen[g]].bedded]) * amount
            room[:, j] = np.maximum(0.0, room[:, j] - np.where(room[:, j] < INFINITY, taken, 0.0))
    return build_loads(problem, goods, classes, flow)


def main_types(problem: Problem, k: int) -> tuple[int, ...]:
    """Give the vehicle types that are made for a kind: not those with a trifle of the places it could ride in."""
    kind = problem.kinds[k]
    places = {t: _groups_at_once(problem, t, k) * problem.type_of.count(t) for t in kind.types}
    return tuple(t for t in kind.types if places[t] >= MINOR * sum(places.values()))


def _groups_at_once(problem: Problem, t: int, k: int) -> int:
    row, kind = problem.type_rows[t], problem.kinds[k]
    seats = kind.seated + row.seats_per_wheelchair * kind.wheelchair + row.seats_per_stretcher * kind.stretcher
    pairs = ((row.seats, seats), (row.wheelchairs, kind.wheelchair), (row.stretchers, kind.stretcher))
    return min(most // takes for most, takes in pairs if takes)


def _sharing(classes: list[VehicleClass], cargo: list[Cargo]) -> Iterator[list[int]]:
    """Yield classes that share people, directly or through others; first those who take least of the room."""
    group = list(range(len(classes)))
    for x in cargo:
        joined = {group[c] for c in range(len(classes)) if x.per_trip[c] > 0}
        group = [min(joined) if g in joined else g for g in group]
    persons = dict.fromkeys(group, 0.0)
    for x in cargo:
        able = [c for c in range(len(classes)) if x.per_trip[c] > 0]
        if able:
            persons[group[able[0]]] += x.amount
    for g in sorted(persons, key=lambda g: (persons[g], g)):
        yield [c for c in range(len(classes)) if group[c] == g]
