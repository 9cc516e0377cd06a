"""Part-full loads of different pickups become trips with several stops, where that saves vehicles more than it costs.

A vehicle that is half empty after one pickup can fill up at the next. A trip that collects from two homes costs one
more service and a detour, but saves a whole trip. Three steps, each only where capacity, streams, wishes and room
allow, for one type of vehicle after the other, the smallest first:

*pairs*         two part-loads become one, the nearest pickups first;
*dissolving*    the smallest part-load is shared out among those near it that have places left;
*spare places*  people of larger vehicles' part-loads board where a vehicle stops at their place anyway.

Only vehicle types that are nearly as busy as the busiest are concerned: for the others it would make rides longer and
nothing end earlier.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.loads import MOST_ITEMS, Load, Room, more_that_fit, persons_of_load
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.rosters import drive_seconds
from safepassage.planning.solver.tables import Tables

Integers = NDArray[np.int64]

MOST_PICKUPS = 4
"""Pickups of one trip here, at most; the search may find more."""
NEAREST = 40
"""Part-loads looked at for each part-load."""
BUSY = 0.7
"""Vehicle types with at least this share of the busiest type's work are concerned."""
PART = 0.85
"""A load that fills more than this is not shared out."""


def pool_part_loads(problem: Problem, tables: Tables, loads: Sequence[Load]) -> list[Load]:
    """Give loads for the same people with fewer trips where that pays, some of them with several pickups."""
    pool = Pool(problem, tables, loads)
    for vehicle_type in pool.busy_types():
        for parts in pool.part_loads(vehicle_type):
            pool.join_pairs(parts)
        for parts in pool.part_loads(vehicle_type):
            pool.dissolve(parts)
        pool.fill_spare_places(vehicle_type)
    return [load for load in pool.loads if load.groups]


