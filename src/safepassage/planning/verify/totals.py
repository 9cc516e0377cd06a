"""The plan's own figures, each counted anew from the itineraries."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, exp, fsum, isclose, isfinite

from safepassage.domain.plan import Plan, Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.verify.case import Case, of_plan
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation

EXP_TOLERANCE = 1e-9
"""Relative tolerance for values that no float holds exactly: exponentials, and weights that are no whole numbers."""

OPTIMAL_TOLERANCE = 1e-6
"""Relative distance at which the bound of an optimal plan still counts as reached."""

ABSENT = (0, 0, 0)
"""Figures by priority that a plan file does not give."""


def judge_totals(case: Case) -> Iterator[Violation]:
    """Judge every figure that the plan states about itself."""
    yield from _names(case)
    yield from _people(case)
    yield from _by_priority(case)
    yield from _remaining(case)
    completion = completion_s(case)
    if case.plan.completion_seconds != completion:
        message = f"It says {case.plan.completion_seconds}, but the last person alights at {completion} s."
        yield of_plan(Rule.COMPLETION_SECONDS, message)
    value = exact_value(case)
    if value is not None:
        yield from _value(case, value)
        yield from _bound(case, value)
    yield from _proof(case.plan)


def people_out(case: Case) -> int:
    """Count the people who are brought out."""
    return sum(move.persons for move in case.outcome.arrived)


def out_by_priority(case: Case) -> tuple[int, int, int]:
    """Count the people who are brought out, of priority 1, 2 and 3."""
    out: Counter[int] = Counter()
    for move in case.outcome.arrived:
        out[move.row.priority] += move.persons
    return (out[1], out[2], out[3])


def completion_s(case: Case) -> int:
    """Give when the last person alights at a destination, 0 if nobody does."""
    return max((move.at_s for move in case.outcome.arrived), default=0)


def exact_value(case: Case) -> Fraction | float | None:
    """Give the value of the itineraries for the plan's objective: exact where numbers allow; None if it has none."""
    objective, scenario = case.plan.objective, case.scenario
    if objective is Objective.COMPLETION:
        return Fraction(completion_s(case))
    weights = [Fraction(weight) for weight in scenario.priority_weights]
    if objective is Objective.PRIORITY:
        return sum(
            (move.persons * weights[move.row.priority - 1] * move.at_s for move in case.outcome.arrived), Fraction(0)
        )
    calm = scenario.expected_calm_s
    if not calm or calm < 0:
        return None
    return fsum(
        float(move.persons * weights[move.row.priority - 1]) * _decay(move.at_s, calm) for move in case.outcome.arrived
    )


def _decay(at_s: int, calm_s: float) -> float:
    """Give exp(-t / calm); times before the start, which are judged elsewhere, count as the start."""
    return exp(-max(at_s, 0) / calm_s)


def _names(case: Case) -> Iterator[Violation]:
    plan, scenario = case.plan, case.scenario
    if plan.scenario != scenario.name:
        yield of_plan(Rule.SCENARIO_NAME, f"It is a plan for {plan.scenario}; this scenario is {scenario.name}.")
    if exact_value(case) is None:
        message = f"The objective {plan.objective} needs expected_calm_hours, which the scenario does not have."
        yield of_plan(Rule.OBJECTIVE, message)


def _people(case: Case) -> Iterator[Violation]:
    plan, out, total = case.plan, people_out(case), case.scenario.persons
    if plan.people_out != out:
        yield of_plan(Rule.PEOPLE_OUT, f"It says {plan.people_out}, but {out} people are brought out.")
    if plan.people_remaining != total - out:
        yield of_plan(Rule.PEOPLE_REMAINING, f"It says {plan.people_remaining}, but {total - out} of {total} remain.")
    if plan.people_out_bound < out:
        message = f"It says that at most {plan.people_out_bound} can be brought out, but {out} people are."
        yield of_plan(Rule.PEOPLE_OUT_BOUND, message)


def _by_priority(case: Case) -> Iterator[Violation]:
    plan, out = case.plan, out_by_priority(case)
    stated, bounds = plan.people_out_by_priority, plan.people_out_bound_by_priority
    if stated not in (ABSENT, out):
        yield of_plan(Rule.BY_PRIORITY, f"people_out_by_priority says {list(stated)}, but it is {list(out)}.")
    if bounds == ABSENT:
        return
    if sum(bounds) < plan.people_out_bound:
        total = plan.people_out_bound
        message = f"people_out_bound_by_priority adds up to {sum(bounds)}, less than people_out_bound, {total}."
        yield of_plan(Rule.BY_PRIORITY, message)
    if bounds < out:
        message = f"people_out_bound_by_priority says at most {list(bounds)}, but {list(out)} are brought out."
        yield of_plan(Rule.BY_PRIORITY, message)


