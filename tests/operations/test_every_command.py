"""Every command: for its roles alone, within the scope, in its phase; and one that is refused changes nothing."""

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact, OperationBegan, OperationEnded
from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.incidents import IncidentKind, IncidentSeverity
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told
from safepassage.operations.commands import DECISIONS
from safepassage.operations.commands.convoys import FormConvoy, SplitConvoy
from safepassage.operations.commands.incidents import ReportIncident
from safepassage.operations.commands.moving import ReviewLinks
from safepassage.operations.commands.opening import SignRecord
from safepassage.operations.commands.reception import ConfirmArrival, DeclareCapacity, FollowUp
from safepassage.operations.commands.vehicles import AssignCrew, ListVehicle
from safepassage.operations.deciding import (
    Command,
    RefusedError,
    Rule,
    Situation,
    must_be_allowed,
    must_be_open,
)
from safepassage.operations.operation import Operation, followed
from tests.operations.comparing import states
from tests.operations.desks import tried
from tests.operations.records import WHOLE, sign

name = st.sampled_from(["bus-1", "bus-2", "square", "a", "Layla"])
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: name,
    int: st.integers(0, 5),
    tuple[str, ...]: st.lists(name, max_size=2).map(tuple),
}


def any_of(kind: type[Command]) -> st.SearchStrategy[Command]:
    """Give commands of a kind about few things."""
    hints = {field.name: get_type_hints(kind)[field.name] for field in fields(kind)}
    given_fields = {field: BY_TYPE[hint] if hint in BY_TYPE else st.from_type(hint) for field, hint in hints.items()}
    return st.builds(kind, **given_fields)


commands = st.one_of(*map(any_of, DECISIONS))


@given(st.lists(st.tuples(commands, st.booleans()), max_size=12), st.booleans(), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_command_is_in_the_ledger_or_changes_nothing(
    given_one_by_one: list[tuple[Command, bool]], rehearsal: bool, opened: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, tried(Path(folder), rehearsal=rehearsal) as desk:
        desk.tell(PersonAppointed(0, "Nour", (Role.COORDINATOR,), ()))
        if opened:
            desk.do(WHOLE)
            sign(desk, "Layla", "Nour")
            desk.tell(OperationBegan(0, "tiny"))
        for command, past in given_one_by_one:
            before, head = states(desk.look()), desk.store.head()
            try:
                recorded = desk.do(command, by="Nour", happened=desk.clock.now if past else None)
            except (RefusedError, UnusableInputError):
                assert (states(desk.look()), desk.store.head()) == (before, head)
            else:
                assert recorded or isinstance(command, ReviewLinks), "only links may have nothing due"
                assert desk.store.head().size == head.size + len(recorded)


def operation(*facts: Fact, rehearsal: bool = False) -> Operation:
    """Give an operation in which each role has a person of its name, who acts for bus-1 and the square alone."""
    told = [
        OperationCreated(0, "op", "tiny", "2016-12-15T04:00:00+00:00", "00", rehearsal),
        *(PersonAppointed(0, role, (role,), ("bus-1", "square")) for role in Role),
        *facts,
    ]
    return followed(Told(fact, f"e{n:03}", "Layla", "desk", "", n) for n, fact in enumerate(told, 1))


@pytest.mark.parametrize("kind", DECISIONS, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=5)
def test_a_command_is_for_its_roles_alone_and_within_their_scope(kind: type[Command], data: st.DataObject) -> None:
    command = data.draw(any_of(kind))
    theirs = not command.touches() or {"bus-1", "square"}.intersection(command.touches())
    for role in Role:
        rule = None if theirs else Rule.OUT_OF_SCOPE
        assert ruled(must_be_allowed, operation(), command, role) == (rule if role in kind.roles else Rule.ROLE_MAY_NOT)
    assert ruled(must_be_allowed, operation(), command, "somebody") == Rule.NOT_APPOINTED


def ruled(must: Any, of: Operation, command: Command, by: str, at_s: int = 100, *, reported: bool = False) -> Any:
    """Give the rule that forbids a command, None if none does."""
    try:
        must(of, command, Situation(by, at_s, reported))
    except RefusedError as refused:
        return refused.rule
    return None


@pytest.mark.parametrize("kind", DECISIONS, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=3)
def test_a_command_waits_for_the_opening_and_ends_with_the_closing(kind: type[Command], data: st.DataObject) -> None:
    command = data.draw(any_of(kind))
    prepared, rehearsed = operation(), operation(rehearsal=True)
    opened = operation(OperationBegan(50, "tiny"))
    closed = operation(OperationBegan(50, "tiny"), OperationEnded(90))
    assert ruled(must_be_open, prepared, command, "Layla") == (None if kind.before_opening else Rule.NOT_OPEN)
    assert ruled(must_be_open, prepared, command, "Layla", reported=True) is None
    assert ruled(must_be_open, rehearsed, command, "Layla") is None
    assert ruled(must_be_open, opened, command, "Layla") is None
    after = None if kind.after_closing else Rule.CLOSED
    assert ruled(must_be_open, closed, command, "Layla") == after
    assert ruled(must_be_open, closed, command, "Layla", reported=True) == after
    assert ruled(must_be_open, closed, command, "Layla", 90, reported=True) is None


@pytest.mark.parametrize(
    "command",
    [
        ListVehicle(" ", "bus", "square", 4),
        ListVehicle("bus-3", "bus", "square", 4, stretchers=-1),
        AssignCrew("bus-1", "Hala", 1, -900),
        FormConvoy("", "square", "Hala", ("bus-1",)),
        SplitConvoy("C1", "", ("bus-1",), "narrow"),
        ReportIncident("", IncidentKind.OTHER, "gate", IncidentSeverity.MINOR),
        DeclareCapacity("camp", -1, 0, "Huda"),
        ConfirmArrival("camp", "bus-1", -1, "Huda"),
        FollowUp("camp", 0, 7, well=2, died=-1),
        SignRecord("", "00"),
    ],
    ids=str,
)
def test_what_nobody_can_mean_is_refused_even_as_a_report(command: Command, tmp_path: Path) -> None:
    with tried(tmp_path) as desk:
        head = desk.store.head()
        with pytest.raises(UnusableInputError):
            desk.do(command, happened=desk.clock.now)
        assert desk.store.head() == head
