"""The judge: every rule, one family after another."""

from collections.abc import Iterator

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify.aboard import judge_aboard
from safepassage.planning.verify.case import Case, open_case
from safepassage.planning.verify.convoys import judge_convoys
from safepassage.planning.verify.crossings import judge_crossings
from safepassage.planning.verify.linked import judge_linked
from safepassage.planning.verify.magnitudes import within_reason
from safepassage.planning.verify.people import judge_people
from safepassage.planning.verify.roads import judge_roads
from safepassage.planning.verify.service import judge_service
from safepassage.planning.verify.summary import summarise
from safepassage.planning.verify.totals import judge_totals
from safepassage.planning.verify.vehicles import judge_vehicles
from safepassage.planning.verify.verdict import Verdict, Violation

JUDGES = (
    judge_roads,
    judge_vehicles,
    judge_service,
    judge_people,
    judge_aboard,
    judge_crossings,
    judge_convoys,
    judge_linked,
    judge_totals,
)
"""One judge a family of rules."""


def verify(scenario: Scenario, plan: Plan) -> Verdict:
    """Judge a plan by every rule, in whole seconds and exact arithmetic, and list every violation.

    The plan may hold anything that its types allow. Violations come in the order of the itineraries, those of the plan
    as a whole last.
    """
    plan, too_large = within_reason(plan)
    case = open_case(scenario, plan)
    return Verdict(_in_order(plan, [*too_large, *_violations(case)]), summarise(case))


def _violations(case: Case) -> Iterator[Violation]:
    for judge in JUDGES:
        yield from judge(case)


def _in_order(plan: Plan, violations: list[Violation]) -> tuple[Violation, ...]:
    vehicles = {itinerary.vehicle: order for order, itinerary in reversed(list(enumerate(plan.itineraries)))}

    def place_in_plan(violation: Violation) -> tuple[bool, int, int]:
        is_of_plan = not violation.vehicle and violation.stop is None
        stop = -1 if violation.stop is None else violation.stop
        return (is_of_plan, vehicles.get(violation.vehicle, 0), stop)

    return tuple(sorted(violations, key=place_in_plan))
