"""The planner: counting, bounds, dispatch search."""

from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.solve import solve
from safepassage.planning.solver.warm import compile_loops

__all__ = ["Progress", "compile_loops", "solve"]
