"""Chooses the plan that holds best on a sample of futures, and judges it on fresh ones.

    nominal plan ──► stricter worlds ──make, rehearse──► plans ──judge──► race on the sample ──► neighbours of the best
                                                                                 │
                                             fresh futures ◄── best and nominal ─┘

Who is chosen among many on a sample looks better there than it is (Smith and Winkler, The optimizer's curse, Management
Science 52, 2006). So the figures that are shown come from fresh futures, which played no part in the choice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Protocol

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.robustness import RobustFor, Robustness
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.robust.proposals import Proposal, first_proposals, neighbours
from safepassage.planning.robust.race import Runner, race
from safepassage.planning.robust.truth import in_truth
from safepassage.planning.robust.worth import LEAST_FUTURES, Future, Rank, Reals, Yardstick, paired, worth
from safepassage.planning.verify import verify

NOMINAL_SHARE, FIRST_SHARE, NEAR_SHARE = 0.25, 0.65, 0.9
"""When the nominal plan, the first stricter worlds and the neighbours are done, as shares of the time.

Set by hand: all other plans are held against the nominal one, and its bounds are shown, so that it gets as much as all
first stricter worlds together; the rest of the time, a tenth, is for planning the best world longer.
"""
LEAST_S = 0.5
"""Seconds for a plan at least: in less, large scenarios are planned too badly to be compared."""
ROUNDS = 2
"""How often neighbours of the best are looked at: neighbours take half or half again as much, so that two rounds reach
from a quarter to more than twice the best first world."""
EVALUATING = 0.4
"""The share of a round's time that is kept for simulating, judging and rehearsing.

