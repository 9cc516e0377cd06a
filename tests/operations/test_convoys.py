"""Convoys are formed of vehicles that are there, split, and take a spare vehicle in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.events import ConvoyDeparted
from safepassage.domain.live.convoys import SpareTaken
from safepassage.operations.commands.convoys import FormConvoy, SplitConvoy, TakeSpare, convoy_of
from safepassage.operations.commands.vehicles import BreakDown, ListVehicle
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import Tried, tried

FORMED = FormConvoy("C1", "square", "Hala", ("bus-1", "bus-2", "bus-3"), ("spare",))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        for bus in ("bus-3", "spare", "broken"):
            found.do(ListVehicle(bus, "bus", "square", 4))
        found.do(ListVehicle("far", "bus", "camp", 4))
        found.do(BreakDown("broken", "square"))
        yield found


def test_a_convoy_has_a_first_and_a_last_vehicle(desk: Tried) -> None:
    desk.do(FORMED)
    desk.tell(ConvoyDeparted(9000, "C1", "square", ("bus-1",)), ConvoyDeparted(9900, "C1", "square", ("bus-1",)))
    convoy = convoy_of(desk.look(), "C1")
    assert (convoy.lead, convoy.tail, convoy.spares, convoy.leader) == ("bus-1", "bus-3", ("spare",), "Hala")
    assert convoy.departed_s == 9000


def test_a_spare_takes_the_place_of_the_vehicle_that_leads(desk: Tried) -> None:
    desk.do(FORMED)
    desk.do(TakeSpare("C1", "bus-1", "spare"))
    convoy = convoy_of(desk.look(), "C1")
    assert (convoy.lead, convoy.vehicles, convoy.spares) == ("spare", ("spare", "bus-2", "bus-3"), ())
    desk.tell(SpareTaken(9000, "C1", "bus-2", "spare"))
    assert convoy_of(desk.look(), "C1") == convoy


def test_a_spare_takes_the_place_of_the_last(desk: Tried) -> None:
    desk.do(FORMED)
    desk.do(TakeSpare("C1", "bus-3", "spare"))
    assert convoy_of(desk.look(), "C1").tail == "spare"


def test_two_convoys_after_a_split_have_all_vehicles_once(desk: Tried) -> None:
    desk.do(FORMED)
    desk.do(SplitConvoy("C1", "C2", ("bus-3", "spare"), "the road is narrow"))
    first, second = convoy_of(desk.look(), "C1"), convoy_of(desk.look(), "C2")
    assert sorted(first.vehicles + second.vehicles) == ["bus-1", "bus-2", "bus-3", "spare"]
    assert (first.lead, first.tail, first.spares) == ("bus-1", "bus-2", ())
    assert (second.lead, second.tail) == ("bus-3", "spare")


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (FormConvoy("C2", "square", "Hala", ()), Rule.NOT_IN_CONVOY),
        (FormConvoy("C2", "square", "Hala", ("bus-1",), ("bus-1",)), Rule.NOT_IN_CONVOY),
        (FormConvoy("C1", "square", "Hala", ("bus-1",)), Rule.KNOWN_ALREADY),
        (FormConvoy("C2", "square", "Hala", ("nothing",)), Rule.UNKNOWN_VEHICLE),
        (FormConvoy("C2", "square", "Hala", ("far",)), Rule.NOT_HERE),
        (FormConvoy("C2", "square", "Hala", ("broken",)), Rule.NOT_WORKING),
        (SplitConvoy("C1", "C2", ("far",), "narrow"), Rule.NOT_IN_CONVOY),
        (SplitConvoy("C1", "C2", (), ""), Rule.NOT_IN_CONVOY),
        (SplitConvoy("C1", "C2", ("bus-1", "bus-2", "bus-3", "spare"), ""), Rule.NOT_IN_CONVOY),
        (SplitConvoy("C1", "C1", ("bus-1",), ""), Rule.KNOWN_ALREADY),
        (SplitConvoy("C1", "C2", ("bus-1",), " "), Rule.NEEDS_REASON),
        (TakeSpare("C1", "far", "spare"), Rule.NOT_IN_CONVOY),
        (TakeSpare("C1", "bus-1", "bus-2"), Rule.NOT_IN_CONVOY),
        (TakeSpare("C9", "bus-1", "spare"), Rule.NOT_IN_CONVOY),
    ],
    ids=str,
)
def test_what_a_rule_forbids_changes_nothing(desk: Tried, command: Command, rule: Rule) -> None:
    desk.do(FORMED)
    before = desk.store.head()
    with pytest.raises(RefusedError) as refused:
        desk.do(command)
    assert (refused.value.rule, desk.store.head()) == (rule, before)


def test_a_broken_spare_replaces_nobody(desk: Tried) -> None:
    desk.do(FORMED)
    desk.do(BreakDown("spare", "square"))
    with pytest.raises(RefusedError, match="out of work"):
        desk.do(TakeSpare("C1", "bus-1", "spare"))
