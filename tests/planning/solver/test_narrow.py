"""What a crossing can let through agrees with a simulation of its lanes, windows and convoys."""

from dataclasses import replace
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule, Window
from safepassage.planning.solver.commodities import commodities
from safepassage.planning.solver.narrow import Narrow, narrows, passes_by
from tests.planning import by_hand
from tests.planning.solver.workbench import bounds_of, prepare

HORIZON = 150

windows = st.lists(
    st.tuples(st.integers(0, 80), st.integers(1, 40)).map(lambda w: Window(w[0], sum(w))), min_size=1, max_size=3
)


def narrow(opens_s: int, rules: tuple[CrossingRule, ...], convoys: tuple[ConvoyRule, ...] = ()) -> Narrow:
    """Give a narrow crossing that loaded vehicles reach from a moment on."""
    return Narrow(
        place="gate",
        name="gate",
        rides=frozenset(),
        rules=rules,
        convoys=convoys,
        opens_s=float(opens_s),
    )


def open_check(opened: list[Window] | None, start: int, check_s: int) -> bool:
    """Whether the crossing is open during a whole check."""
    return opened is None or all(
        any(w.opens_s <= t < w.closes_s for w in opened) for t in range(start, start + check_s)
    )


def checks_done(opened: list[Window] | None, check_s: int, opens_s: int) -> list[int]:
    """Simulate one lane before which vehicles queue without end: when they leave it."""
    left, free = [], opens_s
    for second in range(opens_s, HORIZON):
        if second >= free and open_check(opened, second, check_s):
            left.append(second + check_s)
            free = second + check_s
    return [moment for moment in left if moment <= HORIZON]


@settings(max_examples=80)
@given(
    st.one_of(st.none(), windows), st.integers(1, 15), st.integers(1, 3), st.integers(0, 60), st.integers(0, HORIZON)
)
def test_lanes_let_through_what_a_queue_without_end_would_use(
    opened: list[Window] | None, check_s: int, lanes: int, opens_s: int, until: int
) -> None:
    """The bound on loaded vehicles is reached when they queue, and never exceeded."""
    rule = CrossingRule("gate", None, lanes, Fraction(check_s), None if opened is None else tuple(opened))
    simulated = checks_done(opened, check_s, opens_s)
    assert passes_by(narrow(opens_s, (rule,)), until) == lanes * sum(moment <= until for moment in simulated)


@settings(max_examples=80)
@given(
    *(st.one_of(st.none(), windows), st.integers(1, 10), st.integers(1, 20)),
    *(st.integers(1, 5), st.integers(0, 60), st.integers(0, HORIZON)),
)
def test_no_row_of_full_convoys_lets_more_through(
    opened: list[Window] | None, check_s: int, headway: int, largest: int, opens_s: int, until: int
) -> None:
    """Full convoys, each as soon as the headway and the windows allow, are within the bound."""
    rule = CrossingRule("gate", None, None, Fraction(check_s), None if opened is None else tuple(opened))
    convoy = ConvoyRule("gate", None, 1, largest, Fraction(headway))
    last, passed = -inf, 0
    for second in range(opens_s + check_s, until + 1):
        if second >= last + headway and open_check(opened, second - check_s, check_s):
            last, passed = second, passed + largest
    assert passed <= passes_by(narrow(opens_s, (rule,), (convoy,)), until)


@pytest.mark.parametrize(
    ("rules", "convoys", "passes", "reason"),
    [
        ((), (), inf, "no rule holds nobody back"),
        ((CrossingRule("gate"),), (), inf, "lanes without limit let anybody through"),
        ((CrossingRule("gate", lanes=1),), (), inf, "a check of no length uses no lane"),
        ((CrossingRule("gate", None, 2, Fraction(60)),), (), 20, "two lanes, ten checks each"),
        (
            (CrossingRule("gate", None, 2, Fraction(60), (Window(0, 150), Window(200, 250))),),
            *((), 4),
            "half checks do not count, and a window shorter than a check lets nobody through",
        ),
        (
            (CrossingRule("gate", None, 1, Fraction(60), (Window(0, 90), Window(90, 120))),),
            *((), 2),
            "touching windows are one",
        ),
        (
            (CrossingRule("gate", ("town",), 1, Fraction(60)), CrossingRule("gate", ("village",), 1, Fraction(60))),
            *((), 20),
            "each rule has lanes of its own",
        ),
        (
            (CrossingRule("gate", None, 1, Fraction(60)),),
            *((ConvoyRule("gate", None, 1, 4, Fraction(300)),), 8),
            "all go in convoys: lanes do not count",
        ),
        (
            (CrossingRule("gate", None, 1, Fraction(60)),),
            *((ConvoyRule("gate", ("town",), 1, 4, Fraction(300)),), 18),
            "some go in convoys, others through the lane",
        ),
        (
            (CrossingRule("gate", None, 1, Fraction(60)),),
            *((ConvoyRule("gate", None, 1, None, Fraction(300)),), inf),
            "a convoy without a largest size",
        ),
    ],
)
def test_passes_within_ten_minutes(
    rules: tuple[CrossingRule, ...], convoys: tuple[ConvoyRule, ...], passes: float, reason: str
) -> None:
    assert passes_by(narrow(0, rules, convoys), 600) == passes, reason


AROUND = (Link("town", "north", Fraction(9000)), Link("north", "shelter", Fraction(9000)))
GATE = (CrossingRule("gate", None, 1, Fraction(300)),)


@pytest.mark.parametrize(
    ("scenario", "expected", "reason"),
    [
        (by_hand.scenario(crossings=GATE), ["gate"], "every road leads through it"),
        (
            by_hand.scenario(places=(Place("north"),), roads=AROUND, crossings=GATE),
            [],
            "a road around it, however long",
        ),
        (
            by_hand.scenario(crossings=(CrossingRule("gate", ("village",), 1, Fraction(300)),)),
            [],
            "people from the town escape its rules",
        ),
        (
            by_hand.scenario(places=(Place("town", shelter_places=9), Place("shelter")), crossings=GATE),
            [],
            "nobody is to be brought anywhere",
        ),
    ],
)
def test_which_crossings_are_narrow(scenario: Scenario, expected: list[str], reason: str) -> None:
    ready = prepare(scenario)
    found = narrows(ready.problem, commodities(ready.problem, merged=False))
    assert [crossing.name for crossing in found] == expected, reason


def test_the_time_beyond_a_crossing_counts_short_cuts_through_visits() -> None:
    """Whoever sets others down at a closed place on the way gets to the far shelter sooner than by the road around it.

    The bus takes both pairs of people, lets one alight at the inn at 2100 and the other at the far shelter at 2700.
    """
    people = (
        replace(by_hand.FAMILY, id="to-far", seated=2, destinations=("far",)),
        replace(by_hand.FAMILY, id="to-inn", seated=2, destinations=("inn", "near")),
    )
    scenario = by_hand.scenario(
        *people,
        places=(
            by_hand.FAR,
            Place("inn", shelter_places=None, through=False),
            Place("near", shelter_places=None),
            Place("shelter"),
        ),
        roads=(
            Link("gate", "inn", Fraction(600)),
            Link("inn", "far", Fraction(600)),
            Link("gate", "far", Fraction(6000)),
            Link("town", "near", Fraction(60000)),
        ),
        crossings=(by_hand.CHECK,),
    )
    assert bounds_of(scenario).completion((0, 0, 4), 5.0).seconds <= 2700
