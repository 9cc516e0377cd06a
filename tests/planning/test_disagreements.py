"""The comparison of planner, judge and brute force sees each kind of trouble."""

from dataclasses import replace

import pytest

from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from tests.planning.brute_force import DirectOptimum, as_plan, best_direct_plan
from tests.planning.by_hand import BUS, scenario, two
from tests.planning.disagreements import disagreements, only_direct

GIVEN = scenario(two(), vehicles=(replace(BUS, available_until_s=3000),))
OPTIMUM = best_direct_plan(GIVEN)
"""One of two families comes out, after half an hour."""

REMAINING = (Remaining("families", 1, 4, ("No bus is available long enough.",)),)
PLAN = replace(
    as_plan(GIVEN, OPTIMUM),
    bound=1800,
    proof=Proof.OPTIMAL,
    people_out_bound=4,
    people_out_bound_by_priority=(0, 0, 4),
    remaining=REMAINING,
)
LATE = tuple(
    replace(itinerary, stops=(*itinerary.stops[:-1], replace(itinerary.stops[-1], depart_s=1900)))
    for itinerary in PLAN.itineraries
)
NOBODY = replace(
    PLAN,
    people_out=0,
    people_remaining=8,
    people_out_by_priority=(0, 0, 0),
    itineraries=(),
    completion_seconds=0,
    value=0,
    bound=0,
)


def test_a_plan_without_trouble_has_none() -> None:
    assert disagreements(GIVEN, PLAN, OPTIMUM) == []


@pytest.mark.parametrize(
    ("plan", "trouble"),
    [
        (replace(PLAN, itineraries=LATE), "completion"),
        (replace(PLAN, itineraries=LATE, completion_seconds=1900, value=1900), "WORSE: the value"),
        (NOBODY, "WORSE: (0, 0, 0) come out"),
        (replace(PLAN, people_out=5), "people_out is 5"),
        (replace(PLAN, people_out_by_priority=(0, 1, 3)), "people_out_by_priority"),
        (replace(PLAN, people_remaining=3), "are not 8"),
        (replace(PLAN, remaining=()), "never brought out"),
        (replace(PLAN, remaining=(replace(REMAINING[0], reasons=()),)), "No reason"),
        (replace(PLAN, bound=1801), "beyond the bound"),
        (replace(PLAN, bound=1700), "Called optimal"),
        (replace(PLAN, bound=None), "the proof"),
        (replace(PLAN, people_out_bound=3), "WRONG BOUND: at most"),
        (replace(PLAN, people_out_bound_by_priority=(0, 0, 3)), "WRONG BOUND: at most"),
    ],
)
def test_trouble_is_named(plan: Plan, trouble: str) -> None:
    assert trouble in "\n".join(disagreements(GIVEN, plan, OPTIMUM))


def test_a_rule_that_is_broken_is_named() -> None:
    """The judge has its say on the plan."""
    strict = replace(GIVEN, vehicles=(replace(BUS, available_until_s=1700),))
    assert any(line.startswith("verify: ") for line in disagreements(strict, PLAN))


def test_a_bound_is_wrong_if_brute_force_is_earlier() -> None:
    late = replace(PLAN, itineraries=LATE, completion_seconds=1900, value=1900, bound=1900)
    assert any(line.startswith("WRONG BOUND: 1900;") for line in disagreements(GIVEN, late, OPTIMUM))


def test_brute_force_is_wrong_if_direct_trips_are_better() -> None:
    worse = DirectOptimum((0, 0, 4), 1900, LATE)
    assert any(line.startswith("BRUTE FORCE IS WRONG") for line in disagreements(GIVEN, PLAN, worse))


def itinerary(*stops: tuple[str, dict[str, int], dict[str, int]]) -> Itinerary:
    """Give an itinerary of places with who boards and who alights."""
    return Itinerary("bus-1", tuple(Stop(place, 0, 0, board, alight) for place, board, alight in stops))


@pytest.mark.parametrize(
    ("stops", "direct"),
    [
        ([("a", {"x": 1}, {}), ("b", {}, {"x": 1}), ("a", {"x": 1}, {}), ("c", {}, {"x": 1})], True),
        ([("a", {"x": 1}, {}), ("gate", {}, {}), ("b", {"y": 1}, {"x": 1}), ("c", {}, {"y": 1})], True),
        ([("a", {"x": 1}, {}), ("b", {"y": 1}, {}), ("c", {}, {"x": 1, "y": 1})], False),
        ([("a", {"x": 2}, {}), ("b", {}, {"x": 1}), ("c", {}, {"x": 1})], False),
        ([("a", {"x": 2}, {}), ("b", {"y": 1}, {"x": 1}), ("b", {}, {"x": 1})], False),
    ],
    ids=["two trips", "alight, then board", "two pickups", "two destinations", "boarding before all have alighted"],
)
def test_direct_trips_are_told_from_others(
    stops: list[tuple[str, dict[str, int], dict[str, int]]], direct: bool
) -> None:
    assert only_direct(itinerary(*stops)) is direct
