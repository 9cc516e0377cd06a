"""What the stores in databases share: all but how their database is spoken to."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.ledger.appending import Transaction, append_within
from safepassage.ledger.checkpoints import Kept
from safepassage.ledger.errors import ClosedLedgerError
from safepassage.ledger.events import Event, Recorded, Row, recorded_of
from safepassage.ledger.store import Append, Clock, Head, Outcome, Salts

FORMAT = 1
"""Of the tables."""

PAGE = 10_000
"""Rows read at once, so that no long reading holds up the database's own housekeeping."""


class DatabaseStore(ABC):
    """A ledger in a database; see `EventStore` for what each method promises."""

    ledger: str
    place: str

    def __init__(self, clock: Clock, salts: Salts) -> None:
        self._clock, self._salts = clock, salts

    @abstractmethod
    def writing(self) -> AbstractContextManager[Transaction]:
        """Give a transaction that nobody else writes in: flushed at the end, or taken back on an error."""

    @abstractmethod
    def page(self, stream: str | None, after: int) -> list[Row]:
        """Give the next `PAGE` rows after a version of a stream, or with None after a position of the ledger."""

    @abstractmethod
    def row_of(self, id_: str) -> Row | None:
        """Give the row of an event's id, None if there is none."""

    @abstractmethod
    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """Give the rows at these positions, lowest first."""

    @abstractmethod
    def head(self) -> Head:
        """Give the end of the ledger."""

    @abstractmethod
    def checkpoints(self) -> list[Kept]:
        """Give the checkpoints, oldest first."""

    @abstractmethod
    def moved_to(self) -> str | None:
        """Give where the ledger was moved to."""

    @abstractmethod
    def damage(self) -> list[str]:
        """Give what the database itself finds wrong."""

    @abstractmethod
    def close(self) -> None:
        """Give back connections and files."""

    def append(self, stream: str, expected: int, events: Sequence[Event]) -> tuple[Recorded, ...]:
        """Append events to a stream."""
        (outcome,) = self.append_all([Append(stream, expected, tuple(events))])
        if isinstance(outcome, SafePassageError):
            raise outcome
        return outcome

    def append_all(self, appends: Sequence[Append]) -> list[Outcome]:
        """Make several appends with one flush."""
        with self.writing() as transaction:
            must_be_open(transaction)
            return append_within(transaction, appends, now=self._clock(), salts=self._salts)

    def stream(self, name: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of a stream after a version."""
        for row in self._rows(name, after):
            yield recorded_of(row)

    def find(self, id_: str) -> Recorded | None:
        """Give the event of an id in its place."""
        row = self.row_of(id_)
        return None if row is None else recorded_of(row)

    def at(self, positions: Sequence[int]) -> list[Recorded]:
        """Give the events at some positions."""
        return [recorded_of(row) for row in self.rows_at(positions)]

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Yield all rows after a position."""
        return self._rows(None, after)

    def _rows(self, stream: str | None, after: int) -> Iterator[Row]:
        while page := self.page(stream, after):
            yield from page
            after = page[-1].position if stream is None else page[-1].version

    def keep_checkpoint(self, kept: Kept) -> None:
        """Keep one more checkpoint."""
        with self.writing() as transaction:
            transaction.keep(kept)

    def adopt(self, rows: Iterable[Row], checkpoints: Sequence[Kept]) -> None:
        """Take over a whole ledger of the same id."""
        with self.writing() as transaction:
            if transaction.head().size:
                raise UnusableInputError(f"{self.place} holds events already: choose a place that holds none.")
            transaction.insert(rows)
            for kept in checkpoints:
                transaction.keep(kept)

    @contextmanager
    def handing_over(self, successor: str) -> Iterator[None]:
        """Keep others from appending within, and refuse every append afterwards."""
        with self.writing() as transaction:
            must_be_open(transaction)
            yield
            transaction.move_to(successor)


def must_be_open(transaction: Transaction) -> None:
    """Raise ClosedLedgerError if the ledger was moved."""
    successor = transaction.moved_to()
    if successor is not None:
        raise ClosedLedgerError(f"This ledger was moved and takes no more events: go on with {successor}.")
