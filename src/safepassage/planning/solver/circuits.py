"""The circulation for large problems: one column a direct trip of a commodity, built from arrays.

Many kinds of groups that wait at one place, may go to the same destinations and ride in the same types of vehicle are
one commodity, and a trip carries as many of them as the scarcest capacity allows. A trip that carries nobody is never
needed: by the triangle inequality it can be left out. So trips and people carried are one column. A million people in
500 places take seconds.

As a *mix* all capacities count together, in mean needs of the commodity. As a *bound* there is one program for each
capacity: what a group takes of it is measured by the class of vehicle for which that is least, and what it takes of
shelter and beds by the least of the groups in its commodity. Both are relaxations, so the bound holds.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import DIMENSIONS, Legs, VehicleClass
from safepassage.planning.solver.counting import Flow, Triple
from safepassage.planning.solver.kinds import Kind
from safepassage.planning.solver.linear import INFINITY
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.sparse import SparseProgram

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]

UNMET_WEIGHS = (1e6, 1e5, 1e4)
"""Seconds of completion time that a person who is left behind weighs in the mix, by priority."""
EFFORT_WEIGHT = 0.01
TRACE = 1e-6


@dataclass(frozen=True, slots=True)
class Cargo:
    """People at a stop who are alike for the model.

    `amount` in units of the model; a trip of class `c` takes at most `per_trip[c]` of them (0: none). Each unit takes
    `sheltered` and `bedded` room and counts `persons`.
    """

    stop: int
    priority: int
    destinations: tuple[int, ...]
    amount: float
    per_trip: tuple[float, ...]
    sheltered: float
    bedded: float
    persons: float
    kinds: tuple[int, ...]

    def seen_by(self, classes: list[int]) -> "Cargo":
        """Give the same for a model of only some of the classes."""
        return replace(self, per_trip=tuple(self.per_trip[c] for c in classes))


def together(problem: Problem, types_of: list[tuple[int, ...]]) -> list[list[int]]:
    """Bring kinds together that wait at one place and may go to the same destinations in the same vehicles."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for k, kind in enumerate(problem.kinds):
        if kind.groups and types_of[k]:
            alike[kind.stop, kind.priority, kind.destinations, types_of[k]].append(k)
    return list(alike.values())


def mixed_cargo(problem: Problem, classes: list[VehicleClass], types_of: list[tuple[int, ...]]) -> list[Cargo]:
    """Give commodities in persons, with their mean needs: the idea of a plan."""
    found = []
    for members in together(problem, types_of):
        kinds = [problem.kinds[k] for k in members]
        persons = sum(kind.groups * kind.size for kind in kinds)
        per_trip = tuple(_mean_per_trip(kinds, persons, c) if c.type in types_of[members[0]] else 0.0 for c in classes)
        sheltered = sum(kind.groups * kind.sheltered for kind in kinds) / persons
        bedded = sum(kind.groups * kind.stretcher for kind in kinds) / persons
        first = kinds[0]
        found.append(
            Cargo(
                first.stop,
                first.priority,
                first.destinations,
                persons,
                per_trip,
                sheltered,
                bedded,
                1.0,
                tuple(members),
            )
        )
    return found


def _mean_per_trip(kinds: list[Kind], persons: int, vehicles: VehicleClass) -> float:
    most = INFINITY
    for dimension in DIMENSIONS:
        load = sum(kind.groups * _load(vehicles, kind, dimension) for kind in kinds)
        if load:
            most = min(most, vehicles.capacity(dimension) * persons / load)
    return most


def _load(vehicles: VehicleClass, kind: Kind, dimension: int) -> int:
    return vehicles.load((kind.seated, kind.wheelchair, kind.stretcher), dimension)


def capacity_cargo(problem: Problem, classes: list[VehicleClass], dimension: int) -> list[Cargo]:
    """Give commodities in units of one capacity, never in more than any plan needs of it: the ground of a bound."""
    found = []
    for members in together(problem, [kind.types for kind in problem.kinds]):
        able = [c for c in classes if c.type in problem.kinds[members[0]].types]
        least = {k: min(_load(c, problem.kinds[k], dimension) for c in able) for k in members}
        taking = [k for k in members if least[k] > 0]
        if not taking:
            continue
        kinds = [problem.kinds[k] for k in taking]
        found.append(
            Cargo(
                kinds[0].stop,
                kinds[0].priority,
                kinds[0].destinations,
                float(sum(problem.kinds[k].groups * least[k] for k in taking)),
                tuple(float(c.capacity(dimension)) if c in able else 0.0 for c in classes),
                min(problem.kinds[k].sheltered / least[k] for k in taking),
                min(problem.kinds[k].stretcher / least[k] for k in taking),
                max(problem.kinds[k].size / least[k] for k in taking),
                tuple(taking),
            )
        )
    return found


