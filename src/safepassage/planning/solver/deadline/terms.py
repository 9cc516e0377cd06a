"""When a seat may pass a crossing, and what linked movements allow by when: the terms as spans and lines.

Open hours of crossings are cut into slots; in each, lanes and convoys let only so many vehicles through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.tables import Tables

MOST_SLOTS = 48
"""A crossing's open hours until the horizon are cut into about so many slots."""
MOMENTS = 32
"""Linked movements are looked at so many times until the horizon."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A span `[opens_s, closes_s)` of check beginnings, and how many vehicles can pass in it at most (None: any)."""

    opens_s: int
    closes_s: int
    most: int | None


@dataclass
class Passages:
    """The slots of every way to pass a crossing, by crossing rule and convoy rule (-1: none).

    `first_s` is when a vehicle can be there first. Slots of one window meet at multiples of the grid.
    """

    tables: Tables
    horizon_s: int
    grid_s: int
    first_s: dict[tuple[int, int], int]
    _known: dict[tuple[int, int], list[Slot]] = field(default_factory=dict)

    def slots(self, rule: int, convoy: int) -> list[Slot]:
        """Give the slots for vehicles under a crossing rule and a convoy rule."""
        key = (rule, convoy)
        if key not in self._known:
            self._known[key] = list(self._cut(rule, convoy))
        return self._known[key]

    def _cut(self, rule: int, convoy: int) -> Iterator[Slot]:
        check = int(self.tables.terms.check_s[rule]) if rule >= 0 else 0
        spans = [(0, FOREVER)] if rule < 0 else self._windows(rule)
        first = self.first_s.get((rule, convoy), 0)
        spans = [(max(opens, first), min(closes - check, self.horizon_s) + 1) for opens, closes in spans]
        spans = [(opens, end) for opens, end in spans if opens < end]
        pace, at_once = self._pace(rule, convoy, check)
        if at_once is None:
            yield from (Slot(opens, end, None) for opens, end in spans)
            return
        total = sum(end - opens for opens, end in spans)
        length = pace * max(1, -(-total // (MOST_SLOTS * pace)))
        for opens, end in spans:
            inner = range(opens + length, end, length)
            edges = sorted({opens, *(self.grid_s * (b // self.grid_s) for b in inner), end})
            for begin, close in pairwise(e for e in edges if e >= opens):
                yield Slot(begin, close, at_once * ((close - begin - 1) // pace + 1))

    def _pace(self, rule: int, convoy: int, check: int) -> tuple[int, int | None]:
        """Seconds after which so many vehicles more can pass; None if any number can."""
        terms = self.tables.terms
        if convoy >= 0:
            most = int(terms.convoy_max[convoy])
            return int(terms.headway[convoy]), None if most >= FOREVER else most
        if rule < 0 or check == 0 or terms.lanes[rule] >= FOREVER:
            return 1, None
        return check, int(terms.lanes[rule])

    def _windows(self, rule: int) -> list[tuple[int, int]]:
        terms = self.tables.terms
        first, last = int(terms.window_first[rule]), int(terms.window_first[rule + 1])
        return [(int(terms.opens[i]), int(terms.closes[i])) for i in range(first, last)]


@dataclass(frozen=True, slots=True)
class Step:
    """At a moment, those who left are at most `slope` times those who arrived, plus `base`."""

    link: int
    moment_s: int
    slope: float
    base: float


def linked_steps(tables: Tables, horizon_s: int, grid_s: int) -> list[Step]:
    """List what linked movements allow just before moments of the grid that are spread over the time to a horizon."""
    apart = max(1, round(horizon_s / (MOMENTS * grid_s)))
    return [
        Step(link, grid_s * moment - 1, slope, base)
        for link in range(tables.terms.leaves.shape[0])
        for slope, base in _envelope(tables, link)
        for moment in range(0, horizon_s // grid_s + 1, apart)
    ]


def _envelope(tables: Tables, link: int) -> list[tuple[float, float]]:
    """Lines (slope, base) above the staircase of a linked movement: who may have left, by how many arrived."""
    terms = tables.terms
    listed = range(int(terms.step_first[link]), int(terms.step_first[link + 1]))
    corners = sorted({0: 0, **{int(terms.step_arrived[i]): int(terms.step_may[i]) for i in listed}}.items())
    hull: list[tuple[int, int]] = []
    for corner in corners:
        while len(hull) > 1 and _is_below(hull[-2], hull[-1], corner):
            hull.pop()
        hull.append(corner)
    slopes = [((y2 - y1) / (x2 - x1), x1, y1) for (x1, y1), (x2, y2) in pairwise(hull)]
    lines = [(slope, y - slope * x) for slope, x, y in slopes if slope > 0]
    return [*lines, (0.0, float(max(y for _, y in corners)))]


def _is_below(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether the middle one of three points lies on or below the line through the others."""
    return (b[1] - a[1]) * (c[0] - a[0]) <= (c[1] - a[1]) * (b[0] - a[0])
