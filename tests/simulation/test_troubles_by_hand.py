"""What goes wrong in small operations, every second of which is reckoned by hand.

Chances are 0 or 1 and lengths have no spread, so that what happens is certain; moments that are drawn are read from the
stream, and what follows from them is reckoned.
"""

from dataclasses import replace

import pytest

from safepassage.domain import events
from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.uncertainty import Chance, Delay, Hazard, RoadHazard, Shape, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, TIMETABLE, prepare, simulate
from safepassage.simulation import columns as c
from safepassage.simulation.memory import lay_out
from safepassage.simulation.replanning.one_run import known_facts
from tests.simulation.operations import plan_of
from tests.simulation.test_by_hand import GATE, LINKS, MINUTE, PLACES, convoy_of_three, scenario, seconds, trip

TWO_HOURS = 7200


def told(case: Scenario, plan: Plan, uncertainty: Uncertainty, run: int = 0) -> list[Fact]:
    return list(simulate(prepare(case, plan, uncertainty.roads), TIMETABLE, uncertainty, run=run).facts())


def suspended(per_hour: float, *, windows_move: bool = False) -> Uncertainty:
    """Suspensions of two hours."""
    return Uncertainty(suspensions=Hazard(per_hour, mean_s=TWO_HOURS, cv=0.0), windows_move=windows_move)


def run_suspended_in(case: Scenario, plan: Plan, uncertainty: Uncertainty, span: range) -> list[Fact]:
    """Give the first run in which the agreement is suspended for the first time in this span of seconds."""
    for run in range(2000):
        facts = told(case, plan, uncertainty, run)
        if seconds(facts, events.AgreementSuspended)[:1] and seconds(facts, events.AgreementSuspended)[0] in span:
            return facts
    raise AssertionError("no such run")


@pytest.mark.parametrize("windows_move", [False, True])
def test_nobody_passes_while_the_agreement_is_suspended(windows_move: bool) -> None:
    """The bus is at the gate from 2100 s on; suspended before, it passes when the agreement is in force again.

    The gate closes at 8000 s: the check lies behind that only if windows move.
    """
    terms = Agreement(crossings=(CrossingRule("gate", check_s=3 * MINUTE, windows=(Window(0, 8000),)),))
    case = scenario(terms)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = run_suspended_in(case, plan, suspended(0.2, windows_move=windows_move), range(1000, 2100))
    began = seconds(facts, events.AgreementSuspended)[0]
    assert seconds(facts, events.VehicleArrived, place="gate") == [2100]
    assert seconds(facts, events.WindowClosed)[0] == began
    if not windows_move:
        assert seconds(facts, events.CheckBegan) == []
        return
    ended = began + TWO_HOURS
    assert seconds(facts, events.AgreementReestablished)[0] == ended
    assert seconds(facts, events.WindowOpened)[:2] == [0, ended]
    assert seconds(facts, events.CheckBegan) == [ended]
    assert seconds(facts, events.GroupsAlighted) == [ended + 180 + 600 + 120]


def test_nobody_sits_in_a_bus_that_may_not_go() -> None:
    """Suspended while people would board, from 600 to 900 s, the bus departs when the agreement is in force again."""
    case = scenario()
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = run_suspended_in(case, plan, suspended(0.5), range(601, 900))
    again = seconds(facts, events.AgreementReestablished)[0]
    assert seconds(facts, events.ServiceEnded, place="square") == [900]
    assert seconds(facts, events.GroupsBoarded) == [again]
    before = run_suspended_in(case, plan, suspended(0.5), range(1, 600))
    again = seconds(before, events.AgreementReestablished)[0]
    assert seconds(before, events.ServiceBegan, place="square") == [again]
    assert seconds(before, events.GroupsBoarded) == [again + 300]


def test_without_re_establishment_nobody_departs_any_more() -> None:
    for_good = Uncertainty(suspensions=Hazard(0.5, mean_s=60.0, for_good=1.0))
    case = scenario()
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = run_suspended_in(case, plan, for_good, range(1, 600))
    assert seconds(facts, events.GroupsBoarded) == []
    assert seconds(facts, events.AgreementReestablished) == []


def test_a_window_opens_late() -> None:
    terms = Agreement(crossings=(CrossingRule("gate", check_s=3 * MINUTE, windows=(Window(0, 8000),)),))
    plan = plan_of(scenario(terms), [trip("bus-1", 0, 4)])
    late = Uncertainty(late_opening=Delay(chance=1.0, mean_s=3000.0, cv=0.0))
    facts = told(scenario(terms), plan, late)
    assert seconds(facts, events.WindowOpened) == [3000]
    assert seconds(facts, events.CheckBegan) == [3000]
    never = told(scenario(terms), plan, Uncertainty(late_opening=Delay(chance=1.0, mean_s=9000.0, cv=0.0)))
    assert seconds(never, events.WindowOpened) == seconds(never, events.CheckBegan) == []


