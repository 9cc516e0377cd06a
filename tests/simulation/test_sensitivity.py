"""What drives the spread: against variances that are known, and the same whoever does the work."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from safepassage.domain.uncertainty import CERTAINTY, Chance, Delay, Hazard, RoadHazard, Shape, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, Crew, prepare, sensitivity, simulate, uncertain_causes
from safepassage.simulation import columns as c
from safepassage.simulation.chunks import OF_ALL, TO_BE
from safepassage.simulation.memory import lay_out
from safepassage.simulation.sensitivity import Pairs, _frozen
from tests.simulation.operations import queue_at_a_crossing, random_operation

MANY = 4000
WIDE = 4.5
"""Standard errors within which a test must find a known figure."""


def test_only_what_is_uncertain_is_a_cause() -> None:
    assert uncertain_causes(CERTAINTY) == ()
    found = Uncertainty(
        travel=Spread(0.1),
        service=Spread(source="nothing spreads"),
        check=Spread(shape=Shape.EXPONENTIAL),
        late_start=Delay(chance=1.0, mean_s=0.0),
        late_groups=Delay(chance=1.0, mean_s=600.0, cv=0.0),
        counts=Spread(mean=1.2),
        staying=Chance(source="nobody stays"),
        turned_back=Chance(1.0),
        breakdowns=Hazard(mean_s=60.0),
        roads=(RoadHazard("depot", "fork", both_ways=True, closes=Hazard(mean_s=60.0)),),
    )
    assert uncertain_causes(found) == ("travel", "check")


def test_indices_are_those_of_a_sum_of_two_independent_times() -> None:
    """One car that is late and then checked: completion is the sum, so each index is its share of the variance.

    Lateness has a mean of 1,000 s and a cv of 0.4, the check 2,000 s and 0.1: variances 160,000 and 40,000 s², shares
    0.8 and 0.2. Whole seconds change that by less than a thousandth.
    """
    scenario, plan = queue_at_a_crossing([0], 2000, 1)
    both = Uncertainty(check=Spread(0.1), late_start=Delay(chance=1.0, mean_s=1000.0, cv=0.4))
    found = sensitivity(prepare(scenario, plan), IN_ORDER, both, runs=MANY)
    assert found.figure == "completion_seconds"
    assert found.runs == 3 * MANY
    shares = {each.cause: each for each in found.causes}
    for cause, expected in (("check", 0.2), ("late_start", 0.8)):
        each = shares[cause]
        assert each.value is not None
        assert each.low is not None
        assert abs(each.value - expected) < WIDE * (each.value - each.low) / 2
        assert each.value - each.low < 0.1


def test_frozen_runs_share_one_cause_and_no_other() -> None:
    scenario, plan = queue_at_a_crossing([0], 2000, 1)
    both = Uncertainty(check=Spread(0.3), late_start=Delay(chance=1.0, mean_s=1000.0, cv=0.4))
    prepared = prepare(scenario, plan)
    memory = _frozen(lay_out(prepared, IN_ORDER, both), "check")
    image = memory.image[memory.addresses["causes"] :].reshape(-1)[: memory.rows["causes"] * c.CAUSES.width]
    others = image.reshape(-1, c.CAUSES.width)[:, c.OTHER_SEED]
    assert others[2] == 0
    assert all(others[[0, 1, 3]] != 0)


def test_threads_change_no_bit() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    late = Uncertainty(travel=Spread(0.4, 0.2), late_start=Delay(chance=1.0, mean_s=900.0))
    alone = sensitivity(prepared, IN_ORDER, late, runs=130, seed=4)
    with ThreadPoolExecutor(3) as executor:
        assert sensitivity(prepared, IN_ORDER, late, runs=130, seed=4, crew=Crew(executor)) == alone


def test_where_nothing_spreads_no_share_is_told() -> None:
    scenario, plan = queue_at_a_crossing([0], 2000, 1)
    unused = Uncertainty(service=Spread(0.3))
    found = sensitivity(prepare(scenario, plan), IN_ORDER, unused, runs=60)
    assert [each.value for each in found.causes] == [None]


def test_progress_is_told_until_all_runs_are_done() -> None:
    scenario, plan = queue_at_a_crossing([0], 2000, 1)
    told: list[int] = []
    sensitivity(prepare(scenario, plan), IN_ORDER, Uncertainty(check=Spread(0.1)), runs=120, watch=told.append)
    assert told[-1] == 240
    assert all(before < after for before, after in pairwise(told))


def test_where_some_do_not_come_out_it_is_of_people_out() -> None:
    pairs = Pairs()
    figures = np.zeros((3, OF_ALL))
    figures[:, c.OUT - c.FACTS] = (5, 5, 4)
    figures[:, TO_BE] = 5
    pairs.add(0, figures, figures)
    assert not pairs.complete


@pytest.mark.parametrize("room", [1, 50])
def test_what_is_kept_does_not_grow_with_runs(room: int) -> None:
    pairs = Pairs()
    before = pairs.sums.nbytes
    for first in range(0, 100 * room, room):
        figures = np.ones((room, OF_ALL))
        pairs.add(first, figures, figures)
    assert pairs.sums.nbytes == before


def test_a_single_run_is_not_changed_by_the_other_seed() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    late = Uncertainty(travel=Spread(0.4, 0.2))
    first, again = (simulate(prepared, IN_ORDER, late, seed=3).log for _ in range(2))
    assert np.array_equal(first, again)
