"""The teams of the brute-force planner: which vehicle carries whom, by which of its routes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from safepassage.domain.plan import Itinerary, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from tests.planning.brute_force_routes import RouteMaker, takes
from tests.planning.brute_force_timing import Budget, Route, Timetable, TooLargeError

MOST_ROUTES = 20_000
"""More routes of one vehicle are too many."""

Cover = tuple[int, ...]
"""How many groups of each row are carried."""

IDLE = Route((), (), ())
"""The route of a vehicle that is not used."""


@dataclass(frozen=True)
class DirectOptimum:
    """The best plan of direct trips: people out by priority 1, 2, 3; the completion time, 0 if nobody comes out.

    `cost` is what the objective makes least where that is not the completion time.
    """

    people_out: tuple[int, int, int]
    completion_s: int
    itineraries: tuple[Itinerary, ...]
    cost: float = 0.0


def people_out(scenario: Scenario, carried: Cover) -> tuple[int, int, int]:
    """Count the people in these groups by priority."""
    rows = list(zip(scenario.people, carried, strict=True))
    one, two, three = (
        sum(row.group_size * count for row, count in rows if row.priority == priority) for priority in (1, 2, 3)
    )
    return one, two, three


def linked_allow(scenario: Scenario, carried: Cover) -> bool:
    """Whether linked movements let so many leave once all of them have arrived."""
    rows = list(zip(scenario.people, carried, strict=True))
    for rule in scenario.agreement.linked:
        left = sum(row.group_size * count for row, count in rows if row.place in rule.people_from)
        arrived = sum(row.group_size * count for row, count in rows if row.place in rule.against_from)
        if left > max((step.may_leave for step in rule.steps if step.arrived <= arrived), default=0):
            return False
    return True


@dataclass(frozen=True)
class _Team:
    """What each vehicle carries. No plan in which they carry this completes before `completion_s`."""

    covers: tuple[Cover, ...]
    people_out: tuple[int, int, int]
    completion_s: int


class TeamSearch:
    """The best plan that completes before a time; `makers` give each vehicle's routes, alike vehicles side by side.

    `rides_wait`: whether vehicles wait for people whom others bring.
    """

    rides_wait = False

    def __init__(self, scenario: Scenario, makers: Mapping[str, RouteMaker], budget: Budget, before: int) -> None:
        self.scenario, self.budget, self.before = scenario, budget, before
        self.names = list(makers)
        self.rows = [maker.row for maker in makers.values()]
        known: dict[VehicleRow, dict[Cover, list[Route]]] = {}
        for maker in makers.values():
            if maker.row not in known:
                known[maker.row] = self._by_cover(maker.routes(before))
        self.routes = [known[row] for row in self.rows]

    def timetable(self, routes: Sequence[Route]) -> Timetable:
        """Give the departures of some routes that run together."""
        return Timetable(self.scenario, routes, self.budget)

    def allowed(self, carried: Cover) -> bool:
        """Whether so many may be carried in all."""
        return linked_allow(self.scenario, carried)

    def people_out(self, carried: Cover) -> tuple[int, int, int]:
        """Count the people who come out by priority."""
        return people_out(self.scenario, carried)

    def _by_cover(self, routes: Iterator[Route]) -> dict[Cover, list[Route]]:
        """Sort routes by what they carry, the quickest first."""
        found: dict[Cover, list[Route]] = {}
        for count, route in enumerate(routes):
            if count > MOST_ROUTES:
                raise TooLargeError("Too many routes.")
            found.setdefault(route.carried, []).append(route)
        for cover, some in found.items():
            found[cover] = self._undominated(sorted(some, key=lambda route: route.completion_s))
        return found

    def _undominated(self, routes: list[Route]) -> list[Route]:
        """Leave out routes after the first that depends on nobody and on which nobody depends.

        It can always be driven as if alone, so it replaces any slower route, unless others wait for that one: in a
        convoy, or for its arrivals. Destinations must have room for everybody, or it might take another's place.
        """
        if self.rides_wait or not self._always_room() or self.scenario.agreement.linked:
            return routes
        for number, route in enumerate(routes):
            if all(event.bay is None and event.lane is None and event.convoy is None for event in route.events):
                wanted = [other for other in routes[number + 1 :] if self._fills_convoys(other)]
                return routes[: number + 1] + wanted
        return routes

    def _always_room(self) -> bool:
        sitting = sum(row.groups * (row.seated + row.wheelchair) for row in self.scenario.people)
        lying = sum(row.groups * row.stretcher for row in self.scenario.people)
        return all(
            (place.shelter_places in {None, 0} or takes(place, sitting, 0))
            and (place.beds in {None, 0} or takes(place, 0, lying))
            for place in self.scenario.places
        )

    def _fills_convoys(self, route: Route) -> bool:
        convoys = self.scenario.agreement.convoys
        return any(event.convoy is not None and convoys[event.convoy].min_vehicles > 1 for event in route.events)

    def best(self) -> DirectOptimum:
        """Try all that vehicles can carry together, most people first."""
        best = DirectOptimum((0, 0, 0), 0, ())
        for team in sorted(
            self._teams(), key=lambda team: (*(-people for people in team.people_out), team.completion_s)
        ):
            if best.itineraries and (team.people_out != best.people_out or team.completion_s >= self.before):
                break
            for routes in self._choices(team.covers, ()):
                table = self.timetable([route for route in routes if route.events])
                times = table.best(self.before)
                if times is not None:
                    self.before = table.completion(times)
                    best = DirectOptimum(team.people_out, self.before, self._itineraries(routes, times))
        return best

    def _teams(self) -> Iterator[_Team]:
        """Yield every way to share out the groups among the vehicles; equal vehicles in one order only."""
        supply = tuple(row.groups for row in self.scenario.people)
        idle = (0,) * len(supply)
        options = [sorted([idle, *routes]) for routes in self.routes]
        for covers in self._shares(options, (), supply):
            carried = tuple(sum(counts) for counts in zip(*covers, strict=True))
            if not any(carried) or not self.allowed(carried):
                continue
            quickest = (self.routes[i][cover][0].completion_s for i, cover in enumerate(covers) if any(cover))
            yield _Team(covers, self.people_out(carried), max(quickest))

    def _shares(
        self, options: list[list[Cover]], covers: tuple[Cover, ...], left: Cover
    ) -> Iterator[tuple[Cover, ...]]:
        number = len(covers)
        if number == len(options):
            yield covers
            return
        twin = number > 0 and self.rows[number] == self.rows[number - 1]
        for cover in options[number]:
            rest = tuple(had - gone for had, gone in zip(left, cover, strict=True))
            if min(rest) >= 0 and not (twin and cover < covers[-1]):
                yield from self._shares(options, (*covers, cover), rest)

    def _choices(self, covers: tuple[Cover, ...], chosen: tuple[Route, ...]) -> Iterator[tuple[Route, ...]]:
        """Yield routes that carry these groups and would, alone, complete in time; equal vehicles in one order only."""
        number = len(chosen)
        if number == len(covers):
            yield chosen
            return
        if not any(covers[number]):
            yield from self._choices(covers, (*chosen, IDLE))
            return
        routes = self.routes[number][covers[number]]
        twin = number > 0 and self.rows[number] == self.rows[number - 1] and covers[number] == covers[number - 1]
        for route in routes[routes.index(chosen[-1]) if twin else 0 :]:
            if route.completion_s >= self.before:
                return
            if self.room((*chosen, route)):
                yield from self._choices(covers, (*chosen, route))

    def room(self, routes: Sequence[Route]) -> bool:
        """Whether the destinations take everybody."""
        brought: dict[str, tuple[int, int]] = {}
        for event in (event for route in routes for event in route.events if event.alights):
            sitting, lying = brought.get(event.place, (0, 0))
            for number, count in (event.alights or {}).items():
                row = self.scenario.people[number]
                sitting, lying = sitting + count * (row.seated + row.wheelchair), lying + count * row.stretcher
            brought[event.place] = (sitting, lying)
        return all(takes(self.scenario.place(place), *people) for place, people in brought.items())

    def _itineraries(self, routes: Sequence[Route], times: Sequence[int]) -> tuple[Itinerary, ...]:
        """Write the departures down as itineraries; every stop is reached as early as can be."""
        itineraries = []
        seconds = iter(times)
        for name, route in zip(self.names, routes, strict=True):
            stops: list[Stop] = []
            for event in route.events:
                depart_s = next(seconds)
                arrive_s = stops[-1].depart_s + event.leg_s if stops else depart_s - ceil(event.busy_s)
                board, alight = self.by_id(event.boards), self.by_id(event.alights)
                stops.append(Stop(event.place, arrive_s, depart_s, board, alight))
            itineraries += [Itinerary(name, tuple(stops))] if stops else []
        return tuple(itineraries)

    def by_id(self, groups: Mapping[int, int] | None) -> dict[str, int]:
        """Count groups by the id of their row."""
        return {self.scenario.people[row].id: count for row, count in (groups or {}).items()}
