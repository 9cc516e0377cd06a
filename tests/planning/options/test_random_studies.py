"""Studies of random scenarios with every kind of term: nothing breaks, and what is said of them fits together."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.options import Options
from safepassage.domain.scenario import Scenario
from safepassage.planning.options import Desk, Effort, Request, study_options
from safepassage.scenarios import starting_scenario
from tests.planning.options.cases import Here, say
from tests.planning.random_scenarios import SIZES, random_scenario

QUICK = Effort(time_limit_s=600.0, seed=1, iterations=60)
FEW = Request(None, QUICK, QUICK, most_changes=4, most_sets=3, most_endings=3)


def study(scenario: Scenario, by_s: int | None) -> Options:
    options = study_options(scenario, replace(FEW, by_s=by_s), Desk(Here(), lambda *_: None, lambda: False), say)
    assert options is not None
    return options


def hangs_together(options: Options) -> None:
    """Check that findings lie within what is proven, no looser term loses anybody, and a later end is no worse."""
    for each in (*options.worth, *options.together):
        if each.by_deadline is not None:
            assert each.people is not None
            assert each.by_deadline.people_out_by_priority >= options.base.people_out_by_priority
            assert each.people.at_least <= each.people.at_most
            assert each.by_deadline.people_out <= each.by_deadline.people_out_bound
        if each.time is not None:
            assert each.time.found_s >= each.time.at_least_s >= 0
            assert each.time.at_most_s is None or each.time.found_s <= each.time.at_most_s
    for before, after in pairwise(options.ending):
        assert before.announced <= after.announced
        assert before.known <= after.known
    for hour in options.ending:
        assert hour.announced <= hour.known <= options.persons
        assert hour.at_most is None or not hour.planned or hour.announced <= hour.at_most


@pytest.mark.parametrize("seed", range(4))
def test_random_studies_hang_together(seed: int) -> None:
    scenario = random_scenario(random.Random(seed), SIZES["tiny"])
    try:
        options = study(scenario, None)
    except UnsupportedTermError:
        pytest.skip("the planner says that it cannot plan this")
    hangs_together(options)
    hangs_together(study(scenario, max(1, options.base_in_the_end.completion_s * 2 // 3)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 60))
def test_many_random_studies_hang_together(seed: int) -> None:
    test_random_studies_hang_together(seed)


@pytest.mark.parametrize("missing", ["people", "vehicles"])
def test_without_people_or_vehicles_there_is_an_answer(missing: str) -> None:
    scenario = starting_scenario("mine")
    scenario = replace(scenario, people=()) if missing == "people" else replace(scenario, vehicles=())
    options = study(scenario, None)
    assert options.base.people_out == 0
    hangs_together(options)
