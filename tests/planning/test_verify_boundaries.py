"""What lies exactly at a limit is allowed, and what the rules leave open is judged in the plan's favour."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import exp

import pytest

from safepassage.domain.plan import Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import CrossingRule, Window
from safepassage.planning.verify import Rule, Verdict, verify
from tests.planning import verify_edits as edit
from tests.planning.verify_edits import Case
from tests.planning.verify_example import example_plan, example_scenario


def rules(case: Case) -> set[Rule]:
    return {violation.rule for violation in verify(*case).violations}


def both_ambulances_at_once(scenario: Scenario) -> Case:
    """Let the ambulances arrive and leave together all the way."""
    stops = edit.stops_of(example_plan(), "ambulance-1")
    return scenario, edit.with_itinerary(example_plan(), "ambulance-2", *stops)


def test_a_service_of_no_length_uses_no_bay() -> None:
    lanes = edit.crossing(1, lanes=2)[0]
    long = edit.with_place(lanes, "clinic", bays=1)
    none = edit.with_place(lanes, "clinic", bays=1, alight_s=Fraction(0))
    assert rules(both_ambulances_at_once(long)) == {Rule.BAYS_FULL}
    assert rules(both_ambulances_at_once(none)) == set()


def test_a_check_of_no_length_uses_no_lane() -> None:
    assert rules(both_ambulances_at_once(example_scenario())) == {Rule.LANES_FULL}
    assert rules(both_ambulances_at_once(edit.crossing(1, check_s=Fraction(0))[0])) == set()


@pytest.mark.parametrize(
    ("window", "expected", "reason"),
    [
        (Window(6000, 7000), set(), "at the opening"),
        (Window(5000, 6000), set(), "at the closing"),
        (Window(6001, 7000), {Rule.OUTSIDE_WINDOW}, "a second before the opening"),
        (Window(5000, 5999), {Rule.OUTSIDE_WINDOW}, "a second after the closing"),
    ],
)
def test_a_check_of_no_length_lies_within_a_window_from_its_opening_to_its_closing(
    window: Window, expected: set[Rule], reason: str
) -> None:
    windows = (Window(4200, 4900), window)
    assert rules(edit.crossing(0, check_s=Fraction(0), windows=windows)) == expected, reason


def test_windows_merge_when_they_overlap_and_in_any_order() -> None:
    assert rules(edit.crossing(0, windows=(Window(4100, 6000), Window(3000, 4150)))) == set()
    assert rules(edit.crossing(0, windows=(Window(3000, 6000), Window(3100, 3200)))) == set()


def test_vehicles_in_convoy_use_no_lane_but_others_do() -> None:
    scenario, plan = edit.convoy(from_places=("nowhere",))
    lanes = [each for each in verify(scenario, plan).violations if each.rule is Rule.LANES_FULL]
    assert [(each.vehicle, each.stop) for each in lanes] == [("bus-2", 2), ("bus-4", 2)]
    assert rules((scenario, plan)) == {Rule.LANES_FULL}


def test_an_empty_vehicle_is_in_no_convoy_though_it_leaves_with_one() -> None:
    scenario, plan = edit.convoy(from_places=None, max_vehicles=2)
    plan = edit.with_stop(edit.with_stop(plan, "bus-6", 4, depart_s=4860), "bus-6", 5, arrive_s=5850, depart_s=5850)
    sizes = [each for each in verify(scenario, plan).violations if each.rule is Rule.CONVOY_TOO_LARGE]
    assert sizes == []


def test_only_the_last_convoy_of_a_rule_may_be_small() -> None:
    assert rules(edit.convoy(min_vehicles=2)) == set()
    alone = edit.convoy(min_vehicles=2)
    later = edit.with_stop(alone[1], "bus-2", 2, depart_s=4259)
    assert Rule.CONVOY_TOO_SMALL in rules((alone[0], later))


def test_a_crossing_rule_for_others_checks_nothing_but_the_convoy_rule_stands() -> None:
    scenario = example_scenario()
    others = CrossingRule("gate", ("haven",), 0, Fraction(9000), (Window(0, 1),))
    agreement = replace(scenario.agreement, crossings=(others, scenario.agreement.crossings[2]))
    scenario = replace(scenario, agreement=agreement)
    assert rules((scenario, example_plan())) == set()
    convoy = replace(agreement.convoys[0], headway_s=Fraction(601))
    stricter = replace(scenario, agreement=replace(agreement, convoys=(convoy,)))
    assert rules((stricter, example_plan())) == {Rule.CONVOY_HEADWAY}


def test_an_empty_vehicle_stops_unchecked_at_a_crossing_that_is_for_loaded_ones() -> None:
    stops = edit.stops_of(example_plan(), "bus-1")
    at_ford = (*stops[:4], Stop("ford", 5880, 5880), Stop("depot", 6540, 6540))
    assert rules(edit.itinerary("bus-1", *at_ford)) == set()
    scenario, plan = edit.itinerary("bus-1", *at_ford)
    for_all = replace(scenario.agreement.crossings[2], loaded_only=False)
    crossings = (*scenario.agreement.crossings[:2], for_all)
    closed = replace(scenario, agreement=replace(scenario.agreement, crossings=crossings))
    assert {Rule.OUTSIDE_WINDOW, Rule.CHECK_TOO_SHORT} <= rules((closed, plan))


def test_several_entries_at_a_crossing_are_one_visit_with_one_check() -> None:
    stops = edit.stops_of(example_plan(), "ambulance-2")
    twice = (*stops[:2], Stop("gate", 1501, 1600), Stop("gate", 1600, 1741), *stops[3:])
    case = edit.itinerary("ambulance-2", *twice)
    assert rules(case) == set()
    assert verify(*case).summary.checks == verify(example_scenario(), example_plan()).summary.checks


def test_at_a_transfer_place_alighting_counts_before_boarding_in_the_same_second() -> None:
    scenario, plan = edit.place("hub", bays=2)
    assert rules((scenario, edit.with_stop(plan, "van-2", 1, depart_s=1600))) == set()
    early = edit.with_stop(plan, "van-2", 1, depart_s=1599)
    assert rules((scenario, early)) == {Rule.BOARDS_MORE_THAN_THERE, Rule.LEFT_AT_TRANSFER}


def test_one_stop_may_set_down_and_pick_up_the_same_people_at_a_transfer_place() -> None:
    """Alighting comes first, so the time aboard begins anew; both services take their time."""
    scenario, plan = edit.itinerary(
        "van-1",
        Stop("village", 0, 100),
        Stop("village", 100, 700, board={"villagers": 4}),
        Stop("hub", 1300, 1900, alight={"villagers": 4}, board={"villagers": 4}),
        Stop("haven", 2500, 3300, alight={"villagers": 4}),
    )
    plan = edit.without(plan, "van-2")
    limited = replace(
        scenario, people=(*scenario.people[:-1], replace(scenario.people[-1], max_aboard_s=Fraction(1400)))
    )
    assert rules((limited, plan)) == set()
    assert rules((limited, edit.with_stop(plan, "van-1", 2, depart_s=1899))) >= {Rule.SERVICE_TOO_SHORT}


def _shuttled(stops: tuple[Stop, ...], longest_s: int) -> Case:
    """Let one van carry all villagers by itself, with a limit on the time aboard."""
    scenario, plan = edit.itinerary("van-1", *stops)
    people = replace(scenario.people[-1], max_aboard_s=Fraction(longest_s), place="village")
    places = tuple(
        replace(each, alight_s=Fraction(0), board_s=Fraction(0), bays=None)
        if each.id in ("hub", "haven", "village")
        else each
        for each in scenario.places
    )
    scenario = replace(scenario, people=(*scenario.people[:-1], people), places=places)
    return scenario, edit.without(plan, "van-2")


def test_alike_groups_alight_in_the_order_most_favourable_to_the_plan() -> None:
    """First come, first out, keeps the time aboard, though a group boards later on the way."""
    stops = (
        Stop("village", 0, 100, board={"villagers": 2}),
        Stop("village", 100, 1000, board={"villagers": 2}),
        Stop("haven", 2200, 2200, alight={"villagers": 2}),
        Stop("haven", 2200, 3100, alight={"villagers": 2}),
    )
    assert rules(_shuttled(stops, 2100)) == set()
    assert rules(_shuttled(stops, 2099)) == {Rule.ABOARD_TOO_LONG}


def test_nobody_need_be_the_one_who_alights_where_they_boarded() -> None:
    """At the hub those alight who come from the village, though others boarded at the hub and came back to it."""
    stops = (
        Stop("village", 0, 100, board={"villagers": 1}),
        Stop("hub", 700, 700, alight={"villagers": 1}),
        Stop("hub", 700, 700, board={"villagers": 1}),
        Stop("village", 1300, 1300, board={"villagers": 3}),
        Stop("hub", 1900, 1900, alight={"villagers": 3}),
        Stop("hub", 1900, 1900, board={"villagers": 3}),
        Stop("haven", 2500, 3300, alight={"villagers": 4}),
    )
    assert rules(_shuttled(stops, 9000)) == set()
    one_more = list(stops)
    one_more[4] = replace(stops[4], alight={"villagers": 4})
    one_more[5] = replace(stops[5], board={"villagers": 4})
    assert rules(_shuttled(tuple(one_more), 9000)) == {Rule.ALIGHTS_WHERE_BOARDED}


def _hub_gives_shelter(shelter_places: int, leave: int) -> Case:
    """Make the hub a destination of the villagers, from where `leave` groups of four go on to haven."""
    scenario, plan = edit.loads(edit.place("hub", shelter_places=shelter_places), "van-2", 1, 2, {"villagers": leave})
    villagers = replace(scenario.people[-1], destinations=("hub", "haven"))
    return replace(scenario, people=(*scenario.people[:-1], villagers)), plan


def test_at_a_place_that_is_both_who_boards_again_was_waiting_and_the_others_have_arrived() -> None:
    """Those who go on need no shelter at the hub; those who stay do, and all count as brought out."""
    assert rules(_hub_gives_shelter(4, 2)) == set()
    assert rules(_hub_gives_shelter(3, 2)) == {Rule.SHELTER_FULL}
    assert verify(*_hub_gives_shelter(4, 2)).summary.people_out == 44


def test_who_stays_at_a_destination_counts_as_arrived_when_the_first_alighted() -> None:
    """Van 2 brings half of the villagers later and van 1 fetches that many: the first half counts as arrived early."""
    scenario, plan = _hub_gives_shelter(4, 2)
    early = edit.with_itinerary(
        plan,
        "van-1",
        Stop("village", 0, 100),
        Stop("village", 100, 700, board={"villagers": 2}),
        Stop("hub", 1300, 1600, alight={"villagers": 2}),
        Stop("village", 2200, 2800, board={"villagers": 2}),
        Stop("hub", 3400, 5600, alight={"villagers": 2}),
    )
    late = edit.with_itinerary(
        early,
        "van-2",
        Stop("village", 0, 100),
        Stop("hub", 700, 5900, board={"villagers": 2}),
        Stop("haven", 6500, 6800, alight={"villagers": 2}),
    )
    steps = edit.steps((0, 18), (4, 28))[0].agreement
    assert rules((replace(scenario, agreement=steps), late)) == set()


def _valued(objective: Objective, value: float, **changes: object) -> Verdict:
    scenario = replace(example_scenario(), **changes)  # type: ignore[arg-type]
    return verify(scenario, replace(example_plan(), objective=objective, value=value, bound=None, proof=Proof.NONE))


ARRIVALS = [(8, 5550, 2), (8, 5850, 2), (2, 6150, 1), (8, 6450, 2), (2, 7290, 3), (4, 3542, 3)]
ARRIVALS += [(2, 3061, 1), (2, 3181, 1), (8, 3300, 3)]
"""The example's arrivals: people, seconds, priority."""


