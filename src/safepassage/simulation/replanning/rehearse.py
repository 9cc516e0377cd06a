"""Ensembles of runs in which the rest is planned anew at each disruption."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.simulation.estimates import Estimate, mean
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.outcome import Outcome, outcome_of
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.rehearse import curve_of
from safepassage.simulation.replanning.aligning import without_idle
from safepassage.simulation.replanning.one_run import Rehearsal, start
from safepassage.simulation.tally import Tally, empty_tally, tally_runs

AHEAD = 8
"""So many runs are given to workers before the first of them is done."""


@dataclass(frozen=True, slots=True)
class ReplannedOutcome:
    """What runs say, and what it cost: plans made while a run went on, and changes announced to crews, each a run."""

    outcome: Outcome
    new_plans: Estimate
    changes: Estimate


@dataclass(frozen=True, slots=True)
class OneTally:
    """One run, tallied, with how many plans and changes it took."""

    tally: Tally
    new_plans: int
    changes: int


def rehearse_replanning(
    scenario: Scenario,
    plan: Plan,
    rehearsal: Rehearsal,
    *,
    runs: int,
    seed: int = 1,
    executor: Executor | None = None,
    watch: Callable[[int], None] | None = None,
) -> ReplannedOutcome:
    """Simulate runs 0 to `runs - 1`, planning anew in each, and give what they say.

    They are the runs of `rehearse` with the same seed: the same draws, whatever the plan. A run is complete when all
    are out who asked to leave, as plans made later may bring out more or fewer people than the first. The result is the
    same whoever does the work, if `rehearsal.replan` gives the same plans.

    Parameters
    ----------
    executor
        Who simulates; None: this thread. Processes share the work; `rehearsal` is then pickled.
    watch
        Called with the number of runs done, whenever one more is.

    Raises
    ------
    UnsupportedTermError
        If plans for this scenario cannot be gone on from.
    HistoryChangedError
        If in a run, what had happened before a new plan did not happen again under it.
    """
    first = start(scenario, plan)
    memory = _memory(first, first, rehearsal)
    total, plans, changes = empty_tally(memory, scenario.persons), [], []
    for done, one in enumerate(_tallies(first, rehearsal, runs, seed, executor), start=1):
        total.add(one.tally)
        plans.append(one.new_plans)
        changes.append(one.changes)
        if watch is not None:
            watch(done)
    span_s, _ = curve_of(first)
    everybody = replace(first, planned_out=scenario.persons)
    outcome = outcome_of(everybody, total, runs=runs, seed=seed, span_s=span_s)
    return ReplannedOutcome(without_idle(outcome, plan), _mean(plans), _mean(changes))


def tally_one(prepared: Prepared, rehearsal: Rehearsal, seed: int, run: int) -> OneTally:
    """Simulate one run to its end and tally its last simulation, as all tallies are made."""
    found = rehearsal.one_run(prepared, seed=seed, run=run)
    memory = _memory(prepared, found.prepared, rehearsal)
    tally = tally_runs(memory, prepared.scenario.persons, seed, run, 1)
    return OneTally(tally, len(found.new_plans), found.num_changes)


def _memory(first: Prepared, prepared: Prepared, rehearsal: Rehearsal) -> Memory:
    """Lay out a plan for a run, with the curve of people out as that of the first plan."""
    span_s, spans = curve_of(first)
    return lay_out(prepared.tables, rehearsal.policy, rehearsal.uncertainty, span_s=span_s, spans=spans)


def _tallies(
    prepared: Prepared, rehearsal: Rehearsal, runs: int, seed: int, executor: Executor | None
) -> Iterator[OneTally]:
    """Yield the tallies of all runs in their order."""
    if executor is None:
        for run in range(runs):
            yield tally_one(prepared, rehearsal, seed, run)
        return
    waiting: deque[Future[OneTally]] = deque()
    for run in range(runs):
        waiting.append(executor.submit(tally_one, prepared, rehearsal, seed, run))
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def _mean(counts: list[int]) -> Estimate:
    return mean(float(sum(counts)), float(sum(count * count for count in counts)), len(counts))
