"""Plans one scenario in a process of its own, so that time, memory and clashing libraries are that planner's alone.

    python -m benchmarks.child < request.json

The request names the planner, the scenario folder, where the plan is to be written, and the limits; the answer on
standard output is JSON as well.
"""

import json
import resource
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.peers.catalogue import OURS, PEERS
from benchmarks.peers.plans import plan_of
from benchmarks.peers.trips import Case, Limits, unanswered
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.scenarios import read_scenario, write_plan


@dataclass(frozen=True, slots=True)
class Request:
    """What to plan, by which planner, and within which limits; `memory_bytes` limits the address space."""

    planner: str
    scenario: str
    plan: str
    time_limit_s: float
    seed: int
    threads: int
    memory_bytes: int
    max_iterations: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: `plan`, `no plan`, `cannot express` or `out of memory`.

    `seconds` of planning are by the clock on the wall, `cpu_seconds` those that all threads computed. `peak_bytes` is
    the most memory that the process held.
    """

    outcome: str
    detail: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


def answer(request: Request) -> Answer:
    """Plan, and write the plan if there is one."""
    scenario = read_scenario(Path(request.scenario))
    missing = [] if request.planner == OURS else unanswered(scenario)
    if missing:
        return Answer("cannot express", ", ".join(missing))
    began, cpu_began = perf_counter(), process_time()
    plan = _plan(scenario, request)
    seconds, cpu_seconds = perf_counter() - began, process_time() - cpu_began
    if plan is not None:
        write_plan(plan, Path(request.plan))
    return Answer("no plan" if plan is None else "plan", "", seconds, cpu_seconds, _peak_bytes())


def _plan(scenario: Scenario, request: Request) -> Plan | None:
    if request.planner == OURS:
        solver = import_module("safepassage.planning.solver")
        found: Plan = solver.solve(
            scenario, time_limit_s=request.time_limit_s, seed=request.seed, max_iterations=request.max_iterations
        )
        return found
    peer = import_module(PEERS[request.planner].module)
    case = Case.of(scenario)
    programs = peer.solve(case, Limits(request.time_limit_s, request.seed, request.threads, perf_counter))
    return None if programs is None else plan_of(case, programs)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Read the request from standard input and write the answer to standard output."""
    values: dict[str, Any] = json.load(sys.stdin)
    request = Request(**values)
    resource.setrlimit(resource.RLIMIT_AS, (request.memory_bytes, request.memory_bytes))
    output = sys.stdout
    sys.stdout = sys.stderr  # what a package prints is no answer
    try:
        found = answer(request)
    except MemoryError:
        found = Answer("out of memory", peak_bytes=_peak_bytes())
    print(json.dumps(asdict(found)), file=output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
