"""Whether one more group would come out if it were scheduled after everything else."""

from collections.abc import Sequence
from types import TracebackType

from safepassage.planning.solver.changing import people_change
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import settle_trip
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.state import NOBODY, evaluate

MOST_CHANGES = 2
"""How often the group may change vehicles, at most."""


class OneMore:
    """Trips of its own for one more group, behind all others in the order; they are gone when the context ends."""

    def __init__(self, problem: Problem, engine: Engine) -> None:
        self.problem, self.engine = problem, engine
        trips, order = engine.search.trips, engine.search.order
        self.spare = [int(t) for t in order.trip if trips.num_items[t] == 0]
        self.used: list[int] = []
        self._order, self._vehicles = order.trip.copy(), order.vehicle.copy()

    def __enter__(self) -> "OneMore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self.used:
            self._give_up()
        order = self.engine.search.order
        order.trip[:], order.vehicle[:] = self._order, self._vehicles

    def comes_out(self, kind: int, destinations: Sequence[int], changes: int = MOST_CHANGES) -> bool:
        """Whether a group of a kind can be brought to one of the destinations, changing vehicles at most so often."""
        if self.rides(kind, destinations):
            return True
        for x in self.problem.transfers if changes else ():
            there = self.problem.onward.get((kind, x))
            if there is None or not self.engine.tables.kinds.may_go[kind, x] or not self.rides(kind, [x]):
                continue
            if self.comes_out(there, [d for d in destinations if d != x], changes - 1):
                return True
            self._give_up()
        return False

    def rides(self, kind: int, destinations: Sequence[int]) -> bool:
        """Whether some vehicle can bring a group of a kind to one of the stops; if so, it is scheduled to."""
        if len(self.used) == len(self.spare):
            return False
        vehicles = self.problem.vehicles
        tried = {(vehicles[v].row, d): v for v in range(len(vehicles)) for d in destinations}
        trip = self.spare[len(self.used)]
        self.used.append(trip)
        for (_, d), v in tried.items():
            self._fill(trip, kind, d)
            if self._fits(trip, v) and self._is_scheduled(trip, v):
                return True
        self._give_up()
        return False

    def _fill(self, trip: int, kind: int, destination: int) -> None:
        trips = self.engine.search.trips
        trips.stop[trip, 0], trips.stop[trip, 1] = self.problem.kinds[kind].stop, destination
        trips.num_stops[trip], trips.num_items[trip] = 2, 1
        trips.kind[trip, 0], trips.groups[trip, 0] = kind, 1
        trips.board[trip, 0], trips.alight[trip, 0] = 0, 1

    def _fits(self, trip: int, v: int) -> bool:
        engine = self.engine
        any_fits = settle_trip(engine.tables_handle, engine.handle, trip)
        return any_fits and bool(engine.search.trips.fits[trip, engine.tables.vehicles.type[v]])

    def _is_scheduled(self, trip: int, v: int) -> bool:
        """Whether the trip can be done by a vehicle; where people change vehicles, without any other being given up."""
        engine, search = self.engine, self.engine.search
        search.order.trip[:] = [*(t for t in self._order if t not in self.used), *self.used]
        search.order.vehicle[trip] = v
        if not evaluate(engine.tables_handle, engine.handle) or search.timeline.vehicle[trip] == NOBODY:
            return False
        given_up = (search.trips.num_items > 0) & (search.timeline.vehicle == NOBODY)
        return not (people_change(engine.tables_handle) and given_up.any())

    def _give_up(self) -> None:
        trip = self.used.pop()
        self.engine.search.trips.num_items[trip] = self.engine.search.trips.num_stops[trip] = 0
        settle_trip(self.engine.tables_handle, self.engine.handle, trip)
