"""A linear program put together row by row, and solved by HiGHS in whole numbers."""

from collections.abc import Iterable

import highspy
import numpy as np


class Program:
    """Columns that are whole numbers unless said otherwise, and rows over them."""

    def __init__(self) -> None:
        self._upper: list[float] = []
        self._cost: list[float] = []
        self._whole: list[bool] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._starts: list[int] = []
        self._columns: list[int] = []
        self._factors: list[float] = []

    def column(self, upper: float = highspy.kHighsInf, *, cost: float = 0.0, whole: bool = True) -> int:
        """Add a column from 0 to `upper`; give its number."""
        self._upper.append(upper)
        self._cost.append(cost)
        self._whole.append(whole)
        return len(self._upper) - 1

    def row(self, terms: Iterable[tuple[int, float]], *, low: float = -highspy.kHighsInf, high: float) -> None:
        """Add a row: the sum of factor times column is from `low` to `high`. Columns may come several times."""
        summed: dict[int, float] = {}
        for column, factor in terms:
            summed[column] = summed.get(column, 0.0) + factor
        if not summed and low <= 0 <= high:
            return
        self._starts.append(len(self._columns))
        self._columns += summed.keys()
        self._factors += summed.values()
        self._low.append(low)
        self._high.append(high)

    def solve(self, *, time_limit_s: float, threads: int, seed: int) -> list[int] | None:
        """Find whole numbers that keep all rows at the least cost found in this time, or None."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._upper), len(self._low)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_, model.col_upper_ = np.zeros(len(self._upper)), np.array(self._upper)
        model.row_lower_, model.row_upper_ = np.array(self._low), np.array(self._high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array([*self._starts, len(self._columns)])
        model.a_matrix_.index_, model.a_matrix_.value_ = np.array(self._columns), np.array(self._factors)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in self._whole]
        highs = highspy.Highs()
        options = {"output_flag": False, "time_limit": time_limit_s, "threads": threads, "random_seed": seed}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(model)
        highs.run()
        if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return [round(value) for value in highs.getSolution().col_value]
