"""Fastest ways by Dijkstra's search over (node, the last arcs driven), written from the definition alone."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import pairwise
from math import floor

from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.router import NEVER, UNREACHED, Spot

State = tuple[int, tuple[int, ...]]
"""A street node, and the arcs driven so far."""


class Streets:
    """A graph with times, in plain lists."""

    def __init__(self, graph: StreetGraph, arc_ms: Ints) -> None:
        self.tail: list[int] = graph.tail.tolist()
        self.head: list[int] = graph.head.tolist()
        self.piece: list[int] = graph.piece.tolist()
        self.forward: list[bool] = graph.forward.tolist()
        self.ms: list[int] = arc_ms.tolist()
        bounds, arcs = graph.first_forbidden.tolist(), graph.forbidden.tolist()
        self.forbidden = {tuple(arcs[a:b]) for a, b in pairwise(bounds)}
        self.memory = max((len(sequence) for sequence in self.forbidden), default=1) - 1
        self.leaving: dict[int, list[int]] = {}
        self.of_piece: dict[int, list[int]] = {}
        for arc, (node, piece) in enumerate(zip(self.tail, self.piece, strict=True)):
            self.leaving.setdefault(node, []).append(arc)
            self.of_piece.setdefault(piece, []).append(arc)

    def may_follow(self, history: tuple[int, ...], arc: int) -> bool:
        """Whether the arc may be driven after those."""
        way = (*history, arc)
        return self.ms[arc] < NEVER and not any(way[start:] in self.forbidden for start in range(len(way)))

    def part_ms(self, arc: int, begin: float, end: float) -> int:
        """Give the time of a part of an arc, `NEVER` where it is closed."""
        if begin == end:
            return 0
        if self.ms[arc] >= NEVER:
            return NEVER
        return floor(self.ms[arc] * end + 0.5) - floor(self.ms[arc] * begin + 0.5)

    def along(self, arc: int, spot: Spot) -> float:
        """Give the share of the arc that is driven at the spot."""
        return spot.share if self.forward[arc] else 1 - spot.share

    def node(self, spot: Spot) -> int | None:
        """Give the node where a spot at an end of a piece is."""
        for arc in self.of_piece.get(spot.piece, []):
            if self.along(arc, spot) in {0, 1}:
                return int((self.head if self.along(arc, spot) else self.tail)[arc])
        return None

    def time(self, start: Spot, end: Spot) -> int:
        """Give the time between two spots, `UNREACHED` where no way leads."""
        if start == end:
            return 0
        inside = 0 < end.share < 1
        best = min((ms for ms in self._direct(start, end)), default=NEVER)
        heap, done = sorted(self._starts(start)), set[State]()
        while heap:
            ms, state = heappop(heap)
            if ms >= best or state in done:
                continue
            done.add(state)
            node, history = state
            if not inside and node == self.node(end):
                best = min(best, ms)
            for arc in self.leaving.get(node, []):
                if not self.may_follow(history, arc):
                    continue
                if inside and self.piece[arc] == end.piece:
                    best = min(best, ms + self.part_ms(arc, 0, self.along(arc, end)))
                heappush(heap, (ms + self.ms[arc], (self.head[arc], self._kept((*history, arc)))))
        return best if best < NEVER else UNREACHED

    def _kept(self, history: tuple[int, ...]) -> tuple[int, ...]:
        return history[len(history) - min(len(history), self.memory) :]

    def _starts(self, start: Spot) -> Iterator[tuple[int, State]]:
        if not 0 < start.share < 1:
            node = self.node(start)
            if node is not None:
                yield 0, (node, ())
            return
        for arc in self.of_piece.get(start.piece, []):
            ms = self.part_ms(arc, self.along(arc, start), 1)
            if ms < NEVER:
                yield ms, (self.head[arc], self._kept((arc,)))

    def _direct(self, start: Spot, end: Spot) -> Iterator[int]:
        if start.piece == end.piece and 0 < start.share < 1 and 0 < end.share < 1:
            for arc in self.of_piece.get(start.piece, []):
                if self.along(arc, start) <= self.along(arc, end):
                    yield self.part_ms(arc, self.along(arc, start), self.along(arc, end))
