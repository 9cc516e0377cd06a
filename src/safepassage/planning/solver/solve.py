"""The planner from beginning to end: count, pack, deal out, improve, prove."""

from collections.abc import Callable
from time import perf_counter

from safepassage.domain.plan import Plan, Proof, Remaining
from safepassage.domain.scenario import Objective, Scenario
from safepassage.network import RoadNetwork
from safepassage.planning.solver.aims import reaches, value_of, value_of_cost
from safepassage.planning.solver.anneal import Cooling, anneal
from safepassage.planning.solver.bounds import Bounds, OutBound
from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.explain import explain_remaining
from safepassage.planning.solver.extract import itineraries
from safepassage.planning.solver.nobody_left import leave_nobody
from safepassage.planning.solver.packings import Packings
from safepassage.planning.solver.polish import bring_urgent_earlier, take_less_risk
from safepassage.planning.solver.problem import Problem, compile_problem
from safepassage.planning.solver.prover import Prover
from safepassage.planning.solver.randomness import Stream, stream
from safepassage.planning.solver.relay_start import first_with_transfers
from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.roster_search import RosterSearch, rounds, start_rosters
from safepassage.planning.solver.rosters import on_their_own
from safepassage.planning.solver.spans import in_spans
from safepassage.planning.solver.start import first_schedule
from safepassage.planning.solver.state import VALUE, Search, return_to_best, vehicles_meet
from safepassage.planning.solver.tables import Tables, build_tables
from safepassage.planning.solver.together import COLDER, Limits, Together, hottest
from safepassage.planning.solver.urgency import counts_everybody, unit_of
from safepassage.planning.solver.value_bounds import ValueBound

Watch = Callable[[Progress], None]

FIRST_ROUND = 4000
LONGEST_ROUND = 2_000_000
STUCK = 2
"""A proof in whole vehicles is tried each time that so many rounds in a row have found nothing better."""
LAST_SHARE, HASTEN_SHARE = 0.15, 0.1
"""Shares of the time that are kept for less risk and distance, and in them for letting the most urgent go earlier."""
FEW_TRIPS, FEW_TRIPS_SHARE = 1000, 0.7
"""So few trips leave some time for the search that regroups people."""
VERY_FEW_TRIPS, VERY_FEW_TRIPS_SHARE = 40, 0.2
"""With so few, that search is the better one."""
FEW_LOADS = 300
"""So few loads are packed and scheduled in several ways, where it counts when everybody alights."""
RESERVE_S_A_TRIP = 0.0002
"""Seconds kept for writing the itineraries."""


def solve(
    scenario: Scenario,
    *,
    time_limit_s: float = 20.0,
    seed: int = 1,
    max_iterations: int | None = None,
    watch: Watch | None = None,
    stopped: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = perf_counter,
) -> Plan:
    """Plan a scenario: bring out as many as possible by priority, then what its objective asks for, with a bound.

    Parameters
    ----------
    scenario
        A scenario without errors.
    time_limit_s
        Seconds after which the best plan so far is returned.
    seed
        The same seed and the same `max_iterations` give the same plan, if the time suffices for them.
    max_iterations
        Changes to try in the search, at most.
    watch
        Called with the progress whenever the plan or the bound may have become better.
    stopped
        Asked often; when it says yes, the best plan so far is returned.
    clock
        Seconds that pass, for the time limit.

    Raises
    ------
    UnsupportedTermError
        If the scenario lacks what its objective needs.
    """
    budget = Budget(time_limit_s, max_iterations, clock, stopped)
    problem = compile_problem(scenario)
    if not problem.vehicles or not problem.kinds:
        return _empty_plan(problem)
    network = RoadNetwork.of(scenario)
    tables = build_tables(problem, network)
    prover = Prover(problem, Bounds(problem, network, tables, seed), budget)
    packings = Packings(problem, tables, lambda: budget.left_s, seed)
    engine, finished = _first_engine(problem, tables, packings, prover, budget, seed, watch)
    out = people_out(problem, engine.search)
    if finished:
        return _plan(problem, engine, *prover.quickly(out))
    engine = improve(problem, engine, packings, prover, budget.part(1.0 - LAST_SHARE), seed, watch)
    take_less_risk(engine, budget.part(1.0 - HASTEN_SHARE), seed)
    bring_urgent_earlier(problem, engine, budget, seed)
    leave_nobody(engine)
    out = people_out(problem, engine.search)
    return _plan(problem, engine, *prover.prove(out, latest_s(engine), last=True))


def _first_engine(
    problem: Problem,
    tables: Tables,
    packings: Packings,
    prover: Prover,
    budget: Budget,
    seed: int,
    watch: Watch | None,
) -> tuple[Engine, bool]:
    """Give a search at a good schedule: the best rosters where vehicles never meet, else a list schedule.

    Also tells whether the search is finished: where there are many trips, rosters have had all the time.
    """
    if problem.onward:
        return first_with_transfers(problem, tables, seed), False
    if problem.scenario.objective is Objective.COMPLETION and on_their_own(problem, tables):
        search = start_rosters(problem, tables, packings, seed)
        if search is not None:
            few = search.trips <= FEW_TRIPS
            search.publish()
            out = people_out(problem, search.engine.search)
            proven = prover.prove(out, search.value) if few else prover.quickly(out)
            share = VERY_FEW_TRIPS_SHARE if search.trips <= VERY_FEW_TRIPS else FEW_TRIPS_SHARE
            _search_rosters(problem, search, proven, budget.part(share) if few else budget, seed, watch)
            return search.engine, not few
    return _first_schedule(problem, tables, packings), False


