"""A linear program from arrays, for models of a hundred thousand columns: see `linear` for one from single numbers."""

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from safepassage.planning.solver.linear import INFINITY, Solution, solution_of

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


class SparseProgram:
    """A minimisation over columns `0 <= x <= high`, and rows `low <= sum <= high`, that grows by blocks."""

    def __init__(self) -> None:
        self._highs: list[Reals] = []
        self._row_bounds: list[tuple[Reals, Reals]] = []
        self._entries: list[tuple[Integers, Integers, Reals]] = []
        self._costs: list[tuple[Integers, Reals]] = []
        self._forbidden: list[Integers] = []
        self._num_columns = self._num_rows = 0

    def columns(self, number: int, high: float = INFINITY) -> Integers:
        """Add so many columns; returns their numbers."""
        self._highs.append(np.full(number, high))
        self._num_columns += number
        return np.arange(self._num_columns - number, self._num_columns)

    def rows(self, number: int, low: ArrayLike, high: ArrayLike) -> Integers:
        """Add so many rows; returns their numbers."""
        self._row_bounds.append((np.full(number, low, np.float64), np.full(number, high, np.float64)))
        self._num_rows += number
        return np.arange(self._num_rows - number, self._num_rows)

    def enter(self, rows: Integers, columns: Integers, entries: ArrayLike) -> None:
        """Add coefficients, each place at most once."""
        self._entries.append((rows, columns, np.full(len(columns), entries, np.float64)))

    def cost(self, columns: Integers, costs: Reals) -> None:
        """Set the costs of columns; all others cost nothing."""
        self._costs.append((columns, costs))

    def forbid(self, columns: Integers) -> None:
        """Keep columns at zero."""
        self._forbidden.append(columns)

    def solve(self, *, time_limit_s: float, seed: int, interior: bool) -> Solution:
        """Minimise within wall-clock seconds, by the simplex method or by an interior-point method with crossover.

        The simplex method is faster for flows of one class of vehicle, the other where several share a deadline.
        """
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", seed)
        highs.setOptionValue("solver", "ipm" if interior else "simplex")
        highs.setOptionValue("time_limit", max(0.05, time_limit_s))
        highs.passModel(self._model())
        highs.run()
        return solution_of(highs, self._num_columns, False)

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._num_columns, self._num_rows
        costs, highs = np.zeros(self._num_columns), np.concatenate(self._highs)
        for columns, values in self._costs:
            costs[columns] = values
        for columns in self._forbidden:
            highs[columns] = 0.0
        model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(self._num_columns), highs
        model.row_lower_ = np.concatenate([low for low, _ in self._row_bounds])
        model.row_upper_ = np.concatenate([high for _, high in self._row_bounds])
        rows, columns, entries = (np.concatenate([block[i] for block in self._entries]) for i in range(3))
        order = np.argsort(columns, kind="stable")
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(self._num_columns + 1))
        model.a_matrix_.index_ = rows[order].astype(np.int32)
        model.a_matrix_.value_ = entries[order]
        return model
