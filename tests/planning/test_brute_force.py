"""The brute-force planner against optima worked out by hand: roads, service, loads, vehicles."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.verify import verify
from tests.planning.brute_force import TooLargeError, as_plan, best_direct_plan
from tests.planning.by_hand import (
    BUS,
    CHECK,
    FAMILY,
    FAR,
    FIVE_MINUTES,
    LAST_SECOND,
    LATER,
    PLACES,
    TO_FAR,
    TWO_BUSES,
    Case,
    scenario,
    two,
)

DRIVING: list[Case] = [
    ("there and on", scenario(), 4, 600 + 1200),
    ("a second trip", scenario(two()), 8, 1800 + 1200 + 1200),
    ("two vehicles side by side", scenario(two(), vehicles=TWO_BUSES), 8, 1800),
    ("several rows of one type", scenario(two(), vehicles=(BUS, replace(BUS, start="gate"))), 8, 1800),
    (
        "sums are rounded up once a leg",
        scenario(places=(Place("x"),), roads=(Link("town", "x", Fraction(2, 5)), Link("x", "shelter", Fraction(2, 5)))),
        4,
        600 + 1,
    ),
    ("drive factor", scenario(vehicles=(replace(BUS, drive_factor=Fraction(3, 2)),)), 4, 900 + 1800),
    ("nobody drives through a closed place", scenario(places=(replace(PLACES["gate"], through=False),)), 0, 0),
    (
        "the way back of a one-way road",
        scenario(two(), roads=(Link("town", "shelter", Fraction(60), both_ways=False),)),
        8,
        660 + 1200 + 60,
    ),
]

SERVICE: list[Case] = [
    (
        "boarding and alighting take time",
        scenario(places=(Place("town", board_s=FIVE_MINUTES), replace(PLACES["shelter"], alight_s=Fraction(60)))),
        4,
        600 + 300 + 1200 + 60,
    ),
    (
        "one bay to board",
        scenario(two(), vehicles=TWO_BUSES, places=(Place("town", board_s=FIVE_MINUTES, bays=1),)),
        8,
        600 + 2 * 300 + 1200,
    ),
    (
        "two bays to board",
        scenario(two(), vehicles=TWO_BUSES, places=(Place("town", board_s=FIVE_MINUTES, bays=2),)),
        8,
        600 + 300 + 1200,
    ),
    (
        "one bay to alight",
        scenario(two(), vehicles=TWO_BUSES, places=(replace(PLACES["shelter"], alight_s=FIVE_MINUTES, bays=1),)),
        8,
        1800 + 2 * 300,
    ),
    ("boarding waits until ready", scenario(LATER, places=(Place("town", board_s=FIVE_MINUTES),)), 4, 3300 + 1200),
    (
        "alighting and boarding in one service rounds up once",
        scenario(
            FAMILY,
            replace(FAMILY, id="guests", place="shelter", destinations=("far",)),
            places=(replace(PLACES["shelter"], board_s=Fraction(3, 10), alight_s=Fraction(3, 10)), FAR),
            roads=(Link("shelter", "far", Fraction(600)),),
        ),
        8,
        1800 + 1 + 600,
    ),
]

LOADS: list[Case] = [
    ("streams never mix", scenario(*(replace(FAMILY, id=s, seated=2, stream=s) for s in "ab")), 4, 4200),
    ("one stream shares", scenario(*(replace(FAMILY, id=s, seated=2, stream="a") for s in "ab")), 4, 1800),
    (
        "allowed destinations",
        scenario(replace(FAMILY, destinations=("far",)), places=(FAR,), roads=(TO_FAR,)),
        4,
        600 + 600 + 3000,
    ),
    (
        "allowed vehicle types",
        scenario(replace(FAMILY, vehicles=("van",)), vehicles=(BUS, VehicleRow("van", 1, "gate", 4)), places=()),
        4,
        600 + 1200,
    ),
    ("no type allowed", scenario(replace(FAMILY, vehicles=("van",))), 0, 0),
    ("a group is never split", scenario(replace(FAMILY, seated=5)), 0, 0),
    (
        "wheelchairs need their own places",
        scenario(two(seated=0, wheelchair=1), vehicles=(replace(BUS, wheelchairs=1),)),
        2,
        4200,
    ),
    (
        "wheelchairs take seats",
        scenario(two(seated=1, wheelchair=1), vehicles=(replace(BUS, wheelchairs=2, seats_per_wheelchair=2),)),
        4,
        4200,
    ),
    (
        "stretchers take seats, and lie in beds",
        scenario(
            two(seated=1, stretcher=1),
            vehicles=(replace(BUS, stretchers=2, seats_per_stretcher=2),),
            places=(replace(PLACES["shelter"], beds=2),),
        ),
        4,
        4200,
    ),
    (
        "one bed, so one patient",
        scenario(
            two(seated=0, stretcher=1),
            vehicles=(replace(BUS, stretchers=2),),
            places=(replace(PLACES["shelter"], beds=1),),
        ),
        1,
        1800,
    ),
    (
        "the near shelter takes one family, and first",
        scenario(two(), places=(replace(PLACES["shelter"], shelter_places=7), FAR), roads=(TO_FAR,)),
        8,
        1800 + 1200 + 3600,
    ),
    ("nobody alights where they boarded", scenario(replace(FAMILY, place="shelter")), 0, 0),
    ("a little time aboard", scenario(replace(FAMILY, max_aboard_s=Fraction(1200))), 4, 1800),
    ("too little time aboard", scenario(replace(FAMILY, max_aboard_s=Fraction(1199))), 0, 0),
    (
        "waiting before boarding saves time aboard",
        scenario(
            replace(FAMILY, max_aboard_s=Fraction(1500)),
            crossings=(replace(CHECK, windows=(Window(7200, LAST_SECOND),)),),
        ),
        4,
        7500 + 600,
    ),
]


def bus(**terms: object) -> Scenario:
    """Give two families and one bus with these terms."""
    return scenario(two(), vehicles=(replace(BUS, **terms),))  # type: ignore[arg-type]


VEHICLES: list[Case] = [
    ("available from", bus(available_from_s=1000), 8, 5200),
    ("boarding at the start begins once available", bus(start="town", available_from_s=1000), 8, 1000 + 3600),
    (
        "the whole service is after available_from",
        scenario(
            vehicles=(replace(BUS, start="town", available_from_s=1000),),
            places=(Place("town", board_s=FIVE_MINUTES),),
        ),
        4,
        1300 + 1200,
    ),
    ("available long enough", bus(available_until_s=4200), 8, 4200),
    ("not available for the second trip", bus(available_until_s=4199), 4, 1800),
    ("the way back is in time", bus(available_until_s=4200 + 1800, return_to="depot"), 8, 4200),
    ("the way back is too late", bus(available_until_s=4200 + 1799, return_to="depot"), 4, 1800),
    ("ending where it is", bus(available_until_s=4200, return_to="shelter"), 8, 4200),
    ("duty", bus(max_duty_s=Fraction(4200)), 8, 4200),
    ("less duty", bus(max_duty_s=Fraction(4199)), 4, 1800),
    (
        "duty begins when it leaves, so it leaves late",
        scenario(LATER, vehicles=(replace(BUS, max_duty_s=Fraction(1800)),)),
        4,
        4200,
    ),
    (
        "duty begins after boarding at the start",
        scenario(LATER, vehicles=(replace(BUS, start="town", max_duty_s=Fraction(1200)),)),
        4,
        4200,
    ),
    ("km", bus(max_km=Fraction(70)), 8, 4200),
    ("less km", bus(max_km=Fraction(69)), 4, 1800),
    (
        "a crossing that this vehicle may not pass",
        scenario(
            vehicles=(replace(BUS, crossings=("ford",)),),
            places=(Place("ford"),),
            roads=(Link("town", "ford", Fraction(3000)), Link("ford", "shelter", Fraction(3000))),
            crossings=(CHECK, CrossingRule("ford")),
        ),
        4,
        600 + 6000,
    ),
]


@pytest.mark.parametrize(
    ("rule", "given", "people", "completion_s"),
    [pytest.param(*case, id=case[0].replace(" ", "-")) for case in DRIVING + SERVICE + LOADS + VEHICLES],
)
def test_finds_the_optimum_worked_out_by_hand(rule: str, given: Scenario, people: int, completion_s: int) -> None:
    """Each rule is kept, and nothing is given away for it."""
    best = best_direct_plan(given)
    assert (sum(best.people_out), best.completion_s) == (people, completion_s), rule
    assert verify(given, as_plan(given, best)).violations == ()


def test_one_of_priority_1_goes_before_many_of_priority_3() -> None:
    urgent = replace(FAMILY, id="urgent", seated=1, priority=1)
    best = best_direct_plan(scenario(FAMILY, urgent, vehicles=(replace(BUS, available_until_s=4199),)))
    assert best.people_out == (1, 0, 0)


def test_of_equal_priority_more_people_come_out_even_if_it_takes_longer() -> None:
    far = replace(FAMILY, id="more", seated=5, destinations=("far",))
    given = scenario(
        FAMILY,
        far,
        vehicles=(replace(BUS, seats=5, available_until_s=5000),),
        places=(FAR,),
        roads=(TO_FAR,),
    )
    best = best_direct_plan(given)
    assert (best.people_out, best.completion_s) == ((0, 0, 5), 4200)


def test_refuses_to_guess_when_the_scenario_is_too_large() -> None:
    with pytest.raises(TooLargeError):
        best_direct_plan(scenario(replace(FAMILY, groups=9)))
    with pytest.raises(TooLargeError):
        best_direct_plan(scenario(two()), schedules=3)
