"""Suppression of small cells: in a table with totals, small numbers are withheld, and so is what would give them away.

A number from 1 to one less than the threshold is withheld, total or not. That is not enough: whoever subtracts the
others from a total has it back. So more numbers are withheld, as few and as small as a simple search finds, until for
each small one there is a table with the same published numbers in which it is at least the threshold. From this
follows that no sum of withheld numbers that can be worked out is small: every set of them whose sum is fixed has that
sum in that table too.

A table with its totals is a circulation (J. P. Kelly, B. L. Golden and A. A. Assad, Cell suppression: disclosure
protection for sensitive tabular data, Networks 22, 1992): every row and column is a node, every number an arc, and a
number can be larger by as much as can be sent round a circle of withheld numbers. So the cheapest circle is looked for.

It does not protect against somebody who knows some of the withheld numbers, as everybody knows their own family.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain.coarsening import LEAST

Spot = tuple[int, int]
"""Row and column in a table whose last row and last column are totals."""
Node = tuple[bool, int]
"""A row (True) or a column."""
Grid = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table as it may be published: `cells` by row and column, totals of `rows` and `columns`, the `total` of all.

    None is withheld.
    """

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    total: int | None


def suppressed(cells: Sequence[Sequence[int]], least: int = LEAST) -> Suppressed:
    """Give a table with its totals in which no number from 1 to `least` - 1 stands or can be worked out.

    `cells` are whole numbers from 0, of shape (rows, columns), with at least one of each.
    """
    grid = _with_totals(cells)
    withheld = {spot for spot in _spots(grid) if 0 < _number(grid, spot) < least}
    for spot in sorted(withheld):
        withheld |= _circle(grid, withheld, spot, least - _number(grid, spot))
    shown = [
        [None if (row, column) in withheld else number for column, number in enumerate(numbers)]
        for row, numbers in enumerate(grid)
    ]
    *inner, last = shown
    return Suppressed(
        cells=tuple(tuple(line[:-1]) for line in inner),
        rows=tuple(line[-1] for line in inner),
        columns=tuple(last[:-1]),
        total=last[-1],
    )


def suppressed_counts(counts: Mapping[str, int], least: int = LEAST) -> tuple[dict[str, int | None], int | None]:
    """Give counts of one list and their total, withheld as `suppressed` does; nothing at all of an empty list."""
    if not counts:
        return {}, 0
    table = suppressed([tuple(counts.values())], least)
    both = zip(table.cells[0], table.columns, strict=True)
    shown = [None if None in pair else pair[0] for pair in both]
    total = None if None in (table.rows[0], table.total) else table.total
    return dict(zip(counts, shown, strict=True)), total


def _with_totals(cells: Sequence[Sequence[int]]) -> Grid:
    lines = [(*line, sum(line)) for line in cells]
    return (*lines, tuple(map(sum, zip(*lines, strict=True))))


def _spots(grid: Grid) -> Iterator[Spot]:
    return ((row, column) for row in range(len(grid)) for column in range(len(grid[0])))


def _number(grid: Grid, spot: Spot) -> int:
    return grid[spot[0]][spot[1]]


def _ends(grid: Grid, spot: Spot) -> tuple[Node, Node]:
    """Give where the arc of a number leads from and to, so that what comes to a row or column leaves it again."""
    row, column = (True, spot[0]), (False, spot[1])
    both_or_neither = (spot[0] == len(grid) - 1) is (spot[1] == len(grid[0]) - 1)
    return (row, column) if both_or_neither else (column, row)


def _circle(grid: Grid, withheld: set[Spot], spot: Spot, need: int) -> set[Spot]:
    """Give the numbers of the cheapest circle on which the number at `spot` can be larger by `need`.

    There always is one: through the totals, which can all be larger.
    """
    start, goal = reversed(_ends(grid, spot))
    arcs = list(_arcs(grid, withheld, spot, need))
    waiting: list[tuple[int, Node, tuple[Spot, ...]]] = [(0, start, ())]
    seen: set[Node] = set()
    while waiting[0][1] != goal:
        cost, node, path = heapq.heappop(waiting)
        if node not in seen:
            seen.add(node)
            for tail, head, loss, by in arcs:
                if tail == node and head not in seen:
                    heapq.heappush(waiting, (cost + loss, head, (*path, by)))
    return set(waiting[0][2])


def _arcs(grid: Grid, withheld: set[Spot], but: Spot, need: int) -> Iterator[tuple[Node, Node, int, Spot]]:
    """Yield from, to, loss and place of all arcs but one: every number can be larger, some of them smaller too."""
    for spot in _spots(grid):
        if spot != but:
            tail, head = _ends(grid, spot)
            loss = 0 if spot in withheld else _loss(grid, spot)
            yield tail, head, loss, spot
            if _number(grid, spot) >= need:
                yield head, tail, loss, spot


def _loss(grid: Grid, spot: Spot) -> int:
    """Give what readers lose with a number: itself, more for a 0, which often is known, and most for a total."""
    number, everybody = _number(grid, spot), grid[-1][-1] + 1
    totals = (spot[0] == len(grid) - 1) + (spot[1] == len(grid[0]) - 1)
    return totals * everybody * len(grid) * len(grid[0]) + (number or everybody)
