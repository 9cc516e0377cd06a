"""Use of crossings and bays: convoys, bins, shares of lane time, and the most at once."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.terms import Window, joined_windows
from safepassage.reporting.measures.bays import BayUse, bay_uses
from safepassage.reporting.measures.crossings import convoys, crossing_uses, open_spans, per_bin
from safepassage.reporting.measures.curves import Curve
from safepassage.reporting.measures.linked import linked_use
from safepassage.reporting.measures.movements import Service, movements
from tests.reporting.cases import valley


def test_a_convoy_is_what_leaves_at_one_second_under_one_rule() -> None:
    case = valley()
    (convoy,) = convoys(movements(case.scenario, case.plan))
    assert (convoy.number, convoy.at_s, convoy.persons) == (1, 3780, 24)
    assert sorted(convoy.vehicles) == ["ambulance-1", "bus-1"]
    assert convoy.aboard() == {"families": 5, "patients": 2}


def test_use_of_a_crossing() -> None:
    case = valley()
    (use,) = crossing_uses(case.scenario, movements(case.scenario, case.plan))
    assert (len(use.passages), len(use.loaded), use.persons) == (4, 4, 39)
    assert use.checked_s == 2 * 180, "vehicles of a convoy use no lane"
    assert use.lane_s == 5400 + 7200
    assert use.share_used == pytest.approx(360 / 12600)


@pytest.mark.parametrize("missing", [{"lanes": None}, {"windows": None}, {"check_s": Fraction(0)}], ids=str)
def test_no_share_of_lane_time_where_it_has_no_meaning(missing: dict[str, object]) -> None:
    case = valley()
    rules = tuple(replace(rule, **missing) for rule in case.scenario.agreement.crossings)  # type: ignore[arg-type]
    scenario = replace(case.scenario, agreement=replace(case.scenario.agreement, crossings=rules))
    (use,) = crossing_uses(scenario, movements(scenario, case.plan))
    assert use.share_used is None


def test_bins_are_half_open_and_lose_nothing_within_the_span() -> None:
    assert per_bin([0, 59, 60, 119, 120, 500], 0, 179, 60) == [2, 2, 1]


def test_windows_that_touch_are_one() -> None:
    spans = [Window(50, 60), Window(0, 10), Window(10, 20), Window(15, 18)]
    assert joined_windows(spans) == (Window(0, 20), Window(50, 60))


def test_a_crossing_is_open_when_any_of_its_rules_opens_it() -> None:
    scenario = valley().scenario
    (rule,) = scenario.agreement.crossings
    second = replace(rule, windows=(Window(9000, 9500),))
    both = replace(scenario, agreement=replace(scenario.agreement, crossings=(rule, second)))
    assert open_spans(both, "bridge") == (Window(3600, 9500), Window(10800, 18000))
    always = replace(scenario.agreement, crossings=(rule, replace(rule, windows=None)))
    assert open_spans(replace(scenario, agreement=always), "bridge") is None


def test_linked_movement_shows_who_has_left_and_who_may_have() -> None:
    case = valley()
    use = linked_use(case.scenario.agreement.linked[0], movements(case.scenario, case.plan))
    assert use.left == Curve((1800, 9360), (5, 15))
    assert use.arrived == Curve((5880,), (24,))
    assert use.allowed == Curve((5880,), (15,), 5)


def service(begin_s: int, end_s: int) -> Service:
    return Service("square", "bus-1", Fraction(begin_s), end_s)


def test_bays_of_the_valley() -> None:
    case = valley()
    uses = {use.place: use for use in bay_uses(case.scenario, movements(case.scenario, case.plan))}
    assert list(uses) == ["square", "village", "town"]
    assert (uses["square"].bays, uses["square"].busiest, uses["square"].busy_s) == (2, 2, Fraction(1200))
    assert (uses["town"].bays, uses["town"].busiest) == (None, 3)


def test_services_that_only_touch_use_one_bay_and_those_of_no_length_none() -> None:
    case = valley()
    happened = movements(case.scenario, case.plan)
    services = (service(0, 60), service(60, 120), service(90, 90))
    (use,) = bay_uses(case.scenario, replace(happened, services=services))
    assert use.busiest == 1


def test_time_in_service_is_shared_out_to_bins_exactly() -> None:
    use = BayUse("square", 2, (service(30, 150), service(60, 90)), 2)
    assert use.per_bin(0, 179, 60) == [0.5, 1.5, 0.5]
    assert sum(use.per_bin(0, 179, 60)) * 60 == use.busy_s
