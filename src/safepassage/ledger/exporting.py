"""What leaves a ledger as a file: all of it, its totals with their proof, or single events with theirs.

Each file is JSON lines, canonical, one object a line; the first is a header with the format. The same ledger gives the
same bytes from every store.

    safepassage-ledger-1         every row, with salts: an archive, for those who may see everything
    safepassage-ledger-totals-1  of every row its summary alone: type and counted figures; for a third party
    safepassage-ledger-events-1  chosen rows whole, and nothing of the others
"""

from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import canonical
from safepassage.ledger.chain import commitment, part_salt, particulars_text, summary_text
from safepassage.ledger.checkpoints import Kept, Signed
from safepassage.ledger.events import Row
from safepassage.ledger.merkle import consistency_proof, inclusion_proof, levels_of
from safepassage.ledger.store import EventStore

WHOLE, TOTALS, EVENTS = (f"safepassage-ledger-{what}" for what in ("1", "totals-1", "events-1"))
HIDDEN = ("leaf", "chain")
"""Columns that are not shown of a single event: they follow from it, or say something of those before it."""


def whole_lines(store: EventStore) -> Iterator[bytes]:
    """Yield the whole ledger as it is now, checkpoints first."""
    head = store.head()
    header = {"chain": head.chain.hex(), "format": WHOLE, "ledger": store.ledger, "size": head.size}
    checkpoints = [kept for kept in store.checkpoints() if kept.checkpoint().size <= head.size]
    yield _line({**header, "checkpoints": [_kept(kept) for kept in checkpoints]})
    for row in _first(store, head.size):
        yield _line({name: value.hex() if isinstance(value, bytes) else value for name, value in row._asdict().items()})


def totals_lines(store: EventStore) -> Iterator[bytes]:
    """Yield the proof of the totals at the last checkpoint, without any row.

    Raises
    ------
    UnusableInputError
        If there is no checkpoint yet.
    """
    kept = _last(store)
    yield _line({"checkpoint": _signed(kept.signed), "format": TOTALS, "salt": kept.salt.hex(), "totals": kept.totals})
    for row in _first(store, kept.checkpoint().size):
        salt = part_salt("particulars", row.salt)
        yield _line(
            {
                "particulars": commitment("particulars", salt, particulars_text(row)).hex(),
                "salt": part_salt("summary", row.salt).hex(),
                "summary": summary_text(row),
            }
        )


def event_lines(store: EventStore, ids: Collection[str], since: Signed | None = None) -> Iterator[bytes]:
    """Yield these events whole, each with the proof that the last checkpoint covers it.

    `since` is an earlier checkpoint that the reader holds: the file proves too that the ledger has only grown since.

    Raises
    ------
    UnusableInputError
        If there is no checkpoint, or it does not cover one of the events, or `since` is not of this ledger's past.
    """
    kept = _last(store)
    leaves, chosen = [], []
    for row in _first(store, kept.checkpoint().size):
        leaves.append(row.leaf)
        if row.id in ids:
            chosen.append(row)
    _refuse_missing(ids, chosen)
    header = {"checkpoint": _signed(kept.signed), "format": EVENTS}
    yield _line({**header, "since": None if since is None else _growth(store, leaves, since)})
    levels = levels_of(leaves)
    for row in chosen:
        proof = inclusion_proof(levels, row.position - 1)
        yield _line({"proof": [each.hex() for each in proof], "row": _shown(row)})


def _growth(store: EventStore, leaves: list[bytes], since: Signed) -> dict[str, Any]:
    earlier = since.checkpoint()
    if earlier.ledger != store.ledger or not 0 < earlier.size <= len(leaves):
        raise UnusableInputError("The earlier checkpoint is not one of events of this ledger: name another.")
    return {**_signed(since), "proof": [each.hex() for each in consistency_proof(leaves, earlier.size)]}


def _refuse_missing(ids: Collection[str], chosen: list[Row]) -> None:
    missing = set(ids) - {row.id for row in chosen}
    if missing:
        names = ", ".join(sorted(missing))
        raise UnusableInputError(f"The last checkpoint covers no event {names}: check the id, or make a checkpoint.")


def _last(store: EventStore) -> Kept:
    kept = store.checkpoints()
    if not kept:
        raise UnusableInputError("There is no signed checkpoint yet: make one with 'safepassage ledger checkpoint'.")
    return kept[-1]


def _first(store: EventStore, size: int) -> Iterator[Row]:
    return takewhile(lambda row: row.position <= size, store.rows())


def _shown(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name not in HIDDEN} | {"salt": row.salt.hex()}


def _signed(signed: Signed) -> dict[str, Any]:
    return {"body": signed.body, "signature": signed.signature.hex()}


def _kept(kept: Kept) -> dict[str, Any]:
    return {**_signed(kept.signed), "salt": kept.salt.hex(), "totals": kept.totals}


def checkpoint_text(signed: Signed) -> bytes:
    """Give the file of a checkpoint, for those who keep it elsewhere."""
    return _line(_signed(signed))


def _line(value: dict[str, Any]) -> bytes:
    return canonical(value).encode() + b"\n"
