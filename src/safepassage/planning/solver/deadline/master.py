"""Column generation over paths of seats: what can be carried by a deadline at most, proven.

The program over the paths known so far gives prices to its rows; at these prices the best path of every seat is
found, and added if it helps. Whatever the prices, they prove a bound with the best paths at them, so nothing rests on
how far or how exactly the program was solved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.deadline.paths import Paths, best_paths, trace
from safepassage.planning.solver.deadline.rows import Rows, Seats
from safepassage.planning.solver.linear import INFINITY

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]

MOST_ROUNDS = 400
STEADY = 0.6
"""How much of the prices with the best bound so far is kept in each round, so that they do not swing."""
PATHS_A_ROUND = 12
"""Paths that are added for one capacity of a class in a round, at most."""


@dataclass(slots=True)
class Column:
    """A path of a seat: the last moment on the grid that it needs, its visits, and what it adds to rows.

    `visits` are codes `moment * num_nodes + node`, the last first.
    """

    seats: int
    ends: int
    visits: Integers
    rows: Integers
    amounts: Reals


class SeatMaster:
    """A minimisation over rows, fixed columns, and paths of seats that are found on the way."""

    def __init__(self, rows: Rows, seats: Sequence[Seats], grid_s: int) -> None:
        self.seats, self.grid_s = list(seats), grid_s
        self.limit = np.array(rows.limit)
        self.cost, self.most = np.array(rows.cost), np.array(rows.most)
        self._row, self._column, self._entry = (np.array(part) for part in zip(*rows.entries, strict=True))
        self._row, self._column = self._row.astype(np.int64), self._column.astype(np.int64)
        self._of_vehicles = np.array([each.row for each in seats], dtype=np.int64)
        self.columns: list[Column] = []
        self._known: dict[tuple[int, bytes, bytes], int] = {}
        self._highs = self._program()
        self._room: dict[int, tuple[Reals, Integers]] = {}

    def _program(self) -> highspy.Highs:
        highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            highs.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.limit)
        model.col_cost_, model.col_lower_, model.col_upper_ = self.cost, np.zeros(len(self.cost)), self.most
        model.row_lower_, model.row_upper_ = np.full(len(self.limit), -INFINITY), self.limit
        order = np.lexsort((self._column, self._row))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(self._row[order], np.arange(len(self.limit) + 1))
        model.a_matrix_.index_ = self._column[order].astype(np.int32)
        model.a_matrix_.value_ = self._entry[order].astype(np.float64)
        highs.passModel(model)
        return highs

    def least(self, moment_s: int, enough: float, stopped: Callable[[], bool]) -> tuple[float, float]:
        """Minimise with paths that end by a moment; returns the value and the proven bound.

        It ends when no path helps any more, or the value is at most `enough`, or the bound above it.
        """
        until = [min(moment_s, seats.until_s) // self.grid_s for seats in self.seats]
        self._admit(until)
        value, bound, best = INFINITY, -INFINITY, None
        for _ in range(MOST_ROUNDS):
            self._highs.run()
            value = float(self._highs.getInfo().objective_function_value)
            if value <= enough:
                break
            now = np.minimum(np.array(self._highs.getSolution().row_dual), 0.0)
            new = 0
            for prices in [now] if best is None else [STEADY * best + (1 - STEADY) * now, now]:
                found, proven = self._price(prices, until)
                if proven > bound:
                    bound, best = proven, prices
                new = self._add(found)
                if bound > enough or stopped() or new:
                    break
            if bound > enough or stopped() or not new:
                break
        return value, bound

    def _admit(self, until: Sequence[int]) -> None:
        """Let paths take part that end in time, and of the others the part that does."""
        cut: list[Column] = []
        for number, column in enumerate(self.columns):
            in_time = column.ends <= until[column.seats]
            self._highs.changeColBounds(len(self.cost) + number, 0.0, INFINITY if in_time else 0.0)
            if not in_time:
                cut.extend(self._part(column, until[column.seats]))
        self._add(cut)

    def _part(self, column: Column, until: int) -> list[Column]:
        """Give what a path does until a moment, if that is anything."""
        paths = self.seats[column.seats].paths
        nodes, moments = column.visits % paths.ends.shape[0], column.visits // paths.ends.shape[0]
        ends = np.flatnonzero((paths.ends[nodes] > 0) & (moments <= until))
        if not ends.size:
            return []
        part = column.visits[ends[0] :]
        return [self._column_of(column.seats, self.seats[column.seats], part, int(moments[ends[0]]))]

    def _price(self, prices: Reals, until: Sequence[int]) -> tuple[list[Column], float]:
        """Find paths that help at these prices, and the bound that they prove."""
        reduced = self.cost - np.bincount(self._column, self._entry * prices[self._row], len(self.cost))
        at_most = np.where(reduced < 0, self.most, 0.0)
        own = prices.copy()
        own[self._of_vehicles] = 0.0
        bound = float(own @ self.limit + reduced @ at_most)
        found: list[Column] = []
        for number, seats in enumerate(self.seats):
            gains = seats.gains(prices)
            columns, most = self._paths(number, seats, gains, -float(prices[seats.row]), until[number])
            bound -= seats.vehicles * most
            found.extend(columns)
        return found, bound

    def _paths(self, number: int, seats: Seats, gains: Reals, price: float, until: int) -> tuple[list[Column], float]:
        """Give paths that gain more than their seat costs, and the most that any path gains."""
        if until < 0 or seats.vehicles == 0:
            return [], 0.0
        reached, origin = self._workroom(seats.paths, until)
        since = seats.since_s // self.grid_s
        best, moment = best_paths(seats.paths, gains, seats.start, since, until, reached, origin)
        worth = np.flatnonzero(best > price + 1e-9 * (1.0 + abs(price)))
        columns = []
        for node in worth[np.argsort(-best[worth])][:PATHS_A_ROUND]:
            codes = trace(seats.paths, reached, origin, int(node), int(moment[node]))
            columns.append(self._column_of(number, seats, codes, int(moment[node])))
        return columns, max(0.0, float(best.max(initial=0.0)) + 1e-6)

    def _workroom(self, paths: Paths, until: int) -> tuple[Reals, Integers]:
        nodes = paths.ends.shape[0]
        known = self._room.get(nodes)
        if known is None or known[0].shape[0] <= until:
            self._room[nodes] = np.zeros((until + 1, nodes)), np.zeros((until + 1, nodes), np.int64)
        return self._room[nodes]

    def _column_of(self, number: int, seats: Seats, codes: Integers, ends: int) -> Column:
        """Add up what the spans visited on a path add to rows."""
        nodes = seats.paths.ends.shape[0]
        spans = [_span(seats.paths, int(code) % nodes, int(code) // nodes) for code in codes]
        count = np.bincount(spans, minlength=seats.paths.opens.shape[0])
        total = np.bincount(seats.rows, weights=count[seats.span] * seats.amounts, minlength=len(self.limit))
        total[seats.row] += 1.0
        rows = np.flatnonzero(total)
        return Column(number, ends, codes, rows, np.asarray(total[rows], dtype=np.float64))

    def _add(self, found: Sequence[Column]) -> int:
        """Add paths, or let them take part that did not because they ended too late; returns how many are new."""
        new = 0
        for column in found:
            key = (column.seats, column.rows.tobytes(), column.amounts.tobytes())
            known = self._known.get(key)
            if known is None:
                self._known[key] = len(self.columns)
                self.columns.append(column)
                self._highs.addCol(0.0, 0.0, INFINITY, len(column.rows), column.rows.astype(np.int32), column.amounts)
            elif column.ends < self.columns[known].ends:
                self.columns[known].ends = column.ends
                self._highs.changeColBounds(len(self.cost) + known, 0.0, INFINITY)
            else:
                continue
            new += 1
        return new


def _span(paths: Paths, node: int, moment: int) -> int:
    first, last = int(paths.span_first[node]), int(paths.span_first[node + 1])
    return first + int(np.searchsorted(paths.closes[first:last], moment, side="right"))
