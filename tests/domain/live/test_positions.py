"""Who sees live positions: those who move people, lead them, or wait for them."""

import pytest

from safepassage.domain.live.positions import sees_positions, would_have_both
from safepassage.domain.live.roles import Role

SEE = {Role.COORDINATOR, Role.DISPATCHER, Role.CONVOY_LEADER, Role.BOARDING_FOCAL_POINT}
"""Written down a second time, so that nobody is added in passing."""


@pytest.mark.parametrize("role", Role)
def test_only_those_who_need_it_see_live_positions(role: Role) -> None:
    assert sees_positions([role]) is (role in SEE)


def test_one_role_that_sees_them_is_enough_and_none_sees_none() -> None:
    assert sees_positions([Role.MEDICAL, Role.DISPATCHER])
    assert not sees_positions([])


def test_both_together_are_told_and_either_alone_is_not() -> None:
    assert would_have_both([Role.MEDICAL, Role.OBSERVER, Role.DISPATCHER])
    assert not would_have_both([Role.MEDICAL, Role.PROTECTION])
    assert not would_have_both(SEE)