def test_the_priority_value_is_the_exact_sum_of_people_weights_and_times() -> None:
    value = sum(people * (100, 10, 1)[priority - 1] * at_s for people, at_s, priority in ARRIVALS)
    assert _valued(Objective.PRIORITY, value).ok
    assert [each.rule for each in _valued(Objective.PRIORITY, value + 1).violations] == [Rule.VALUE]


def test_weights_that_are_no_whole_numbers_are_met_as_nearly_as_floats_allow() -> None:
    weights = (0.3, 0.2, 0.1)
    value = sum(people * weights[priority - 1] * at_s for people, at_s, priority in ARRIVALS)
    assert _valued(Objective.PRIORITY, value * (1 + 1e-12), priority_weights=weights).ok
    assert not _valued(Objective.PRIORITY, value * (1 + 1e-8), priority_weights=weights).ok


def test_the_expected_value_before_breakdown_is_met_to_a_billionth() -> None:
    value = sum(people * (100, 10, 1)[priority - 1] * exp(-at_s / 36_000) for people, at_s, priority in ARRIVALS)
    assert _valued(Objective.BEFORE_BREAKDOWN, value * (1 + 1e-11)).ok
    assert not _valued(Objective.BEFORE_BREAKDOWN, value * (1 + 1e-7)).ok


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"proof": Proof.NONE, "bound": None}, "nothing is proven"),
        ({"proof": Proof.NONE, "bound": 0.0}, "a bound does no harm"),
        ({"remaining": ()}, "the list may be left out"),
        ({"people_out_by_priority": (0, 0, 0), "people_out_bound_by_priority": (0, 0, 0)}, "so may the priorities"),
        ({"people_out_bound": 44, "people_out_bound_by_priority": (6, 24, 14)}, "all who can be"),
        ({"remaining": (Remaining("stayers", 1, 3, ("no place",)),)}, "with reasons"),
        ({"bound": 7290.0}, "reached, but not called optimal"),
    ],
)
def test_what_a_plan_may_say_of_itself(said: Mapping[str, object], reason: str) -> None:
    assert rules(edit.figures(**said)) == set(), reason


