"""When people who change vehicles may board: once enough have come for good, and nobody is taken from those to come."""

from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from safepassage.planning.solver.changing import onward_departure
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.state import Search
from tests.planning import relay
from tests.planning.solver.workbench import engine_of

HORIZON = 60
ENGINE = engine_of(relay.scenario(relay.families(40)))
moves = st.lists(st.tuples(st.integers(0, HORIZON - 1), st.integers(1, 4)), max_size=6)


@njit()
def board_at(search: Search, not_before: int, groups: int) -> int:
    """Call `onward_departure`; not cached on disk, as a cache would not notice changes of what is tested."""
    return onward_departure(search.timeline, 0, not_before, groups)


@settings(max_examples=150)
@given(moves, moves, st.integers(0, HORIZON), st.integers(1, 6))
def test_people_board_once_enough_wait_for_good(
    come: list[tuple[int, int]], gone: list[tuple[int, int]], since: int, groups: int
) -> None:
    """At equal seconds those who come count first; boardings that are scheduled for later keep their people."""
    timeline = ENGINE.search.timeline
    for series, listed in ((timeline.come, come), (timeline.gone, gone)):
        for i, (moment, number) in enumerate(sorted(listed)):
            series.time[0, i], series.amount[0, i] = moment, number
        series.number[0] = len(listed)

    def enough(moment: int) -> bool:
        there = sum(n for t, n in come if t <= moment) - sum(n for t, n in gone if t <= moment)
        return there >= groups

    good = (t for t in range(since, HORIZON + 1) if all(enough(later) for later in range(t, HORIZON + 1)))
    assert board_at(ENGINE.handle, since, groups) == next(good, FOREVER)
