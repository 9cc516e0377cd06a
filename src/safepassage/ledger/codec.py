"""Facts of the domain to events and back; old payloads are brought up to date when they are read.

A row is never changed. Where a later version of the software words a fact differently, an upcaster says how to read
what was kept: it turns a type and version into a later one, and they are applied one after the other, to the last.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.fact_records import fact_of, record_of
from safepassage.ledger.canonical import Plain
from safepassage.ledger.events import Event

SECOND = timedelta(seconds=1)

COUNTED: tuple[str, ...] = ("groups", "persons")
"""Fields of facts that totals are proven of."""


@dataclass(frozen=True, slots=True)
class Upcaster:
    """How to read events of a type and version as those of another, later one."""

    type: str
    version: int
    to_type: str
    to_version: int
    change: Callable[[Mapping[str, Plain]], Mapping[str, Plain]]


class Upcasters:
    """All upcasters, in whatever order they are given.

    Raises
    ------
    UnusableInputError
        If two begin at the same type and version, or some go round in a circle.
    """

    def __init__(self, upcasters: Iterable[Upcaster] = ()) -> None:
        found: dict[tuple[str, int], Upcaster] = {}
        for upcaster in upcasters:
            if found.setdefault((upcaster.type, upcaster.version), upcaster) is not upcaster:
                raise UnusableInputError(f"Two upcasters begin at {upcaster.type}, version {upcaster.version}.")
        self._upcasters = MappingProxyType(found)
        for start in found:
            self._refuse_circle(start)

    def _refuse_circle(self, start: tuple[str, int]) -> None:
        key, steps = start, 0
        while key in self._upcasters:
            upcaster = self._upcasters[key]
            key, steps = (upcaster.to_type, upcaster.to_version), steps + 1
            if steps > len(self._upcasters):
                raise UnusableInputError(f"The upcasters from {start[0]}, version {start[1]}, go round in a circle.")

    def up_to_date(
        self, type_: str, version: int, payload: Mapping[str, Plain]
    ) -> tuple[str, int, Mapping[str, Plain]]:
        """Give type, version and payload as this version of the software words them."""
        while (type_, version) in self._upcasters:
            upcaster = self._upcasters[type_, version]
            type_, version, payload = upcaster.to_type, upcaster.to_version, upcaster.change(payload)
        return type_, version, payload


@dataclass(frozen=True, slots=True)
class FactCodec:
    """Facts of an operation whose seconds count from `start`, an aware moment."""

    start: datetime
    upcasters: Upcasters

    def event_of(
        self,
        fact: Fact,
        *,
        id: str,  # noqa: A002 - the event's own word
        reported: datetime,
        actor: str,
        source: str,
        cause: str | None = None,
        corrects: str | None = None,
    ) -> Event:
        """Give the event of a fact; its moment becomes the time at which it happened."""
        payload = {name: value for name, value in record_of(fact).items() if name not in {"fact", "version", "at_s"}}
        return Event(
            id=id,
            type=fact.name,
            version=fact.version,
            happened=self.start + fact.at_s * SECOND,
            reported=reported,
            actor=actor,
            source=source,
            payload=payload,
            cause=cause,
            corrects=corrects,
            counted=tuple(name for name in COUNTED if name in payload),
        )

    def fact_of(self, event: Event) -> Fact:
        """Give the fact of an event; `fact_of(event_of(fact, …)) == fact`.

        Raises
        ------
        UnusableInputError
            If this version knows no such fact, or it happened between two seconds.
        """
        at_s, rest = divmod(event.happened - self.start, SECOND)
        if rest:
            raise UnusableInputError(f"The fact {event.id} did not happen at a whole second after the start.")
        type_, version, payload = self.upcasters.up_to_date(event.type, event.version, event.payload)
        return fact_of({**payload, "fact": type_, "version": version, "at_s": at_s})
