"""The brute-force planner against optima worked out by hand: crossings, convoys, linked movements."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.planning.verify import verify
from tests.planning.brute_force import as_plan, best_direct_plan
from tests.planning.by_hand import (
    BUS,
    CHECK,
    FAMILY,
    FAR,
    FIVE_MINUTES,
    FROM_VILLAGE,
    LAST_SECOND,
    LATER,
    TO_FAR,
    TWO_BUSES,
    VILLAGE,
    VILLAGE_BUS,
    VILLAGERS,
    Case,
    scenario,
    two,
    villages_first,
)

CROSSINGS: list[Case] = [
    ("a check", scenario(crossings=(CHECK,)), 4, 1800 + 300),
    (
        "one lane",
        scenario(two(), vehicles=TWO_BUSES, crossings=(replace(CHECK, lanes=1),)),
        8,
        1800 + 2 * 300,
    ),
    (
        "two lanes",
        scenario(two(), vehicles=TWO_BUSES, crossings=(replace(CHECK, lanes=2),)),
        8,
        1800 + 300,
    ),
    ("the empty way back is checked", scenario(two(), crossings=(CHECK,)), 8, 2100 + 1500 + 1500),
    (
        "the empty way back is free",
        scenario(two(), crossings=(replace(CHECK, loaded_only=True),)),
        8,
        2100 + 1200 + 1500,
    ),
    ("before it opens", scenario(crossings=(replace(CHECK, windows=(Window(7200, 9000),)),)), 4, 7500 + 600),
    (
        "a check that would end after closing waits for the next window",
        scenario(crossings=(replace(CHECK, windows=(Window(0, 1400), Window(3000, 9000))),)),
        4,
        3300 + 600,
    ),
    (
        "a check may end at the closing",
        scenario(crossings=(replace(CHECK, windows=(Window(0, 1500), Window(3000, 9000))),)),
        4,
        2100,
    ),
    (
        "windows that touch are one",
        scenario(crossings=(replace(CHECK, windows=(Window(1400, 9000), Window(0, 1400))),)),
        4,
        2100,
    ),
    ("the last window is too early", scenario(crossings=(replace(CHECK, windows=(Window(0, 1499),)),)), 0, 0),
    ("a rule for others", scenario(crossings=(replace(CHECK, from_places=("depot",)),)), 4, 1800),
    (
        "the first rule that fits",
        scenario(crossings=(CrossingRule("gate", ("town",), check_s=Fraction(60)), CHECK)),
        4,
        1800 + 60,
    ),
    (
        "a longer way around is better than a late opening",
        scenario(
            roads=(Link("town", "shelter", Fraction(5000)),),
            crossings=(replace(CHECK, windows=(Window(7200, LAST_SECOND),)),),
        ),
        4,
        600 + 5000,
    ),
    (
        "two crossings in a row, the second for those from the first",
        scenario(
            replace(FAMILY, destinations=("far",)),
            places=(Place("post"), FAR),
            roads=(Link("gate", "post", Fraction(60)), Link("post", "far", Fraction(60))),
            crossings=(CHECK, CrossingRule("post", ("gate",), check_s=FIVE_MINUTES)),
        ),
        4,
        600 + 600 + 300 + 60 + 300 + 60,
    ),
]

SLOW_TO_FAR = (
    replace(FAMILY, destinations=("far",)),
    replace(LATER, destinations=("shelter",)),
)
CONVOYS: list[Case] = [
    (
        "vehicles of a convoy need no lane",
        scenario(two(), vehicles=TWO_BUSES, crossings=(replace(CHECK, lanes=1),), convoys=(ConvoyRule("gate"),)),
        8,
        2100,
    ),
    (
        "one vehicle to a convoy, and a headway",
        scenario(
            two(),
            vehicles=TWO_BUSES,
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", max_vehicles=1, headway_s=Fraction(900)),),
        ),
        8,
        1800 + 900,
    ),
    (
        "one vehicle to a convoy, and no headway: different seconds",
        scenario(
            two(),
            vehicles=TWO_BUSES,
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", max_vehicles=1),),
        ),
        8,
        1801,
    ),
    (
        "waiting a little for the next saves the headway",
        scenario(
            FAMILY,
            replace(LATER, ready_s=660),
            vehicles=TWO_BUSES,
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", headway_s=Fraction(900)),),
        ),
        8,
        660 + 1200,
    ),
    (
        "at least two leave together",
        scenario(
            *SLOW_TO_FAR,
            vehicles=TWO_BUSES,
            places=(FAR,),
            roads=(TO_FAR,),
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", min_vehicles=2),),
        ),
        8,
        3000 + 600 + 3000,
    ),
    (
        "without that rule the first leaves alone",
        scenario(
            *SLOW_TO_FAR,
            vehicles=TWO_BUSES,
            places=(FAR,),
            roads=(TO_FAR,),
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate"),),
        ),
        8,
        600 + 600 + 3000,
    ),
    (
        "the last convoy may be too small",
        scenario(crossings=(CrossingRule("gate"),), convoys=(ConvoyRule("gate", min_vehicles=2),)),
        4,
        1800,
    ),
    (
        "empty vehicles leave without a convoy",
        scenario(
            two(),
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", headway_s=Fraction(2000)),),
        ),
        8,
        4200,
    ),
    (
        "convoys of others do not count",
        scenario(
            two(),
            vehicles=TWO_BUSES,
            crossings=(CrossingRule("gate"),),
            convoys=(ConvoyRule("gate", ("depot",), max_vehicles=1, headway_s=Fraction(900)),),
        ),
        8,
        1800,
    ),
]


def both(*linked: LinkedMovement) -> Scenario:
    """Give a family in the town and one in the village, each with a vehicle, and linked movements."""
    return scenario(
        FAMILY,
        VILLAGERS,
        vehicles=(BUS, VILLAGE_BUS),
        places=(VILLAGE,),
        roads=(FROM_VILLAGE,),
        linked=linked,
    )


AGAINST = replace(villages_first((4, 4)), people_from=("village",), against_from=("town",))
LINKED: list[Case] = [
    ("each at its own pace", both(), 8, 1800),
    ("leaving at the second of the arrival", both(villages_first((4, 4))), 8, 1500 + 1200),
    ("a first step for free", both(villages_first((0, 4))), 8, 1800),
    ("half of the family is nobody", both(villages_first((0, 3), (5, 4))), 4, 1500),
    ("each waits for the other, so nobody leaves", both(villages_first((4, 4)), AGAINST), 0, 0),
    ("one may begin", both(villages_first((0, 4)), AGAINST), 8, 1800 + 1500),
    (
        "step by step",
        scenario(
            two(),
            replace(VILLAGERS, groups=2),
            vehicles=(replace(BUS, count=2), replace(VILLAGE_BUS, count=2)),
            places=(VILLAGE,),
            roads=(FROM_VILLAGE,),
            linked=(
                villages_first((0, 4), (4, 8)),
                replace(AGAINST, steps=(LinkStep(4, 4), LinkStep(8, 8))),
            ),
        ),
        16,
        2 * (1200 + 1500) + 600,
    ),
]


@pytest.mark.parametrize(
    ("rule", "given", "people", "completion_s"),
    [pytest.param(*case, id=case[0].replace(" ", "-")) for case in CROSSINGS + CONVOYS + LINKED],
)
def test_finds_the_optimum_worked_out_by_hand(rule: str, given: Scenario, people: int, completion_s: int) -> None:
    """Each rule is kept, and nothing is given away for it."""
    best = best_direct_plan(given)
    assert (sum(best.people_out), best.completion_s) == (people, completion_s), rule
    assert verify(given, as_plan(given, best)).violations == ()
