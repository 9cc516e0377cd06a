"""What the tests of the solver share: problems from scenarios, and compiled functions that reach into a search."""

from dataclasses import dataclass

from numba import njit

from safepassage.domain.scenario import Scenario
from safepassage.network import RoadNetwork
from safepassage.planning.solver.bounds import Bounds
from safepassage.planning.solver.calendars import reserve
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import Problem, compile_problem
from safepassage.planning.solver.state import Search, make_search
from safepassage.planning.solver.tables import Tables, build_tables
from safepassage.planning.solver.timeline import convoy_departure, in_window, linked_departure, passing_start, restart


@dataclass(frozen=True)
class Prepared:
    """A scenario in the planner's forms."""

    problem: Problem
    network: RoadNetwork
    tables: Tables


def prepare(scenario: Scenario) -> Prepared:
    """Bring a scenario into the planner's forms."""
    problem, network = compile_problem(scenario), RoadNetwork.of(scenario)
    return Prepared(problem, network, build_tables(problem, network))


def bounds_of(scenario: Scenario) -> Bounds:
    """Give the bounds of a scenario."""
    ready = prepare(scenario)
    return Bounds(ready.problem, ready.network, ready.tables, seed=1)


def engine_of(scenario: Scenario, trips: int = 6, items: int = 6) -> Engine:
    """Give a search with no trips filled, and an empty schedule."""
    tables = prepare(scenario).tables
    engine = Engine.of(tables, make_search(tables, trips, items))
    start_over(engine.tables_handle, engine.handle)
    return engine


# None of these is cached on disk: a cache would not notice changes of the functions that are tested.


@njit()
def start_over(tables: Tables, search: Search) -> None:
    """Empty the schedule."""
    restart(tables, search.timeline)


@njit()
def hold_lane(tables: Tables, search: Search, rule: int, start: int, end: int) -> None:
    """Let somebody be checked in a lane of a rule."""
    reserve(search.timeline.calendars, tables.stops.bays.shape[0] + rule, start, end, 1)


@njit()
def window_start(tables: Tables, rule: int, start: int) -> int:
    """Call `in_window`."""
    return in_window(tables, rule, start)


@njit()
def check_start(tables: Tables, search: Search, rule: int, not_before: int) -> int:
    """Call `passing_start`."""
    return passing_start(tables, search.timeline, rule, not_before)


@njit()
def leave_at(tables: Tables, search: Search, link: int, not_before: int, persons: int) -> int:
    """Call `linked_departure`."""
    return linked_departure(tables, search.timeline, link, not_before, persons)


@njit()
def convoy_at(tables: Tables, search: Search, convoy: int, not_before: int, size: int) -> int:
    """Call `convoy_departure`."""
    return convoy_departure(tables, search.timeline, convoy, not_before, size)
