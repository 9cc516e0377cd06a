"""Who may do what: by the table, with a reason, and never with live positions in the same hands."""

import pytest

from safepassage.domain.live.positions import OPEN_THE_VAULT, SEE_POSITIONS, sees_positions
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vault import VaultAct, VaultRefused
from safepassage.identity.access import MAY, SENTENCES, Actor, Rule, forbids, same_person
from safepassage.identity.errors import AccessRefusedError
from safepassage.identity.fields import FIELDS, Kind
from tests.identity.desk import ADULT, DISPATCHER, MEDIC, NAME, PROTECTION, REGISTRAR, STRANGER, Room

LOOKS = {
    Role.MEDICAL: {"medical-note"},
    Role.PROTECTION: {"full-name", "own-contact", "relative-contact", "photo", "protection-case"},
}
"""All that is ever looked at by one role alone, written down a second time."""
WRITES = {
    Role.REGISTRATION_OFFICER: {"full-name", "own-contact", "relative-contact", "photo"},
    Role.MEDICAL: {"medical-note"},
    Role.PROTECTION: {"full-name", "own-contact", "relative-contact", "photo", "protection-case"},
}


def allowed(role: Role, act: VaultAct) -> set[str]:
    return {name for name, field in FIELDS.items() if forbids(Actor("Ada", (role,)), act, [field]) is None}


@pytest.mark.parametrize("role", Role)
def test_no_role_has_access_to_the_vault_and_sees_live_positions(role: Role) -> None:
    more_than_reviews = MAY.get(role, {}).keys() - {VaultAct.REVIEW}
    assert not (more_than_reviews and sees_positions([role]))


def test_the_roles_that_nobody_is_appointed_to_beside_live_positions_are_those_with_access() -> None:
    assert {role for role in Role if MAY.get(role, {}).keys() - {VaultAct.REVIEW}} == OPEN_THE_VAULT


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_and_writes_what_is_written_here_and_no_more(role: Role) -> None:
    assert allowed(role, VaultAct.LOOK) == LOOKS.get(role, set())
    assert allowed(role, VaultAct.SEAL) == WRITES.get(role, set())


def test_lists_leave_through_the_information_officer_alone() -> None:
    assert {role for role in Role if allowed(role, VaultAct.DISCLOSE)} == {Role.INFORMATION_OFFICER}


@pytest.mark.parametrize("sees", sorted(SEE_POSITIONS))
def test_a_person_with_two_roles_has_not_both_either(sees: Role) -> None:
    both = Actor("Ada", (Role.PROTECTION, sees))
    assert forbids(both, VaultAct.LOOK, [FIELDS["full-name"]]) is Rule.APART


def test_roles_of_one_person_are_not_added_up_to_more_than_each_may() -> None:
    both = Actor("Ada", (Role.PROTECTION, Role.MEDICAL))
    assert forbids(both, VaultAct.LOOK, [FIELDS["full-name"], FIELDS["medical-note"]]) is Rule.ROLE_MAY_NOT


def test_who_was_not_appointed_may_nothing() -> None:
    assert {forbids(STRANGER, act, []) for act in VaultAct} == {Rule.NOT_APPOINTED}


def test_every_rule_has_a_sentence_and_every_kind_a_reader() -> None:
    assert set(SENTENCES) == set(Rule)
    assert {field.kind for field in FIELDS.values()} == set(Kind)
    for kind in Kind:
        assert any(kind in MAY[role].get(VaultAct.LOOK, ()) for role in MAY)


@pytest.mark.parametrize("reason", ["", "   ", "two\nlines", "x" * 201])
def test_a_look_without_a_reason_shows_nothing(room: Room, reason: str) -> None:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        with pytest.raises(AccessRefusedError) as refused:
            vault.look(PROTECTION, ADULT, ["full-name"], reason, 1)
    assert refused.value.rule == Rule.NO_REASON


@pytest.mark.parametrize("by", [REGISTRAR, MEDIC, DISPATCHER, STRANGER], ids=lambda by: by.name)
def test_a_refused_look_shows_nothing_and_is_recorded(room: Room, by: Actor) -> None:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        with pytest.raises(AccessRefusedError) as refused:
            vault.look(by, ADULT, ["full-name"], "curious", 7)
    told = room.book.kept[-1]
    assert told.fact == VaultRefused(7, VaultAct.LOOK, (ADULT,), ("full-name",), by.roles, refused.value.rule)
    assert told.actor == by.name
    assert NAME not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada B", " ada  b", True),
        ("Ren\u00e9e", "RENE\u0301E", True),
        ("Ada", "\uff21da", True),
        ("Ada", "Adam", False),
    ],
)
def test_names_are_compared_without_space_and_case(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
