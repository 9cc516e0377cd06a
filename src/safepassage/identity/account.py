"""The journal's port, and what the facts of a vault come to: requests, alerts, and who was erased.

The vault keeps none of that itself. It is told by the journal, so an old copy of the vault's database brings back no
used request and hides no alert.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from safepassage.domain.events import Fact
from safepassage.domain.live.told import Told
from safepassage.domain.live.vault import (
    DisclosureMade,
    GlassBroken,
    GlassReviewed,
    PersonErased,
    VaultAct,
    VaultApproved,
    VaultAsked,
    VaultLooked,
)
from safepassage.identity.access import same_person


class Journal(Protocol):
    """Where facts of the vault are kept; wired to the ledger."""

    def record(self, fact: Fact, actor: str) -> None:
        """Keep a fact of what somebody does: when this returns, it is acknowledged. It raises if it cannot be kept."""

    def told(self) -> Iterable[Told]:
        """Yield all facts of the vault so far."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for that needs two people; `approved_by` is "" as long as nobody else approved it."""

    id: str
    act: VaultAct
    tokens: frozenset[str]
    fields: frozenset[str]
    by: str
    reason: str
    until_s: int
    approved_by: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """A broken glass; `finding` is "" as long as nobody else reviewed it."""

    id: str
    token: str
    fields: tuple[str, ...]
    by: str
    reason: str
    at_s: int
    reviewed_by: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What the facts come to; requests and alerts by id."""

    requests: Mapping[str, Request]
    alerts: Mapping[str, Alert]
    erased: frozenset[str]


def account_of(told: Iterable[Told]) -> Account:
    """Give what facts come to, in whatever order and however often they are told.

    What answers a request or an alert finds it wherever it stands: within one second their order says nothing.
    """
    once = sorted({each.id: each for each in told}.values(), key=lambda one: one.key)
    requests: dict[str, Request] = {}
    alerts: dict[str, Alert] = {}
    for each in once:
        _begin(requests, alerts, each)
    for each in once:
        _go_on(requests, alerts, each)
    erased = frozenset(each.fact.token for each in once if isinstance(each.fact, PersonErased))
    return Account(MappingProxyType(requests), MappingProxyType(alerts), erased)


def _begin(requests: dict[str, Request], alerts: dict[str, Alert], told: Told) -> None:
    match told.fact:
        case VaultAsked() as fact:
            requests.setdefault(fact.request, _request_of(fact, told.actor))
        case GlassBroken() as fact:
            alerts.setdefault(fact.alert, _alert_of(fact, told.actor))


def _go_on(requests: dict[str, Request], alerts: dict[str, Alert], told: Told) -> None:
    match told.fact:
        case VaultApproved(request=id_) if id_ in requests and _counts(requests[id_], told):
            requests[id_] = replace(requests[id_], approved_by=told.actor)
        case VaultLooked(request=id_) | DisclosureMade(request=id_) if id_ in requests:
            requests[id_] = replace(requests[id_], used=True)
        case GlassReviewed() as fact if fact.alert in alerts and not same_person(alerts[fact.alert].by, told.actor):
            alerts[fact.alert] = replace(alerts[fact.alert], reviewed_by=told.actor, finding=fact.finding)


def _counts(request: Request, approval: Told) -> bool:
    """Whether an approval is in time and by somebody else; whoever forged another gets nothing by it."""
    return not same_person(request.by, approval.actor) and approval.fact.at_s <= request.until_s


def _request_of(fact: VaultAsked, by: str) -> Request:
    tokens, fields = frozenset(fact.tokens), frozenset(fact.fields)
    return Request(fact.request, fact.act, tokens, fields, by, fact.reason, fact.until_s)


def _alert_of(fact: GlassBroken, by: str) -> Alert:
    return Alert(fact.alert, fact.token, fact.fields, by, fact.reason, fact.at_s)