def _first_schedule(problem: Problem, tables: Tables, packings: Packings) -> Engine:
    """Give a first schedule; where it counts when everybody alights, the best over all packings of few loads."""
    direct = first_schedule(problem, tables, packings.direct)
    if problem.scenario.objective is Objective.COMPLETION or len(packings.direct) > FEW_LOADS:
        return direct
    others = [first_schedule(problem, tables, loads) for loads in packings if loads]
    return min([direct, *others], key=lambda engine: tuple(engine.search.score))


def _search_rosters(
    problem: Problem,
    search: RosterSearch,
    proven: tuple[OutBound, ValueBound],
    budget: Budget,
    seed: int,
    watch: Watch | None,
) -> None:
    most, bound = proven

    def best() -> bool:
        if watch is not None:
            out = sum(people_out(problem, search.engine.search))
            watch(Progress(budget.elapsed_s, out, most.total, search.value, bound.value))
        return search.value <= bound.value

    reserve_s = RESERVE_S_A_TRIP * search.trips

    def spent(tried: int) -> bool:
        return budget.spent(tried) or budget.left_s <= reserve_s

    def left_s() -> float:
        return max(0.0, budget.left_s - reserve_s)

    rounds(search, seed, lambda: budget.elapsed_s, left_s, budget.max_iterations, spent, best)


def improve(
    problem: Problem,
    engine: Engine,
    packings: Packings,
    prover: Prover,
    budget: Budget,
    seed: int,
    watch: Watch | None,
) -> Engine:
    """Improve round after round until the budget is spent or the plan is proven best; returns the search with it."""
    random, iterations, steps = stream(seed), 0, FIRST_ROUND
    limits = Limits(lambda: budget.elapsed_s, lambda: budget.spent(0), budget.time_limit_s, budget.max_iterations)
    together = Together(problem, engine, packings, seed, limits) if vehicles_meet(engine.tables) else None
    hot = hottest(engine)
    unit, objective = unit_of(problem, engine), problem.scenario.objective
    most, bound = prover.prove(people_out(problem, engine.search), latest_s(engine))
    before, stuck = (most.by_priority, -1.0), 0
    while True:
        out = people_out(problem, engine.search)
        value = value_of_cost(problem.scenario, engine.tables.aim, out, int(engine.search.score[VALUE]))
        if prover.known(out):
            if stuck and stuck % STUCK == 0:
                prover.settle(out, int(value), stuck // STUCK - 1)
            most, bound = prover.prove(out, latest_s(engine))
        stuck = stuck + 1 if (out, value) == before else 0
        before = (out, value)
        if watch is not None:
            watch(Progress(budget.elapsed_s, sum(out), most.total, value, bound.value))
        best = prover.known(out) and out == most.by_priority and reaches(objective, value, bound.value)
        if best or budget.spent(iterations):
            return engine
        if budget.max_iterations is not None:
            steps = min(steps, budget.max_iterations - iterations)
        if together is None:
            return_to_best(engine.tables_handle, engine.handle)
            iterations += _round(engine, random, Cooling(hot, max(1.0, hot / COLDER), steps, unit), limits)
        else:
            iterations += together.improve(steps)
            engine = together.engine
            leave_nobody(engine)
        steps = min(2 * steps, LONGEST_ROUND)


def _round(engine: Engine, random: Stream, cooling: Cooling, limits: Limits) -> int:
    """Anneal one round where vehicles do not meet; returns the changes tried."""

    def run(start: int, end: int) -> None:
        anneal(engine.tables_handle, engine.handle, random, False, cooling, (start, end))

    return in_spans(run, cooling.steps, limits.elapsed_s, limits.spent)


def latest_s(engine: Engine) -> int:
    """Give when the last person has alighted in the best schedule; where everybody counts, in the one at hand."""
    search = engine.search
    return int(search.worth.end.max() if counts_everybody(engine) else search.score[VALUE])


def people_out(problem: Problem, search: Search) -> Triple:
    """Persons of each priority whom the best schedule brings out."""
    asked, lost = problem.asked, search.score[:3]
    return asked[0] - int(lost[0]), asked[1] - int(lost[1]), asked[2] - int(lost[2])


def _plan(problem: Problem, engine: Engine, most: OutBound, bound: ValueBound) -> Plan:
    out, objective = people_out(problem, engine.search), problem.scenario.objective
    routes, expansion = itineraries(problem, engine)
    value = value_of(problem.scenario, routes)
    best = out == most.by_priority and reaches(objective, value, bound.value)
    worse = max if objective is Objective.BEFORE_BREAKDOWN else min
    return Plan(
        scenario=problem.scenario.name,
        objective=objective,
        itineraries=routes,
        value=value,
        bound=worse(bound.value, value),
        proof=Proof.OPTIMAL if best else Proof.BOUNDED,
        completion_seconds=max((stop.depart_s for route in routes for stop in route.stops if stop.alight), default=0),
        people_out=sum(out),
        people_remaining=problem.persons - sum(out),
        people_out_bound=most.total,
        people_out_by_priority=out,
        people_out_bound_by_priority=most.by_priority,
        remaining=explain_remaining(problem, engine, expansion),
        bound_explained=bound.explained,
    )


def _empty_plan(problem: Problem) -> Plan:
    """Nobody can be brought out, because there are no vehicles or no people."""
    reasons = ("There are no vehicles.",)
    left = tuple(Remaining(row, n, n * k.size, reasons) for k in problem.kinds for row, n in k.rows)
    return Plan(
        scenario=problem.scenario.name,
        objective=problem.scenario.objective,
        itineraries=(),
        value=0,
        bound=0,
        proof=Proof.OPTIMAL,
        completion_seconds=0,
        people_out=0,
        people_remaining=problem.persons,
        people_out_bound=0,
        remaining=left,
    )
