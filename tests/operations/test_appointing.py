"""Nobody is appointed to roles that open the vault and show where vehicles are."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from safepassage.domain.live.roles import Role
from safepassage.operations.commands.appointing import Appoint
from safepassage.operations.deciding import RefusedError, Rule
from tests.operations.desks import Tried, tried

POSITIONS = {Role.COORDINATOR, Role.DISPATCHER, Role.CONVOY_LEADER, Role.BOARDING_FOCAL_POINT}
VAULT = {Role.REGISTRATION_OFFICER, Role.MEDICAL, Role.PROTECTION, Role.INFORMATION_OFFICER}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def rule_against(desk: Tried, roles: tuple[Role, ...]) -> Any:
    """Give the rule by which somebody may not have these roles, None if none forbids it."""
    try:
        desk.do(Appoint("Omar", roles))
    except RefusedError as refused:
        return refused.rule
    return None


def test_of_two_roles_one_may_open_the_vault_or_show_positions_but_not_each(desk: Tried) -> None:
    rules = {frozenset(pair): rule_against(desk, pair) for pair in combinations(Role, 2)}
    assert {pair for pair, rule in rules.items() if rule is Rule.VAULT_OR_POSITIONS} == {
        frozenset((sees, opens)) for sees in POSITIONS for opens in VAULT
    }
    assert set(rules.values()) == {None, Rule.VAULT_OR_POSITIONS}


def test_a_refused_appointment_leaves_the_one_before_even_as_a_report(desk: Tried) -> None:
    desk.do(Appoint("Omar", (Role.MEDICAL,)))
    with pytest.raises(RefusedError, match="Appoint two people"):
        desk.do(Appoint("Omar", (Role.MEDICAL, Role.DISPATCHER)), happened=desk.clock.now)
    appointment = desk.look().staff.appointment("Omar")
    assert appointment is not None
    assert appointment.roles == (Role.MEDICAL,)
