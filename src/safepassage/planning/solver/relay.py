"""Loads over transfer places: stage by stage, those who were brought somewhere are carried on.

In the first stage everybody is where they wait; the loads that the flow gives bring some to transfer places. In the
next stage these are the people, with the room that is left; and so on. Who finds no room to be carried on to is not
brought to a transfer place at all.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import Commodity, VehicleClass
from safepassage.planning.solver.counting import Flow
from safepassage.planning.solver.loads import Load, build_loads
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables


def rides_allowed(problem: Problem, tables: Tables, goods: list[Commodity], *, direct: bool) -> NDArray[np.bool_]:
    """Tell which rides to plan with, shape `(num_commodities, num_destinations)`.

    `direct`: none to a transfer place.
    """
    destinations = list(problem.destinations)
    may_go = tables.kinds.may_go[:, destinations]
    allowed = np.array([np.any(may_go[list(good.kinds)], axis=0) for good in goods], dtype=np.bool_)
    if direct:
        allowed &= ~np.isin(destinations, problem.transfers)
    return allowed


def build_relay_loads(problem: Problem, goods: list[Commodity], classes: list[VehicleClass], flow: Flow) -> list[Load]:
    """Round a flow over transfer places to whole groups, and pack all rides into loads."""
    loads: list[Load] = []
    people = {k: kind.groups for k, kind in enumerate(problem.kinds) if kind.groups}
    while people:
        stage = _stage(problem, goods, flow, loads, people)
        new = build_loads(stage, goods, classes, _stage_flow(stage, goods, classes, flow))
        loads.extend(new)
        people = _brought(problem, new)
    _leave_out_stranded(problem, loads)
    return loads


def _stage(
    problem: Problem, goods: list[Commodity], flow: Flow, loads: list[Load], people: Mapping[int, int]
) -> Problem:
    """Give the problem with only these people, by kind, and the room that loads have left.

    Transfer places are destinations only for those whom the flow brings there.
    """
    over = {(k, d) for (g, _, d) in flow if d in problem.transfers for k in goods[g].kinds}
    shelter, beds = list(problem.shelter), list(problem.beds)
    for load in loads:
        for k, groups in load.groups.items():
            if shelter[load.destination] < FOREVER:
                shelter[load.destination] -= groups * problem.kinds[k].sheltered
            if beds[load.destination] < FOREVER:
                beds[load.destination] -= groups * problem.kinds[k].stretcher
    kinds = [
        replace(
            kind,
            groups=people.get(k, 0),
            destinations=tuple(d for d in kind.destinations if d not in problem.transfers or (k, d) in over),
        )
        for k, kind in enumerate(problem.kinds)
    ]
    return replace(problem, kinds=tuple(kinds), shelter=tuple(shelter), beds=tuple(beds))


def _stage_flow(stage: Problem, goods: list[Commodity], classes: list[VehicleClass], flow: Flow) -> Flow:
    """Give the part of the flow that carries the people of a stage; nought stands where it carries none of them."""
    there = {g for g, good in enumerate(goods) if any(stage.kinds[k].groups for k in good.kinds)}
    wanted = {key: units for key, units in flow.items() if key[0] in there}
    for g in there - {g for g, _, _ in wanted}:
        for c, vehicles in enumerate(classes):
            for d in goods[g].destinations:
                if vehicles.type in goods[g].types and d not in stage.transfers and goods[g].waits:
                    wanted[g, c, d] = 0.0
    return wanted


def _brought(problem: Problem, loads: list[Load]) -> dict[int, int]:
    """Count the groups that loads bring to transfer places, as the kinds that wait there."""
    waiting: dict[int, int] = {}
    for load in loads:
        for k, groups in load.groups.items():
            there = problem.onward.get((k, load.destination))
            if there is not None:
                waiting[there] = waiting.get(there, 0) + groups
    return waiting


def _leave_out_stranded(problem: Problem, loads: list[Load]) -> None:
    """Take out of the loads those whom no load carries on, until nobody is left at a transfer place."""
    stranded = True
    while stranded:
        left = _brought(problem, loads)
        for load in loads:
            for k, groups in load.groups.items():
                if k in left:
                    left[k] -= groups
        stranded = any(groups > 0 for groups in left.values())
        for load in reversed(loads):
            for k, groups in list(load.groups.items()):
                there = problem.onward.get((k, load.destination))
                if there is not None and left[there] > 0:
                    out = min(groups, left[there])
                    left[there] -= out
                    load.groups[k] -= out
            load.groups = {k: groups for k, groups in load.groups.items() if groups}
    loads[:] = [load for load in loads if load.groups]
