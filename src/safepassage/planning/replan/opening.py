"""The beginning of the schedule: what is done and committed, in the planner's arrays."""

from collections import Counter, defaultdict
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.replan.ground import Ground, Passing, passings
from safepassage.planning.replan.remaining import Fixed, FreeVehicle
from safepassage.planning.replan.timing import Run
from safepassage.planning.solver.beginning import NO_SHORT_CONVOY, NOT_LEFT, Beginning
from safepassage.planning.solver.problem import Problem

Integers = NDArray[np.int64]
Rows = list[tuple[int, int, int]]


def beginning(
    ground: Ground, problem: Problem, runs: list[Run], free: list[FreeVehicle], fixed: Fixed, now_s: int
) -> Beginning:
    """Give the beginning of the schedule of the free vehicles, which are the problem's in the same order."""
    passed = [passing for run in runs for _, passing in passings(ground, run.stops)]
    km = [int(vehicle.km * ground.network.km_units) for vehicle in free]
    ended = [vehicle.ended_s for vehicle in free]
    ended[0] = max(ended[0], fixed.ended_s)
    convoys, short = _convoys(ground, passed, now_s)
    held = [row for row in (*_bays(ground, problem, fixed), *_lanes(ground, problem, passed)) if row[2] > now_s]
    gone, come = _linked(ground, fixed, now_s)
    return Beginning(
        left=np.array([NOT_LEFT if v.left_s is None else v.left_s for v in free], np.int64),
        km=np.array(km, np.int64),
        ended=np.array(ended, np.int64),
        short=short,
        held=_rows(held),
        convoys=_rows(convoys),
        gone=_rows(gone),
        come=_rows(come),
        change_s=np.zeros(0, np.int64),
    )


def _rows(rows: Rows) -> Integers:
    return np.array(rows, np.int64).reshape(len(rows), 3)


def _bays(ground: Ground, problem: Problem, fixed: Fixed) -> Rows:
    index = {place: i for i, place in enumerate(problem.stops)}
    return [
        (index[stop.place], begins, stop.depart_s)
        for _, stop in fixed.stops
        if (stop.board or stop.alight) and stop.place in index and ground.places[stop.place].bays is not None
        if (begins := floor(stop.depart_s - ground.service(stop))) < stop.depart_s
    ]


def _lanes(ground: Ground, problem: Problem, passed: list[Passing]) -> Rows:
    return [
        (len(problem.stops) + passing.crossing_rule, passing.begins_s, passing.leaves_s)
        for passing in passed
        if passing.crossing_rule is not None and passing.convoy_rule is None
        if ground.terms.crossings[passing.crossing_rule].lanes is not None and passing.begins_s < passing.leaves_s
    ]


def _convoys(ground: Ground, passed: list[Passing], now_s: int) -> tuple[Rows, Integers]:
    """Convoys that still count for the headway, and for each rule the one that was below the minimum and the last."""
    rules = ground.terms.convoys
    sizes = Counter((p.convoy_rule, p.leaves_s) for p in passed if p.convoy_rule is not None)
    by_rule: dict[int, Rows] = defaultdict(list)
    for (rule, leaves), size in sizes.items():
        if rule is not None:
            by_rule[rule].append((rule, leaves, size))
    short = np.full(len(rules), NO_SHORT_CONVOY, np.int64)
    counted: Rows = []
    for rule, rows in by_rule.items():
        last = max(rows, key=lambda row: row[1])
        if last[2] < rules[rule].min_vehicles:
            short[rule] = last[1]
        recent = now_s - max(1, ceil(rules[rule].headway_s))
        counted += [row for row in rows if row[1] > recent or row is last]
    return counted, short


def _linked(ground: Ground, fixed: Fixed, now_s: int) -> tuple[Rows, Rows]:
    """Departures and arrivals of linked movements; all before now count in one."""
    gone: Counter[tuple[int, int]] = Counter()
    come: Counter[tuple[int, int]] = Counter()
    for _, stop in fixed.stops:
        moment = max(stop.depart_s, now_s)
        arrives = ground.places[stop.place].is_destination
        for number, link in enumerate(ground.terms.linked):
            for row, groups in stop.board.items():
                if ground.people[row].place in link.people_from:
                    gone[number, moment] += ground.persons({row: groups})
            for row, groups in stop.alight.items():
                if arrives and ground.people[row].place in link.against_from:
                    come[number, moment] += ground.persons({row: groups})
    return [(*key, count) for key, count in gone.items()], [(*key, count) for key, count in come.items()]
