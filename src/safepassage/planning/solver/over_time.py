"""Bounds on objectives that count when each person alights, from how many can be out by each moment.

Let N(T) bound the people, each with a weight, that any plan can have brought out by T, and W those that the plans in
question bring out in all. Then for each of them, as areas under the curve of those who are not out yet,

    sum of weight * alighting time            >=  integral over T of W - min(W, N(T))
    sum of weight * exp(-alighting time / c)  <=  integral over T of min(W, N(T)) * exp(-T / c) / c

N grows with T. So it is worked out at some moments, and between two of them the later one counts: its level, or the
straight line that the linear program gives for less time. Cells are halved where most may be gained.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from math import exp

from safepassage.planning.solver.counting import Level
from safepassage.planning.solver.problem import FOREVER

LevelAt = Callable[[float], Level]
"""A bound on how many people can be out by a moment."""
Piece = tuple[float, float, float, float]
"""From when to when, and the level at both ends."""

SLACK = 1e-7
"""Relative slack for the error of the linear solver."""
ENOUGH = 2e-4
"""No more moments are looked at when the bound can become better by this part at most."""
FEW_STEPS = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A span of time with bounds on how many can be out at its ends."""

    begins: float
    ends: float
    before: Level
    after: Level
    is_straight: bool

    def pieces(self, weight: float) -> Iterator[Piece]:
        """Yield the bound on those who are out as straight pieces; `weight` is of all who come out."""
        a, b = self.begins, self.ends
        top = max(0.0, min(weight, self.after.most))
        slope = self.after.slope if self.is_straight else 0.0
        at_end = self.after.straight
        if slope <= 0 or at_end - slope * (b - a) >= top:
            yield a, b, top, top
            return
        flat = min(b, b - (at_end - top) / slope) if at_end >= top else b
        zero = max(a, b - at_end / slope)
        if zero > a:
            yield a, zero, 0.0, 0.0
        low, high = (max(0.0, at_end - slope * (b - t)) for t in (zero, flat))
        yield zero, flat, low, high
        if flat < b:
            yield flat, b, top, top


@dataclass
class OutOverTime:
    """How many people can be out by each moment, worked out where it matters.

    `weight` is of all who come out; `steps` are moments at which vehicles become available; `calm_s` is the mean time
    until the agreement fails, None for an objective that counts seconds.
    """

    level_at: LevelAt
    weight: float
    steps: list[float]
    calm_s: float | None = None
    _heap: list[tuple[float, int, Cell]] = field(default_factory=list)
    _cells: int = 0
    _last: float = 0.0

    def bound(self, first: float, moments: int, spent: Callable[[], bool]) -> float:
        """Bound the sum over all people from so many moments; nobody alights before `first`."""
        left = moments - self._begin(max(0.0, first))
        while self._heap and left > 0 and not spent():
            if -sum(entry[0] for entry in self._heap) <= ENOUGH * self._total():
                break
            _, _, cell = heappop(self._heap)
            middle = (cell.begins + cell.ends) / 2
            level = self._slack(self.level_at(middle))
            self._push(cell.begins, middle, cell.before, level)
            self._push(middle, cell.ends, level, cell.after)
            left -= 1
        return self._total()

    def _begin(self, first: float) -> int:
        """Look at moments up to one by which all can be out; returns how many."""
        nobody, moment, looked = Level(0.0, 0.0, 0.0), max(1.0, 2.0 * first), 0
        marks = {first: nobody}
        for step in self.steps if len(self.steps) <= FEW_STEPS else ():
            if step > first:
                marks[step] = self._slack(self.level_at(step))
                looked += 1
        while moment < FOREVER:
            marks[moment] = self._slack(self.level_at(moment))
            looked += 1
            if marks[moment].most >= self.weight:
                break
            moment *= 2
        for a, b in pairwise(sorted(marks)):
            self._push(a, b, marks[a], marks[b])
        self._last = max(marks)
        return looked

    def _slack(self, level: Level) -> Level:
        extra = SLACK * (1.0 + self.weight)
        return Level(level.most + extra, level.straight + extra, level.slope * (1.0 - SLACK))

    def _push(self, begins: float, ends: float, before: Level, after: Level) -> None:
        if ends - begins <= 0:
            return
        straight = not any(begins < step < ends for step in self.steps)
        cell = Cell(begins, ends, before, after, straight)
        surely = max(0.0, min(self.weight, before.most))
        may_gain = self._area(cell.pieces(self.weight)) - self._area([(begins, ends, surely, surely)])
        heappush(self._heap, (-max(0.0, may_gain), self._cells, cell))
        self._cells += 1

    def _total(self) -> float:
        """Give the bound as it is by now."""
        out = sum(self._area(cell.pieces(self.weight)) for _, _, cell in self._heap)
        if self.calm_s is None:
            return max(0.0, self.weight * self._last - out)
        return out + self.weight * exp(-self._last / self.calm_s)

    def _area(self, pieces: Iterator[Piece] | list[Piece]) -> float:
        return sum(self._piece_area(*piece) for piece in pieces)

    def _piece_area(self, begins: float, ends: float, low: float, high: float) -> float:
        if ends <= begins:
            return 0.0
        if self.calm_s is None:
            return (low + high) / 2 * (ends - begins)
        early, late = exp(-begins / self.calm_s), exp(-ends / self.calm_s)
        slope = (high - low) / (ends - begins)
        return low * early - high * late + slope * self.calm_s * (early - late)
