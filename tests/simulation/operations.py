"""Operations for the tests of the simulation: random ones with a plan of the planner, and queues at one crossing."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement, CrossingRule
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver import solve
from tests.planning.random_scenarios import SMALL, TINY, random_scenario
from tests.planning.random_transfers import random_relay, random_transfers

LONG_ENOUGH_S = 300.0
START = datetime(2016, 12, 15, 6, tzinfo=UTC)


@cache
def random_operation(seed: int) -> tuple[Scenario, Plan]:
    """Give a random scenario, of four kinds in turn, and a plan for it that may be far from good."""
    rng = random.Random(seed)
    kinds = (
        lambda: random_scenario(rng, TINY),
        lambda: random_scenario(rng, SMALL),
        lambda: random_transfers(rng, TINY),
        lambda: random_relay(rng),
    )
    scenario = kinds[seed % len(kinds)]()
    return scenario, solve(scenario, time_limit_s=LONG_ENOUGH_S, seed=seed, max_iterations=100)


def plan_of(scenario: Scenario, itineraries: Sequence[Itinerary]) -> Plan:
    """Give a plan with these itineraries, without proof; its figures are not looked at."""
    return Plan(
        scenario=scenario.name,
        objective=Objective.COMPLETION,
        itineraries=tuple(itineraries),
        value=0,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=0,
        people_out=0,
        people_remaining=0,
        people_out_bound=scenario.persons,
    )


def queue_at_a_crossing(arrivals_s: Sequence[int], check_s: int, lanes: int) -> tuple[Scenario, Plan]:
    """Give cars that come to a crossing at these seconds, each with one person, and are checked.

    Nothing else takes time, so a car's wait at the crossing is that of a customer in a queue.
    """
    none = Fraction(0)
    places = (Place("home"), Place("gate"), Place("away", shelter_places=None))
    vehicles = tuple(
        VehicleRow("car", 1, "home", seats=1, available_from_s=at_s, return_to=None) for at_s in arrivals_s
    )
    scenario = Scenario(
        name="queue",
        start=START,
        places=places,
        people=(TravelGroups("people", "home", groups=len(arrivals_s), seated=1),),
        vehicles=vehicles,
        links=(Link("home", "gate", none), Link("gate", "away", none)),
        agreement=Agreement(crossings=(CrossingRule("gate", lanes=lanes, check_s=Fraction(check_s)),)),
    )
    itineraries = [
        Itinerary(
            f"car-{number}",
            (
                Stop("home", at_s, at_s, board={"people": 1}),
                Stop("gate", at_s, at_s + check_s),
                Stop("away", at_s + check_s, at_s + check_s, alight={"people": 1}),
            ),
        )
        for number, at_s in enumerate(arrivals_s, start=1)
    ]
    return scenario, plan_of(scenario, itineraries)
