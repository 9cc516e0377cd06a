"""Ensembles: the same whoever does the work, and what they say is what single runs say."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import ceil

import pytest

from safepassage.domain.outcome import QUANTILES
from safepassage.domain.uncertainty import CERTAINTY, Delay, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, TIMETABLE, prepare, rehearse, simulate
from safepassage.simulation import columns as c
from safepassage.simulation.chunks import simulate_chunk
from safepassage.simulation.crew import CHUNK, Crew, chunks_of
from safepassage.simulation.memory import lay_out
from safepassage.simulation.tally import empty_tally
from tests.simulation.operations import random_operation

LATE = Uncertainty(travel=Spread(0.4, 0.2), late_start=Delay(chance=1.0, mean_s=900.0))
RUNS = 130


def test_threads_change_no_bit() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    alone = rehearse(prepared, TIMETABLE, LATE, runs=RUNS, seed=4)
    with ThreadPoolExecutor(3) as executor:
        assert rehearse(prepared, TIMETABLE, LATE, runs=RUNS, seed=4, crew=Crew(executor)) == alone


def test_the_rehearsal_of_a_certain_plan_is_the_plan() -> None:
    scenario, plan = random_operation(1)
    outcome = rehearse(prepare(scenario, plan), runs=3)
    assert outcome.complete.value == 1.0
    assert outcome.mean_completion_s.value == plan.completion_seconds
    assert {found.value for found in outcome.completion_s} == {60 * ceil(plan.completion_seconds / 60)}
    assert outcome.people_out.value == plan.people_out
    assert outcome.people_out_over_time[-1].mean == plan.people_out
    assert outcome.people_out_over_time[-1].quantiles == (plan.people_out,) * len(QUANTILES)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_an_ensemble_says_what_its_runs_say(seed: int) -> None:
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    outcome = rehearse(prepared, IN_ORDER, LATE, runs=RUNS, seed=seed)
    heads = [
        simulate(prepared, IN_ORDER, LATE, seed=seed, run=run).memory.cells[: c.HEAD.width].tolist()
        for run in range(RUNS)
    ]
    complete = sorted(head[c.COMPLETION] for head in heads if head[c.OUT] == prepared.planned_out)
    assert outcome.complete.value == len(complete) / RUNS
    assert outcome.people_out.value == sum(head[c.OUT] for head in heads) / RUNS
    assert outcome.facts == sum(head[c.FACTS] for head in heads)
    if complete:
        assert outcome.mean_completion_s.value == pytest.approx(sum(complete) / len(complete))
    for q, found in zip(QUANTILES, outcome.completion_s, strict=True):
        rank = max(ceil(q * RUNS), 1)
        expected = 60 * ceil(complete[rank - 1] / 60) if rank <= len(complete) else None
        assert found.value == expected
    for chance in outcome.complete_by:
        assert chance.value == sum(second <= chance.at_s for second in complete) / RUNS


def test_the_curve_never_falls_and_bands_do_not_cross() -> None:
    scenario, plan = random_operation(1)
    outcome = rehearse(prepare(scenario, plan), TIMETABLE, LATE, runs=RUNS)
    for before, after in zip(outcome.people_out_over_time, outcome.people_out_over_time[1:], strict=False):
        assert before.mean <= after.mean
        assert all(low <= high for low, high in zip(before.quantiles, after.quantiles, strict=True))
    assert all(sorted(point.quantiles) == list(point.quantiles) for point in outcome.people_out_over_time)


def test_progress_is_told_until_all_runs_are_done() -> None:
    scenario, plan = random_operation(1)
    told: list[int] = []
    rehearse(prepare(scenario, plan), runs=RUNS, watch=told.append)
    assert told == [50, 100, 130]


def test_what_is_kept_of_an_ensemble_does_not_grow_with_it() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    memory = lay_out(prepared, TIMETABLE, CERTAINTY)
    tally = empty_tally(memory, prepared.planned_out)
    before = [array.nbytes for array in tally]
    for first, count in chunks_of(3 * CHUNK):
        tally.add(simulate_chunk(memory, prepared.planned_out, 1, first, count))
    assert [array.nbytes for array in tally] == before


def test_a_plan_for_nobody_can_be_rehearsed() -> None:
    scenario, plan = random_operation(1)
    nobody = replace(scenario, people=())
    outcome = rehearse(prepare(nobody, replace(plan, itineraries=())), runs=2)
    assert outcome.complete.value == 1.0
    assert outcome.mean_aboard_s is None
