"""The search for the best way to go on, and what is proven of it."""

from dataclasses import dataclass, replace

import numpy as np

from safepassage.domain.plan import Stop
from safepassage.domain.vehicles import Vehicle
from safepassage.network import RoadNetwork
from safepassage.planning.replan.opening import beginning
from safepassage.planning.replan.remaining import FreeVehicle, bounding_scenario, remaining_scenario
from safepassage.planning.replan.results import Proven, Standing, WayOn, as_announced
from safepassage.planning.replan.rounds import improve_announced
from safepassage.planning.replan.warm_start import AnnouncedRows, WarmStart, at_best, keep_first, warm_start
from safepassage.planning.solver.bounds import Bounds, OutBound
from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.explain import explain_remaining
from safepassage.planning.solver.extract import itineraries
from safepassage.planning.solver.handling import bring_home, place_everything
from safepassage.planning.solver.packings import Packings
from safepassage.planning.solver.problem import Problem, compile_problem
from safepassage.planning.solver.prover import Prover
from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.solve import Watch, people_out
from safepassage.planning.solver.state import VALUE, make_search
from safepassage.planning.solver.tables import Tables, build_tables
from safepassage.planning.solver.value_bounds import ValueBound


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search, from which seed, what leaving an announced trip alone is worth, and whether to prove."""

    budget: Budget
    seed: int
    cost_of_change_s: int
    watch: Watch | None
    prove: bool = True


def best_way_on(standing: Standing, effort: Effort) -> tuple[list[WayOn], Proven]:
    """Give ways to go on, the announced one and the best found, with what is proven of all that share the past."""
    standing = replace(standing, free=_who_get_home(standing))
    problem = _problem(standing)
    announced = as_announced(standing)
    if not problem.vehicles:
        return [announced, _nobody_moves(problem)], _nothing_left_to_prove(standing)
    tables = _tables(standing, problem, effort.cost_of_change_s)
    if not problem.kinds:
        return [announced, _homeward(problem, tables)], _nothing_left_to_prove(standing)
    prover = _prover(standing, problem, effort)
    warm = warm_start(
        standing.ground,
        problem,
        tables,
        standing.announced,
        lambda rest: Packings(rest, tables, lambda: effort.budget.left_s, effort.seed).direct,
    )
    watch = None if effort.watch is None else _Watch(standing, effort.watch)
    improve_announced(problem, warm.engine, prover, effort.budget, effort.seed, watch)
    best = warm.engine.search
    proven = Proven(*prover.prove(people_out(problem, best), int(best.score[VALUE])))
    return [announced, _found(problem, warm, explain=effort.prove)], proven


def _problem(standing: Standing) -> Problem:
    """Bring what remains into the planner's form; vehicles keep their names."""
    problem = compile_problem(remaining_scenario(standing.ground, standing.fixed, standing.free))
    names = [vehicle.name for vehicle in standing.free]
    return replace(
        problem, vehicles=tuple(Vehicle(name, v.row) for name, v in zip(names, problem.vehicles, strict=True))
    )


def _tables(standing: Standing, problem: Problem, cost_of_change_s: int) -> Tables:
    """Turn the problem into arrays, with everything that stands before the first decision."""
    ground, runs, free, fixed = standing.ground, standing.runs, standing.free, standing.fixed
    begun = beginning(ground, problem, runs, free, fixed, standing.now_s)
    price = begun._replace(change_s=np.array([cost_of_change_s], np.int64))
    return build_tables(problem, RoadNetwork.of(problem.scenario))._replace(beginning=price)


def _who_get_home(standing: Standing) -> list[FreeVehicle]:
    """List the free vehicles that can still get where they must end, or need not."""
    bound_home = {vehicle.name for vehicle in standing.free if _must_still_get_home(vehicle)}
    if not bound_home:
        return standing.free
    problem = _problem(standing)
    tables = _tables(standing, problem, 0)
    engine = Engine.of(tables, make_search(tables, 1, 1))
    place_everything(engine.tables_handle, engine.handle)
    return [
        vehicle
        for number, vehicle in enumerate(standing.free)
        if vehicle.name not in bound_home or bring_home(engine.tables_handle, engine.handle, number)
    ]


