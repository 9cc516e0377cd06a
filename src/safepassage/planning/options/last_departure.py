"""The last second at which a vehicle may leave a place with people and still get them through.

One vehicle is followed that drives straight to a destination and finds every crossing free: it waits for windows and
is checked, and waits for no lane, no headway and no convoy. So later is too late for certain, and earlier is safe as
long as the crossing is not crowded. The later it leaves, the later it arrives, so the last second is found by
bisection. Limits on duty, distance and time aboard are not looked at.
"""

import heapq
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from safepassage.domain.options import LastDeparture
from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import CrossingRule, joined_windows
from safepassage.domain.vehicles import VehicleRow
from safepassage.network import RoadNetwork

NEVER = -1

Arrival = tuple[Fraction, str]
"""When people have alighted, and the crossing that they passed last."""
Departure = tuple[int, Arrival | None]
"""The last second to leave, and when those who leave then arrive."""


class Rides:
    """Direct rides of a lone vehicle in one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.crossings = frozenset(scenario.agreement.crossing_places)
        self._roads = RoadNetwork.of(scenario)
        self._goals = [place for place in scenario.places if place.id in self.crossings or place.is_destination]
        self._legs: dict[tuple[str, Fraction], list[tuple[str, int]]] = {}
        self._windows = {rule: rule.windows and joined_windows(rule.windows) for rule in scenario.agreement.crossings}

    def arrivals(self, row: VehicleRow, place: str, leaves_s: int) -> dict[str, Arrival]:
        """Give for each destination when a vehicle that leaves a place then has let people alight there."""
        alight = {goal.id: goal.alight_s for goal in self._goals}
        found: dict[str, Arrival] = {}
        queue, settled = [(Fraction(leaves_s), place)], set()
        while queue:
            now, here = heapq.heappop(queue)
            if here in settled:
                continue
            settled.add(here)
            for there, seconds in self._legs_from(here, row.drive_factor):
                if there in self.crossings:
                    leaves = self._passes(there, here, row, now + seconds)
                    if leaves is not None and there not in settled:
                        heapq.heappush(queue, (leaves, there))
                    continue
                arrival = (now + seconds + alight[there], here if here in self.crossings else "")
                found[there] = min(arrival, found.get(there, arrival))
        return found

    def _legs_from(self, here: str, factor: Fraction) -> list[tuple[str, int]]:
        if (here, factor) not in self._legs:
            ways = ((goal.id, self._roads.way(here, goal.id)) for goal in self._goals if goal.id != here)
            self._legs[here, factor] = [(goal, ceil(way.drive_s * factor)) for goal, way in ways if way is not None]
        return self._legs[here, factor]

    def _passes(self, crossing: str, came_from: str, row: VehicleRow, arrives: Fraction) -> Fraction | None:
        """Give when a loaded vehicle that arrives then leaves a crossing, None if it never does."""
        rule = self.scenario.agreement.crossing_rule(crossing, came_from)
        if row.crossings and crossing not in row.crossings:
            return None
        if rule is None:
            return arrives
        if rule.windows is None:
            return Fraction(ceil(arrives + rule.check_s))
        return self._within_window(rule, arrives)

    def _within_window(self, rule: CrossingRule, arrives: Fraction) -> Fraction | None:
        for window in self._windows[rule] or ():
            leaves = Fraction(ceil(max(arrives, Fraction(window.opens_s)) + rule.check_s))
            if leaves <= window.closes_s:
                return leaves
        return None

    def horizon_s(self, deadline_s: int | None) -> int:
        """Give a moment after which it makes no difference how much later a vehicle leaves."""
        closings = [w.closes_s for rule in self.scenario.agreement.crossings for w in rule.windows or ()]
        until = [row.available_until_s for row in self.scenario.vehicles if row.available_until_s is not None]
        return max([0, *closings, *until, *([] if deadline_s is None else [deadline_s])]) + 1


def last_departures(scenario: Scenario, deadline_s: int | None) -> tuple[LastDeparture, ...]:
    """Give the last departures from every place where people wait, for every type of vehicle that may carry them."""
    rides = Rides(scenario)
    places = dict.fromkeys(row.place for row in scenario.people if row.groups > 0)
    types = dict.fromkeys(row.type for row in scenario.vehicles if row.count > 0)
    found = (_departure(rides, place, name, deadline_s) for place in places for name in types)
    return tuple(departure for departure in found if departure is not None)


def _departure(rides: Rides, place: str, vehicle_type: str, deadline_s: int | None) -> LastDeparture | None:
    """Give the last departures of one type from one place; None if nobody there may ride in it."""
    vehicles = [row for row in rides.scenario.vehicles if row.type == vehicle_type and row.count > 0]
    waiting = [row for row in rides.scenario.people if row.place == place and _may_ride(row, vehicles[0])]
    if not waiting:
        return None
    horizon = rides.horizon_s(deadline_s)
    different = {_needs(people): people for people in waiting}.values()
    last = [_latest(_last(rides, people, row, deadline_s, horizon) for row in vehicles) for people in different]
    safe, arrival = min(last, key=_moment)
    latest = max(each[0] for each in last)
    return LastDeparture(
        place=place,
        vehicle_type=vehicle_type,
        safe_s=None if safe >= horizon else safe,
        last_s=None if latest >= horizon else latest,
        through=arrival[1] if arrival else "",
        arrives_s=ceil(arrival[0]) if arrival and safe < horizon else None,
    )


def _needs(people: TravelGroups) -> tuple[object, ...]:
    """Give what decides when people must leave at the latest: those who are alike in it need to be looked at once."""
    return (people.ready_s, people.destinations, people.stretcher > 0, people.seated + people.wheelchair > 0)


def _latest(departures: Iterator[Departure]) -> Departure:
    return max(departures, key=_moment)


def _moment(departure: Departure) -> int:
    return departure[0]


def _may_ride(people: TravelGroups, row: VehicleRow) -> bool:
    fits = row.fits(people.seated, people.wheelchair, people.stretcher)
    return people.groups > 0 and fits and (not people.vehicles or row.type in people.vehicles)


def _last(rides: Rides, people: TravelGroups, row: VehicleRow, deadline_s: int | None, horizon_s: int) -> Departure:
    """Give the last departure for one row of people in one vehicle, `horizon_s` if it does not matter, or NEVER."""
    ends = [end for end in (deadline_s, row.available_until_s) if end is not None]

    def arrival(leaves_s: int) -> Arrival | None:
        reached = rides.arrivals(row, people.place, leaves_s)
        wanted = [reached[goal] for goal in _goals(rides.scenario, people) if goal in reached]
        first = min(wanted, default=None)
        return first if first is not None and all(first[0] <= end for end in ends) else None

    board_s = rides.scenario.place(people.place).board_s
    low, high = ceil(max(people.ready_s, row.available_from_s, 0) + board_s), horizon_s
    if arrival(low) is None:
        return NEVER, None
    if low >= high or arrival(high) is not None:
        return horizon_s, arrival(max(low, high))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if arrival(middle) is not None else (low, middle)
    return low, arrival(low)


def _goals(scenario: Scenario, people: TravelGroups) -> Iterator[str]:
    """Yield the destinations where one of these groups may be brought and finds room."""
    for place in scenario.places:
        wanted = not people.destinations or place.id in people.destinations
        room = (place.beds != 0 or not people.stretcher) and (
            place.shelter_places != 0 or not people.seated + people.wheelchair
        )
        if wanted and place.is_destination and room and place.id != people.place:
            yield place.id
