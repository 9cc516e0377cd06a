"""The brute-force planner for objectives that count when each person alights, and not only the last.

What is made least is the sum over all people of a cost that never falls with the second of alighting, so the schedules
of `brute_force_timing` hold as they are. Of the routes more must be kept: two trips in a row are not always worse than
one at the time of the second, and the quickest route does not always bring everybody as early as another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf

from safepassage.domain.scenario import Objective, Scenario
from tests.planning.brute_force_routes import Leg, RouteMaker
from tests.planning.brute_force_teams import DirectOptimum, TeamSearch
from tests.planning.brute_force_timing import Budget, Event, Route, Timetable

LESS = 1e-9
"""Relative difference below which two sums count as equal."""


@dataclass(frozen=True)
class Price:
    """What it costs by the objective when people alight at a second."""

    scenario: Scenario

    def of(self, event: Event, second: int) -> float:
        """Give what the people cost who alight at a stop."""
        people, weights = self.scenario.people, self.scenario.priority_weights
        groups = (event.alights or {}).items()
        weight = sum(people[row].group_size * count * weights[people[row].priority - 1] for row, count in groups)
        return weight * (self.failed(second) if self.scenario.objective is Objective.BEFORE_BREAKDOWN else second)

    def failed(self, second: int) -> float:
        """Give the chance that the agreement has failed by then."""
        return 1 - exp(-second / (self.scenario.expected_calm_s or inf))


def value_of_cost(scenario: Scenario, optimum: DirectOptimum) -> float:
    """Give the value of the best plan in the objective's unit."""
    if scenario.objective is Objective.COMPLETION:
        return float(optimum.completion_s)
    if scenario.objective is Objective.PRIORITY:
        return optimum.cost
    weights = scenario.priority_weights
    return sum(weight * out for weight, out in zip(weights, optimum.people_out, strict=True)) - optimum.cost


class UnmergedRoutes(RouteMaker):
    """All routes; none is left out because it could be driven at once."""

    def _mergeable(self, _one: Leg, _two: Leg) -> bool:
        return False


class SumTimetable(Timetable):
    """Departures that make the sum least."""

    def __init__(self, scenario: Scenario, routes: Sequence[Route], budget: Budget) -> None:
        super().__init__(scenario, routes, budget)
        self.price, self.below = Price(scenario), inf

    def value(self, times: Sequence[int]) -> float:
        """Give what all who alight cost."""
        return sum(self.price.of(self.events[number], times[number]) for number in self.bring_out)

    def _improve_on(self, value: float) -> None:
        self.below = value - LESS * abs(value)

    def _improves(self, value: float) -> bool:
        return value < self.below


class SumSearch(TeamSearch):
    """The plan that brings out most people, and of those the one that makes the sum least."""

    def _undominated(self, routes: list[Route]) -> list[Route]:
        return routes

    def best(self) -> DirectOptimum:
        """Try all that vehicles can carry together, most people first."""
        best = DirectOptimum((0, 0, 0), 0, (), inf)
        price = Price(self.scenario)
        for team in sorted(self._teams(), key=lambda team: tuple(-people for people in team.people_out)):
            if best.itineraries and team.people_out != best.people_out:
                break
            for routes in self._choices(team.covers, ()):
                if sum(_alone(price, route) for route in routes) >= best.cost:
                    continue
                table = SumTimetable(self.scenario, [route for route in routes if route.events], self.budget)
                times = table.best(best.cost)
                if times is not None:
                    itineraries = self._itineraries(routes, times)
                    best = DirectOptimum(team.people_out, table.completion(times), itineraries, table.value(times))
        return best if best.itineraries else DirectOptimum((0, 0, 0), 0, ())


def _alone(price: Price, route: Route) -> float:
    """Give what the people of a route cost if it is driven alone: none cost less."""
    return sum(price.of(event, second) for event, second in zip(route.events, route.alone, strict=True))
