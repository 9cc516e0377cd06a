"""Choosing among plans on futures that are reckoned by hand: no simulation is needed for that."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.robustness import RobustFor
from safepassage.domain.scenario import Scenario
from safepassage.planning.robust import Future, Meeting, Request, Tools, choose
from safepassage.planning.robust.race import Runner, race
from safepassage.planning.robust.worth import Reals
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify
from tests.planning.robust_by_hand import BY_THE_BRIDGE_S, BY_THE_GATE_S, GATE_OR_BRIDGE

FUTURES, FRESH = 1, 2
ASKED = Request(
    futures=40, robust_for=RobustFor.MEAN, time_limit_s=60.0, seed=1, futures_seed=FUTURES, fresh_seed=FRESH
)


@dataclass
class Futures:
    """Every other future is bad in the sample, every fourth among the fresh ones: then the gate is closed on arrival.

    `asked` notes seed, first and end of all that was simulated.
    """

    bad: bool = True
    asked: list[tuple[int, int, int]] = field(default_factory=list)

    def __call__(self, plan: Plan) -> Meeting:
        """Give the futures of a plan."""
        by_gate = any(stop.place == "gate" for route in plan.itineraries for stop in route.stops)

        def meet(seed: int, first: int, end: int) -> Sequence[Future]:
            self.asked.append((seed, first, end))
            every = {FUTURES: 2, FRESH: 4}[seed]
            return [
                self._future(plan, out=not (self.bad and by_gate and number % every == 0))
                for number in range(first, end)
            ]

        return meet

    def _future(self, plan: Plan, out: bool) -> Future:
        at_s, persons = (plan.completion_seconds, 10) if out else (0, 0)
        return Future(np.array([at_s]), np.array([3]), np.array([persons]), np.array([0, 0, 10]))


def make(world: Scenario, /, time_limit_s: float, seed: int) -> Plan:
    return solve(world, time_limit_s=time_limit_s, seed=seed, max_iterations=50)


def nothing_rehearsed(_world: Scenario, _plan: Plan) -> Plan | None:
    return None


def tools(futures: Futures, **others: object) -> Tools:
    ticks = count()
    return replace(Tools(make, nothing_rehearsed, futures, clock=lambda: next(ticks) / 1000), **others)  # type: ignore[arg-type]  # any of its fields


def places(plan: Plan) -> set[str]:
    return {stop.place for route in plan.itineraries for stop in route.stops}


def test_the_nominal_plan_hurries_through_the_gate() -> None:
    assert make(GATE_OR_BRIDGE, time_limit_s=10, seed=1).completion_seconds == BY_THE_GATE_S


def test_slack_is_chosen_where_it_pays_and_its_price_is_told() -> None:
    for robust_for in RobustFor:
        plan = choose(GATE_OR_BRIDGE, replace(ASKED, robust_for=robust_for), tools(Futures()))
        assert verify(GATE_OR_BRIDGE, plan).ok
        assert places(plan) == {"home", "bridge", "town"}
        robust = plan.robust
        assert robust is not None
        assert (robust.nominal.people_out, robust.chosen.people_out) == (5 if robust_for is RobustFor.MEAN else 0, 10)
        assert robust.calm_completion_s == BY_THE_BRIDGE_S - BY_THE_GATE_S
        assert robust.calm_value == BY_THE_BRIDGE_S - BY_THE_GATE_S
        assert robust.calm_people == 0


def test_what_is_shown_comes_from_fresh_futures() -> None:
    """The gate is closed in half of the sample, but only in a quarter of the fresh futures."""
    robust = choose(GATE_OR_BRIDGE, ASKED, tools(Futures())).robust
    assert robust is not None
    assert (robust.fresh_nominal.people_out, robust.fresh_chosen.people_out) == (7.5, 10)
    assert robust.people_difference.value == 2.5
    assert 0 < robust.people_difference.low < 2.5 < robust.people_difference.high


def test_without_bad_futures_the_nominal_plan_stays() -> None:
    plan = choose(GATE_OR_BRIDGE, ASKED, tools(Futures(bad=False)))
    assert places(plan) == {"home", "gate", "town"}
    assert plan.robust is not None
    assert plan.robust.is_nominal
    assert plan.robust.tried > 1
    assert plan.robust.chosen == plan.robust.nominal
    assert (plan.robust.people_difference.low, plan.robust.people_difference.high) == (0, 0)


def test_bounds_stay_those_of_the_true_scenario() -> None:
    plan = choose(GATE_OR_BRIDGE, ASKED, tools(Futures()))
    assert (plan.value, plan.bound) == (BY_THE_BRIDGE_S, BY_THE_GATE_S)


def test_the_same_seed_chooses_the_same_plan() -> None:
    one, other = (choose(GATE_OR_BRIDGE, ASKED, tools(Futures())) for _ in range(2))
    assert one == other


def test_when_it_is_stopped_the_best_so_far_is_judged_on_fresh_futures() -> None:
    futures = Futures()
    plan = choose(GATE_OR_BRIDGE, ASKED, tools(futures, stopped=lambda: True))
    assert plan.robust is not None
    assert (plan.robust.is_nominal, plan.robust.tried) == (True, 1)
    assert futures.asked == [(FUTURES, 0, 40), (FRESH, 0, 40)]


def test_when_time_is_short_the_nominal_plan_is_the_answer() -> None:
    seconds = count()
    plan = choose(GATE_OR_BRIDGE, replace(ASKED, time_limit_s=3), tools(Futures(), clock=lambda: float(next(seconds))))
    assert plan.robust is not None
    assert plan.robust.is_nominal


def test_where_nobody_can_come_out_nothing_is_chosen() -> None:
    nobody = replace(GATE_OR_BRIDGE, vehicles=())
    plan = choose(nobody, ASKED, tools(Futures()))
    assert plan.people_out == 0
    assert plan.robust is not None
    assert plan.robust.is_nominal


@pytest.mark.parametrize("futures", [1, 2, 19])
def test_so_few_futures_that_chance_would_choose_are_refused(futures: int) -> None:
    met = Futures()
    with pytest.raises(UnusableInputError, match=r"^Too few futures .* take 20 or more\.$"):
        choose(GATE_OR_BRIDGE, replace(ASKED, futures=futures), tools(met))
    assert not met.asked


def test_twenty_futures_are_enough_to_choose_on() -> None:
    for robust_for in RobustFor:
        plan = choose(GATE_OR_BRIDGE, replace(ASKED, futures=20, robust_for=robust_for), tools(Futures()))
        assert plan.completion_seconds == BY_THE_BRIDGE_S


def runner(plan: Plan, people: Sequence[int], met: list[int]) -> Runner:
    def meet(first: int, end: int) -> Reals:
        met.append(end)
        values = np.zeros((end - first, 4))
        values[:, 0] = people[first:end]
        return values

    return Runner(plan, None, meet)


def test_a_race_gives_all_futures_to_the_better_half_only() -> None:
    plan = make(GATE_OR_BRIDGE, time_limit_s=10, seed=1)
    met: list[list[int]] = [[] for _ in range(8)]
    runners = [runner(plan, [number] * 320, met[number]) for number in range(8)]
    ranked = race(runners, 320, RobustFor.MEAN, lambda: False)
    assert [runners.index(each) for each in ranked] == [7, 6]
    assert [max(each) for each in met] == [40, 40, 40, 40, 80, 80, 320, 320]
    assert met[7] == [40, 80, 160, 320]


def test_a_race_that_runs_out_of_time_ranks_nobody_who_has_not_met_all_futures() -> None:
    plan = make(GATE_OR_BRIDGE, time_limit_s=10, seed=1)
    met: list[int] = []
    runners = [runner(plan, [number] * 20, met) for number in range(3)]
    assert race(runners, 20, RobustFor.TAIL, lambda: len(met) >= 2) == [runners[1], runners[0]]