def test_all_who_are_turned_back_are_no_longer_aboard() -> None:
    case = scenario(GATE)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = told(case, plan, Uncertainty(turned_back=Chance(1.0)))
    assert seconds(facts, events.GroupsTurnedBack, place="gate", people="people", groups=4) == [2280]
    assert seconds(facts, events.GroupsAlighted) == []
    assert seconds(facts, events.VehicleReleased) == [3000]


def test_counts_that_are_exponential_are_drawn_though_they_have_no_other_figure() -> None:
    case = scenario(GATE)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    guessed = Uncertainty(counts=Spread(shape=Shape.EXPONENTIAL))
    there = {registered(told(case, plan, guessed, run)) for run in range(20)}
    assert len(there) > 10


def registered(facts: list[Fact]) -> int:
    return sum(fact.groups for fact in facts if isinstance(fact, events.PeopleRegistered))


def test_who_stays_of_a_row_that_is_ready_after_the_end_is_told_at_the_end() -> None:
    """The bus is done at 3000 s; of 6 groups that are ready at 9000 s nobody leaves, and all stay."""
    case = scenario(GATE)
    later = TravelGroups("later", "square", groups=6, seated=2, ready_s=9000)
    case = replace(case, people=(*case.people, later))
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    found = simulate(prepare(case, plan), TIMETABLE, Uncertainty(staying=Chance(1.0)))
    facts = list(found.facts())
    assert seconds(facts, events.GroupsStayed, people="later", groups=6) == seconds(facts, events.OperationEnded)
    assert facts[-1].name == events.OperationEnded.name
    assert seconds(facts, events.GroupsStayed, people="people", groups=20) == [0]
    assert Custody(facts).persons()[Whereabouts.STAYED] == case.persons
    assert found.memory.cells[c.PEOPLE_STAYED] == case.persons
    assert known_facts(found) == [fact for fact in facts if getattr(fact, "people", "") != "later" or fact.at_s == 0]


def test_a_plan_is_not_laid_out_for_other_roads_than_it_was_prepared_for() -> None:
    case = scenario()
    closes = Hazard(0.1, mean_s=60.0)
    road = RoadHazard("depot", "square", both_ways=True, closes=closes)
    other = replace(road, origin="square", destination="school")
    prepared = prepare(case, plan_of(case, [trip("bus-1", 0, 4)]), (road,))
    lay_out(prepared, TIMETABLE, Uncertainty(roads=(replace(road, closes=Hazard(0.2, mean_s=30.0)),)))
    for roads in ((other,), (replace(road, both_ways=False),), ()):
        with pytest.raises(ValueError, match="other roads"):
            lay_out(prepared, TIMETABLE, Uncertainty(roads=roads))


def test_people_turned_back_at_the_check_of_a_convoy_leave_it_before_it_departs() -> None:
    case, plan = convoy_of_three()
    facts = told(case, plan, Uncertainty(turned_back=Chance(1.0)))
    assert seconds(facts, events.GroupsTurnedBack) == [3280, 3280, 3280, 5080, 5080]
    assert seconds(facts, events.ConvoyDeparted) == [3280, 5080]


def test_a_vehicle_that_breaks_down_stands_until_it_is_repaired() -> None:
    """It breaks down at once on every drive that takes time, each time for 30 minutes."""
    case = scenario(GATE)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = told(case, plan, Uncertainty(breakdowns=Hazard(1e9, mean_s=1800.0, cv=0.0)))
    assert seconds(facts, events.VehicleBrokeDown) == [1, 900 + 1800 + 1, 2280 + 3600 + 1]
    assert seconds(facts, events.VehicleRepaired) == [1801, 4501, 7681]
    assert seconds(facts, events.GroupsAlighted) == [3000 + 3 * 1800]


def test_a_vehicle_that_broke_down_for_good_ends_its_trip_and_begins_no_other() -> None:
    case = scenario()
    there = trip("bus-1", 0, 4).stops
    again = Stop("square", 6600, 6900, board={"people": 4}), Stop("school", 10_500, 10_620, alight={"people": 4})
    plan = plan_of(case, [Itinerary("bus-1", (*there, *again))])
    for_good = Uncertainty(breakdowns=Hazard(0.7, mean_s=60.0, cv=0.0, for_good=1.0))
    loaded = next(
        facts
        for facts in (told(case, plan, for_good, run) for run in range(500))
        if 900 < min(seconds(facts, events.VehicleBrokeDown), default=0) < 2900
    )
    assert seconds(loaded, events.GroupsAlighted) == seconds(loaded, events.VehicleWithdrawn, place="school")
    assert len(seconds(loaded, events.GroupsBoarded)) == 1


