"""Changes loosen terms and nothing else: whatever kept the terms before keeps them after, in any order, twice over."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from safepassage.bootstrap import example
from safepassage.domain.options import Change, Term
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkStep, Window
from safepassage.planning.options.catalogue import catalogue
from safepassage.planning.options.changes import changed, closed_from, until
from safepassage.planning.options.replans import keeps
from safepassage.scenarios import read_scenario
from tests.planning.options.cases import HOUR, say, valley
from tests.planning.verify_example import example_plan, example_scenario

AT_ITS_LIMITS = example_scenario()
CHANGES = catalogue(AT_ITS_LIMITS, say)


def one(scenario: Scenario, change: str) -> Change:
    (found,) = [each for each in catalogue(scenario, say) if each.id == change]
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.id)
def test_a_plan_at_the_limits_of_every_rule_keeps_looser_terms(change: Change) -> None:
    assert keeps(AT_ITS_LIMITS, example_plan())
    assert keeps(changed(AT_ITS_LIMITS, [change]), example_plan())
    assert keeps(changed(AT_ITS_LIMITS, [change, change]), example_plan())


def test_all_changes_at_once_loosen_too() -> None:
    assert keeps(changed(AT_ITS_LIMITS, CHANGES), example_plan())


def test_the_order_of_changes_does_not_matter() -> None:
    tiny = read_scenario(example("tiny"))
    some = catalogue(tiny, say)[:3]
    assert len({repr(changed(tiny, order).agreement) for order in permutations(some)}) == 1


def test_ids_name_one_change_each() -> None:
    for name in ("tiny", "aleppo-2016"):
        ids = [change.id for change in catalogue(read_scenario(example(name)), say)]
        assert len(set(ids)) == len(ids)


def test_every_kind_of_term_is_in_some_catalogue() -> None:
    aleppo = read_scenario(example("aleppo-2016"))
    known = {change.term for change in (*CHANGES, *catalogue(aleppo, say))}
    assert set(Term) - known == set()


def test_an_hour_later_is_an_hour_and_twice_is_two() -> None:
    scenario = valley(groups=1, vehicles=1)
    change = one(scenario, "closing:gate:1")
    assert changed(scenario, [change]).agreement.crossings[0].windows == (Window(0, 2 * HOUR),)
    assert changed(scenario, [change, change]).agreement.crossings[0].windows == (Window(0, 3 * HOUR),)


def test_nothing_opens_before_the_start() -> None:
    scenario = valley(groups=1, vehicles=1, window_min=(10, 60))
    assert changed(scenario, [one(scenario, "opening:gate:1")]).agreement.crossings[0].windows == (Window(0, HOUR),)
    assert not [c for c in catalogue(valley(groups=1, vehicles=1), say) if c.term is Term.OPENING]


def test_windows_that_come_to_touch_are_one() -> None:
    scenario = valley(groups=1, vehicles=1)
    rule = replace(scenario.agreement.crossings[0], windows=(Window(0, HOUR), Window(2 * HOUR, 3 * HOUR)))
    two = replace(scenario, agreement=replace(scenario.agreement, crossings=(rule,)))
    assert changed(two, [one(two, "closing:gate:1")]).agreement.crossings[0].windows == (Window(0, 3 * HOUR),)


def test_many_windows_are_changed_together() -> None:
    scenario = valley(groups=1, vehicles=1)
    windows = tuple(Window(day * 24 * HOUR, day * 24 * HOUR + HOUR) for day in range(1, 10))
    rule = replace(scenario.agreement.crossings[0], windows=windows)
    daily = replace(scenario, agreement=replace(scenario.agreement, crossings=(rule,)))
    change = one(daily, "closing:gate:1")
    assert "every time" in change.words
    opened = changed(daily, [change]).agreement.crossings[0].windows
    assert opened == tuple(Window(w.opens_s, w.closes_s + HOUR) for w in windows)


def test_more_vehicles_leave_the_names_of_the_others_alone() -> None:
    aleppo = read_scenario(example("aleppo-2016"))
    before = {vehicle.name: vehicle.row for vehicle in aleppo.each_vehicle()}
    after = {vehicle.name: vehicle.row for vehicle in changed(aleppo, [one(aleppo, "vehicles:bus")]).each_vehicle()}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 10


def test_steps_of_a_linked_movement_stay_in_order() -> None:
    aleppo = read_scenario(example("aleppo-2016"))
    earlier = one(aleppo, "arrived:1")
    steps = changed(aleppo, [earlier] * 20).agreement.linked[0].steps
    assert steps == (LinkStep(0, 2500),)


def test_a_check_never_becomes_less_than_nothing() -> None:
    scenario = valley(groups=1, vehicles=1, check_min=3)
    shorter = one(scenario, "check:gate:1")
    assert changed(scenario, [shorter]).agreement.crossings[0].check_s == 120
    assert changed(scenario, [shorter] * 9).agreement.crossings[0].check_s == Fraction(0)


def test_until_a_time_means_that_vehicles_are_done_and_crossings_closed() -> None:
    short = until(valley(groups=1, vehicles=1), HOUR // 2)
    assert short.vehicles[0].available_until_s == HOUR // 2
    assert short.agreement.crossings[0].windows == (Window(0, HOUR // 2),)
    assert closed_from(valley(groups=1, vehicles=1), 0).agreement.crossings[0].windows == ()
