"""The planner: counting, bounds, dispatch search."""

from safepassage.planning.solver.result import Progress
from safepassage.planning.solver.solve import solve

__all__ = ["Progress", "solve"]