def trips_a_vehicle(classes: list[VehicleClass], cargo: list[Cargo]) -> float:
    """Give how many trips the vehicles that may carry these people would have to do each, about."""
    trips = 0.0
    for x in cargo:
        trips += x.amount / max(1.0, sum(x.per_trip[c] * len(classes[c].members) for c in range(len(classes))))
    return trips


def all_room(problem: Problem) -> Reals:
    """Shelter places and beds by destination, shape `(2, num_destinations)`; infinite where unlimited."""
    room = np.array([[part[d] for d in problem.destinations] for part in (problem.shelter, problem.beds)], np.float64)
    return np.where(room < FOREVER, room, INFINITY)


class Circuits:
    """The program: trips of commodities, empty returns and starts of each class, and the completion time."""

    def __init__(
        self,
        problem: Problem,
        classes: list[VehicleClass],
        legs: list[Legs],
        cargo: list[Cargo],
        earliest: list[Reals],
        room: Reals,
    ) -> None:
        """Build trips, returns and starts.

        `earliest[c][g, d]` is infinite where a class cannot bring a cargo; `room` are shelter places and beds by
        destination, shape `(2, num_destinations)`.
        """
        self.problem, self.classes, self.legs, self.cargo = problem, classes, legs, cargo
        self.pickup_at = {p: i for i, p in enumerate(problem.pickups)}
        self.program = SparseProgram()
        self.completion = int(self.program.columns(1)[0])
        self.seconds: list[tuple[Integers, Reals]] = [(np.zeros(0, np.int64), np.zeros(0)) for _ in classes]
        self.starts: list[Integers] = []
        self.trips: list[tuple[int, int, Integers, Integers]] = []
        for c in range(len(classes)):
            self._circulate(c, earliest[c])
        self._room(room)

    @classmethod
    def over_any_stops(
        cls, problem: Problem, classes: list[VehicleClass], legs: list[Legs], cargo: list[Cargo]
    ) -> "Circuits":
        """Build the program for a bound: everybody may go everywhere in time, and `legs` are least times."""
        anywhere = [np.zeros((len(cargo), len(problem.destinations))) for _ in classes]
        return cls(problem, classes, legs, cargo, anywhere, all_room(problem))

    def _circulate(self, c: int, earliest: Reals) -> None:
        program, legs = self.program, self.legs[c]
        pickups, destinations = len(self.problem.pickups), len(self.problem.destinations)
        balance, release = program.rows(pickups, 0, 0), program.rows(destinations, 0, INFINITY)
        able = np.flatnonzero(np.isfinite(legs.out))
        start = program.columns(len(able))
        program.enter(balance[able], start, 1.0)
        program.enter(
            np.broadcast_to(program.rows(1, -INFINITY, len(self.classes[c].members)), start.shape), start, 1.0
        )
        self.starts.append(start)
        self._spend(c, start, legs.out[able])
        served = np.zeros(pickups, np.bool_)
        reached = np.zeros(destinations, np.bool_)
        for g, cargo in enumerate(self.cargo):
            if cargo.per_trip[c] <= 0:
                continue
            i = self.pickup_at[cargo.stop]
            js = np.flatnonzero(
                np.isfinite(legs.loaded[i])
                & np.isfinite(earliest[g])
                & np.isin(self.problem.destinations, cargo.destinations)
            )
            trip = program.columns(len(js), high=cargo.amount / cargo.per_trip[c])
            program.enter(np.full(len(js), balance[i]), trip, -1.0)
            program.enter(release[js], trip, 1.0)
            self._spend(c, trip, legs.loaded[i, js])
            self.trips.append((g, c, trip, js))
            served[i] = True
            reached[js] = True
        ends, begins = np.nonzero(np.isfinite(legs.back) & reached[:, None] & served[None, :])
        back = program.columns(len(ends))
        program.enter(release[ends], back, -1.0)
        program.enter(balance[begins], back, 1.0)
        self._spend(c, back, legs.back[ends, begins])

    def _spend(self, c: int, columns: Integers, seconds: Reals) -> None:
        before, spent = self.seconds[c]
        self.seconds[c] = np.concatenate([before, columns]), np.concatenate([spent, seconds])

    def _room(self, room: Reals) -> None:
        for part in range(2):
            rows = self.program.rows(room.shape[1], -INFINITY, room[part])
            for g, c, trip, js in self.trips:
                takes = (self.cargo[g].sheltered, self.cargo[g].bedded)[part] * self.cargo[g].per_trip[c]
                if takes > 0:
                    self.program.enter(rows[js], trip, takes)

    def _time(self, c: int, since_s: float, *, from_start: bool) -> None:
        """Keep a class within its time: from `since_s` to the completion, and to the end of its availability."""
        columns, seconds = self.seconds[c]
        count, program = len(self.classes[c].members), self.program
        row = program.rows(1, -INFINITY, -count * since_s if from_start else 0.0)
        waits = np.where(np.isin(columns, self.starts[c]) & (not from_start), since_s, 0.0)
        program.enter(np.broadcast_to(row, columns.shape), columns, seconds + waits)
        program.enter(row, np.array([self.completion]), -float(count))
        until = self.classes[c].row.available_until_s
        if until is not None:
            limit = program.rows(1, -INFINITY, count * max(0.0, until - since_s))
            program.enter(np.broadcast_to(limit, columns.shape), columns, seconds)

    def mix(self, time_limit_s: float, seed: int) -> Flow | None:
        """Bring out as many as possible early, in mean loads; None if nothing was found in the time."""
        alone = len(self.classes) == 1
        for c, vehicles in enumerate(self.classes):
            columns, seconds = self.seconds[c]
            share = 1.0 if alone else EFFORT_WEIGHT
            self.program.cost(columns, share * seconds / len(vehicles.members))
            if not alone:
                self._time(c, max(0, vehicles.row.available_from_s), from_start=False)
        self.program.cost(np.array([self.completion]), np.ones(1))
        rows = self._carried_rows(equal=True)
        unmet = self.program.columns(len(self.cargo))
        self.program.enter(rows, unmet, 1.0)
        self.program.cost(unmet, np.array([UNMET_WEIGHS[cargo.priority - 1] for cargo in self.cargo]))
        found = self.program.solve(time_limit_s=time_limit_s, seed=seed, interior=not alone)
        return None if found.value is None else self._flow(found.values)

    def _flow(self, values: Reals) -> Flow:
        flow: Flow = {}
        for g, c, trip, js in self.trips:
            for j, amount in zip(js, values[trip] * self.cargo[g].per_trip[c], strict=True):
                if amount > TRACE:
                    flow[g, c, self.problem.destinations[j]] = float(amount)
        return flow

    def fastest_bound(self, out: Triple, used: frozenset[int], time_limit_s: float, seed: int) -> float | None:
        """Prove a time before which nobody can bring out so many with these classes; infinite if nobody ever can.

        None if the time did not suffice.
        """
        carrying = used & {c for _, c, _, _ in self.trips}
        for c in range(len(self.classes)):
            if c not in carrying:
                self.program.forbid(self.seconds[c][0])
        self._carried_rows(equal=out == self.problem.asked)
        if out != self.problem.asked:
            self._keep_persons(out)
        alone = next(iter(carrying)) if len(carrying) == 1 else None
        if alone is None:
            for c in carrying:
                self._time(c, max(0, self.classes[c].row.available_from_s), from_start=True)
            self.program.cost(np.array([self.completion]), np.ones(1))
        else:
            self.program.cost(*self.seconds[alone])
        found = self.program.solve(time_limit_s=time_limit_s, seed=seed, interior=alone is None)
        if found.infeasible or found.bound is None or alone is None:
            return INFINITY if found.infeasible else found.bound
        vehicles = self.classes[alone]
        return max(0, vehicles.row.available_from_s) + found.bound / len(vehicles.members)

    def _carried_rows(self, *, equal: bool) -> Integers:
        amounts = np.array([cargo.amount for cargo in self.cargo])
        rows = self.program.rows(len(amounts), amounts if equal else -INFINITY, amounts)
        for g, c, trip, _ in self.trips:
            self.program.enter(np.full(len(trip), rows[g]), trip, self.cargo[g].per_trip[c])
        return rows

    def _keep_persons(self, out: Triple) -> None:
        """Require that so many persons of each priority may be carried, leaving out those who do not count here."""
        for priority in (1, 2, 3):
            counted = {k for cargo in self.cargo for k in cargo.kinds}
            others = sum(
                kind.groups * kind.size
                for k, kind in enumerate(self.problem.kinds)
                if kind.priority == priority and k not in counted
            )
            row = self.program.rows(1, out[priority - 1] - others - 1e-6, INFINITY)
            for g, c, trip, _ in self.trips:
                if self.cargo[g].priority == priority:
                    persons = self.cargo[g].persons * self.cargo[g].per_trip[c]
                    self.program.enter(np.broadcast_to(row, trip.shape), trip, persons)
