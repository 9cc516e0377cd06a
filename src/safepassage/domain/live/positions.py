"""Who may see where vehicles are at this moment, and why nobody sees that and the vault.

Whoever knows where a bus is and who sits in it can stop the bus for one person. So these two never come together in one
pair of hands: a role that sees live positions has no access to the vault, and the other way round. Nobody is appointed
to roles that would have both; and whoever has them all the same, from an older ledger, is refused by the vault
(`safepassage.identity.access`, where a test over every role says that `OPEN_THE_VAULT` is what its table says).
"""

from collections.abc import Iterable

from safepassage.domain.live.roles import Role

SEE_POSITIONS: frozenset[Role] = frozenset(
    {Role.COORDINATOR, Role.DISPATCHER, Role.CONVOY_LEADER, Role.BOARDING_FOCAL_POINT}
)
"""Roles that need live positions: they decide who moves, lead those who move, or wait for them with people at a stop.

All others do not: an observer tells what is seen at one place, and registration happens before anything moves.
"""

OPEN_THE_VAULT: frozenset[Role] = frozenset(
    {Role.REGISTRATION_OFFICER, Role.MEDICAL, Role.PROTECTION, Role.INFORMATION_OFFICER}
)
"""Roles that see, write, approve, disclose or erase anything of the vault."""


def sees_positions(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may see live positions."""
    return not SEE_POSITIONS.isdisjoint(roles)


def would_have_both(roles: Iterable[Role]) -> bool:
    """Whether these roles together have access to the vault and see live positions."""
    everything = frozenset(roles)
    return sees_positions(everything) and not OPEN_THE_VAULT.isdisjoint(everything)
