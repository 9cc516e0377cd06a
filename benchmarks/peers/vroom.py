"""VROOM: loads as shipments, to destinations chosen beforehand; the deadline is the vehicles' time window.

VROOM minimises the time driven, so the last arrival is found by bisection. `setup` times, which count only when the
place changes, are boarding and alighting times once a visit.
"""

from datetime import timedelta

import numpy as np
import vroom

from benchmarks.peers.amounts import Goods, destinations_by_regret
from benchmarks.peers.deadlines import tightened
from benchmarks.peers.jobs import Job
from benchmarks.peers.trips import Case, Limits, Programs, Trip, Visit
from safepassage.domain.vehicles import VehicleRow

THOROUGH = 5
"""The most thorough of its levels of exploration."""

NO_WAY_S = 10**7


def solve(case: Case, limits: Limits) -> Programs | None:
    """Give the trips of every vehicle, or None if it never brings everybody out by a deadline."""
    return tightened(case, _Model(case, limits.threads).attempt, limits)


class _Model:
    def __init__(self, case: Case, threads: int) -> None:
        self.case, self.threads, self.goods = case, threads, Goods(case)
        self.ends = destinations_by_regret(case, case.jobs)
        starts = {vehicle.row.start for vehicle in case.vehicles}
        self.places = sorted(starts | {job.place for job in case.jobs} | set(self.ends.values()))
        self.index = {place: i for i, place in enumerate(self.places)}
        self.profiles = {(row.drive_factor, row.crossings): row for row in (vehicle.row for vehicle in case.vehicles)}
        self.names = {key: f"profile-{i}" for i, key in enumerate(self.profiles)}

    def attempt(self, deadline_s: float, seconds: float) -> Programs | None:
        """Plan within a deadline; None if somebody is left."""
        problem = vroom.Input()
        for key, row in self.profiles.items():
            problem.set_durations_matrix(self.names[key], self._matrix(row))
        for number, vehicle in enumerate(self.case.vehicles):
            row = vehicle.row
            problem.add_vehicle(
                vroom.Vehicle(
                    number,
                    start=self.index[row.start],
                    profile=self.names[row.drive_factor, row.crossings],
                    capacity=self.goods.capacity(row),
                    time_window=vroom.TimeWindow(row.available_from_s, max(row.available_from_s, int(deadline_s))),
                )
            )
        for job, end in self.ends.items():
            problem.add_job(self._shipment(job, end))
        solution = problem.solve(THOROUGH, nb_threads=self.threads, timeout=timedelta(seconds=seconds))
        return self._programs(solution) if not solution.unassigned else None

    def _shipment(self, job: Job, end: str) -> vroom.Shipment:
        ready = [vroom.TimeWindow(job.ready_s, NO_WAY_S * 10)] if job.ready_s else []
        board_s, alight_s = self.case.board_s[job.place], self.case.alight_s[end]
        return vroom.Shipment(
            vroom.ShipmentStep(job.number, self.index[job.place], default_setup=board_s, time_windows=ready),
            vroom.ShipmentStep(job.number, self.index[end], default_setup=alight_s),
            amount=self.goods.amounts(job),
        )

    def _matrix(self, row: VehicleRow) -> np.ndarray:
        """Seconds between places: loaded from where people wait, empty from everywhere else."""
        waiting = {job.place for job in self.case.jobs}
        travel = self.case.travel
        return np.array(
            [[_or_no_way(travel.seconds(row, a, b, loaded=a in waiting)) for b in self.places] for a in self.places],
            dtype=np.uint32,
        )

    def _programs(self, solution: vroom.solution.solution.Solution) -> Programs:
        programs: Programs = {}
        steps = solution.routes
        for number, group in steps.groupby("vehicle_id", sort=True):
            trips: list[Trip] = []
            trip: list[Visit] = []
            aboard = 0
            for kind, task in zip(group["type"], group["id"], strict=True):
                if kind not in ("pickup", "delivery"):
                    continue
                job = self.case.jobs[int(task)]
                trip = _visited(trip, job, None if kind == "pickup" else self.ends[job])
                aboard += 1 if kind == "pickup" else -1
                if aboard == 0:
                    trips.append(tuple(trip))
                    trip = []
            programs[self.case.vehicles[int(number)].name] = trips
        return programs


def _visited(trip: list[Visit], job: Job, end: str | None) -> list[Visit]:
    """Add a boarding, or an alighting at `end`, to the last visit if it is at the same place, else as a new one."""
    place = job.place if end is None else end
    visit = trip[-1] if trip and trip[-1].place == place else Visit(place)
    before = trip[:-1] if trip and trip[-1].place == place else trip
    if end is None:
        return [*before, visit._replace(board=(*visit.board, job))]
    return [*before, visit._replace(alight=(*visit.alight, job))]


def _or_no_way(seconds: int | None) -> int:
    return NO_WAY_S if seconds is None else seconds
