"""What the tests of going on from a plan share: a town with buses, a plan for it, and comparisons of plans."""

from dataclasses import replace
from fractions import Fraction

from safepassage.domain.done import Done, DoneStop
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.replan import Replanned, replan
from safepassage.planning.replan.announced import trips_of
from safepassage.planning.replan.ground import Ground
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify
from tests.planning.by_hand import scenario

LONG_ENOUGH_S = 300.0
MINUTE = Fraction(60)
HOUR_S = 3600


def town(
    families: int = 12, buses: int = 3, closes_s: int | None = None, convoys: tuple[ConvoyRule, ...] = ()
) -> Scenario:
    """Give a town from which buses of 8 seats bring families of 4 over a gate to a shelter, an hour there and back."""
    windows = None if closes_s is None else (Window(0, closes_s),)
    ground = scenario(
        TravelGroups("families", "town", groups=families, seated=4),
        vehicles=(VehicleRow("bus", buses, "depot", seats=8),),
        places=(Place("town", board_s=10 * MINUTE), Place("shelter", alight_s=5 * MINUTE, shelter_places=None)),
        crossings=(CrossingRule("gate", check_s=MINUTE, windows=windows),),
        convoys=convoys,
    )
    return replace(ground, links=(Link("depot", "town", 10 * MINUTE), *ground.links[1:]))


def planned(case: Scenario, iterations: int = 300) -> Plan:
    """Plan a scenario as the command does."""
    plan = solve(case, time_limit_s=LONG_ENOUGH_S, seed=1, max_iterations=iterations)
    return replace(plan, scenario_digest=case.digest)


def gone_on(
    case: Scenario, plan: Plan, now_s: int, done: Done | None = None, *, cost_s: int = 15, iterations: int = 300
) -> Replanned:
    """Go on from a plan."""
    return replan(
        case,
        plan,
        now_s,
        done,
        cost_of_change_s=cost_s,
        time_limit_s=LONG_ENOUGH_S,
        seed=1,
        max_iterations=iterations,
    )


def broken_rules(case: Scenario, plan: Plan) -> list[str]:
    """Give what the judge finds."""
    return [f"{v.rule} {v.vehicle}: {v.message}" for v in verify(case, plan).violations]


def past(plan: Plan, now_s: int) -> dict[str, tuple[Stop, ...]]:
    """Give the stops by vehicle that were left before a moment; vehicles that did not move are left out."""
    left = {each.vehicle: tuple(s for s in each.stops if s.depart_s < now_s) for each in plan.itineraries}
    return {vehicle: stops for vehicle, stops in left.items() if stops}


def trips(case: Scenario, plan: Plan) -> set[tuple[str, int, object]]:
    """Give all trips of a plan: the vehicle, when it leaves the first place, and who rides from where to where."""
    ground = Ground(case)
    found = (trip for each in plan.itineraries for trip in trips_of(ground, each.vehicle, each.stops, 0))
    return {(trip.vehicle, trip.leaves_s, trip.what) for trip in found}


def reported(stops: tuple[Stop, ...], **last: int | None) -> tuple[DoneStop, ...]:
    """Report stops as they were announced, the last with other times."""
    done = [DoneStop(s.place, s.arrive_s, s.depart_s, s.board, s.alight) for s in stops]
    final = done.pop()
    depart_s = last.get("depart_s", final.depart_s)
    people = (final.board, final.alight) if depart_s is not None else ({}, {})
    arrive_s = last.get("arrive_s") or final.arrive_s
    return (*done, DoneStop(final.place, arrive_s, depart_s, *people))
