"""Ensembles of runs in which the rest is planned anew at each disruption."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from safepassage.domain.outcome import Estimate, Outcome
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.simulation.chunks import Chunk, simulate_chunk
from safepassage.simulation.crew import ALONE, Crew
from safepassage.simulation.estimates import mean
from safepassage.simulation.memory import Memory, lay_out
from safepassage.simulation.outcome import outcome_of
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.rehearse import curve_of
from safepassage.simulation.replanning.aligning import planned_out, without_idle
from safepassage.simulation.replanning.one_run import Rehearsal, start
from safepassage.simulation.tally import empty_tally


@dataclass(frozen=True, slots=True)
class ReplannedChunk:
    """What became of one run, with how many plans were made while it went on and how many changes they announced."""

    chunk: Chunk
    new_plans: int
    changes: int


def rehearse_replanning(
    scenario: Scenario,
    plan: Plan,
    rehearsal: Rehearsal,
    *,
    runs: int,
    seed: int = 1,
    crew: Crew = ALONE,
    watch: Callable[[int], None] | None = None,
) -> Outcome:
    """Simulate runs 0 to `runs - 1`, planning anew in each, and give what they say.

    They are the runs of `rehearse` with the same seed: the same draws, whatever the plan. A run is complete when all
    are out who asked to leave and want to, as plans made later may bring out more or fewer people than the first. The
    result is the same whoever does the work, if `rehearsal.replan` gives the same plans.

    Parameters
    ----------
    crew
        Who simulates; else this thread. Planning holds Python's lock, so processes share the work and threads do not.
    watch
        Called with the number of runs done, whenever one more is.

    Raises
    ------
    UnsupportedTermError
        If plans for this scenario cannot be gone on from.
    HistoryChangedError
        If in a run, what had happened before a new plan did not happen again under it.
    """
    first = start(scenario, plan, rehearsal.uncertainty.roads)
    tally = empty_tally(_memory(first, first, rehearsal), scenario.persons)
    plans: list[int] = []
    changes: list[int] = []
    shared = crew.share(first)
    for one in crew.each(replan_run, ((shared, rehearsal, seed, run) for run in range(runs))):
        tally.add(one.chunk)
        plans.append(one.new_plans)
        changes.append(one.changes)
        if watch is not None:
            watch(len(plans))
    span_s, _ = curve_of(first)
    policy, uncertainty = rehearsal.policy, rehearsal.uncertainty
    outcome = outcome_of(first, policy, uncertainty, tally, runs=runs, seed=seed, span_s=span_s)
    used = replace(outcome.policy, replans=True)
    return replace(
        without_idle(outcome, plan),
        policy=used,
        planned_out=planned_out(first),
        new_plans=_mean(plans),
        changes_announced=_mean(changes),
    )


def replan_run(prepared: Prepared, rehearsal: Rehearsal, seed: int, run: int) -> ReplannedChunk:
    """Simulate one run to its end, and count its last simulation as all runs are counted."""
    found = rehearsal.one_run(prepared, seed=seed, run=run)
    memory = _memory(prepared, found.prepared, rehearsal)
    chunk = simulate_chunk(memory, prepared.scenario.persons, seed, run, 1)
    return ReplannedChunk(chunk, len(found.new_plans), found.num_changes)


def _memory(first: Prepared, prepared: Prepared, rehearsal: Rehearsal) -> Memory:
    """Lay out a plan for a run, with the curve of people out as that of the first plan."""
    span_s, spans = curve_of(first)
    return lay_out(prepared, rehearsal.policy, rehearsal.uncertainty, span_s=span_s, spans=spans)


def _mean(counts: list[int]) -> Estimate:
    return mean(float(sum(counts)), float(sum(count * count for count in counts)), len(counts))
