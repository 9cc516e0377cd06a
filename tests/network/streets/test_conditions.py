"""Closures and speeds: which streets they fall on."""

from fractions import Fraction

import numpy as np
import pytest

from safepassage.domain.streets import Closure, Shape, SpeedRule, StreetConditions
from safepassage.network.streets.conditions import closed_by, speeds_at
from safepassage.network.streets.moments import DAY_S, state_at, states
from safepassage.network.streets.router import NEVER, arc_times
from safepassage.network.streets.street_lines import StreetLines
from tests.network.streets.drawing import Drawn, Metres, drawn, position

# A main street from west to east, a side street to the north from its middle, and a lane further north.
NODES: dict[str, Metres] = {
    "west": (-200, 0),
    "middle": (0, 0),
    "east": (200, 0),
    "north": (0, 150),
    "far": (0, 400),
}
MAIN_WEST, MAIN_EAST, SIDE, LANE = range(4)
GRAPH = drawn(
    NODES, [Drawn("west", "middle"), Drawn("middle", "east"), Drawn("middle", "north"), Drawn("north", "far")]
)
LINES = StreetLines.of(GRAPH)


def line(*at: Metres) -> Shape:
    return Shape(lines=(tuple(position(*each) for each in at),))


def polygon(*at: Metres) -> Shape:
    return Shape(polygons=((tuple(position(*each) for each in (*at, at[0])),),))


def closed(shape: Shape) -> set[int]:
    return set(np.flatnonzero(closed_by(shape, LINES, LINES.lines, LINES.tree, LINES.lines)).tolist())


@pytest.mark.parametrize(
    ("shape", "expected", "why"),
    [
        (line((-100, -50), (-100, 50)), {MAIN_WEST}, "a line across a street closes it"),
        (line((-180, 4), (-20, 4)), {MAIN_WEST}, "a line drawn a few metres beside a street closes it"),
        (line((-200, 3), (200, 3)), {MAIN_WEST, MAIN_EAST}, "a line along two streets leaves the side street between"),
        (line((-100, 30), (-50, 30)), set(), "a line that keeps its distance closes nothing"),
        (line((-100, 2), (-80, 2)), set(), "a short line along a small part of a street closes nothing"),
        (line((-100, 2), (-40, 2)), {MAIN_WEST}, "fifty metres along a street close it"),
        (line((-50, -50), (50, 200)), {MAIN_WEST, SIDE}, "a slanting line closes whatever it crosses"),
        (
            line((-30, -30), (30, 30)),
            {MAIN_WEST, MAIN_EAST, SIDE},
            "a line across a junction closes all that meet there",
        ),
        (line((-4, -50), (-4, 50)), {MAIN_WEST, SIDE}, "a line across a street near a junction closes it"),
        (polygon((-20, 100), (20, 100), (20, 200), (-20, 200)), {SIDE, LANE}, "an area closes all that touch it"),
        (polygon((300, 300), (400, 300), (400, 400)), set(), "an area without streets closes nothing"),
    ],
)
def test_a_closure_closes_what_it_is_drawn_over(shape: Shape, expected: set[int], why: str) -> None:
    assert closed(shape) == expected, why


def test_a_hole_in_an_area_stays_open() -> None:
    around = [(-300, -300), (300, -300), (300, 500), (-300, 500), (-300, -300)]
    hole = [(-20, 160), (20, 160), (20, 450), (-20, 450), (-20, 160)]
    rings = tuple(tuple(position(*at) for at in ring) for ring in (around, hole))
    assert closed(Shape(polygons=(rings,))) == {MAIN_WEST, MAIN_EAST, SIDE, LANE}  # the lane begins outside of the hole
    wider = [(-20, 140), (20, 140), (20, 450), (-20, 450), (-20, 140)]
    rings = tuple(tuple(position(*at) for at in ring) for ring in (around, wider))
    assert closed(Shape(polygons=(rings,))) == {MAIN_WEST, MAIN_EAST, SIDE}


def kmh(*rules: SpeedRule, minute: int = 720) -> list[float]:
    """Give the speed of each piece in its own direction."""
    by_arc = speeds_at(GRAPH, LINES, rules, minute)
    return [float(by_arc[GRAPH.piece == piece][0]) for piece in range(GRAPH.num_pieces)]


def test_speeds_are_set_multiplied_and_applied_in_order() -> None:
    assert kmh() == [36, 36, 36, 36]
    assert kmh(SpeedRule(kmh=Fraction(20)), SpeedRule(factor=Fraction(1, 2))) == [10] * 4
    assert kmh(SpeedRule(factor=Fraction(1, 2)), SpeedRule(kmh=Fraction(20))) == [20] * 4


def test_a_speed_falls_on_its_class_of_road_and_its_area_only() -> None:
    north = polygon((-50, 50), (50, 50), (50, 500), (-50, 500))
    assert kmh(SpeedRule(area_id="north", area=north, kmh=Fraction(10))) == [36, 36, 10, 10]
    assert kmh(SpeedRule(road_classes=("no-such-class",), kmh=Fraction(10))) == [36] * 4
    assert kmh(SpeedRule(road_classes=(GRAPH.road_classes[0],), kmh=Fraction(10))) == [10] * 4


@pytest.mark.parametrize(
    ("first", "last", "minute", "holds"),
    [
        (480, 600, 479, False),
        (480, 600, 480, True),
        (480, 600, 600, False),
        (1200, 300, 1200, True),
        (1200, 300, 10, True),
        (1200, 300, 300, False),
        (None, None, 0, True),
    ],
)
def test_a_speed_holds_from_its_first_minute_until_before_its_last(
    first: int | None, last: int | None, minute: int, holds: bool
) -> None:
    rule = SpeedRule(from_minute=first, until_minute=last, kmh=Fraction(10))
    assert (kmh(rule, minute=minute) == [10] * 4) is holds


NIGHT = SpeedRule(from_minute=20 * 60, until_minute=5 * 60, factor=Fraction(1, 2))
MINED = Closure("mined", line((-100, -50), (-100, 50)), from_s=DAY_S, until_s=DAY_S + 3600)
EIGHT = 8 * 60


def test_states_of_the_streets_are_told_once_each_when_they_first_come() -> None:
    conditions = StreetConditions(closures=(MINED,), speeds=(NIGHT,))
    found = list(states(conditions, lambda moment: (EIGHT + moment // 60) % 1440, 3 * DAY_S))
    told = [(state.moment_s, len(state.closures), len(state.rules)) for state in found]
    assert told == [(0, 0, 0), (12 * 3600, 0, 1), (DAY_S, 1, 0)]


def test_what_is_in_force_at_a_moment_follows_the_local_clock() -> None:
    conditions = StreetConditions(closures=(MINED,), speeds=(NIGHT,))
    assert state_at(conditions, DAY_S, 21 * 60).rules == (NIGHT,)
    assert state_at(conditions, DAY_S, 21 * 60).closures == (MINED,)
    assert state_at(conditions, DAY_S + 3600, EIGHT).closures == ()


def test_speeds_that_vanish_leave_times_that_can_be_told() -> None:
    crawling = [SpeedRule(factor=Fraction(1, 10**200))] * 2
    by_arc = speeds_at(GRAPH, LINES, crawling, 0)
    assert (by_arc > 0).all()
    with np.errstate(all="raise"):
        assert (arc_times(GRAPH, by_arc) == NEVER).all()
