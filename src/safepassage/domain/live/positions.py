"""Who may see where vehicles are at this moment.

Whoever knows where a bus is and who sits in it can stop the bus for one person. So these two never come together in one
pair of hands: a role that sees live positions has no access to the vault, and the other way round
(`safepassage.identity.access`, and a test over every role).
"""

from collections.abc import Iterable

from safepassage.domain.live.roles import Role

SEE_POSITIONS: frozenset[Role] = frozenset(
    {Role.COORDINATOR, Role.DISPATCHER, Role.CONVOY_LEADER, Role.BOARDING_FOCAL_POINT}
)
"""Roles that need live positions: they decide who moves, lead those who move, or wait for them with people at a stop.

All others do not: an observer tells what is seen at one place, and registration happens before anything moves.
"""


def sees_positions(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may see live positions."""
    return not SEE_POSITIONS.isdisjoint(roles)
