"""Going on from a plan on cases small enough to see what must stay and what must change."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.done import Done
from safepassage.domain.plan import Plan, Proof, TripChangeKind
from safepassage.domain.terms import ConvoyRule, Window
from safepassage.planning.replan import replan
from tests.planning.replan.worlds import HOUR_S, broken_rules, gone_on, past, planned, reported, town, trips


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(town())


@pytest.mark.parametrize("now_s", [0, 1000, HOUR_S, 5000, 10**6])
def test_the_plan_is_unchanged_if_nothing_has_changed(plan: Plan, now_s: int) -> None:
    """Nobody hears of a new plan without a reason, however much better one could be found."""
    replanned = gone_on(town(), plan, now_s)
    assert (replanned.plan, replanned.notices) == (plan, ())


def test_a_report_that_all_went_as_announced_changes_nothing(plan: Plan) -> None:
    stops = past(plan, HOUR_S)
    done = Done("by-hand", {vehicle: reported(each) for vehicle, each in stops.items()})
    assert gone_on(town(), plan, HOUR_S, done).plan == plan


def test_announced_times_stay_when_the_state_of_the_scenario_is_not_known(plan: Plan) -> None:
    """A plan of another program says nothing of the scenario that it was made for."""
    replanned = gone_on(town(), replace(plan, scenario_digest=""), HOUR_S)
    assert trips(town(), replanned.plan) == trips(town(), plan)
    assert replanned.plan.changed == ()


def test_people_of_a_lost_bus_go_with_others_and_few_trips_change(plan: Plan) -> None:
    now_s = next(s.depart_s for s in plan.itineraries[0].stops if s.alight) + 1
    empty = plan.itineraries[0].vehicle
    replanned = gone_on(town(), plan, now_s, Done("by-hand", lost=frozenset([empty])))
    assert broken_rules(town(), replanned.plan) == []
    assert past(replanned.plan, now_s) == past(plan, now_s)
    assert replanned.plan.people_out == 48
    later = [s for each in replanned.plan.itineraries if each.vehicle == empty for s in each.stops if s.board]
    assert all(stop.depart_s < now_s for stop in later)
    assert {change.what for change in replanned.plan.changed} <= {TripChangeKind.TAKEN_OVER, TripChangeKind.MOVED}
    assert len(replanned.plan.changed) == 1


def test_one_more_bus_is_used_if_it_helps_more_than_the_change_costs(plan: Plan) -> None:
    sooner = gone_on(town(buses=6), plan, 100)
    left_alone = gone_on(town(buses=6), plan, 100, cost_s=10**6)
    assert sooner.plan.completion_seconds < plan.completion_seconds == left_alone.plan.completion_seconds
    assert left_alone.plan.changed == ()
    assert broken_rules(town(buses=6), sooner.plan) == broken_rules(town(buses=6), left_alone.plan) == []


def test_a_high_cost_of_change_changes_fewer_trips_than_none() -> None:
    case, more = town(families=30, buses=4), town(families=30, buses=5)
    before = planned(case)
    few, many = (gone_on(more, before, 2000, cost_s=cost, iterations=2000) for cost in (10**6, 0))
    assert few.plan.people_out == many.plan.people_out == 120
    assert len(few.plan.changed) < len(many.plan.changed)
    assert few.plan.completion_seconds > many.plan.completion_seconds


def test_a_window_that_closes_early_holds_back_only_those_who_have_not_left(plan: Plan) -> None:
    case = town(closes_s=5000)
    replanned = gone_on(case, plan, 2000)
    assert broken_rules(case, replanned.plan) == []
    assert past(replanned.plan, 2000) == past(plan, 2000)
    assert 0 < replanned.plan.people_out < 48
    assert replanned.plan.remaining[0].reasons == ("The windows of the crossings close before these people can pass.",)


def test_a_loaded_bus_before_a_gate_that_closed_for_good_turns_and_goes_elsewhere(plan: Plan) -> None:
    """Nobody stays aboard for ever if there is another place to alight."""
    first = next(s for s in plan.itineraries[0].stops if s.board)
    now_s = first.depart_s + 60
    case = town(closes_s=now_s)
    case = replace(
        case,
        places=(*case.places, replace(case.places[-1], id="school")),
        links=(*case.links, replace(case.links[0], to_place="school", drive_s=Fraction(2400))),
    )
    replanned = gone_on(case, plan, now_s)
    assert [notice for notice in replanned.notices if "turns at town" in notice]
    assert broken_rules(case, replanned.plan) == []
    assert replanned.plan.people_out == 48


def test_people_in_a_bus_that_cannot_go_anywhere_are_named(plan: Plan) -> None:
    first = next(s for s in plan.itineraries[0].stops if s.board)
    now_s = first.depart_s + 60
    replanned = gone_on(town(closes_s=now_s), plan, now_s)
    assert "gate does not open again" in replanned.notices[0]
    assert {entry.persons for entry in replanned.plan.remaining} == {48}


@pytest.mark.parametrize("size", [2, 3])
def test_a_convoy_that_has_formed_stays_together(size: int) -> None:
    """The vehicles of one convoy are committed as soon as one of them is under way."""
    rule = ConvoyRule("gate", min_vehicles=size, headway_s=Fraction(1200))
    case = town(families=12, buses=3, convoys=(rule,))
    before = planned(case)
    now_s = min(s.depart_s for each in before.itineraries for s in each.stops if s.board) + 1
    replanned = gone_on(replace(case, people=(replace(case.people[0], groups=14),)), before, now_s, cost_s=0)
    assert broken_rules(replace(case, people=(replace(case.people[0], groups=14),)), replanned.plan) == []
    first = {each.vehicle: next(s for s in each.stops if s.place == "gate") for each in before.itineraries}
    again = {each.vehicle: next(s for s in each.stops if s.place == "gate") for each in replanned.plan.itineraries}
    leaves = min(stop.depart_s for stop in first.values())
    together = {vehicle for vehicle, stop in first.items() if stop.depart_s == leaves}
    assert {again[vehicle].depart_s for vehicle in together} == {leaves}


def test_a_convoy_waits_for_its_late_vehicle() -> None:
    rule = ConvoyRule("gate", min_vehicles=3, headway_s=Fraction(1200))
    case = town(convoys=(rule,))
    before = planned(case)
    itinerary = before.itineraries[0]
    boards = next(i for i, s in enumerate(itinerary.stops) if s.board)
    late_s = itinerary.stops[boards].depart_s + 300
    done = Done("by-hand", {itinerary.vehicle: reported(itinerary.stops[: boards + 1], depart_s=late_s)})
    replanned = gone_on(case, before, late_s, done)
    assert broken_rules(case, replanned.plan) == []
    gates = {
        next(s.depart_s for s in each.stops if s.place == "gate" and s.depart_s >= late_s)
        for each in replanned.plan.itineraries
    }
    assert gates == {late_s + 600 + 60}


def test_a_late_bus_arrives_later_and_the_plan_says_so(plan: Plan) -> None:
    itinerary = plan.itineraries[0]
    boards = next(i for i, s in enumerate(itinerary.stops) if s.board)
    now_s = itinerary.stops[boards].depart_s + 1200
    done = Done("by-hand", {itinerary.vehicle: reported(itinerary.stops[: boards + 1], depart_s=None)})
    replanned = gone_on(town(), plan, now_s, done)
    assert broken_rules(town(), replanned.plan) == []
    delayed = next(each for each in replanned.plan.itineraries if each.vehicle == itinerary.vehicle)
    assert delayed.stops[boards].depart_s == now_s
    assert delayed.stops[boards + 1].arrive_s == now_s + 600


def test_a_bus_that_comes_back_later_does_nothing_before(plan: Plan) -> None:
    vehicle = plan.itineraries[0].vehicle
    now_s = max(s.depart_s for each in plan.itineraries for s in each.stops if s.alight) // 2
    replanned = gone_on(town(), plan, now_s, Done("by-hand", late={vehicle: now_s + 5 * HOUR_S}))
    boards = [
        s.depart_s for each in replanned.plan.itineraries if each.vehicle == vehicle for s in each.stops if s.board
    ]
    assert not [moment for moment in boards if now_s + 900 < moment < now_s + 5 * HOUR_S]
    assert replanned.plan.people_out == 48


def test_those_who_changed_their_mind_are_not_fetched(plan: Plan) -> None:
    replanned = gone_on(town(families=10), plan, 100)
    assert broken_rules(town(families=10), replanned.plan) == []
    assert (replanned.plan.people_out, replanned.plan.people_remaining) == (40, 0)


def test_those_who_came_newly_are_fetched_too(plan: Plan) -> None:
    replanned = gone_on(town(families=13), plan, 100)
    assert broken_rules(town(families=13), replanned.plan) == []
    assert replanned.plan.people_out == 52
    assert [change.what for change in replanned.plan.changed] == [TripChangeKind.NEW]


def test_what_broke_a_rule_is_said_and_the_rest_is_planned(plan: Plan) -> None:
    """A check outside the window happened; it is no reason to leave anybody behind."""
    passed = min(s.depart_s for each in plan.itineraries for s in each.stops if s.place == "gate")
    case = town()
    rule = replace(case.agreement.crossings[0], windows=(Window(passed + 10, 10**6),))
    case = replace(case, agreement=replace(case.agreement, crossings=(rule,)))
    replanned = gone_on(case, plan, passed + 1)
    assert any(notice.startswith("What is done or committed breaks a rule") for notice in replanned.notices)
    assert replanned.plan.people_out == 48


def test_the_bound_is_over_plans_with_the_same_past(plan: Plan) -> None:
    """Near the end only those under way remain, and their arrival is proven best."""
    now_s = max(s.depart_s for each in plan.itineraries for s in each.stops if s.board) + 1
    replanned = gone_on(town(buses=4), plan, now_s)
    assert replanned.plan.proof is Proof.OPTIMAL
    assert replanned.plan.bound == plan.completion_seconds
    assert "already under way" in replanned.plan.bound_explained
    assert "share what is done and committed" in replanned.plan.bound_explained


def test_a_late_bus_has_begun_nothing_where_it_was_to_board(plan: Plan) -> None:
    case = town()
    now_s = 15 * 60
    late = Done(case.name, {"bus-1": ()}, late={"bus-1": 8 * HOUR_S})
    found = gone_on(case, plan, now_s, late)
    assert not broken_rules(case, found.plan)
    first = next(itinerary.stops for itinerary in found.plan.itineraries if itinerary.vehicle == "bus-2")
    assert first
    assert all(
        itinerary.vehicle != "bus-1" or itinerary.stops[0].depart_s >= 8 * HOUR_S
        for itinerary in found.plan.itineraries
    )


def test_without_proof_and_with_a_clock_that_stands_still_the_same_plan_is_found_again(plan: Plan) -> None:
    case = town()
    late = Done(case.name, {"bus-1": ()}, late={"bus-1": HOUR_S})
    found = [
        replan(case, plan, 600, late, time_limit_s=1.0, max_iterations=200, prove=False, clock=lambda: 0.0)
        for _ in range(2)
    ]
    assert found[0] == found[1]
    assert found[0].plan.people_out == case.persons
    assert found[0].plan.bound is not None
    assert found[0].plan.bound <= found[0].plan.value


@pytest.mark.parametrize(("least", "waits"), [(2, False), (3, True)])
def test_a_convoy_waits_for_a_late_empty_bus_only_if_it_would_be_too_small(least: int, waits: bool) -> None:
    rule = ConvoyRule("gate", min_vehicles=least, max_vehicles=3, headway_s=Fraction(1200))
    case = town(families=6, convoys=(rule,))
    before = planned(case)
    together = {s.depart_s for each in before.itineraries for s in each.stops if s.place == "gate"}
    assert len(together) == 1
    late = before.itineraries[0].vehicle
    loaded_s = max(s.depart_s for each in before.itineraries for s in each.stops if s.board)
    done = Done(case.name, {late: ()}, late={late: loaded_s + 600})
    replanned = gone_on(case, before, loaded_s + 60, done)
    assert broken_rules(case, replanned.plan) == []
    leaves = [next(s.depart_s for s in each.stops if s.place == "gate") for each in replanned.plan.itineraries]
    assert (min(leaves) > max(together)) is waits
