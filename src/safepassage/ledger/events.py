"""The envelope of an event: what happened, when, who says so, and from where; and the form in which it is kept.

An `Event` is what somebody asks to append. The ledger gives it a place in its stream and in the whole, a time of
recording and a salt: that is a `Row`. Events are in the past tense, never change, and are kept under a stable type name
and version. A correction is a new event that points at the one that it corrects. What a cause or a correction points at
need not be there yet: reports come in any order.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import Plain, canonical, parsed, plain_text, plain_value

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
STREAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}")
TYPE = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")

LONGEST_TYPE = 100
LONGEST_TEXT = 200
"""Characters of an actor or a source."""
LARGEST_PAYLOAD = 64 * 2**10
"""Bytes of a payload's canonical text."""
LARGEST_COUNT = 10**9
"""Of a counted figure, so that the sum over any ledger is a number that every reader of JSON holds."""
MOST_TYPE_VERSIONS = 10**6
MOST_COUNTED = 16


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as somebody tells it.

    `id` is unique in the ledger; the same event told twice has the same id. `type` and `version` say what the payload
    means. `happened` and `reported` are aware moments. `actor` is who did it or saw it, `source` where the report comes
    from. `cause` is the id of the event that led to this one, or names the command that did; `corrects` is the id of
    the one that this one corrects; None where there is none. `counted` names the payload's whole numbers, 0 or more,
    that totals are proven of.

    Raises
    ------
    UnusableInputError
        If a field cannot be kept; the sentence names it.
    """

    id: str
    type: str
    version: int
    happened: datetime
    reported: datetime
    actor: str
    source: str
    payload: Mapping[str, Plain]
    cause: str | None = None
    corrects: str | None = None
    counted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be kept; take moments in UTC, and a copy of the payload."""
        _check_names(self)
        for name, verb in (("happened", "happened"), ("reported", "was reported")):
            moment = in_utc(getattr(self, name), f"The moment at which {self.id} {verb}")
            object.__setattr__(self, name, moment)
        payload = plain_value(dict(self.payload), f"The payload of {self.id}")
        if not isinstance(payload, dict) or len(canonical(payload).encode()) > LARGEST_PAYLOAD:
            raise UnusableInputError(
                f"The payload of {self.id} is larger than {LARGEST_PAYLOAD // 2**10} KiB: tell it in several parts."
            )
        object.__setattr__(self, "payload", payload)
        object.__setattr__(self, "counted", tuple(sorted(set(self.counted))))
        counts_of(self.payload, self.counted, self.id)


def _check_names(event: Event) -> None:
    for name in (event.id, event.cause, event.corrects):
        if name is not None and not ID.fullmatch(name):
            raise UnusableInputError("An event's id is 1 to 100 letters, digits and . _ : - in ASCII.")
    if not TYPE.fullmatch(event.type) or len(event.type) > LONGEST_TYPE:
        raise UnusableInputError(f"The type of {event.id} is no stable name such as convoy.departed.")
    if isinstance(event.version, bool) or not 1 <= event.version <= MOST_TYPE_VERSIONS:
        raise UnusableInputError(f"The type of {event.id} has a version that is no whole number from 1.")
    for what, text in (("actor", event.actor), ("source", event.source)):
        plain_text(text, f"The {what} of {event.id}")
        if not text.strip() or len(text) > LONGEST_TEXT or not text.isprintable():
            raise UnusableInputError(f"The {what} of {event.id} must be one line of 1 to {LONGEST_TEXT} characters.")


def check_stream(name: str) -> None:
    """Raise UnusableInputError if a stream cannot have this name."""
    if not STREAM.fullmatch(name):
        raise UnusableInputError("A stream's name is 1 to 200 letters, digits and . _ : / - in ASCII.")


def counts_of(payload: Mapping[str, Plain], counted: tuple[str, ...], of: str) -> dict[str, int]:
    """Give the counted figures of a payload; UnusableInputError where one is no whole number from 0."""
    if len(counted) > MOST_COUNTED:
        raise UnusableInputError(f"The event {of} counts more than {MOST_COUNTED} figures.")
    counts = {}
    for name in counted:
        value = payload.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_COUNT:
            raise UnusableInputError(
                f"The event {of} counts {name}, which is no whole number from 0 to {LARGEST_COUNT}."
            )
        counts[name] = value
    return counts


def in_utc(moment: datetime, what: str) -> datetime:
    """Give an aware moment in UTC; UnusableInputError, naming it as `what`, if it is not aware or of no year."""
    if moment.tzinfo is None:
        raise UnusableInputError(f"{what} has no time zone: give an aware moment.")
    try:
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise UnusableInputError(f"{what} lies outside the years 1 to 9999.") from None


def moment_text(moment: datetime, what: str) -> str:
    """Give an aware moment as UTC text of fixed width, so that texts sort as moments do."""
    return in_utc(moment, what).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """Give the moment of such a text; UnusableInputError if it is none."""
    with suppress(ValueError, UnusableInputError):
        moment = datetime.fromisoformat(text)
        if moment_text(moment, "A moment") == text:
            return moment
    raise UnusableInputError("A moment of the ledger is not written as 2016-12-15T08:30:00.000000Z.")


class Row(NamedTuple):
    """An event as every store keeps it, in the order of the columns.

    `position` counts from 1 over the ledger, `version` from 1 within the stream. Times are UTC texts of fixed width.
    `payload` and `counted` are canonical JSON. `salt` is 32 random bytes, `leaf` and `chain` are SHA-256 hashes.
    """

    position: int
    stream: str
    version: int
    id: str
    type: str
    type_version: int
    happened: str
    reported: str
    recorded: str
    actor: str
    source: str
    cause: str | None
    corrects: str | None
    payload: str
    counted: str
    salt: bytes
    leaf: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place: its `version` in the stream from 1, its `position` in the ledger, and when it was kept."""

    event: Event
    stream: str
    version: int
    position: int
    recorded: datetime


def recorded_of(row: Row) -> Recorded:
    """Give the event of a row; UnusableInputError if the row was tampered with so that it holds none."""
    event = Event(
        id=row.id,
        type=row.type,
        version=row.type_version,
        happened=moment_of(row.happened),
        reported=moment_of(row.reported),
        actor=row.actor,
        source=row.source,
        payload=parsed(row.payload, f"The payload of {row.id}"),
        cause=row.cause,
        corrects=row.corrects,
        counted=counted_of(row),
    )
    return Recorded(event, row.stream, row.version, row.position, moment_of(row.recorded))


def counted_of(row: Row) -> tuple[str, ...]:
    """Give the names of a row's counted figures; UnusableInputError if they are no list of names."""
    names = parsed(row.counted, f"The list of what {row.id} counts")
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return tuple(names)
    raise UnusableInputError(f"The list of what {row.id} counts is no list of names.")
