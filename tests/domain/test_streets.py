"""At which moments a road is closed, and at which hours another speed holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.streets import Closure, Shape, SpeedRule

DAY = 24 * 60
minutes = st.integers(0, DAY - 1)


@pytest.mark.parametrize(
    ("from_s", "until_s", "closed"),
    [
        (None, None, [True, True, True, True]),
        (100, None, [False, True, True, True]),
        (None, 200, [True, True, True, False]),
        (100, 200, [False, True, True, False]),
    ],
)
def test_a_closure_holds_from_its_first_second_to_before_its_last(
    from_s: int | None, until_s: int | None, closed: list[bool]
) -> None:
    closure = Closure("bridge", Shape(), from_s, until_s)
    assert [closure.at(second) for second in (99, 100, 199, 200)] == closed


def test_a_speed_of_no_hours_holds_all_day() -> None:
    assert all(SpeedRule().at(minute) for minute in range(DAY))
    assert SpeedRule(from_minute=60).at(0)
    assert SpeedRule(until_minute=60).at(60)


@given(minutes, minutes)
def test_a_speed_holds_at_the_minutes_that_a_clock_passes(start: int, until: int) -> None:
    """Walk from the first minute on, over midnight if need be, until the last; equal ends are no minute at all."""
    passed, minute = set(), start
    while minute != until:
        passed.add(minute)
        minute = (minute + 1) % DAY
    rule = SpeedRule(from_minute=start, until_minute=until)
    assert {minute for minute in range(DAY) if rule.at(minute)} == passed
