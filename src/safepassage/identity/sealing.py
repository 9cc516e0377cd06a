"""Sealing a record: with its person's key, and bound to vault, person, field and record, so that no two can be swapped.

ChaCha20-Poly1305 (RFC 8439, 2018) with a random nonce of 96 bits. A key seals the few records of one person, so two
equal nonces are out of the question. The time of sealing stands inside. What is sealed is filled up to a multiple of
256 bytes (as ISO/IEC 7816-4 fills up), so that its length does not tell one name from another.
"""

import hmac
import json
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from safepassage.identity.errors import VaultFaultError

KEY_BYTES = 32
NONCE_BYTES = 12
BLOCK = 256
TAG = b"safepassage vault 1 "
_TIME = struct.Struct(">q")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record belongs: the vault's id, the person's token, the field's name, and the record's own random id."""

    vault: str
    token: str
    field: str
    record: bytes

    def bound(self) -> bytes:
        """Give the bytes that a record is bound to."""
        return TAG + json.dumps([self.vault, self.token, self.field, self.record.hex()]).encode()


def field_label(key: bytes, field: str) -> bytes:
    """Give what a field of a person is called in the database: 16 bytes that say nothing without the person's key."""
    return hmac.digest(key, TAG + b"field " + field.encode(), "sha256")[:16]


def _sealing_key(key: bytes) -> bytes:
    return hmac.digest(key, TAG + b"seal", "sha256")


def seal(key: bytes, place: Place, content: bytes, at_s: int, nonce: bytes) -> bytes:
    """Give a value sealed, with the second at which that was."""
    filled = _TIME.pack(at_s) + content + b"\x80"
    filled += bytes(-len(filled) % BLOCK)
    return ChaCha20Poly1305(_sealing_key(key)).encrypt(nonce, filled, place.bound())


def unseal(key: bytes, place: Place, sealed: bytes, nonce: bytes) -> tuple[bytes, int]:
    """Give a value and the second at which it was sealed.

    Raises
    ------
    VaultFaultError
        If the record is not the one that was sealed for this place.
    """
    try:
        filled = ChaCha20Poly1305(_sealing_key(key)).decrypt(nonce, sealed, place.bound())
    except (InvalidTag, ValueError):
        raise VaultFaultError(
            f"A record of the vault ({place.field} of {place.token}) was damaged or moved from elsewhere: it is not "
            "shown. Restore a backup of the vault."
        ) from None
    (at_s,) = _TIME.unpack_from(filled)
    return filled[_TIME.size :].rstrip(b"\0")[:-1], at_s
