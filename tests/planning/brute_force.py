"""An exact planner for tiny scenarios, by brute force, to judge the real one.

It finds the best of all plans whose trips are direct: each boards at one place (the groups in one service), alights at
one destination, and passes in between, loaded or empty, any crossings in any order, each at most once; vehicles stop
nowhere else and may wait anywhere. Among these it finds the true optimum: as many people of priority 1 as can be
brought out, then of 2, then of 3; then the best value of the objective. It works in three layers, all exhaustive:
all ways (`brute_force_ways`), all routes of each vehicle (`brute_force_routes`), all orders at bays, lanes, convoys and
linked movements for each choice of routes (`brute_force_timing`). What is left out is never better than what is kept.

Plans with pickups or destinations in several places to a trip may be better still.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from safepassage.domain.plan import Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import Objective, Scenario
from tests.planning.brute_force_routes import RouteMaker, takes
from tests.planning.brute_force_sums import SumSearch, UnmergedRoutes, value_of_cost
from tests.planning.brute_force_teams import Cover, DirectOptimum, TeamSearch, linked_allow, people_out
from tests.planning.brute_force_timing import NEVER, Budget, TooLargeError
from tests.planning.brute_force_ways import Ways

__all__ = ["DirectOptimum", "TooLargeError", "as_plan", "best_direct_plan"]

MOST_VEHICLES, MOST_GROUPS = 4, 8
"""Larger scenarios are refused at once."""

BEFORE = tuple(1800 * 3**power // 2**power for power in range(12))
"""Completion times to try for, from half an hour to two days; then without limit."""


def best_direct_plan(scenario: Scenario, schedules: int = 100_000) -> DirectOptimum:
    """Give the best plan of direct trips.

    Plans that complete before a time are searched before all others, as there are far fewer of them; if one brings out
    as many people as can be hoped for, the best of them is the optimum.

    Raises
    ------
    TooLargeError
        If the scenario is too large, or more schedules would have to be worked out than allowed.
    """
    vehicles = sorted(scenario.each_vehicle(), key=lambda vehicle: repr(vehicle.row))
    if len(vehicles) > MOST_VEHICLES or sum(row.groups for row in scenario.people) > MOST_GROUPS:
        raise TooLargeError("Too many vehicles or groups.")
    ways, budget = Ways(scenario), Budget(schedules)
    sums = scenario.objective is not Objective.COMPLETION
    made = UnmergedRoutes if sums else RouteMaker
    makers = {vehicle.name: made(scenario, ways, replace(vehicle.row, count=1), budget) for vehicle in vehicles}
    if sums:
        return SumSearch(scenario, makers, budget, NEVER).best()
    hoped = _hoped(scenario, makers.values())
    best = DirectOptimum((0, 0, 0), 0, ())
    for before in (*BEFORE, NEVER):
        best = TeamSearch(scenario, makers, budget, before).best()
        if best.people_out == hoped:
            break
    return best


def _hoped(scenario: Scenario, makers: Iterable[RouteMaker]) -> tuple[int, int, int]:
    """Give a bound on how many come out: who fits some vehicle, the destinations, the linked movements; time apart."""
    goals = {(row, trip.destination) for maker in makers for trip in maker.trips for row in trip.groups}
    states: set[tuple[Cover, tuple[tuple[str, int, int], ...]]] = {((), ())}
    for number, row in enumerate(scenario.people):
        places = sorted(place for people, place in goals if people == number)
        shares = [share for share in product(range(row.groups + 1), repeat=len(places)) if sum(share) <= row.groups]
        states = {
            (
                (*cover, sum(share)),
                _with(brought, zip(places, share, strict=True), row.seated + row.wheelchair, row.stretcher),
            )
            for cover, brought in states
            for share in shares
        }
    covers = {
        cover
        for cover, brought in states
        if linked_allow(scenario, cover)
        and all(takes(scenario.place(place), sitting, lying) for place, sitting, lying in brought)
    }
    return max(people_out(scenario, cover) for cover in covers)


def _with(
    brought: tuple[tuple[str, int, int], ...], share: Iterable[tuple[str, int]], sitting: int, lying: int
) -> tuple[tuple[str, int, int], ...]:
    """Add groups of so many people to those already brought to each place."""
    totals = {place: (sit, lie) for place, sit, lie in brought}
    for place, groups in share:
        sit, lie = totals.get(place, (0, 0))
        totals[place] = (sit + groups * sitting, lie + groups * lying)
    return tuple((place, *people) for place, people in sorted(totals.items()))


def come_out(scenario: Scenario, stop: Stop) -> Iterator[tuple[str, int]]:
    """Give the groups by row who come to be out at a stop; who goes on from a destination is out no longer.

    Nobody is out at a place that is only for changing vehicles.
    """
    homes = {row.id: row.place for row in scenario.people}
    if scenario.place(stop.place).is_destination:
        yield from stop.alight.items()
        yield from ((people, -groups) for people, groups in stop.board.items() if homes[people] != stop.place)


def as_plan(scenario: Scenario, optimum: DirectOptimum) -> Plan:
    """Write the optimum as a plan, without a proof for plans of other kinds."""
    out = sum(optimum.people_out)
    brought: dict[str, int] = {}
    for stop in (stop for itinerary in optimum.itineraries for stop in itinerary.stops):
        for people, count in come_out(scenario, stop):
            brought[people] = brought.get(people, 0) + count
    left = [(row, row.groups - brought.get(row.id, 0)) for row in scenario.people]
    everybody = tuple(row.groups for row in scenario.people)
    return Plan(
        scenario=scenario.name,
        objective=scenario.objective,
        itineraries=optimum.itineraries,
        value=value_of_cost(scenario, optimum),
        bound=None,
        proof=Proof.NONE,
        completion_seconds=optimum.completion_s,
        people_out=out,
        people_remaining=scenario.persons - out,
        people_out_bound=scenario.persons,
        people_out_by_priority=optimum.people_out,
        people_out_bound_by_priority=people_out(scenario, everybody),
        remaining=tuple(Remaining(row.id, count, count * row.group_size) for row, count in left if count),
    )
