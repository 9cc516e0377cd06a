"""The first schedule where people may change vehicles."""

from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.mix import counted_loads
from safepassage.planning.solver.nobody_left import leave_nobody
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.start import first_schedule
from safepassage.planning.solver.tables import Tables


def first_with_transfers(problem: Problem, tables: Tables, seed: int) -> Engine:
    """Give the better of a first schedule with transfers and one without."""
    engine = first_schedule(problem, tables, counted_loads(problem, tables, seed))
    leave_nobody(engine)
    direct = first_schedule(problem, tables, counted_loads(problem, tables, seed, direct=True))
    return min(engine, direct, key=lambda e: tuple(e.search.score))
