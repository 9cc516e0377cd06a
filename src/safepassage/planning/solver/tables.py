"""The problem as arrays for the compiled search."""

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.terms import CrossingRule
from safepassage.network import RoadNetwork
from safepassage.planning.solver.aims import AimTable, aim_table
from safepassage.planning.solver.beginning import Beginning, nothing_yet
from safepassage.planning.solver.forward import forward
from safepassage.planning.solver.problem import FOREVER, Problem, first_stops, seconds_down, seconds_up
from safepassage.planning.solver.ways import WayTables, way_tables

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class StopTable(NamedTuple):
    """Stops: seconds to board and alight, bays, room. Shape `(num_stops,)`; FOREVER is unlimited.

    `yard` is the first stop at the same place, whose calendar tells which bays are taken. At a stop of `transfer`
    people alight to wait for another vehicle.
    """

    board_s: Integers
    alight_s: Integers
    bays: Integers
    shelter: Integers
    beds: Integers
    yard: Integers
    transfer: Flags


class KindTable(NamedTuple):
    """Kinds of travel groups, shape `(num_kinds,)`.

    `fits` has the shape `(num_kinds, num_types)`, `may_go` the shape `(num_kinds, num_stops)`. `onward[k, s]` is the
    kind as which groups of kind `k` wait at transfer stop `s` (-1: none); its width is 0 where there are no transfer
    places. `queue` numbers the onward kinds from 0 (-1: no onward kind). `home` is the stop where they waited at first.
    """

    stop: Integers
    seated: Integers
    wheelchair: Integers
    stretcher: Integers
    priority: Integers
    ready: Integers
    stream: Integers
    max_aboard: Integers
    groups: Integers
    fits: Flags
    may_go: Flags
    onward: Integers
    queue: Integers
    home: Integers


class VehicleTable(NamedTuple):
    """Vehicles, shape `(num_vehicles,)`, and the capacities of their types, shape `(num_types,)`.

    `home` is the stop where the vehicle must end, or -1.
    """

    type: Integers
    profile: Integers
    start: Integers
    since: Integers
    until: Integers
    max_duty: Integers
    max_km: Integers
    home: Integers
    seats: Integers
    wheelchairs: Integers
    stretchers: Integers
    seats_per_wheelchair: Integers
    seats_per_stretcher: Integers


class TermTable(NamedTuple):
    """The agreement: crossing rules, convoy rules and linked movements.

    Windows of rule `r` are `opens[i], closes[i]` for `window_first[r] <= i < window_first[r + 1]`. `leaves[l, s]` and
    `arrives[l, s]` tell whether people of stop `s` count in linked movement `l`; its steps are
    `step_first[l] <= i < step_first[l + 1]`.
    """

    lanes: Integers
    check_s: Integers
    window_first: Integers
    opens: Integers
    closes: Integers
    convoy_min: Integers
    convoy_max: Integers
    headway: Integers
    leaves: Flags
    arrives: Flags
    step_first: Integers
    step_arrived: Integers
    step_may: Integers


class Tables(NamedTuple):
    """All arrays of a problem."""

    stops: StopTable
    kinds: KindTable
    vehicles: VehicleTable
    terms: TermTable
    ways: WayTables
    aim: AimTable
    beginning: Beginning


def build_tables(problem: Problem, network: RoadNetwork) -> Tables:
    """Turn a problem into arrays."""
    columns = (problem.board_s, problem.alight_s, problem.bays, problem.shelter, problem.beds)
    board_s, alight_s, bays, shelter, beds = map(_ints, columns)
    return Tables(
        StopTable(board_s, alight_s, bays, shelter, beds, *_second_stops(problem)),
        _kind_table(problem, network),
        _vehicle_table(problem, network.km_units),
        _term_table(problem),
        way_tables(problem, network),
        aim_table(problem.scenario),
        nothing_yet(len(problem.vehicles), len(problem.scenario.agreement.convoys)),
    )


def _ints(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)


def _second_stops(problem: Problem) -> tuple[Integers, Flags]:
    """Give the first stop at the place of each, and whether people wait at it for another vehicle."""
    index = first_stops(problem.stops)
    transfer = np.zeros(len(problem.stops), np.bool_)
    transfer[list(problem.transfers)] = True
    return _ints(index[place] for place in problem.stops), transfer


