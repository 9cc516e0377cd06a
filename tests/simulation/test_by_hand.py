"""Small operations, every second of which is reckoned by hand."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.domain.vehicles import VehicleRow
from safepassage.simulation import IN_ORDER, TIMETABLE, Policy, prepare, simulate
from safepassage.simulation import columns as c
from tests.simulation.operations import START, plan_of

MINUTE = Fraction(60)

PLACES = (
    Place("depot"),
    Place("square", board_s=5 * MINUTE, bays=1),
    Place("gate"),
    Place("school", alight_s=2 * MINUTE, shelter_places=None),
)
LINKS = (
    Link("depot", "square", 10 * MINUTE),
    Link("square", "gate", 20 * MINUTE),
    Link("gate", "school", 10 * MINUTE),
    Link("square", "school", 60 * MINUTE),
)
PEOPLE = TravelGroups("people", "square", groups=20, seated=5)


def scenario(agreement: Agreement = Agreement(), buses: int = 1, **terms: object) -> Scenario:  # noqa: B008 - frozen
    row = VehicleRow("bus", buses, "depot", seats=50)
    return Scenario(
        name="by-hand",
        start=START,
        places=PLACES,
        people=(PEOPLE,),
        vehicles=(replace(row, **terms),),  # type: ignore[arg-type]  # whatever a test needs of a vehicle
        links=LINKS,
        agreement=agreement,
    )


def trip(vehicle: str, leaves_s: int, groups: int, *, wait_s: int = 0) -> Itinerary:
    """Give one trip through the gate: the check takes 3 minutes and begins `wait_s` after the bus has come."""
    boards = leaves_s + 600
    at_gate = boards + 300 + 1200
    passes = at_gate + wait_s + 180
    return Itinerary(
        vehicle,
        (
            Stop("depot", 0, leaves_s),
            Stop("square", boards, boards + 300, board={"people": groups}),
            Stop("gate", at_gate, passes),
            Stop("school", passes + 600, passes + 720, alight={"people": groups}),
        ),
    )


GATE = Agreement(crossings=(CrossingRule("gate", lanes=1, check_s=3 * MINUTE),))


def told(case: Scenario, plan: Plan, policy: Policy, uncertainty: Uncertainty = CERTAINTY) -> list[Fact]:
    return list(simulate(prepare(case, plan), policy, uncertainty).facts())


def seconds(facts: Sequence[Fact], kind: type[Fact], **of: object) -> list[int]:
    """Give when facts of a kind happened, with these fields."""
    wanted = (fact for fact in facts if isinstance(fact, kind))
    return [fact.at_s for fact in wanted if all(getattr(fact, name) == value for name, value in of.items())]


def test_a_shuttle_to_the_second() -> None:
    """Two trips of one bus: 600 to drive, 300 to board, 1200, a check of 180, 600, 120 to alight, and back by 3600."""
    case = scenario(GATE)
    there = trip("bus-1", 0, 10).stops
    back = 3000 + 3600
    again = (
        Stop("square", back, back + 300, board={"people": 10}),
        Stop("gate", back + 1500, back + 1680),
        Stop("school", back + 2280, back + 2400, alight={"people": 10}),
    )
    plan = plan_of(case, [Itinerary("bus-1", (*there, *again))])
    for policy in (TIMETABLE, IN_ORDER):
        run = simulate(prepare(case, plan), policy)
        facts = list(run.facts())
        assert seconds(facts, events.VehicleDeparted) == [0, 900, 2280, 3000, 6900, 8280]
        assert seconds(facts, events.VehicleArrived) == [600, 2100, 2880, 6600, 8100, 8880]
        assert seconds(facts, events.ServiceBegan) == [600, 2880, 6600, 8880]
        assert seconds(facts, events.CheckBegan) == [2100, 8100]
        assert seconds(facts, events.GroupsAlighted, groups=10) == [3000, 9000]
        assert run.memory.cells[c.COMPLETION] == 9000
        assert run.memory.cells[c.OUT] == 100
        assert run.memory.cells[c.ABOARD_S] == 100 * 2100
        assert run.memory.view(c.VEHICLES)[0, c.DRIVEN_S] == 600 + 1200 + 600 + 3600 + 1200 + 600


def test_the_timetable_waits_and_the_order_does_not() -> None:
    """The plan leaves at 1000 s and lets the bus stand at the gate for 500 s; ready, it goes at once."""
    case = scenario(GATE)
    plan = plan_of(case, [trip("bus-1", 1000, 4, wait_s=500)])
    assert seconds(told(case, plan, TIMETABLE), events.GroupsAlighted) == [4500]
    assert seconds(told(case, plan, IN_ORDER), events.GroupsAlighted) == [3000]
    assert seconds(told(case, plan, Policy(ahead_s=400)), events.GroupsAlighted) == [4100]


def test_those_who_wait_for_a_bay_board_in_the_order_of_the_plan() -> None:
    """Both buses are at the square at 600 s, whose one bay bus-2 was to have first."""
    case = scenario(GATE, buses=2)
    plan = plan_of(case, [trip("bus-1", 300, 4), trip("bus-2", 0, 4)])
    facts = told(case, plan, IN_ORDER)
    assert seconds(facts, events.ServiceBegan, vehicle="bus-2", place="square") == [600]
    assert seconds(facts, events.ServiceBegan, vehicle="bus-1", place="square") == [900]


def test_who_does_not_get_through_before_a_window_closes_waits_for_the_next() -> None:
    """Late by the hour at which it is available, the bus is at the gate at 7100 s, 100 s before the gate closes."""
    windows = (Window(0, 7200), Window(20_000, 30_000))
    terms = Agreement(crossings=(CrossingRule("gate", lanes=1, check_s=3 * MINUTE, windows=windows),))
    plan = plan_of(scenario(terms), [trip("bus-1", 0, 4)])
    facts = told(scenario(terms, available_from_s=5000), plan, TIMETABLE)
    assert seconds(facts, events.VehicleArrived, place="gate") == [7100]
    assert seconds(facts, events.WindowClosed) == [7200]
    assert seconds(facts, events.WindowOpened) == [0, 20_000]
    assert seconds(facts, events.CheckBegan) == [20_000]


def test_a_bus_that_missed_the_last_window_waits_with_its_people() -> None:
    terms = Agreement(crossings=(CrossingRule("gate", check_s=3 * MINUTE, windows=(Window(0, 7200),)),))
    plan = plan_of(scenario(terms), [trip("bus-1", 0, 4)])
    run = simulate(prepare(scenario(terms, available_from_s=5000), plan))
    assert run.memory.cells[c.OUT] == 0
    assert run.memory.cells[c.AT_WORK] == 1


CONVOY = Agreement(
    crossings=(CrossingRule("gate", check_s=3 * MINUTE),),
    convoys=(ConvoyRule("gate", min_vehicles=2, max_vehicles=3, headway_s=30 * MINUTE),),
)


def convoy_of_three() -> tuple[Scenario, Plan]:
    """Three cars go together at 3280 s, the last of which is at the gate at 3100 s; another two half an hour later."""
    case = replace(scenario(CONVOY, buses=5), places=tuple(replace(place, bays=None) for place in PLACES))
    leaves = [(0, 1000), (0, 1000), (1000, 0), (2800, 0), (2800, 0)]
    return case, plan_of(case, [trip(f"bus-{n}", at, 4, wait_s=wait) for n, (at, wait) in enumerate(leaves, start=1)])


def late_by(case: Scenario, available_s: int) -> Scenario:
    """Let the third bus be available late."""
    early = replace(case.vehicles[0], count=2)
    late = replace(case.vehicles[0], count=1, available_from_s=available_s)
    return replace(case, vehicles=(early, late, early))


def test_a_convoy_waits_for_its_vehicles() -> None:
    case, plan = convoy_of_three()
    assert seconds(told(case, plan, TIMETABLE), events.ConvoyDeparted) == [3280, 5080]
    facts = told(late_by(case, 1500), plan, TIMETABLE)
    assert seconds(facts, events.ConvoyFormed) == [3600, 4900]
    assert seconds(facts, events.ConvoyDeparted) == [3780, 5580]
    assert seconds(facts, events.CheckBegan)[:3] == [3600, 3600, 3600]


def test_a_convoy_with_patience_leaves_without_who_is_late() -> None:
    """It waits until 3280 + 200 s, and is checked; the third bus goes with the next one."""
    case, plan = convoy_of_three()
    facts = told(late_by(case, 1500), plan, Policy(ahead_s=0, patience_s=200))
    departed = [fact for fact in facts if isinstance(fact, events.ConvoyDeparted)]
    assert [(fact.at_s, fact.vehicles) for fact in departed] == [
        (3660, ("bus-1", "bus-2")),
        (5460, ("bus-3", "bus-4", "bus-5")),
    ]


def test_a_linked_step_holds_people_until_enough_have_arrived_against_them() -> None:
    """Ten may leave the village once twenty from the square are at the school, at 3000 s or whenever they are."""
    linked = LinkedMovement(("village",), ("square",), (LinkStep(20, 10),))
    base = scenario(Agreement(crossings=GATE.crossings, linked=(linked,)), buses=2)
    case = replace(
        base,
        places=(*PLACES, Place("village", board_s=MINUTE)),
        people=(PEOPLE, TravelGroups("villagers", "village", groups=1, seated=10)),
        links=(*LINKS, Link("depot", "village", 10 * MINUTE), Link("village", "school", 10 * MINUTE)),
    )
    villagers = (
        Stop("depot", 0, 0),
        Stop("village", 600, 3000, board={"villagers": 1}),
        Stop("school", 3600, 3720, alight={"villagers": 1}),
    )
    plan = plan_of(case, [trip("bus-1", 0, 4), Itinerary("bus-2", villagers)])
    on_time = told(case, plan, TIMETABLE)
    assert seconds(on_time, events.StepReached, may_leave=10) == [3000]
    assert seconds(on_time, events.GroupsBoarded, people="villagers") == [3000]
    early = replace(case.vehicles[0], count=1)
    late = replace(case, vehicles=(replace(early, available_from_s=500), early))
    facts = told(late, plan, TIMETABLE)
    assert seconds(facts, events.ServiceEnded, place="village") == [3000]
    assert seconds(facts, events.GroupsBoarded, people="villagers") == [3500]


def test_a_vehicle_begins_no_trip_that_would_end_after_hours() -> None:
    """The trip takes 2400 s from its boarding on: a bus that may work until 3000 s must begin by 600 s."""
    plan = plan_of(scenario(GATE), [trip("bus-1", 0, 4)])
    in_time = told(scenario(GATE, available_until_s=3000), plan, TIMETABLE)
    assert seconds(in_time, events.GroupsAlighted) == [3000]
    late = told(scenario(GATE, available_until_s=3000, available_from_s=1), plan, TIMETABLE)
    assert seconds(late, events.VehicleWithdrawn) == [601]
    assert seconds(late, events.GroupsBoarded) == []


def test_nobody_waits_for_a_vehicle_that_has_been_withdrawn() -> None:
    """The third bus of the convoy is withdrawn, so the others go without it."""
    case, plan = convoy_of_three()
    rows = late_by(case, 1500).vehicles
    short = replace(case, vehicles=(rows[0], replace(rows[1], available_until_s=4000), rows[2]))
    facts = told(short, plan, TIMETABLE)
    assert seconds(facts, events.VehicleWithdrawn, vehicle="bus-3") == [2100]
    departed = [fact for fact in facts if isinstance(fact, events.ConvoyDeparted)]
    assert [(fact.at_s, fact.vehicles) for fact in departed] == [(3280, ("bus-1", "bus-2")), (5080, ("bus-4", "bus-5"))]


def test_people_change_vehicles_and_the_second_waits_for_them() -> None:
    """Bus-1 sets people down at the hub, bus-2 takes them on; if bus-1 is late, bus-2 boards late."""
    hub = Place("hub", board_s=MINUTE, alight_s=MINUTE, bays=1, transfer=True)
    links = (Link("depot", "square", 10 * MINUTE), Link("square", "hub", 10 * MINUTE), Link("hub", "school", MINUTE))
    case = replace(scenario(buses=2), places=(*PLACES, hub), links=(*links, Link("depot", "hub", MINUTE)))
    first = (
        Stop("depot", 0, 0),
        Stop("square", 600, 900, board={"people": 3}),
        Stop("hub", 1500, 1560, alight={"people": 3}),
    )
    second = (
        Stop("depot", 0, 0),
        Stop("hub", 60, 1620, board={"people": 3}),
        Stop("school", 1680, 1800, alight={"people": 3}),
    )
    plan = plan_of(case, [Itinerary("bus-1", first), Itinerary("bus-2", second)])
    assert seconds(told(case, plan, TIMETABLE), events.GroupsAlighted) == [1560, 1800]
    early = replace(case.vehicles[0], count=1)
    late = replace(case, vehicles=(replace(early, available_from_s=700), early))
    facts = told(late, plan, TIMETABLE)
    assert seconds(facts, events.ServiceBegan, vehicle="bus-2", place="hub") == [2260]
    assert seconds(facts, events.GroupsAlighted, onward=True) == [2260]
    assert seconds(facts, events.GroupsAlighted, onward=False) == [2500]
