"""Times each step from an extract to matrices of driving times, and writes the same graph down for other packages."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from safepassage.network.osm import PROFILES, read_osm
from safepassage.network.streets.cache import cached_streets
from safepassage.network.streets.components import main_component
from safepassage.network.streets.connectors import attach
from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets, prepare
from safepassage.network.streets.router import NEVER, Router, Spot, arc_times, positions

REPEATED = 5
"""Steps that take less than a second are done so often, and the median counts."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Took:
    """How long a step took: seconds by the clock on the wall, and those that all threads computed."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """The router with its places, times and matrices before and after the closure, and how long each step took.

    `busiest` is the piece that is closed: the one that most ways from one place to the next drive on. `steps` bear the
    names that `STEPS` explains.
    """

    router: Router
    busiest: int
    open_ms: Ints
    closed_ms: Ints
    open_matrix: Ints
    closed_matrix: Ints
    steps: dict[str, Took]


STEPS = {
    "read": "read the extract, once",
    "prepared": "prepare the streets, once",
    "stored": "prepare them and store them in the cache",
    "loaded": "load them from the cache",
    "attached": "attach the places",
    "weighed": "set all times",
    "matrix": "matrix",
    "closed_weighed": "set all times with a street closed",
    "closed_matrix": "matrix with a street closed",
}
"""What is timed. Reading and preparing are done once per extract; from then on loading stands for both."""


def measured(extract: Path, profile: str, places: int, seed: int) -> Measured:
    """Take an extract through all steps."""
    steps: dict[str, Took] = {}
    steps["read"], graph = timed(lambda: read_osm(extract, PROFILES[profile]))
    steps["prepared"], _ = timed(lambda: prepare(graph))
    steps["stored"], steps["loaded"], streets = _through_cache(extract, profile, graph)
    spots = _anywhere(graph, places, seed)
    steps["attached"], router = repeated(lambda: Router(streets, spots))
    open_ms = arc_times(graph)
    steps["weighed"], _ = repeated(lambda: router.weigh(open_ms))
    steps["matrix"], open_matrix = repeated(lambda: router.matrix(range(places), range(places)))
    busiest = _busiest(router)
    closed_ms = np.where(graph.piece == busiest, NEVER, open_ms)
    steps["closed_weighed"], _ = repeated(lambda: router.weigh(closed_ms))
    steps["closed_matrix"], closed_matrix = repeated(lambda: router.matrix(range(places), range(places)))
    return Measured(router, busiest, open_ms, closed_ms, open_matrix, closed_matrix, steps)


def timed(step: Callable[[], _Value]) -> tuple[Took, _Value]:
    """Give how long a step took, and what came of it."""
    began, cpu_began = perf_counter(), process_time()
    value = step()
    return Took(round(perf_counter() - began, 4), round(process_time() - cpu_began, 4)), value


def repeated(step: Callable[[], _Value]) -> tuple[Took, _Value]:
    """Give how long a step took in the round that was neither quick nor slow, and what came of it the last time."""
    rounds = [timed(step) for _ in range(REPEATED)]
    return sorted((took for took, _ in rounds), key=lambda took: took.seconds)[REPEATED // 2], rounds[-1][1]


def write_network(measured: Measured, arc_ms: Ints, path: Path) -> None:
    """Write the expanded graph with the places as nodes, as `benchmarks.peers.road_matrices` reads it.

    Closed arcs are left out, and of arcs between the same two nodes all but the fastest.
    """
    router, wider = measured.router, measured.router.streets.expanded
    attached = attach(router.streets, *positions(router.spots))
    ms = attached.carried(arc_ms[wider.arc], attached.connectors.shares_of(arc_ms, NEVER))
    tail, head = attached.ends
    order = np.lexsort((ms, head, tail))
    order = order[ms[order] < NEVER]
    tail, head, ms = tail[order], head[order], ms[order]
    fastest = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1]))
    leaves = attached.leaves(np.arange(len(router.spots)))
    np.savez(
        path,
        num_nodes=np.array(leaves[-1] + 2),
        tail=tail[fastest],
        head=head[fastest],
        ms=ms[fastest],
        sources=leaves,
        targets=leaves + 1,
    )


def _through_cache(extract: Path, profile: str, graph: StreetGraph) -> tuple[Took, Took, PreparedStreets]:
    """Tell how long it takes to prepare and store a graph and to load it, and give what was loaded."""
    with TemporaryDirectory() as folder:
        there = Path(folder, "streets")
        stored, _ = timed(lambda: cached_streets(extract, profile, "", lambda: graph, there))
        loaded, streets = repeated(lambda: cached_streets(extract, profile, "", lambda: graph, there))
    return stored, loaded, streets


def _anywhere(graph: StreetGraph, places: int, seed: int) -> list[Spot]:
    """Give random spots on the streets between which there are ways."""
    rng = random.Random(seed)
    usable = np.flatnonzero(main_component(graph)).tolist()
    return [Spot(rng.choice(usable), rng.uniform(0.01, 0.99)) for _ in range(places)]


def _busiest(router: Router) -> int:
    """Give the piece that most ways from one place to the next drive on."""
    places = range(len(router.spots))
    ways = [router.way(place, (place + 1) % len(places)) for place in places]
    arcs = np.concatenate([way.arcs for way in ways if way is not None])
    return int(np.argmax(np.bincount(router.streets.graph.piece[arcs])))
