"""Texts of commands: what cannot be read as it stands is refused at the door, and nothing is kept of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.incidents import IncidentKind, IncidentSeverity
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.appointing import Appoint, Dismiss
from safepassage.operations.commands.boarding import TakeHeadcount
from safepassage.operations.commands.incidents import ReportIncident
from safepassage.operations.commands.losing import CountScreening
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import START, Tried, tried


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def unusable(desk: Tried, command: Command) -> str:
    """Give the sentence by which a command, and a report alike, is no input; nothing has changed then."""
    head = desk.store.head()
    for happened in (None, START):
        with pytest.raises(UnusableInputError) as caught:
            desk.do(command, happened=happened)
    assert desk.store.head() == head
    return str(caught.value)


def incident(name: str, account: str = "") -> ReportIncident:
    return ReportIncident(name, IncidentKind.SHELLING, "square", IncidentSeverity.SEVERE, account=account)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a\nb", id="two lines"),
        pytest.param("\x1b[31mred", id="colours the terminal"),
        pytest.param("bus\N{RIGHT-TO-LEFT OVERRIDE}1", id="turns the line around"),
        pytest.param("bus-1\N{RIGHT-TO-LEFT MARK}", id="looks like bus-1"),
        pytest.param("bus-1\N{ZERO WIDTH SPACE}", id="looks like bus-1 too"),
        pytest.param("   ", id="blank"),
        pytest.param("x" * 201, id="nobody can say it"),
        pytest.param("\udcff", id="no text at all"),
    ],
)
def test_a_name_is_one_line_of_signs_that_are_seen(desk: Tried, name: str) -> None:
    assert "incident" in unusable(desk, incident(name))
    assert "scope" in unusable(desk, Appoint("Nour", (Role.OBSERVER,), (name,)))


@pytest.mark.parametrize("name", ["باص", "می\N{ZERO WIDTH NON-JOINER}رود", "автобус 7", "x" * 200])
def test_a_name_may_be_in_any_script(desk: Tried, name: str) -> None:
    assert desk.do(incident(name))


def test_what_people_tell_may_have_lines_and_the_marks_of_their_keyboards(desk: Tried) -> None:
    assert desk.do(incident("i-1", "two impacts\n\tnear the bridge\N{RIGHT-TO-LEFT MARK}"))
    assert "account" in unusable(desk, incident("i-1", "quiet\x1b[2Jnow"))
    assert "account" in unusable(desk, incident("i-1", "\N{RIGHT-TO-LEFT OVERRIDE}won teiuq"))


def test_nobody_is_appointed_who_could_never_give_a_command(desk: Tried) -> None:
    assert "who is appointed" in unusable(desk, Appoint("", (Role.COORDINATOR,)))
    unusable(desk, Appoint("a\nb", (Role.COORDINATOR,)))
    with pytest.raises(RefusedError) as caught:
        desk.do(Dismiss("Layla"))
    assert caught.value.rule is Rule.LAST_COORDINATOR


def test_a_screening_is_some_partys(desk: Tried) -> None:
    assert "which party" in unusable(desk, CountScreening("bridge", "", 3, 3, 0, 0))


def test_what_is_left_out_needs_no_text(desk: Tried) -> None:
    assert desk.do(TakeHeadcount("bus-1", "square", 0, 1, counted_by=""))
