"""What is known at a moment of a run, and the scenario as it is known then."""

from dataclasses import replace

from safepassage.domain import events
from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.simulation.replanning.known import as_known, known_from
from tests.planning.by_hand import scenario as by_hand

HOUR_S = 3600


def town(*windows: Window) -> Scenario:
    """Give a town with ten families and a gate with these windows."""
    return by_hand(
        TravelGroups("families", "town", groups=10, seated=4),
        vehicles=(VehicleRow("bus", 1, "depot", seats=4),),
        crossings=(CrossingRule("gate", windows=windows or None),),
    )


def windows_of(case: Scenario) -> tuple[Window, ...]:
    """Give the windows of the gate."""
    return case.agreement.crossings[0].windows or ()


def test_nothing_is_changed_by_what_goes_as_agreed() -> None:
    case = town(Window(0, HOUR_S))
    known = known_from([events.OperationBegan(0, case.name), events.WindowOpened(0, "gate", ())])
    assert as_known(case, known, 1800, windows_move=True) == case


def test_those_who_stayed_or_were_turned_back_are_no_longer_asked_for() -> None:
    known = known_from(
        [events.GroupsStayed(10, "town", "families", 2), events.GroupsTurnedBack(20, "bus-1", "gate", "families", 3)]
    )
    assert as_known(town(), known, 30, windows_move=False).people[0].groups == 5


def test_a_window_that_is_late_is_expected_in_as_long_as_it_is_late() -> None:
    case = town(Window(HOUR_S, 4 * HOUR_S), Window(6 * HOUR_S, 7 * HOUR_S))
    seen = as_known(case, known_from([]), 2 * HOUR_S, windows_move=False)
    assert windows_of(seen) == (Window(3 * HOUR_S, 4 * HOUR_S), Window(6 * HOUR_S, 7 * HOUR_S))


def test_a_window_that_is_so_late_that_it_should_close_first_is_not_expected() -> None:
    case = town(Window(HOUR_S, 4 * HOUR_S))
    assert windows_of(as_known(case, known_from([]), 3 * HOUR_S, windows_move=False)) == ()


def test_windows_come_later_by_a_suspension_if_they_move() -> None:
    case = town(Window(0, 2 * HOUR_S), Window(5 * HOUR_S, 6 * HOUR_S))
    facts = (
        events.WindowOpened(0, "gate", ()),
        events.AgreementSuspended(HOUR_S),
        events.WindowClosed(HOUR_S, "gate", ()),
    )
    again = (events.AgreementReestablished(2 * HOUR_S), events.WindowOpened(2 * HOUR_S, "gate", ()))
    known = known_from((*facts, *again))
    moved = as_known(case, known, 2 * HOUR_S + 1, windows_move=True)
    assert windows_of(moved) == (Window(0, 3 * HOUR_S), Window(6 * HOUR_S, 7 * HOUR_S))
    assert windows_of(as_known(case, known, 2 * HOUR_S + 1, windows_move=False)) == windows_of(case)


def test_a_suspension_is_known_until_it_ends() -> None:
    suspended = events.AgreementSuspended(100)
    assert known_from([suspended]).suspended_s == 100
    assert known_from([suspended, events.AgreementReestablished(200)]).suspended_s is None


def test_closed_roads_are_left_out_in_the_closed_direction_until_they_reopen() -> None:
    case = replace(
        town(), links=(Link("town", "gate", town().links[0].drive_s), Link("gate", "shelter", town().links[0].drive_s))
    )
    one_way = events.RoadClosed(5, "town", "gate", both_ways=False)
    both = events.RoadClosed(6, "gate", "shelter", both_ways=True)
    seen = as_known(case, known_from([one_way, both]), 10, windows_move=False)
    assert [(link.from_place, link.to_place, link.both_ways) for link in seen.links] == [("gate", "town", False)]
    again = known_from([one_way, both, events.RoadReopened(7, "town", "gate", both_ways=False)])
    assert [link.from_place for link in as_known(case, again, 10, windows_move=False).links] == ["town"]


def test_vehicles_that_work_no_more_and_those_that_are_repaired_are_told_apart() -> None:
    known = known_from(
        [
            events.VehicleRefused(1, "bus-1", "depot"),
            events.VehicleWithdrawn(2, "bus-2", "depot"),
            events.VehicleBrokeDown(3, "bus-3", "town"),
            events.VehicleBrokeDown(4, "bus-4", "town"),
            events.VehicleRepaired(5, "bus-4", "town"),
        ]
    )
    assert known.idle == {"bus-1", "bus-2"}
    assert known.broken_since == {"bus-3": 3}