def _kind_table(problem: Problem, network: RoadNetwork) -> KindTable:
    kinds = problem.kinds
    fits = np.zeros((len(kinds), len(problem.types)), np.bool_)
    for i, kind in enumerate(kinds):
        fits[i, list(kind.types)] = True
    onward = np.full((len(kinds), len(problem.stops) if problem.onward else 0), -1, np.int64)
    for (k, stop), there in problem.onward.items():
        onward[k, stop] = there
    waits = np.array([kind.origin is not None for kind in kinds], dtype=np.bool_)
    return KindTable(
        stop=_ints(k.stop for k in kinds),
        seated=_ints(k.seated for k in kinds),
        wheelchair=_ints(k.wheelchair for k in kinds),
        stretcher=_ints(k.stretcher for k in kinds),
        priority=_ints(k.priority for k in kinds),
        ready=_ints(k.ready_s for k in kinds),
        stream=_ints(k.stream for k in kinds),
        max_aboard=_ints(k.max_aboard_s for k in kinds),
        groups=_ints(k.groups for k in kinds),
        fits=fits,
        may_go=forward(problem, network),
        onward=onward,
        queue=np.where(waits, np.cumsum(waits) - 1, -1).astype(np.int64),
        home=_ints(k.stop if k.origin is None else kinds[k.origin].stop for k in kinds),
    )


def _vehicle_table(problem: Problem, km_units: int) -> VehicleTable:
    rows = [v.row for v in problem.vehicles]
    stops = first_stops(problem.stops)
    shown = problem.type_rows
    return VehicleTable(
        type=_ints(problem.type_of),
        profile=_ints(problem.profile_of),
        start=_ints(stops[r.start] for r in rows),
        since=_ints(max(0, r.available_from_s) for r in rows),
        until=_ints(FOREVER if r.available_until_s is None else r.available_until_s for r in rows),
        max_duty=_ints(seconds_down(r.max_duty_s) for r in rows),
        max_km=_ints(FOREVER if r.max_km is None else int(r.max_km * km_units) for r in rows),
        home=_ints(-1 if r.return_to is None else stops[r.return_to] for r in rows),
        seats=_ints(r.seats for r in shown),
        wheelchairs=_ints(r.wheelchairs for r in shown),
        stretchers=_ints(r.stretchers for r in shown),
        seats_per_wheelchair=_ints(r.seats_per_wheelchair for r in shown),
        seats_per_stretcher=_ints(r.seats_per_stretcher for r in shown),
    )


def _term_table(problem: Problem) -> TermTable:
    agreement = problem.scenario.agreement
    windows = [merged_windows(rule) for rule in agreement.crossings]
    steps = [link.steps for link in agreement.linked]
    stops = first_stops(problem.stops)

    def counted(places: Iterable[tuple[str, ...]]) -> Flags:
        flags = np.zeros((len(agreement.linked), len(problem.stops)), np.bool_)
        for i, listed in enumerate(places):
            flags[i, [stops[place] for place in listed if place in stops]] = True
        return flags

    return TermTable(
        lanes=_ints(FOREVER if r.lanes is None else r.lanes for r in agreement.crossings),
        check_s=_ints(seconds_up(r.check_s) for r in agreement.crossings),
        window_first=_ints(np.cumsum([0, *(len(w) for w in windows)]).tolist()),
        opens=_ints(opens for listed in windows for opens, _ in listed),
        closes=_ints(closes for listed in windows for _, closes in listed),
        convoy_min=_ints(c.min_vehicles for c in agreement.convoys),
        convoy_max=_ints(FOREVER if c.max_vehicles is None else c.max_vehicles for c in agreement.convoys),
        headway=_ints(max(1, ceil(c.headway_s)) for c in agreement.convoys),
        leaves=counted(link.people_from for link in agreement.linked),
        arrives=counted(link.against_from for link in agreement.linked),
        step_first=_ints(np.cumsum([0, *(len(s) for s in steps)]).tolist()),
        step_arrived=_ints(step.arrived for listed in steps for step in listed),
        step_may=_ints(step.may_leave for listed in steps for step in listed),
    )


def merged_windows(rule: CrossingRule) -> list[tuple[int, int]]:
    """Give the spans in which a crossing is open, sorted, touching ones joined, as seconds from 0."""
    if rule.windows is None:
        return [(0, FOREVER)]
    spans: list[tuple[int, int]] = []
    for opens, closes in sorted((max(0, w.opens_s), w.closes_s) for w in rule.windows if w.closes_s >= 0):
        if spans and opens <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(closes, spans[-1][1]))
        else:
            spans.append((opens, closes))
    return spans
