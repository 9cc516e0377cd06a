"""The planner from beginning to end: count, pack, deal out, improve, prove."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.plan import Plan, Proof, Remaining
from safepassage.domain.scenario import Objective, Scenario
from safepassage.network import RoadNetwork
from safepassage.planning.solver.anneal import Cooling, anneal
from safepassage.planning.solver.bounds import Bounds, CompletionBound, OutBound
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.explain import explain_remaining
from safepassage.planning.solver.extract import itineraries
from safepassage.planning.solver.hasten import hasten
from safepassage.planning.solver.nobody_left import leave_nobody
from safepassage.planning.solver.packings import Packings
from safepassage.planning.solver.problem import Problem, compile_problem
from safepassage.planning.solver.randomness import Stream, stream
from safepassage.planning.solver.relay_start import first_with_transfers
from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.roster_search import RosterSearch, rounds, start_rosters
from safepassage.planning.solver.rosters import on_their_own
from safepassage.planning.solver.spans import in_spans
from safepassage.planning.solver.start import first_schedule
from safepassage.planning.solver.state import Search, return_to_best, vehicles_meet
from safepassage.planning.solver.tables import Tables, build_tables
from safepassage.planning.solver.together import Limits, Together, mean_trip_s

Watch = Callable[[Progress], None]

FIRST_ROUND = 4000
LONGEST_ROUND = 2_000_000
LONGEST_PROOF_S = 4.0
"""Whole-number proofs end after so many seconds each, for nobody can interrupt them."""
LONGEST_LARGE_PROOF_S, PROOF_SHARE = 20.0, 0.2
"""Large programs need more, but no more than this share of the time that is left."""
PATHS_SHARE, WHOLE_SHARES = 0.3, (0.1, 0.3, 0.5)
"""Shares of the time left for bounds from whole paths of seats, and for proofs in whole vehicles, one after another."""
STUCK = 2
"""Such a proof is tried each time that so many rounds in a row have found nothing better."""
LAST_SHARE = 0.2
"""Share of the time that is kept for letting the most urgent go earlier."""
SWAPS, SWAPS_AT_ONCE = 4000, 8
MIX_SHARE = 0.4
"""Share of the time that is left for counting each mix in mean loads, at most."""
FEW_TRIPS, FEW_TRIPS_SHARE = 1000, 0.7
"""So few trips leave some time for bounds from whole paths, and for the search that regroups people."""
RESERVE_S_A_TRIP = 0.0002
"""Seconds kept for writing the itineraries."""
HOTTEST = 0.25
"""The heat at which a round begins, as a share of the mean time that a vehicle is under way for one trip."""


@dataclass
class Budget:
    """How long the planner may run: until a time, a number of changes, or a signal to stop."""

    time_limit_s: float
    max_iterations: int | None = None
    clock: Callable[[], float] = perf_counter
    stopped: Callable[[], bool] = lambda: False
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the planner began."""
        return self.clock() - self.began

    @property
    def left_s(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.time_limit_s - self.elapsed_s)

    def part(self, share: float) -> "Budget":
        """Give the same budget with only a share of the time."""
        part = Budget(share * self.time_limit_s, self.max_iterations, self.clock, self.stopped)
        part.began = self.began
        return part

    def share(self, share: float) -> Callable[[], bool]:
        """Give a question that is answered yes once a share of the time left now is spent, or on a signal to stop."""
        until_s = self.elapsed_s + share * self.left_s
        return lambda: self.elapsed_s > until_s or self.stopped()

    def spent(self, iterations: int) -> bool:
        """Whether it is time to stop."""
        enough = self.max_iterations is not None and iterations >= self.max_iterations
        return enough or self.left_s <= 0 or self.stopped()


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
    """Plan a scenario: bring out as many as possible by priority, then finish as early as possible, with a bound.

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
        If the scenario asks for an objective that this version cannot plan.
    """
    if scenario.objective is not Objective.COMPLETION:
        raise UnsupportedTermError(
            f'scenario.toml: this version plans for objective = "completion", not "{scenario.objective}"; change it.'
        )
    budget = Budget(time_limit_s, max_iterations, clock, stopped)
    problem = compile_problem(scenario)
    if not problem.vehicles or not problem.kinds:
        return _empty_plan(problem)
    network = RoadNetwork.of(scenario)
    tables = build_tables(problem, network)
    prover = Prover(problem, Bounds(problem, network, tables, seed), budget)
    searching = budget.part(1.0 - (LAST_SHARE if len({kind.priority for kind in problem.kinds}) > 1 else 0.0))
    packings = Packings(problem, tables, lambda: searching.left_s, seed)
    engine, finished = _first_engine(problem, tables, packings, prover, searching, seed, watch)
    if not finished:
        engine = improve(problem, engine, packings, prover, searching, seed, watch)
    bring_urgent_earlier(problem, engine, budget, seed)
    leave_nobody(engine)
    out, value = people_out(problem, engine.search), int(engine.search.score[3])
    return _plan(problem, engine, *(prover.quickly(out) if finished else prover.prove(out, value)))


