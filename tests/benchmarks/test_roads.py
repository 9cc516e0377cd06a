"""The benchmark of roads gives every package the graph that our times are of, and writes down what it measured."""

import json
from heapq import heappop, heappush
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from benchmarks import roads
from benchmarks.roads_case import STEPS, Measured, measured, write_network
from safepassage.network.streets.router import UNREACHED

PLACES = 6


@pytest.fixture(scope="module")
def ours() -> Measured:
    return measured(roads.helsinki(), "bus", PLACES, seed=3)


def shortest(path: Path) -> list[list[int]]:
    """Give the matrix of a graph as other packages read it, by Dijkstra's search."""
    with np.load(path, allow_pickle=False) as file:
        arcs = list(zip(file["tail"].tolist(), file["head"].tolist(), file["ms"].tolist(), strict=True))
        sources, targets = file["sources"].tolist(), file["targets"].tolist()
    assert len({arc[:2] for arc in arcs}) == len(arcs)
    leaving: dict[int, list[tuple[int, int]]] = {}
    for tail, head, ms in arcs:
        leaving.setdefault(tail, []).append((ms, head))
    rows = []
    for source in sources:
        heap, best = [(0, source)], dict[int, int]()
        while heap:
            ms, node = heappop(heap)
            if node not in best:
                best[node] = ms
                for more, head in leaving.get(node, []):
                    heappush(heap, (ms + more, head))
        rows.append([best.get(target, UNREACHED) for target in targets])
    return rows


def test_other_packages_get_the_graph_that_our_times_are_of(ours: Measured, tmp_path: Path) -> None:
    for arc_ms, matrix in ((ours.open_ms, ours.open_matrix), (ours.closed_ms, ours.closed_matrix)):
        write_network(ours, arc_ms, tmp_path / "network.npz")
        found = shortest(tmp_path / "network.npz")
        assert all(found[i][j] == matrix[i, j] for i, j in product(range(PLACES), repeat=2) if i != j)


def test_the_closure_changes_times(ours: Measured) -> None:
    assert (ours.closed_matrix != ours.open_matrix).any()


def test_what_was_measured_is_written_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results" / "roads.json"
    assert roads.main(["--places", "4", "--peers", "--json", str(path)]) == 0
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["extract"] == "Helsinki.osm.pbf"
    assert set(written["steps"]) == set(STEPS)
    assert "load them from the cache" in capsys.readouterr().out


def test_a_package_that_is_not_installed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(roads, "PEERS_HOME", tmp_path)
    assert roads.main(["--places", "4", "--peers", "scipy"]) == 0
    assert "Left out: SciPy" in capsys.readouterr().out
