"""Reads committed results and gives the tables of docs/benchmarks.md and the lines of its chart.

Generated instances stand for themselves; published ones are brought together by set, such as `set6`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.peers.catalogue import OURS, PEERS, TERMS
from benchmarks.runner import ROOT, Result, minutes
from benchmarks.sisters import FAMILIES

RESULTS = ROOT / "benchmarks" / "results" / "comparison.json"

PLANNERS = (OURS, *PEERS)
"""In the order of the columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """An instance or a set of them: how many, our bound in seconds if it is one, and each planner's cell.

    `gaps` are shares of the value, the mean over a set; None where a planner has no plan that brings out as many for
    some instance. `cells` is what to print.
    """

    name: str
    count: int
    bound: float | None
    gaps: dict[str, float | None]
    cells: dict[str, str]


def read(path: Path = RESULTS) -> tuple[dict[str, Any], list[Result]]:
    """Read what results were measured on, and the results."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return document["measured_on"], [Result(**each) for each in document["results"]]


def lines(results: Sequence[Result]) -> list[Line]:
    """Give a line for each generated instance, then one for each set of published ones."""
    named: dict[str, list[Result]] = {}
    for result in results:
        family, _, _ = result.instance.partition("-")
        named.setdefault(result.instance if family in FAMILIES else family, []).append(result)
    return [_line(name, each) for name, each in named.items()]


def _line(name: str, results: Sequence[Result]) -> Line:
    instances = {result.instance for result in results}
    by = {planner: [r for r in results if r.planner == planner] for planner in PLANNERS}
    planners = [planner for planner in PLANNERS if by[planner]]
    gaps = {planner: _mean([result.gap for result in by[planner]]) for planner in planners}
    alone = len(instances) == 1 and name in instances
    reached = [gap for gap in gaps.values() if gap is not None]
    cells = {p: _cell(by[p], gaps[p], min(reached, default=None), alone=alone) for p in planners}
    bounds = [result.bound for result in results if result.bound is not None]
    return Line(name, len(instances), max(bounds) if alone and bounds else None, gaps, cells)


def _mean(gaps: Sequence[float | None]) -> float | None:
    known = [gap for gap in gaps if gap is not None]
    return fmean(known) if known and len(known) == len(gaps) else None


def _cell(results: Sequence[Result], gap: float | None, best: float | None, *, alone: bool) -> str:
    (first, *_) = results
    if gap is None:
        without = [result for result in results if result.gap is None]
        why = without[0].outcome if without[0].outcome != "plan" else f"{without[0].people_out:,} out"
        return why if alone else f"{why} in {len(without)}"
    shown = f"{minutes(first.value)} ({100 * gap:.1f} %)" if alone else f"{100 * gap:.1f} %"
    return f"**{shown}**" if best is not None and gap <= best + 1e-9 else shown


def title(planner: str) -> str:
    """Give the name to show."""
    return "Safe Passage" if planner == OURS else PEERS[planner].title


def values_table(results: Sequence[Result]) -> str:
    """Give the table of values and gaps, as Markdown."""
    found = lines(results)
    planners = [planner for planner in PLANNERS if any(planner in line.cells for line in found)]
    rows = [["instance", "bound", *map(title, planners)]]
    for line in found:
        name = f"`{line.name}`" if line.bound is not None else f"`{line.name}`, mean of {line.count}"
        rows.append([name, minutes(line.bound), *(line.cells.get(planner, "-") for planner in planners)])
    return markdown(rows)


def effort_table(results: Sequence[Result]) -> str:
    """Give the table of seconds, memory and what the judge found, as Markdown."""
    rows = [["planner", "plans", "of", "violations", "mean seconds", "longest", "mean CPU seconds", "most memory, MiB"]]
    for planner in PLANNERS:
        mine = [result for result in results if result.planner == planner]
        if mine:
            rows.append(
                [
                    title(planner),
                    str(sum(result.outcome == "plan" for result in mine)),
                    str(len(mine)),
                    str(sum(result.violations for result in mine)),
                    f"{fmean(result.seconds for result in mine):.1f}",
                    f"{max(result.seconds for result in mine):.1f}",
                    f"{fmean(result.cpu_seconds for result in mine):.1f}",
                    f"{max(result.peak_bytes for result in mine) / 2**20:,.0f}",
                ]
            )
    return markdown(rows)


def terms_table() -> str:
    """Give the table of what each peer can express, as Markdown."""
    rows = [["", *(peer.title for peer in PEERS.values())]]
    rows += [[term, *(peer.expressed[i] for peer in PEERS.values())] for i, term in enumerate(TERMS)]
    return markdown(rows)


def measured_with(measured_on: dict[str, Any]) -> str:
    """Say in one sentence what the results were measured on."""
    packages = ", ".join(f"{name} {version}" for name, version in measured_on["packages"].items())
    limit = f"{measured_on['time_limit_seconds']:g}"
    return (
        f"Measured with {limit} seconds for each planner and instance, on {measured_on['machine']}, Python "
        f"{measured_on['python']}, {packages}.\n"
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Give rows, the first of them the head, as a table of Markdown."""
    rule = ["---"] * len(rows[0])
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rule, *rows[1:]])
