"""Finds matrices of driving times with a package that users would pick instead, in a process of its own.

    python -m benchmarks.peers.road_matrices scipy FOLDER SOURCES

`FOLDER/open.npz` and `FOLDER/closed.npz` hold a graph each: arrays `tail`, `head` and `ms` of its arcs, of which no
two lead from the same node to the same, `num_nodes`, `sources` and `targets`. The first SOURCES sources are answered
for. The matrices are written to `FOLDER/scipy.npz` and the seconds to standard output, as JSON.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNREACHED = -1


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """A graph with weights in ms, the sources to answer for, and all targets."""

    num_nodes: int
    tail: Ints
    head: Ints
    ms: Ints
    sources: Ints
    targets: Ints


@dataclass(frozen=True, slots=True)
class PackageOfRoads:
    """A package: its modules, how it builds its graph, and how it finds the matrix, infinite where no way leads."""

    modules: tuple[str, ...]
    build: Callable[[Network], Any]
    solve: Callable[[Any, Network], Floats]


def _scipy_graph(network: Network) -> Any:
    sparse = import_module("scipy.sparse")
    shape = (network.num_nodes, network.num_nodes)
    return sparse.csr_array((network.ms.astype(np.float64), (network.tail, network.head)), shape=shape)


def _scipy_matrix(graph: Any, network: Network) -> Floats:
    found: Floats = import_module("scipy.sparse.csgraph").dijkstra(graph, directed=True, indices=network.sources)
    return found[:, network.targets]


def _igraph_graph(network: Network) -> Any:
    arcs = np.column_stack([network.tail, network.head])
    return import_module("igraph").Graph(n=network.num_nodes, edges=arcs, directed=True)


def _igraph_matrix(graph: Any, network: Network) -> Floats:
    found = graph.distances(
        network.sources.tolist(), network.targets.tolist(), network.ms.tolist(), mode="out", algorithm="dijkstra"
    )
    return np.array(found, dtype=np.float64)


def _networkx_graph(network: Network) -> Any:
    graph = import_module("networkx").DiGraph()
    graph.add_nodes_from(range(network.num_nodes))
    graph.add_weighted_edges_from(zip(network.tail.tolist(), network.head.tolist(), network.ms.tolist(), strict=True))
    return graph


def _networkx_matrix(graph: Any, network: Network) -> Floats:
    found = np.full((len(network.sources), len(network.targets)), np.inf)
    for row, source in zip(found, network.sources.tolist(), strict=True):
        lengths = import_module("networkx").single_source_dijkstra_path_length(graph, source)
        row[:] = [lengths.get(target, np.inf) for target in network.targets.tolist()]
    return found


PACKAGES = {
    "scipy": PackageOfRoads(("scipy.sparse", "scipy.sparse.csgraph"), _scipy_graph, _scipy_matrix),
    "igraph": PackageOfRoads(("igraph",), _igraph_graph, _igraph_matrix),
    "networkx": PackageOfRoads(("networkx",), _networkx_graph, _networkx_matrix),
}


def main(arguments: Sequence[str]) -> int:
    """Answer for the graph with all streets open, and for that with some closed."""
    name, folder, sources = arguments[0], Path(arguments[1]), int(arguments[2])
    for module in PACKAGES[name].modules:
        import_module(module)
    took: list[tuple[float, float]] = []
    matrices: list[Ints] = []
    for state in ("open", "closed"):
        network = _read(folder / f"{state}.npz", sources)
        moments = [_now()]
        graph = PACKAGES[name].build(network)
        moments.append(_now())
        found = PACKAGES[name].solve(graph, network)
        moments.append(_now())
        took += [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(moments)]
        matrices.append(np.where(np.isfinite(found), found, UNREACHED).astype(np.int64))
    np.savez(folder / f"{name}.npz", open=matrices[0], closed=matrices[1])
    print(json.dumps({"version": version(name), "took": took}))
    return 0


def _now() -> tuple[float, float]:
    return perf_counter(), process_time()


def _read(path: Path, sources: int) -> Network:
    with np.load(path, allow_pickle=False) as file:
        return Network(
            int(file["num_nodes"]), file["tail"], file["head"], file["ms"], file["sources"][:sources], file["targets"]
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