Set by hand: a race that runs out of time has made plans in vain, one that ends early leaves its time to the next round.
"""


class Make(Protocol):
    """Plans a scenario within some seconds; a seed and a number of changes to try give the same plan again."""

    def __call__(self, world: Scenario, /, time_limit_s: float, seed: int) -> Plan:
        """Give the plan."""


class Rehearse(Protocol):
    """Carries out a plan in a world where everything takes as long as it is written there."""

    def __call__(self, world: Scenario, plan: Plan) -> Plan | None:
        """Give what happened, as a plan; None if it cannot be carried out."""


class Meeting(Protocol):
    """Simulates one plan in futures of a sample: the same seed and number give the same future to every plan."""

    def __call__(self, seed: int, first: int, end: int) -> Sequence[Future]:
        """Give what happened in the futures from `first` to before `end`."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What choosing is done with."""

    make: Make
    rehearse: Rehearse
    simulate: Callable[[Plan], Meeting]
    watch: Callable[[str], None] = lambda _words: None
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = perf_counter


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: on how many futures, for mean or tail, in how many seconds in all.

    `seed` is the search's; the samples of futures have seeds of their own, `futures_seed` and `fresh_seed`.
    """

    futures: int
    robust_for: RobustFor
    time_limit_s: float
    seed: int
    futures_seed: int
    fresh_seed: int


def choose(scenario: Scenario, request: Request, tools: Tools) -> Plan:
    """Give the plan that is best in the sample, with what it is worth beside the nominal one.

    If none is better than the nominal plan by more than chance, that one is the answer.

    Raises
    ------
    UnusableInputError
        With fewer than `LEAST_FUTURES` futures, which cannot tell a better plan from a luckier one.
    """
    if request.futures < LEAST_FUTURES:
        raise UnusableInputError(
            f"Too few futures ({request.futures}) to tell a good plan from a lucky one: take {LEAST_FUTURES} or more."
        )
    began = tools.clock()
    tools.watch("the plan for a world that goes as planned")
    nominal = tools.make(scenario, NOMINAL_SHARE * request.time_limit_s, request.seed)
    choice = Choosing(scenario, request, tools, nominal, began)
    if nominal.people_out:
        choice.look_around()
    return choice.answer()


def calm_rank(objective: Objective, plan: Plan) -> Rank:
    """Give what a plan is worth if all goes as planned: greater is better, compared figure after figure."""
    value = plan.value if objective is Objective.BEFORE_BREAKDOWN else -plan.value
    first, second, third = plan.people_out_by_priority
    return float(first), float(second), float(third), value


@dataclass
class Choosing:
    """The search as it stands: all plans that met all futures of the sample, the best first.

    `fresh_s` are seconds for fresh futures, `make_s` for the stricter world that was planned fastest, 0 before any was.
    """

    scenario: Scenario
    request: Request
    tools: Tools
    nominal: Plan
    began: float
    fresh_s: float = 0.0
    make_s: float = 0.0
    tried: int = 1
    ranked: list[Runner] = field(default_factory=list)
    seen: list[Proposal] = field(default_factory=list)
    yardstick: Yardstick = field(init=False)

    def __post_init__(self) -> None:
        self.yardstick = Yardstick.of(self.scenario, self.nominal)
        runner, began = self._runner(self.nominal, None), self.tools.clock()
        runner.run(self.request.futures)
        self.fresh_s = 2 * (self.tools.clock() - began)
        self.ranked = [runner]

    @property
    def left_s(self) -> float:
        """Seconds that are left, besides those for the fresh futures."""
        return self.request.time_limit_s - self.fresh_s - (self.tools.clock() - self.began)

    def look_around(self) -> None:
        """Try stricter worlds, then the neighbours of the best, and the best one with more time."""
        first = first_proposals(self.scenario)
        self._round(first, FIRST_SHARE, "stricter worlds")
        if len(self.ranked) == 1:
            self._round([each for each in first if each not in self.seen], NEAR_SHARE, "more stricter worlds")
        for number in range(ROUNDS):
            found = [runner.proposal for runner in self.ranked if runner.proposal is not None]
            if not found or self._spent():
                return
            near = neighbours(self.scenario, found[0], found[1] if len(found) > 1 else None)
            share = FIRST_SHARE + (NEAR_SHARE - FIRST_SHARE) * (number + 1) / ROUNDS
            self._round([each for each in near if each not in self.seen], share, "neighbours of the best")
        self._longer()

    def _too_late(self, proposal: Proposal) -> bool:
        """Whether planning another world takes longer, as far as is known, than the time that is left."""
        return not proposal.rehearsed and self.left_s < self.make_s

    def _spent(self) -> bool:
        return self.left_s <= 0 or self.tools.stopped()

    def _longer(self) -> None:
        """Plan the best world again, with all the time that is left."""
        best = self.ranked[0].proposal
        if best is not None and not best.rehearsed and not self._spent() and not self._too_late(best):
            again = (self._plan(best, (1 - EVALUATING) * self.left_s),)
            self._compare((best,), again)

    def _round(self, proposals: Sequence[Proposal], until: float, what: str) -> None:
        """Make plans for all proposals for which there is time, and let them race against the best so far."""
        limit_s = until * self.request.time_limit_s
        round_s = min(self.left_s, limit_s - (self.tools.clock() - self.began)) * (1 - EVALUATING)
        ends = self.tools.clock() + round_s
        made: list[Proposal] = []
        plans: list[Plan | None] = []
        for number, proposal in enumerate(proposals):
            left_s = ends - self.tools.clock()
            if self._spent() or left_s <= 0 or self._too_late(proposal):
                break
            to_make = sum(not each.rehearsed for each in proposals[number:])
            self.tools.watch(f"{what}, {number + 1} of {len(proposals)}: {proposal.words}")
            plans.append(self._plan(proposal, max(LEAST_S, left_s / max(to_make, 1))))
            made.append(proposal)
        self.seen += made
        short = f" (there was time for {len(made)} of {len(proposals)})" if len(made) < len(proposals) else ""
        self.tools.watch(f"{what}{short}: {self.request.futures} futures")
        self._compare(made, plans)

    def _plan(self, proposal: Proposal, time_limit_s: float) -> Plan | None:
        """Give the plan for a proposal as one for the true scenario; None if there is none that keeps its rules."""
        stricter = proposal.stricter
        world = stricter.world(self.scenario)
        if proposal.rehearsed:
            plan = self.tools.rehearse(world, self.nominal)
        else:
            began = self.tools.clock()
            plan = self.tools.make(world, time_limit_s, self.request.seed + stricter.seed)
            self.make_s = min(self.make_s or self.request.time_limit_s, self.tools.clock() - began)
        return None if plan is None else in_truth(self.scenario, world, plan, self.nominal)

    def _compare(self, proposals: Iterable[Proposal], plans: Iterable[Plan | None]) -> None:
        """Let new plans race, and rank them among those that met all futures before; equals stand where they stood."""
        runners = list(self._new(proposals, plans))
        self.tried += len(runners)
        if runners:
            futures, robust_for = self.request.futures, self.request.robust_for
            self.ranked += race(runners, futures, robust_for, self._spent)
            self.ranked.sort(key=lambda runner: runner.rank(futures, robust_for), reverse=True)

    def _new(self, proposals: Iterable[Proposal], plans: Iterable[Plan | None]) -> Iterator[Runner]:
        known = [runner.plan.itineraries for runner in self.ranked]
        for proposal, plan in zip(proposals, plans, strict=True):
            if plan is not None and plan.itineraries not in known:
                known.append(plan.itineraries)
                yield self._runner(plan, proposal)

    def _runner(self, plan: Plan, proposal: Proposal | None) -> Runner:
        meeting = self.tools.simulate(plan)

        def meet(first: int, end: int) -> Reals:
            return self.yardstick.measure(meeting(self.request.futures_seed, first, end))

        return Runner(plan, proposal, meet)

    def answer(self) -> Plan:
        """Give the best plan, with what it and the nominal one are worth in fresh futures."""
        nominal = next(runner for runner in self.ranked if runner.proposal is None)
        best = self._best(nominal)
        self.tools.watch(f"{self.request.futures} fresh futures")
        fresh_nominal = self._fresh(nominal.plan)
        fresh = fresh_nominal if best is nominal else self._fresh(best.plan)
        return replace(best.plan, robust=self._robustness(best, nominal, fresh, fresh_nominal))

    def _best(self, nominal: Runner) -> Runner:
        """Give the plan with the best calm day of those that are as good as the best but for chance.

        They are all better than the nominal plan by more than chance; where there are none, it is the nominal plan.
        Each is held against it by itself: of many plans as good as the nominal one, some may pass by luck all the same,
        and then the fresh futures tell. So
        nothing is paid for on a calm day that nobody is sure to get (compare the rule of one standard error: Breiman,
        Friedman, Olshen and Stone, Classification and Regression Trees, 1984, section 3.4.3).
        """
        before = self.ranked[: self.ranked.index(nominal)]
        better = [r for r in before if self._beats(r, nominal) and verify(self.scenario, r.plan).ok]
        if not better:
            return nominal
        equal = [runner for runner in better if not self._beats(better[0], runner)]
        return max(equal, key=lambda runner: calm_rank(self.scenario.objective, runner.plan))

    def _beats(self, one: Runner, other: Runner) -> bool:
        return paired(one.values, other.values, self.request.robust_for, self.request.futures_seed).convincing

    def _fresh(self, plan: Plan) -> Reals:
        return self.yardstick.measure(self.tools.simulate(plan)(self.request.fresh_seed, 0, self.request.futures))

    def _robustness(self, best: Runner, nominal: Runner, fresh: Reals, fresh_nominal: Reals) -> Robustness:
        request, objective = self.request, self.scenario.objective
        robust_for = request.robust_for
        difference = paired(fresh, fresh_nominal, robust_for, request.fresh_seed)
        return Robustness(
            futures=request.futures,
            seed=request.futures_seed,
            fresh_seed=request.fresh_seed,
            robust_for=robust_for,
            made_for=best.proposal.words if best.proposal is not None else "",
            tried=self.tried,
            horizon_s=self.yardstick.horizon_s,
            nominal=worth(nominal.values, robust_for, objective),
            chosen=worth(best.values, robust_for, objective),
            fresh_nominal=worth(fresh_nominal, robust_for, objective),
            fresh_chosen=worth(fresh, robust_for, objective),
            people_difference=difference.people,
            value_difference=difference.value(objective),
            calm_people=best.plan.people_out - nominal.plan.people_out,
            calm_completion_s=best.plan.completion_seconds - nominal.plan.completion_seconds,
            calm_value=best.plan.value - nominal.plan.value,
        )
