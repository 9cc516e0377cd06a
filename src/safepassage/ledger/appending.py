"""The decision on appends, the same for every store: pure, within one write transaction of the store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.ledger.canonical import canonical
from safepassage.ledger.chain import chained, leaf_with, summary_of
from safepassage.ledger.checkpoints import Kept
from safepassage.ledger.errors import ChangedEventError, StaleAppendError
from safepassage.ledger.events import Event, Recorded, Row, check_stream, counts_of, moment_of, moment_text
from safepassage.ledger.store import Append, Head, Outcome, Salts

MOST_EVENTS = 10_000
"""Events in one append."""

NO_HASH = b""


class Transaction(Protocol):
    """What a store offers within a transaction that nobody else writes in."""

    def head(self) -> Head:
        """Give the end of the ledger."""

    def known(self, ids: Collection[str]) -> Mapping[str, Row]:
        """Give the rows of those ids that are in the ledger."""

    def versions(self, streams: Collection[str]) -> Mapping[str, int]:
        """Give the version of each of these streams that has events."""

    def insert(self, rows: Iterable[Row]) -> None:
        """Put rows at the end."""

    def keep(self, kept: Kept) -> None:
        """Put a checkpoint at the end."""

    def moved_to(self) -> str | None:
        """Give where the ledger was moved to, None if it was not."""

    def move_to(self, successor: str) -> None:
        """Note where the ledger was moved to."""


class Batch:
    """Appends that are decided one after the other, each seeing those before it."""

    def __init__(self, head: Head, known: Mapping[str, Row], versions: Mapping[str, int]) -> None:
        self.head = head
        self.added: list[Row] = []
        self._known = dict(known)
        self._versions = dict(versions)

    def take(self, append: Append, now: datetime, salts: Salts) -> tuple[Row, ...]:
        """Give the rows of the append's events; those that are new are `added` too. On an error nothing changes."""
        new = self._new(append)
        version = self._versions.get(append.stream, 0)
        if new and version != append.expected:
            raise StaleAppendError(append.stream, append.expected, version)
        head, rows = self.head, []
        for event in new.values():
            version += 1
            row = _row(event, append.stream, version, head, moment_text(now, "The clock of the ledger"), salts())
            rows.append(row)
            head = Head(row.position, row.chain)
        self.head, self._versions[append.stream] = head, version
        self._known |= {row.id: row for row in rows}
        self.added += rows
        return tuple(self._known[event.id] for event in append.events)

    def _new(self, append: Append) -> dict[str, Event]:
        new: dict[str, Event] = {}
        for event in append.events:
            known = self._known.get(event.id)
            if known is not None:
                same = told(event, append.stream) == told_by(known)
            else:
                same = new.setdefault(event.id, event) == event
            if not same:
                raise ChangedEventError(
                    f"There is an event {event.id} with other content: nothing was appended. Give what is new an id of "
                    "its own, and let it name the one that it corrects."
                )
        return new


Told = tuple[str, str, str, int, str, str, str, str, str | None, str | None, str, str]


def told(event: Event, stream: str) -> Told:
    """Give all that was told of an event, in the order of the columns; the same event told again is the same."""
    return (
        stream,
        event.id,
        event.type,
        event.version,
        moment_text(event.happened, "happened"),
        moment_text(event.reported, "reported"),
        event.actor,
        event.source,
        event.cause,
        event.corrects,
        canonical(event.payload),
        canonical(list(event.counted)),
    )


def told_by(row: Row) -> Told:
    """Give all that was told of the event of a row."""
    return (row.stream, *row[3:8], *row[9:15])


def _row(event: Event, stream: str, version: int, head: Head, recorded: str, salt: bytes) -> Row:
    _, id_, type_, type_version, happened, reported, *said = told(event, stream)
    place = (head.size + 1, stream, version)
    bare = Row._make((*place, id_, type_, type_version, happened, reported, recorded, *said, salt, NO_HASH, NO_HASH))
    leaf = leaf_with(bare, summary_of(event.type, event.version, counts_of(event.payload, event.counted, event.id)))
    return bare._replace(leaf=leaf, chain=chained(head.chain, leaf))


def check(append: Append) -> None:
    """Raise UnusableInputError if the append cannot be one."""
    check_stream(append.stream)
    if not 1 <= len(append.events) <= MOST_EVENTS:
        raise UnusableInputError(f"An append is of 1 to {MOST_EVENTS} events, not {len(append.events)}.")


def append_within(transaction: Transaction, appends: Sequence[Append], *, now: datetime, salts: Salts) -> list[Outcome]:
    """Decide on appends and insert what is new; give what became of each, refusals among them."""
    ids = {event.id for append in appends for event in append.events}
    streams = {append.stream for append in appends}
    batch = Batch(transaction.head(), transaction.known(ids), transaction.versions(streams))
    outcomes: list[Outcome] = []
    for append in appends:
        try:
            check(append)
            rows = batch.take(append, now, salts)
            outcomes.append(tuple(map(_recorded, append.events, rows)))
        except SafePassageError as refusal:
            outcomes.append(refusal)
    if batch.added:
        transaction.insert(batch.added)
    return outcomes


def _recorded(event: Event, row: Row) -> Recorded:
    return Recorded(event, row.stream, row.version, row.position, moment_of(row.recorded))
