"""Improving the announced plan round after round, the changes of announced trips counted with their cost."""

from typing import Protocol

from safepassage.planning.solver.anneal import Cooling, anneal
from safepassage.planning.solver.bounds import OutBound
from safepassage.planning.solver.budget import Budget
from safepassage.planning.solver.counting import Triple
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.explore import Explorer
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.randomness import Stream, stream
from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.solve import Watch, people_out
from safepassage.planning.solver.spans import in_spans
from safepassage.planning.solver.state import VALUE, return_to_best, vehicles_meet
from safepassage.planning.solver.together import mean_trip_s
from safepassage.planning.solver.value_bounds import ValueBound

EXPLORATIONS = 12
"""Times that trips are dealt out anew before each round, where vehicles meet."""
FIRST_ROUND, LONGEST_ROUND = 4000, 2_000_000
HOTTEST, COLDER = 0.1, 200
"""The heat at which a round begins, as a share of the mean time of a trip: it begins at a plan that should stay."""


class Proves(Protocol):
    """Gives bounds for the plans that the search arrives at."""

    def known(self, out: Triple, /) -> bool:
        """Whether bounds for plans that bring out so many are known or quickly found."""

    def prove(self, out: Triple, latest_s: int, /) -> tuple[OutBound, ValueBound]:
        """Bound the people and the completion time for plans that bring out so many of each priority."""


def improve_announced(
    problem: Problem, engine: Engine, prover: Proves, budget: Budget, seed: int, watch: Watch | None
) -> None:
    """Explore and anneal round after round until the budget is spent or the plan is proven best."""
    random, iterations, steps = stream(seed), 0, FIRST_ROUND
    explorer, meet = Explorer(engine, seed), vehicles_meet(engine.tables)
    hot = HOTTEST * mean_trip_s(engine.search)
    most, bound = prover.prove(people_out(problem, engine.search), int(engine.search.score[VALUE]))
    while True:
        out, value = people_out(problem, engine.search), int(engine.search.score[VALUE])
        if prover.known(out):
            most, bound = prover.prove(out, value)
        if watch is not None:
            watch(Progress(budget.elapsed_s, sum(out), most.total, value, bound.value))
        if (out == most.by_priority and value <= bound.value) or budget.spent(iterations):
            return
        if budget.max_iterations is not None:
            steps = min(steps, budget.max_iterations - iterations)
        if meet:
            explorer.explore(problem, EXPLORATIONS)
        return_to_best(engine.tables_handle, engine.handle)
        iterations += _round(engine, random, meet, Cooling(hot, max(1.0, hot / COLDER), steps, 1.0), budget)
        steps = min(2 * steps, LONGEST_ROUND)


def _round(engine: Engine, random: Stream, meet: bool, cooling: Cooling, budget: Budget) -> int:
    """Anneal one round; returns the changes tried."""

    def run(start: int, end: int) -> None:
        anneal(engine.tables_handle, engine.handle, random, meet, cooling, (start, end))

    return in_spans(run, cooling.steps, lambda: budget.elapsed_s, lambda: budget.spent(0))
