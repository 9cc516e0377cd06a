"""A scenario and a plan, both worked out by hand, in which every kind of rule is at work, most at their very limits.

Six buses stand at the depot. Five fetch families from `west` and pass `gate` in convoys of two, two and one; the
first leaves in the middle of two windows that touch, the second exactly the headway later, the third at the very
closing. Bus 6 fetches people from `east`, passes `gate` on its lane, and passes it again empty. Two ambulances take
patients from `east` over the same lane to `clinic`. Two vans take villagers to `haven`, changing at `hub`. Linked
terms let 18 people leave `west` until 8 villagers have arrived. Empty buses return past `ford`, whose rule is for
loaded vehicles only.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow


def example_scenario() -> Scenario:
    return Scenario(
        name="example",
        start=datetime(2016, 12, 15, 6, tzinfo=timezone(timedelta(hours=2))),
        timezone="Asia/Damascus",
        expected_calm_s=36_000.0,
        places=(
            Place("depot", through=False),
            Place("junction"),
            Place("west", board_s=Fraction(600), bays=1),
            Place("east", board_s=Fraction(3003, 5), bays=2),
            Place("gate"),
            Place("ford"),
            Place("village", board_s=Fraction(600)),
            Place("hub", board_s=Fraction(300), alight_s=Fraction(300), bays=1, transfer=True),
            Place("camp", alight_s=Fraction(300), bays=1, shelter_places=32, through=False),
            Place("clinic", alight_s=Fraction(240), shelter_places=2, beds=2),
            Place("haven", alight_s=Fraction(300), shelter_places=8),
        ),
        people=(
            TravelGroups(
                "families",
                "west",
                groups=6,
                seated=4,
                priority=2,
                ready_s=900,
                destinations=("camp",),
                vehicles=("bus",),
                stream="city",
                max_aboard_s=Fraction(4050),
            ),
            TravelGroups("wheelchairs", "west", seated=1, wheelchair=1, priority=1, stream="city"),
            TravelGroups("late", "west", seated=2, stream="city"),
            TravelGroups("pairs", "east", groups=2, seated=2, destinations=("camp", "clinic"), stream="city"),
            TravelGroups(
                "patients", "east", groups=2, seated=1, stretcher=1, priority=1, destinations=("clinic",), stream="city"
            ),
            TravelGroups("stayers", "east", seated=3, stream="country"),
            TravelGroups("villagers", "village", groups=4, seated=2, destinations=("haven",), stream="country"),
        ),
        vehicles=(
            VehicleRow(
                "bus",
                6,
                "depot",
                seats=8,
                wheelchairs=1,
                seats_per_wheelchair=2,
                drive_factor=Fraction(11, 10),
                available_until_s=8280,
                max_duty_s=Fraction(8280),
                max_km=Fraction(36),
                return_to="depot",
                crossings=("gate", "ford"),
            ),
            VehicleRow("ambulance", 2, "depot", seats=1, stretchers=1),
            VehicleRow("van", 2, "village", seats=8, available_from_s=100),
        ),
        links=(
            Link("depot", "west", Fraction(600), Fraction(5)),
            Link("depot", "east", Fraction(600), Fraction(5)),
            Link("depot", "junction", Fraction(300), Fraction(1), risk=Fraction(1, 2)),
            Link("junction", "east", Fraction(300), Fraction(1), risk=Fraction(1, 2)),
            Link("west", "gate", Fraction(3006, 10), Fraction(3)),
            Link("east", "gate", Fraction(300), Fraction(3)),
            Link("gate", "camp", Fraction(900), Fraction(10), risk=Fraction(1, 10)),
            Link("gate", "clinic", Fraction(1200), Fraction(12)),
            Link("camp", "ford", Fraction(300), Fraction(4)),
            Link("ford", "depot", Fraction(600), Fraction(6), both_ways=False),
            Link("village", "hub", Fraction(600), Fraction(5)),
            Link("hub", "haven", Fraction(600), Fraction(5)),
        ),
        agreement=Agreement(
            crossings=(
                CrossingRule("gate", ("west",), 1, Fraction(180), (Window(3000, 4200), Window(4200, 6000))),
                CrossingRule("gate", None, 1, Fraction(120), (Window(0, 20_000),)),
                CrossingRule("ford", None, 1, Fraction(60), (Window(0, 1000),), loaded_only=True),
            ),
            convoys=(ConvoyRule("gate", ("west",), 2, 3, Fraction(600)),),
            linked=(LinkedMovement(("west",), ("village",), (LinkStep(0, 18), LinkStep(8, 28))),),
        ),
    )


def example_plan() -> Plan:
    return Plan(
        scenario="example",
        objective=Objective.COMPLETION,
        itineraries=(
            _from_west("bus-1", 1500, 4260, 5550, {"families": 2}),
            _from_west("bus-2", 2100, 4260, 5850, {"families": 2}),
            _from_west("bus-3", 2700, 4860, 6150, {"wheelchairs": 1}),
            _from_west("bus-4", 3300, 4860, 6450, {"families": 2}),
            _from_west("bus-5", 3900, 6000, 7290, {"late": 1}),
            Itinerary(
                "bus-6",
                (
                    Stop("depot", 0, 0),
                    Stop("east", 660, 1802, board={"pairs": 2}),
                    Stop("gate", 2132, 2252),
                    Stop("camp", 3242, 3542, alight={"pairs": 2}),
                    Stop("gate", 4532, 4652),
                    Stop("depot", 5642, 5642),
                ),
            ),
            _ambulance("ambulance-1", 1621),
            _ambulance("ambulance-2", 1741),
            Itinerary(
                "van-1",
                (
                    Stop("village", 0, 100),
                    Stop("village", 100, 700, board={"villagers": 4}),
                    Stop("hub", 1300, 1600, alight={"villagers": 4}),
                ),
            ),
            Itinerary(
                "van-2",
                (
                    Stop("village", 0, 100),
                    Stop("hub", 700, 1900, board={"villagers": 4}),
                    Stop("haven", 2500, 3300, alight={"villagers": 4}),
                ),
            ),
        ),
        value=7290.0,
        bound=7000.0,
        proof=Proof.BOUNDED,
        completion_seconds=7290,
        people_out=44,
        people_remaining=3,
        people_out_bound=47,
        people_out_by_priority=(6, 24, 14),
        people_out_bound_by_priority=(6, 24, 17),
        remaining=(Remaining("stayers", 1, 3),),
    )


def _from_west(bus: str, leaves_west: int, leaves_gate: int, leaves_camp: int, load: Mapping[str, int]) -> Itinerary:
    return Itinerary(
        bus,
        (
            Stop("depot", 0, 0),
            Stop("west", 660, leaves_west, board=load),
            Stop("gate", leaves_west + 331, leaves_gate),
            Stop("camp", leaves_gate + 990, leaves_camp, alight=load),
            Stop("depot", leaves_camp + 990, leaves_camp + 990),
        ),
    )


def _ambulance(name: str, leaves_gate: int) -> Itinerary:
    return Itinerary(
        name,
        (
            Stop("depot", 0, 0),
            Stop("east", 600, 1201, board={"patients": 1}),
            Stop("gate", 1501, leaves_gate),
            Stop("clinic", leaves_gate + 1200, leaves_gate + 1440, alight={"patients": 1}),
        ),
    )
