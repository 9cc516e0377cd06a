"""Commitments and the chain: what binds the ledger to its rows and yet shows nobody a row.

Each event is two commitments, the SHA-256 of a salt and a canonical text:

    summary     type, version of the type, and the counted figures
    particulars everything else of the row, and the summary's fields once more

The salts of both are derived from the row's 32 random bytes, so whoever is given the salt of a summary learns nothing
about the particulars. A leaf is the hash of both commitments, as in RFC 9162 (2021); the leaves form the tree of
`merkle`. The chain's hash of an event covers the leaf and the chain's hash of the event before; the first one's covers
the ledger's id instead.

Every hash is over a tag of its own first, so that no hash can be passed off as one of another kind.
"""

from collections.abc import Mapping
from hashlib import sha256

from safepassage.ledger.canonical import canonical, parsed
from safepassage.ledger.events import Row, counted_of, counts_of

SALT_BYTES = 32
TAG = b"safepassage ledger 1 "


def genesis(ledger: str) -> bytes:
    """Give the chain's hash before the first event of the ledger of this id."""
    return sha256(TAG + b"genesis\n" + ledger.encode()).digest()


def chained(before: bytes, leaf: bytes) -> bytes:
    """Give the chain's hash after a leaf."""
    return sha256(TAG + b"chain\n" + before + leaf).digest()


def leaf_of(row: Row) -> bytes:
    """Give the leaf of a row from its content; UnusableInputError if the content is not canonical."""
    return leaf_with(row, summary_text(row))


def leaf_with(row: Row, summary: str) -> bytes:
    """Give the leaf of a row whose summary is known."""
    return leaf_hash(
        commitment("summary", part_salt("summary", row.salt), summary),
        commitment("particulars", part_salt("particulars", row.salt), particulars_text(row)),
    )


def leaf_hash(summary: bytes, particulars: bytes) -> bytes:
    """Give the leaf over two commitments, with the prefix of RFC 9162, section 2.1.1."""
    return sha256(b"\0" + summary + particulars).digest()


def part_salt(part: str, salt: bytes) -> bytes:
    """Give the salt of one commitment of a row; from it the row's own salt cannot be told."""
    return sha256(TAG + part.encode() + b" salt\n" + salt).digest()


def commitment(part: str, salt: bytes, text: str) -> bytes:
    """Give the commitment to a text; `salt` is of fixed length, so no text can begin in it."""
    return sha256(TAG + part.encode() + b"\n" + salt + text.encode()).digest()


def summary_text(row: Row) -> str:
    """Give what a third party is shown of a row, as canonical JSON."""
    payload = parsed(row.payload, f"The payload of {row.id}")
    counts = counts_of(payload, counted_of(row), row.id) if isinstance(payload, dict) else {}
    return summary_of(row.type, row.type_version, counts)


def summary_of(type_: str, type_version: int, counts: Mapping[str, int]) -> str:
    """Give the summary of an event as canonical JSON."""
    return canonical({"counts": counts, "type": type_, "type_version": type_version})


def particulars_text(row: Row) -> str:
    """Give the whole content of a row, as canonical JSON."""
    return canonical(
        {
            "actor": row.actor,
            "cause": row.cause,
            "corrects": row.corrects,
            "counted": row.counted,
            "happened": row.happened,
            "id": row.id,
            "payload": row.payload,
            "position": row.position,
            "recorded": row.recorded,
            "reported": row.reported,
            "source": row.source,
            "stream": row.stream,
            "type": row.type,
            "type_version": row.type_version,
            "version": row.version,
        }
    )
