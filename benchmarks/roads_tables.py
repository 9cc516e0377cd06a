"""The tables of roads in docs/benchmarks.md, from the committed results of `make bench-roads`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.roads import PEERS
from benchmarks.roads_case import STEPS
from benchmarks.runner import ROOT
from benchmarks.standing import markdown

ROADS_RESULTS = ROOT / "benchmarks" / "results" / "roads.json"

Results = Mapping[str, Any]


def read_roads(path: Path = ROADS_RESULTS) -> Results:
    """Give the committed results."""
    found: Results = json.loads(path.read_text(encoding="utf-8"))
    return found


def roads_size(found: Results) -> str:
    """Say in a sentence what was measured."""
    return (
        f"`{found['extract']}`, for the {found['profile']}: {found['nodes']:,} nodes, {found['arcs']:,} arcs, "
        f"{found['forbidden_sequences']:,} forbidden sequences; {found['places']} random places. Closing the piece of "
        f"street that most ways use changes {found['changed_by_closure']:,} of {found['places'] ** 2:,} times. "
        f"{found['measured_on']['machine']}, Python {found['measured_on']['python']}."
    )


def steps_table(found: Results) -> str:
    """Give the seconds of each of our own steps."""
    rows = [(STEPS[step], *_both(took)) for step, took in found["steps"].items() if step in STEPS]
    return markdown([("step", "seconds", "CPU seconds"), *rows])


def road_peers_table(found: Results) -> str:
    """Give the seconds of the same matrices by other packages."""
    steps = found["steps"]
    ours = (
        f"Safe Passage, routingkit-cch {found['measured_on']['routingkit-cch']}",
        *_four(steps["weighed"], steps["matrix"], steps["closed_weighed"], steps["closed_matrix"]),
        "-",
    )
    rows: list[tuple[str, ...]] = [ours]
    for peer in found["peers"]:
        few = f" ({peer['answered']} places, scaled)" if peer["answered"] < found["places"] else ""
        name = f"{PEERS[peer['package']]} {peer['version']}{few}"
        took = _four(peer["build"], peer["matrix"], peer["closed_build"], peer["closed_matrix"])
        rows.append((name, *took, "yes" if peer["same"] else "no"))
    return markdown([("package", "times or graph", "matrix", "closed: times or graph", "matrix", "same"), *rows])


def _four(*took: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"{each['seconds']:,.3g} ({each['cpu_seconds']:,.3g})" for each in took)


def _both(took: Mapping[str, float]) -> tuple[str, str]:
    return f"{took['seconds']:.3g}", f"{took['cpu_seconds']:.3g}"
