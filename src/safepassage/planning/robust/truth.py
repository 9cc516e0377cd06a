"""Plans for stricter worlds as plans for the true scenario, judged there.

Figures are those that the judge counts. Bounds are the nominal plan's: what is proven of all plans is proven of these.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver.aims import reaches
from safepassage.planning.verify import FAMILIES, Summary, verify

FIGURES = frozenset(FAMILIES["The plan's own figures"])
"""Rules about figures, which are set right once the itineraries are judged."""
IN_THEIR_PLACE = "Others of the same priority come out in their place."


def in_truth(scenario: Scenario, world: Scenario, plan: Plan, nominal: Plan) -> Plan | None:
    """Give a plan for a stricter world as one for the true scenario.

    None if it breaks a rule there, or if all going as planned it brings out fewer than the nominal plan, compared as
    the objectives compare: priority 1 first, then 2, then 3. A plan that brings out one more of priority 1 and two
    fewer of priority 3 is thus kept, though the total falls; `Robustness.calm_people` then is below 0.
    """
    names = true_names(scenario, world)
    routes = tuple(Itinerary(names[route.vehicle], route.stops) for route in plan.itineraries)
    made = replace(nominal, itineraries=routes)
    verdict = verify(scenario, made)
    broken = {violation.rule for violation in verdict.violations} - FIGURES
    summary = verdict.summary
    if broken or summary.value is None or summary.out_by_priority < nominal.people_out_by_priority:
        return None
    return _with_figures(scenario, made, summary, nominal)


def _with_figures(scenario: Scenario, plan: Plan, summary: Summary, nominal: Plan) -> Plan:
    """Give the plan with what the judge counts.

    The nominal plan's bound of the value holds over plans that bring out as many; a plan that brings out more has none.
    """
    value = float(summary.value or 0)
    as_many = summary.out_by_priority == nominal.people_out_by_priority
    bound = nominal.bound if as_many else None
    worse = max if scenario.objective is Objective.BEFORE_BREAKDOWN else min
    best = bound is not None and nominal.proof is Proof.OPTIMAL and reaches(scenario.objective, value, bound)
    return replace(
        plan,
        value=value,
        bound=None if bound is None else worse(bound, value),
        proof=Proof.OPTIMAL if best else Proof.NONE if bound is None else Proof.BOUNDED,
        bound_explained=nominal.bound_explained if as_many else "",
        completion_seconds=summary.completion_s,
        people_out=summary.people_out,
        people_remaining=summary.people_remaining,
        people_out_by_priority=summary.out_by_priority,
        remaining=_remaining(scenario, plan.itineraries, nominal),
    )


def true_names(scenario: Scenario, world: Scenario) -> Mapping[str, str]:
    """Give the true names of the world's vehicles: rows with fewer vehicles change the numbers of those after them."""
    of_row: dict[int, list[str]] = {}
    for name, row in _by_row(scenario):
        of_row.setdefault(row, []).append(name)
    seen: Counter[int] = Counter()
    names = {}
    for name, row in _by_row(world):
        names[name] = of_row[row][seen[row]]
        seen[row] += 1
    return names


def _by_row(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Yield each vehicle's name and the number of its row."""
    rows = [number for number, row in enumerate(scenario.vehicles) for _ in range(row.count)]
    yield from zip((vehicle.name for vehicle in scenario.each_vehicle()), rows, strict=True)


def _remaining(scenario: Scenario, routes: Sequence[Itinerary], nominal: Plan) -> tuple[Remaining, ...]:
    groups, places = Counter[str](), {row.id: row.place for row in scenario.people}
    for route in routes:
        for stop in route.stops:
            groups.update(stop.alight)
            groups.subtract({people: number for people, number in stop.board.items() if places[people] != stop.place})
    reasons = {entry.people: entry.reasons for entry in nominal.remaining}
    left = ((row, row.groups - groups[row.id]) for row in scenario.people)
    return tuple(
        Remaining(row.id, number, number * row.group_size, reasons.get(row.id, (IN_THEIR_PLACE,)))
        for row, number in left
        if number
    )
