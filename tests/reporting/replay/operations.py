"""Events for the tests of the replay: the valley and the town by the sea rehearsed, and random operations."""

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import Delay, Spread, Uncertainty
from safepassage.scenarios.events_file import Events
from safepassage.simulation import TIMETABLE, prepare, simulate

SOURCE = "for a test"
UNCERTAIN = Uncertainty(
    travel=Spread(0.3, 0.1, source=SOURCE),
    service=Spread(0.2, 0.1, source=SOURCE),
    check=Spread(0.2, 0.1, source=SOURCE),
    late_start=Delay(chance=1.0, mean_s=300, source=SOURCE),
)


def rehearsed(scenario: Scenario, plan: Plan, seed: int = 1) -> Events:
    """Give the events of one run in which times are uncertain."""
    run = simulate(prepare(scenario, plan), TIMETABLE, UNCERTAIN, seed=seed)
    return Events(scenario.name, scenario.start, tuple(run.facts()), "One run.")
