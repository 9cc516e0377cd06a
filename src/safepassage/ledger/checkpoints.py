"""Signed checkpoints: what the ledger was at a moment, in a few hundred bytes that may be given to anybody.

A checkpoint's body is canonical JSON. It names the ledger, how many events there were, the chain's hash and the tree's
root over them, a commitment to the totals, the moment and the public key; it is signed with Ed25519 (RFC 8032, 2017).
It shows no row and no total. Whoever holds one can tell later whether the ledger still begins with the same events.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import canonical, parsed
from safepassage.ledger.chain import TAG
from safepassage.ledger.events import ID, moment_of, moment_text
from safepassage.ledger.totals import totals_commitment

FORMAT = "safepassage-ledger-checkpoint-1"
TEXTS = {"format", "ledger", "chain", "root", "totals", "signed_at", "key"}
HASHES = ("chain", "root", "totals", "key")
HASH_BYTES = 32
LARGEST_BODY = 4096


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: `size` events of `ledger`, with hashes of 32 bytes; `key` is the signer's public key."""

    ledger: str
    size: int
    chain: bytes
    root: bytes
    totals: bytes
    signed_at: datetime
    key: bytes

    def body(self) -> str:
        """Give the text that is signed."""
        return canonical(
            {
                "chain": self.chain.hex(),
                "format": FORMAT,
                "key": self.key.hex(),
                "ledger": self.ledger,
                "root": self.root.hex(),
                "signed_at": moment_text(self.signed_at, "The moment of a checkpoint"),
                "size": self.size,
                "totals": self.totals.hex(),
            }
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint's text with its signature, as it is kept and given away."""

    body: str
    signature: bytes

    def checkpoint(self) -> Checkpoint:
        """Give what it says.

        Raises
        ------
        UnusableInputError
            If it is no checkpoint, or is not signed by the key that it names.
        """
        checkpoint = _checkpoint_of(self.body)
        try:
            Ed25519PublicKey.from_public_bytes(checkpoint.key).verify(self.signature, _signed_bytes(self.body))
        except (InvalidSignature, ValueError):
            raise UnusableInputError("A checkpoint's signature is not that of its text.") from None
        return checkpoint


@dataclass(frozen=True, slots=True)
class Kept:
    """A signed checkpoint with what opens its totals: their canonical text, and the salt of their commitment."""

    signed: Signed
    totals: str
    salt: bytes

    def checkpoint(self) -> Checkpoint:
        """Give what the checkpoint says; UnusableInputError also where the totals are not those that it commits to."""
        checkpoint = self.signed.checkpoint()
        if totals_commitment(self.totals, self.salt) != checkpoint.totals:
            raise UnusableInputError("The totals beside a checkpoint are not those that were signed.")
        return checkpoint


def signed_by(key: Ed25519PrivateKey, checkpoint: Checkpoint) -> Signed:
    """Give the checkpoint with its signature."""
    body = checkpoint.body()
    return Signed(body, key.sign(_signed_bytes(body)))


def _signed_bytes(body: str) -> bytes:
    return TAG + b"checkpoint\n" + body.encode()


def _checkpoint_of(body: str) -> Checkpoint:
    value = parsed(body, "A checkpoint") if len(body) <= LARGEST_BODY else None
    if not isinstance(value, dict) or value.keys() != TEXTS | {"size"} or value["format"] != FORMAT:
        raise UnusableInputError(f"A checkpoint is not of the form {FORMAT}.")
    if not all(isinstance(value[name], str) for name in TEXTS) or not ID.fullmatch(value["ledger"]):
        raise UnusableInputError(f"A checkpoint is not of the form {FORMAT}.")
    if not isinstance(value["size"], int) or isinstance(value["size"], bool) or value["size"] < 0:
        raise UnusableInputError("A checkpoint names no number of events.")
    chain, root, totals, key = (_hash(value, name) for name in HASHES)
    return Checkpoint(value["ledger"], value["size"], chain, root, totals, moment_of(value["signed_at"]), key)


def _hash(value: dict[str, Any], name: str) -> bytes:
    return bytes_of(value[name], HASH_BYTES, f"A checkpoint's {name}")


def bytes_of(text: object, length: int, what: str) -> bytes:
    """Give the bytes of lower-case hexadecimal text; UnusableInputError where it is no text of so many bytes."""
    if isinstance(text, str) and len(text) == 2 * length and set(text) <= set("0123456789abcdef"):
        return bytes.fromhex(text)
    raise UnusableInputError(f"{what} is not {length} bytes in hexadecimal digits.")
