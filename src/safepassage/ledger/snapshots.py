"""Snapshots: what a fold over the ledger came to so far, so that opening it again need not begin at the first event.

A snapshot is a cache, and nothing but a cache: a file that can be deleted at any time. It is used only if it is whole,
of this ledger, fold and version, and the ledger still has the same event at its place; else the fold begins anew. It is
no evidence: whoever can write to the cache could forge it, and verification never looks at it.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import canonical
from safepassage.ledger.chain import genesis
from safepassage.ledger.events import Recorded, Row, recorded_of
from safepassage.ledger.files import write_over
from safepassage.ledger.store import EventStore

FORMAT = "safepassage-snapshot-1"
LARGEST = 2**30
"""Bytes of a snapshot."""

NO_STATE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, UnusableInputError)
"""What a file that somebody damaged or edited raises when it is read."""

S = TypeVar("S")


class Fold(Protocol[S]):
    """What comes of events: a state, made from the one before and an event; whoever changes it gives it a new version.

    `name` is plain ASCII, fit for the name of a file.
    """

    name: str
    version: int

    def begin(self) -> S:
        """Give the state before the first event."""

    def apply(self, state: S, recorded: Recorded) -> S:
        """Give the state after one more event; the state before may be used up."""

    def plain(self, state: S) -> Any:
        """Give the state as data that JSON can hold."""

    def restored(self, plain: Any) -> S:
        """Give the state of such data.

        Raises
        ------
        UnusableInputError, ValueError, KeyError, TypeError, AttributeError
            If it is none.
        """


@dataclass(frozen=True, slots=True)
class Opened(Generic[S]):
    """A state, position and chain hash of its last event, and how many events were read to get there."""

    state: S
    position: int
    chain: bytes
    read: int


def opened(store: EventStore, fold: Fold[S], folder: Path) -> Opened[S]:
    """Give what the fold comes to over the whole ledger, from its snapshot in a folder if that can be trusted."""
    start = _from_snapshot(store, fold, folder / _name(store, fold))
    begun, rows = start or (Opened(fold.begin(), 0, genesis(store.ledger), 0), store.rows())
    state, position, chain, read = begun.state, begun.position, begun.chain, 0
    for row in rows:
        state, position, chain, read = fold.apply(state, recorded_of(row)), row.position, row.chain, read + 1
    return Opened(state, position, chain, read)


def keep_snapshot(store: EventStore, fold: Fold[S], found: Opened[S], folder: Path) -> None:
    """Keep a state as the snapshot of its fold, in place of an older one, in a file of mode 0600."""
    body = json.dumps(fold.plain(found.state), ensure_ascii=False, separators=(",", ":")).encode()
    header = {
        "chain": found.chain.hex(),
        "digest": sha256(body).hexdigest(),
        "fold": fold.name,
        "format": FORMAT,
        "ledger": store.ledger,
        "position": found.position,
        "version": fold.version,
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_over(folder / _name(store, fold), canonical(header).encode() + b"\n" + body)


def _name(store: EventStore, fold: Fold[S]) -> str:
    return f"{store.ledger}-{fold.name}.snapshot"


def _from_snapshot(store: EventStore, fold: Fold[S], path: Path) -> tuple[Opened[S], Iterator[Row]] | None:
    """Give the snapshot's state and the rows after it; None if there is none, or it is damaged, old or of others."""
    with suppress(
        OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, UnusableInputError
    ):
        if path.stat().st_size > LARGEST:
            return None
        head, _, body = path.read_bytes().partition(b"\n")
        header = json.loads(head)
        position, chain = header["position"], bytes.fromhex(header["chain"])
        expected = (FORMAT, store.ledger, fold.name, fold.version, sha256(body).hexdigest())
        if expected != tuple(header[name] for name in ("format", "ledger", "fold", "version", "digest")):
            return None
        rows = store.rows(position - 1)
        last = next(rows, None)
        if last is not None and (last.position, last.chain) == (position, chain):
            return Opened(fold.restored(json.loads(body)), position, chain, 0), rows
    return None
