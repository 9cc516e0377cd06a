"""The port: what every store of a ledger can do.

A store is used by one thread. What it acknowledges is on the disk, flushed. Reading never waits for writing, and as
nothing is ever changed or taken away, whatever is read up to a position is the same for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from safepassage.domain.errors import SafePassageError
from safepassage.ledger.checkpoints import Kept
from safepassage.ledger.events import Event, Recorded, Row

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""
Salts = Callable[[], bytes]
"""Gives 32 fresh random bytes."""


class Head(NamedTuple):
    """The end of the ledger: how many events there are, and the chain's hash after the last."""

    size: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Append:
    """Events for the end of a stream whose version is known to be `expected`, 0 where it has none yet."""

    stream: str
    expected: int
    events: tuple[Event, ...]


Outcome = tuple[Recorded, ...] | SafePassageError
"""What became of an append: its events in their places, or why it was refused."""


class EventStore(Protocol):
    """A ledger, kept somewhere."""

    @property
    def ledger(self) -> str:
        """The id of the ledger."""

    @property
    def place(self) -> str:
        """Where it is kept, in words, without any password."""

    def append(self, stream: str, expected: int, events: Sequence[Event]) -> tuple[Recorded, ...]:
        """Append events to a stream, and give them in their places once they are flushed to the disk.

        Events that are in the ledger already are not appended again; if all are, `expected` plays no part.

        Raises
        ------
        StaleAppendError
            If the stream's version is not `expected`.
        ChangedEventError
            If an id is in the ledger with other content, or in another stream.
        ClosedLedgerError
            If the ledger was moved elsewhere.
        LedgerFaultError
            If disk or database failed. Nothing was appended, unless the failure came in the very moment of the
            acknowledgement; append the same events again, it is one event all the same.
        """

    def append_all(self, appends: Sequence[Append]) -> list[Outcome]:
        """Make several appends at once, flushed together; each is refused or done by itself, in this order."""

    def stream(self, name: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of a stream, from the version that follows `after`."""

    def find(self, id_: str) -> Recorded | None:
        """Give the event of an id in its place, whatever its stream; None if there is none."""

    def at(self, positions: Sequence[int]) -> list[Recorded]:
        """Give the events at some positions of the ledger, in the order of the ledger; none where there is none."""

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Yield all rows as they are kept, from the position that follows `after`."""

    def head(self) -> Head:
        """Give the end of the ledger."""

    def checkpoints(self) -> list[Kept]:
        """Give the signed checkpoints, oldest first."""

    def keep_checkpoint(self, kept: Kept) -> None:
        """Keep one more checkpoint."""

    def adopt(self, rows: Iterable[Row], checkpoints: Sequence[Kept]) -> None:
        """Take over all rows and checkpoints of another store of this ledger, at once; this one must be empty."""

    def moved_to(self) -> str | None:
        """Give where the ledger was moved to, None if it was not."""

    def handing_over(self, successor: str) -> AbstractContextManager[None]:
        """Keep others from appending within; refuse every append for good afterwards, as it goes on at `successor`.

        Raises
        ------
        ClosedLedgerError
            If the ledger was moved before.
        """

    def damage(self) -> list[str]:
        """Give what the database itself finds wrong in its files, a sentence each."""

    def close(self) -> None:
        """Give back connections and files."""
