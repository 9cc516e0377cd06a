"""People packed into loads in several ways, each worked out once."""

from collections.abc import Callable, Iterator
from functools import cached_property

from safepassage.planning.solver.bounds import LARGE_MODEL
from safepassage.planning.solver.chaining import chain_loads
from safepassage.planning.solver.commodities import vehicle_classes
from safepassage.planning.solver.loads import Load
from safepassage.planning.solver.mix import choices, counted_loads, mean_loads
from safepassage.planning.solver.pooling import pool_part_loads
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.tables import Tables

MIX_SHARE = 0.4
"""Share of the time that is left for counting the mix in mean loads, at most."""


class Packings:
    """Loads that bring out everybody who can be: counted in mean loads or group by group, pooled, chained or direct."""

    def __init__(self, problem: Problem, tables: Tables, left_s: Callable[[], float], seed: int) -> None:
        self.problem, self.tables, self.left_s, self.seed = problem, tables, left_s, seed
        self.large = not problem.onward and choices(problem, vehicle_classes(problem)) > LARGE_MODEL

    @cached_property
    def mean(self) -> list[Load]:
        """Direct loads, counted in mean loads."""
        return mean_loads(self.problem, self.tables, MIX_SHARE * self.left_s(), self.seed)

    @cached_property
    def counted(self) -> list[Load]:
        """Direct loads, counted group by group."""
        return counted_loads(self.problem, self.tables, self.seed)

    @property
    def direct(self) -> list[Load]:
        """Direct loads, counted in the way that suits the size of the problem."""
        return (self.large and self.mean) or self.counted

    def __iter__(self) -> Iterator[list[Load]]:
        """Yield the packings that are worth comparing."""
        pooled = pool_part_loads(self.problem, self.tables, self.mean)
        yield pooled
        if not self.large or not self.mean:
            yield chain_loads(self.problem, self.tables, pooled)
            yield pool_part_loads(self.problem, self.tables, self.counted)
            yield self.counted
