"""The judge finds every kind of violation, where it is planted, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import inf, nan
from typing import NamedTuple

import pytest

from safepassage.domain.plan import Proof, Remaining, Stop
from safepassage.domain.scenario import Objective
from safepassage.domain.terms import Window
from safepassage.planning.verify import Rule, verify
from tests.planning import verify_edits as edit
from tests.planning import verify_plantings as plant
from tests.planning.verify_edits import Case
from tests.planning.verify_example import example_plan, example_scenario


class Planted(NamedTuple):
    """A violation: the rule, the vehicle and stop where it must be named, and the edit that plants it."""

    rule: Rule
    vehicle: str
    stop: int | None
    reason: str
    edited: Callable[[], Case]


ROADS = [
    Planted(
        Rule.UNKNOWN_PLACE,
        "ambulance-1",
        4,
        "no such place",
        lambda: plant.one_stop_more(Stop("atlantis", 9000, 9000)),
    ),
    Planted(Rule.BEFORE_START, "van-2", 0, "arrives a second early", lambda: edit.stop("van-2", 0, arrive_s=-1)),
    Planted(
        Rule.DEPARTS_BEFORE_ARRIVAL, "bus-6", 5, "leaves before it comes", lambda: edit.stop("bus-6", 5, depart_s=5641)
    ),
    Planted(
        Rule.ARRIVES_BEFORE_DEPARTURE,
        "bus-6",
        5,
        "comes before it leaves the stop before",
        lambda: edit.stop("bus-6", 5, arrive_s=4651),
    ),
    Planted(
        Rule.ARRIVES_BEFORE_DEPARTURE,
        "van-1",
        1,
        "the same within one visit",
        lambda: edit.stop("van-1", 1, arrive_s=99),
    ),
    Planted(Rule.NO_ROAD, "ambulance-1", 2, "drives through a crossing", lambda: plant.one_stop_less("ambulance-1", 2)),
    Planted(
        Rule.NO_ROAD,
        "bus-1",
        4,
        "an empty vehicle may not pass this crossing at all, so neither as a junction",
        lambda: edit.vehicles("bus", crossings=("gate",)),
    ),
    Planted(
        Rule.NO_ROAD, "bus-1", 4, "empty, but the crossing is for all", lambda: edit.crossing(2, loaded_only=False)
    ),
    Planted(
        Rule.NO_ROAD, "bus-1", 4, "a crossing that nobody drives through", lambda: edit.place("ford", through=False)
    ),
    Planted(Rule.TOO_FAST, "bus-6", 5, "a second too fast", lambda: edit.stop("bus-6", 5, arrive_s=5641)),
    Planted(Rule.TOO_FAST, "bus-1", 2, "330.66 s are rounded up to 331", lambda: edit.stop("bus-1", 2, arrive_s=1830)),
    Planted(Rule.STOP_WITHOUT_PURPOSE, "ambulance-1", 2, "idle where through=no", plant.idle_at_depot),
]

VEHICLES = [
    Planted(Rule.UNKNOWN_VEHICLE, "ambulance-9", None, "there are two", plant.renamed),
    Planted(Rule.VEHICLE_TWICE, "van-2", None, "a second itinerary", plant.second_itinerary),
    Planted(Rule.EMPTY_ITINERARY, "van-3", None, "no stops", plant.unused_but_named),
    Planted(
        Rule.STARTS_ELSEWHERE,
        "ambulance-1",
        0,
        "stands at the depot",
        lambda: edit.stop("ambulance-1", 0, place="junction"),
    ),
    Planted(Rule.BEFORE_AVAILABLE, "van-2", 0, "leaves a second early", lambda: edit.stop("van-2", 0, depart_s=99)),
    Planted(Rule.BEFORE_AVAILABLE, "van-1", 0, "boards from a second early", plant.service_before_available),
    Planted(
        Rule.AFTER_AVAILABLE, "bus-5", 4, "ends a second late", lambda: edit.vehicles("bus", available_until_s=8279)
    ),
    Planted(
        Rule.DUTY_TOO_LONG,
        "bus-5",
        4,
        "half a second over",
        lambda: edit.vehicles("bus", max_duty_s=Fraction(16559, 2)),
    ),
    Planted(
        Rule.TOO_MANY_KM,
        "bus-6",
        None,
        "36 km, as of two equally fast ways the one with less risk is driven, though it is longer",
        lambda: edit.vehicles("bus", max_km=Fraction(359, 10)),
    ),
    Planted(Rule.ENDS_ELSEWHERE, "bus-6", 4, "never returns", lambda: plant.one_stop_less("bus-6", 5)),
    Planted(
        Rule.CROSSING_NOT_ALLOWED,
        "ambulance-2",
        2,
        "only the ford",
        lambda: edit.vehicles("ambulance", crossings=("ford",)),
    ),
]

SERVICE = [
    Planted(
        Rule.SERVICE_TOO_SHORT, "ambulance-1", 3, "a second short", lambda: edit.stop("ambulance-1", 3, depart_s=3060)
    ),
    Planted(Rule.BOARDS_BEFORE_READY, "bus-1", 1, "ready a second later", lambda: edit.people("families", ready_s=901)),
    Planted(Rule.BAYS_FULL, "bus-2", 1, "overlaps by a second", lambda: edit.stop("bus-2", 1, depart_s=2099)),
    Planted(Rule.BAYS_FULL, "ambulance-2", 1, "one bay for two at once", lambda: edit.place("east", bays=1)),
]

PEOPLE = [
    Planted(
        Rule.UNKNOWN_PEOPLE,
        "ambulance-1",
        1,
        "no such row",
        lambda: edit.stop("ambulance-1", 1, board={"patients": 1, "ghosts": 1}),
    ),
    Planted(
        Rule.COUNT_BELOW_ONE, "bus-6", 1, "nobody", lambda: edit.stop("bus-6", 1, board={"pairs": 2, "stayers": 0})
    ),
    Planted(
        Rule.COUNT_BELOW_ONE,
        "bus-6",
        1,
        "below nobody",
        lambda: edit.stop("bus-6", 1, board={"pairs": 2, "stayers": -1}),
    ),
    Planted(Rule.BOARDS_ELSEWHERE, "bus-6", 1, "they wait elsewhere", lambda: edit.people("pairs", place="west")),
    Planted(Rule.BOARDS_MORE_THAN_THERE, "bus-6", 1, "two board of one", plant.fewer_pairs),
    Planted(
        Rule.ALIGHTS_NOT_ABOARD, "bus-6", 3, "three alight of two", lambda: edit.stop("bus-6", 3, alight={"pairs": 3})
    ),
    Planted(
        Rule.ALIGHTS_NOT_ABOARD,
        "bus-6",
        3,
        "others than who are aboard",
        lambda: edit.stop("bus-6", 3, alight={"pairs": 2, "late": 1}),
    ),
    Planted(Rule.ALIGHTS_NOWHERE, "bus-5", 3, "no destination", plant.set_down_on_the_way),
    Planted(
        Rule.DESTINATION_NOT_ALLOWED, "bus-6", 3, "not theirs", lambda: edit.people("pairs", destinations=("clinic",))
    ),
    Planted(Rule.ALIGHTS_WHERE_BOARDED, "bus-6", 2, "where they waited", plant.home_again),
    Planted(Rule.ALIGHTS_WHERE_BOARDED, "van-2", 2, "where they boarded this vehicle", plant.round_the_hub),
    Planted(Rule.LOAD_DOES_NOT_FIT, "bus-1", 1, "8 people, 7 seats", lambda: edit.vehicles("bus", seats=7)),
    Planted(Rule.LOAD_DOES_NOT_FIT, "bus-3", 1, "no wheelchairs", lambda: edit.vehicles("bus", wheelchairs=0)),
    Planted(
        Rule.LOAD_DOES_NOT_FIT,
        "bus-3",
        1,
        "a wheelchair takes 8 seats",
        lambda: edit.vehicles("bus", seats_per_wheelchair=8),
    ),
    Planted(
        Rule.LOAD_DOES_NOT_FIT, "ambulance-1", 1, "no stretchers", lambda: edit.vehicles("ambulance", stretchers=0)
    ),
    Planted(
        Rule.LOAD_DOES_NOT_FIT,
        "ambulance-2",
        1,
        "a stretcher takes a seat",
        lambda: edit.vehicles("ambulance", seats_per_stretcher=1),
    ),
    Planted(Rule.STREAMS_MIXED, "bus-6", 1, "two streams", lambda: plant.with_stayers("country")),
    Planted(Rule.STREAMS_MIXED, "bus-6", 1, "no stream is one of its own", lambda: plant.with_stayers("")),
    Planted(Rule.TYPE_NOT_ALLOWED, "bus-1", 1, "vans only", lambda: edit.people("families", vehicles=("van",))),
    Planted(
        Rule.ABOARD_TOO_LONG,
        "bus-1",
        3,
        "half a second over",
        lambda: edit.people("families", max_aboard_s=Fraction(8099, 2)),
    ),
    Planted(Rule.ABOARD_AT_END, "van-2", 2, "never set down", lambda: plant.villagers_stay(vehicle_left_out=False)),
    Planted(Rule.LEFT_AT_TRANSFER, "van-1", 2, "never fetched", lambda: plant.villagers_stay(vehicle_left_out=True)),
    Planted(Rule.SHELTER_FULL, "bus-5", 3, "one place too few", lambda: edit.place("camp", shelter_places=31)),
    Planted(Rule.SHELTER_FULL, "ambulance-2", 3, "for companions too", lambda: edit.place("clinic", shelter_places=1)),
    Planted(Rule.BEDS_FULL, "ambulance-2", 3, "one bed too few", lambda: edit.place("clinic", beds=1)),
]

TERMS = [
    Planted(Rule.CHECK_TOO_SHORT, "bus-6", 4, "a second short", lambda: edit.stop("bus-6", 4, arrive_s=4533)),
    Planted(
        Rule.OUTSIDE_WINDOW,
        "bus-5",
        2,
        "closes a second before",
        lambda: edit.crossing(0, windows=(Window(3000, 4200), Window(4200, 5999))),
    ),
    Planted(
        Rule.OUTSIDE_WINDOW,
        "bus-1",
        2,
        "a check may not reach over a gap, however short",
        lambda: edit.crossing(0, windows=(Window(3000, 4199), Window(4200, 6000))),
    ),
    Planted(
        Rule.OUTSIDE_WINDOW,
        "bus-2",
        2,
        "opens a second after the check begins",
        lambda: edit.crossing(0, windows=(Window(4081, 6000),)),
    ),
    Planted(Rule.OUTSIDE_WINDOW, "bus-6", 4, "never open to others", lambda: edit.crossing(1, windows=())),
    Planted(Rule.LANES_FULL, "ambulance-2", 2, "a second early", lambda: edit.stop("ambulance-2", 2, depart_s=1740)),
    Planted(Rule.CONVOY_TOO_SMALL, "bus-1", 2, "two of three", lambda: edit.convoy(min_vehicles=3)),
    Planted(
        Rule.CONVOY_TOO_LARGE, "bus-3", 2, "two instead of one", lambda: edit.convoy(min_vehicles=1, max_vehicles=1)
    ),
    Planted(Rule.CONVOY_HEADWAY, "bus-3", 2, "half a second short", lambda: edit.convoy(headway_s=Fraction(1201, 2))),
    Planted(Rule.LINKED_STEP, "bus-3", 1, "the first step is one lower", lambda: edit.steps((0, 17), (8, 28))),
    Planted(Rule.LINKED_STEP, "bus-4", 1, "arrivals a second late", lambda: edit.stop("van-2", 2, depart_s=3301)),
    Planted(Rule.LINKED_STEP, "bus-5", 1, "the last step is one lower", lambda: edit.steps((0, 18), (8, 27))),
    Planted(Rule.LINKED_STEP, "bus-1", 1, "no step is reached at first", lambda: edit.steps((1, 28))),
]

FIGURES = [
    Planted(
        Rule.NUMBER_TOO_LARGE,
        "ambulance-1",
        4,
        "thirty thousand years",
        lambda: plant.one_stop_more(Stop("clinic", 10**13, 10**13)),
    ),
    Planted(Rule.SCENARIO_NAME, "", None, "another scenario", lambda: edit.figures(scenario="exemplar")),
    Planted(
        Rule.OBJECTIVE,
        "",
        None,
        "no expected calm to reckon with",
        lambda: edit.saying(edit.scenario(expected_calm_s=None), objective=Objective.BEFORE_BREAKDOWN),
    ),
    Planted(Rule.COMPLETION_SECONDS, "", None, "a second less", lambda: edit.figures(completion_seconds=7289)),
    Planted(Rule.VALUE, "", None, "half a second less", lambda: edit.figures(value=7289.5)),
    Planted(Rule.VALUE, "", None, "no number", lambda: edit.figures(value=nan)),
    Planted(
        Rule.VALUE,
        "",
        None,
        "that of the other objective",
        lambda: edit.figures(objective=Objective.PRIORITY, bound=None, proof=Proof.NONE),
    ),
    Planted(Rule.BOUND, "", None, "above the value", lambda: edit.figures(bound=7290.5)),
    Planted(Rule.BOUND, "", None, "no number", lambda: edit.figures(bound=-inf)),
    Planted(Rule.PROOF, "", None, "bounded by nothing", lambda: edit.figures(bound=None)),
    Planted(
        Rule.PROOF,
        "",
        None,
        "the bound is a second off",
        lambda: edit.figures(
            proof=Proof.OPTIMAL, bound=7289.0, people_out_bound=44, people_out_bound_by_priority=(6, 24, 14)
        ),
    ),
    Planted(
        Rule.PROOF,
        "",
        None,
        "more people might be brought out",
        lambda: edit.figures(proof=Proof.OPTIMAL, bound=7290.0),
    ),
    Planted(Rule.PEOPLE_OUT, "", None, "one more", lambda: edit.figures(people_out=45)),
    Planted(Rule.PEOPLE_REMAINING, "", None, "one less", lambda: edit.figures(people_remaining=2)),
    Planted(
        Rule.PEOPLE_OUT_BOUND,
        "",
        None,
        "fewer than are out",
        lambda: edit.figures(people_out_bound=43, people_out_bound_by_priority=(0, 0, 0)),
    ),
    Planted(Rule.BY_PRIORITY, "", None, "one swapped", lambda: edit.figures(people_out_by_priority=(7, 23, 14))),
    Planted(
        Rule.BY_PRIORITY,
        "",
        None,
        "bounds do not add up",
        lambda: edit.figures(people_out_bound_by_priority=(6, 24, 16)),
    ),
    Planted(
        Rule.BY_PRIORITY,
        "",
        None,
        "more of priority 1 are out than their bound",
        lambda: edit.figures(people_out_bound_by_priority=(5, 25, 17)),
    ),
    Planted(
        Rule.REMAINING_LIST,
        "",
        None,
        "one group too many",
        lambda: edit.figures(remaining=(Remaining("stayers", 2, 6),)),
    ),
    Planted(
        Rule.REMAINING_LIST, "", None, "not their size", lambda: edit.figures(remaining=(Remaining("stayers", 1, 4),))
    ),
    Planted(
        Rule.REMAINING_LIST,
        "",
        None,
        "one who is out",
        lambda: edit.figures(remaining=(Remaining("stayers", 1, 3), Remaining("late", 1, 2))),
    ),
    Planted(
        Rule.UNKNOWN_PEOPLE,
        "",
        None,
        "nobody knows who",
        lambda: edit.figures(remaining=(Remaining("stayers", 1, 3), Remaining("ghosts", 1, 1))),
    ),
]

PLANTED = [*ROADS, *VEHICLES, *SERVICE, *PEOPLE, *TERMS, *FIGURES]


def test_the_example_itself_respects_every_rule() -> None:
    assert verify(example_scenario(), example_plan()).violations == ()


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{each.rule}: {each.reason}" for each in PLANTED])
def test_a_planted_violation_is_found_where_it_is_and_nothing_else(planted: Planted) -> None:
    verdict = verify(*planted.edited())
    assert {violation.rule for violation in verdict.violations} == {planted.rule}
    assert (planted.vehicle, planted.stop) in {(each.vehicle, each.stop) for each in verdict.violations}
    assert not verdict.ok


def test_a_violation_of_every_rule_is_planted() -> None:
    assert {planted.rule for planted in PLANTED} == set(Rule)


def test_violations_come_in_the_order_of_the_plan_and_its_own_figures_last() -> None:
    scenario, plan = edit.stop("bus-6", 5, arrive_s=5641)
    plan = replace(edit.with_stop(plan, "bus-1", 2, arrive_s=1830), people_out=45)
    named = [(each.rule, each.vehicle, each.stop) for each in verify(scenario, plan).violations]
    assert named == [(Rule.TOO_FAST, "bus-1", 2), (Rule.TOO_FAST, "bus-6", 5), (Rule.PEOPLE_OUT, "", None)]


def test_a_message_says_clock_times_in_the_scenarios_time_zone_and_seconds() -> None:
    (violation,) = verify(*edit.stop("bus-6", 5, arrive_s=5641)).violations
    assert "2016-12-15 07:17:32 (4652 s)" in violation.message
    assert "the fastest way takes 990 s" in violation.message
