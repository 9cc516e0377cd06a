"""When to plan anew, and who does it."""

from collections.abc import Callable
from dataclasses import dataclass

from safepassage.domain.done import Done
from safepassage.domain.errors import SafePassageError, UnsupportedTermError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Objective, Scenario

Replan = Callable[[Scenario, Plan, int, Done], Plan]
"""Goes on from a plan at a second, with the scenario as it is known then and what has happened until then.

The plan that it gives begins with the stops done, and its `changed` are what is announced to crews. For the same
arguments it must give the same plan, or else a run cannot be repeated.
"""


@dataclass(frozen=True, slots=True)
class Disruptions:
    """When to plan anew.

    A vehicle is a disruption once it is more than `tolerance_s` behind its plan. Plans are at least `pause_s` apart, as
    every change is an order to a crew, and there are at most `most` in a run, the first plan not counted.
    """

    tolerance_s: int = 1800
    pause_s: int = 3600
    most: int = 24


DISRUPTIONS = Disruptions()


class HistoryChangedError(SafePassageError):
    """Simulated again under a new plan, a run went otherwise before the plan was made: a fault of the program."""


def refuse_what_cannot_be_replanned(scenario: Scenario) -> None:
    """Refuse scenarios from whose plans the planner does not go on.

    Raises
    ------
    UnsupportedTermError
        If people change vehicles, or the objective is not the completion time.
    """
    if scenario.objective is not Objective.COMPLETION:
        raise UnsupportedTermError(
            f'scenario.toml: this version plans anew only for objective = "completion", not "{scenario.objective}"; '
            "rehearse with another policy."
        )
    if any(place.transfer for place in scenario.places):
        raise UnsupportedTermError(
            "places.csv: this version does not plan anew where people change vehicles; rehearse with another policy."
        )
