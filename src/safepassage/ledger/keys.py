"""The key that signs checkpoints: a file that its owner alone can read, away from the database that it vouches for."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.files import write_new

OTHERS = 0o077
LARGEST_KEY_FILE = 4096


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Give the 32 bytes of the public key."""
    return key.public_key().public_bytes_raw()


def signing_key(path: Path) -> Ed25519PrivateKey:
    """Give the key in a file; where there is no file, a new key, kept there with mode 0600.

    Raises
    ------
    UnusableInputError
        If the file holds no Ed25519 key, or others than its owner may read it.
    """
    with suppress(FileExistsError):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = Ed25519PrivateKey.generate()
            write_new(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return known_key(path)


def known_key(path: Path) -> Ed25519PrivateKey:
    """Give the key in a file that must be there; UnusableInputError as for `signing_key`."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & OTHERS:
            raise UnusableInputError(f"{path} can be read by others: chmod 600 it, and think of who may have read it.")
        text = file.read(LARGEST_KEY_FILE)
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableInputError(
            f"{path} holds no Ed25519 key without a password: name another with SAFEPASSAGE_LEDGER_KEY."
        )
    return key