def test_an_optimal_completion_time_may_have_a_bound_within_its_last_second() -> None:
    optimal = {"people_out_bound": 44, "people_out_bound_by_priority": (6, 24, 14), "proof": Proof.OPTIMAL}
    assert rules(edit.figures(**optimal, bound=7289.2)) == set()
    assert rules(edit.figures(**optimal, bound=7290.0)) == set()


def test_a_bound_on_what_is_maximised_lies_above() -> None:
    value = sum(people * (100, 10, 1)[priority - 1] * exp(-at_s / 36_000) for people, at_s, priority in ARRIVALS)
    said = {"objective": Objective.BEFORE_BREAKDOWN, "value": value, "proof": Proof.BOUNDED}
    assert rules(edit.figures(**said, bound=value * 1.1)) == set()
    assert rules(edit.figures(**said, bound=value * 0.9)) == {Rule.BOUND}


def test_a_plan_that_does_nothing_is_a_plan() -> None:
    nothing = Plan("example", Objective.COMPLETION, (), 0.0, 0.0, Proof.BOUNDED, 0, 0, 47, 47)
    verdict = verify(example_scenario(), nothing)
    assert verdict.ok
    assert verdict.summary.people_remaining == 47


def test_the_summary_counts_what_the_itineraries_do() -> None:
    summary = verify(example_scenario(), example_plan()).summary
    assert (summary.people_out, summary.out_by_priority, summary.remaining_by_priority) == (44, (6, 24, 14), (0, 0, 3))
    assert (summary.completion_s, summary.completion_clock) == (7290, "2016-12-15 08:01:30 (7290 s)")
    assert (summary.vehicles_used, summary.stops, summary.checks) == (10, 45, 9)
    assert (summary.convoys, summary.largest_convoy) == (3, 2)
    assert (summary.km, summary.risk) == (Fraction(231), Fraction(7, 10))
