"""What every section starts from: scenario, plan, what happens in it, its clock and its roads."""

from dataclasses import dataclass

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.network import RoadNetwork
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.flows import Ways
from safepassage.reporting.measures.movements import Movements, movements
from safepassage.reporting.words import isolated


@dataclass(frozen=True, slots=True)
class Facts:
    """A plan with its scenario, cut into what happens."""

    scenario: Scenario
    plan: Plan
    happened: Movements
    clock: LocalClock
    ways: Ways
    labels: dict[str, str]

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan) -> "Facts":
        """Gather the facts of a plan.

        Raises
        ------
        UnusableInputError
            If the plan names a vehicle, place or people row that the scenario does not have.
        """
        labels = {place.id: place.label for place in scenario.places}
        happened = movements(scenario, plan)
        return cls(scenario, plan, happened, LocalClock.of(scenario), RoadNetwork.of(scenario), labels)

    def name(self, place: str) -> str:
        """Give a place's name for a sentence, in its own direction of writing."""
        return isolated(self.labels.get(place, place))

    def names(self, places: tuple[str, ...] | list[str]) -> list[str]:
        """Give names of places for a sentence."""
        return [self.name(place) for place in places]
