"""A simulated operation through the commands of people into a ledger: every count agrees, after every fact."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from safepassage.domain import events
from safepassage.domain.custody import Custody
from safepassage.domain.events import Fact
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import CERTAINTY
from safepassage.ledger.verification import Checker, verified
from safepassage.operations.counts import compared, counts_of_facts, counts_of_ledger, facts_compared
from safepassage.operations.deciding import RefusedError, Rule
from safepassage.operations.figures import facts_of
from safepassage.operations.operation import followed
from safepassage.scenarios import read_plan, read_scenario
from safepassage.simulation import Policy, prepare, simulate
from tests.operations.rehearsals import Kept, kept
from tests.simulation.operations import random_operation
from tests.simulation.test_any_run import runs
from tests.simulation.test_any_trouble import everything

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"


def tiny_run() -> tuple[Scenario, list[Fact]]:
    """Give the run of the plan by hand in which all takes its planned time."""
    scenario = read_scenario(TINY)
    plan = read_plan(TINY / "plan-by-hand.json")
    return scenario, list(simulate(prepare(scenario, plan), uncertainty=CERTAINTY).facts())


def agrees(ledger: Kept, facts: list[Fact]) -> None:
    """See that every count agrees: while it is told, after every fact, and when it is read again."""
    rehearsed = ledger.rehearsed(facts)
    assert rehearsed.differences == []
    told = ledger.told()
    lines = compared(counts_of_facts(facts), counts_of_ledger(told))
    assert [line for line in [*lines, facts_compared(facts, list(facts_of(told)))] if line.differs] == []
    operation = followed(told)
    assert operation.persons() == Custody(facts).persons()
    assert operation.discrepancies() == {}
    assert operation.registered == counts_of_facts(facts).persons.total()


def test_a_rehearsal_of_tiny_agrees_with_the_simulator(tmp_path: Path) -> None:
    scenario, facts = tiny_run()
    with kept(scenario, tmp_path) as ledger:
        agrees(ledger, facts)
        assert verified(ledger.store.rows(), Checker(ledger.store.ledger)).ok


def random_run(case: tuple[int, Policy, int]) -> tuple[Scenario, list[Fact]]:
    """Give a run of a random operation in which everything goes wrong."""
    seed, policy, run = case
    scenario, plan = random_operation(seed)
    uncertainty = everything(scenario, seed, windows_move=bool(seed % 2))
    facts = simulate(prepare(scenario, plan, uncertainty.roads), policy, uncertainty, seed=seed, run=run).facts()
    return scenario, list(facts)


@settings(max_examples=12, deadline=None)
@given(runs)
def test_a_rehearsal_in_which_everything_goes_wrong_agrees_with_the_simulator(case: tuple[int, Policy, int]) -> None:
    scenario, facts = random_run(case)
    with TemporaryDirectory() as folder, kept(scenario, Path(folder)) as ledger:
        agrees(ledger, facts)


def test_those_runs_have_breakdowns_suspensions_people_who_stay_and_people_turned_back() -> None:
    """Else the test above would show less than it says."""
    seen = Counter(
        type(fact) for seed in range(12) for fact in random_run((seed, Policy(ahead_s=0, patience_s=600), seed))[1]
    )
    for kind in (
        events.VehicleBrokeDown,
        events.VehicleRefused,
        events.AgreementSuspended,
        events.AgreementReestablished,
        events.GroupsStayed,
        events.GroupsTurnedBack,
        events.RoadClosed,
    ):
        assert seen[kind] > 0, kind


def test_a_fact_that_the_ledger_does_not_tell_is_found(tmp_path: Path) -> None:
    scenario, facts = tiny_run()
    with kept(scenario, tmp_path) as ledger:
        ledger.rehearsed(facts)
        told = ledger.told()
    lost = next(each for each in told if each.fact.name == "people.alighted")
    less = [each for each in told if each is not lost]
    lines = compared(counts_of_facts(facts), counts_of_ledger(less))
    differ = {line.what for line in lines if line.differs}
    assert {"aboard", "persons, by row and state", "out, hour by hour", "seconds aboard, of all persons"} <= differ
    assert facts_compared(facts, list(facts_of(less))).differs > 0


def test_nothing_bypasses_a_decision(tmp_path: Path) -> None:
    """A run in which more board than the vehicle has room for is refused as it would be at the door."""
    scenario, facts = tiny_run()
    boarding = next(fact for fact in facts if isinstance(fact, events.GroupsBoarded))
    wrong = [
        *facts[: facts.index(boarding)],
        events.GroupsBoarded(boarding.at_s, "bus-9", "school", boarding.people, 1),
    ]
    with kept(scenario, tmp_path) as ledger, pytest.raises(RefusedError) as refused:
        ledger.rehearsed(wrong)
    assert refused.value.rule is Rule.UNKNOWN_VEHICLE
