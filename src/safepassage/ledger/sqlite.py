"""A ledger in one SQLite file: the default, for one machine.

Write-ahead log with `synchronous=FULL`: a transaction is acknowledged when its pages are flushed to the disk. Triggers
refuse to change or delete rows, against mistakes; against intent there are the chain and the checkpoints.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.chain import genesis
from safepassage.ledger.checkpoints import Kept, Signed
from safepassage.ledger.database import FORMAT, PAGE, DatabaseStore
from safepassage.ledger.errors import LedgerFaultError, NoLedgerError
from safepassage.ledger.events import Row
from safepassage.ledger.files import new_file
from safepassage.ledger.store import Clock, EventStore, Head, Salts

APPLICATION = 0x53504C31
"""SPL1: what `file` and SQLite see that a file is."""
BUSY_S = 60.0
"""Seconds that a writer waits for another."""
COLUMNS = ", ".join(Row._fields)
SETTINGS = (
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
"""`fullfsync` matters on macOS alone, where a plain flush stops at the disk's own memory."""

SCHEMA = (
    "CREATE TABLE ledger (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, id TEXT NOT NULL, "
    "moved_to TEXT) STRICT",
    "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, "
    "id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, type_version INTEGER NOT NULL, happened TEXT NOT NULL, "
    "reported TEXT NOT NULL, recorded TEXT NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL, cause TEXT, "
    "corrects TEXT, payload TEXT NOT NULL, counted TEXT NOT NULL, salt BLOB NOT NULL, leaf BLOB NOT NULL, "
    "chain BLOB NOT NULL, UNIQUE (stream, version)) STRICT",
    "CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, body TEXT NOT NULL, signature BLOB NOT NULL, "
    "totals TEXT NOT NULL, salt BLOB NOT NULL) STRICT",
    *(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'what was recorded is never changed'); END"
        for table in ("events", "checkpoints")
        for verb in ("UPDATE", "DELETE")
    ),
)


def create_sqlite(path: Path, ledger: str) -> None:
    """Make an empty ledger of this id in a new file of mode 0600.

    Raises
    ------
    FileExistsError
        If there is something at the path already.
    """
    with new_file(path) as part:
        _make(part, ledger)


T = TypeVar("T")


def filled_sqlite(path: Path, ledger: str, clock: Clock, salts: Salts, fill: Callable[[EventStore], T]) -> T:
    """Make a ledger in a new file and fill it, all or nothing; give what the filling gives."""
    with new_file(path) as part:
        _make(part, ledger)
        with closing(SqliteStore(part, clock, salts)) as store:
            result = fill(store)
            store.fold_log()
        return result


def _make(path: Path, ledger: str) -> None:
    with _faults(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO ledger VALUES (1, ?, ?, NULL)", (FORMAT, ledger))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")


