"""Which ways a vehicle may choose from, and what falls on it at each crossing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, CrossingRule
from safepassage.planning.solver.ways import MAX_WAYS_A_PAIR, CandidateWay, WayFinder
from tests.planning import by_hand
from tests.planning.solver.workbench import prepare

NORTH = Place("north")
NORTHERN = (Link("town", "north", Fraction(900)), Link("north", "shelter", Fraction(900)))
"""A longer road from the town to the shelter, through the north instead of the gate."""
Summary = tuple[tuple[str, ...], int]


def candidates(scenario: Scenario, origin: str, target: str, loaded: bool = True) -> list[CandidateWay]:
    """Give the ways of the first profile."""
    ready = prepare(scenario)
    return WayFinder(ready.problem, ready.network).ways(0, loaded, origin, [target]).get(target, [])


def summary(scenario: Scenario, origin: str, target: str, loaded: bool = True) -> list[Summary]:
    """Give the crossings and the seconds of each way."""
    crossings = [p.id for p in scenario.places if p.id in scenario.agreement.crossing_places]
    found = candidates(scenario, origin, target, loaded)
    return [(tuple(crossings[p.crossing] for p in way.passes), way.nominal_s) for way in found]


def north_or_gate(*rules: CrossingRule, allowed: tuple[str, ...] = (), gate: Place | None = None) -> Scenario:
    """Give the common ground with a second way through the north."""
    return by_hand.scenario(
        vehicles=(replace(by_hand.BUS, crossings=allowed),),
        places=(NORTH, *([gate] if gate else [])),
        roads=NORTHERN,
        crossings=rules,
    )


NORTH_CHECK = CrossingRule("north", check_s=Fraction(60))
FOR_LOADED = replace(by_hand.CHECK, loaded_only=True)


@pytest.mark.parametrize(
    ("scenario", "origin", "target", "loaded", "expected", "reason"),
    [
        (by_hand.scenario(), "town", "shelter", True, [((), 1200)], "without crossings there is the fastest road"),
        (
            by_hand.scenario(crossings=(by_hand.CHECK,)),
            *("town", "shelter", True, [(("gate",), 1500)]),
            "a crossing is a stop with its check",
        ),
        (
            north_or_gate(by_hand.CHECK),
            *("town", "shelter", True, [(("gate",), 1500), ((), 1800)]),
            "a slower way that meets no rule stays a choice",
        ),
        (
            north_or_gate(by_hand.CHECK, NORTH_CHECK),
            *("town", "shelter", True, [(("gate",), 1500), (("north",), 1860)]),
            "ways through different crossings do not beat each other",
        ),
        (
            north_or_gate(by_hand.CHECK, NORTH_CHECK, allowed=("north",)),
            *("town", "shelter", True, [(("north",), 1860)]),
            "a vehicle passes only the crossings allowed to it",
        ),
        (
            by_hand.scenario(crossings=(FOR_LOADED,)),
            *("shelter", "town", False, [((), 1200)]),
            "an empty vehicle drives through as through a junction where the rule is for loaded ones",
        ),
        (
            by_hand.scenario(crossings=(FOR_LOADED,)),
            *("town", "shelter", True, [(("gate",), 1500)]),
            "a loaded one stops there",
        ),
        (
            by_hand.scenario(crossings=(by_hand.CHECK,)),
            *("shelter", "town", False, [(("gate",), 1500)]),
            "a rule for all is for empty vehicles too",
        ),
        (
            north_or_gate(gate=Place("gate", through=False)),
            *("town", "shelter", True, [((), 1800)]),
            "nobody drives through a closed place",
        ),
        (
            by_hand.scenario(crossings=(replace(by_hand.CHECK, from_places=("village",)),)),
            *("town", "shelter", True, [(("gate",), 1200)]),
            "where no rule falls on it, a vehicle stops at the crossing and nothing is checked",
        ),
    ],
)
def test_candidate_ways(
    scenario: Scenario, origin: str, target: str, loaded: bool, expected: list[Summary], reason: str
) -> None:
    assert summary(scenario, origin, target, loaded) == expected, reason


def two_in_a_row(second: CrossingRule) -> Scenario:
    """Give two crossings one after the other, the gate and then the north."""
    return by_hand.scenario(
        places=(NORTH, Place("shelter", shelter_places=0), Place("far", shelter_places=None)),
        roads=(Link("gate", "north", Fraction(300)), Link("north", "far", Fraction(300))),
        crossings=(by_hand.CHECK, second),
    )


@pytest.mark.parametrize(
    ("from_places", "rule", "reason"),
    [
        (("gate",), 1, "the last stop elsewhere is the crossing before"),
        (("town",), -1, "and no longer the pickup"),
        (None, 1, "a rule without `from` is for all"),
    ],
)
def test_two_crossings_in_a_row(from_places: tuple[str, ...] | None, rule: int, reason: str) -> None:
    """The rule at the second crossing is judged by the first."""
    [way] = candidates(two_in_a_row(replace(NORTH_CHECK, from_places=from_places)), "town", "far")
    assert [(p.leg_s, p.rule) for p in way.passes] == [(600, 0), (300, rule)], reason
    assert way.last_leg_s == 300


def test_the_first_rule_that_fits_counts() -> None:
    """Several rules may stand at one crossing."""
    for_some = tuple(replace(by_hand.CHECK, from_places=(place,)) for place in ("village", "town"))
    rules = (*for_some, by_hand.CHECK)
    [way] = candidates(by_hand.scenario(crossings=rules), "town", "shelter")
    assert [p.rule for p in way.passes] == [1]


@pytest.mark.parametrize(("loaded", "convoy"), [(True, 0), (False, -1)])
def test_convoys_are_for_loaded_vehicles(loaded: bool, convoy: int) -> None:
    scenario = by_hand.scenario(crossings=(by_hand.CHECK,), convoys=(ConvoyRule("gate"),))
    [way] = candidates(scenario, "town", "shelter", loaded)
    assert [p.convoy for p in way.passes] == [convoy]


def test_each_leg_is_rounded_up_once_with_the_drive_factor() -> None:
    """Sixths of seconds on three links and a factor are one rounding between two stops."""
    roads = (Link("town", "north", Fraction(1, 6)), Link("north", "far", Fraction(1, 6)))
    scenario = by_hand.scenario(
        vehicles=(replace(by_hand.BUS, drive_factor=Fraction(31, 10)),),
        places=(NORTH, by_hand.FAR),
        roads=roads,
    )
    assert summary(scenario, "town", "far") == [((), 2)]


def test_where_distance_is_limited_a_slower_but_shorter_way_stays() -> None:
    """Otherwise a vehicle with few km left could not use it."""
    short = tuple(replace(road, km=Fraction(1)) for road in NORTHERN)
    limited = replace(by_hand.BUS, max_km=Fraction(40))
    crossing = replace(by_hand.CHECK, place="north", check_s=Fraction(0))
    parts = {"places": (NORTH,), "roads": short, "crossings": (crossing,)}
    assert summary(by_hand.scenario(**parts), "town", "shelter") == [((), 1200)]  # type: ignore[arg-type]
    with_limit = by_hand.scenario(vehicles=(limited,), **parts)  # type: ignore[arg-type]
    assert summary(with_limit, "town", "shelter") == [((), 1200), (("north",), 1800)]


def test_many_parallel_crossings_leave_the_fastest_ways() -> None:
    """The number of ways a pair is bounded, and what is kept is in order."""
    names = [f"c{i}" for i in range(MAX_WAYS_A_PAIR + 3)]
    there = tuple(Link("town", crossing, Fraction(100 + i)) for i, crossing in enumerate(names))
    roads = there + tuple(Link(crossing, "far", Fraction(1)) for crossing in names)
    scenario = by_hand.scenario(
        places=(by_hand.FAR, *(Place(c) for c in names)), roads=roads, crossings=tuple(CrossingRule(c) for c in names)
    )
    assert [seconds for _, seconds in summary(scenario, "town", "far")] == [101 + i for i in range(MAX_WAYS_A_PAIR)]


def test_no_road_is_no_way() -> None:
    scenario = by_hand.scenario(places=(by_hand.FAR,))
    assert summary(scenario, "town", "far") == []
