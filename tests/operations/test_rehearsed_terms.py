"""The agreement of a rehearsal, and what it keeps back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.agreement.departures import DepartureRule
from safepassage.domain.events import ServiceBegan, VehicleDeparted
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.operations.commands.agreeing import Suspend
from safepassage.operations.commands.boarding import Alight, Board, Depart, TakeHeadcount
from safepassage.operations.commands.reporting import ReportFact
from safepassage.operations.deciding import RefusedError, Rule
from safepassage.operations.rehearsed_terms import into_force, terms_of
from tests.operations.desks import Tried, tried
from tests.operations.test_boarding import registered


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def test_what_a_scenario_agreed_comes_into_force(desk: Tried) -> None:
    for command in into_force(Agreement(parties=("North", "South"), crossings=(CrossingRule("gate"),))):
        desk.do(command)
    agreement = desk.look().agreement
    assert agreement.in_force
    assert (agreement.parties, [each.place for each in agreement.terms.crossings]) == (("North", "South"), ["gate"])


def test_a_crossing_is_open_whenever_one_of_its_rules_says_so() -> None:
    morning, evening = Window(0, 3600), Window(7200, 9000)
    rules = (
        CrossingRule("gate", from_places=("school",), windows=(morning,)),
        CrossingRule("gate", windows=(morning, evening)),
        CrossingRule("bridge", from_places=("school",), windows=(morning,)),
        CrossingRule("bridge"),
    )
    gate, bridge = terms_of(Agreement(crossings=rules), ("North",)).crossings
    assert (gate.windows, bridge.windows) == ((morning, evening), None)


def test_while_the_agreement_is_suspended_the_loaded_stay_and_the_emptied_may_leave(desk: Tried) -> None:
    """Who was counted and has alighted since is not aboard."""
    tokens = registered(desk)
    for command in into_force(Agreement()):
        desk.do(command)
    desk.do(Board("bus-1", "square", tokens))
    desk.do(TakeHeadcount("bus-1", "square", 2, 1))
    desk.do(Suspend())
    with pytest.raises(RefusedError) as refused:
        desk.do(Depart("bus-1", "square"))
    assert refused.value.rule == DepartureRule.AGREEMENT_NOT_IN_FORCE
    desk.do(Alight("bus-1", "square", tokens))
    desk.do(Depart("bus-1", "square"))
    assert desk.look().vehicle("bus-1").place == ""


def test_people_who_were_counted_but_never_scanned_are_aboard(desk: Tried) -> None:
    for command in into_force(Agreement()):
        desk.do(command)
    desk.do(TakeHeadcount("bus-1", "square", 2, 1))
    desk.do(Suspend())
    with pytest.raises(RefusedError):
        desk.do(Depart("bus-1", "square"))


def test_a_report_is_no_way_around_a_decision(desk: Tried) -> None:
    desk.do(ReportFact(ServiceBegan(0, "bus-1", "square")))
    with pytest.raises(RefusedError) as refused:
        desk.do(ReportFact(VehicleDeparted(0, "bus-1", "square")))
    assert refused.value.rule is Rule.ASKS_FOR_DECISION
