"""The vault's database: sealed records in one SQLite file of mode 0600, which shows nobody's token and no field's name.

Write-ahead log with `synchronous=FULL`, as the ledger has it, and `secure_delete`: what is deleted is overwritten. Rows
lie in the order of their random ids, so that not even the order of registration can be read.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from safepassage.domain.errors import UnusableInputError
from safepassage.identity.errors import NoVaultError, VaultFaultError

APPLICATION = 0x53505631
"""SPV1: what `file` and SQLite see that a file is."""
FORMAT = 1
BUSY_S = 60.0
"""Seconds that one waits for another."""
SETTINGS = (
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
SCHEMA = (
    "CREATE TABLE vault (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, id TEXT NOT NULL) STRICT",
    "CREATE TABLE records (record BLOB PRIMARY KEY, person BLOB NOT NULL, field BLOB NOT NULL, nonce BLOB NOT NULL, "
    "sealed BLOB NOT NULL, UNIQUE (person, field)) STRICT, WITHOUT ROWID",
)
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may leave beside the file."""


class Sealed(NamedTuple):
    """A record as the database has it: labels of person and field instead of names, and the sealed bytes."""

    record: bytes
    person: bytes
    field: bytes
    nonce: bytes
    sealed: bytes


def create_records(path: Path, vault: str) -> None:
    """Make an empty database for a vault of this id.

    Raises
    ------
    UnusableInputError
        If there is something at the path already.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise UnusableInputError(f"There is something at {path} already: a vault is switched on once.") from None
    with _faults(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO vault VALUES (1, ?, ?)", (FORMAT, vault))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")


def files_of(path: Path) -> list[Path]:
    """Give the files of a vault's database, those that SQLite may leave beside it among them."""
    return [path.with_name(path.name + end) for end in ("", *BESIDE)]


class Records:
    """The database of a vault. Everything is read and written within `held`, which one process has at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise NoVaultError(f"There is no vault at {path}: it is off, unless 'safepassage vault on' switches it on.")
        with _faults(path):
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)
        try:
            with _faults(path):
                self.vault = _set_up(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep all others out; what was written within is flushed at the end, or taken back on an error."""
        with _faults(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def find(self, person: bytes, field: bytes) -> Sealed | None:
        """Give the record of a field of a person, None if there is none."""
        text = "SELECT record, person, field, nonce, sealed FROM records WHERE person = ? AND field = ?"
        found = self._connection.execute(text, (person, field)).fetchone()
        return None if found is None else Sealed(*found)

    def put(self, sealed: Sealed) -> None:
        """Keep a record in place of the one of the same field."""
        self.drop(sealed.person, sealed.field)
        self._connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", sealed)

    def drop(self, person: bytes, field: bytes) -> None:
        """Delete the record of a field of a person."""
        self._connection.execute("DELETE FROM records WHERE person = ? AND field = ?", (person, field))

    def drop_person(self, person: bytes) -> None:
        """Delete all records of a person."""
        self._connection.execute("DELETE FROM records WHERE person = ?", (person,))

    def forget_log(self) -> None:
        """Bring all into the one file and empty the log beside it, in which deleted records may still stand."""
        with _faults(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _set_up(connection: sqlite3.Connection, path: Path) -> str:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        raise UnusableInputError(f"{path} is no vault: check the name of the file.")
    if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise UnusableInputError(f"{path} lies where SQLite cannot write ahead: move it to a disk of this machine.")
    format_, vault = connection.execute("SELECT format, id FROM vault").fetchone()
    if format_ != FORMAT:
        raise UnusableInputError(f"{path} is a vault of format {format_}, which this version does not know.")
    return str(vault)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise VaultFaultError(_sentence(path, error)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return f"The disk under the vault {path} is full or failed: nothing was changed. Mend it and try again."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"The vault {path} has been in use by another process for {BUSY_S:.0f} s: try again."
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"{path} is no vault, or is damaged: check the name, or restore a backup."
    return f"The vault {path} cannot be used ({error}): check permissions of the file and its folder."