def _first_engine(
    problem: Problem,
    tables: Tables,
    packings: Packings,
    prover: "Prover",
    budget: Budget,
    seed: int,
    watch: Watch | None,
) -> tuple[Engine, bool]:
    """Give a search at a good schedule: the best rosters where vehicles never meet, else a list schedule.

    Also tells whether the search is finished: where there are many trips, rosters have had all the time.
    """
    if problem.onward:
        return first_with_transfers(problem, tables, seed), False
    if on_their_own(problem, tables):
        search = start_rosters(problem, tables, packings, seed)
        if search is not None:
            few = search.trips <= FEW_TRIPS
            share = budget.part(FEW_TRIPS_SHARE) if few else budget
            search.publish()
            out = people_out(problem, search.engine.search)
            proven = prover.prove(out, search.value) if few else prover.quickly(out)
            _search_rosters(problem, search, proven, share, seed, watch)
            return search.engine, not few
    return first_schedule(problem, tables, packings.direct), False


def _search_rosters(
    problem: Problem,
    search: RosterSearch,
    proven: tuple[OutBound, CompletionBound],
    budget: Budget,
    seed: int,
    watch: Watch | None,
) -> None:
    most, bound = proven

    def best() -> bool:
        if watch is not None:
            out = sum(people_out(problem, search.engine.search))
            watch(Progress(budget.elapsed_s, out, most.total, search.value, bound.seconds))
        return search.value <= bound.seconds

    reserve_s = RESERVE_S_A_TRIP * search.trips

    def spent(tried: int) -> bool:
        return budget.spent(tried) or budget.left_s <= reserve_s

    def left_s() -> float:
        return max(0.0, budget.left_s - reserve_s)

    rounds(search, seed, lambda: budget.elapsed_s, left_s, budget.max_iterations, spent, best)


