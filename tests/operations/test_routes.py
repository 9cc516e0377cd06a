"""No movement sets out on a road that something speaks against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.agreement.movements import Movement
from safepassage.domain.live.incidents import Finding
from safepassage.domain.live.movements import Order
from safepassage.operations.commands.boarding import Arrive, Depart
from safepassage.operations.commands.incidents import AssessRoute, CloseRoad, RequireAssessment
from safepassage.operations.commands.moving import DepartMovement, OrderMovement
from safepassage.operations.commands.routes import legs_of
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import Tried, tried
from tests.operations.negotiated import ready, under_way


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def refused(desk: Tried, command: Command) -> str:
    with pytest.raises(RefusedError) as found:
        desk.do(command)
    assert found.value.rule is Rule.ROUTE_NOT_ASSESSED
    return str(found.value)


@pytest.mark.parametrize("road", [("square", "gate"), ("gate", "camp"), ("square", "camp")])
def test_a_movement_departs_once_a_road_that_must_be_assessed_was(desk: Tried, road: tuple[str, str]) -> None:
    ready(desk)
    desk.do(RequireAssessment(*road))
    assert "was not assessed" in refused(desk, DepartMovement("m-1", 38))
    desk.do(AssessRoute(*road, Finding.NONE_FOUND, "the mine action centre", 99_999))
    desk.do(DepartMovement("m-1", 38))


def test_a_road_that_is_not_on_the_way_keeps_nobody(desk: Tried) -> None:
    ready(desk)
    desk.do(RequireAssessment("gate", "village"))
    desk.do(CloseRoad("camp", "gate", both_ways=False))
    desk.do(DepartMovement("m-1", 38))


def test_that_a_movement_departed_over_such_a_road_is_kept_as_a_report(desk: Tried) -> None:
    ready(desk)
    desk.do(RequireAssessment("square", "gate"))
    desk.do(DepartMovement("m-1", 38), happened=desk.clock.now)
    assert desk.look().movement("m-1").on_the_road


def test_on_the_road_a_vehicle_does_not_go_on_over_such_a_road_but_may_turn_round(desk: Tried) -> None:
    under_way(desk)
    desk.do(CloseRoad("gate", "camp"))
    desk.do(Depart("bus-1", "square"))
    desk.do(Arrive("bus-1", "gate"))
    assert "is closed" in refused(desk, Depart("bus-1", "gate"))
    desk.do(OrderMovement("m-1", Order.RETURN, "the road is closed"))
    desk.do(Depart("bus-1", "gate"))


def test_a_vehicle_without_a_movement_is_not_asked_where_it_goes(desk: Tried) -> None:
    under_way(desk)
    desk.do(RequireAssessment("square", "camp"))
    desk.do(Depart("bus-2", "square"))
    assert legs_of(Movement("m-9")) == ()
