"""What varies from run to run, what only shifts, and what changes nothing at all."""

import pytest

from safepassage.domain.uncertainty import Chance, Delay, Hazard, Incidents, Shape, Spread

Cause = Spread | Delay | Chance | Hazard | Incidents

NOTHING: list[Cause] = [
    Spread(),
    Delay(),
    Delay(chance=0.5),
    Delay(mean_s=600.0),
    Delay(mean_s=600.0, common_cv=1.0),
    Chance(),
    Chance(common_cv=1.0),
    Hazard(mean_s=600.0),
    Incidents(suspends=1.0),
]
SHIFTS: list[Cause] = [
    Spread(mean=1.2),
    Delay(chance=1.0, mean_s=600.0, cv=0.0),
    Chance(chance=1.0),
]
VARIES: list[Cause] = [
    Spread(cv=0.1),
    Spread(common_cv=0.1),
    Spread(shape=Shape.EXPONENTIAL),
    Delay(chance=0.5, mean_s=600.0, cv=0.0),
    Delay(chance=1.0, mean_s=600.0, cv=0.2),
    Delay(chance=1.0, mean_s=600.0, cv=0.0, common_cv=0.2),
    Delay(chance=1.0, mean_s=600.0, cv=0.0, shape=Shape.EXPONENTIAL),
    Chance(chance=0.5),
    Chance(chance=1.0, common_cv=0.3),
    Hazard(per_hour=0.1),
    Incidents(per_hour=0.1),
]


@pytest.mark.parametrize("cause", NOTHING, ids=str)
def test_a_cause_that_never_acts_changes_nothing_and_does_not_vary(cause: Cause) -> None:
    assert cause.changes_nothing
    assert not cause.varies


@pytest.mark.parametrize("cause", SHIFTS, ids=str)
def test_a_cause_that_always_does_the_same_changes_something_and_does_not_vary(cause: Cause) -> None:
    assert not cause.changes_nothing
    assert not cause.varies


@pytest.mark.parametrize("cause", VARIES, ids=str)
def test_a_cause_that_may_act_otherwise_in_the_next_run_varies(cause: Cause) -> None:
    assert not cause.changes_nothing
    assert cause.varies


def test_how_long_it_lasts_varies_with_a_spread_or_with_the_exponential_shape() -> None:
    assert [Hazard(cv=cv, shape=shape).length_varies for shape in Shape for cv in (0.0, 0.5)] == [
        False,
        True,
        True,
        True,
    ]
    assert Delay(cv=0.0, common_cv=0.5).length_varies
    assert not Delay(cv=0.0).length_varies
