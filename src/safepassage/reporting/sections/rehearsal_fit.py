"""Whether an outcome is one of the plan that a report is on."""

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import QUANTILES, Outcome
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import isolated, people

ANEW = "Rehearse this plan with 'safepassage simulate'"


def refuse_unfit(outcome: Outcome, scenario: Scenario, plan: Plan) -> None:
    """Refuse the outcome of another scenario or of another plan, and one whose quantiles are not those of today.

    Raises
    ------
    UnusableInputError
        With one sentence that says what does not fit.
    """
    if outcome.scenario != scenario.name:
        raise UnusableInputError(
            f"The outcome is of the scenario “{isolated(outcome.scenario)}”, and the report is on "
            f"“{isolated(scenario.name)}”. {ANEW}."
        )
    _refuse_another_plan(outcome, scenario, plan)
    points = (*outcome.people_out_over_time, *outcome.people_out_if_ended_at)
    if outcome.quantiles != QUANTILES or any(
        len(found) != len(QUANTILES) for found in (outcome.completion_s, *(point.quantiles for point in points))
    ):
        raise UnusableInputError(f"The quantiles of the outcome are not the ones that a report shows. {ANEW}.")


def _refuse_another_plan(outcome: Outcome, scenario: Scenario, plan: Plan) -> None:
    clock = LocalClock.of(scenario)
    rehearsed = (outcome.planned_out, outcome.planned_completion_s)
    if rehearsed != (plan.people_out, plan.completion_seconds):
        raise UnusableInputError(
            f"The outcome is of a plan that brings out {people(outcome.planned_out)} by "
            f"{clock.words(outcome.planned_completion_s)}, and this one brings out {people(plan.people_out)} by "
            f"{clock.words(plan.completion_seconds)}. {ANEW}."
        )
    strange = next((use.vehicle for use in outcome.vehicles if use.vehicle not in _vehicles(plan)), None)
    if strange is not None and not outcome.policy.replans:
        raise UnusableInputError(
            f"The outcome is of another plan: in it {isolated(strange)} drives, which this plan does not use. {ANEW}."
        )


def _vehicles(plan: Plan) -> frozenset[str]:
    return frozenset(itinerary.vehicle for itinerary in plan.itineraries)


def state_warnings(outcome: Outcome | None, scenario: Scenario) -> tuple[str, ...]:
    """Warn where an outcome was made for another state of the scenario; nothing where there is none to show."""
    if outcome is None or outcome.scenario_digest == scenario.digest:
        return ()
    return (
        "The rehearsal was made for another state of the scenario (its digest is "
        f"{isolated(outcome.scenario_digest[:16])}, now {scenario.digest[:16]}): what it says may not hold any more. "
        f"{ANEW}.",
    )
