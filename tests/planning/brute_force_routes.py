"""The routes of the brute-force planner: all that one vehicle may do, trip after trip.

A trip boards at one place, alights at one destination and passes any crossings in between. A route is left out only if
another one is at least as good in every plan (the comments say why), or if it cannot be driven even alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor

from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from tests.planning.brute_force_timing import NEVER, Budget, Event, Route, Rule, alone
from tests.planning.brute_force_ways import Step, Way, Ways


@dataclass(frozen=True)
class Trip:
    """Groups by row, all aboard from one place to one destination."""

    pickup: str
    load: tuple[int, ...]
    destination: str

    @property
    def groups(self) -> dict[int, int]:
        """The groups aboard by row, without the rows of which there are none."""
        return {row: count for row, count in enumerate(self.load) if count}


@dataclass(frozen=True)
class Leg:
    """A trip with the ways to its pickup (empty if already there) and to its destination.

    `joined`: the previous trip alights and this one boards in one service.
    """

    trip: Trip
    there: Way
    loaded: Way
    joined: bool = False

    @property
    def km(self) -> Fraction:
        """Kilometres driven in all."""
        return sum((step.km for step in self.there + self.loaded), Fraction(0))


class RouteMaker:
    """Works out all routes of one vehicle of a row."""

    def __init__(self, scenario: Scenario, ways: Ways, row: VehicleRow, budget: Budget) -> None:
        self.scenario, self.ways, self.row, self.budget = scenario, ways, row, budget
        self.before = NEVER
        self.places = {place.id: place for place in scenario.places}
        self.agreement = scenario.agreement
        self.supply = tuple(people.groups for people in scenario.people)
        self.trips = tuple(trip for trip in self._trips() if ways.between(row, True, trip.pickup, trip.destination))
        self.loads = {(trip.pickup, trip.load, trip.destination) for trip in self.trips}
        linked = [place for rule in self.agreement.linked for place in (*rule.people_from, *rule.against_from)]
        self.linked_rows = {row for row, people in enumerate(scenario.people) if people.place in linked}

    def routes(self, before: int) -> Iterator[Route]:
        """Yield every route with at least one trip that completes before `before` if it is alone."""
        self.before = before
        yield from self._extend((), self.supply)

    def _extend(self, legs: tuple[Leg, ...], left: tuple[int, ...]) -> Iterator[Route]:
        """Yield every route that begins with these trips and goes on with groups that are left."""
        here = legs[-1].trip.destination if legs else self.row.start
        for trip in self.trips:
            if any(wanted > there for wanted, there in zip(trip.load, left, strict=True)):
                continue
            there = self.ways.between(self.row, False, here, trip.pickup) if here != trip.pickup else ((),)
            loaded = self.ways.between(self.row, True, trip.pickup, trip.destination)
            rest = tuple(had - gone for had, gone in zip(left, trip.load, strict=True))
            for leg in self._legs(trip, there, loaded, bool(legs) and here == trip.pickup):
                longer = (*legs, leg)
                route = None if legs and self._mergeable(legs[-1], leg) else self._drivable(longer, ())
                if route is None:
                    continue
                yield from self._ended(longer, rest, route)
                yield from self._extend(longer, rest)

    def _legs(self, trip: Trip, there: tuple[Way, ...], loaded: tuple[Way, ...], same_place: bool) -> Iterator[Leg]:
        """Yield the trip in every way.

        Alighting and boarding at one place in two services is never worse than in one, if the boarding takes whole
        seconds: people who alight count earlier, and the two services together use the bay at the same time.
        """
        fractional = self.places[trip.pickup].board_s.denominator > 1
        for to_pickup, way in product(there, loaded):
            yield Leg(trip, to_pickup, way)
            if same_place and fractional:
                yield Leg(trip, to_pickup, way, joined=True)

    def _mergeable(self, one: Leg, two: Leg) -> bool:
        """Whether going once, at the time of the second trip, is never worse than these two trips in a row.

        It leaves out stops and changes no other, so only these may object: the capacity, people with less time
        aboard, a linked movement that waits for the first trip, a convoy that needs its vehicle.
        """
        if (one.trip.pickup, one.trip.destination) != (two.trip.pickup, two.trip.destination):
            return False
        load = tuple(a + b for a, b in zip(one.trip.load, two.trip.load, strict=True))
        if (one.trip.pickup, load, one.trip.destination) not in self.loads:
            return False
        if self.linked_rows & set(one.trip.groups) or any(self._convoy_minimum(step) > 1 for step in one.loaded):
            return False
        return self._aboard_s(one.trip) >= self._aboard_s(two.trip)

    def _convoy_minimum(self, step: Step) -> int:
        return 1 if step.convoy is None else self.agreement.convoys[step.convoy].min_vehicles

    def _aboard_s(self, trip: Trip) -> int:
        """Whole seconds that the people of a trip may be aboard."""
        limits = (self.scenario.people[row].max_aboard_s for row in trip.groups)
        return min((floor(limit) for limit in limits if limit is not None), default=NEVER)

    def _ended(self, legs: tuple[Leg, ...], rest: tuple[int, ...], route: Route) -> Iterator[Route]:
        """Yield the route that ends with these trips, once for each way to the place where it must end."""
        here, end = legs[-1].trip.destination, self.row.return_to
        carried = tuple(had - left for had, left in zip(self.supply, rest, strict=True))
        if end is None or end == here:
            yield replace(route, carried=carried)
            return
        for home in self.ways.between(self.row, False, here, end):
            whole = self._drivable(legs, home)
            if whole:
                yield replace(whole, carried=carried)

    def _drivable(self, legs: tuple[Leg, ...], home: Way) -> Route | None:
        """Give the route with its schedule if it has the roads to itself, or None if it breaks a rule even so."""
        km = sum((leg.km for leg in legs), Fraction(0)) + sum(step.km for step in home)
        if self.row.max_km is not None and km > self.row.max_km:
            return None
        route = self._route(legs, home)
        times = alone(route, self.budget)
        if times is None:
            return None
        completion_s = max(time for time, event in zip(times, route.events, strict=True) if event.alights)
        if completion_s >= self.before:
            return None
        return replace(route, alone=tuple(times), completion_s=completion_s)

    def _route(self, legs: tuple[Leg, ...], home: Way) -> Route:
        events: list[Event] = []
        rules: list[Rule] = []
        if legs[0].trip.pickup != self.row.start:
            events.append(Event(self.row.start, spans=self._spans(max(0, self.row.available_from_s))))
        for leg in legs:
            events += [self._passing(step) for step in leg.there[:-1]]
            if leg.joined:
                events[-1] = self._service(leg, events[-1].leg_s, events[-1].alights)
            else:
                events.append(self._service(leg, leg.there[-1].leg_s if leg.there else 0, None))
            boards = len(events) - 1
            events += [self._passing(step) for step in leg.loaded[:-1]]
            events.append(self._alighting(leg))
            if self._aboard_s(leg.trip) < NEVER:
                rules.append(Rule(len(events) - 1, boards, -self._aboard_s(leg.trip)))
        events += [self._passing(step) for step in home]
        events[0] = self._first(events[0])
        if self.row.max_duty_s is not None:
            rules.append(Rule(len(events) - 1, 0, -floor(self.row.max_duty_s)))
        rules += [Rule(a, b, events[b].least_s) for a, b in pairwise(range(len(events)))]
        return Route(tuple(events), tuple(rules), carried=())

    def _first(self, event: Event) -> Event:
        """Nothing is done before the vehicle is available."""
        earliest = max(0, self.row.available_from_s) + ceil(event.busy_s)
        return replace(event, spans=tuple((max(first, earliest), last) for first, last in event.spans))

    def _spans(self, first: int) -> tuple[tuple[int, int], ...]:
        return ((first, NEVER if self.row.available_until_s is None else self.row.available_until_s),)

    def _service(self, leg: Leg, leg_s: int, alights: Mapping[int, int] | None) -> Event:
        """Board at the pickup, after others have alighted there in the same service if `alights` are given."""
        place = self.places[leg.trip.pickup]
        ready = max(self.scenario.people[row].ready_s for row in leg.trip.groups)
        return Event(
            place.id,
            leg_s,
            place.board_s + (place.alight_s if alights else 0),
            self._spans(max(0, ceil(ready + place.board_s))),
            bay=self._bay(place),
            boards=leg.trip.groups,
            alights=alights,
        )

    def _alighting(self, leg: Leg) -> Event:
        place = self.places[leg.trip.destination]
        leg_s = leg.loaded[-1].leg_s
        return Event(place.id, leg_s, place.alight_s, self._spans(0), bay=self._bay(place), alights=leg.trip.groups)

    def _bay(self, place: Place) -> str | None:
        return None if place.bays is None else place.id

    def _passing(self, step: Step) -> Event:
        """Pass a crossing, or arrive empty at the end of a way."""
        rule = None if step.crossing is None else self.agreement.crossings[step.crossing]
        if rule is None:
            return Event(step.place, step.leg_s, spans=self._spans(0), convoy=step.convoy)
        ((_, until),) = self._spans(0)
        spans = [(0, until)]
        if rule.windows is not None:
            spans = _merged([(window.opens_s, window.closes_s) for window in rule.windows])
            spans = [(max(0, ceil(opens + rule.check_s)), min(closes, until)) for opens, closes in spans]
        return Event(
            step.place,
            step.leg_s,
            rule.check_s,
            tuple((opens, closes) for opens, closes in spans if opens <= closes),
            lane=step.crossing if step.convoy is None and rule.lanes is not None and rule.check_s else None,
            convoy=step.convoy,
        )

    def _trips(self) -> Iterator[Trip]:
        """Yield every load that fits this vehicle, with every destination that everybody in it may go to."""
        people = self.scenario.people
        for pickup in dict.fromkeys(row.place for row in people):
            ranges = [range(row.groups + 1 if row.place == pickup else 1) for row in people]
            for load in product(*ranges):
                aboard = [(people[row], count) for row, count in enumerate(load) if count]
                seated, wheelchair, stretcher = (
                    sum(getattr(row, kind) * count for row, count in aboard)
                    for kind in ("seated", "wheelchair", "stretcher")
                )
                seats = self.row.seats_per_wheelchair * wheelchair + self.row.seats_per_stretcher * stretcher + seated
                if not aboard or seats > self.row.seats:
                    continue
                if wheelchair > self.row.wheelchairs or stretcher > self.row.stretchers:
                    continue
                if len({row.stream for row, _ in aboard}) > 1:
                    continue
                if any(row.vehicles and self.row.type not in row.vehicles for row, _ in aboard):
                    continue
                for place in self.scenario.places:
                    allowed = all(not row.destinations or place.id in row.destinations for row, _ in aboard)
                    if allowed and place.id != pickup and takes(place, seated + wheelchair, stretcher):
                        yield Trip(pickup, load, place.id)


def takes(place: Place, sitting: int, lying: int) -> bool:
    """Whether the place has shelter and beds for so many."""
    return (place.shelter_places is None or sitting <= place.shelter_places) and (
        place.beds is None or lying <= place.beds
    )


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge windows that touch or overlap."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(windows):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged
