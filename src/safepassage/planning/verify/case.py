"""The case before the judge: a scenario and a plan, indexed, with what happens in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify.arrivals import Outcome, outcome
from safepassage.planning.verify.clock import Clock
from safepassage.planning.verify.journeys import Halt, Journey, follow
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation
from safepassage.planning.verify.ways import Ways


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario and a plan, with indexes by id and the journeys that the plan's itineraries turn out to be."""

    scenario: Scenario
    plan: Plan
    places: Mapping[str, Place]
    people: Mapping[str, TravelGroups]
    crossings: frozenset[str]
    journeys: tuple[Journey, ...]
    outcome: Outcome
    ways: Ways
    clock: Clock


def open_case(scenario: Scenario, plan: Plan) -> Case:
    """Index the scenario and follow every itinerary of the plan."""
    places = {place.id: place for place in scenario.places}
    people = {row.id: row for row in scenario.people}
    vehicles = {vehicle.name: vehicle.row for vehicle in scenario.each_vehicle()}
    journeys = tuple(
        follow(itinerary, order, vehicles.get(itinerary.vehicle), places, people)
        for order, itinerary in enumerate(plan.itineraries)
    )
    return Case(
        scenario=scenario,
        plan=plan,
        places=places,
        people=people,
        crossings=scenario.agreement.crossing_places,
        journeys=journeys,
        outcome=outcome(journeys, places),
        ways=Ways(scenario),
        clock=Clock(scenario),
    )


def at_halt(rule: Rule, journey: Journey, halt: Halt, message: str) -> Violation:
    """Name a violation at one stop of a journey."""
    return Violation(rule, journey.vehicle, halt.index, message)


def of_journey(rule: Rule, journey: Journey, message: str) -> Violation:
    """Name a violation of a journey as a whole."""
    return Violation(rule, journey.vehicle, None, message)


def of_plan(rule: Rule, message: str) -> Violation:
    """Name a violation of the plan as a whole."""
    return Violation(rule, "", None, message)
