"""What every section starts from: scenario, plan, what happens in it, its clock and its roads."""

from collections.abc import Iterable
from dataclasses import dataclass

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.network import RoadNetwork
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.flows import Ways
from safepassage.reporting.measures.going_on import with_those_who_go_on
from safepassage.reporting.measures.movements import Movements, movements
from safepassage.reporting.words import isolated

DAY_S = 86400
LONGEST_S = 400 * DAY_S
"""The longest plan that is shown: every day is a row, and every hour a bar."""


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
            If the plan names a vehicle, place or people row that the scenario does not have, or goes on for too long.
        """
        labels = {place.id: place.label for place in scenario.places}
        happened = with_those_who_go_on(movements(scenario, plan))
        if happened.last_s > LONGEST_S:
            raise UnusableInputError(
                f"The plan goes on for {happened.last_s // DAY_S:,} days, and a report shows at "
                f"most {LONGEST_S // DAY_S}: check its times, which are whole seconds after the start."
            )
        return cls(scenario, plan, happened, LocalClock.of(scenario), RoadNetwork.of(scenario), labels)

    def name(self, place: str) -> str:
        """Give a place's name for a sentence, in its own direction of writing."""
        return isolated(self.labels.get(place, place))

    def names(self, places: Iterable[str]) -> list[str]:
        """Give names of places for a sentence."""
        return [self.name(place) for place in places]
