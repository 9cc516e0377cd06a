"""Windows, lanes, linked movements and convoys agree with a scan of every second."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import FOREVER
from tests.planning import by_hand
from tests.planning.solver.workbench import check_start, convoy_at, engine_of, hold_lane, leave_at, window_start

HORIZON = 80
Span = tuple[int, int]

windows = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 25)).map(lambda w: Window(w[0], sum(w))), min_size=1, max_size=4
)


def crossing(opened: list[Window] | None, check_s: int, lanes: int | None) -> Engine:
    """Give an empty schedule with one crossing."""
    spans = None if opened is None else tuple(opened)
    return engine_of(by_hand.scenario(crossings=(CrossingRule("gate", None, lanes, Fraction(check_s), spans),)))


def is_open(opened: list[Window] | None, start: int, check_s: int) -> bool:
    """Whether the crossing is open in every second of the check; one of no length needs the second it is in or ends."""
    if opened is None:
        return True
    second_by_second = all(any(w.opens_s <= t < w.closes_s for w in opened) for t in range(start, start + check_s))
    return second_by_second and (check_s > 0 or any(w.opens_s <= start <= w.closes_s for w in opened))


@settings(max_examples=60)
@given(windows, st.integers(0, 12), st.integers(0, HORIZON))
def test_a_check_lies_within_one_window(opened: list[Window], check_s: int, since: int) -> None:
    """Touching and overlapping windows are one; a check never begins before or ends after its window."""
    engine = crossing(opened, check_s, None)
    starts = (t for t in range(since, 2 * HORIZON) if is_open(opened, t, check_s))
    assert window_start(engine.tables_handle, 0, since) == next(starts, FOREVER)


held_spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=5)


@settings(max_examples=60)
@given(st.one_of(st.none(), windows), st.integers(1, 12), st.integers(1, 2), held_spans, st.integers(0, HORIZON))
def test_a_passing_starts_in_the_first_free_lane_of_an_open_crossing(
    opened: list[Window] | None, check_s: int, lanes: int, held: list[Span], since: int
) -> None:
    """No vehicle waits longer at a crossing than windows and lanes make it wait."""
    engine = crossing(opened, check_s, lanes)
    for start, length in held:
        hold_lane(engine.tables_handle, engine.handle, 0, start, start + length)

    def fits(start: int) -> bool:
        used = (sum(s <= t < s + n for s, n in held) for t in range(start, start + check_s))
        return is_open(opened, start, check_s) and all(number < lanes for number in used)

    found = check_start(engine.tables_handle, engine.handle, 0, since)
    assert found == next((t for t in range(since, 3 * HORIZON) if fits(t)), FOREVER)


def test_without_a_rule_nothing_is_checked() -> None:
    """A crossing whose rules do not fall on a vehicle does not delay it."""
    engine = crossing([Window(500, 600)], 60, 1)
    assert check_start(engine.tables_handle, engine.handle, -1, 7) == 7


counts = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=6)
steps = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 15)), min_size=1, max_size=3, unique_by=lambda s: s[0])


def linked(ladder: list[Span], gone: list[Span], come: list[Span]) -> Engine:
    """Give a schedule in which people left the town and villagers arrived at those moments."""
    ascending = zip(sorted(s[0] for s in ladder), sorted(s[1] for s in ladder), strict=True)
    movement = LinkedMovement(("town",), ("village",), tuple(LinkStep(*step) for step in ascending))
    scenario = by_hand.scenario(places=(by_hand.VILLAGE,), roads=(by_hand.FROM_VILLAGE,), linked=(movement,))
    engine = engine_of(scenario)
    for series, events in ((engine.search.timeline.departures, gone), (engine.search.timeline.arrivals, come)):
        for i, (moment, persons) in enumerate(sorted(events)):
            series.time[0, i], series.amount[0, i] = moment, persons
        series.number[0] = len(events)
    return engine


@settings(max_examples=100)
@given(steps, counts, counts, st.integers(0, 40), st.integers(1, 6))
def test_people_leave_once_the_step_allows_it_for_good(
    ladder: list[Span], gone: list[Span], come: list[Span], since: int, persons: int
) -> None:
    """Whoever leaves takes nothing from those who are already scheduled to leave later; arrivals count first."""
    engine = linked(ladder, gone, come)
    ascending = list(zip(sorted(s[0] for s in ladder), sorted(s[1] for s in ladder), strict=True))

    def allowed(moment: int) -> bool:
        arrived = sum(n for t, n in come if t <= moment)
        left = sum(n for t, n in gone if t <= moment)
        return left + persons <= max((may for need, may in ascending if need <= arrived), default=0)

    good = (t for t in range(since, HORIZON) if all(allowed(later) for later in range(t, HORIZON)))
    assert leave_at(engine.tables_handle, engine.handle, 0, since, persons) == next(good, FOREVER)


@settings(max_examples=100)
@given(
    st.lists(st.integers(0, 60), max_size=5), st.integers(1, 12), st.booleans(), st.integers(0, HORIZON), st.booleans()
)
def test_convoys_keep_their_distance(
    known: list[int], headway: int, last_is_short: bool, since: int, large: bool
) -> None:
    """A convoy keeps the headway to those before and after it; only the last of all may be below the minimum."""
    rule = ConvoyRule("gate", None, 2, 5, Fraction(headway))
    engine = engine_of(by_hand.scenario(crossings=(by_hand.CHECK,), convoys=(rule,)))
    timeline, departures = engine.search.timeline, sorted(known)
    timeline.convoys.time[0, : len(known)] = departures
    timeline.convoys.number[0] = len(known)
    short = departures[-1] if known and last_is_short else None
    timeline.short[0] = FOREVER if short is None else short

    def fits(moment: int) -> bool:
        if any(abs(moment - other) < headway for other in departures):
            return False
        if large:
            return short is None or moment < short
        return short is None and all(moment > other for other in departures)

    found = convoy_at(engine.tables_handle, engine.handle, 0, since, 2 if large else 1)
    assert found == next((t for t in range(since, 3 * HORIZON) if fits(t)), FOREVER)


@pytest.mark.parametrize(
    ("since", "found", "reason"),
    [
        (90, 90, "a check may end in the second in which the window closes"),
        (91, 200, "a check that would end a second later waits for the next window"),
        (211, FOREVER, "after the last window nobody passes"),
    ],
)
def test_checks_at_the_end_of_a_window(since: int, found: int, reason: str) -> None:
    engine = crossing([Window(0, 100), Window(200, 220)], 10, None)
    assert window_start(engine.tables_handle, 0, since) == found, reason
