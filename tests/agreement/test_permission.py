"""No word that is shown makes a notification look like a permission, or a permission like a guarantee."""

import re
from dataclasses import replace

import pytest

from safepassage.agreement.movement import MovementState
from safepassage.agreement.permission import NO_GUARANTEE, permission
from safepassage.agreement.states import DEPARTS, AgreementState
from safepassage.domain.events import Fact
from safepassage.domain.live import movements as moves
from tests.agreement.telling import (
    AGREEMENTS,
    FILE,
    GATE,
    GO,
    GREEN_LIT,
    IN_FORCE,
    LATE,
    LIT_UNTIL_S,
    MOVEMENTS,
    NORTH,
    NOTIFIED,
    SOUTH,
    UNDER_WAY,
    M,
    agreement_after,
    movement_after,
    passed,
)

S = MovementState
PROMISES = re.compile(
    r"\b(safe|safely|secured?|guaranteed|ensured?|approved|authori[sz]ed|granted|allowed|permitted|cleared|confirmed|may|can)\b",
    flags=re.IGNORECASE,
)
"""Words that promise, or that sound like a permission of somebody."""

PATHS: dict[str, tuple[Fact, ...]] = {
    **{state.value: said for state, said in MOVEMENTS.items()},
    "half notified": NOTIFIED[:2],
    "one light": GREEN_LIT[:-1],
    "light withdrawn": (*GO, moves.GreenLightWithdrawn(9, M, GATE, SOUTH)),
    "light withdrawn on the road": (*UNDER_WAY, moves.GreenLightWithdrawn(10, M, GATE, SOUTH)),
    "passed": (*UNDER_WAY, passed(20)),
    "changed": (*GO, moves.MovementChanged(9, M, FILE, "x")),
}
MOMENTS = (50, LIT_UNTIL_S, LATE)


@pytest.mark.parametrize("at_s", MOMENTS)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", AgreementState)
def test_every_word_that_is_shown(state: AgreementState, path: str, at_s: int) -> None:
    agreement, movement = agreement_after(*AGREEMENTS[state]), movement_after(*PATHS[path])
    shown = permission(agreement, movement, at_s)
    assert PROMISES.search(shown.sentence) is None
    assert ("No permission" in shown.sentence) is not shown.permitted
    assert (NO_GUARANTEE in shown.sentence) is shown.permitted
    ahead = {light for light in movement.needed_lights if light[0] not in {each.crossing for each in movement.passings}}
    lit = {(light.crossing, light.party) for light in movement.lights if light.from_s <= at_s < light.until_s}
    active = movement.status in {S.GREEN_LIT, S.GO, S.UNDER_WAY, S.HELD}
    assert shown.permitted == (state in DEPARTS and active and ahead <= lit)


IN_FORCE_NOW = agreement_after(*IN_FORCE)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("none", "no movement file"),
        ("drafted", "no party was told"),
        ("half notified", f"{NORTH}, {SOUTH} must still acknowledge"),
        ("one light", f"no green light holds at {GATE}"),
        ("green-lit", "Nobody has given the go"),
        ("go", "coordinator-1 gave the go"),
        ("under-way", "On the road"),
        ("held", "Held on the road"),
        ("light withdrawn on the road", f"No permission to pass {GATE}"),
        ("completed", "it is over"),
        ("called-off", "it is over"),
    ],
)
def test_what_is_shown(path: str, word: str) -> None:
    assert word in permission(IN_FORCE_NOW, movement_after(*PATHS[path]), 50).sentence


def test_on_the_road_a_suspended_agreement_is_shown() -> None:
    suspended = agreement_after(*AGREEMENTS[AgreementState.SUSPENDED])
    assert "suspended" in permission(suspended, movement_after(*UNDER_WAY), 50).sentence


def test_a_permission_ends_with_the_first_light_that_ends() -> None:
    untils = [permission(IN_FORCE_NOW, movement_after(*said), 50).until_s for said in (GO, UNDER_WAY)]
    assert untils == [LIT_UNTIL_S, LIT_UNTIL_S]


def test_a_crossing_that_was_passed_needs_no_light_any_more() -> None:
    shown = permission(IN_FORCE_NOW, movement_after(*UNDER_WAY, passed(20)), LATE)
    assert (shown.permitted, shown.until_s) == (True, None)


def test_a_movement_that_passes_no_crossing_needs_no_light() -> None:
    bare = moves.MovementDrafted(1, M, replace(FILE, passages=()))
    assert "No green light is needed" in permission(IN_FORCE_NOW, movement_after(bare, *GO[1:5]), 50).sentence