class Prover:
    """Bounds for the plans that the search arrives at, each proven once."""

    def __init__(self, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self.problem, self.bounds, self.budget = problem, bounds, budget
        self._proven: dict[Triple, tuple[OutBound, CompletionBound]] = {}

    def known(self, out: Triple) -> bool:
        """Whether bounds for plans that bring out so many are known or quickly found."""
        return out in self._proven or self.bounds.small or out == self.problem.asked

    def quickly(self, out: Triple) -> tuple[OutBound, CompletionBound]:
        """Bound the same by the flow of all vehicles together alone."""
        time_limit_s = self._time_limit_s()
        return self.bounds.people_out(out, time_limit_s), self.bounds.completion(out, time_limit_s)

    def _time_limit_s(self) -> float:
        longest_s = LONGEST_LARGE_PROOF_S if self.bounds.large else LONGEST_PROOF_S
        return min(longest_s, max(0.5, PROOF_SHARE * self.budget.left_s))

    def prove(self, out: Triple, latest_s: int) -> tuple[OutBound, CompletionBound]:
        """Bound the people and the completion time for plans that bring out so many of each priority.

        The plan at hand has brought them out by `latest_s`.
        """
        if out not in self._proven:
            time_limit_s = self._time_limit_s()
            most = self.bounds.people_out(out, time_limit_s)
            spent = self.budget.share(PATHS_SHARE)
            self._proven[out] = most, self.bounds.completion(out, time_limit_s, latest_s, spent)
        return self._proven[out]

    def settle(self, out: Triple, seconds: int, attempt: int) -> None:
        """Try to prove in whole vehicles that no plan finishes before a time, longer with each attempt."""
        most, bound = self._proven[out]
        if bound.seconds < seconds and attempt < len(WHOLE_SHARES):
            share = WHOLE_SHARES[attempt]
            if self.bounds.settles(out, seconds, share * self.budget.left_s, self.budget.share(share)):
                self._proven[out] = most, CompletionBound(seconds, "all that whole vehicles can do by then")


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
    hot = HOTTEST * mean_trip_s(engine.search)
    most, bound = prover.prove(people_out(problem, engine.search), int(engine.search.score[3]))
    before, stuck = (most.by_priority, -1), 0
    while True:
        search = engine.search
        out, value = people_out(problem, search), int(search.score[3])
        if prover.known(out):
            most, bound = prover.prove(out, value)
            if stuck and stuck % STUCK == 0:
                prover.settle(out, value, stuck // STUCK - 1)
                most, bound = prover.prove(out, value)
        stuck = stuck + 1 if (out, value) == before else 0
        before = (out, value)
        if watch is not None:
            watch(Progress(budget.elapsed_s, sum(out), most.total, value, bound.seconds))
        best = prover.known(out) and out == most.by_priority and value <= bound.seconds
        if best or budget.spent(iterations):
            return engine
        if budget.max_iterations is not None:
            steps = min(steps, budget.max_iterations - iterations)
        if together is None:
            return_to_best(engine.tables_handle, engine.handle)
            iterations += _round(engine, random, Cooling(hot, max(1.0, hot / 200), steps), limits)
        else:
            iterations += together.improve(steps)
            engine = together.engine
            leave_nobody(engine)
        steps = min(2 * steps, LONGEST_ROUND)


def bring_urgent_earlier(problem: Problem, engine: Engine, budget: Budget, seed: int) -> None:
    """Let the most urgent go earlier where that costs nothing, as long as the budget allows."""
    if len({kind.priority for kind in problem.kinds}) < 2:
        return
    random, meet = stream(seed + 1), vehicles_meet(engine.tables)
    weights = np.array(problem.scenario.priority_weights, dtype=np.float64)
    return_to_best(engine.tables_handle, engine.handle)
    for _ in range(SWAPS // SWAPS_AT_ONCE):
        if budget.spent(0):
            return
        hasten(engine.tables_handle, engine.handle, random, meet, weights, SWAPS_AT_ONCE)


def _round(engine: Engine, random: Stream, cooling: Cooling, limits: Limits) -> int:
    """Anneal one round where vehicles do not meet; returns the changes tried."""

    def run(start: int, end: int) -> None:
        anneal(engine.tables_handle, engine.handle, random, False, cooling, (start, end))

    return in_spans(run, cooling.steps, limits.elapsed_s, limits.spent)


def people_out(problem: Problem, search: Search) -> Triple:
    """Persons of each priority whom the best schedule brings out."""
    asked, lost = problem.asked, search.score[:3]
    return asked[0] - int(lost[0]), asked[1] - int(lost[1]), asked[2] - int(lost[2])


def _plan(problem: Problem, engine: Engine, most: OutBound, bound: CompletionBound) -> Plan:
    out = people_out(problem, engine.search)
    routes, expansion = itineraries(problem, engine)
    value = max((stop.depart_s for route in routes for stop in route.stops if stop.alight), default=0)
    best = out == most.by_priority and value <= bound.seconds
    return Plan(
        scenario=problem.scenario.name,
        objective=problem.scenario.objective,
        itineraries=routes,
        value=value,
        bound=min(bound.seconds, value),
        proof=Proof.OPTIMAL if best else Proof.BOUNDED,
        completion_seconds=value,
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
