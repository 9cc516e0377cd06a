"""Facts of the vault: who looked at what of whom and why, and what left. Never what stood there.

`fields` are names of the vault's fields, `token` and `tokens` the persons. Reasons are free text of those who gave
them: they are told not to write a name there. Who it was is the actor of the event.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role


class VaultAct(StrEnum):
    """What somebody does with the vault."""

    SEAL = "seal"
    LOOK = "look"
    APPROVE = "approve"
    DISCLOSE = "disclose"
    ERASE = "erase"
    REVIEW = "review"
    BREAK_GLASS = "break-glass"


@dataclass(frozen=True, slots=True)
class VaultSwitchedOn(Fact):
    """A vault was made for the operation.

    `apart` says whether the keys lay on another disk than the vault then, `passphrase` whether they need one.
    """

    name: ClassVar[str] = "vault.switched-on"

    vault: str
    apart: bool
    passphrase: bool


@dataclass(frozen=True, slots=True)
class VaultSealed(Fact):
    """Fields of a person were put into the vault, in place of what stood there."""

    name: ClassVar[str] = "vault.sealed"

    token: str
    fields: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class VaultAsked(Fact):
    """Somebody asked for what needs two people: to look at, or to disclose, these fields of these persons, once.

    It can be approved and used until `until_s`, whole seconds after the scenario's start.
    """

    name: ClassVar[str] = "vault.asked"

    request: str
    act: VaultAct
    tokens: tuple[str, ...]
    fields: tuple[str, ...]
    roles: tuple[Role, ...]
    reason: str
    until_s: int


@dataclass(frozen=True, slots=True)
class VaultApproved(Fact):
    """A second person approved a request."""

    name: ClassVar[str] = "vault.approved"

    request: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class VaultLooked(Fact):
    """Somebody looked at fields of a person; `request` is what a second person approved, "" where none was needed."""

    name: ClassVar[str] = "vault.looked"

    token: str
    fields: tuple[str, ...]
    roles: tuple[Role, ...]
    reason: str
    request: str


@dataclass(frozen=True, slots=True)
class VaultRefused(Fact):
    """Somebody tried what the `rule` forbids, and was shown nothing."""

    name: ClassVar[str] = "vault.refused"

    act: VaultAct
    tokens: tuple[str, ...]
    fields: tuple[str, ...]
    roles: tuple[Role, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class GlassBroken(Fact):
    """In an emergency somebody looked past the rules. It stays an `alert` until another person has reviewed it."""

    name: ClassVar[str] = "vault.glass-broken"

    alert: str
    token: str
    fields: tuple[str, ...]
    roles: tuple[Role, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class GlassReviewed(Fact):
    """A person of another name looked into an alert, and found this."""

    name: ClassVar[str] = "vault.glass-reviewed"

    alert: str
    finding: str


@dataclass(frozen=True, slots=True)
class DisclosureMade(Fact):
    """A list left the vault: to whom, why, which fields of whom. Every row of it carries the `watermark`."""

    name: ClassVar[str] = "disclosure.made"

    watermark: str
    to: str
    reason: str
    fields: tuple[str, ...]
    tokens: tuple[str, ...]
    roles: tuple[Role, ...]
    request: str
    persons: int


@dataclass(frozen=True, slots=True)
class FieldsExpired(Fact):
    """Fields of a person were destroyed, as their time of retention was over."""

    name: ClassVar[str] = "vault.expired"

    token: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonErased(Fact):
    """All that the vault had of a person is destroyed, with the key to it; what the ledger counts stays."""

    name: ClassVar[str] = "person.erased"

    token: str
    reason: str
    persons: int = 1


@dataclass(frozen=True, slots=True)
class VaultDestroyed(Fact):
    """The keys of the whole vault were destroyed, and nobody can open it any more."""

    name: ClassVar[str] = "vault.destroyed"

    reason: str


VAULT_FACTS: tuple[type[Fact], ...] = (
    VaultSwitchedOn,
    VaultSealed,
    VaultAsked,
    VaultApproved,
    VaultLooked,
    VaultRefused,
    GlassBroken,
    GlassReviewed,
    DisclosureMade,
    FieldsExpired,
    PersonErased,
    VaultDestroyed,
)
