"""Compiling the planner's loops before they are needed, so that no plan pays for it with its time.

The compiled loops are cached beside the source; whoever calls this again waits only for the cache to be read.
"""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement, CrossingRule
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver.solve import FIRST_ROUND, solve

FEW_ITERATIONS = 64
TWO_ROUNDS = FIRST_ROUND + FEW_ITERATIONS
LONG_ENOUGH_S = 3600.0

MINUTE_S = Fraction(60)

EXERCISE = Scenario(
    name="exercise",
    start=datetime(2025, 1, 1, tzinfo=UTC),
    places=(
        Place("depot"),
        Place("square", board_s=MINUTE_S),
        Place("gate"),
        Place("school", alight_s=MINUTE_S, shelter_places=5, bays=1),
    ),
    people=(
        TravelGroups("patients", "square", seated=2, priority=1),
        TravelGroups("families", "square", groups=2, seated=2),
    ),
    vehicles=(VehicleRow("bus", 2, "depot", seats=2, return_to="depot"),),
    links=(Link("depot", "square", MINUTE_S), Link("square", "gate", MINUTE_S), Link("gate", "school", MINUTE_S)),
    agreement=Agreement(crossings=(CrossingRule("gate", lanes=1, check_s=MINUTE_S),)),
)
"""Vehicles meet, and somebody remains: every loop of the search with waiting runs."""

APART = replace(
    EXERCISE,
    places=(
        Place("depot"),
        Place("square", board_s=MINUTE_S),
        Place("gate", board_s=MINUTE_S),
        Place("school", alight_s=MINUTE_S, shelter_places=8),
    ),
    people=(TravelGroups("families", "square", groups=3, seated=1), TravelGroups("others", "gate", seated=1)),
    vehicles=(VehicleRow("bus", 2, "depot", seats=2),),
    agreement=Agreement(),
)
"""Vehicles never meet: every loop of the search over rosters runs."""

TOGETHER = replace(
    APART,
    places=(Place("depot"), Place("square", board_s=MINUTE_S), Place("gate"), APART.places[-1]),
    people=(TravelGroups("families", "square", groups=7, seated=1),),
    agreement=EXERCISE.agreement,
)
"""Vehicles meet, and everybody comes out: every loop of the search that guesses first runs, in its second round."""

WITH_TRANSFER = replace(EXERCISE, places=(Place("depot", transfer=True), *EXERCISE.places[1:]))
"""Vehicles meet, and people may change vehicles."""


def compile_loops() -> None:
    """Run every compiled loop once; some minutes the first time."""
    few, more = FEW_ITERATIONS, TWO_ROUNDS
    for_all = replace(EXERCISE, objective=Objective.PRIORITY)
    cases = ((EXERCISE, few), (for_all, few), (APART, few), (TOGETHER, more), (WITH_TRANSFER, few))
    for scenario, iterations in cases:
        solve(scenario, time_limit_s=LONG_ENOUGH_S, max_iterations=iterations)
