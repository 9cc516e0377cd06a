"""The brute-force planner where people may change vehicles once: every group goes direct, or over one transfer place.

Every ride is made a trip of its own: the scenario is written anew with three rows for one, of those who ride straight
on, of those who ride to a transfer place, and of those who go on from there. As many go on as come, and nobody goes on
before they have come; that is one more rule on times, of the same form as a linked movement. Everything else is done by
the same exhaustive search as without transfer places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from tests.planning.brute_force_routes import RouteMaker, takes
from tests.planning.brute_force_teams import Cover, DirectOptimum, TeamSearch, linked_allow, people_out
from tests.planning.brute_force_timing import NEVER, Budget, Route, Timetable, TooLargeError
from tests.planning.brute_force_ways import Ways

MOST_VEHICLES, MOST_GROUPS, MOST_TEAMS = 3, 5, 200_000
"""Larger scenarios are refused."""

BEFORE = tuple(1800 * 3**power // 2**power for power in range(12))


@dataclass(frozen=True)
class Rides:
    """A scenario in which every ride has rows of its own, and what they are in the scenario that was asked about.

    `row` is the row of people that each is; `comes` names the transfer place that it rides to, `goes` the one from
    which it goes on ("" for none).
    """

    asked: Scenario
    scenario: Scenario
    row: tuple[int, ...]
    comes: tuple[str, ...]
    goes: tuple[str, ...]

    def totals(self, carried: Cover) -> tuple[Cover, Cover]:
        """Count by row of people who leave their place, and who come out."""
        leave, out = [0] * len(self.asked.people), [0] * len(self.asked.people)
        for row, comes, goes, count in zip(self.row, self.comes, self.goes, carried, strict=True):
            leave[row] += 0 if goes else count
            out[row] += 0 if comes else count
        return tuple(leave), tuple(out)

    def pairs(self) -> list[tuple[int, int]]:
        """Pair the rows that come to a transfer place with those that go on from it."""
        going = {(self.row[n], place): n for n, place in enumerate(self.goes) if place}
        return [(n, going[self.row[n], place]) for n, place in enumerate(self.comes) if place]


def rides_of(scenario: Scenario) -> Rides:
    """Write a scenario anew with rows for every ride; transfer places take everybody."""
    final = tuple(place.id for place in scenario.places if place.is_destination)
    found: list[tuple[TravelGroups, int, str, str]] = []
    for number, row in enumerate(scenario.people):
        allowed = tuple(place for place in row.destinations or final if place in final)
        found.append((replace(row, destinations=allowed or (row.place,)), number, "", ""))
        for x in (place.id for place in scenario.places if place.transfer and place.id != row.place and allowed):
            found.append((replace(row, id=f"{row.id}.to.{x}", destinations=(x,)), number, x, ""))
            there = tuple(place for place in allowed if place != x) or (x,)
            found.append((replace(row, id=f"{row.id}.from.{x}", place=x, destinations=there), number, "", x))
    people, numbers, comes, goes = zip(*found, strict=True)
    places = tuple(_takes_all(place) if place.transfer else place for place in scenario.places)
    return Rides(scenario, replace(scenario, people=people, places=places), numbers, comes, goes)


def _takes_all(place: Place) -> Place:
    return replace(place, shelter_places=None, beds=None)


def best_plan_with_changes(scenario: Scenario, schedules: int = 100_000) -> DirectOptimum:
    """Give the best of the plans in which every group rides straight on or changes vehicles once.

    Raises
    ------
    TooLargeError
        If the scenario is too large, or more schedules would have to be worked out than allowed.
    """
    vehicles = sorted(scenario.each_vehicle(), key=lambda vehicle: repr(vehicle.row))
    if len(vehicles) > MOST_VEHICLES or sum(row.groups for row in scenario.people) > MOST_GROUPS:
        raise TooLargeError("Too many vehicles or groups.")
    rides, budget = rides_of(scenario), Budget(schedules)
    ways = Ways(rides.scenario)
    makers = {v.name: RouteMaker(rides.scenario, ways, replace(v.row, count=1), budget) for v in vehicles}
    for maker in makers.values():
        maker.linked_rows |= {n for n, place in enumerate(rides.comes) if place}
    everybody = people_out(scenario, tuple(row.groups for row in scenario.people))
    best = DirectOptimum((0, 0, 0), 0, ())
    for before in (*BEFORE, NEVER):
        best = ChangingTeams(rides, makers, budget, before).best()
        if best.people_out == everybody:
            break
    return best


class ChangingTeams(TeamSearch):
    """Teams of vehicles in which as many go on from every transfer place as come there."""

    rides_wait = True

    def __init__(self, rides: Rides, makers: Mapping[str, RouteMaker], budget: Budget, before: int) -> None:
        self.rides = rides
        super().__init__(rides.scenario, makers, budget, before)
        teams = 1
        for routes in self.routes:
            teams *= 1 + len(routes)
        if teams > MOST_TEAMS:
            raise TooLargeError("Too many teams.")

    def timetable(self, routes: Sequence[Route]) -> Timetable:
        """Give the departures of some routes that run together."""
        return ChangingTimetable(self.rides, routes, self.budget)

    def allowed(self, carried: Cover) -> bool:
        """Whether as many go on as come, and no more leave than are there or than linked movements let leave."""
        leave, out = self.rides.totals(carried)
        enough = all(count <= row.groups for count, row in zip(leave, self.rides.asked.people, strict=True))
        same = all(carried[comes] == carried[goes] for comes, goes in self.rides.pairs())
        return enough and same and linked_allow(self.rides.asked, out)

    def people_out(self, carried: Cover) -> tuple[int, int, int]:
        """Count the people who come out by priority."""
        return people_out(self.rides.asked, self.rides.totals(carried)[1])

    def room(self, routes: Sequence[Route]) -> bool:
        """Whether the destinations take all who stay; any number may wait at a transfer place."""
        brought: dict[str, tuple[int, int]] = {}
        for event in (event for route in routes for event in route.events if event.alights):
            for number, count in (event.alights or {}).items():
                row = self.scenario.people[number]
                if not self.rides.comes[number]:
                    sitting, lying = brought.get(event.place, (0, 0))
                    sitting += count * (row.seated + row.wheelchair)
                    brought[event.place] = (sitting, lying + count * row.stretcher)
        return all(takes(self.rides.asked.place(place), *people) for place, people in brought.items())

    def by_id(self, groups: Mapping[int, int] | None) -> dict[str, int]:
        """Count groups by the id of their row in the scenario that was asked about."""
        counts: dict[str, int] = {}
        for number, count in (groups or {}).items():
            people = self.rides.asked.people[self.rides.row[number]].id
            counts[people] = counts.get(people, 0) + count
        return counts


class ChangingTimetable(Timetable):
    """Departures with which nobody goes on before they have come."""

    def __init__(self, rides: Rides, routes: Sequence[Route], budget: Budget) -> None:
        self.rides = rides
        super().__init__(rides.scenario, routes, budget)
        for comes, goes in rides.pairs():
            steps = [(count, count) for count in range(rides.scenario.people[comes].groups + 1)]
            self.linked.append((steps, self._groups(goes, "boards"), self._groups(comes, "alights")))

    def _groups(self, row: int, kind: str) -> list[tuple[int, int]]:
        """List the events at which groups of a row board or alight, with how many."""
        moves = [(number, getattr(event, kind) or {}) for number, event in enumerate(self.events)]
        return [(number, counts[row]) for number, counts in moves if row in counts]

    def flow(self, places: Sequence[str], kind: str) -> list[tuple[int, int]]:
        """List the events at which people from these places leave at first or arrive for good, with how many."""
        passed = self.rides.goes if kind == "boards" else self.rides.comes
        flow = []
        for number, event in enumerate(self.events):
            groups = (event.boards if kind == "boards" else event.alights) or {}
            rows = [
                (self.rides.asked.people[self.rides.row[ride]], count)
                for ride, count in groups.items()
                if not passed[ride]
            ]
            persons = sum(row.group_size * count for row, count in rows if row.place in places)
            flow += [(number, persons)] if persons else []
        return flow
