"""Ensembles: many runs of one plan, and what they say of it."""

from collections.abc import Callable

from safepassage.domain.outcome import Outcome
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.simulation.chunks import simulate_chunk
from safepassage.simulation.crew import ALONE, CHUNK, Crew, chunks_of
from safepassage.simulation.memory import lay_out
from safepassage.simulation.outcome import outcome_of
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import empty_tally

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
    crew: Crew = ALONE,
    watch: Callable[[int], None] | None = None,
) -> Outcome:
    """Simulate runs 0 to `runs - 1` and give what they say; the same for the same seed, whoever does the work.

    Parameters
    ----------
    crew
        Who simulates; else this thread. Threads share the work well, as compiled runs hold no lock.
    watch
        Called with the number of runs done, whenever some are.
    """
    span_s, spans = curve_of(prepared)
    memory = lay_out(prepared, policy, uncertainty, span_s=span_s, spans=spans)
    tally = empty_tally(memory, prepared.planned_out)
    shared = crew.share(memory)
    tasks = ((shared, prepared.planned_out, seed, first, count) for first, count in chunks_of(runs))
    for number, chunk in enumerate(crew.each(simulate_chunk, tasks)):
        tally.add(chunk)
        if watch is not None:
            watch(min((number + 1) * CHUNK, runs))
    return outcome_of(prepared, policy, uncertainty, tally, runs=runs, seed=seed, span_s=span_s)


def curve_of(prepared: Prepared) -> tuple[int, int]:
    """Give length and number of the spans that are looked at: twice the planned time, and a day more at least."""
    planned_s = max((stop.depart_s for each in prepared.plan.itineraries for stop in each.stops), default=0)
    horizon_s = max(2 * planned_s, planned_s + DAY_S)
    span_s = next((s for s in SPAN_LADDER_S if horizon_s <= s * MOST_SPANS), -(-horizon_s // MOST_SPANS // 60) * 60)
    return span_s, -(-horizon_s // span_s)
