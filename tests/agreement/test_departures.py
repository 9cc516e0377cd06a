"""A movement departs only if no rule forbids it, and is told the first rule that does."""

from dataclasses import replace

import pytest

from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.departures import AtDeparture, DepartureRule, Forbidden, may_depart
from safepassage.agreement.movement import MovementState
from safepassage.agreement.movements import Movement
from safepassage.agreement.states import DEPARTS, AgreementState
from safepassage.domain.live import movements as moves
from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms
from safepassage.domain.live.movements import Passage
from safepassage.domain.terms import Window
from tests.agreement.telling import (
    AGREEMENTS,
    FILE,
    GATE,
    GO,
    IN_FORCE,
    LIT_UNTIL_S,
    MOVEMENTS,
    NORTH,
    PARTIES,
    SOUTH,
    TERMS,
    UNDER_WAY,
    M,
    agreement_after,
    movement_after,
    passed,
)

R = DepartureRule
NOW = AtDeparture(50)
READY = movement_after(*GO)
FORCE = agreement_after(*IN_FORCE)


def code(rule: Forbidden | None) -> DepartureRule | None:
    return rule.code if rule else None


def with_file(**changes: object) -> Movement:
    return replace(READY, file=replace(FILE, **changes))  # type: ignore[arg-type]  # each test names a field of the file


def with_windows(*windows: Window) -> LiveAgreement:
    crossing = AgreedCrossing(GATE, None, windows, PARTIES)
    return replace(FORCE, terms=replace(TERMS, crossings=(crossing,)))


def test_nothing_forbids_a_movement_that_has_all_it_needs() -> None:
    assert may_depart(FORCE, READY, NOW) is None


@pytest.mark.parametrize("state", AgreementState)
def test_the_agreement_is_necessary(state: AgreementState) -> None:
    rule = may_depart(agreement_after(*AGREEMENTS[state]), READY, NOW)
    assert code(rule) is (None if state in DEPARTS else R.AGREEMENT_NOT_IN_FORCE)


@pytest.mark.parametrize("state", [state for state in MovementState if state is not MovementState.GO])
def test_the_agreement_is_never_sufficient(state: MovementState) -> None:
    assert may_depart(FORCE, movement_after(*MOVEMENTS[state]), NOW) is not None


OTHERS = (movement_after(*UNDER_WAY, passed(20)), movement_after(*UNDER_WAY))
"""38 persons who passed today, and 38 who are on the road to the gate."""


@pytest.mark.parametrize(
    ("agreement", "movement", "now", "expected", "word"),
    [
        (FORCE, movement_after(*UNDER_WAY), NOW, R.NOT_STILL_TO_DEPART, "under-way"),
        (FORCE, movement_after(), NOW, R.NOT_STILL_TO_DEPART, "none"),
        (FORCE, with_file(parties=(NORTH,)), NOW, R.PARTY_MISSING, SOUTH),
        (FORCE, with_file(passages=(Passage(GATE, (NORTH,)),)), NOW, R.PARTY_MISSING, SOUTH),
        (FORCE, with_file(passages=(Passage("bridge", PARTIES),)), NOW, R.CROSSING_NOT_AGREED, "bridge"),
        (with_windows(Window(0, 40), Window(45, 50)), READY, NOW, R.WINDOW_OVER, GATE),
        (with_windows(), READY, NOW, R.WINDOW_OVER, GATE),
        (with_windows(Window(0, 40), Window(60, 70)), READY, NOW, None, "a window to come is one"),
        (FORCE, movement_after(*GO[:4]), NOW, R.NOT_ACKNOWLEDGED, SOUTH),
        (FORCE, READY, AtDeparture(LIT_UNTIL_S), R.NO_GREEN_LIGHT, NORTH),
        (FORCE, movement_after(*GO[:-1]), NOW, R.NO_GO, "go"),
        (FORCE, READY, AtDeparture(50, persons=51), R.HELD_BY_LINK, "until 100 more"),
        (FORCE, READY, AtDeparture(50, left={"town": 20}), R.HELD_BY_LINK, "lets 30 leave town"),
        (
            FORCE,
            READY,
            AtDeparture(50, left={"town": 200}, arrived={"village": 100}),
            R.HELD_BY_LINK,
            "no step is left",
        ),
        (FORCE, READY, AtDeparture(50, left={"town": 20}, arrived={"village": 100}), None, "the next step is reached"),
        (FORCE, movement_after(*GO, moves.MovementHeldByLink(9, M, 0, 1)), NOW, R.HELD_BY_LINK, "released"),
        (FORCE, READY, AtDeparture(50, persons=61, arrived={"village": 100}), R.QUOTA_USED_UP, "61 persons"),
        (FORCE, READY, AtDeparture(50, movements=(*OTHERS, READY)), R.QUOTA_USED_UP, GATE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rule_that_forbids_is_told(
    agreement: LiveAgreement, movement: Movement, now: AtDeparture, expected: DepartureRule | None, word: str
) -> None:
    others = tuple(replace(each, movement=f"other-{number}") for number, each in enumerate(now.movements))
    rule = may_depart(agreement, movement, replace(now, movements=others))
    assert code(rule) is expected
    assert rule is None or (word in rule.sentence and M in rule.sentence)


def test_where_no_crossing_is_passed_neither_windows_nor_lights_are_asked() -> None:
    bare = replace(FILE, passages=())
    movement = movement_after(moves.MovementDrafted(1, M, bare), *GO[1:5], moves.MovementGoGiven(8, M, "c"))
    assert may_depart(replace(FORCE, terms=AgreedTerms()), movement, NOW) is None
