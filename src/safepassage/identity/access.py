"""Who may do what with which kind of field, and the rules by which the vault refuses.

The table is short on purpose. A registration officer writes names and cannot read them back. A coordinator, who sees
where every vehicle is, sees nobody's name. No role has both; neither may a person who was given two roles: who has
access here and sees live positions too is refused, until one of the roles is taken away.

In an emergency any appointed person can break the glass: it opens one record, and raises an alert.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from unicodedata import normalize

from safepassage.domain.live.positions import sees_positions
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vault import VaultAct
from safepassage.identity.fields import Field, Kind

ALL_KINDS = frozenset(Kind)
IDENTITY = frozenset({Kind.NAME, Kind.CONTACT, Kind.PHOTO})

MAY: Mapping[Role, Mapping[VaultAct, frozenset[Kind]]] = MappingProxyType(
    {
        Role.REGISTRATION_OFFICER: {VaultAct.SEAL: IDENTITY},
        Role.MEDICAL: {
            VaultAct.SEAL: frozenset({Kind.MEDICAL}),
            VaultAct.LOOK: frozenset({Kind.MEDICAL}),
            VaultAct.APPROVE: ALL_KINDS,
        },
        Role.PROTECTION: {
            VaultAct.SEAL: IDENTITY | {Kind.PROTECTION},
            VaultAct.LOOK: IDENTITY | {Kind.PROTECTION},
            VaultAct.APPROVE: ALL_KINDS,
        },
        Role.INFORMATION_OFFICER: {
            VaultAct.DISCLOSE: ALL_KINDS,
            VaultAct.APPROVE: ALL_KINDS,
            VaultAct.ERASE: ALL_KINDS,
            VaultAct.REVIEW: ALL_KINDS,
        },
        Role.AUDITOR: {VaultAct.REVIEW: ALL_KINDS},
    }
)
"""By role and act, the kinds of fields. What does not stand here is not allowed.

Protection officers read names too, as bringing families together is theirs. To review an alert shows no field.
"""


class Rule(StrEnum):
    """Why the vault refused."""

    NOT_APPOINTED = "not-appointed"
    APART = "vault-or-positions"
    ROLE_MAY_NOT = "role-may-not"
    NO_REASON = "no-reason"
    NEEDS_TWO = "needs-two"
    NOT_APPROVED = "not-approved"
    SAME_PERSON = "same-person"
    TOO_LATE = "too-late"
    NO_REQUEST = "no-request"
    NO_ALERT = "no-alert"
    ERASED = "erased"


SENTENCES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.NOT_APPOINTED: "Nobody of this name has a role in the operation: have them appointed first.",
        Rule.APART: "Nobody has access to the vault and sees live positions too: give up one of the two roles.",
        Rule.ROLE_MAY_NOT: "This role may not do that with these fields: ask somebody whose role it is.",
        Rule.NO_REASON: "Nothing is shown without a reason: give one line of up to 200 characters, without a name.",
        Rule.NEEDS_TWO: "This needs two people: ask for it first, and have somebody else approve it.",
        Rule.NOT_APPROVED: "The request is not approved for this by somebody else, or was used: ask anew.",
        Rule.SAME_PERSON: "This must be done by somebody else than who began it.",
        Rule.TOO_LATE: "The time of the request is over: ask anew.",
        Rule.NO_REQUEST: "There is no such request that waits for approval: look at the list of requests.",
        Rule.NO_ALERT: "There is no such alert that waits for review: look at the list of alerts.",
        Rule.ERASED: "This person was erased, and stays so: register them anew, under another token, if they wish it.",
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name, and the roles that the person was appointed to; none if nobody was appointed."""

    name: str
    roles: tuple[Role, ...]


def forbids(actor: Actor, act: VaultAct, fields: Iterable[Field]) -> Rule | None:
    """Give the rule by which somebody's roles forbid an act with these fields, None if none does."""
    if not actor.roles:
        return Rule.NOT_APPOINTED
    if act is VaultAct.BREAK_GLASS:
        return None
    kinds = {field.kind for field in fields}
    if not any(act in MAY.get(role, {}) and kinds <= MAY[role][act] for role in actor.roles):
        return Rule.ROLE_MAY_NOT
    return Rule.APART if act is not VaultAct.REVIEW and sees_positions(actor.roles) else None


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person, however they are spaced, capitalised or encoded."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    """Give a name as Unicode compares names without case (UAX 15 and 31, compatibility form)."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())


def is_reason(text: str) -> bool:
    """Whether a text says why: one line of 1 to 200 characters."""
    return bool(text.strip()) and len(text) <= 200 and text.isprintable()