class Pool:
    """Loads that change while they are pooled, and the room that is left."""

    def __init__(self, problem: Problem, tables: Tables, loads: Sequence[Load]) -> None:
        self.problem = problem
        self.loads = [Load(x.pickup, x.destination, x.type, dict(x.groups), x.then) for x in loads]
        self.room = Room(problem)
        for load in loads:
            for k, n in load.groups.items():
                self.room.take(problem.kinds[k], load.destination, n)
        drive = drive_seconds(tables)
        profile = [problem.profile_of[problem.type_of.index(t)] for t in range(len(problem.types))]
        self.loaded = [drive[2 * p + 1] for p in profile]
        self.empty = [drive[2 * p] for p in profile]
        self.scarcest = self._scarcest()

    def busy_types(self) -> list[int]:
        """Vehicle types with much work for each vehicle, the smallest vehicles first."""
        work = [0.0] * len(self.problem.types)
        for load in self.loads:
            work[load.type] += self.trip_s(load)
        for t in range(len(work)):
            work[t] /= max(1, self.problem.type_of.count(t))
        seats = [row.seats + row.wheelchairs + row.stretchers for row in self.problem.type_rows]
        busy = [t for t in range(len(work)) if work[t] > 0 and work[t] >= BUSY * max(work)]
        return sorted(busy, key=lambda t: (seats[t], t))

    def trip_s(self, load: Load) -> int:
        """Seconds that a load keeps a vehicle: the trip, and the way back to its pickup."""
        back = min(FOREVER, int(self.empty[load.type][load.destination, load.pickup]))
        return self.riding_s(load, load.calls, load.destination) + back

    def riding_s(self, load: Load, calls: Sequence[int], destination: int) -> int:
        """Seconds of a trip over these pickups to a destination, with services; FOREVER where no way leads."""
        drive, problem = self.loaded[load.type], self.problem
        legs = [int(drive[a, b]) for a, b in zip(calls, [*calls[1:], destination], strict=True)]
        services = sum(problem.board_s[p] for p in calls) + problem.alight_s[destination]
        return FOREVER if max(legs) >= FOREVER else sum(legs) + services

    def fill(self, load: Load) -> float:
        """Share that a load takes of the capacity which is scarcest for its type on the whole."""
        return self._taken(load)[self.scarcest[load.type]]

    def _taken(self, load: Load) -> tuple[float, float, float]:
        row, seats, wheelchairs, stretchers = self.problem.type_rows[load.type], 0, 0, 0
        for k, n in load.groups.items():
            kind = self.problem.kinds[k]
            seats += n * (kind.seated + row.seats_per_wheelchair * kind.wheelchair)
            seats += n * row.seats_per_stretcher * kind.stretcher
            wheelchairs += n * kind.wheelchair
            stretchers += n * kind.stretcher
        return seats / max(1, row.seats), wheelchairs / max(1, row.wheelchairs), stretchers / max(1, row.stretchers)

    def _scarcest(self) -> list[int]:
        """Seats, wheelchair places or stretchers (0, 1, 2) by type: what its loads together take most of."""
        sums = [[0.0, 0.0, 0.0] for _ in self.problem.types]
        for load in self.loads:
            for dimension, share in enumerate(self._taken(load)):
                sums[load.type][dimension] += share
        return [max(range(3), key=lambda dimension: (shares[dimension], -dimension)) for shares in sums]

    def stream(self, load: Load) -> int:
        """Stream of the people of a load."""
        return self.problem.kinds[next(iter(load.groups))].stream

    def part_loads(self, vehicle_type: int) -> Iterator[list[Load]]:
        """Yield the loads of a type that are not full, by stream."""
        by_stream: dict[int, list[Load]] = defaultdict(list)
        for load in self.loads:
            if load.groups and load.type == vehicle_type and self.fill(load) < 1.0:
                by_stream[self.stream(load)].append(load)
        yield from by_stream.values()

    def fits(self, host: Load, k: int, wanted: int) -> int:
        """How many groups of a kind a load can still take, up to those wanted."""
        kind = self.problem.kinds[k]
        if host.type not in kind.types or host.destination not in kind.destinations or kind.stop == host.destination:
            return 0
        if host.groups and self.stream(host) != kind.stream:
            return 0
        if k not in host.groups and len(host.groups) >= MOST_ITEMS:
            return 0
        return min(wanted, more_that_fit(self.problem, host, k), self.room.fits(kind, host.destination))

    def move(self, load: Load, host: Load, k: int, n: int) -> None:
        """Let groups of a kind ride with another load. Room and pickups of both follow."""
        kind = self.problem.kinds[k]
        self.room.take(kind, load.destination, -n)
        self.room.take(kind, host.destination, n)
        host.groups[k] = host.groups.get(k, 0) + n
        load.groups[k] -= n
        if not load.groups[k]:
            del load.groups[k]

    def fill_spare_places(self, vehicle_type: int) -> None:
        """Let people of part-loads ride in vehicles of a smaller type that stop at their place anyway."""
        at: dict[int, list[Load]] = defaultdict(list)
        for load in self.loads:
            if load.type != vehicle_type and load.groups and not load.then and self.fill(load) <= PART:
                at[load.pickup].append(load)
        for host in self.loads:
            if host.type != vehicle_type or not host.groups:
                continue
            for load in at[host.pickup]:
                for k in sorted(load.groups, key=lambda k: (-self.problem.kinds[k].size, k)):
                    n = self.fits(host, k, load.groups[k])
                    if n > 0:
                        self.move(load, host, k, n)

    def join_pairs(self, parts: list[Load]) -> None:
        """Join part-loads as wholes, those of the nearest pickups first."""
        for a, b in self._near_pairs(parts):
            load, host = parts[b], parts[a]
            if load.groups and host.groups:
                if persons_of_load(self.problem, load) > persons_of_load(self.problem, host):
                    load, host = host, load
                if not self._share_out(load, [host]) and not self._share_out(host, [load]):
                    self._join_elsewhere(load, host)

    def _join_elsewhere(self, load: Load, host: Load) -> bool:
        """Join two loads at the nearest other destination that has room for both."""
        kinds, before = [self.problem.kinds[k] for k in host.groups], host.destination
        rides = {d: self.riding_s(host, host.calls, d) for d in kinds[0].destinations if d not in host.calls}
        for d in sorted(rides, key=lambda d: (rides[d], d)):
            if d != before and rides[d] < FOREVER and self._redirect(host, d):
                if self._share_out(load, [host]):
                    return True
                self._redirect(host, before)
        return False

    def _redirect(self, load: Load, destination: int) -> bool:
        """Bring a load elsewhere if all of it may go there and finds room."""
        before = load.destination
        for done, (k, n) in enumerate(load.groups.items()):
            kind = self.problem.kinds[k]
            if destination not in kind.destinations or self.room.fits(kind, destination) < n:
                for other, m in list(load.groups.items())[:done]:
                    self.room.take(self.problem.kinds[other], destination, -m)
                    self.room.take(self.problem.kinds[other], before, m)
                return False
            self.room.take(kind, before, -n)
            self.room.take(kind, destination, n)
        load.destination = destination
        return True

    def dissolve(self, parts: list[Load]) -> None:
        """Share out the smallest part-loads among those near them."""
        if len(parts) < 2:
            return
        drive = self.loaded[parts[0].type]
        pickups = np.array([load.pickup for load in parts])
        for load in sorted(parts, key=self.fill):
            if not load.groups or self.fill(load) > PART:
                continue
            near = np.argsort(np.where(pickups == load.pickup, 0, drive[load.pickup, pickups]), kind="stable")
            hosts = [parts[i] for i in near[: NEAREST + 1] if parts[i] is not load and parts[i].groups]
            self._share_out(load, hosts)

    def _near_pairs(self, parts: list[Load]) -> Iterator[tuple[int, int]]:
        """Yield pairs of part-loads by the drive between their pickups, the shortest first."""
        pickups = np.array([load.pickup for load in parts])
        drive = self.loaded[parts[0].type][np.ix_(pickups, pickups)].astype(np.float64)
        drive = np.where(pickups[:, None] == pickups[None, :], 0.0, drive)
        near = np.argsort(drive, axis=1, kind="stable")[:, : NEAREST + 1]
        rows = np.repeat(np.arange(len(parts)), near.shape[1])
        pairs = np.stack([rows, near.ravel()], axis=1)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        for i in np.argsort(drive[pairs[:, 0], pairs[:, 1]], kind="stable"):
            yield int(pairs[i, 0]), int(pairs[i, 1])

    def _share_out(self, load: Load, hosts: list[Load]) -> bool:
        """Let all people of a load ride with others, if all find a place and it costs less time than it saves."""
        saved, moved = self.trip_s(load), []
        ways = {id(host): (host.pickup, host.then) for host in hosts}
        for host in hosts:
            for k in sorted(load.groups, key=lambda k: (-self.problem.kinds[k].size, k)):
                n = self.fits(host, k, load.groups[k])
                added, calls = self._call_at(host, self.problem.kinds[k].stop)
                if n > 0 and added < saved:
                    host.pickup, host.then = calls[0], calls[1:]
                    self.move(load, host, k, n)
                    moved.append((host, k, n))
                    saved -= added
            if not load.groups:
                return True
        for host, k, n in reversed(moved):
            self.move(host, load, k, n)
            host.pickup, host.then = ways[id(host)]
        return False

    def _call_at(self, host: Load, pickup: int) -> tuple[int, tuple[int, ...]]:
        """Give the seconds that one more pickup adds to a load where that is least, FOREVER if it cannot; and all."""
        if pickup in host.calls or len(host.calls) >= MOST_PICKUPS:
            return 0 if pickup in host.calls else FOREVER, host.calls
        before, best, calls = self.riding_s(host, host.calls, host.destination), FOREVER, host.calls
        for at in range(len(host.calls) + 1):
            tried = (*host.calls[:at], pickup, *host.calls[at:])
            ride_s = self.riding_s(host, tried, host.destination)
            if ride_s < FOREVER and ride_s - before < best:
                best, calls = ride_s - before, tried
        return best, calls