def _remaining(case: Case) -> Iterator[Violation]:
    """Judge the list of who remains; a plan may leave it out."""
    if not case.plan.remaining:
        return
    groups: Counter[str] = Counter({row.id: row.groups for row in case.scenario.people})
    for move in case.outcome.arrived:
        groups[move.row.id] -= move.groups
    for entry in case.plan.remaining:
        if entry.people not in case.people:
            yield of_plan(Rule.UNKNOWN_PEOPLE, f"people.csv has no row {entry.people}, of whom {entry.groups} remain.")
        elif entry.persons != entry.groups * case.people[entry.people].group_size:
            size = case.people[entry.people].group_size
            message = f"{entry.groups} groups of {entry.people}, {size} people each, are not {entry.persons} people."
            yield of_plan(Rule.REMAINING_LIST, message)
        groups[entry.people] -= entry.groups
    for row_id in case.people:
        if groups[row_id]:
            message = f"The list names {abs(groups[row_id])} groups of {row_id} too {_few_or_many(groups[row_id])}."
            yield of_plan(Rule.REMAINING_LIST, message)


def _few_or_many(missing: int) -> str:
    return "few" if missing > 0 else "many"


def _value(case: Case, value: Fraction | float) -> Iterator[Violation]:
    stated = _as_float(case.plan.value)
    if not isfinite(stated):
        agrees = False
    elif _is_exact(case.plan, case.scenario):
        agrees = _as_float(value) == stated
    else:
        agrees = isclose(stated, _as_float(value), rel_tol=EXP_TOLERANCE, abs_tol=0.0)
    if not agrees:
        yield of_plan(Rule.VALUE, f"It says {stated}, but the itineraries have {_as_float(value)}.")


def _bound(case: Case, value: Fraction | float) -> Iterator[Violation]:
    plan = case.plan
    if plan.bound is None:
        return
    bound, true = _as_float(plan.bound), _as_float(value)
    slack = 0.0 if _is_exact(plan, case.scenario) else EXP_TOLERANCE * abs(true)
    if not isfinite(bound):
        yield of_plan(Rule.BOUND, f"The bound {bound} is no number to compare with.")
    elif plan.objective is Objective.BEFORE_BREAKDOWN and bound < true - slack:
        yield of_plan(Rule.BOUND, f"No plan can be above the bound {bound}, but this one has {true}.")
    elif plan.objective is not Objective.BEFORE_BREAKDOWN and bound > true + slack:
        yield of_plan(Rule.BOUND, f"No plan can be below the bound {bound}, but this one has {true}.")


def _proof(plan: Plan) -> Iterator[Violation]:
    """Judge whether bound and proof fit; without proof a bound is not needed, and does no harm."""
    if plan.proof is Proof.NONE:
        return
    if plan.bound is None:
        yield of_plan(Rule.PROOF, f"The proof is {plan.proof}, but there is no bound.")
        return
    if plan.proof is not Proof.OPTIMAL:
        return
    value, bound = _as_float(plan.value), _as_float(plan.bound)
    if not _reached(plan.objective, value, bound):
        message = f"The plan calls itself optimal, but its value {value} is off the bound {bound}."
        yield of_plan(Rule.PROOF, message)
    if plan.people_out != plan.people_out_bound:
        message = (
            f"The plan calls itself optimal, but brings out {plan.people_out} where {plan.people_out_bound} are not "
            f"ruled out."
        )
        yield of_plan(Rule.PROOF, message)


def _reached(objective: Objective, value: float, bound: float) -> bool:
    """Whether the value equals the bound: for the completion time to the whole second, as times are whole."""
    if not (isfinite(value) and isfinite(bound)):
        return False
    if objective is Objective.COMPLETION:
        return ceil(bound) == value
    return isclose(value, bound, rel_tol=OPTIMAL_TOLERANCE, abs_tol=OPTIMAL_TOLERANCE)


def _is_exact(plan: Plan, scenario: Scenario) -> bool:
    """Whether the value is a whole number, to be met exactly."""
    if plan.objective is Objective.PRIORITY:
        return all(float(weight).is_integer() for weight in scenario.priority_weights)
    return plan.objective is Objective.COMPLETION


def _as_float(value: Fraction | float) -> float:
    """Give the nearest float, infinity for a number that is too large for one."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
