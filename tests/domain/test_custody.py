"""Custody: everybody is in one place at every fact, and what cannot have happened is refused."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain import events
from safepassage.domain.custody import Custody, ImpossibleFactError, Whereabouts
from safepassage.domain.events import Fact, Queue

BEGINNING: tuple[Fact, ...] = (
    events.OperationBegan(0, "tiny"),
    events.PeopleRegistered(0, "families", "square", 3, 4, 0, 0, 3),
    events.PeopleRegistered(0, "patients", "square", 2, 1, 0, 1, 1),
    events.VehicleAvailable(0, "bus-1", "depot"),
    events.VehicleAvailable(0, "bus-2", "square"),
)

ONE_TRIP: tuple[Fact, ...] = (
    events.VehicleDeparted(10, "bus-1", "depot"),
    events.VehicleArrived(20, "bus-1", "square"),
    events.GroupsBoarded(30, "bus-1", "square", "families", 2),
    events.GroupsBoarded(30, "bus-1", "square", "patients", 1),
    events.VehicleDeparted(30, "bus-1", "square"),
    events.VehicleArrived(40, "bus-1", "hub"),
    events.GroupsAlighted(50, "bus-1", "hub", "families", 1, onward=True),
    events.VehicleDeparted(50, "bus-1", "hub"),
    events.VehicleArrived(60, "bus-1", "clinic"),
    events.GroupsAlighted(70, "bus-1", "clinic", "families", 1, onward=False),
    events.GroupsAlighted(70, "bus-1", "clinic", "patients", 1, onward=False),
)


def counted(**persons: int) -> dict[Whereabouts, int]:
    """So many persons in the states named, nobody in others."""
    return dict.fromkeys(Whereabouts, 0) | {Whereabouts(name.replace("_", "-")): n for name, n in persons.items()}


def test_people_are_where_the_facts_put_them() -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP))
    assert custody.registered == 16
    assert custody.persons() == counted(waiting=4 + 2, at_transfer=4, arrived=4 + 1, in_hospital=1)
    assert custody.groups("families", Whereabouts.AT_TRANSFER, "hub") == 1


def test_shares_name_everybody_once_and_nobody_who_has_left() -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP))
    assert custody.shares() == {
        ("families", Whereabouts.WAITING, "square"): 1,
        ("patients", Whereabouts.WAITING, "square"): 1,
        ("families", Whereabouts.AT_TRANSFER, "hub"): 1,
        ("families", Whereabouts.ARRIVED, "clinic"): 1,
        ("patients", Whereabouts.ARRIVED, "clinic"): 1,
    }


def test_people_who_stay_or_are_turned_back_are_still_accounted_for() -> None:
    custody = Custody(BEGINNING)
    custody.apply(events.GroupsStayed(5, "square", "families", 1))
    custody.apply(events.GroupsBoarded(6, "bus-2", "square", "families", 2))
    custody.apply(events.GroupsTurnedBack(6, "bus-2", "square", "families", 1))
    assert custody.persons() == counted(waiting=4, stayed=4, turned_back=4, aboard=4)


def test_people_board_again_where_they_wait_for_another_vehicle() -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP))
    custody.apply(events.VehicleDeparted(80, "bus-2", "square"))
    custody.apply(events.VehicleArrived(90, "bus-2", "hub"))
    custody.apply(events.GroupsBoarded(90, "bus-2", "hub", "families", 1))
    assert custody.groups("families", Whereabouts.ABOARD, "bus-2") == 1


def test_people_leave_a_vehicle_that_broke_down_on_the_road() -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP[:5]))
    custody.apply(events.VehicleBrokeDown(35, "bus-1", "square"))
    custody.apply(events.GroupsAlighted(40, "bus-1", "roadside", "families", 2, onward=True))
    assert custody.groups("families", Whereabouts.AT_TRANSFER, "roadside") == 2


def test_a_vehicle_that_was_repaired_drives_on() -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP[:5], events.VehicleBrokeDown(35, "bus-1", "square")))
    custody.apply(events.VehicleRepaired(38, "bus-1", "square"))
    custody.apply(events.VehicleArrived(40, "bus-1", "hub"))
    custody.apply(events.GroupsAlighted(50, "bus-1", "hub", "families", 1, onward=True))
    assert custody.groups("families", Whereabouts.AT_TRANSFER, "hub") == 1


IMPOSSIBLE: list[Fact] = [
    events.VehicleRepaired(90, "bus-1", "clinic"),
    events.VehicleAvailable(90, "bus-1", "depot"),
    events.PeopleRegistered(90, "families", "square", 1, 1, 0, 0, 3),
    events.PeopleRegistered(90, "others", "square", -1, 1, 0, 0, 3),
    events.VehicleDeparted(90, "bus-1", "square"),
    events.VehicleArrived(90, "bus-1", "square"),
    events.VehicleDeparted(90, "bus-9", "depot"),
    events.GroupsBoarded(90, "bus-1", "square", "families", 1),
    events.GroupsBoarded(90, "bus-2", "square", "families", 2),
    events.GroupsBoarded(90, "bus-2", "square", "families", 0),
    events.GroupsBoarded(90, "bus-2", "square", "strangers", 1),
    events.GroupsAlighted(90, "bus-1", "clinic", "families", 1, onward=False),
    events.GroupsAlighted(90, "bus-1", "hub", "families", 1, onward=False),
    events.GroupsStayed(90, "square", "patients", 2),
    events.GroupsTurnedBack(90, "bus-1", "clinic", "patients", 1),
    events.OperationEnded(69),
]


@pytest.mark.parametrize("fact", IMPOSSIBLE, ids=str)
def test_an_impossible_fact_is_refused_and_changes_nothing(fact: Fact) -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP))
    before = copy.deepcopy(vars(custody))
    with pytest.raises(ImpossibleFactError):
        custody.apply(fact)
    assert vars(custody) == before


@pytest.mark.parametrize(
    "fact",
    [events.VehicleDeparted(45, "bus-1", "hub"), events.VehicleBrokeDown(45, "bus-1", "hub")],
    ids=str,
)
def test_a_vehicle_that_broke_down_goes_nowhere(fact: Fact) -> None:
    custody = Custody((*BEGINNING, *ONE_TRIP[:6], events.VehicleBrokeDown(45, "bus-1", "hub")))
    with pytest.raises(ImpossibleFactError, match="broken down"):
        custody.apply(fact)


def test_nothing_happens_after_the_end() -> None:
    custody = Custody((*BEGINNING, events.OperationEnded(100)))
    with pytest.raises(ImpossibleFactError, match="ended"):
        custody.apply(events.GroupsStayed(100, "square", "families", 1))


FREE_FACTS = [
    events.VehicleQueued(70, "bus-1", "clinic", Queue.BAY),
    events.WindowOpened(70, "gate", ()),
    events.AgreementSuspended(70),
    events.StepReached(70, 0, 1, 50, 100),
]


@given(st.permutations([*IMPOSSIBLE, *FREE_FACTS]))
def test_the_identity_holds_whatever_is_tried(facts: list[Fact]) -> None:
    """In any order of possible and impossible facts, everybody is somewhere, once."""
    custody = Custody((*BEGINNING, *ONE_TRIP))
    for fact in facts:
        try:
            custody.apply(fact)
        except ImpossibleFactError:
            continue
        assert sum(custody.persons().values()) == custody.registered
