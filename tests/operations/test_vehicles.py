"""Vehicles and crews: who is not heard of in time raises an alarm, and who is out of work takes nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.people import Answer, InformedOf
from safepassage.operations.commands.boarding import Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.vehicles import (
    Alarm,
    AssignCrew,
    BreakDown,
    CheckIn,
    Exchange,
    ListVehicle,
    RefuseTrip,
    Repair,
    Withdraw,
    alarms,
)
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import Tried, adult, tried


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def loaded(desk: Tried, *tokens: str) -> None:
    """Let persons board bus-1."""
    for token in tokens:
        desk.do(Register(token, "square", (adult(token),)))
        desk.do(RecordChoice((token,), Answer.LEAVE, tuple(InformedOf), "ar", private=True))
    desk.do(Board("bus-1", "square", tokens))
    desk.do(TakeHeadcount("bus-1", "square", len(tokens), 1))


def test_a_crew_under_way_that_is_not_heard_of_raises_an_alarm(desk: Tried) -> None:
    desk.do(AssignCrew("bus-1", "Hala", 2, 900))
    assert alarms(desk.look(), 10**6) == ()
    desk.do(Depart("bus-1", "square"))
    left = desk.look().vehicle("bus-1").heard_s
    assert left is not None
    assert alarms(desk.look(), left + 900) == ()
    assert alarms(desk.look(), left + 901) == (Alarm("bus-1", "Hala", left, "square", 1),)
    desk.do(CheckIn("bus-1", "bridge"))
    assert alarms(desk.look(), left + 901) == ()
    (alarm,) = alarms(desk.look(), left + 9000)
    assert alarm.heard_at == "bridge"
    desk.do(Arrive("bus-1", "camp"))
    assert alarms(desk.look(), left + 9000) == ()


def test_a_crew_without_schedule_raises_none_and_the_latest_comes_first(desk: Tried) -> None:
    desk.do(AssignCrew("bus-1", "Hala", 2, 900))
    desk.do(ListVehicle("bus-3", "bus", "square", 4))
    desk.do(AssignCrew("bus-2", "Amal", 2, 300))
    for bus in ("bus-1", "bus-2", "bus-3"):
        desk.do(Depart(bus, "square"))
    assert [alarm.vehicle for alarm in alarms(desk.look(), 10**6)] == ["bus-2", "bus-1"]


def test_a_vehicle_out_of_work_does_not_depart_until_it_is_repaired(desk: Tried) -> None:
    desk.do(BreakDown("bus-1", "square"))
    with pytest.raises(RefusedError, match="out of work"):
        desk.do(Depart("bus-1", "square"))
    desk.do(Repair("bus-1", "square"))
    desk.do(Depart("bus-1", "square"))
    desk.do(RefuseTrip("bus-2", "square"))
    desk.do(Withdraw("bus-2", "square"))
    assert not desk.look().vehicle("bus-2").working


def test_passengers_of_a_broken_vehicle_change_over(desk: Tried) -> None:
    loaded(desk, "a", "b")
    desk.do(Depart("bus-1", "square"))
    desk.do(Depart("bus-2", "square"))
    desk.do(BreakDown("bus-1", "square"))
    desk.do(Exchange("bus-1", "square", "bus-2"))
    operation = desk.look()
    assert (operation.vehicle("bus-1").manifest, operation.vehicle("bus-2").manifest) == ((), ("a", "b"))
    assert operation.persons()[Whereabouts.ABOARD] == 2
    assert operation.discrepancies() == {}


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (ListVehicle("bus-1", "bus", "square", 4), Rule.KNOWN_ALREADY),
        (AssignCrew("bus-9", "Hala", 2, 900), Rule.UNKNOWN_VEHICLE),
        (CheckIn("bus-9"), Rule.UNKNOWN_VEHICLE),
        (BreakDown("bus-9", "square"), Rule.UNKNOWN_VEHICLE),
        (Repair("bus-1", "square"), Rule.KNOWN_ALREADY),
        (RefuseTrip("bus-9", "square"), Rule.UNKNOWN_VEHICLE),
        (Withdraw("bus-1", "square"), Rule.UNFINISHED),
        (Exchange("bus-2", "square", "bus-1"), Rule.NOT_ABOARD),
        (Exchange("bus-1", "camp", "bus-2"), Rule.NOT_HERE),
        (Exchange("bus-1", "square", "bus-3"), Rule.NOT_WORKING),
        (Exchange("bus-1", "square", "car"), Rule.NO_ROOM),
    ],
    ids=str,
)
def test_what_a_rule_forbids_changes_nothing(desk: Tried, command: Command, rule: Rule) -> None:
    loaded(desk, "a", "b")
    desk.do(ListVehicle("bus-3", "bus", "square", 4))
    desk.do(BreakDown("bus-3", "square"))
    desk.do(ListVehicle("car", "car", "square", 1))
    before = desk.store.head()
    with pytest.raises(RefusedError) as refused:
        desk.do(command)
    assert (refused.value.rule, desk.store.head()) == (rule, before)


def test_what_has_happened_already_is_kept(desk: Tried) -> None:
    loaded(desk, "a")
    desk.do(CheckIn("bus-9", "bridge"), happened=desk.clock.now)
    desk.do(Withdraw("bus-1", "square"), happened=desk.clock.now)
    desk.do(Exchange("bus-1", "camp", "bus-2"), happened=desk.clock.now)
    assert [each.code for each in desk.look().discrepancies()[Kind.VEHICLE, "bus-1"]] == ["not-there"]
