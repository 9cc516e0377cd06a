"""Proof in whole numbers, where vehicles carry one group at a time: no fleet does it by a deadline.

All that a vehicle of each class could do is listed (module `whole_paths`), and whole vehicles choose among it. Terms
that make vehicles wait are left out, so what cannot be done here cannot be done at all.
"""

from collections.abc import Callable, Sequence

import numpy as np

from safepassage.planning.solver.commodities import Commodity, Legs, VehicleClass, one_at_a_time
from safepassage.planning.solver.deadline.whole_paths import Counts, Integers, all_paths
from safepassage.planning.solver.linear import LinearProgram
from safepassage.planning.solver.problem import FOREVER, Problem

MOST_GROUPS = 255


class WholeProof:
    """Asks whether whole vehicles can bring out everybody by a moment.

    It `applies` where groups are alike: one at a time aboard, equally large, for any vehicle and any destination.
    """

    def __init__(
        self, problem: Problem, goods: Sequence[Commodity], classes: Sequence[VehicleClass], legs: Sequence[Legs]
    ) -> None:
        self.classes, self.legs = classes, legs
        alike = {(good.unit, good.destinations, good.types) for good in goods}
        one = len(alike) == 1 and set(goods[0].destinations) == set(problem.destinations)
        self.applies = one and all(c.type in goods[0].types and one_at_a_time(goods, c) for c in classes)
        if not self.applies:
            return
        seated, wheelchair, stretcher = goods[0].unit
        self._board = np.zeros(len(problem.pickups), np.int64)
        for good in goods:
            self._board[problem.pickups.index(good.stop)] += good.units
        takes = ((problem.shelter, seated + wheelchair), (problem.beds, stretcher))
        fits = [
            min([int(self._board.sum()), *(room[d] // each for room, each in takes if each and room[d] < FOREVER)])
            for d in problem.destinations
        ]
        self._alight: Integers = np.array(fits, dtype=np.int64)
        self.applies = int(self._board.sum()) <= MOST_GROUPS

    def proves_none_by(self, moment_s: int, time_limit_s: float, stopped: Callable[[], bool]) -> bool:
        """Whether it is proven that no plan brings out everybody by a moment."""
        program = LinearProgram()
        boarding = [program.row(float(groups), float(groups)) for groups in self._board]
        alighting = [program.row(high=float(groups)) for groups in self._alight]
        for vehicles, legs in zip(self.classes, self.legs, strict=True):
            until = moment_s if vehicles.row.available_until_s is None else vehicles.row.available_until_s
            since = max(0, vehicles.row.available_from_s)
            paths = all_paths(legs, since, min(moment_s, until), self._board, self._alight)
            if paths is None:
                return False
            _choose(program, len(vehicles.members), paths, [*boarding, *alighting])
        return program.solve(whole=True, time_limit_s=time_limit_s, stopped=stopped).infeasible


def _choose(program: LinearProgram, count: int, paths: Counts, rows: Sequence[int]) -> None:
    """Let the vehicles of a class choose among paths."""
    fleet = program.row(high=count)
    for path in paths:
        column = program.column(high=count, whole=True)
        program.enter(fleet, column, 1.0)
        for j in np.flatnonzero(path):
            program.enter(rows[int(j)], column, float(path[j]))
