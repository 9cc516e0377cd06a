"""The judge's own tools agree with the plainest way to say the same."""

from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.places import Link, Place
from safepassage.domain.plan import Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.planning.verify.clock import Clock, seconds
from safepassage.planning.verify.crossings import merged
from safepassage.planning.verify.intervals import Use, overfull
from safepassage.planning.verify.journeys import Halt, Journey
from safepassage.planning.verify.matching import unmatched
from safepassage.planning.verify.ways import Way, Ways
from tests.planning.verify_example import example_scenario

SMALL = st.integers(0, 4).map(Fraction) | st.sampled_from([Fraction(1, 3), Fraction(5, 2)])
IDS = "abcde"
LINKS = st.lists(
    st.builds(
        Link,
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        SMALL,
        SMALL,
        st.booleans(),
        SMALL,
    ),
    max_size=9,
)


def plainest_way(links: list[Link], inner: str, origin: str, destination: str) -> tuple[Fraction, ...] | None:
    """Try every simple way through the places in `inner`; compare by time, then risk, then km."""
    roads: dict[tuple[str, str], tuple[Fraction, ...]] = {}
    for link in links:
        cost = (link.drive_s, link.risk, link.km)
        ends = [(link.from_place, link.to_place)] + [(link.to_place, link.from_place)] * link.both_ways
        for pair in ends:
            roads[pair] = min(roads.get(pair, cost), cost)
    found = []
    others = [place for place in inner if place not in (origin, destination)]
    for size in range(len(others) + 1):
        for middle in permutations(others, size):
            places = (origin, *middle, destination)
            legs = [roads.get(pair) for pair in pairwise(places)]
            if None not in legs:
                found.append(tuple(sum(each) for each in zip(*(leg for leg in legs if leg), strict=True)))
    return min(found, default=None)


@given(LINKS, st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)), st.booleans(), st.booleans())
def test_the_fastest_way_is_the_least_of_all_ways(
    links: list[Link], closed: set[str], crossings: set[str], loaded: bool, loaded_only: bool
) -> None:
    scenario = Scenario(
        "small",
        example_scenario().start,
        places=tuple(Place(each, through=each not in closed) for each in IDS),
        links=tuple(links),
        agreement=Agreement(
            crossings=tuple(CrossingRule(each, None, loaded_only=loaded_only) for each in sorted(crossings))
        ),
    )
    stopping = crossings if loaded or not loaded_only else set()
    inner = "".join(sorted(set(IDS) - closed - stopping))
    ways = Ways(scenario)
    for origin, destination in permutations("abc", 2):
        expected = plainest_way(links, inner, origin, destination)
        found = ways.way(origin, destination, loaded, None)
        assert found == (expected and Way(drive_s=expected[0], risk=expected[1], km=expected[2]))


def test_a_crossing_rule_is_for_those_whose_last_stop_it_names() -> None:
    """An empty vehicle drives through if the first rule for those who come from its last stop is for loaded ones."""
    links = (Link("a", "gate", Fraction(1)), Link("b", "gate", Fraction(1)), Link("gate", "c", Fraction(1)))
    rules = (CrossingRule("gate", ("a",), loaded_only=True), CrossingRule("gate", ("a", "b")))
    places = tuple(Place(each) for each in ("a", "b", "c", "gate"))
    scenario = Scenario(
        "small", example_scenario().start, places=places, links=links, agreement=Agreement(crossings=rules)
    )
    ways = Ways(scenario)
    assert ways.way("a", "c", False, None) is not None
    assert ways.way("a", "c", True, None) is None
    assert ways.way("b", "c", False, None) is None
    assert ways.way("c", "a", False, None) is None


UNITS = st.lists(st.integers(1, 2), max_size=3)


@given(UNITS, UNITS, st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2))))
def test_no_assignment_leaves_fewer_unmatched(
    boarded: list[int], alighted: list[int], allowed: set[tuple[int, int]]
) -> None:
    short = unmatched(boarded, alighted, lambda b, a: (b, a) in allowed)
    givers = [b for b, groups in enumerate(boarded) for _ in range(groups)]
    takers = [a for a, groups in enumerate(alighted) for _ in range(groups)]
    padded = givers + [-1] * len(takers)
    best = max(
        sum((b, a) in allowed for b, a in zip(order, takers, strict=True))
        for order in set(permutations(padded, len(takers)))
    )
    assert sum(alighted) - sum(short) == best
    assert all(0 <= left <= groups for left, groups in zip(short, alighted, strict=True))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=7), st.integers(0, 3))
def test_an_interval_is_one_too_many_if_it_begins_while_others_fill_the_limit(
    spans: list[tuple[int, int]], limit: int
) -> None:
    """Ends may be at any whole second, lengths are in thirds of a second."""
    halt = Halt(0, Stop("a", 0, 0), None, (), (), ())
    journey = Journey("bus-1", None, (halt,), ())
    uses = [Use(ends - Fraction(thirds, 3), ends, journey, halt) for ends, thirds in spans]
    flagged = {use.begins_s for use, _ in overfull(uses, limit)}
    crowded = {
        use.begins_s
        for use in uses
        if use.begins_s < use.ends_s and sum(each.begins_s <= use.begins_s < each.ends_s for each in uses) > limit
    }
    assert flagged == crowded


def test_windows_merge_only_without_a_gap() -> None:
    assert merged([Window(5, 7), Window(0, 2), Window(2, 4)]) == [(0, 4), (5, 7)]
    assert merged([Window(0, 9), Window(1, 2)]) == [(0, 9)]
    assert merged([]) == []


@pytest.mark.parametrize(
    ("at_s", "said"),
    [
        (0, "2016-12-15 06:00:00 (0 s)"),
        (Fraction(1201, 2), "2016-12-15 06:10:00 (600.500 s)"),
        (-1, "2016-12-15 05:59:59 (-1 s)"),
        (Fraction(-1, 2), "2016-12-15 05:59:59 (-0.500 s)"),
        (10**12, "1000000000000 s"),
    ],
)
def test_times_are_said_on_the_clock_and_in_seconds(at_s: int | Fraction, said: str) -> None:
    assert Clock(example_scenario()).say(at_s) == said


def test_durations_are_said_to_a_thousandth() -> None:
    assert [seconds(5), seconds(Fraction(5)), seconds(Fraction(1, 3))] == ["5 s", "5 s", "0.333 s"]