class SqliteStore(DatabaseStore):
    """A ledger in an SQLite file, as `EventStore` describes it; `writable` False opens it for reading alone."""

    def __init__(self, path: Path, clock: Clock, salts: Salts, *, writable: bool = True) -> None:
        super().__init__(clock, salts)
        self.place, self._path = str(path), path
        if not path.is_file():
            raise NoLedgerError(f"There is no ledger at {path}: make one with 'safepassage ledger new'.")
        with _faults(path):
            self._connection = _connect(path, writable=writable)
        try:
            with _faults(path):
                self.ledger = _identity(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    def page(self, stream: str | None, after: int) -> list[Row]:
        """Give the next rows of a stream, or of all."""
        where, by = ("stream = ? AND version > ?", "version") if stream is not None else ("position > ?", "position")
        text = f"SELECT {COLUMNS} FROM events WHERE {where} ORDER BY {by} LIMIT {PAGE}"  # noqa: S608 - no input in it
        with _faults(self._path):
            found = self._connection.execute(text, (after,) if stream is None else (stream, after))
            return list(map(Row._make, found.fetchall()))

    def row_of(self, id_: str) -> Row | None:
        """Give the row of an event's id."""
        with _faults(self._path):
            return _Transaction(self._connection, self.ledger).known([id_]).get(id_)

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """Give the rows at these positions."""
        text = f"SELECT {COLUMNS} FROM events WHERE position = ?"  # noqa: S608 - names of columns
        with _faults(self._path):
            found = (self._connection.execute(text, (each,)).fetchone() for each in sorted(set(positions)))
            return [Row._make(each) for each in found if each is not None]

    def head(self) -> Head:
        """Give the end of the ledger."""
        with _faults(self._path):
            return _Transaction(self._connection, self.ledger).head()

    def checkpoints(self) -> list[Kept]:
        """Give the checkpoints, oldest first."""
        with _faults(self._path):
            found = self._connection.execute("SELECT body, signature, totals, salt FROM checkpoints ORDER BY number")
            return [Kept(Signed(body, signature), totals, salt) for body, signature, totals, salt in found]

    def moved_to(self) -> str | None:
        """Give where the ledger was moved to."""
        with _faults(self._path):
            return _Transaction(self._connection, self.ledger).moved_to()

    def damage(self) -> list[str]:
        """Give what SQLite finds wrong in the file, its indices among them."""
        with _faults(self._path):
            found = [text for (text,) in self._connection.execute("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else [f"SQLite finds the file damaged: {text}." for text in found]

    def fold_log(self) -> None:
        """Bring all into the one file, with no log beside it until somebody writes again."""
        with _faults(self._path):
            self._connection.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator["_Transaction"]:
        """Give a transaction that nobody else writes in."""
        with _faults(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield _Transaction(self._connection, self.ledger)
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(
                    sqlite3.Error
                ):  # SQLite has taken it back already, or takes it back when it opens the file
                    self._connection.execute("ROLLBACK")
                raise


class _Transaction:
    """A transaction that nobody else writes in."""

    def __init__(self, connection: sqlite3.Connection, ledger: str) -> None:
        self._connection, self._ledger = connection, ledger

    def head(self) -> Head:
        found = self._connection.execute("SELECT position, chain FROM events ORDER BY position DESC LIMIT 1").fetchone()
        return Head(*found) if found else Head(0, genesis(self._ledger))

    def known(self, ids: Collection[str]) -> Mapping[str, Row]:
        text = f"SELECT {COLUMNS} FROM events WHERE id = ?"  # noqa: S608 - names of columns
        found = (self._connection.execute(text, (id_,)).fetchone() for id_ in ids)
        return {row.id: row for row in (Row._make(each) for each in found if each is not None)}

    def versions(self, streams: Collection[str]) -> Mapping[str, int]:
        text = "SELECT max(version) FROM events WHERE stream = ?"
        found = {name: self._connection.execute(text, (name,)).fetchone()[0] for name in streams}
        return {name: version for name, version in found.items() if version is not None}

    def insert(self, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(Row._fields))
        self._connection.executemany(f"INSERT INTO events VALUES ({marks})", rows)  # noqa: S608 - question marks

    def keep(self, kept: Kept) -> None:
        values = (kept.signed.body, kept.signed.signature, kept.totals, kept.salt)
        self._connection.execute("INSERT INTO checkpoints VALUES (NULL, ?, ?, ?, ?)", values)

    def moved_to(self) -> str | None:
        (successor,) = self._connection.execute("SELECT moved_to FROM ledger").fetchone()
        return None if successor is None else str(successor)

    def move_to(self, successor: str) -> None:
        self._connection.execute("UPDATE ledger SET moved_to = ?", (successor,))


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={'rw' if writable else 'ro'}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_S)
    try:
        _set_up(connection, path, writable=writable)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, path: Path, *, writable: bool) -> None:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        raise UnusableInputError(f"{path} is no ledger: check the name of the file.")
    if writable and connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise UnusableInputError(f"{path} lies where SQLite cannot write ahead: move it to a disk of this machine.")


def _identity(connection: sqlite3.Connection, path: Path) -> str:
    format_, ledger = connection.execute("SELECT format, id FROM ledger").fetchone()
    if format_ != FORMAT:
        raise UnusableInputError(f"{path} is a ledger of format {format_}, which this version does not know.")
    return str(ledger)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerFaultError(_sentence(path, error)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return f"There is no room on the disk for the ledger {path}: nothing was appended. Make room and try again."
        case sqlite3.SQLITE_IOERR:
            return f"The disk under the ledger {path} failed: nothing is known to be appended. Mend it and try again."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"The ledger {path} has been in use by another process for {BUSY_S:.0f} s: try again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"The ledger {path} cannot be opened for this: check permissions of the file and its folder."
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"{path} is no ledger, or is damaged: check the name, or restore a backup."
    return f"The ledger {path} cannot be used ({error}): see 'safepassage ledger verify'."
