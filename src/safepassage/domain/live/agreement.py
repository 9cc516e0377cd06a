"""Facts of the agreement: proposed, agreed, in force, reported violated, amended, completed.

`agreement.suspended` and `agreement.re-established` are facts that a rehearsal knows as well: they stand with the
others in `domain.events`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from safepassage.domain.events import Fact
from safepassage.domain.terms import LinkedMovement, Window

RESTRICTED: Mapping[str, bool] = MappingProxyType({"restricted": True})
"""Metadata of a field that endangers whoever it names: outputs withhold it from all who need not know."""


def restricted_fields(kind: type[Fact]) -> frozenset[str]:
    """Give the names of the fields of a kind of fact that outputs withhold."""
    return frozenset(each.name for each in fields(kind) if each.metadata.get("restricted", False))


class QuotaSpan(StrEnum):
    """What a quota is for: a day, or a movement."""

    DAY = "day"
    MOVEMENT = "movement"


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many `persons` and `vehicles` pass a crossing in each span; None is no limit."""

    crossing: str
    span: QuotaSpan
    persons: int | None
    vehicles: int | None


@dataclass(frozen=True, slots=True)
class AgreedCrossing:
    """A crossing that may be used.

    `lanes` is how many vehicles are checked at once (None: no limit), `windows` when it is open (None: always).
    `lights_from` are the parties whose green light each movement needs there, at least one.
    """

    place: str
    lanes: int | None
    windows: tuple[Window, ...] | None
    lights_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What the parties settled, as data.

    A quota's days last 24 hours, and one of them begins at `day_begins_s`, whole seconds after the scenario's start.
    """

    crossings: tuple[AgreedCrossing, ...] = ()
    quotas: tuple[Quota, ...] = ()
    linked: tuple[LinkedMovement, ...] = ()
    day_begins_s: int = 0


@dataclass(frozen=True, slots=True)
class AgreementProposed(Fact):
    """Terms were put before the parties; `reference` is the text that they are taken from."""

    name: ClassVar[str] = "agreement.proposed"

    parties: tuple[str, ...]
    terms: AgreedTerms
    reference: str


@dataclass(frozen=True, slots=True)
class AgreementAgreed(Fact):
    """A party agreed to the terms as they were proposed last."""

    name: ClassVar[str] = "agreement.agreed"

    party: str


@dataclass(frozen=True, slots=True)
class AgreementEnteredIntoForce(Fact):
    """What every party had agreed to came into force."""

    name: ClassVar[str] = "agreement.entered-into-force"


@dataclass(frozen=True, slots=True)
class AgreementViolationReported(Fact):
    """Somebody said that the agreement was violated; who said so, `told_by`, is restricted."""

    name: ClassVar[str] = "agreement.violation-reported"

    what: str
    told_by: str = field(metadata=RESTRICTED)


@dataclass(frozen=True, slots=True)
class AgreementViolationDismissed(Fact):
    """A named person found, with a reason, that a reported violation does not stand; `violation` is its event's id."""

    name: ClassVar[str] = "agreement.violation-dismissed"

    violation: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementAmended(Fact):
    """The parties `agreed_by` put other terms in the place of those before; it counts once all of them agreed."""

    name: ClassVar[str] = "agreement.amended"

    terms: AgreedTerms
    reference: str
    agreed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementCompleted(Fact):
    """All that was agreed is done or over: nothing departs under this agreement any more."""

    name: ClassVar[str] = "agreement.completed"


AGREEMENT_FACTS: tuple[type[Fact], ...] = (
    AgreementProposed,
    AgreementAgreed,
    AgreementEnteredIntoForce,
    AgreementViolationReported,
    AgreementViolationDismissed,
    AgreementAmended,
    AgreementCompleted,
)
