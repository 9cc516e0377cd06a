"""Plan a scenario in a process of its own within limits, have the plan judged, and show results as a table."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

import safepassage
from benchmarks.child import Answer, Request
from benchmarks.peers.catalogue import OURS, PEERS
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify import verify
from safepassage.scenarios import read_plan, write_scenario

PACKAGES = ("highspy", "numba", "numpy", "ortools", "pyvroom", "pyvrp")
"""Packages whose versions are written down with the results."""

ROOT = Path(__file__).parents[1]

PEERS_HOME = ROOT / ".venv-bench"
"""Where `make bench` installs the peers' packages, apart from the planner's."""

WIDE = 150
"""Columns of a table that is written into a file."""

MEMORY_BYTES = 4 * 2**30
"""Address space that a planner may take."""

GRACE = 2.0
"""A planner that takes longer than so many times its limit, and a minute, is ended."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one planner did on one scenario.

    `outcome` is `plan`, `no plan`, `cannot express`, `out of memory`, `failed` or `overran`; without a plan, value and
    gap are None. `value` and `bound` are in the objective's unit, `gap` is a share of the value. `seconds` are by the
    clock on the wall, `cpu_seconds` those that all threads computed: where they are few, the machine was busy with
    something else. `peak_bytes` is the most memory that the process held.
    """

    instance: str
    planner: str
    outcome: str
    persons: int
    people_out: int
    value: float | None
    bound: float | None
    gap: float | None
    proof: str
    violations: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    seed: int
    detail: str = ""


def measure(
    scenario: Scenario,
    *,
    time_limit_s: float,
    planner: str = OURS,
    seed: int = 1,
    threads: int = 2,
    memory_bytes: int = MEMORY_BYTES,
    max_iterations: int | None = None,
    instance: str = "",
) -> Result:
    """Plan the scenario once in a process of its own and judge the plan."""
    with TemporaryDirectory() as folder:
        at, plan_at = Path(folder, "scenario"), Path(folder, "plan.json")
        write_scenario(scenario, at)
        request = Request(
            planner, str(at), str(plan_at), time_limit_s, seed, threads, memory_bytes, max_iterations=max_iterations
        )
        answer = ask(request)
        name = instance or scenario.name
        if answer.outcome != "plan":
            return _without_plan(name, planner, scenario.persons, answer, seed)
        plan = read_plan(plan_at)
    verdict = verify(scenario, plan)
    return Result(
        instance=name,
        planner=planner,
        outcome=answer.outcome,
        persons=scenario.persons,
        people_out=verdict.summary.people_out,
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        proof=plan.proof.value,
        violations=len(verdict.violations),
        seconds=round(answer.seconds, 2),
        cpu_seconds=round(answer.cpu_seconds, 2),
        peak_bytes=answer.peak_bytes,
        seed=seed,
    )


def ask(request: Request) -> Answer:
    """Have the request answered by a process of its own, whatever becomes of that."""
    paths = [str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        ended = subprocess.run(
            [_python(request.planner), "-m", "benchmarks.child"],
            input=json.dumps(asdict(request)),
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            timeout=GRACE * request.time_limit_s + 60,
        )
    except subprocess.TimeoutExpired:
        return Answer("overran", seconds=GRACE * request.time_limit_s + 60)
    if ended.returncode == 0:
        return Answer(**json.loads(ended.stdout.splitlines()[-1]))
    if any(sign in ended.stderr for sign in ("bad_alloc", "MemoryError", "annot allocate memory")):
        return Answer("out of memory")
    last = (ended.stderr.strip().splitlines() or [f"exit status {ended.returncode}"])[-1]
    return Answer("failed", last)


def missing(planner: str) -> list[str]:
    """Name the packages that the planner needs and that are not installed."""
    there = _installed()
    return [] if planner == OURS else [package for package in PEERS[planner].packages if package not in there]


def _python(planner: str) -> str:
    """Give the Python to run a planner with: that of the peers' packages, if it needs any of them."""
    apart = PEERS_HOME / "bin" / "python"
    needs = planner != OURS and PEERS[planner].packages
    return str(apart) if needs and apart.exists() else sys.executable


def _installed() -> dict[str, str]:
    """Give the versions of `PACKAGES` that are installed, this environment's first."""
    apart = [str(path) for path in PEERS_HOME.glob("lib/python*/site-packages")]
    found = {each.name: each.version for path in (apart, sys.path) for each in distributions(path=path)}
    return {package: found[package] for package in PACKAGES if package in found}


def _without_plan(instance: str, planner: str, persons: int, answer: Answer, seed: int) -> Result:
    return Result(
        instance=instance,
        planner=planner,
        outcome=answer.outcome,
        persons=persons,
        people_out=0,
        value=None,
        bound=None,
        gap=None,
        proof="none",
        violations=0,
        seconds=round(answer.seconds, 2),
        cpu_seconds=round(answer.cpu_seconds, 2),
        peak_bytes=answer.peak_bytes,
        seed=seed,
        detail=answer.detail,
    )


def against(bound: float | None, people_out: int, result: Result) -> Result:
    """Give the result with its gap to a bound on plans that bring out so many; no gap if it brings out fewer."""
    if bound is None or result.value is None or result.people_out < people_out:
        return replace(result, bound=None, gap=None)
    return replace(result, bound=bound, gap=(result.value - bound) / result.value if result.value else 0.0)


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


def judged(result: Result) -> str:
    """Say what the judge found, or why there was nothing to judge."""
    if result.outcome != "plan":
        return result.outcome
    return "yes" if not result.violations else f"{result.violations} violations"


def save(path: Path, results: Sequence[Result], *, time_limit_s: float) -> None:
    """Write results as JSON, with what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "measured_on": {**measured_on(), "time_limit_seconds": time_limit_s},
        "results": [asdict(result) for result in results],
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def measured_on() -> dict[str, object]:
    """Describe the kind of machine and the versions of the software; nothing that tells one machine from another."""
    return {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "packages": {"safepassage": safepassage.__version__, **_installed()},
    }
