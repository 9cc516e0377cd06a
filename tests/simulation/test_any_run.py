"""What holds in every run, however late everybody is and by whatever policy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.uncertainty import CERTAINTY, Delay, Spread, Uncertainty
from safepassage.planning.verify import Rule, verify
from safepassage.simulation import IN_ORDER, TIMETABLE, Policy, prepare, simulate
from safepassage.simulation import columns as c
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.figures import fold_log
from safepassage.simulation.memory import Memory, lay_out
from tests.simulation.operations import random_operation
from tests.simulation.realised import realised

POLICIES = (TIMETABLE, IN_ORDER, Policy(ahead_s=0, patience_s=600), Policy(ahead_s=3600, patience_s=0))

LATE = Uncertainty(travel=Spread(cv=0.5, common_cv=0.2), late_start=Delay(chance=1.0, mean_s=900.0, common_cv=0.5))
"""Roads and crews are uncertain; what takes planned seconds takes these."""

ALL = Uncertainty(
    travel=Spread(0.5, 0.2),
    service=Spread(0.5, 0.2),
    check=Spread(0.5, 0.2),
    late_start=Delay(chance=1.0, mean_s=900.0),
)

EXCUSED = {
    Rule.TOO_FAST,
    Rule.AFTER_AVAILABLE,
    Rule.DUTY_TOO_LONG,
    Rule.ABOARD_TOO_LONG,
    Rule.COMPLETION_SECONDS,
    Rule.VALUE,
    Rule.BOUND,
    Rule.PROOF,
    Rule.PEOPLE_OUT,
    Rule.PEOPLE_REMAINING,
    Rule.BY_PRIORITY,
    Rule.REMAINING_LIST,
}
"""What delay may break: roads are now and then faster than expected, hours are overrun, and figures are the plan's."""

STUCK = {Rule.ABOARD_AT_END, Rule.LEFT_AT_TRANSFER, Rule.ENDS_ELSEWHERE}
"""What is broken besides where a vehicle misses the last window, or is withdrawn."""

runs = st.tuples(st.integers(0, 60), st.sampled_from(POLICIES), st.integers(0, 1000))


def figures(memory: Memory) -> list[list[int]]:
    """All figures of a run, as lists."""
    tables = (memory.view(table) for table in (c.CROSSINGS, c.CURVE))
    vehicles = memory.view(c.VEHICLES)[:, c.LEFT_AT :]
    return [memory.cells[c.FACTS : c.HEAD.width].tolist(), vehicles.tolist(), *(table.tolist() for table in tables)]


@settings(max_examples=25)
@given(runs, st.sampled_from((CERTAINTY, LATE, ALL)))
def test_nobody_is_lost_or_counted_twice(case: tuple[int, Policy, int], uncertainty: Uncertainty) -> None:
    """The identity of custody holds after every fact, and no fact is impossible."""
    seed, policy, run = case
    scenario, plan = random_operation(seed)
    custody = Custody()
    done = simulate(prepare(scenario, plan), policy, uncertainty, seed=seed, run=run)
    for fact in done.facts():
        custody.apply(fact)
        assert sum(custody.persons().values()) == custody.registered
    persons = custody.persons()
    assert custody.registered == scenario.persons
    assert persons[Whereabouts.ARRIVED] + persons[Whereabouts.IN_HOSPITAL] == done.memory.cells[c.OUT]


@settings(max_examples=30)
@given(runs, st.sampled_from((CERTAINTY, LATE)))
def test_only_delay_breaks_the_terms(case: tuple[int, Policy, int], uncertainty: Uncertainty) -> None:
    """The judge of plans, who does not know the engine, finds bays, lanes, windows, convoys, steps and loads kept."""
    seed, policy, run = case
    scenario, plan = random_operation(seed)
    done = simulate(prepare(scenario, plan), policy, uncertainty, seed=seed, run=run)
    unfinished = done.memory.cells[c.AT_WORK] > 0 or done.memory.cells[c.WITHDREW] > 0
    excused = EXCUSED | STUCK if unfinished else EXCUSED
    violations = verify(scenario, realised(plan, done.facts())).violations
    assert [violation for violation in violations if violation.rule not in excused] == []


@settings(max_examples=20)
@given(runs)
def test_figures_counted_live_are_those_of_the_log(case: tuple[int, Policy, int]) -> None:
    seed, policy, run = case
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    live = simulate(prepared, policy, ALL, seed=seed, run=run)
    replayed = lay_out(prepared, policy, ALL)
    fold_log(replayed.cells, live.log)
    assert figures(replayed) == figures(live.memory)


@pytest.mark.parametrize("seed", range(8))
def test_the_same_seed_and_run_give_the_same_bits(seed: int) -> None:
    """Alone, after other runs in the same memory, and with or without a log."""
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    alone = simulate(prepared, TIMETABLE, ALL, seed=seed, run=3)
    among = lay_out(prepared, TIMETABLE, ALL)
    for run in range(4):
        simulate_run(among.cells, among.image, seed, run)
    assert np.array_equal(simulate(prepared, TIMETABLE, ALL, seed=seed, run=3).log, alone.log)
    assert figures(among) == figures(alone.memory)


def test_other_seeds_and_other_runs_differ() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    logs = {simulate(prepared, TIMETABLE, ALL, seed=s, run=r).log.tobytes() for s in (1, 2) for r in (0, 1)}
    assert len(logs) == 4


@settings(max_examples=20)
@given(runs)
def test_whoever_is_in_time_is_out(case: tuple[int, Policy, int]) -> None:
    """Where no window closes and nobody's hours end, everybody whom the plan brings out is out in the end."""
    seed, policy, run = case
    scenario, plan = random_operation(seed)
    done = simulate(prepare(scenario, plan), policy, ALL, seed=seed, run=run)
    if any(rule.windows for rule in scenario.agreement.crossings) or done.memory.cells[c.WITHDREW]:
        return
    assert done.memory.cells[c.AT_WORK] == 0
    assert done.memory.cells[c.OUT] == plan.people_out
