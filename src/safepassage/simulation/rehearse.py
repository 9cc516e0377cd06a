"""Ensembles: many runs of one plan, and what they say of it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future

from safepassage.domain.outcome import Outcome
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.outcome import outcome_of
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import Tally, empty_tally, tally_runs

CHUNK = 50
"""Runs that are tallied together. It is part of the result's last bits: the same whatever the number of workers."""

AHEAD = 4
"""So many chunks are given to workers before the first of them is done, so that few tallies wait to be added."""

SPAN_LADDER_S = (60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400)
MOST_SPANS = 400
"""The curve of people out has at most so many spans, each of the shortest length on the ladder with which it does."""

DAY_S = 86_400


def rehearse(
    prepared: Prepared,
    policy: Policy = TIMETABLE,
    uncertainty: Uncertainty = CERTAINTY,
    *,
    runs: int,
    seed: int = 1,
    executor: Executor | None = None,
    watch: Callable[[int], None] | None = None,
) -> Outcome:
    """Simulate runs 0 to `runs - 1` and give what they say; the same for the same seed, whoever does the work.

    Parameters
    ----------
    executor
        Who simulates; None: this thread. Threads share the work well, as compiled runs hold no lock.
    watch
        Called with the number of runs done, whenever some are.
    """
    span_s, spans = curve_of(prepared)
    memory = lay_out(prepared.tables, policy, uncertainty, span_s=span_s, spans=spans)
    total = empty_tally(memory, prepared.planned_out)
    done = 0
    for count, tally in _tallies(memory, prepared.planned_out, runs, seed, executor):
        total.add(tally)
        done += count
        if watch is not None:
            watch(done)
    return outcome_of(prepared, policy, uncertainty, total, runs=runs, seed=seed, span_s=span_s)


def curve_of(prepared: Prepared) -> tuple[int, int]:
    """Give length and number of the spans that are looked at: twice the planned time, and a day more at least."""
    planned_s = max((stop.depart_s for each in prepared.plan.itineraries for stop in each.stops), default=0)
    horizon_s = max(2 * planned_s, planned_s + DAY_S)
    span_s = next((s for s in SPAN_LADDER_S if horizon_s <= s * MOST_SPANS), -(-horizon_s // MOST_SPANS // 60) * 60)
    return span_s, -(-horizon_s // span_s)


def _tallies(
    memory: Memory, planned_out: int, runs: int, seed: int, executor: Executor | None
) -> Iterator[tuple[int, Tally]]:
    """Yield the tallies of all chunks in their order, with how many runs each has."""
    chunks = [(first, min(CHUNK, runs - first)) for first in range(0, runs, CHUNK)]
    if executor is None:
        for first, count in chunks:
            yield count, tally_runs(memory, planned_out, seed, first, count)
        return
    waiting: deque[tuple[int, Future[Tally]]] = deque()
    for first, count in chunks:
        future = executor.submit(tally_runs, memory.again(), planned_out, seed, first, count)
        waiting.append((count, future))
        if len(waiting) >= AHEAD:
            count_done, oldest = waiting.popleft()
            yield count_done, oldest.result()
    for count, future in waiting:
        yield count, future.result()
