"""Facts of reception: what room a place has, which patients it takes, who came, and how they are weeks later."""

from dataclasses import dataclass
from typing import ClassVar

from safepassage.domain.events import Fact


@dataclass(frozen=True, slots=True)
class CapacityDeclared(Fact):
    """A place said for how many people, and how many of them on stretchers, it has room in all."""

    name: ClassVar[str] = "capacity.declared"

    place: str
    people: int
    stretchers: int
    declared_by: str


@dataclass(frozen=True, slots=True)
class PatientAccepted(Fact):
    """A hospital or another place confirmed, by a named person, that it takes somebody who needs care."""

    name: ClassVar[str] = "patient.accepted"

    token: str
    place: str
    accepted_by: str
    persons: int


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn(Fact):
    """A place that had accepted somebody takes them no more."""

    name: ClassVar[str] = "acceptance.withdrawn"

    token: str
    place: str
    reason: str
    persons: int


@dataclass(frozen=True, slots=True)
class ArrivalConfirmed(Fact):
    """At a place a named person, `confirmed_by`, counted who came with a vehicle, without looking at the scans."""

    name: ClassVar[str] = "arrival.confirmed"

    place: str
    vehicle: str
    people: int
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class FollowUpMade(Fact):
    """Those who came to a place on a day, 0 the first of the scenario, were asked how they are `after_days` days later.

    Counts, and nobody's name: `well`; `in_need` of help that they do not get; `moved_on` elsewhere, of their own will;
    `returned`; `harmed` since they came, or moved against their will; `died`; `not_reached`.
    """

    name: ClassVar[str] = "follow-up.made"

    place: str
    day: int
    after_days: int
    well: int
    in_need: int
    moved_on: int
    returned: int
    harmed: int
    died: int
    not_reached: int


RECEPTION_FACTS: tuple[type[Fact], ...] = (
    CapacityDeclared,
    PatientAccepted,
    AcceptanceWithdrawn,
    ArrivalConfirmed,
    FollowUpMade,
)
