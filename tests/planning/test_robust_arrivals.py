"""Arrivals of runs are those of the ensemble, and what was carried out is what the facts tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.plan import Itinerary
from safepassage.domain.uncertainty import Chance, Delay, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, TIMETABLE, Policy, prepare, simulate
from safepassage.simulation import columns as c
from safepassage.simulation.arrivals import arrivals
from safepassage.simulation.realising import carried_out
from tests.simulation.operations import random_operation
from tests.simulation.realised import realised

LATE = Uncertainty(
    travel=Spread(0.5, 0.2),
    service=Spread(0.5, 0.2),
    check=Spread(0.5, 0.2),
    late_start=Delay(chance=1.0, mean_s=900.0),
)


@pytest.mark.parametrize("policy", [TIMETABLE, IN_ORDER])
@pytest.mark.parametrize("seed", range(8))
def test_arrivals_are_those_that_the_engine_counts(seed: int, policy: Policy) -> None:
    """Persons out by priority and the last arrival, run by run, from the middle of an ensemble."""
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    for run, found in enumerate(arrivals(prepared, policy, LATE, seed=5, first=2, end=5), start=2):
        cells = simulate(prepared, policy, LATE, seed=5, run=run).memory.cells
        out = np.bincount(found.priority, weights=found.persons, minlength=4)
        assert out[1:].tolist() == cells[c.OUT_1 : c.OUT_3 + 1].tolist()
        assert found.at_s.max(initial=0) == cells[c.COMPLETION]
        assert found.could.sum() == scenario.persons


@pytest.mark.parametrize("seed", range(8))
def test_who_stays_could_not_have_come(seed: int) -> None:
    """What is counted from the facts is what custody counts."""
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    staying = replace(LATE, staying=Chance(chance=0.3))
    for run, found in enumerate(arrivals(prepared, TIMETABLE, staying, seed=5, first=0, end=3)):
        custody = Custody()
        for fact in simulate(prepared, TIMETABLE, staying, seed=5, run=run).facts():
            custody.apply(fact)
        persons = custody.persons()
        gone = persons[Whereabouts.STAYED] + persons[Whereabouts.TURNED_BACK]
        assert found.could.sum() == custody.registered - gone


@pytest.mark.parametrize("seed", range(8))
def test_with_nothing_uncertain_the_plan_was_carried_out(seed: int) -> None:
    """Everybody boards and alights at the planned second."""
    scenario, plan = random_operation(seed)
    made = carried_out(simulate(prepare(scenario, plan)).facts())
    assert moves_of(made) == moves_of(plan.itineraries)


def moves_of(routes: Sequence[Itinerary]) -> Counter[tuple[object, ...]]:
    """Count the groups that move, by vehicle, place, second, row, and whether they board or alight."""
    moves: Counter[tuple[object, ...]] = Counter()
    for route in routes:
        for stop in route.stops:
            for boards, counted in ((True, stop.board), (False, stop.alight)):
                for row, groups in counted.items():
                    moves[route.vehicle, stop.place, stop.depart_s, row, boards] += groups
    return moves


@pytest.mark.parametrize("seed", range(8))
def test_what_was_carried_out_late_is_what_the_tests_of_the_engine_find(seed: int) -> None:
    scenario, plan = random_operation(seed)
    facts = list(simulate(prepare(scenario, plan), TIMETABLE, LATE, seed=seed).facts())
    assert carried_out(facts) == realised(plan, facts).itineraries
