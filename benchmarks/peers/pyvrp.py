"""PyVRP: loads as pickups, destinations as depots to reload at, so that a vehicle makes many trips.

PyVRP chooses destinations itself, but its depots have no room that ends. It minimises the time of all vehicles, so the
last arrival is found by bisection on the end of the shift, beginning with the greedy dispatcher's trips.
"""

import warnings

import pyvrp
import pyvrp.exceptions
import pyvrp.stop

from benchmarks.peers.amounts import Goods
from benchmarks.peers.deadlines import tightened
from benchmarks.peers.greedy import dispatch
from benchmarks.peers.jobs import Job
from benchmarks.peers.room import nearest_end
from benchmarks.peers.trips import Case, Limits, Programs, Trip, Visit
from safepassage.domain.vehicles import VehicleRow

NO_WAY_S = 10**7

ANYWHERE = "anywhere"
"""Where routes end: no time from every destination."""


def solve(case: Case, limits: Limits) -> Programs | None:
    """Give the trips of every vehicle, or None if it never brings everybody out by a deadline."""
    return tightened(case, _Model(case, limits.seed).attempt, limits)


class _Model:
    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.seed, self.goods = case, seed, Goods(case)
        self.rows = [row for row in case.scenario.vehicles if row.count > 0]
        self.ends = sorted({end for job in case.jobs for end in job.destinations})
        self.starts = sorted({row.start for row in self.rows})
        self.pickups = sorted({job.place for job in case.jobs})
        self.routes = self._of_programs(dispatch(case))

    def attempt(self, deadline_s: float, seconds: float) -> Programs | None:
        """Plan within a deadline, or as nearly so as can be; None if somebody is left or does not fit."""
        data = self._model(int(deadline_s)).data(NO_WAY_S)
        stop = pyvrp.stop.MultipleCriteria([pyvrp.stop.MaxRuntime(seconds), pyvrp.stop.FirstFeasible()])
        first = pyvrp.Solution(data, [pyvrp.Route(data, does, kind) for kind, does in self.routes])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)  # the deadline may be out of reach
            best = pyvrp.solve(data, stop, seed=self.seed, collect_stats=False, initial_solution=first).best
        if not best.is_complete() or best.has_excess_load():
            return None
        self.routes = [(route.vehicle_type(), [_copy(does) for does in route][1:-1]) for route in best.routes()]
        return self._programs(best)

    def _of_programs(self, programs: Programs) -> list[tuple[int, list[pyvrp.Activity]]]:
        """Give the routes, by number of the vehicle row, of direct trips; the last trip ends at the nearest place."""
        routes = []
        rows = {vehicle.name: self.rows.index(vehicle.row) for vehicle in self.case.vehicles}
        for name, trips in programs.items():
            does = []
            for trip in trips:
                does += [pyvrp.Activity(pyvrp.ActivityType.CLIENT, job.number) for job in trip[0].board]
                end = len(self.starts) + self.ends.index(trip[-1].place)
                does.append(pyvrp.Activity(pyvrp.ActivityType.DEPOT, end))
            routes.append((rows[name], does))
        return routes

    def _model(self, deadline_s: int) -> pyvrp.Model:
        model = pyvrp.Model()
        names = [*(f"start {p}" for p in self.starts), *(f"end {p}" for p in self.ends), ANYWHERE]
        depots = {name: model.add_location(0, 0, name=name) for name in names}
        at = {name: model.add_depot(location, name=name) for name, location in depots.items()}
        waits = {place: model.add_location(0, 0, name=place) for place in self.pickups}
        for job in self.case.jobs:
            model.add_client(
                waits[job.place],
                pickup=self.goods.amounts(job),
                service_duration=self.case.board_s[job.place],
                tw_early=job.ready_s,
            )
        for row in self.rows:
            profile = model.add_profile()
            for a, b, drive_s in self._edges(row):
                origin = depots.get(a) or waits[a]
                model.add_edge(origin, depots.get(b) or waits[b], drive_s, drive_s, profile)
            model.add_vehicle_type(
                num_available=row.count,
                capacity=self.goods.capacity(row),
                start_depot=at[f"start {row.start}"],
                end_depot=at[ANYWHERE],
                tw_early=row.available_from_s,
                tw_late=max(row.available_from_s, deadline_s),
                unit_distance_cost=0,
                unit_duration_cost=1,
                profile=profile,
                reload_depots=[at[f"end {place}"] for place in self.ends],
            )
        return model

    def _edges(self, row: VehicleRow) -> list[tuple[str, str, int]]:
        """List drives with their seconds, with alighting at a destination; those that just end, end at the nearest."""
        case, travel = self.case, self.case.travel
        found: list[tuple[str, str, int | None]] = [(f"end {d}", ANYWHERE, 0) for d in self.ends]
        found += [(f"start {s}", ANYWHERE, 0) for s in self.starts]
        for p in self.pickups:
            to_end = {d: travel.seconds(row, p, d, loaded=True) for d in self.ends if d != p}
            done = {d: s + case.alight_s[d] for d, s in to_end.items() if s is not None}
            found += [(p, f"end {d}", s) for d, s in done.items()]
            found.append((p, ANYWHERE, min(done.values(), default=None)))
            found += [(p, q, travel.seconds(row, p, q, loaded=True)) for q in self.pickups if q != p]
            found += [(f"end {d}", p, travel.seconds(row, d, p, loaded=False)) for d in self.ends]
            found += [(f"start {s}", p, travel.seconds(row, s, p, loaded=False)) for s in self.starts]
        return [(a, b, s) for a, b, s in found if s is not None]

    def _programs(self, solution: pyvrp.Solution) -> Programs:
        programs: Programs = {}
        names = {row: [v.name for v in self.case.vehicles if v.row == row] for row in self.rows}
        for route in solution.routes():
            row = self.rows[route.vehicle_type()]
            trips, jobs = [], list[Job]()
            for activity in route:
                if activity.is_client():
                    jobs.append(self.case.jobs[activity.idx])
                elif jobs:
                    trips.append(self._trip(row, jobs, activity.idx - len(self.starts)))
                    jobs = []
            programs[names[row].pop()] = trips
        return programs

    def _trip(self, row: VehicleRow, jobs: list[Job], end: int) -> Trip:
        """Give the trip that collects these jobs; `end` beyond the destinations is the nearest one."""
        place = self.ends[end] if end < len(self.ends) else nearest_end(self.case, row, jobs[-1])
        together: dict[str, list[Job]] = {}
        for job in jobs:
            together.setdefault(job.place, []).append(job)
        visits = [Visit(pickup, board=tuple(there)) for pickup, there in together.items()]
        return (*visits, Visit(place, alight=tuple(jobs)))


def _copy(does: pyvrp.Activity) -> pyvrp.Activity:
    return pyvrp.Activity(does.type, does.idx)