def test_who_refuses_begins_no_trip_and_nobody_waits_for_them() -> None:
    case, plan = convoy_of_three()
    facts = told(case, plan, Uncertainty(refusals=Chance(1.0)))
    assert len(seconds(facts, events.VehicleRefused, place="square")) == 5
    assert seconds(facts, events.ServiceBegan) == []
    some = next(
        found
        for found in (told(case, plan, Uncertainty(refusals=Chance(0.2)), run) for run in range(100))
        if len(seconds(found, events.VehicleRefused)) == 1
    )
    assert len(seconds(some, events.GroupsAlighted)) == 4


ROUND = Place("ford")
WITH_FORD = (*LINKS, Link("square", "ford", 30 * MINUTE), Link("ford", "gate", 30 * MINUTE))


def closing(mean_s: float, *, for_good: float = 0.0) -> Uncertainty:
    """Let the road from the square to the gate close again and again, a minute after it was open, for so long."""
    closes = Hazard(60.0, mean_s=mean_s, cv=0.0, for_good=for_good)
    return Uncertainty(roads=(RoadHazard("square", "gate", both_ways=True, closes=closes),))


def test_a_vehicle_goes_round_a_closed_road_if_that_is_sooner() -> None:
    """By the ford it takes 60 minutes, by the road 20; the road stays closed."""
    case = replace(scenario(GATE), places=(*PLACES, ROUND), links=WITH_FORD)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    facts = told(case, plan, closing(0.0, for_good=1.0))
    assert seconds(facts, events.VehicleDeparted, place="square") == [900]
    assert seconds(facts, events.VehicleArrived, place="gate") == [4500]


@pytest.mark.parametrize("links", [LINKS, WITH_FORD])
def test_a_vehicle_waits_for_a_closed_road_if_that_is_sooner(links: tuple[Link, ...]) -> None:
    """Closed for 30 minutes at most, the road is still 10 minutes faster than the ford; or there is no ford."""
    case = replace(scenario(GATE), places=(*PLACES, ROUND), links=links)
    plan = plan_of(case, [trip("bus-1", 0, 4)])
    for run in range(100):
        facts = told(case, plan, closing(1800.0), run)
        opens = min((at for at in seconds(facts, events.RoadReopened) if at >= 900), default=0)
        if opens - 1800 in range(900):
            break
    assert opens - 1800 in seconds(facts, events.RoadClosed)
    assert seconds(facts, events.VehicleDeparted, place="square") == [opens]
    assert seconds(facts, events.VehicleArrived, place="gate") == [opens + 1200]


def test_without_a_way_round_a_vehicle_stands_before_a_road_that_stays_closed() -> None:
    case = replace(scenario(GATE), links=LINKS[:3])
    closed = closing(0.0, for_good=1.0)
    run = simulate(prepare(case, plan_of(case, [trip("bus-1", 0, 4)]), closed.roads), TIMETABLE, closed)
    facts = list(run.facts())
    assert seconds(facts, events.GroupsBoarded) == []
    assert run.memory.cells[c.AT_WORK] == 1


def two_buses() -> tuple[Scenario, Plan]:
    """Ten of twenty groups go at 900 s, the others at 2900 s."""
    case = scenario(GATE, buses=2)
    return case, plan_of(case, [trip("bus-1", 0, 10), trip("bus-2", 2000, 10)])


def test_a_late_group_takes_a_later_bus() -> None:
    """All come 2000 s late: the first bus is empty, the second takes the ten for whom it has room."""
    case, plan = two_buses()
    late = Uncertainty(late_groups=Delay(chance=1.0, mean_s=2000.0, cv=0.0))
    for policy in (TIMETABLE, IN_ORDER):
        run = simulate(prepare(case, plan), policy, late)
        boarded = seconds(list(run.facts()), events.GroupsBoarded, vehicle="bus-2", groups=10)
        assert boarded == ([2900] if policy is TIMETABLE else [])
    assert run.memory.cells[c.TO_BE_OUT] == 100


def test_who_stays_is_told_and_not_waited_for() -> None:
    case, plan = two_buses()
    run = simulate(prepare(case, plan), TIMETABLE, Uncertainty(staying=Chance(1.0)))
    facts = list(run.facts())
    assert seconds(facts, events.GroupsStayed, place="square", people="people", groups=20) == [0]
    assert seconds(facts, events.GroupsBoarded) == []
    assert run.memory.cells[c.TO_BE_OUT] == run.memory.cells[c.OUT] == 0


@pytest.mark.parametrize(("mean", "there", "out"), [(0.5, 10, 50), (1.5, 30, 100)])
def test_fewer_or_more_are_there_than_counted(mean: float, there: int, out: int) -> None:
    """Whoever has no seat is not out, and the run is not complete."""
    case, plan = two_buses()
    run = simulate(prepare(case, plan), TIMETABLE, Uncertainty(counts=Spread(mean=mean)))
    facts = list(run.facts())
    assert seconds(facts, events.PeopleRegistered, groups=there) == [0]
    assert run.memory.cells[c.OUT] == out
    assert run.memory.cells[c.TO_BE_OUT] == 5 * there
