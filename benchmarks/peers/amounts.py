"""Loads and capacities as vectors, for packages that know only amounts of goods."""

from collections.abc import Sequence

from benchmarks.peers.jobs import Job
from benchmarks.peers.room import Room
from benchmarks.peers.trips import Case
from safepassage.domain.vehicles import VehicleRow


class Goods:
    """Amounts of each job and capacities of each vehicle row, over the goods that matter in this scenario.

    The goods are the seats of each vehicle type, wheelchair places and stretchers. A job that a type may not carry
    needs one seat more than it has.
    """

    def __init__(self, case: Case) -> None:
        rows = {vehicle.row.type: vehicle.row for vehicle in case.vehicles}
        self._types = tuple(rows)
        self._rows = rows
        jobs = [self._all_amounts(job) for job in case.jobs]
        self._plenty = 1 + sum(sum(amounts) for amounts in jobs)
        self._kept = [i for i in range(len(self._types) + 2) if any(amounts[i] for amounts in jobs)]

    def amounts(self, job: Job) -> list[int]:
        """Give what the job takes of each good."""
        every = self._all_amounts(job)
        return [every[i] for i in self._kept]

    def capacity(self, row: VehicleRow) -> list[int]:
        """Give what such a vehicle holds of each good."""
        seats = [row.seats if row.type == name else self._plenty for name in self._types]
        every = [*seats, row.wheelchairs, row.stretchers]
        return [every[i] for i in self._kept]

    def _all_amounts(self, job: Job) -> list[int]:
        return [*(self._seats(job, self._rows[name]) for name in self._types), job.wheelchair, job.stretcher]

    def _seats(self, job: Job, row: VehicleRow) -> int:
        if row.type not in job.types:
            return row.seats + 1
        return job.seated + row.seats_per_wheelchair * job.wheelchair + row.seats_per_stretcher * job.stretcher


def destinations_by_regret(case: Case, jobs: Sequence[Job]) -> dict[Job, str]:
    """Choose a destination with room for each job: whoever would lose most by going farther chooses first."""
    room, rows, chosen = Room(case), {v.row.type: v.row for v in reversed(case.vehicles)}, {}
    seconds = {
        job: sorted((s, d) for d in job.destinations if (s := case.trip_s(rows[job.types[0]], job, d)) is not None)
        for job in jobs
    }
    waiting = [job for job in jobs if seconds[job]]
    for job in sorted(waiting, key=lambda j: (seconds[j][0][0] - seconds[j][-1][0], j.number)):
        place = next((d for _, d in seconds[job] if room.holds(d, job)), None)
        if place is not None:
            room.take(place, job)
            chosen[job] = place
    return chosen
