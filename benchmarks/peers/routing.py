"""OR-Tools routing with reloads: loads as pickups, destinations as optional stops where a vehicle empties itself.

Each destination has as many such stops as full vehicles find room there, and its room limits who alights in all. The
last arrival is minimised by a cost on the longest route. The search begins with the greedy dispatcher's trips, for its
own first solutions fail with many reloads.
"""

from dataclasses import dataclass

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.peers.amounts import Goods
from benchmarks.peers.greedy import dispatch
from benchmarks.peers.jobs import Job
from benchmarks.peers.room import within_room
from benchmarks.peers.trips import Case, Limits, Programs, Trip, Visit, nominal_ends
from safepassage.domain.vehicles import Vehicle, VehicleRow

NO_WAY_S = 10**7

SPAN_COST = 100
"""Cost of a second of the longest route, against 1 for a second of any vehicle."""


@dataclass(frozen=True, slots=True)
class Node:
    """A job to pick up, a place to empty at (`types` may), or where a vehicle stands at first; with none, nowhere."""

    place: str = ""
    job: Job | None = None
    types: tuple[str, ...] = ()


def solve(case: Case, limits: Limits) -> Programs | None:
    """Give the trips of every vehicle, or None if it finds none."""
    return _Model(case).solve(limits)


class _Model:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.first = within_room(case, dispatch(case))
        starts = sorted({vehicle.row.start for vehicle in case.vehicles})
        self.nodes = [
            Node(),
            *map(Node, starts),
            *(Node(job.place, job) for job in case.jobs),
            *self._reloads(),
        ]
        self._unused = {i for i, node in enumerate(self.nodes) if node.types}
        self._at = {node.job: i for i, node in enumerate(self.nodes) if node.job is not None}
        self.vehicles = case.vehicles
        at_first = [1 + starts.index(vehicle.row.start) for vehicle in self.vehicles]
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.nodes), len(self.vehicles), at_first, [0] * len(self.vehicles)
        )
        self.model = pywrapcp.RoutingModel(self.manager)
        self._times()
        self._loads()
        self._choices()

    def _reloads(self) -> list[Node]:
        """List places to empty at: for each type and destination as many as full vehicles find room, or a few more."""
        case, nodes = self.case, []
        fullest: dict[str, Job] = {}
        for job in case.jobs:
            for kind in job.types:
                if kind not in fullest or job.persons > fullest[kind].persons:
                    fullest[kind] = job
        used = [(v, visit.place) for v, trips in self.first.items() for t in trips for visit in t if visit.alight]
        type_of = {vehicle.name: vehicle.row.type for vehicle in case.vehicles}
        for kind, load in fullest.items():
            many = sum(1 for job in case.jobs if kind in job.types)
            for place in sorted({d for job in case.jobs if kind in job.types for d in job.destinations}):
                at_once = [room // need for room, need in self._room(place, load) if need]
                greedily = sum(1 for v, end in used if end == place and type_of[v] == kind)
                nodes += [Node(place, types=(kind,))] * max(greedily, min([many, *(1 + times for times in at_once)]))
        return nodes

    def _room(self, place: str, load: Job) -> list[tuple[int, int]]:
        return [(self.case.shelter[place], load.sheltered), (self.case.beds[place], load.stretcher)]

    def _times(self) -> None:
        """Add the clock; its longest route is what costs most."""
        rows = dict.fromkeys(vehicle.row for vehicle in self.vehicles)
        callbacks = {row: self.model.RegisterTransitMatrix(self._matrix(row)) for row in rows}
        by_vehicle = [callbacks[vehicle.row] for vehicle in self.vehicles]
        for number, callback in enumerate(by_vehicle):
            self.model.SetArcCostEvaluatorOfVehicle(callback, number)
        horizon_s = max(nominal_ends(self.case, self.first).values())
        wait_s = max((job.ready_s for job in self.case.jobs), default=0)
        self.model.AddDimensionWithVehicleTransits(by_vehicle, wait_s, horizon_s, False, "time")
        clock = self.model.GetDimensionOrDie("time")
        for number, vehicle in enumerate(self.vehicles):
            clock.CumulVar(self.model.Start(number)).SetMin(vehicle.row.available_from_s)
        for index, node in self._indexed():
            if node.job is not None:
                clock.CumulVar(index).SetMin(node.job.ready_s)
        clock.SetGlobalSpanCostCoefficient(SPAN_COST)

    def _matrix(self, row: VehicleRow) -> list[list[int]]:
        """Seconds from node to node, with the service at the first; boarding counts once a visit."""
        known: dict[tuple[str, bool, str, bool], int] = {}

        def seconds(a: Node, b: Node) -> int:
            key = (a.place, a.job is not None, b.place, b.job is not None)
            if key not in known:
                known[key] = self._seconds(row, a, b)
            return known[key]

        return [[seconds(a, b) for b in self.nodes] for a in self.nodes]

    def _seconds(self, row: VehicleRow, a: Node, b: Node) -> int:
        if not a.place or (not b.place and a.job is not None):
            return NO_WAY_S
        emptied = a.job is None and bool(a.types)
        service = self.case.board_s[a.place] if a.job else self.case.alight_s[a.place] if emptied else 0
        if not b.place:
            return service
        if a.place == b.place:
            return 0 if (a.job is None) == (b.job is None) else service
        drive = self.case.travel.seconds(row, a.place, b.place, loaded=a.job is not None)
        return NO_WAY_S if drive is None else service + drive

    def _loads(self) -> None:
        """Add what vehicles hold, and what destinations have room for."""
        goods = Goods(self.case)
        capacities = [goods.capacity(vehicle.row) for vehicle in self.vehicles]
        for kind in range(len(capacities[0])):
            holds = [capacity[kind] for capacity in capacities]
            self._load(f"goods {kind}", {job: goods.amounts(job)[kind] for job in self.case.jobs}, holds)
        self._keep_room("shelter", {job: job.sheltered for job in self.case.jobs}, self.case.shelter)
        self._keep_room("beds", {job: job.stretcher for job in self.case.jobs}, self.case.beds)

    def _load(self, name: str, amounts: dict[Job, int], holds: list[int]) -> pywrapcp.RoutingDimension:
        """Add a dimension for what is aboard: jobs add to it, and stops to empty at take all of it off."""
        most = max(holds)
        changes = [amounts[node.job] if node.job else -most if node.types else 0 for node in self.nodes]
        callback = self.model.RegisterUnaryTransitVector(changes)
        self.model.AddDimensionWithVehicleCapacity(callback, most, holds, True, name)
        load = self.model.GetDimensionOrDie(name)
        for index, node in self._indexed():
            if node.job is not None:
                load.SlackVar(index).SetValue(0)
            else:
                self.model.solver().Add(load.SlackVar(index) == most - load.CumulVar(index))
        for number in range(len(self.vehicles)):
            load.SlackVar(self.model.Start(number)).SetValue(0)
            load.CumulVar(self.model.End(number)).SetMax(0)
        return load

    def _keep_room(self, name: str, needs: dict[Job, int], room: dict[str, int]) -> None:
        """Let no more alight at a destination than find room there, where that could happen."""
        scarce = {n.place for n in self.nodes if n.types and room[n.place] < sum(needs.values())}
        if not scarce:
            return
        most = max(map(self._most_aboard, {vehicle.row for vehicle in self.vehicles}))
        load = self._load(name, needs, [most] * len(self.vehicles))
        solver = self.model.solver()
        for place in sorted(scarce):
            stops = [index for index, node in self._indexed() if node.types and node.place == place]
            leaving = [load.CumulVar(index) * self.model.ActiveVar(index) for index in stops]
            solver.Add(solver.Sum(leaving) <= room[place])

    def _most_aboard(self, row: VehicleRow) -> int:
        return row.seats + row.wheelchairs + row.stretchers

    def _choices(self) -> None:
        """Let stops to empty at be left out, and keep vehicles to what they may do."""
        for index, node in self._indexed():
            if node.types:
                self.model.AddDisjunction([index], 0)
            types = node.job.types if node.job is not None else node.types
            fit = [i for i, vehicle in enumerate(self.vehicles) if vehicle.row.type in types]
            self.model.VehicleVar(index).SetValues([-1, *fit])

    def _indexed(self) -> list[tuple[int, Node]]:
        starts = 1 + len({vehicle.row.start for vehicle in self.vehicles})
        return [(self.manager.NodeToIndex(i), node) for i, node in enumerate(self.nodes) if i >= starts]

    def solve(self, limits: Limits) -> Programs | None:
        """Search until the time is over."""
        began = limits.clock()
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        parameters.time_limit.FromMilliseconds(int(1000 * limits.time_limit_s))
        self.model.CloseModelWithParameters(parameters)
        first = self.model.ReadAssignmentFromRoutes([self._route(vehicle) for vehicle in self.vehicles], True)
        left_ms = int(1000 * (limits.time_limit_s - (limits.clock() - began)))
        parameters.time_limit.FromMilliseconds(max(1, left_ms))
        if first is None:
            solution = self.model.SolveWithParameters(parameters)
        else:
            solution = self.model.SolveFromAssignmentWithParameters(first, parameters)
        return None if solution is None else {v.name: self._trips(solution, i) for i, v in enumerate(self.vehicles)}

    def _route(self, vehicle: Vehicle) -> list[int]:
        """Give the nodes of the greedy dispatcher's trips; each stop to empty at is used once."""
        route = []
        for trip in self.first.get(vehicle.name, ()):
            for visit in trip:
                route += [self._at[job] for job in visit.board]
                if visit.alight:
                    here = (i for i in sorted(self._unused) if self.nodes[i].place == visit.place)
                    stop = next(i for i in here if vehicle.row.type in self.nodes[i].types)
                    self._unused.discard(stop)
                    route.append(stop)
        return [self.manager.NodeToIndex(node) for node in route]

    def _trips(self, solution: pywrapcp.Assignment, number: int) -> list[Trip]:
        trips: list[Trip] = []
        visits: list[Visit] = []
        index = self.model.Start(number)
        while not self.model.IsEnd(index):
            node = self.nodes[self.manager.IndexToNode(index)]
            if node.job is not None:
                visits = boarded(visits, node.job)
            elif node.types and visits:
                aboard = tuple(job for visit in visits for job in visit.board)
                trips.append((*visits, Visit(node.place, alight=aboard)))
                visits = []
            index = solution.Value(self.model.NextVar(index))
        return trips


def boarded(visits: list[Visit], job: Job) -> list[Visit]:
    """Give the visits with one job more aboard; consecutive boardings at a place are one visit."""
    if visits and visits[-1].place == job.place:
        return [*visits[:-1], visits[-1]._replace(board=(*visits[-1].board, job))]
    return [*visits, Visit(job.place, board=(job,))]
