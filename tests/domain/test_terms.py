"""What the terms of an agreement mean for one vehicle, one window and one linked movement."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.terms import (
    Agreement,
    ConvoyRule,
    CrossingRule,
    LinkedMovement,
    LinkStep,
    Window,
    joined_windows,
)

windows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda each: Window(each[0], each[0] + each[1])), max_size=6
)


def seconds(found: tuple[Window, ...] | list[Window]) -> set[int]:
    """Give every second that lies in any of the windows."""
    return {second for window in found for second in range(window.opens_s, window.closes_s)}


@given(windows)
def test_joined_windows_are_open_in_the_same_seconds(given_windows: list[Window]) -> None:
    assert seconds(joined_windows(given_windows)) == seconds(given_windows)


@given(windows)
def test_joined_windows_are_in_order_and_apart(given_windows: list[Window]) -> None:
    joined = joined_windows(given_windows)
    assert all(one.closes_s < other.opens_s for one, other in pairwise(joined))


def test_a_window_inside_another_does_not_cut_it_short() -> None:
    assert joined_windows([Window(0, 10), Window(2, 4)]) == (Window(0, 10),)
    assert joined_windows([Window(4, 6), Window(0, 4)]) == (Window(0, 6),)


NORTH = CrossingRule("gate", from_places=("north",), lanes=1)
ANY = CrossingRule("gate", lanes=2)
NORTH_CONVOY = ConvoyRule("gate", from_places=("north",), max_vehicles=5)
ANY_CONVOY = ConvoyRule("gate", max_vehicles=9)


def test_the_first_rule_that_falls_on_a_vehicle_counts() -> None:
    agreement = Agreement(crossings=(NORTH, ANY), convoys=(NORTH_CONVOY, ANY_CONVOY))
    assert agreement.crossing_rule("gate", "north") == NORTH
    assert agreement.crossing_rule("gate", "south") == ANY
    assert agreement.convoy_rule("gate", "north") == NORTH_CONVOY
    assert agreement.convoy_rule("gate", "south") == ANY_CONVOY
    turned = Agreement(crossings=(ANY, NORTH), convoys=(ANY_CONVOY, NORTH_CONVOY))
    assert turned.crossing_rule("gate", "north") == ANY
    assert turned.convoy_rule("gate", "north") == ANY_CONVOY


def test_no_rule_falls_on_who_comes_from_elsewhere_or_passes_elsewhere() -> None:
    agreement = Agreement(crossings=(NORTH,), convoys=(NORTH_CONVOY,))
    assert agreement.crossing_rule("gate", "south") is None
    assert agreement.crossing_rule("bridge", "north") is None
    assert agreement.convoy_rule("gate", "south") is None
    assert agreement.convoy_rule("bridge", "north") is None


def test_crossings_are_the_places_that_rules_name_each_once() -> None:
    assert Agreement(crossings=(NORTH, ANY, CrossingRule("bridge"))).crossing_places == {"gate", "bridge"}
    assert Agreement().crossing_places == frozenset()


def test_nobody_may_leave_before_the_first_step_is_reached() -> None:
    linked = LinkedMovement(("town",), ("village",), (LinkStep(10, 100), LinkStep(20, 250)))
    assert [linked.may_leave(arrived) for arrived in (0, 9, 10, 19, 20, 500)] == [0, 0, 100, 100, 250, 250]


def test_a_first_step_at_nobody_lets_people_leave_at_once() -> None:
    assert LinkedMovement(("town",), ("village",), (LinkStep(0, 30),)).may_leave(0) == 30
