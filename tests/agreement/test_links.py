"""Linked movements hold and release step by step."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.agreement.links import held_by_link, left_and_arrived, link_facts_due, links_against
from safepassage.domain.events import Fact
from safepassage.domain.live.movements import (
    MovementCalledOff,
    MovementCompleted,
    MovementHeldByLink,
    MovementReleasedByLink,
    Order,
)
from safepassage.domain.terms import LinkedMovement, LinkStep
from tests.agreement.telling import DRAFTED, LINK, UNDER_WAY, M, movement_after, ordered

LINKED = (LINK,)
"""50 may leave the town at once, and 200 once 100 have come from the village."""


@pytest.mark.parametrize(
    ("left", "arrived", "reached", "room", "waits_for"),
    [
        (0, 0, 1, 50, 100),
        (50, 0, 1, 0, 100),
        (60, 0, 1, 0, 100),
        (50, 99, 1, 0, 1),
        (50, 100, 2, 150, None),
        (200, 300, 2, 0, None),
    ],
)
def test_a_step_opens_once_enough_have_arrived(
    left: int, arrived: int, reached: int, room: int, waits_for: int | None
) -> None:
    standing = held_by_link(LINKED, {"town": left}, {"village": arrived})[0]
    assert (standing.reached, standing.room, standing.waits_for) == (reached, room, waits_for)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 60))
def test_nobody_leaves_beyond_the_steps_that_are_reached(left: int, arrived: int, persons: int) -> None:
    allowed = 200 if arrived >= 100 else 50
    against = links_against(LINKED, "town", persons, {"town": left}, {"village": arrived})
    assert bool(against) == (left + persons > allowed)


def test_who_leaves_elsewhere_waits_for_nobody() -> None:
    assert links_against(LINKED, "village", 1000, {}, {}) == ()


def due(*said: Fact, left: int, arrived: int) -> tuple[Fact, ...]:
    return link_facts_due(movement_after(*said), LINKED, {"town": left}, {"village": arrived}, 90)


HOLD = MovementHeldByLink(80, M, 0, 1)


@pytest.mark.parametrize(
    ("said", "left", "arrived", "expected", "why"),
    [
        (DRAFTED, 20, 0, (MovementHeldByLink(90, M, 0, 1),), "40 are more than the 30 who may leave"),
        ((*DRAFTED, HOLD), 20, 0, (), "it is held already"),
        ((*DRAFTED, HOLD), 20, 100, (MovementReleasedByLink(90, M, 0, 1),), "the second step is reached"),
        (DRAFTED, 0, 0, (), "there is room"),
        (UNDER_WAY, 50, 0, (), "it has left"),
        ((), 50, 0, (), "there is no such movement"),
        ((*DRAFTED, replace(HOLD, linked=7)), 0, 0, (), "a link that the terms do not name is not ours to release"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_movements_are_held_and_released(
    said: tuple[Fact, ...], left: int, arrived: int, expected: tuple[Fact, ...], why: str
) -> None:
    assert due(*said, left=left, arrived=arrived) == expected, why


def test_steps_open_one_after_the_other_until_all_are_out() -> None:
    """The town is a step ahead, the village follows it; twenty by twenty, and nobody is stuck."""
    ahead = tuple(LinkStep(arrived, arrived + 20) for arrived in range(0, 100, 20))
    behind = tuple(LinkStep(arrived, arrived) for arrived in range(20, 120, 20))
    linked = (LinkedMovement(("town",), ("village",), ahead), LinkedMovement(("village",), ("town",), behind))
    out = {"town": 0, "village": 0}
    for place in ["town", "village"] * 5:
        assert links_against(linked, place, 20, out, out) == ()
        out[place] += 20
        assert links_against(linked, place, 20, out, out) != ()
    assert out == {"town": 100, "village": 100}


@pytest.mark.parametrize(
    ("said", "left", "arrived", "why"),
    [
        (DRAFTED, 0, 0, "it has not left"),
        ((), 0, 0, "there is no such movement"),
        (UNDER_WAY, 38, 0, "it is on the road"),
        ((*UNDER_WAY, MovementCompleted(10, M)), 38, 38, "it arrived"),
        ((*UNDER_WAY, ordered(10, Order.RETURN), MovementCalledOff(11, M, "x")), 0, 0, "it came back"),
        ((*UNDER_WAY, ordered(10, Order.ABORT), MovementCalledOff(11, M, "x")), 38, 0, "it broke off on the way"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_left_and_who_arrived(said: tuple[Fact, ...], left: int, arrived: int, why: str) -> None:
    counted = left_and_arrived([movement_after(*said)])
    assert (counted[0].get("town", 0), counted[1].get("town", 0)) == (left, arrived), why
