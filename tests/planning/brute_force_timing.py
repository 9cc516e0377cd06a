"""The times of the brute-force planner: the earliest departures that keep every rule, once all trips are chosen.

A rule on times is of one of three kinds: `departure j >= departure i + w`; a set of seconds in which a departure may
lie (windows); or a choice between rules of the first kind (who goes first at a lane or a bay, which vehicles make a
convoy, which arrival a linked movement waits for). Rules of the first two kinds have one least solution: a schedule
that keeps them all and in which every departure is as early as in any schedule that keeps them. So the search takes the
least solution, looks for a broken rule of the third kind, and branches over choices of which every schedule that keeps
the rule makes at least one. Each choice moves some departure later, so the search ends. The completion time never falls
when a departure moves later, so the best leaf is the optimum.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations
from math import ceil, lcm
from typing import NamedTuple

from safepassage.domain.scenario import Scenario

NEVER = 10**9
"""A second after everything."""


class TooLargeError(Exception):
    """The scenario is too large to be solved exactly within the budget."""


class Budget:
    """How many schedules may be worked out before the search gives up."""

    def __init__(self, schedules: int) -> None:
        self.left = schedules

    def spend(self) -> None:
        """Count one schedule."""
        self.left -= 1
        if self.left < 0:
            raise TooLargeError("The budget of schedules is spent.")


class Rule(NamedTuple):
    """Departure `later` is at least `wait_s` after departure `earlier` (`wait_s` may be negative)."""

    earlier: int
    later: int
    wait_s: int


Choice = tuple[Rule, ...]


@dataclass(frozen=True)
class Event:
    """One stop. `busy_s` is the service or check that ends at the departure, after `leg_s` of driving.

    The departure lies in one of the `spans` (both ends included). `bay` and `lane` name the place and the crossing
    rule whose limited capacity it uses, `convoy` the convoy rule that falls on it. `boards` and `alights` count groups
    by row.
    """

    place: str
    leg_s: int = 0
    busy_s: Fraction = Fraction(0)
    spans: tuple[tuple[int, int], ...] = ((0, NEVER),)
    bay: str | None = None
    lane: int | None = None
    convoy: int | None = None
    boards: Mapping[int, int] | None = None
    alights: Mapping[int, int] | None = None

    @property
    def least_s(self) -> int:
        """Whole seconds between the previous departure and this one, at least."""
        return self.leg_s + ceil(self.busy_s)


@dataclass(frozen=True)
class Route:
    """All that one vehicle does: its stops, the rules between them, and its schedule if it were alone.

    `carried` counts groups by row; `completion_s` is when it last brings people out, if it were alone.
    """

    events: tuple[Event, ...]
    rules: tuple[Rule, ...]
    carried: tuple[int, ...]
    alone: tuple[int, ...] = ()
    completion_s: int = 0


class Departures:
    """Rules between departures, and the earliest departures that keep them."""

    def __init__(self, routes: Sequence[Route], budget: Budget) -> None:
        self.budget = budget
        self.events = [event for route in routes for event in route.events]
        self.after: list[list[tuple[int, int]]] = [[] for _ in self.events]
        self.last_allowed = [NEVER] * len(self.events)
        first = 0
        for route in routes:
            for rule in route.rules:
                self.after[first + rule.earlier].append((first + rule.later, rule.wait_s))
            first += len(route.events)

    def least(self, times: Sequence[int], moved: Iterable[int]) -> list[int] | None:
        """Give the least solution from `times` upwards, or None; `moved` are departures whose rules may be broken.

        Rules go round in circles, so a departure may be pushed without end; without windows the longest chain of pushes
        has one for each departure, so more pushes mean that there is no solution.
        """
        self.budget.spend()
        times = list(times)
        queue = deque(moved)
        queued = set(queue)
        pushes = [0] * len(times)
        while queue:
            here = queue.popleft()
            queued.discard(here)
            for there, wait_s in self.after[here]:
                wanted = times[here] + wait_s
                if wanted <= times[there]:
                    continue
                allowed = first_allowed(self.events[there].spans, wanted)
                if allowed > self.last_allowed[there]:
                    return None
                if allowed > wanted:
                    pushes = [0] * len(times)
                times[there] = allowed
                if there not in queued:
                    pushes[there] += 1
                    if pushes[there] > len(times) + 1:
                        return None
                    queue.append(there)
                    queued.add(there)
        return times


def alone(route: Route, budget: Budget) -> list[int] | None:
    """Give the earliest departures of a vehicle that has the roads to itself, or None if it cannot keep its rules."""
    times = [first_allowed(event.spans, 0) for event in route.events]
    return None if max(times) > NEVER else Departures([route], budget).least(times, range(len(times)))


class Timetable(Departures):
    """The departures of some routes that run together."""

    def __init__(self, scenario: Scenario, routes: Sequence[Route], budget: Budget) -> None:
        super().__init__(routes, budget)
        self.people = scenario.people
        self.start = [second for route in routes for second in route.alone]
        self.bring_out = [number for number, event in enumerate(self.events) if event.alights]
        self.tick = lcm(1, *(event.busy_s.denominator for event in self.events))
        self.busy = [int(event.busy_s * self.tick) for event in self.events]
        self.crowds = self._crowds(scenario)
        self.convoys = [
            (rule, [i for i, event in enumerate(self.events) if event.convoy == number])
            for number, rule in enumerate(scenario.agreement.convoys)
        ]
        self.linked = [
            (
                [(step.arrived, step.may_leave) for step in rule.steps],
                self.flow(rule.people_from, "boards"),
                self.flow(rule.against_from, "alights"),
            )
            for rule in scenario.agreement.linked
        ]

    def _crowds(self, scenario: Scenario) -> list[tuple[int, list[int]]]:
        """List the bays and lanes that may be too few, with who uses them."""
        shared: list[tuple[int | None, list[int]]] = [
            (place.bays, [i for i, event in enumerate(self.events) if event.bay == place.id])
            for place in scenario.places
        ] + [
            (crossing.lanes, [i for i, event in enumerate(self.events) if event.lane == number])
            for number, crossing in enumerate(scenario.agreement.crossings)
        ]
        return [(capacity, users) for capacity, users in shared if capacity is not None and len(users) > capacity]

    def flow(self, places: Sequence[str], kind: str) -> list[tuple[int, int]]:
        """List the events at which people from these places leave or arrive, with how many."""
        flow = []
        for number, event in enumerate(self.events):
            groups = (event.boards if kind == "boards" else event.alights) or {}
            rows = ((self.people[row], count) for row, count in groups.items())
            persons = sum(row.group_size * count for row, count in rows if row.place in places)
            flow += [(number, persons)] if persons else []
        return flow

    def best(self, before: float) -> list[int] | None:
        """Give the departures of the schedule of the least value, if that is less than `before`."""
        self._improve_on(before)
        if any(time > last for time, last in zip(self.start, self.last_allowed, strict=True)):
            return None
        return self._search(self.start)

    def _improve_on(self, value: float) -> None:
        """Look only for schedules of less value from here on."""
        for number in self.bring_out:
            self.last_allowed[number] = int(value) - 1

    def _improves(self, value: float) -> bool:
        return value <= self.last_allowed[self.bring_out[0]]

    def _search(self, times: list[int]) -> list[int] | None:
        choices = self._choices(times)
        if choices is None:
            self._improve_on(self.value(times))
            return times
        children = []
        for choice in choices:
            child = self._with(choice, times)
            if child is not None:
                children.append((self.value(child), sum(child), choice, child))
        found = None
        for value, _, choice, child in sorted(children):
            if self._improves(value):
                for rule in choice:
                    self.after[rule.earlier].append((rule.later, rule.wait_s))
                found = self._search(child) or found
                for rule in choice:
                    self.after[rule.earlier].pop()
        return found

    def _with(self, choice: Choice, times: list[int]) -> list[int] | None:
        for rule in choice:
            self.after[rule.earlier].append((rule.later, rule.wait_s))
        child = self.least(times, {rule.earlier for rule in choice})
        for rule in choice:
            self.after[rule.earlier].pop()
        return child

    def value(self, times: Sequence[int]) -> float:
        """Give what is made least; it never falls when a departure moves later. Here the completion time."""
        return self.completion(times)

    def completion(self, times: Sequence[int]) -> int:
        """When the last person alights at a destination; 0 if nobody does."""
        return max((times[number] for number in self.bring_out), default=0)

    def _choices(self, times: list[int]) -> list[Choice] | None:
        """Give the fewest choices that mend a broken rule, or None if no rule is broken."""
        found: list[list[Choice]] = []
        for capacity, users in self.crowds:
            found += self._crowded(capacity, users, times)
        for number in range(len(self.convoys)):
            found += self._convoys_broken(number, times)
        for steps, leaving, arriving in self.linked:
            found += _too_many_left(steps, leaving, arriving, times)
        return min(found, key=len, default=None)

    def _crowded(self, capacity: int, users: list[int], times: list[int]) -> list[list[Choice]]:
        """Of more services or checks at once than fit, some two do not overlap: one ends before the other begins."""
        for user in users:
            begin = times[user] * self.tick - self.busy[user]
            present = [
                other
                for other in users
                if times[other] * self.tick - self.busy[other] <= begin < times[other] * self.tick
            ]
            if len(present) > capacity:
                pairs = permutations(present[: capacity + 1], 2)
                return [[(Rule(a, b, ceil(self.events[b].busy_s)),) for a, b in pairs]]
        return []

    def _convoys_broken(self, number: int, times: list[int]) -> list[list[Choice]]:
        """Mend convoys that leave too close together, are too large, or too small without being the last."""
        rule, members = self.convoys[number]
        headway_s = max(1, ceil(rule.headway_s))
        seconds = sorted({times[member] for member in members})
        convoys = [[member for member in members if times[member] == second] for second in seconds]
        found: list[list[Choice]] = []
        for one, next_one in pairwise(convoys):
            a, b = one[0], next_one[0]
            if times[b] < times[a] + headway_s:
                found.append([(Rule(a, b, 0), Rule(b, a, 0)), (Rule(a, b, headway_s),), (Rule(b, a, headway_s),)])
            if len(one) < rule.min_vehicles:
                others = [other for other in members if other not in one]
                last = tuple(Rule(other, a, 0) for other in others)
                found.append([*((Rule(a, other, 0), Rule(other, a, 0)) for other in others), last])
        for one in convoys:
            if rule.max_vehicles is not None and len(one) > rule.max_vehicles:
                pairs = permutations(one[: rule.max_vehicles + 1], 2)
                found.append([(Rule(a, b, headway_s),) for a, b in pairs])
        return found


def _too_many_left(
    steps: list[tuple[int, int]], leaving: list[tuple[int, int]], arriving: list[tuple[int, int]], times: list[int]
) -> list[list[Choice]]:
    """When too many have left, the last of them to leave waits for an arrival that has not counted yet."""
    for second in sorted({times[number] for number, _ in leaving}):
        left = [number for number, _ in leaving if times[number] <= second]
        persons = sum(persons for number, persons in leaving if times[number] <= second)
        arrived = sum(persons for number, persons in arriving if times[number] <= second)
        reached = [may_leave for needed, may_leave in steps if needed <= arrived]
        if persons > (reached[-1] if reached else 0):
            late = [number for number, _ in arriving if times[number] > second]
            return [
                [
                    (Rule(arrival, last, 0), *(Rule(other, last, 0) for other in left if other != last))
                    for last in left
                    for arrival in late
                ]
            ]
    return []


def first_allowed(spans: tuple[tuple[int, int], ...], second: int) -> int:
    """Give the first second in the spans from `second` on, or NEVER + 1."""
    for first, last in spans:
        if second <= last:
            return max(first, second)
    return NEVER + 1
