"""Random scenarios without the terms that the peers' translations leave out."""

from dataclasses import replace
from random import Random

from safepassage.domain.scenario import Objective, Scenario
from tests.planning.random_scenarios import SMALL, random_scenario


def answerable(seed: int) -> Scenario:
    """Give a random scenario with windows, lanes, convoys, links and bays, but no term that the peers leave out."""
    scenario = random_scenario(Random(seed), SMALL)
    return replace(
        scenario,
        objective=Objective.COMPLETION,
        places=tuple(replace(place, transfer=False) for place in scenario.places),
        people=tuple(replace(row, max_aboard_s=None, stream="") for row in scenario.people),
        vehicles=tuple(
            replace(row, available_until_s=None, max_duty_s=None, max_km=None, return_to=None)
            for row in scenario.vehicles
        ),
    )