def _must_still_get_home(vehicle: FreeVehicle) -> bool:
    """Whether a vehicle has left its start, must end somewhere, and is elsewhere."""
    home = vehicle.row.return_to
    return home is not None and vehicle.left_s is not None and vehicle.place != home


class _FixedProver(Prover):
    """Bounds that also count the last committed alighting."""

    def __init__(self, problem: Problem, bounds: Bounds, budget: Budget, fixed_end_s: int) -> None:
        super().__init__(problem, bounds, budget)
        self.fixed_end_s = fixed_end_s

    def prove(self, out: Triple, latest_s: int, *, last: bool = False) -> tuple[OutBound, ValueBound]:
        """Bound people and completion time of plans that share what is done and committed."""
        most, bound = super().prove(out, latest_s, last=last)
        if bound.value < self.fixed_end_s:
            bound = ValueBound(self.fixed_end_s, "when the last of those who are already under way alight")
        return most, bound


class _Unproven:
    """Bounds that need no proof: everybody who waits comes out, as soon as the last committed alighting."""

    def __init__(self, problem: Problem, fixed_end_s: int) -> None:
        explained = "when the last of those who are already under way alight"
        self._most = OutBound(problem.asked, sum(problem.asked))
        self._bound = ValueBound(fixed_end_s, explained)

    def known(self, _out: Triple) -> bool:
        """Nothing more is ever proven."""
        return False

    def prove(self, _out: Triple, _latest_s: int) -> tuple[OutBound, ValueBound]:
        """Give the bounds, which are the same for all plans."""
        return self._most, self._bound


def _prover(standing: Standing, problem: Problem, effort: Effort) -> _FixedProver | _Unproven:
    if not effort.prove:
        return _Unproven(problem, standing.fixed.ended_s)
    scenario = bounding_scenario(standing.ground, standing.fixed, standing.free, standing.now_s)
    bounding, network = compile_problem(scenario), RoadNetwork.of(scenario)
    bounds = Bounds(bounding, network, build_tables(bounding, network), effort.seed)
    return _FixedProver(bounding, bounds, effort.budget, standing.fixed.ended_s)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Shows the progress with those who are already out or under way."""

    standing: Standing
    watch: Watch

    def __call__(self, progress: Progress) -> None:
        """Show where the planner stands."""
        out = self.standing.ground.persons(self.standing.fixed.out)
        people = {"people_out": progress.people_out + out, "people_out_bound": progress.people_out_bound + out}
        self.watch(replace(progress, **people))


def _found(problem: Problem, warm: WarmStart, *, explain: bool) -> WayOn:
    """Write out the best schedule of the search, and explain why people remain or leave that open."""
    at_best(warm)
    routes, expansion = itineraries(problem, warm.engine, AnnouncedRows(problem, warm))
    reasons: dict[str, tuple[str, ...]] = {row: () for kind in problem.kinds for row, _ in kind.rows}
    if explain:
        reasons = {row.people: row.reasons for row in explain_remaining(problem, warm.engine, expansion)}
    return WayOn({route.vehicle: route.stops for route in routes}, reasons)


def _homeward(problem: Problem, tables: Tables) -> WayOn:
    """Let vehicles drive where they must end, when nobody is left to bring out."""
    engine = Engine.of(tables, make_search(tables, 1, 1))
    routes = itineraries(problem, engine)[0] if keep_first(engine) else ()
    return WayOn({route.vehicle: route.stops for route in routes}, {})


def _nobody_moves(problem: Problem) -> WayOn:
    stops: dict[str, tuple[Stop, ...]] = {}
    why: tuple[str, ...] = ("There are no vehicles that are free.",)
    reasons = {row: why for kind in problem.kinds for row, _ in kind.rows}
    return WayOn(stops, reasons)


def _nothing_left_to_prove(standing: Standing) -> Proven:
    """Nobody is left who could come out, or no vehicle that could bring anybody."""
    explained = "when the last of those who are already under way alight"
    return Proven(OutBound((0, 0, 0), 0), ValueBound(standing.fixed.ended_s, explained))
