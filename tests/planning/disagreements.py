"""What is wrong with a plan, by the judge, by its own figures, and by brute force: one sentence for each trouble."""

from collections.abc import Iterator
from math import exp, inf, isclose

from safepassage.domain.plan import Itinerary, Plan, Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.verify import verify
from tests.planning.brute_force import DirectOptimum, as_plan, come_out
from tests.planning.brute_force_sums import value_of_cost

SAME, REACHED = 1e-9, 1e-6


def disagreements(scenario: Scenario, plan: Plan, optimum: DirectOptimum | None = None) -> list[str]:
    """List every disagreement; `optimum` is the best plan of direct trips, if it is known."""
    found = [f"verify: {violation}" for violation in verify(scenario, plan).violations]
    found += _figures(scenario, plan)
    found += _bounds(plan)
    if optimum is not None:
        found += [f"verify of brute force: {v}" for v in verify(scenario, as_plan(scenario, optimum)).violations]
        found += _against(plan, optimum, value_of_cost(scenario, optimum))
    return found


def _figures(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """Count the people and the time anew from the itineraries."""
    rows = {row.id: row for row in scenario.people}
    out = [0, 0, 0]
    completion_s = 0
    left = {row.id: row.groups for row in scenario.people}
    for stop in (stop for itinerary in plan.itineraries for stop in itinerary.stops):
        completion_s = max([completion_s, *(stop.depart_s for _ in stop.alight)])
        for people, groups in come_out(scenario, stop):
            out[rows[people].priority - 1] += groups * rows[people].group_size
            left[people] -= groups
    if plan.people_out_by_priority != tuple(out):
        yield f"people_out_by_priority is {plan.people_out_by_priority}, but {tuple(out)} alight."
    if plan.people_out != sum(out):
        yield f"people_out is {plan.people_out}, but {sum(out)} alight."
    if plan.people_out + plan.people_remaining != scenario.persons:
        yield f"{plan.people_out} out and {plan.people_remaining} remaining are not {scenario.persons}."
    remaining = {entry.people: (entry.groups, entry.persons) for entry in plan.remaining}
    expected = {people: (groups, groups * rows[people].group_size) for people, groups in left.items() if groups}
    if remaining != expected or len(plan.remaining) != len(remaining):
        yield f"remaining is {remaining}, but {expected} are never brought out."
    yield from (f"No reason why {entry.people} remain." for entry in plan.remaining if not entry.reasons)
    if plan.completion_seconds != completion_s:
        yield f"completion {plan.completion_seconds}: the last people alight at {completion_s}."
    value = _value(scenario, plan)
    if not isclose(plan.value, value, rel_tol=SAME):
        yield f"The value is {plan.value}, but it should be {value}."


def _value(scenario: Scenario, plan: Plan) -> float:
    """Work out the value of the itineraries."""
    if scenario.objective is Objective.COMPLETION:
        return plan.completion_seconds
    rows = {row.id: row for row in scenario.people}
    total = 0.0
    for stop in (stop for itinerary in plan.itineraries for stop in itinerary.stops):
        for people, groups in stop.alight.items():
            row = rows[people]
            weight = groups * row.group_size * scenario.priority_weights[row.priority - 1]
            if scenario.objective is Objective.PRIORITY:
                total += weight * stop.depart_s
            else:
                total += weight * exp(-stop.depart_s / (scenario.expected_calm_s or inf))
    return total


def _bounds(plan: Plan) -> Iterator[str]:
    """Compare the bounds with the figures that they bound."""
    if plan.people_out_bound < plan.people_out:
        yield f"people_out_bound {plan.people_out_bound} is below people_out {plan.people_out}."
    if plan.people_out_bound_by_priority < plan.people_out_by_priority:
        yield f"The bound {plan.people_out_bound_by_priority} is below {plan.people_out_by_priority} by priority."
    if (plan.bound is None) != (plan.proof is Proof.NONE):
        yield f"The bound is {plan.bound}, the proof {plan.proof}."
    if plan.bound is not None and _better(plan.objective, plan.value, plan.bound):
        yield f"The value {plan.value} is beyond the bound {plan.bound}."
    near = SAME if plan.objective is Objective.COMPLETION else REACHED
    best = (
        isclose(plan.bound or 0.0, plan.value, rel_tol=near)
        and plan.people_out_by_priority == plan.people_out_bound_by_priority
    )
    if plan.proof is Proof.OPTIMAL and not best:
        yield f"Called optimal with the bounds {plan.bound} s and {plan.people_out_bound_by_priority} people."


def _better(objective: Objective, one: float, other: float) -> bool:
    """Whether one value is better than another, by more than rounding."""
    if isclose(one, other, rel_tol=SAME):
        return False
    return one > other if objective is Objective.BEFORE_BREAKDOWN else one < other


def _against(plan: Plan, optimum: DirectOptimum, best_value: float) -> Iterator[str]:
    """Compare with the best plan of direct trips, which is not above what is possible and not below what is direct."""
    mine, theirs = plan.people_out_by_priority, optimum.people_out
    if plan.people_out_bound_by_priority < theirs or plan.people_out_bound < sum(theirs):
        yield (
            f"WRONG BOUND: at most {plan.people_out_bound_by_priority}, in all {plan.people_out_bound}, can come out; "
            f"brute force brings out {theirs}."
        )
    if mine < theirs:
        yield f"WORSE: {mine} come out; brute force brings out {theirs}."
    if mine == theirs and _better(plan.objective, best_value, plan.value):
        yield f"WORSE: the value is {plan.value}; that of brute force is {best_value}."
    if mine == theirs and plan.bound is not None and _better(plan.objective, best_value, plan.bound):
        yield f"WRONG BOUND: {plan.bound}; brute force has {best_value}."
    better = mine > theirs or (mine == theirs and _better(plan.objective, plan.value, best_value))
    if better and all(only_direct(itinerary) for itinerary in plan.itineraries):
        yield f"BRUTE FORCE IS WRONG: {mine} come out with {plan.value}, against {theirs} with {best_value}."


def only_direct(itinerary: Itinerary) -> bool:
    """Whether every trip boards at one place and alights at one."""
    boarded_at = alighted_at = None
    aboard = 0
    for stop in itinerary.stops:
        if stop.alight:
            if alighted_at not in {None, stop.place}:
                return False
            alighted_at = stop.place
            aboard -= sum(stop.alight.values())
            if not aboard:
                boarded_at = alighted_at = None
        if stop.board:
            if alighted_at is not None or boarded_at not in {None, stop.place}:
                return False
            boarded_at = stop.place
            aboard += sum(stop.board.values())
    return True
