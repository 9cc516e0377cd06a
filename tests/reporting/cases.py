"""Scenarios with plans made by hand, for the tests of measures, report and field sheets."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import FigureSource, Objective, Scenario, SourceKind
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow

DAMASCUS = timezone(timedelta(hours=2))
ARABIC = "العامرية"
START = datetime(2016, 12, 15, 6, tzinfo=DAMASCUS)


@dataclass(frozen=True)
class Case:
    """A scenario with a plan for it."""

    scenario: Scenario
    plan: Plan


def minutes(count: int) -> Fraction:
    return Fraction(60 * count)


def link(a: str, b: str, drive_minutes: int) -> Link:
    return Link(a, b, minutes(drive_minutes), Fraction(drive_minutes, 2))


def valley_places() -> tuple[Place, ...]:
    return (
        Place("depot", "Depot", 36.15, 37.10),
        Place("square", "Square", 36.17, 37.14, board_s=minutes(10), bays=2),
        Place("village", ARABIC, 36.16, 37.12, board_s=minutes(10), bays=1, through=False),
        Place("bridge", "Bridge", 36.157, 37.123),
        Place("town", "Town", 36.14, 36.83, alight_s=minutes(5), shelter_places=100, beds=2),
    )


def valley_people() -> tuple[TravelGroups, ...]:
    return (
        TravelGroups("patients", "square", 2, seated=1, stretcher=1, priority=1, stream="east"),
        TravelGroups("families", "square", 6, seated=4, priority=2, stream="east"),
        TravelGroups("villagers", "village", 3, seated=5, priority=3, stream="west", vehicles=("bus",)),
    )


def valley_agreement() -> Agreement:
    windows = (Window(3600, 9000), Window(10800, 18000))
    return Agreement(
        parties=("North bank", "South bank"),
        crossings=(CrossingRule("bridge", lanes=1, check_s=minutes(3), windows=windows, loaded_only=True),),
        convoys=(ConvoyRule("bridge", ("square",), min_vehicles=2, max_vehicles=3, headway_s=minutes(20)),),
        linked=(LinkedMovement(("village",), ("square",), (LinkStep(0, 5), LinkStep(20, 15))),),
    )


def valley() -> Case:
    """Send a bus and an ambulance in a convoy, a second bus on two linked trips, and leave a family behind."""
    scenario = Scenario(
        "valley",
        START,
        title="Two places and a bridge",
        timezone="Asia/Damascus",
        places=valley_places(),
        people=valley_people(),
        vehicles=(
            VehicleRow("bus", 3, "depot", seats=20),
            VehicleRow("ambulance", 1, "depot", seats=2, stretchers=2),
        ),
        links=(
            link("depot", "square", 10),
            link("depot", "village", 20),
            link("depot", "bridge", 10),
            link("square", "bridge", 15),
            link("village", "bridge", 15),
            link("bridge", "town", 30),
        ),
        agreement=valley_agreement(),
        sources=(
            FigureSource("people.csv: families", "6 of 4", SourceKind.REPORTED, "A list", "https://example.org/list"),
            FigureSource("places.csv: board_minutes", "10 min", SourceKind.ASSUMED, "Usual for a bus"),
        ),
    )
    return Case(scenario, valley_plan())


def valley_plan() -> Plan:
    bus_1 = (
        Stop("depot", 0, 0),
        Stop("square", 600, 1200, board={"families": 5}),
        Stop("bridge", 2100, 3780),
        Stop("town", 5580, 5880, alight={"families": 5}),
    )
    bus_2 = (
        Stop("depot", 0, 0),
        Stop("village", 1200, 1800, board={"villagers": 1}),
        Stop("bridge", 2700, 3960),
        Stop("town", 5760, 6060, alight={"villagers": 1}),
        Stop("village", 8760, 9360, board={"villagers": 2}),
        Stop("bridge", 10260, 10980),
        Stop("town", 12780, 13080, alight={"villagers": 2}),
    )
    ambulance = (
        Stop("depot", 0, 0),
        Stop("square", 600, 1200, board={"patients": 2}),
        Stop("bridge", 2100, 3780),
        Stop("town", 5580, 5880, alight={"patients": 2}),
    )
    return Plan(
        scenario="valley",
        objective=Objective.COMPLETION,
        itineraries=(Itinerary("bus-1", bus_1), Itinerary("bus-2", bus_2), Itinerary("ambulance-1", ambulance)),
        value=13080,
        bound=12900,
        proof=Proof.BOUNDED,
        completion_seconds=13080,
        people_out=39,
        people_remaining=4,
        people_out_bound=43,
        people_out_by_priority=(4, 20, 15),
        people_out_bound_by_priority=(4, 24, 15),
        remaining=(Remaining("families", 1, 4, ("No convoy has a seat left before the bridge closes.",)),),
        bound_explained="Every trip needs the bridge.",
    )


def without_coordinates(case: Case) -> Case:
    places = tuple(replace(place, lat=None, lon=None) for place in case.scenario.places)
    return Case(replace(case.scenario, places=places), case.plan)


def named(case: Case, words: str) -> Case:
    """Put hostile words into everything that a user can write freely."""
    scenario = case.scenario
    places = tuple(replace(place, name=words) for place in scenario.places)
    people = tuple(replace(row, stream=words) for row in scenario.people)
    sources = (FigureSource(words, words, SourceKind.ASSUMED, words, f"javascript:{words}"),)
    agreement = replace(scenario.agreement, parties=(words,))
    remaining = (Remaining("families", 1, 4, (words,)),)
    changed = replace(scenario, title=words, places=places, people=people, sources=sources, agreement=agreement)
    return Case(changed, replace(case.plan, remaining=remaining, bound_explained=words))


def shuttle(buses: int, trips_each: int) -> Case:
    """Many buses that go to and fro for days: 50 people a trip, no crossing."""
    pickups = [Place(f"p{i}", f"Pickup {i}", 36.1 + i / 100, 37.1 + i % 3 / 50, board_s=minutes(20)) for i in range(6)]
    towns = [
        Place(f"t{i}", f"Town {i}", 36.0 + i / 10, 36.5, alight_s=minutes(10), shelter_places=None) for i in range(4)
    ]
    depot = Place("depot", "Depot", 36.1, 37.3)
    links = [link("depot", p.id, 15) for p in pickups] + [link(p.id, t.id, 60) for p in pickups for t in towns]
    groups = dict.fromkeys((p.id for p in pickups), 0)
    itineraries = []
    for bus in range(buses):
        pickup, town = f"p{bus % 6}", f"t{bus % 4}"
        groups[pickup] += 10 * trips_each
        itineraries.append(Itinerary(f"bus-{bus + 1}", tuple(_to_and_fro(pickup, town, 60 * bus, trips_each))))
    people = tuple(TravelGroups(f"of-{p}", p, max(1, count), seated=5, priority=2) for p, count in groups.items())
    scenario = Scenario(
        "shuttle",
        START,
        timezone="Asia/Damascus",
        places=(depot, *pickups, *towns),
        people=people,
        vehicles=(VehicleRow("bus", buses, "depot", seats=50),),
        links=tuple(links),
    )
    last = max(i.stops[-1].depart_s for i in itineraries)
    out = sum(row.persons for row in people)
    counts = (0, out, 0)
    plan = Plan(
        "shuttle",
        Objective.COMPLETION,
        tuple(itineraries),
        last,
        last,
        Proof.OPTIMAL,
        last,
        out,
        0,
        out,
        counts,
        counts,
    )
    return Case(scenario, plan)


def _to_and_fro(pickup: str, town: str, first_s: int, trips: int) -> list[Stop]:
    stops = [Stop("depot", first_s, first_s)]
    at = first_s + 900
    for _ in range(trips):
        board, alight = {f"of-{pickup}": 10}, {f"of-{pickup}": 10}
        stops.append(Stop(pickup, at, at + 1200, board=board))
        stops.append(Stop(town, at + 4800, at + 5400, alight=alight))
        at += 9000
    return stops
