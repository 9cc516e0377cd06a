"""Least times between stops are never above what any vehicle could drive, and all bounds measure with them."""

import random
from itertools import pairwise, permutations
from math import inf

import numpy as np
import pytest

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.planning.solver.metric import least_services, least_times
from tests.planning import by_hand
from tests.planning.random_scenarios import TINY, random_scenario
from tests.planning.solver.workbench import Prepared, prepare


def direct(ready: Prepared, profile: int, a: int, b: int) -> float:
    """Give the least seconds of a way without a stop but at crossings, loaded or empty."""
    ways, least = ready.tables.ways, inf
    for loaded in range(2):
        first, last = ways.pass_first, ways.first[2 * profile + loaded, a, b]
        for way in range(last, last + ways.choices[2 * profile + loaded, a, b]):
            seconds = int(ways.last_leg[way])
            for i in range(first[way], first[way + 1]):
                rule = ways.pass_rule[i]
                seconds += int(ways.pass_leg[i]) + (int(ready.tables.terms.check_s[rule]) if rule >= 0 else 0)
            least = min(least, seconds)
    return least


def best_chain(ready: Prepared, profile: int, a: int, b: int) -> float:
    """Give the least seconds from stop to stop by trying every chain of stops between."""
    stops = range(len(ready.problem.stops))
    between = [s for s in stops if s not in {a, b}]
    service = {p: ready.problem.board_s[p] for p in ready.problem.pickups}
    for d in ready.problem.destinations:
        service[d] = min(service.get(d, ready.problem.alight_s[d]), ready.problem.alight_s[d])
    legs = {(x, y): direct(ready, profile, x, y) for x in stops for y in stops if x != y}
    best = inf
    for number in range(len(between) + 1):
        for chosen in permutations(between, number):
            chain = (a, *chosen, b)
            seconds = sum(legs[pair] for pair in pairwise(chain))
            best = min(best, seconds + sum(service.get(s, inf) for s in chosen))
    return best


@pytest.mark.parametrize("seed", range(25))
def test_least_times_are_those_of_the_best_chain(seed: int) -> None:
    """No chain of visits is faster, and some chain is as fast."""
    scenario = random_scenario(random.Random(seed), TINY)
    ready = prepare(scenario)
    size = len(ready.problem.stops)
    if size > 6:
        pytest.skip("too many stops for trying every chain")
    for profile in range(len(ready.problem.profiles)):
        times = least_times(ready.problem, ready.network, ready.tables, profile)
        for a in range(size):
            for b in range(size):
                assert times[a, b] == (0 if a == b else best_chain(ready, profile, a, b))


@pytest.mark.parametrize("seed", range(25, 40))
def test_least_times_obey_the_triangle_inequality_with_visits(seed: int) -> None:
    """The proof of the bound skips visits of a vehicle; that may never take longer."""
    ready = prepare(random_scenario(random.Random(seed), TINY))
    times = least_times(ready.problem, ready.network, ready.tables, 0)
    service = least_services(ready.problem)
    for k in np.flatnonzero(service < inf):
        assert (times <= times[:, k, None] + service[k] + times[None, k, :]).all()


def behind_an_inn(through: bool) -> Scenario:
    """Give a shelter whose short road leads through an inn that is a destination too."""
    return by_hand.scenario(
        places=(
            Place("inn", shelter_places=None, through=through, alight_s=by_hand.FIVE_MINUTES),
            by_hand.FAR,
            Place("shelter"),
        ),
        roads=(
            Link("gate", "inn", by_hand.FIVE_MINUTES),
            Link("inn", "far", by_hand.FIVE_MINUTES),
            Link("gate", "far", 20 * by_hand.FIVE_MINUTES),
        ),
    )


@pytest.mark.parametrize(
    ("through", "seconds", "reason"),
    [(True, 1200, "who may drive through need not stop"), (False, 1500, "a visit is faster than the road around it")],
)
def test_a_visit_may_be_a_short_cut(through: bool, seconds: int, reason: str) -> None:
    ready = prepare(behind_an_inn(through))
    stops = ready.problem.stops
    times = least_times(ready.problem, ready.network, ready.tables, 0)
    assert times[stops.index("town"), stops.index("far")] == seconds, reason
