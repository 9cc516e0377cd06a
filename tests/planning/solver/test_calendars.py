"""Calendars agree with a list of every second that is in use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.planning.solver.calendars import (
    Calendars,
    clear,
    earliest_start,
    latest_start,
    make_calendars,
    reserve,
)

HORIZON = 60
MOST = 12
Span = tuple[int, int]

spans = st.lists(
    st.tuples(st.integers(0, HORIZON - 1), st.integers(1, 15)).map(lambda s: (s[0], min(HORIZON, sum(s)))),
    max_size=MOST,
)


def calendars_with(reservations: list[Span], calendar: int = 0) -> Calendars:
    """Give two calendars, one of them with reservations."""
    calendars = make_calendars(2, 2 * MOST)
    clear(calendars)
    for start, end in reservations:
        reserve(calendars, calendar, start, end, 1)
    return calendars


def is_free(reservations: list[Span], start: int, duration: int, capacity: int) -> bool:
    """Whether fewer than `capacity` are in use in each second of the span."""
    return all(
        sum(begin <= second < end for begin, end in reservations) < capacity
        for second in range(start, start + duration)
    )


@settings(max_examples=150)
@given(spans, st.integers(0, HORIZON), st.integers(1, 20), st.integers(1, 3))
def test_the_earliest_start_is_the_first_free_span(held: list[Span], since: int, duration: int, capacity: int) -> None:
    """Nobody waits longer for a bay or a lane than those who hold it make them wait."""
    found = earliest_start(calendars_with(held), 0, since, duration, capacity)
    assert found == next(s for s in range(since, 3 * HORIZON) if is_free(held, s, duration, capacity))


@settings(max_examples=150)
@given(spans, st.integers(0, HORIZON), st.integers(0, HORIZON), st.integers(1, 20), st.integers(1, 3))
def test_the_latest_start_is_the_last_free_span(
    held: list[Span], since: int, width: int, duration: int, capacity: int
) -> None:
    """Boarding moves as late as it can and no later, or says that it cannot."""
    found = latest_start(calendars_with(held), 0, since, since + width, duration, capacity)
    starts = [s for s in range(since, since + width + 1) if is_free(held, s, duration, capacity)]
    assert found == (starts[-1] if starts else -1)


@settings(max_examples=150)
@given(spans, st.data())
def test_reservations_that_are_given_back_leave_nothing_behind(held: list[Span], data: st.DataObject) -> None:
    """A walk that is taken back changes nothing, in whatever order: the calendar is that of the others alone."""
    calendars = calendars_with(held)
    released = data.draw(st.lists(st.sampled_from(range(len(held))), unique=True)) if held else []
    for i in released:
        reserve(calendars, 0, *held[i], -1)
    kept = [span for i, span in enumerate(held) if i not in released]
    for since in range(0, HORIZON, 7):
        expected = next(s for s in range(since, 3 * HORIZON) if is_free(kept, s, 5, 2))
        assert earliest_start(calendars, 0, since, 5, 2) == expected


def test_the_pool_is_used_again_after_it_is_given_back() -> None:
    """A search that places and takes back trips a million times needs no more room than its trips."""
    calendars = calendars_with([])
    for _ in range(1000):
        reserve(calendars, 0, 10, 20, 1)
        reserve(calendars, 0, 10, 20, -1)
    assert earliest_start(calendars, 0, 0, 30, 1) == 0


def test_calendars_do_not_touch_each_other() -> None:
    """A full place says nothing about the next one."""
    calendars = calendars_with([(0, 50)], calendar=0)
    assert earliest_start(calendars, 1, 5, 10, 1) == 5


@pytest.mark.parametrize(
    ("since", "duration", "found", "reason"),
    [
        (0, 10, 0, "a span may end in the second in which the next begins"),
        (1, 10, 20, "it may not overlap it by a second"),
        (20, 5, 20, "a span may begin in the second in which the one before ends"),
    ],
)
def test_spans_are_half_open(since: int, duration: int, found: int, reason: str) -> None:
    assert earliest_start(calendars_with([(10, 20)]), 0, since, duration, 1) == found, reason
