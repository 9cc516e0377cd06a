"""Flows along real streets: people are added up over stretches that ways share, so that bands join where ways do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from safepassage.domain.streets import Line, Position
from safepassage.reporting.maps.flows import APART, MOST_BANDS, WIDEST, Band, band_width
from safepassage.reporting.maps.labels import Box
from safepassage.reporting.maps.lines import beside, length_of, seen, simplified
from safepassage.reporting.maps.projection import Frame, Point
from safepassage.reporting.measures.flows import Flow

Segment = tuple[Position, Position]

COARSE, COARSER = 0.3, 0.2
"""Bands lie along lines that are simplified by so many pixels, and by that share of their width more."""

WIDEST_NARROW, NARROW = 9.0, 600.0
"""On drawings narrower than the second, the widest band is as wide as the first, in pixels."""

CELL = 8.0
"""Bands that run against one another within so many pixels are shifted to their right, if most of them does."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A stretch of street that the same flows go along in one direction."""

    line: Line
    flows: tuple[Flow, ...]

    @property
    def persons(self) -> int:
        """People who go along it."""
        return sum(flow.persons for flow in self.flows)


def strands(flows: Sequence[Flow], lines: Mapping[tuple[str, str], Line]) -> list[Strand]:
    """Cut the ways of flows into stretches with the same flows; flows without a line are left out.

    Two ways share a segment if they have the same two consecutive positions.
    """
    carried: dict[Segment, list[int]] = {}
    for number, flow in enumerate(flows):
        line = lines.get((flow.origin, flow.destination), ())
        for segment in dict.fromkeys(pairwise(line)):
            if segment[0] != segment[1]:
                carried.setdefault(segment, []).append(number)
    return [Strand(line, tuple(flows[i] for i in numbers)) for line, numbers in _chains(carried)]


def _chains(carried: Mapping[Segment, Sequence[int]]) -> Iterator[tuple[Line, Sequence[int]]]:
    """Join segments that follow one another with the same flows, as long as it is plain which comes next."""
    after: dict[Position, list[Position]] = {}
    for a, b in carried:
        after.setdefault(a, []).append(b)
    left = set(carried)
    for first, flows in carried.items():
        if first not in left:
            continue
        left.remove(first)
        line = list(first)
        while True:
            here, before = line[-1], line[-2]
            nexts = [c for c in after.get(here, ()) if c != before and carried[(here, c)] == flows]
            if len(nexts) != 1 or (here, nexts[0]) not in left:
                break
            left.remove((here, nexts[0]))
            line.append(nexts[0])
        yield tuple(line), flows


def street_bands(found: Sequence[Strand], frame: Frame, sheet: Box, most: int) -> list[Band]:
    """Give the bands of strands on a sheet, the widest first; streams lie side by side.

    Where people go both ways, bands lie to the right of the street's middle line, else on it.
    """
    drawn = []
    widest = WIDEST if sheet.right - sheet.left >= NARROW else WIDEST_NARROW
    for strand in sorted(found, key=lambda s: -s.persons)[:MOST_BANDS]:
        tolerance = COARSE + COARSER * band_width(strand.persons, most, widest)
        parts = seen(frame.pixels(np.array(strand.line)), sheet)
        drawn += [(strand, simplified(part, tolerance)) for part in parts]
    right = opposed([line for _, line in drawn])
    return [
        band
        for number, (strand, line) in enumerate(drawn)
        for band in _side_by_side(
            strand, line, lambda persons: band_width(persons, most, widest), right=number in right
        )
    ]


def _side_by_side(
    strand: Strand, line: Sequence[Point], width_of: Callable[[int], float], *, right: bool
) -> Iterator[Band]:
    """Yield a band for each stream of a strand."""
    streams = sorted({flow.stream for flow in strand.flows})
    aside = APART if right else -sum(width_of(_persons(strand, stream)) for stream in streams) / 2
    for stream in streams:
        persons = _persons(strand, stream)
        width = width_of(persons)
        links = tuple((flow.origin, flow.destination) for flow in strand.flows if flow.stream == stream)
        yield Band(links, stream, persons, tuple(beside(line, aside + width / 2)), width)
        aside += width


def _persons(strand: Strand, stream: str) -> int:
    return sum(flow.persons for flow in strand.flows if flow.stream == stream)


def opposed(lines: Sequence[Sequence[Point]]) -> set[int]:
    """Give the numbers of the lines that run, for most of their length, close by against another one."""
    steps = [list(_steps(line)) for line in lines]
    ways: dict[tuple[int, int], list[tuple[int, Point]]] = {}
    for number, along in enumerate(steps):
        for at, way in along:
            for cell in _cells(at):
                ways.setdefault(cell, []).append((number, way))
    found = set()
    for number, along in enumerate(steps):
        against = sum(_against(number, way, ways[_cell(at)]) for at, way in along)
        if 2 * against > len(along):
            found.add(number)
    return found


def _against(number: int, way: Point, there: Sequence[tuple[int, Point]]) -> bool:
    return any(other != number and way[0] * w[0] + way[1] * w[1] < -0.7 for other, w in there)


def _cell(at: Point) -> tuple[int, int]:
    return int(at[0] // CELL), int(at[1] // CELL)


def _cells(at: Point) -> Iterator[tuple[int, int]]:
    """Yield the cells within half a cell around a point."""
    half = CELL / 2
    return iter({_cell((at[0] + dx, at[1] + dy)) for dx in (-half, half) for dy in (-half, half)})


def _steps(line: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Yield points of a line, a cell apart, with its direction there."""
    for a, b in pairwise(line):
        length = length_of((a, b))
        if length < CELL:
            continue
        way = ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
        for step in np.arange(CELL / 2, length, CELL):
            yield (a[0] + way[0] * step, a[1] + way[1] * step), way
