"""The greedy dispatcher: what a person with a telephone would do.

Ambulances first, then the longest trips first; each goes to the nearest destination with room, by the vehicle that
would be back from it first.
"""

from benchmarks.peers.jobs import Job
from benchmarks.peers.room import Room, nearest_with_room
from benchmarks.peers.trips import Case, Limits, Programs, Trip, direct, in_order_of_start
from safepassage.domain.vehicles import Vehicle


def solve(case: Case, _limits: Limits) -> Programs:
    """Give the trips of every vehicle; it needs no time to speak of."""
    return dispatch(case)


def dispatch(case: Case) -> Programs:
    """Give the trips of every vehicle."""
    room = Room(case)
    rows = tuple(dict.fromkeys(vehicle.row for vehicle in case.vehicles))
    free = {vehicle.name: (vehicle.row.available_from_s, vehicle.row.start) for vehicle in case.vehicles}
    deals: list[tuple[float, str, Trip]] = []

    def longest(job: Job) -> int:
        seconds = (case.trip_s(row, job, d) for row in rows if row.type in job.types for d in job.destinations)
        return max((s for s in seconds if s is not None), default=0)

    for job in sorted(case.jobs, key=lambda j: (j.priority, -j.stretcher, -longest(j), j.number)):
        best: tuple[int, Vehicle, str] | None = None
        ends = {row: nearest_with_room(case, room, row, job) for row in rows if row.type in job.types}
        for vehicle in case.vehicles:
            end = ends.get(vehicle.row)
            if end is None:
                continue
            done = _done_s(case, vehicle, free[vehicle.name], job, end)
            if done is not None and (best is None or done < best[0]):
                best = (done, vehicle, end)
        if best is not None:
            done, vehicle, end = best
            deals.append((free[vehicle.name][0], vehicle.name, direct(job, end)))
            free[vehicle.name] = (done, end)
            room.take(end, job)
    return in_order_of_start(deals)


def _done_s(case: Case, vehicle: Vehicle, free: tuple[int, str], job: Job, end: str) -> int | None:
    """Seconds after the start at which the vehicle has brought the job there, if nobody waits; None without a way."""
    empty = case.empty_s(vehicle.row, free[1], job.place)
    trip = case.trip_s(vehicle.row, job, end)
    return None if empty is None or trip is None else max(free[0] + empty, job.ready_s) + trip
