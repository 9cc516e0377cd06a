"""The fastest ways agree with a naive search over all ways, with exact fractions."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule
from safepassage.network import RoadNetwork

Cost = tuple[Fraction, Fraction, Fraction]
ZERO = (Fraction(0), Fraction(0), Fraction(0))


def ground(links: tuple[Link, ...], crossings: str = "", closed: str = "", places: str = "abcdef") -> Scenario:
    """Give a scenario of roads alone; places have one letter."""
    return Scenario(
        name="roads",
        start=datetime(2020, 1, 1, tzinfo=UTC),
        places=tuple(Place(name, through=name not in closed) for name in places),
        links=links,
        agreement=Agreement(crossings=tuple(CrossingRule(name) for name in crossings)),
    )


def link(ends: str, minutes: str = "1", km: str = "1", risk: str = "0", both_ways: bool = True) -> Link:
    """Give a road."""
    return Link(ends[0], ends[1], 60 * Fraction(minutes), Fraction(km), both_ways, Fraction(risk))


def bellman_ford(scenario: Scenario, origin: str, passable: frozenset[str]) -> dict[str, Cost]:
    """Give least (time, risk, km) to every place by relaxing every road until nothing changes."""
    barred = (scenario.agreement.crossing_places - passable) | {p.id for p in scenario.places if not p.through}
    roads = [(r.from_place, r.to_place, (r.drive_s, r.risk, r.km)) for r in scenario.links]
    roads += [(r.to_place, r.from_place, (r.drive_s, r.risk, r.km)) for r in scenario.links if r.both_ways]
    best = {origin: ZERO}
    for _ in scenario.places:
        for tail, head, cost in roads:
            if tail in best and (tail == origin or tail not in barred):
                through = (best[tail][0] + cost[0], best[tail][1] + cost[1], best[tail][2] + cost[2])
                best[head] = min(best.get(head, through), through)
    return best


def random_roads(rng: random.Random) -> Scenario:
    """Give roads with odd fractions, few different lengths (so that ties are common), crossings and closed places."""
    places = "abcdefgh"
    links = []
    for _ in range(rng.randint(4, 18)):
        tail, head = rng.sample(places, 2)
        drive_s = Fraction(rng.randint(1, 4), rng.choice([1, 3, 7]))
        km, risk = Fraction(rng.randint(0, 4), rng.choice([1, 10])), Fraction(rng.randint(0, 2), rng.choice([1, 9]))
        links.append(Link(tail, head, drive_s, km, rng.random() < 0.6, risk))
    return ground(tuple(links), "".join(rng.sample(places, 2)), "".join(rng.sample(places, 1)), places)


@pytest.mark.parametrize("seed", range(60))
def test_ways_are_the_fastest_then_the_least_risky_then_the_shortest(seed: int) -> None:
    """Time, risk and km are exact, on any roads, with and without crossings that may be driven through."""
    scenario = random_roads(random.Random(seed))
    network = RoadNetwork.of(scenario)
    for passable in (frozenset[str](), frozenset(sorted(scenario.agreement.crossing_places)[:1])):
        for origin in network.ids:
            expected = bellman_ford(scenario, origin, passable)
            for destination in network.ids:
                way = network.way(origin, destination, passable)
                found = None if way is None else (way.drive_s, way.risk, way.km)
                assert found == expected.get(destination), (origin, destination, passable)


@pytest.mark.parametrize("seed", range(20))
def test_the_places_of_a_way_add_up_to_it(seed: int) -> None:
    """The places that are named can be driven one after the other, in the time that is told."""
    scenario = random_roads(random.Random(seed))
    network = RoadNetwork.of(scenario)
    for origin in network.ids:
        for destination in network.ids:
            way = network.way(origin, destination)
            if way is None:
                continue
            assert (way.places[0], way.places[-1]) == (origin, destination)
            legs = [network.way(*pair) for pair in pairwise(way.places)]
            assert sum(leg.drive_s for leg in legs if leg is not None) == way.drive_s
            assert None not in legs


@pytest.mark.parametrize(
    ("links", "crossings", "closed", "passable", "places", "reason"),
    [
        ((link("ab"), link("bc")), "", "", "", "abc", "roads lead through places"),
        ((link("ab"), link("bc")), "b", "", "", None, "nobody drives through a crossing without a stop"),
        ((link("ab"), link("bc")), "b", "", "b", "abc", "a passable crossing is like a junction"),
        ((link("ab"), link("bc")), "c", "", "", "abc", "a way may end at a crossing"),
        ((link("ab"), link("bc")), "a", "", "", "abc", "a way may begin at a crossing"),
        ((link("ab"), link("bc")), "", "b", "", None, "nobody drives through a closed place"),
        ((link("ab"), link("bc")), "b", "b", "b", None, "a closed place stays closed, passable crossing or not"),
        ((link("ab"), link("bc")), "", "ac", "", "abc", "a way may begin and end at closed places"),
        ((link("ab"), link("bc", both_ways=False)), "", "", "", "abc", "one way, in its direction"),
        ((link("ab"), link("cb", both_ways=False)), "", "", "", None, "one way, against its direction"),
        (
            (link("ac", "2", risk="2"), link("ab"), link("bc")),
            "",
            "",
            "",
            "abc",
            "of equally fast ways the least risky",
        ),
        ((link("ac", "2", km="3"), link("ab"), link("bc")), "", "", "", "abc", "then the shortest"),
        ((link("ac", "2.1"), link("ab", risk="9"), link("bc")), "", "", "", "abc", "time goes before risk"),
        ((link("ac", "5"), link("ac", "1")), "", "", "", "ac", "of two roads between the same places the faster"),
        ((), "", "", "", None, "without roads nobody gets anywhere"),
    ],
)
def test_which_way_counts(
    links: tuple[Link, ...], crossings: str, closed: str, passable: str, places: str | None, reason: str
) -> None:
    way = RoadNetwork.of(ground(links, crossings, closed)).way("a", "c", frozenset(passable))
    assert (None if way is None else "".join(way.places)) == places, reason


def test_a_place_is_no_way_from_itself() -> None:
    """Consecutive stops at one place are one visit."""
    way = RoadNetwork.of(ground((link("ab"),))).way("a", "a")
    assert way is not None
    assert way.places == ("a",)
    assert way.drive_s == 0


def test_lengths_with_absurdly_many_digits_are_refused() -> None:
    """Rather a sentence than a sum that is wrong."""
    odd = tuple(replace(link("ab"), drive_s=Fraction(1, prime)) for prime in (999999937, 999999893, 999999883))
    with pytest.raises(UnusableInputError, match="round"):
        RoadNetwork.of(ground(odd))
