"""Making checkpoints: nothing is signed that was not verified in the same breath."""

from itertools import takewhile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import canonical
from safepassage.ledger.checkpoints import Checkpoint, Kept, signed_by
from safepassage.ledger.keys import public_bytes
from safepassage.ledger.store import Clock, EventStore, Salts
from safepassage.ledger.totals import totals_commitment
from safepassage.ledger.verification import Checker, Verdict, verified


def checkpoint_now(store: EventStore, key: Ed25519PrivateKey, clock: Clock, salts: Salts) -> Kept:
    """Verify the ledger as it stands, sign it and keep the checkpoint in it; give the checkpoint.

    Raises
    ------
    UnusableInputError
        If verification found anything: nothing is signed then.
    """
    size = store.head().size
    checker = Checker(store.ledger, store.checkpoints())
    verdict = verified(takewhile(lambda row: row.position <= size, store.rows()), checker)
    refuse_unsound(verdict, store.place)
    totals, salt = canonical(verdict.totals), salts()
    checkpoint = Checkpoint(
        ledger=store.ledger,
        size=verdict.size,
        chain=verdict.chain,
        root=verdict.root,
        totals=totals_commitment(totals, salt),
        signed_at=clock(),
        key=public_bytes(key),
    )
    kept = Kept(signed_by(key, checkpoint), totals, salt)
    store.keep_checkpoint(kept)
    return kept


def refuse_unsound(verdict: Verdict, place: str) -> None:
    """Raise UnusableInputError if verification found something."""
    if not verdict.ok:
        raise UnusableInputError(
            f"The ledger {place} does not verify, so nothing was done with it: see 'safepassage ledger verify'. First: "
            f"{verdict.findings[0].what}"
        )
