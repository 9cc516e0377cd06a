"""Dijkstra's search on a graph of streets, in plain Python, that never drives a forbidden sequence of arcs."""

from heapq import heappop, heappush
from itertools import pairwise

from safepassage.network.streets.graph import StreetGraph

Path = tuple[int, ...]


class PlainStreets:
    """A graph of streets in lists; seconds are not rounded."""

    def __init__(self, graph: StreetGraph) -> None:
        seconds = graph.length_m[graph.piece] * 3.6 / graph.kmh
        self.seconds: list[float] = seconds.tolist()
        self.head: list[int] = graph.head.tolist()
        self.leaving: list[list[int]] = [[] for _ in range(graph.num_nodes)]
        for arc, tail in enumerate(graph.tail.tolist()):
            self.leaving[tail].append(arc)
        bounds = graph.first_forbidden.tolist()
        arcs = graph.forbidden.tolist()
        self.forbidden: set[Path] = {tuple(arcs[a:b]) for a, b in pairwise(bounds)}
        self.begun: set[Path] = {path[:i] for path in self.forbidden for i in range(1, len(path))}
        self.node = {name: node for node, name in enumerate(graph.node_names.tolist()) if name}
        self.name: list[str] = graph.node_names.tolist()

    def all_drive_seconds(self, origin: str) -> dict[str, float]:
        """Seconds of the fastest way to every node that is reached and bears a name."""
        best: dict[int, float] = {}
        done: set[tuple[int, Path]] = set()
        heap: list[tuple[float, int, Path]] = [(0.0, self.node[origin], ())]
        while heap:
            seconds, node, memory = heappop(heap)
            if (node, memory) in done:
                continue
            done.add((node, memory))
            best.setdefault(node, seconds)
            for arc in self.leaving[node]:
                after = self._remember((*memory, arc))
                if after is not None:
                    heappush(heap, (seconds + self.seconds[arc], self.head[arc], after))
        return {self.name[node]: seconds for node, seconds in best.items() if self.name[node]}

    def _remember(self, driven: Path) -> Path | None:
        """Keep the longest end of what was driven that begins a forbidden path; None if it is one."""
        ends = [driven[i:] for i in range(len(driven))]
        if any(end in self.forbidden for end in ends):
            return None
        return next((end for end in ends if end in self.begun), ())
