"""Numbers of no sensible size: named as violations, and cut down so that all else can still be judged."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from safepassage.domain.plan import Itinerary, Plan, Remaining, Stop
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation

LARGEST = 10**12
"""Beyond any time in seconds (some 30,000 years) and any count of people."""


def within_reason(plan: Plan) -> tuple[Plan, list[Violation]]:
    """Give the plan with every whole number cut to at most `LARGEST` either way, and a violation wherever one was."""
    found: list[Violation] = []
    itineraries = []
    for itinerary in plan.itineraries:
        wild = [index for index, stop in enumerate(itinerary.stops) if _is_wild(_of_stop(stop))]
        found += [_violation(itinerary.vehicle, index) for index in wild]
        stops = tuple(_cut_stop(stop) for stop in itinerary.stops) if wild else itinerary.stops
        itineraries.append(Itinerary(itinerary.vehicle, stops))
    if _is_wild(_of_plan(plan)):
        found.append(_violation("", None))
        plan = _cut_figures(plan)
    return replace(plan, itineraries=tuple(itineraries)), found


def _violation(vehicle: str, stop: int | None) -> Violation:
    where = "The plan's figures" if stop is None else "The stop"
    return Violation(Rule.NUMBER_TOO_LARGE, vehicle, stop, f"{where} has a number beyond {LARGEST}.")


def _is_wild(numbers: Iterable[int]) -> bool:
    return any(abs(number) > LARGEST for number in numbers)


def _of_stop(stop: Stop) -> Iterable[int]:
    return (stop.arrive_s, stop.depart_s, *stop.board.values(), *stop.alight.values())


def _of_plan(plan: Plan) -> Iterable[int]:
    yield from (plan.completion_seconds, plan.people_out, plan.people_remaining, plan.people_out_bound)
    yield from plan.people_out_by_priority
    yield from plan.people_out_bound_by_priority
    for entry in plan.remaining:
        yield from (entry.groups, entry.persons)


def _cut(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))


def _cut_counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {row_id: _cut(groups) for row_id, groups in counts.items()}


def _cut_stop(stop: Stop) -> Stop:
    return Stop(stop.place, _cut(stop.arrive_s), _cut(stop.depart_s), _cut_counts(stop.board), _cut_counts(stop.alight))


def _cut_three(figures: tuple[int, int, int]) -> tuple[int, int, int]:
    return (_cut(figures[0]), _cut(figures[1]), _cut(figures[2]))


def _cut_figures(plan: Plan) -> Plan:
    return replace(
        plan,
        completion_seconds=_cut(plan.completion_seconds),
        people_out=_cut(plan.people_out),
        people_remaining=_cut(plan.people_remaining),
        people_out_bound=_cut(plan.people_out_bound),
        people_out_by_priority=_cut_three(plan.people_out_by_priority),
        people_out_bound_by_priority=_cut_three(plan.people_out_bound_by_priority),
        remaining=tuple(Remaining(each.people, _cut(each.groups), _cut(each.persons)) for each in plan.remaining),
    )
