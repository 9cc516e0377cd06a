"""The key ring: one file outside the database that holds a key for each person.

The vault's database holds no key at all, not even a wrapped one. So whoever has it, or any old copy of it, and not the
ring, has nothing; and when a person's key is taken out of the ring, that person is gone from every copy of the
database, backups among them. Old copies of the *ring* are another matter: they would bring the person back. Back up the
ring by replacing its one copy, never by keeping many.

The file is a line of JSON and then the sealed ring. What opens it follows from a passphrase by scrypt (RFC 7914, 2016;
cost 2**17, as the OWASP Password Storage Cheat Sheet of 2023 has it), or else stands in that line, and then the file
alone is enough: keep it on a stick. The ring is read anew before each act and written whole, so two processes cannot
undo each other's keys; the vault's lock on its database is the ring's lock too.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from safepassage.domain.errors import UnusableInputError
from safepassage.identity.errors import NoVaultError, VaultFaultError
from safepassage.identity.files import open_to_others, read_at_most, write_private
from safepassage.identity.sealing import KEY_BYTES, NONCE_BYTES

FORMAT = "safepassage-vault-keys-1"
LARGEST = 2**28
"""Bytes of a ring, some hundreds for each person."""
LABEL_BYTES = 16
SALT_BYTES = 16
SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES = 2**17, 8, 1
"""128 MiB and some tenths of a second for each guess of a passphrase."""

Randoms = Callable[[int], bytes]
"""Gives so many random bytes that nobody can guess."""


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """Of one person: the random `label` in the database, and the keys, the newest first.

    There is one key, unless a change of keys was cut short.
    """

    label: bytes
    keys: tuple[bytes, ...]


Persons = Mapping[str, PersonKeys]
"""Keys by token."""


def create_key_ring(path: Path, vault: str, passphrase: str | None, randoms: Randoms) -> None:
    """Make an empty ring for a vault, opened by a passphrase, or with None by whoever has the file.

    Raises
    ------
    UnusableInputError
        If there is a file already, or the passphrase is empty.
    """
    if path.exists() or path.is_symlink():
        raise UnusableInputError(
            f"There is something at {path} already: name a file for the keys that does not exist yet."
        )
    if passphrase is not None and not passphrase.strip():
        raise UnusableInputError("The passphrase is empty: give a long one, or none at all.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    header: dict[str, Any] = {"format": FORMAT, "vault": vault}
    if passphrase is None:
        header |= {"secret": randoms(KEY_BYTES).hex()}
    else:
        header |= {"salt": randoms(SALT_BYTES).hex(), "scrypt": [SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES]}
    _write(path, _line(header), _secret(header, passphrase, path), {}, randoms)


class KeyRing:
    """A ring in a file; `passphrase` is asked for where the ring needs one, once."""

    def __init__(self, path: Path, passphrase: Callable[[], str] | None, randoms: Randoms) -> None:
        self.path, self._passphrase, self._randoms = path, passphrase, randoms
        self._known: tuple[bytes, bytes] | None = None

    def vault(self) -> str:
        """Give the id of the vault that the ring is for."""
        return str(header_of(self.path)["vault"])

    def persons(self) -> dict[str, PersonKeys]:
        """Give the keys of all persons, as they are in the file now.

        Raises
        ------
        NoVaultError
            If there is no ring at the path.
        UnusableInputError
            If the passphrase is wrong, or others may read a ring that needs none.
        """
        line, sealed = _parts(self.path)
        try:
            plain = ChaCha20Poly1305(self._opened(line)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], line)
        except (InvalidTag, ValueError):
            raise UnusableInputError(
                f"The key ring {self.path} does not open: check the passphrase and the file."
            ) from None
        return {token: _person(kept) for token, kept in json.loads(plain).items()}

    def write(self, persons: Persons) -> None:
        """Write the keys of all persons in place of those in the file, whose bytes are overwritten."""
        line, _ = _parts(self.path)
        _write(self.path, line, self._opened(line), persons, self._randoms)

    def fresh(self) -> PersonKeys:
        """Give keys for one more person."""
        return PersonKeys(self._randoms(LABEL_BYTES), (self._randoms(KEY_BYTES),))

    def renewed(self, person: PersonKeys) -> PersonKeys:
        """Give the keys of a person with one more, which comes first."""
        return PersonKeys(person.label, (self._randoms(KEY_BYTES), *person.keys))

    def _opened(self, line: bytes) -> bytes:
        """Give what opens the ring; a passphrase is stretched once a process, as that is made to be slow."""
        if self._known is None or self._known[0] != line:
            header = _header(line, self.path)
            if "secret" in header and open_to_others(self.path):
                raise UnusableInputError(
                    f"{self.path} can be read by others: chmod 600 it, and think of who may have read it."
                )
            needed = "scrypt" in header
            self._known = line, _secret(header, self._passphrase() if needed and self._passphrase else None, self.path)
        return self._known[1]


def header_of(path: Path) -> dict[str, Any]:
    """Give what a ring says of itself without being opened; it has `scrypt` if it needs a passphrase."""
    return _header(_parts(path)[0], path)


def _parts(path: Path) -> tuple[bytes, bytes]:
    if not path.is_file():
        raise NoVaultError(
            f"There is no key ring at {path}: bring the stick, or name its place with SAFEPASSAGE_VAULT_KEYS."
        )
    line, _, sealed = read_at_most(path, LARGEST).partition(b"\n")
    return line, sealed


def _header(line: bytes, path: Path) -> dict[str, Any]:
    try:
        header = json.loads(line)
        sound = (
            header["format"] == FORMAT
            and isinstance(header["vault"], str)
            and (isinstance(header["secret"], str) if "secret" in header else _bearable(header))
        )
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise UnusableInputError(
            f"{path} is no key ring of a vault that this version knows: check the name of the file."
        )
    return dict(header)


def _bearable(header: Mapping[str, Any]) -> bool:
    """Whether the cost is one of ours: a forged file shall not make anybody wait for ever."""
    return header["scrypt"] == [SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES] and isinstance(header["salt"], str)


def _secret(header: Mapping[str, Any], passphrase: str | None, path: Path) -> bytes:
    if "scrypt" not in header:
        return bytes.fromhex(header["secret"])
    if passphrase is None:
        raise UnusableInputError(f"The key ring {path} needs its passphrase: give it.")
    cost, block, lanes = header["scrypt"]
    stretch = Scrypt(salt=bytes.fromhex(header["salt"]), length=KEY_BYTES, n=cost, r=block, p=lanes)
    return stretch.derive(passphrase.encode())


def _line(header: Mapping[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True).encode()


def _write(path: Path, line: bytes, secret: bytes, persons: Persons, randoms: Randoms) -> None:
    plain = json.dumps({token: [each.hex() for each in (kept.label, *kept.keys)] for token, kept in persons.items()})
    nonce = randoms(NONCE_BYTES)
    try:
        write_private(path, line + b"\n" + nonce + ChaCha20Poly1305(secret).encrypt(nonce, plain.encode(), line))
    except OSError as error:
        raise VaultFaultError(
            f"The key ring {path} cannot be written: check the stick, its room and permissions."
        ) from error


def _person(kept: list[str]) -> PersonKeys:
    label, *keys = map(bytes.fromhex, kept)
    return PersonKeys(label, tuple(keys))
