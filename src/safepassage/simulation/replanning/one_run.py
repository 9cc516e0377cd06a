"""One run in which the rest is planned anew at each disruption."""

from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.domain import events
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.plan import Plan, TripChange
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import CERTAINTY, RoadHazard, Uncertainty
from safepassage.simulation.arrays import FAR
from safepassage.simulation.policy import TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.replanning.again import refuse_another_past
from safepassage.simulation.replanning.aligning import prepare_aligned, with_all_vehicles
from safepassage.simulation.replanning.carrying_on import carried_on
from safepassage.simulation.replanning.disruptions import first_disruption
from safepassage.simulation.replanning.gathering import gathering_of
from safepassage.simulation.replanning.history import History
from safepassage.simulation.replanning.known import Known, as_known, known_from
from safepassage.simulation.replanning.policy import DISRUPTIONS, Disruptions, Replan, refuse_what_cannot_be_replanned
from safepassage.simulation.replanning.progress import progress_of
from safepassage.simulation.simulate import Run, simulate


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan made while a run went on: when, and what it changed for crews."""

    at_s: int
    changed: tuple[TripChange, ...]


@dataclass(frozen=True, slots=True)
class ReplannedRun:
    """A run to its end: its last simulation, which is the whole run, and the plans that were made while it went on."""

    run: Run
    new_plans: tuple[NewPlan, ...]

    @property
    def prepared(self) -> Prepared:
        """The last plan, its past pinned to what happened."""
        return self.run.prepared

    @property
    def num_changes(self) -> int:
        """How many changes were announced to crews."""
        return sum(len(new.changed) for new in self.new_plans)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What all runs share: how the plan is followed, what is uncertain, who plans anew and when.

    A policy that goes when ready cannot be planned for, so the timetable is followed, with patience if it has any.
    """

    replan: Replan
    policy: Policy = TIMETABLE
    uncertainty: Uncertainty = CERTAINTY
    disruptions: Disruptions = DISRUPTIONS

    def one_run(self, prepared: Prepared, *, seed: int, run: int) -> ReplannedRun:
        """Simulate one run, plan anew at the first disruption, simulate it again, and so on to the last.

        Raises
        ------
        HistoryChangedError
            If what had happened did not happen again.
        """
        found = simulate(prepared, self.policy, self.uncertainty, seed=seed, run=run)
        facts = known_facts(found)
        new_plans: list[NewPlan] = []
        after_s = 0
        for _ in range(self.disruptions.most):
            now_s = self._next(found, facts, after_s, new_plans)
            if now_s is None:
                break
            after_s = now_s
            new = self._go_on(found, facts, now_s)
            if new is None:
                continue
            prepared, changed = new
            before, found = facts, simulate(prepared, self.policy, self.uncertainty, seed=seed, run=run)
            facts = known_facts(found)
            refuse_another_past(before, facts, now_s)
            new_plans.append(NewPlan(now_s, changed))
        return ReplannedRun(found, tuple(new_plans))

    def _next(self, run: Run, facts: Sequence[Fact], after_s: int, made: Sequence[NewPlan]) -> int | None:
        """Give when to plan anew next after a second; None if nothing disrupts the run any more, or nobody waits."""
        disrupted_s = first_disruption(run.prepared, facts, progress_of(run, FAR), after_s, self.disruptions)
        if disrupted_s is None:
            return None
        at_s = max(disrupted_s, made[-1].at_s + self.disruptions.pause_s if made else 0)
        in_force_s = _in_force_from(facts, at_s)
        if in_force_s is None or not _anybody_waits(facts, in_force_s):
            return None
        return in_force_s

    def _go_on(self, run: Run, facts: Sequence[Fact], now_s: int) -> tuple[Prepared, tuple[TripChange, ...]] | None:
        """Plan the rest anew with what is known now, and give the new plan with its past.

        A plan that cannot be carried out, as it lets people leave for whom too few will have arrived against them, is
        not announced: the one before stays, and None is given.
        """
        known = known_from(fact for fact in facts if fact.at_s < now_s)
        scenario = run.prepared.scenario
        progress = progress_of(run, now_s)
        gathering = gathering_of(run, progress, now_s)
        history = History(run.prepared, progress, known, now_s, self.disruptions.tolerance_s, gathering)
        seen = as_known(scenario, known, now_s, windows_move=self.uncertainty.windows_move)
        plan = self.replan(seen, run.prepared.plan, now_s, history.done())
        try:
            return carried_on(history, plan), plan.changed
        except UnusableInputError:
            return None


def start(scenario: Scenario, plan: Plan, roads: Sequence[RoadHazard] = ()) -> Prepared:
    """Prepare the first plan, with all vehicles and crossings, for a world in which these roads may close.

    Raises
    ------
    UnsupportedTermError
        If plans for this scenario cannot be gone on from.
    """
    refuse_what_cannot_be_replanned(scenario)
    return prepare_aligned(scenario, with_all_vehicles(scenario, plan), roads=roads)


def _in_force_from(facts: Sequence[Fact], at_s: int) -> int | None:
    """Give the first second from then on at which the agreement is in force; None if it never is again.

    While it is suspended nobody knows when anything may leave, so there is nothing to plan with.
    """
    known: Known = known_from(fact for fact in facts if fact.at_s < at_s)
    if known.suspended_s is None:
        return at_s
    again = (fact.at_s + 1 for fact in facts if isinstance(fact, events.AgreementReestablished) and fact.at_s >= at_s)
    return next(again, None)


def known_facts(run: Run) -> list[Fact]:
    """Give the facts of a run without those that nobody knew then.

    Who stays of a row that is ready after the operation has ended is told at its end, so that everybody is accounted
    for. Under a new plan the operation may go on, and then it is told later.
    """
    ready_s = {row.id: row.ready_s for row in run.prepared.scenario.people}
    return [
        fact for fact in run.facts() if not isinstance(fact, events.GroupsStayed) or fact.at_s >= ready_s[fact.people]
    ]


def _anybody_waits(facts: Sequence[Fact], now_s: int) -> bool:
    """Whether any travel group that is really there still waits: without one, nothing is left to decide."""
    leaving = (events.GroupsBoarded, events.GroupsStayed)
    gone = sum(fact.groups for fact in facts if fact.at_s < now_s and isinstance(fact, leaving))
    return gone < sum(fact.groups for fact in facts if isinstance(fact, events.PeopleRegistered))
