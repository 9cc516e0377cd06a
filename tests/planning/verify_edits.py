"""Small edits of the worked-out example, one at a time, to see what the judge says to them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkStep
from tests.planning.verify_example import example_plan, example_scenario

Case = tuple[Scenario, Plan]


def stop(vehicle: str, index: int, **changes: Any) -> Case:
    """Change fields of one stop."""
    return example_scenario(), with_stop(example_plan(), vehicle, index, **changes)


def figures(**changes: Any) -> Case:
    """Change what the plan says of itself."""
    return example_scenario(), replace(example_plan(), **changes)


def itinerary(vehicle: str, *stops: Stop) -> Case:
    """Give a vehicle other stops."""
    return example_scenario(), with_itinerary(example_plan(), vehicle, *stops)


def scenario(**changes: Any) -> Case:
    """Change the scenario's own figures."""
    return replace(example_scenario(), **changes), example_plan()


def place(place_id: str, **changes: Any) -> Case:
    """Change a place."""
    return with_place(example_scenario(), place_id, **changes), example_plan()


def people(row_id: str, **changes: Any) -> Case:
    """Change a row of people."""
    rows = tuple(replace(each, **changes) if each.id == row_id else each for each in example_scenario().people)
    return replace(example_scenario(), people=rows), example_plan()


def vehicles(kind: str, **changes: Any) -> Case:
    """Change all vehicles of a type."""
    return with_vehicles(example_scenario(), kind, **changes), example_plan()


def crossing(index: int, **changes: Any) -> Case:
    """Change a crossing rule."""
    rules = list(example_scenario().agreement.crossings)
    rules[index] = replace(rules[index], **changes)
    agreement = replace(example_scenario().agreement, crossings=tuple(rules))
    return replace(example_scenario(), agreement=agreement), example_plan()


def convoy(**changes: Any) -> Case:
    """Change the convoy rule."""
    rule = replace(example_scenario().agreement.convoys[0], **changes)
    return replace(example_scenario(), agreement=replace(example_scenario().agreement, convoys=(rule,))), example_plan()


def steps(*pairs: tuple[int, int]) -> Case:
    """Change the steps of the linked movement."""
    movement = replace(example_scenario().agreement.linked[0], steps=tuple(LinkStep(*pair) for pair in pairs))
    agreement = replace(example_scenario().agreement, linked=(movement,))
    return replace(example_scenario(), agreement=agreement), example_plan()


def saying(case: Case, **changes: Any) -> Case:
    """Change what the plan says of itself, on top of another edit."""
    return case[0], replace(case[1], **changes)


def with_stop(plan: Plan, vehicle: str, index: int, **changes: Any) -> Plan:
    """Change fields of one stop of a plan."""
    stops = list(stops_of(plan, vehicle))
    stops[index] = replace(stops[index], **changes)
    return with_itinerary(plan, vehicle, *stops)


def with_itinerary(plan: Plan, vehicle: str, *stops: Stop) -> Plan:
    """Give a vehicle of a plan other stops, or add it."""
    new = Itinerary(vehicle, stops)
    if all(each.vehicle != vehicle for each in plan.itineraries):
        return replace(plan, itineraries=(*plan.itineraries, new))
    return replace(plan, itineraries=tuple(new if each.vehicle == vehicle else each for each in plan.itineraries))


def without(plan: Plan, vehicle: str) -> Plan:
    """Leave a vehicle unused."""
    return replace(plan, itineraries=tuple(each for each in plan.itineraries if each.vehicle != vehicle))


def stops_of(plan: Plan, vehicle: str) -> tuple[Stop, ...]:
    """Give the stops of one vehicle."""
    return next(each.stops for each in plan.itineraries if each.vehicle == vehicle)


def with_place(scenario: Scenario, place_id: str, **changes: Any) -> Scenario:
    """Change a place of a scenario."""
    places = tuple(replace(each, **changes) if each.id == place_id else each for each in scenario.places)
    return replace(scenario, places=places)


def with_vehicles(scenario: Scenario, kind: str, **changes: Any) -> Scenario:
    """Change all vehicles of a type of a scenario."""
    rows = tuple(replace(each, **changes) if each.type == kind else each for each in scenario.vehicles)
    return replace(scenario, vehicles=rows)


def loads(case: Case, vehicle: str, board_at: int, alight_at: int, load: Mapping[str, int]) -> Case:
    """Let a vehicle board and set down another load."""
    plan = with_stop(case[1], vehicle, board_at, board=load)
    return case[0], with_stop(plan, vehicle, alight_at, alight=load)
