"""The random scenarios are what they claim to be: valid, repeatable, of every kind, and mostly solvable."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from safepassage.domain.scenario import Scenario
from safepassage.scenarios import check, write_scenario
from tests.planning.brute_force import TooLargeError, best_direct_plan
from tests.planning.random_scenarios import SIZES, TINY, random_scenario, scenarios

KINDS: dict[str, Callable[[Scenario], object]] = {
    "several crossings": lambda s: len(s.agreement.crossing_places) > 1,
    "lanes": lambda s: any(rule.lanes for rule in s.agreement.crossings),
    "windows": lambda s: any(rule.windows for rule in s.agreement.crossings),
    "several windows": lambda s: any(len(rule.windows or ()) > 1 for rule in s.agreement.crossings),
    "checks": lambda s: any(rule.check_s for rule in s.agreement.crossings),
    "loaded only": lambda s: any(rule.loaded_only for rule in s.agreement.crossings),
    "from some": lambda s: any(rule.from_places for rule in s.agreement.crossings),
    "convoys": lambda s: s.agreement.convoys,
    "convoy minimum": lambda s: any(rule.min_vehicles > 1 for rule in s.agreement.convoys),
    "convoy maximum": lambda s: any(rule.max_vehicles for rule in s.agreement.convoys),
    "headway": lambda s: any(rule.headway_s for rule in s.agreement.convoys),
    "linked": lambda s: s.agreement.linked,
    "steps": lambda s: any(len(rule.steps) > 1 for rule in s.agreement.linked),
    "mutual": lambda s: len(s.agreement.linked) > 1,
    "bays": lambda s: any(place.bays for place in s.places),
    "boarding": lambda s: any(place.board_s for place in s.places),
    "alighting": lambda s: any(place.alight_s for place in s.places),
    "parts of seconds": lambda s: any(place.board_s.denominator > 1 for place in s.places),
    "not through": lambda s: not all(place.through for place in s.places),
    "beds": lambda s: any(place.beds for place in s.places),
    "scarce": lambda s: sum(place.shelter_places or 10**9 for place in s.places if place.is_destination) < s.persons,
    "ready": lambda s: any(row.ready_s for row in s.people),
    "priorities": lambda s: len({row.priority for row in s.people}) > 1,
    "streams": lambda s: len({row.stream for row in s.people}) > 1,
    "destinations": lambda s: any(row.destinations for row in s.people),
    "types": lambda s: any(row.vehicles for row in s.people),
    "time aboard": lambda s: any(row.max_aboard_s for row in s.people),
    "wheelchairs": lambda s: any(row.wheelchair for row in s.people),
    "stretchers": lambda s: any(row.stretcher for row in s.people),
    "seats per wheelchair": lambda s: any(row.seats_per_wheelchair for row in s.vehicles),
    "seats per stretcher": lambda s: any(row.seats_per_stretcher for row in s.vehicles),
    "several types": lambda s: len({row.type for row in s.vehicles}) > 1,
    "several rows of a type": lambda s: len({row.type for row in s.vehicles}) < len(s.vehicles),
    "available from": lambda s: any(row.available_from_s for row in s.vehicles),
    "available until": lambda s: any(row.available_until_s for row in s.vehicles),
    "duty": lambda s: any(row.max_duty_s for row in s.vehicles),
    "km": lambda s: any(row.max_km for row in s.vehicles),
    "return": lambda s: any(row.return_to for row in s.vehicles),
    "drive factor": lambda s: any(row.drive_factor != 1 for row in s.vehicles),
    "allowed crossings": lambda s: any(row.crossings for row in s.vehicles),
    "one way": lambda s: not all(link.both_ways for link in s.links),
    "waiting at a destination": lambda s: (
        {row.place for row in s.people} & {p.id for p in s.places if p.is_destination}
    ),
    "starting at a pickup": lambda s: {row.start for row in s.vehicles} & {row.place for row in s.people},
    "starting at a destination": lambda s: {r.start for r in s.vehicles} & {p.id for p in s.places if p.is_destination},
}


@pytest.mark.parametrize(("size", "count"), [("tiny", 20), ("small", 8), ("medium", 4)])
def test_every_scenario_can_be_written_and_has_no_errors(size: str, count: int, tmp_path: Path) -> None:
    """A random scenario has warnings at most, so a planner has no excuse."""
    for seed in range(count):
        scenario = random_scenario(random.Random(seed), SIZES[size])
        write_scenario(scenario, tmp_path / str(seed))
        assert check(tmp_path / str(seed)).scenario == scenario


@pytest.mark.parametrize("size", SIZES)
def test_the_same_seed_gives_the_same_scenario(size: str) -> None:
    """A find can be looked at again, and benchmarks stay comparable."""
    one, again, other = (random_scenario(random.Random(seed), SIZES[size]) for seed in (7, 7, 8))
    assert one == again != other


def test_every_kind_of_rule_occurs_and_is_absent() -> None:
    """No kind of rule is forgotten, and none is always there."""
    found = Counter(
        kind for seed in range(400) for kind, has in KINDS.items() if has(random_scenario(random.Random(seed), TINY))
    )
    assert {kind: found[kind] for kind in KINDS if not 3 <= found[kind] <= 390} == {}


@settings(max_examples=50, derandomize=True, deadline=None)
@given(scenarios(TINY))
def test_the_strategy_keeps_to_its_size(scenario: Scenario) -> None:
    """Brute force stays possible."""
    assert len(list(scenario.each_vehicle())) <= TINY.vehicles
    assert sum(row.groups for row in scenario.people) <= TINY.groups


def test_most_are_solvable_and_in_many_somebody_remains() -> None:
    """Both the completion time and the choice of who remains are put to the test."""
    outcomes: Counter[str] = Counter()
    for seed in range(80):
        scenario = random_scenario(random.Random(seed), TINY)
        try:
            out = sum(best_direct_plan(scenario, schedules=2000).people_out)
        except TooLargeError:
            continue
        outcomes["nobody" if not out else "everybody" if out == scenario.persons else "some"] += 1
    assert outcomes["everybody"] >= 30
    assert outcomes["some"] >= 15
    assert 0 < outcomes["nobody"] <= 15
