"""How fast a plan is rehearsed: the compiled engine against the same model in SimPy, and a large ensemble.

    python -m benchmarks.rehearsal SCENARIO PLAN [--runs 10000]

Both simulate the same runs of one plan, one after the other on one core, and must come to the same figures, fact for
fact. Seconds are of computing, of the fastest of some runs, so that what else the machine does counts little. Then an
ensemble is run on two threads, with the memory that the process holds after a tenth of it and after all of it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from benchmarks.runner import PEERS_HOME, ROOT
from safepassage.domain.uncertainty import Delay, Spread, Uncertainty
from safepassage.scenarios import read_plan, read_scenario
from safepassage.simulation import IN_ORDER, TIMETABLE, Policy, Prepared, compile_loops, prepare, rehearse
from safepassage.simulation import columns as c
from safepassage.simulation.crew import Crew
from safepassage.simulation.draws import late_s, set_streams, takes_s
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.uncertainty import Cause

UNCERTAIN = Uncertainty(
    travel=Spread(0.3, 0.1),
    service=Spread(0.3, 0.1),
    check=Spread(0.3, 0.1),
    late_start=Delay(chance=1.0, mean_s=600.0),
)
"""Invented to measure speed; no figure of a real operation."""

POLICIES = {"timetable": TIMETABLE, "in-order": IN_ORDER}
REPEATS = 300
SIMPY_REPEATS = 10


@dataclass(frozen=True, slots=True)
class Race:
    """Facts of one run, and the facts that each tells in a second of computing."""

    policy: str
    facts: int
    engine: float
    simpy: float

    @property
    def times(self) -> float:
        """How many times as fast the engine is."""
        return self.engine / self.simpy


def race(name: str, policy: Policy, prepared: Prepared, uncertainty: Uncertainty = UNCERTAIN) -> Race:
    """Simulate run 0 with both; an AssertionError if their figures differ."""
    memory = lay_out(prepared, policy, uncertainty)
    seconds = min(_one_run(memory) for _ in range(REPEATS))
    ours, theirs = engine_figures(memory), simpy_figures(prepared, memory)
    simpy_seconds = float(theirs.pop("seconds"))
    assert ours == theirs, (ours, theirs)  # noqa: S101 - both must have simulated the same
    return Race(name, ours["facts"], ours["facts"] / seconds, ours["facts"] / simpy_seconds)


def _one_run(memory: Memory) -> float:
    """Simulate run 0 of seed 1; gives the seconds of computing."""
    began = process_time()
    simulate_run(memory.cells, memory.image, 1, 0)
    return process_time() - began


def engine_figures(memory: Memory) -> dict[str, int]:
    """Give the figures of the memory's last run; openings and the end, which SimPy's model does not tell, left away."""
    head = memory.cells
    edges = (int(head[c.NEXT_EDGE]) - memory.addresses["edges"]) // c.EDGE_WIDTH
    names = {"out": c.OUT, "completion": c.COMPLETION, "aboard_s": c.ABOARD_S, "withdrawn": c.WITHDREW}
    return {
        "facts": int(head[c.FACTS]) - edges - 1,
        "waited_s": int(memory.view(c.CROSSINGS)[:, c.WAITED_S].sum()),
    } | {name: int(head[column]) for name, column in names.items()}


def simpy_figures(prepared: Prepared, memory: Memory) -> dict[str, float]:
    """Let SimPy simulate the same run in the environment of the peers."""
    times = times_of_run(prepared, memory)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.npz"
        np.savez(path, ahead_s=memory.cells[c.AHEAD_S], **prepared.tables, **times)  # type: ignore[arg-type]  # arrays
        done = subprocess.run(
            [str(PEERS_HOME / "bin" / "python"), "-m", "benchmarks.rehearsal_simpy", str(path), str(SIMPY_REPEATS)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def times_of_run(prepared: Prepared, memory: Memory) -> dict[str, np.ndarray]:
    """Draw how long everything takes in run 0 of seed 1."""
    cells, stops = memory.again().cells, prepared.tables["stops"]
    set_streams(cells, 1, 0)
    takes, drive, late = (np.zeros(size, dtype=np.int64) for size in (len(stops), len(stops), len(prepared.vehicles)))
    for number in range(len(prepared.vehicles)):
        vehicle = memory.addresses["vehicles"] + number * c.VEHICLE_WIDTH
        late[number] = late_s(cells, vehicle)
        first, end = prepared.tables["vehicles"][number, [c.FIRST_STOP, c.END_STOP]]
        for stop in range(first, end):
            cells[vehicle + c.STOP] = memory.addresses["stops"] + stop * c.STOP_WIDTH
            cause = Cause.SERVICE if stops[stop, c.KIND] == c.SERVES else Cause.CHECK
            takes[stop] = takes_s(cells, vehicle, int(cause), stops[stop, c.TAKES_S])
            drive[stop] = takes_s(cells, vehicle, int(Cause.TRAVEL), stops[stop, c.DRIVE_S])
    return {"time-takes": takes, "time-drive": drive, "time-late": late}


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Seconds of an ensemble on two threads, by the clock and of computing; bytes after a tenth and after all of it."""

    clock_s: float
    computing_s: float
    early_bytes: int
    late_bytes: int


def ensemble(prepared: Prepared, runs: int) -> Ensemble:
    """Rehearse on two threads, a tenth of the runs first."""
    with ThreadPoolExecutor(2) as executor:
        rehearse(prepared, TIMETABLE, UNCERTAIN, runs=runs // 10, crew=Crew(executor))
        early, clock, computing = _held(), perf_counter(), process_time()
        rehearse(prepared, TIMETABLE, UNCERTAIN, runs=runs, crew=Crew(executor))
    return Ensemble(perf_counter() - clock, process_time() - computing, early, _held())


def _held() -> int:
    """Give the most bytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast a plan is rehearsed.")
    parser.add_argument("scenario", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--runs", type=int, default=10_000)
    arguments = parser.parse_args()
    compile_loops()
    prepared = prepare(read_scenario(arguments.scenario), read_plan(arguments.plan))
    for name, policy in POLICIES.items():
        found = race(name, policy, prepared)
        sys.stdout.write(
            f"{name}: {found.facts:,} facts; engine {found.engine / 1e6:.2f} million facts/s, "
            f"SimPy {found.simpy / 1e6:.3f} million facts/s: {found.times:.1f} times\n"
        )
    if arguments.runs:
        done = ensemble(prepared, arguments.runs)
        sys.stdout.write(
            f"{arguments.runs:,} runs on two threads: {done.clock_s:.1f} s by the clock, {done.computing_s:.1f} s of "
            f"computing; {done.early_bytes / 2**20:.0f} MiB held after a tenth of the runs, "
            f"{done.late_bytes / 2**20:.0f} MiB after all\n"
        )


if __name__ == "__main__":
    main()
