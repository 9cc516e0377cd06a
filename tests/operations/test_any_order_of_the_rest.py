"""Opening, convoys, incidents, roads and reception: in whatever order things are told, the state is one."""

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live import LIVE_FACTS
from safepassage.domain.live.convoys import CONVOY_FACTS
from safepassage.domain.live.incidents import INCIDENT_FACTS
from safepassage.domain.live.opening import OPENING_FACTS
from safepassage.domain.live.people import DiscrepancySettled, PeopleAlighted
from safepassage.domain.live.reception import RECEPTION_FACTS
from safepassage.domain.live.told import Told
from safepassage.operations.commands.incidents import route_doubt
from safepassage.operations.commands.opening import opening_gaps, unfinished
from safepassage.operations.commands.reception import came_on, follow_ups_due, not_accepted, room_left, unconfirmed
from safepassage.operations.commands.vehicles import alarms
from safepassage.operations.courses import Kind, subjects_of
from safepassage.operations.operation import Operation, followed
from tests.operations.comparing import states

MINE: tuple[type[Fact], ...] = (
    *OPENING_FACTS,
    *CONVOY_FACTS,
    *INCIDENT_FACTS,
    *RECEPTION_FACTS,
    events.OperationBegan,
    events.OperationEnded,
    events.ConvoyFormed,
    events.ConvoyDeparted,
    events.RoadClosed,
    events.RoadReopened,
    events.VehicleDeparted,
    PeopleAlighted,
)


def told_of(fact: Fact, number: int) -> Told:
    """Give a fact as it is told."""
    return Told(fact, f"e{number:03}", "Layla", "radio", "2016-12-15T04:00:00.000000Z", number)


name = st.sampled_from(["a", "b", "c"])
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: name,
    int: st.integers(0, 20),
    tuple[str, ...]: st.lists(name, max_size=3).map(tuple),
}
"""Few names and few seconds, so that facts are about the same subjects, at the same second."""


def some_fact(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    """Give facts of a kind about few subjects."""
    hints = {field.name: get_type_hints(kind)[field.name] for field in fields(kind)}
    return st.builds(
        kind, **{field: BY_TYPE[hint] if hint in BY_TYPE else st.from_type(hint) for field, hint in hints.items()}
    )


settlements = st.builds(
    DiscrepancySettled,
    st.integers(0, 20),
    st.just("arrivals/a/b"),
    st.integers(1, 9).map(lambda number: f"arrival-differs/e{number:03}"),
    st.just("counted anew"),
)
stories = st.lists(st.one_of(settlements, *map(some_fact, MINE)), max_size=15).map(
    lambda facts: [told_of(fact, number) for number, fact in enumerate(facts, 1)]
)


def arriving(told: Sequence[Told]) -> list[Told]:
    """Give what was told as it comes in, in this order."""
    return [replace(each, position=position) for position, each in enumerate(told, 1)]


@given(stories, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_any_order_ends_in_the_same_state(story: list[Told], chance: Any) -> None:
    in_order = sorted(story, key=lambda told: told.key)
    shuffled = chance.sample(story, len(story))
    assert states(followed(arriving(shuffled))) == states(followed(arriving(in_order)))


@given(stories)
@settings(max_examples=50)
def test_a_snapshot_gives_back_the_same_state(story: list[Told]) -> None:
    operation = followed(story)
    plain = json.loads(json.dumps(operation.plain()))
    again = Operation.restored(plain, lambda positions: [story[position - 1] for position in positions])
    for kind in Kind:
        assert [again.state(kind, name) for name in again.names(kind)] == [
            operation.state(kind, name) for name in operation.names(kind)
        ]


@given(stories)
@settings(max_examples=50)
def test_whatever_was_told_every_question_has_an_answer(story: list[Told]) -> None:
    operation = followed(story)
    assert isinstance(opening_gaps(operation), list)
    assert isinstance(unfinished(operation), list)
    assert isinstance(route_doubt(operation, "a", "b", 10), str | None)
    assert isinstance(room_left(operation, "a"), int | None)
    assert {due.persons for due in follow_ups_due(operation, 10**9)} <= set(came_on(operation).values())
    assert all(persons > 0 for _, _, persons in unconfirmed(operation))
    assert not_accepted(operation, ("a", "b")) == ()
    assert alarms(operation, 10**9) == ()


@given(st.sampled_from(LIVE_FACTS).flatmap(some_fact))
@settings(max_examples=100)
def test_every_fact_is_about_subjects_of_a_known_kind(fact: Fact) -> None:
    assert all(kind in Kind and isinstance(name, str) for kind, name in subjects_of(fact))
