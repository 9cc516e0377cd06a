"""The agreement is moved by commands; what is out of turn is refused and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.states import AgreementState
from safepassage.domain.live.access import PersonAppointed
from safepassage.domain.live.agreement import AgreedTerms
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.agreeing import (
    DECISIONS,
    Agree,
    Amend,
    CompleteAgreement,
    DismissViolation,
    EnterIntoForce,
    Propose,
    Reestablish,
    ReportViolation,
    Suspend,
)
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, RefusedError, Rule
from safepassage.operations.operation import Operation
from tests.operations.desks import START, Tried, tried
from tests.operations.negotiated import NORTH, PARTIES, TERMS, Setting, in_force

S = AgreementState


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def nothing(_: Tried) -> None:
    """Leave the desk as it is."""


def test_an_agreement_goes_its_way(desk: Tried) -> None:
    seen = []
    for command in (
        Propose(PARTIES, TERMS, "text of May"),
        *map(Agree, PARTIES),
        EnterIntoForce(),
        Suspend(),
        Reestablish(),
        Amend(AgreedTerms(), "text of June", PARTIES),
        CompleteAgreement(),
    ):
        desk.do(command)
        seen.append(desk.look().agreement.status)
    ways = [S.PROPOSED, S.PROPOSED, S.AGREED, S.IN_FORCE, S.SUSPENDED, S.RE_ESTABLISHED, S.RE_ESTABLISHED, S.COMPLETED]
    assert seen == ways
    assert desk.look().discrepancies() == {}


def test_a_reported_violation_is_dismissed_with_a_reason(desk: Tried) -> None:
    in_force(desk)
    (event,) = desk.do(ReportViolation("shots at the gate", "observer-3"))
    assert desk.look().agreement.status is S.REPORTED_VIOLATED
    with pytest.raises(RefusedError, match="give a reason"):
        desk.do(DismissViolation(event.event.id, " "))
    desk.do(DismissViolation(event.event.id, "it was thunder"))
    assert desk.look().agreement.status is S.IN_FORCE


@pytest.mark.parametrize(
    ("setting", "command", "rule", "word"),
    [
        (nothing, EnterIntoForce(), Contradiction.OUT_OF_TURN, "the state must be agreed, and is none"),
        (nothing, Propose((), TERMS, "x"), Contradiction.TERMS_UNUSABLE, "a party at least"),
        (in_force, Reestablish(), Contradiction.OUT_OF_TURN, "suspended"),
        (in_force, Amend(TERMS, "x", (NORTH,)), Contradiction.AMENDED_WITHOUT_ALL, "south"),
        (in_force, DismissViolation("e-1", "no"), Contradiction.OUT_OF_TURN, "reported-violated"),
        (nothing, Agree(NORTH), Contradiction.OUT_OF_TURN, "proposed"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_out_of_turn_is_refused_and_changes_nothing(
    desk: Tried, setting: Setting, command: Command, rule: Contradiction, word: str
) -> None:
    setting(desk)
    before = desk.store.head()
    with pytest.raises(RefusedError, match=word) as refused:
        desk.do(command)
    assert refused.value.rule is rule
    assert desk.store.head() == before


def test_what_is_reported_out_of_turn_is_kept_until_somebody_settles_it(desk: Tried) -> None:
    desk.do(CompleteAgreement(), happened=START)
    found = desk.look().discrepancies()[Kind.AGREEMENT, ""]
    assert [each.code for each in found] == ["out-of-turn"]
    assert desk.look().agreement.status is S.NONE


def test_a_report_that_comes_late_puts_the_agreement_right(desk: Tried) -> None:
    """The word of entering into force is told before that of the second party's agreement, which was earlier."""
    desk.do(Propose(PARTIES, TERMS, "text of May"), happened=START)
    desk.do(Agree(PARTIES[0]), happened=START)
    agreed_at, force_at = desk.clock(), desk.clock()
    desk.do(EnterIntoForce(), happened=force_at)
    assert desk.look().agreement.status is S.PROPOSED
    desk.do(Agree(PARTIES[1]), happened=agreed_at)
    assert desk.look().agreement.status is S.IN_FORCE
    assert desk.look().discrepancies() == {}


@pytest.mark.parametrize("command", DECISIONS, ids=lambda command: command.name)
def test_no_auditor_moves_the_agreement(command: type[Command]) -> None:
    assert Role.AUDITOR not in command.roles


def test_an_observer_reports_a_violation_and_enters_nothing_into_force(desk: Tried) -> None:
    in_force(desk)
    desk.tell(PersonAppointed(0, "Omar", (Role.OBSERVER,), ()))
    desk.do(ReportViolation("shots", "a driver"), by="Omar")
    with pytest.raises(RefusedError) as refused:
        desk.do(CompleteAgreement(), by="Omar")
    assert refused.value.rule is Rule.ROLE_MAY_NOT


def test_an_agreement_from_a_snapshot_is_the_same(desk: Tried) -> None:
    in_force(desk)
    now = desk.look()
    assert Operation.restored(now.plain(), lambda _: []).agreement == now.agreement
