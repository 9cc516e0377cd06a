"""A small layer over HiGHS: build a linear program from blocks of numbered columns and rows, and solve it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread

import highspy
import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

INFINITY = float(highspy.kHighsInf)
ASK_S = 0.1


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution with its value and a proven bound on the optimum; both None when there is no solution.

    `reduced` are the reduced costs of the columns and `duals` the prices of the rows, empty where whole numbers were
    asked for.
    """

    values: Reals
    value: float | None
    bound: float | None
    infeasible: bool = False
    reduced: Reals = field(default_factory=lambda: np.zeros(0))
    duals: Reals = field(default_factory=lambda: np.zeros(0))


@dataclass
class LinearProgram:
    """A minimisation over columns with bounds, and rows `low <= sum <= high`."""

    costs: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lows: list[float] = field(default_factory=list)
    row_highs: list[float] = field(default_factory=list)
    _row: list[int] = field(default_factory=list)
    _column: list[int] = field(default_factory=list)
    _entry: list[float] = field(default_factory=list)

    def column(self, low: float = 0.0, high: float = INFINITY, cost: float = 0.0, whole: bool = False) -> int:
        """Add a variable; returns its number."""
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, low: float = -INFINITY, high: float = INFINITY) -> int:
        """Add a constraint; returns its number."""
        self.row_lows.append(low)
        self.row_highs.append(high)
        return len(self.row_lows) - 1

    def enter(self, row: int, column: int, entry: float) -> None:
        """Add a coefficient; entries at the same place add up."""
        self._row.append(row)
        self._column.append(column)
        self._entry.append(entry)

    def solve(
        self,
        *,
        whole: bool = False,
        time_limit_s: float = INFINITY,
        seed: int = 0,
        stopped: Callable[[], bool] | None = None,
    ) -> Solution:
        """Minimise.

        Parameters
        ----------
        whole
            Keep whole-number columns whole; otherwise solve the relaxation.
        time_limit_s
            Wall-clock seconds.
        seed
            Seed of the solver's tie-breaking.
        stopped
            Asked ten times a second; when it says yes, there is no solution.
        """
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", seed)
        if time_limit_s < INFINITY:
            highs.setOptionValue("time_limit", max(0.05, time_limit_s))
        if whole:
            highs.setOptionValue("mip_rel_gap", 0.0)
            highs.setOptionValue("mip_abs_gap", 1e-6)
        highs.passModel(self._model(whole))
        if stopped is None:
            highs.run()
        elif not _run_until(highs, stopped):
            return Solution(np.zeros(len(self.costs)), None, None)
        return solution_of(highs, len(self.costs), whole and any(self.whole))

    def _model(self, whole: bool) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.row_lows)
        model.col_cost_ = np.array(self.costs)
        model.col_lower_, model.col_upper_ = np.array(self.lows), np.array(self.highs)
        model.row_lower_, model.row_upper_ = np.array(self.row_lows), np.array(self.row_highs)
        rows, columns, entries = self._merged()
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(rows, np.arange(len(self.row_lows) + 1))
        model.a_matrix_.index_ = columns
        model.a_matrix_.value_ = entries
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in self.whole]
        return model

    def _merged(self) -> tuple[NDArray[np.int64], NDArray[np.int32], Reals]:
        """Entries by row and column, those at the same place added up."""
        width = max(1, len(self.costs))
        keys = np.array(self._row, np.int64) * width + np.array(self._column, np.int64)
        places, where = np.unique(keys, return_inverse=True)
        entries: Reals = np.bincount(where, weights=np.array(self._entry), minlength=len(places)).astype(np.float64)
        return places // width, (places % width).astype(np.int32), entries


def _run_until(highs: highspy.Highs, stopped: Callable[[], bool]) -> bool:
    """Run the solver beside this thread; False if it was left to itself, for it may take long to notice a signal."""
    solver = Thread(target=highs.run, daemon=True)
    solver.start()
    while solver.is_alive():
        solver.join(ASK_S)
        if stopped():
            return not solver.is_alive()
    return True


def solution_of(highs: highspy.Highs, columns: int, whole: bool) -> Solution:
    """Read what a run of HiGHS found and proved."""
    status = highs.getModelStatus()
    infeasible = status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    info = highs.getInfo()
    solved = status == highspy.HighsModelStatus.kOptimal
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not feasible:
        bound = info.mip_dual_bound if whole and not infeasible and np.isfinite(info.mip_dual_bound) else None
        return Solution(np.zeros(columns), None, bound, infeasible)
    value = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if whole else (value if solved else None)
    solution = highs.getSolution()
    reduced, duals = np.array(solution.col_dual), np.array(solution.row_dual)
    return Solution(np.array(solution.col_value), value, bound, reduced=reduced, duals=duals)
