"""Loads filled to the last seat: vehicles of one type fill up along a tour of all pickups.

Where every vehicle does two or three trips, one trip more than needed decides when the last ends. Here each vehicle
fills up where the one before it stopped, so that only vehicles that end one pickup and begin the next stop twice, and
there are as few loads as capacity allows.
"""

from collections.abc import Sequence

from safepassage.planning.solver.loads import MOST_ITEMS, Load, more_that_fit
from safepassage.planning.solver.pooling import MOST_PICKUPS, Pool
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.tables import Tables


def chain_loads(problem: Problem, tables: Tables, loads: Sequence[Load]) -> list[Load]:
    """Pack the people of the busiest types of larger vehicles anew along a tour; others keep their loads.

    No loads if that needs no fewer trips, or if some load then finds no destination with room.
    """
    pool = Pool(problem, tables, loads)
    for vehicle_type in pool.busy_types()[-1:]:
        chain = _Chain(pool, vehicle_type)
        chain.fill_spare_places()
        chain.fill_along_tour()
        if not chain.find_destinations():
            return []
        pool.loads = [load for load in pool.loads if load.type != vehicle_type] + chain.done
    kept = [load for load in pool.loads if load.groups]
    return kept if len(kept) < len(loads) else []


class _Chain:
    """People of one type of vehicle who are packed anew."""

    def __init__(self, pool: Pool, vehicle_type: int) -> None:
        self.pool, self.problem, self.type = pool, pool.problem, vehicle_type
        self.left: dict[int, int] = {}
        self.done: list[Load] = []
        for load in pool.loads:
            if load.type == vehicle_type:
                for k, n in load.groups.items():
                    pool.room.take(self.problem.kinds[k], load.destination, -n)
                    self.left[k] = self.left.get(k, 0) + n

    def _rank(self, k: int) -> tuple[int, bool, int, int]:
        kind = self.problem.kinds[k]
        return kind.priority, not kind.wheelchair, -kind.size, k

    def fill_spare_places(self) -> None:
        """Let people board smaller vehicles that stop at their place anyway, the largest groups that fit first."""
        for host in self.pool.loads:
            if host.type == self.type or not host.groups:
                continue
            for k in sorted(self.left, key=self._rank):
                if self.left[k] and self.problem.kinds[k].stop in host.calls:
                    n = self.pool.fits(host, k, self.left[k])
                    if n > 0:
                        self.pool.room.take(self.problem.kinds[k], host.destination, n)
                        host.groups[k] = host.groups.get(k, 0) + n
                        self.left[k] -= n

    def fill_along_tour(self) -> None:
        """Fill load after load along a tour of the pickups, each stream and priority apart."""
        kinds = self.problem.kinds
        for stream, priority in sorted({(kinds[k].stream, kinds[k].priority) for k in self.left}):
            chosen = [k for k in self.left if (kinds[k].stream, kinds[k].priority) == (stream, priority)]
            load: Load | None = None
            for pickup in self._tour({kinds[k].stop for k in chosen}):
                here = sorted((k for k in chosen if kinds[k].stop == pickup), key=self._rank)
                while any(self.left[k] for k in here):
                    if load is None or not self._fill(load, here, pickup):
                        self._close(load)
                        load = Load(pickup, -1, self.type, {})
            self._close(load)

    def _close(self, load: Load | None) -> None:
        if load is not None and load.groups:
            self.done.append(load)

    def _tour(self, pickups: set[int]) -> list[int]:
        """Order pickups, always going on to the nearest; the first is nearest to where a vehicle starts."""
        drive = self.pool.loaded[self.type]
        v = self.problem.type_of.index(self.type)
        at, tour = self.problem.stops.index(self.problem.vehicles[v].row.start), []
        table = self.pool.empty[self.type]
        while pickups:
            at = min((int(table[at, p]), p) for p in pickups)[1]
            tour.append(at)
            pickups = pickups - {at}
            table = drive
        return tour

    def _fill(self, load: Load, here: list[int], pickup: int) -> bool:
        """Let groups board until no more fit; returns whether any did."""
        any_boarded, kinds = False, self.problem.kinds
        full = len(load.calls) >= MOST_PICKUPS
        if pickup not in load.calls and (full or self.pool.loaded[self.type][load.calls[-1], pickup] >= FOREVER):
            return False
        for k in here:
            shared = all(set(kinds[k].destinations) & set(kinds[other].destinations) for other in load.groups)
            if shared and (k in load.groups or len(load.groups) < MOST_ITEMS):
                n = min(self.left[k], more_that_fit(self.problem, load, k))
                if n > 0:
                    load.groups[k] = load.groups.get(k, 0) + n
                    self.left[k] -= n
                    any_boarded = True
        if any_boarded and pickup not in load.calls:
            load.then = (*load.then, pickup)
        return any_boarded

    def find_destinations(self) -> bool:
        """Give each load the nearest destination with room for all of it, loads with few choices first."""
        kinds = self.problem.kinds
        wishes = [set.intersection(*(set(kinds[k].destinations) for k in load.groups)) for load in self.done]
        for i in sorted(range(len(self.done)), key=lambda i: (len(wishes[i]), -len(self.done[i].calls), i)):
            load = self.done[i]
            rides = {d: self.pool.riding_s(load, load.calls, d) for d in sorted(wishes[i] - set(load.calls))}
            for ride_s, d in sorted((ride_s, d) for d, ride_s in rides.items()):
                if ride_s < FOREVER and self._has_room(load, d):
                    load.destination = d
                    for k, n in load.groups.items():
                        self.pool.room.take(kinds[k], d, n)
                    break
            else:
                return False
        return True

    def _has_room(self, load: Load, d: int) -> bool:
        kinds, room = self.problem.kinds, self.pool.room
        sheltered = sum(n * kinds[k].sheltered for k, n in load.groups.items())
        lying = sum(n * kinds[k].stretcher for k, n in load.groups.items())
        return room.shelter[d] >= sheltered and room.beds[d] >= lying
