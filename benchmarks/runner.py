"""Plan a scenario within a time limit, have the plan judged, and show results as a table."""

import json
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from safepassage.domain.scenario import Scenario
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify

PACKAGES = ("safepassage", "highspy", "numba", "numpy")
"""Packages whose versions are written down with the results."""

WIDE = 120
"""Columns of a table that is written into a file."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one scenario was planned; `value` and `bound` in the objective's unit, `gap` as a share of the value."""

    instance: str
    persons: int
    people_out: int
    value: float
    bound: float | None
    gap: float | None
    proof: str
    seconds: float
    violations: int


def measure(scenario: Scenario, *, time_limit_s: float, seed: int = 1, instance: str = "") -> Result:
    """Plan the scenario once and judge the plan; `seconds` is the planner's time by the clock on the wall."""
    began = time.perf_counter()
    plan = solve(scenario, time_limit_s=time_limit_s, seed=seed)
    seconds = time.perf_counter() - began
    return Result(
        instance=instance or scenario.name,
        persons=scenario.persons,
        people_out=plan.people_out,
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        proof=plan.proof.value,
        seconds=round(seconds, 2),
        violations=len(verify(scenario, plan).violations),
    )


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the first column is text, all others are figures."""
    table = Table(title=title)
    for column in columns:
        table.add_column(column, justify="left" if column == columns[0] else "right")
    for row in rows:
        table.add_row(*row)
    console = Console()
    Console(width=None if console.is_terminal else WIDE).print(table)


def minutes(seconds: float | None) -> str:
    """Give a time as whole or decimal minutes, or a dash for none."""
    return "-" if seconds is None else f"{seconds / 60:,.2f}".rstrip("0").rstrip(".")


def amount(value: float | None) -> str:
    """Give a number as it is, or a dash for none."""
    return "-" if value is None else f"{value:,.1f}".removesuffix(".0")


def percent(share: float | None) -> str:
    """Give a share as per cent, or a dash for none."""
    return "-" if share is None else f"{100 * share:.2f} %"


def save(path: Path, results: Sequence[Result], *, time_limit_s: float) -> None:
    """Write results as JSON, with what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    measured_on = {
        "machine": f"{platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "packages": {package: version(package) for package in PACKAGES},
        "time_limit_seconds": time_limit_s,
    }
    document = {"measured_on": measured_on, "results": [asdict(result) for result in results]}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
