"""Every figure of a replay, at any second, is the one that custody counts from the facts up to it."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain import events
from safepassage.domain.custody import Custody, ImpossibleFactError, Whereabouts
from safepassage.domain.events import Queue
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Window
from safepassage.reporting.replay import render_replay
from safepassage.reporting.replay.figures import ending_words, figures_of
from safepassage.reporting.replay.timeline import suspended_spans
from safepassage.scenarios.events_file import Events
from tests.reporting.cases import valley
from tests.reporting.replay.data import Json, data_of, value_at
from tests.reporting.replay.operations import rehearsed
from tests.simulation.operations import random_operation

ROWS = events.PeopleRegistered(0, "row", "square", 10, 3, 0, 1, 2)


def until(told: Events, moment_s: int) -> Custody:
    return Custody(fact for fact in told.facts if fact.at_s <= moment_s)


def held(custody: Custody, scenario: Scenario, where: Whereabouts, place: str) -> int:
    return sum(custody.groups(row.id, where, place) * row.group_size for row in scenario.people)


def assert_same(scenario: Scenario, told: Events, data: Json, moment_s: int) -> None:
    custody = until(told, moment_s)
    persons = custody.persons()
    assert value_at(data["out"], moment_s) == persons[Whereabouts.ARRIVED] + persons[Whereabouts.IN_HOSPITAL]
    for where, columns in data["persons"].items():
        assert value_at(columns, moment_s) == persons[Whereabouts(where)]
    for place, numbers in zip(scenario.places, data["places"], strict=True):
        for name, where in (
            ("waiting", Whereabouts.WAITING),
            ("transfer", Whereabouts.AT_TRANSFER),
            ("arrived", Whereabouts.ARRIVED),
        ):
            assert value_at(numbers.get(name, [[], []]), moment_s) == held(custody, scenario, where, place.id)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 11), share=st.floats(0, 1))
def test_at_any_moment_the_page_says_what_custody_says(seed: int, share: float) -> None:
    scenario, plan = random_operation(seed)
    told = rehearsed(scenario, plan, seed)
    data = data_of(render_replay(scenario, told)[0])
    assert_same(scenario, told, data, round(share * told.facts[-1].at_s))


def test_at_every_second_something_happens_the_page_says_what_custody_says() -> None:
    case = valley()
    told = rehearsed(case.scenario, case.plan)
    data = data_of(render_replay(case.scenario, told)[0])
    for moment_s in sorted({fact.at_s for fact in told.facts}):
        assert_same(case.scenario, told, data, moment_s)
    assert data["registered"] == case.scenario.persons


def naive_queue(facts: Iterable[events.Fact], place: str, moment_s: int) -> int:
    """Count vehicles whose last fact at a place is that they queue."""
    last: dict[str, bool] = {}
    for fact in facts:
        if fact.at_s <= moment_s and hasattr(fact, "vehicle") and fact.name.startswith(("vehicle", "service", "check")):
            last[fact.vehicle] = isinstance(fact, events.VehicleQueued) and fact.place == place
    return sum(last.values())


def test_queues_are_those_who_wait_for_service_check_or_convoy() -> None:
    case = valley()
    told = rehearsed(case.scenario, case.plan)
    found = figures_of(case.scenario, told.facts)
    for moment_s in range(0, found.last_s, 50):
        for place in case.scenario.places:
            assert found.places[place.id].queue.at(moment_s) == naive_queue(told.facts, place.id, moment_s)
    assert max(found.places["bridge"].queue.values) > 0


def test_whoever_is_turned_back_or_stays_is_counted() -> None:
    case = valley()
    facts = (
        events.OperationBegan(0, "valley"),
        ROWS,
        events.VehicleAvailable(0, "bus-1", "square"),
        events.GroupsStayed(10, "square", "row", 2),
        events.GroupsBoarded(20, "bus-1", "square", "row", 3),
        events.VehicleDeparted(20, "bus-1", "square"),
        events.VehicleArrived(30, "bus-1", "bridge"),
        events.VehicleQueued(30, "bus-1", "bridge", Queue.CHECK),
        events.GroupsTurnedBack(40, "bus-1", "bridge", "row", 1),
        events.CheckBegan(40, "bus-1", "bridge"),
        events.VehicleDeparted(50, "bus-1", "bridge"),
        events.VehicleArrived(60, "bus-1", "town"),
        events.GroupsAlighted(60, "bus-1", "town", "row", 2, onward=False),
        events.AgreementSuspended(70),
        events.AgreementReestablished(80),
    )
    found = figures_of(case.scenario, facts)
    assert {where: steps.at(60) for where, steps in found.persons.items()} == Custody(facts).persons()
    assert [found.suspended.at(at_s) for at_s in (69, 70, 79, 80)] == [0, 1, 1, 0]
    assert suspended_spans(found) == (Window(70, 80),)
    assert ending_words(found, 31) == (
        "In the end, of 40 people who were there: 8 out, 20 waiting, 4 turned back, 8 decided to stay; 31 were planned."
    )
    assert ending_words(found, 40).endswith("8 decided to stay.")
    assert [found.under_way.at(at_s) for at_s in (19, 20, 30, 50, 60)] == [0, 1, 0, 1, 0]
    assert [found.places["bridge"].queue.at(at_s) for at_s in (29, 30, 39, 40)] == [0, 1, 1, 0]


def test_a_fact_that_cannot_have_happened_is_refused() -> None:
    case = valley()
    facts = (ROWS, events.VehicleAvailable(0, "bus-1", "square"), events.VehicleArrived(5, "bus-1", "bridge"))
    with pytest.raises(ImpossibleFactError, match="bus-1 is square, not under way"):
        figures_of(case.scenario, facts)
