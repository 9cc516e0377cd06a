"""Packing: from a counted flow to loads, nobody is lost, doubled, split from a group, or put where they may not be."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.planning.solver.commodities import commodities, vehicle_classes
from safepassage.planning.solver.counting import Flow
from safepassage.planning.solver.loads import MOST_ITEMS, Load, build_loads
from safepassage.planning.solver.problem import Problem, compile_problem
from tests.planning import by_hand

BUS = replace(by_hand.BUS, seats=12, wheelchairs=2, seats_per_wheelchair=2)
AMBULANCE = replace(by_hand.BUS, type="ambulance", seats=4, stretchers=2)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[TravelGroups, ...]:
    """Draw rows of people with all kinds of needs and wishes; each fits some vehicle."""
    rows = []
    for number in range(draw(st.integers(1, 6))):
        stretcher = draw(st.integers(0, 2))
        rows.append(
            TravelGroups(
                f"row-{number}",
                draw(st.sampled_from(["town", "village"])),
                groups=draw(st.integers(1, 30)),
                seated=draw(st.integers(0 if stretcher else 1, 4)),
                wheelchair=0 if stretcher else draw(st.integers(0, 2)),
                stretcher=stretcher,
                priority=draw(st.integers(1, 3)),
                destinations=draw(st.sampled_from([(), ("shelter",), ("far",), ("far", "shelter")])),
                stream=draw(st.sampled_from(["", "other"])),
            )
        )
    return tuple(rows)


def ground(people: tuple[TravelGroups, ...], shelter: int | None, beds: int | None) -> Scenario:
    """Give two pickups and two destinations; the room is that of the shelter, the far one has more."""
    return by_hand.scenario(
        *people,
        vehicles=(BUS, AMBULANCE),
        places=(
            by_hand.VILLAGE,
            Place("shelter", shelter_places=shelter, beds=beds),
            Place("far", shelter_places=None if shelter is None else 3 * shelter, beds=None),
        ),
        roads=(by_hand.FROM_VILLAGE, by_hand.TO_FAR),
    )


def fractional_flow(problem: Problem, merged: bool, shares: list[float]) -> Flow:
    """Give a flow that splits every commodity over types and destinations, as a linear program may."""
    goods, classes = commodities(problem, merged=merged), vehicle_classes(problem)
    carried = {}
    for g, good in enumerate(goods):
        routes = [(c, d) for c, each in enumerate(classes) for d in good.destinations if each.type in good.types]
        weights = [shares[(g + i) % len(shares)] for i in range(len(routes))]
        for (c, d), weight in zip(routes, weights, strict=True):
            if weight > 0:
                carried[g, c, d] = good.units * weight / sum(weights)
    return carried


def packed(problem: Problem, merged: bool, shares: list[float]) -> list[Load]:
    """Pack a flow."""
    flow = fractional_flow(problem, merged, shares)
    return build_loads(problem, commodities(problem, merged=merged), vehicle_classes(problem), flow)


def check(problem: Problem, loads: list[Load]) -> None:
    """Every load may be driven as it stands, and all together find room."""
    shelter, beds = list(problem.shelter), list(problem.beds)
    for load in loads:
        riders = [(problem.kinds[k], n) for k, n in load.groups.items()]
        assert riders
        assert len(riders) <= MOST_ITEMS
        assert len({kind.stream for kind, _ in riders}) == 1
        assert problem.type_rows[load.type].fits(
            sum(kind.seated * n for kind, n in riders),
            sum(kind.wheelchair * n for kind, n in riders),
            sum(kind.stretcher * n for kind, n in riders),
        )
        for kind, n in riders:
            assert n > 0
            assert kind.stop == load.pickup
            assert load.destination in kind.destinations
            assert load.type in kind.types
            shelter[load.destination] -= n * kind.sheltered
            beds[load.destination] -= n * kind.stretcher
    assert min(shelter) >= 0
    assert min(beds) >= 0


shares = st.lists(st.floats(0.01, 1), min_size=2, max_size=5)


@settings(max_examples=120)
@given(crowds(), st.booleans(), shares, st.integers(8, 200), st.integers(0, 20))
def test_loads_keep_every_rule_and_never_double_anybody(
    people: tuple[TravelGroups, ...], merged: bool, split: list[float], shelter: int, beds: int
) -> None:
    """With too little room some groups stay behind; none is carried twice, none rides where it may not."""
    problem = compile_problem(ground(people, shelter, beds))
    loads = packed(problem, merged, split)
    check(problem, loads)
    carried = sum((Counter(load.groups) for load in loads), Counter[int]())
    assert all(carried[k] <= kind.groups for k, kind in enumerate(problem.kinds))


@settings(max_examples=120)
@given(crowds(), st.booleans(), shares)
def test_with_room_for_all_nobody_is_left_out(
    people: tuple[TravelGroups, ...], merged: bool, split: list[float]
) -> None:
    """Rounding the fractions of a flow to whole groups loses nobody."""
    problem = compile_problem(ground(people, None, None))
    loads = packed(problem, merged, split)
    check(problem, loads)
    carried = sum((Counter(load.groups) for load in loads), Counter[int]())
    assert carried == Counter({k: kind.groups for k, kind in enumerate(problem.kinds) if kind.types})


FAMILY = by_hand.FAMILY
ANYWHERE = ("far", "shelter")


@pytest.mark.parametrize(
    ("people", "expected", "reason"),
    [
        ((replace(FAMILY, groups=6),), 2, "twelve seats take three families of four"),
        ((replace(FAMILY, groups=7),), 3, "a seventh needs a load of its own"),
        ((replace(FAMILY, groups=3000),), 1000, "full loads are repeated"),
        ((FAMILY, replace(FAMILY, id="b", stream="b")), 2, "streams ride apart"),
        (
            (replace(FAMILY, destinations=("shelter",)), replace(FAMILY, id="b", seated=2, destinations=ANYWHERE)),
            1,
            "part-loads are joined where all may go",
        ),
        (
            (replace(FAMILY, destinations=("shelter",)), replace(FAMILY, id="b", destinations=("far",))),
            2,
            "and not where they may not",
        ),
        ((replace(FAMILY, seated=0, wheelchair=2, groups=3),), 3, "wheelchair places, not seats, are full"),
    ],
)
def test_how_many_loads(people: tuple[TravelGroups, ...], expected: int, reason: str) -> None:
    problem = compile_problem(replace(ground(people, None, None), vehicles=(BUS,)))
    loads = packed(problem, merged=False, shares=[1.0])
    check(problem, loads)
    assert len(loads) == expected, reason


def test_a_load_of_several_kinds_moves_only_where_all_of_them_find_room() -> None:
    """One place more than the shelter needs takes either of two people who share a load, not both."""
    people = (
        replace(FAMILY, destinations=("shelter",)),
        replace(FAMILY, id="b", seated=1, destinations=ANYWHERE),
        replace(FAMILY, id="c", seated=1, priority=2, destinations=ANYWHERE),
    )
    problem = compile_problem(replace(ground(people, 5, None), vehicles=(BUS,)))
    goods = commodities(problem, merged=False)
    wish = {0: "shelter", 1: "far", 2: "far"}
    flow = {(g, 0, problem.stops.index(wish[good.kinds[0]])): float(good.units) for g, good in enumerate(goods)}
    loads = build_loads(problem, goods, vehicle_classes(problem), flow)
    check(problem, loads)
    assert len(loads) == 2
