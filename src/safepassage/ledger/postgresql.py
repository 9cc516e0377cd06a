"""A ledger in a PostgreSQL database, for several servers: one ledger a database, in a schema of its own.

Writers take turns at the one row of `safepassage.ledger`, as every event's hash needs the one before. A transaction is
acknowledged when the server has flushed it. The address of the database holds a password: no sentence and no error
that is passed on contains it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DiskFull, DuplicateSchema, InsufficientPrivilege, UndefinedTable

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.chain import genesis
from safepassage.ledger.checkpoints import Kept, Signed
from safepassage.ledger.database import FORMAT, PAGE, DatabaseStore
from safepassage.ledger.errors import LedgerFaultError, NoLedgerError
from safepassage.ledger.events import Row
from safepassage.ledger.store import Clock, Head, Salts

CONNECT_S = 10
"""Seconds that a server has to answer."""
COLUMNS = sql.SQL(", ").join(map(sql.Identifier, Row._fields))
OF_ALL = sql.SQL("SELECT {} FROM safepassage.events WHERE position > %s ORDER BY position LIMIT {}").format(
    COLUMNS, PAGE
)
OF_STREAM = sql.SQL(
    "SELECT {} FROM safepassage.events WHERE stream = %s AND version > %s ORDER BY version LIMIT {}"
).format(COLUMNS, PAGE)
AT = sql.SQL("SELECT {} FROM safepassage.events WHERE position = ANY(%s) ORDER BY position").format(COLUMNS)
SHOWABLE = re.compile(r"[A-Za-z0-9._:/,-]*")

SCHEMA = """
CREATE SCHEMA safepassage;
CREATE TABLE safepassage.ledger (one integer PRIMARY KEY CHECK (one = 1), format integer NOT NULL, id text NOT NULL,
  moved_to text);
CREATE TABLE safepassage.events (position bigint PRIMARY KEY, stream text COLLATE "C" NOT NULL, version bigint NOT NULL,
  id text COLLATE "C" NOT NULL UNIQUE, type text NOT NULL, type_version integer NOT NULL, happened text NOT NULL,
  reported text NOT NULL, recorded text NOT NULL, actor text NOT NULL, source text NOT NULL, cause text, corrects text,
  payload text NOT NULL, counted text NOT NULL, salt bytea NOT NULL, leaf bytea NOT NULL, chain bytea NOT NULL,
  UNIQUE (stream, version));
CREATE TABLE safepassage.checkpoints (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL,
  signature bytea NOT NULL, totals text NOT NULL, salt bytea NOT NULL);
CREATE FUNCTION safepassage.refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'what was recorded is never changed'; END $$;
CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON safepassage.events
  FOR EACH STATEMENT EXECUTE FUNCTION safepassage.refuse();
CREATE TRIGGER checkpoints_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON safepassage.checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION safepassage.refuse();
"""


def create_postgresql(address: str, ledger: str) -> None:
    """Make an empty ledger of this id in the database at the address.

    Raises
    ------
    UnusableInputError
        If the database holds a ledger already, or the address cannot be used.
    LedgerFaultError
        If no server answers, or it refuses.
    """
    place = place_of(address)
    with _faults(place), _connect(address, place) as connection, connection.transaction():
        connection.execute(SCHEMA)
        connection.execute("INSERT INTO safepassage.ledger VALUES (1, %s, %s, NULL)", (FORMAT, ledger))


def place_of(address: str) -> str:
    """Give database, host and port of an address in words, and nothing else of it."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        parts = {"host": "@"}
    given = [str(parts.get(name) or "") for name in ("dbname", "host", "port")]
    if not all(map(SHOWABLE.fullmatch, given)):  # a password with / or @ in it ends up in the wrong part
        raise UnusableInputError(
            "SAFEPASSAGE_DATABASE is no PostgreSQL address: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with "
            "odd characters of the password as %XX."
        )
    name, host, port = given
    return f"the PostgreSQL database {name or 'of the user'} on {host or 'this machine'}, port {port or 5432}"


class PostgresqlStore(DatabaseStore):
    """A ledger in a PostgreSQL database, as `EventStore` describes it; a connection that broke is made anew."""

    def __init__(self, address: str, clock: Clock, salts: Salts) -> None:
        super().__init__(clock, salts)
        self.place, self._address = place_of(address), address
        self._kept_connection: psycopg.Connection | None = None
        try:
            with self._using() as connection:
                self.ledger = _identity(connection, self.place)
        except BaseException:
            self.close()
            raise

    def page(self, stream: str | None, after: int) -> list[Row]:
        """Give the next rows of a stream, or of all."""
        text, given = (OF_STREAM, (stream, after)) if stream is not None else (OF_ALL, (after,))
        with self._using() as connection, connection.cursor(binary=True) as cursor:
            return list(map(Row._make, cursor.execute(text, given).fetchall()))

    def row_of(self, id_: str) -> Row | None:
        """Give the row of an event's id."""
        with self._using() as connection:
            return _Transaction(connection, self.ledger).known([id_]).get(id_)

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """Give the rows at these positions."""
        with self._using() as connection, connection.cursor(binary=True) as cursor:
            return list(map(Row._make, cursor.execute(AT, (list(positions),)).fetchall()))

    def head(self) -> Head:
        """Give the end of the ledger."""
        with self._using() as connection:
            return _Transaction(connection, self.ledger).head()

    def checkpoints(self) -> list[Kept]:
        """Give the checkpoints, oldest first."""
        text = "SELECT body, signature, totals, salt FROM safepassage.checkpoints ORDER BY number"
        with self._using() as connection:
            return [Kept(Signed(body, signature), *rest) for body, signature, *rest in connection.execute(text)]

    def moved_to(self) -> str | None:
        """Give where the ledger was moved to."""
        with self._using() as connection:
            return _Transaction(connection, self.ledger).moved_to()

    def damage(self) -> list[str]:
        """Give nothing: the server checks its pages itself, where its checksums are on."""
        return []

    def close(self) -> None:
        """Close the connection."""
        if self._kept_connection is not None:
            self._kept_connection.close()

    @contextmanager
    def _using(self) -> Iterator[psycopg.Connection]:
        with _faults(self.place):
            if self._kept_connection is None or self._kept_connection.closed:
                self._kept_connection = _connect(self._address, self.place)
            yield self._kept_connection

    @contextmanager
    def writing(self) -> Iterator["_Transaction"]:
        """Give a transaction that nobody else writes in: it holds the ledger's row."""
        with self._using() as connection, connection.transaction():
            connection.execute("SELECT one FROM safepassage.ledger FOR UPDATE")
            yield _Transaction(connection, self.ledger)


class _Transaction:
    """A transaction that nobody else writes in, as long as it holds the ledger's row."""

    def __init__(self, connection: psycopg.Connection, ledger: str) -> None:
        self._connection, self._ledger = connection, ledger

    def head(self) -> Head:
        text = "SELECT position, chain FROM safepassage.events ORDER BY position DESC LIMIT 1"
        found = self._connection.execute(text).fetchone()
        return Head(*found) if found else Head(0, genesis(self._ledger))

    def known(self, ids: Collection[str]) -> Mapping[str, Row]:
        text = sql.SQL("SELECT {} FROM safepassage.events WHERE id = ANY(%s)").format(COLUMNS)
        found = self._connection.execute(text, (list(ids),))
        return {row.id: row for row in map(Row._make, found)}

    def versions(self, streams: Collection[str]) -> Mapping[str, int]:
        text = """SELECT name, (SELECT max(version) FROM safepassage.events WHERE stream = name)
                  FROM unnest(%s::text[]) AS name"""
        found = self._connection.execute(text, (list(streams),))
        return {name: version for name, version in found if version is not None}

    def insert(self, rows: Iterable[Row]) -> None:
        text = sql.SQL("COPY safepassage.events ({}) FROM STDIN").format(COLUMNS)
        with self._connection.cursor() as cursor, cursor.copy(text) as copy:
            for row in rows:
                copy.write_row(row)

    def keep(self, kept: Kept) -> None:
        text = "INSERT INTO safepassage.checkpoints (body, signature, totals, salt) VALUES (%s, %s, %s, %s)"
        self._connection.execute(text, (kept.signed.body, kept.signed.signature, kept.totals, kept.salt))

    def moved_to(self) -> str | None:
        ((successor,),) = self._connection.execute("SELECT moved_to FROM safepassage.ledger").fetchall()
        return None if successor is None else str(successor)

    def move_to(self, successor: str) -> None:
        self._connection.execute("UPDATE safepassage.ledger SET moved_to = %s", (successor,))


def _connect(address: str, place: str) -> psycopg.Connection:
    try:
        connection = psycopg.connect(
            address, autocommit=True, connect_timeout=CONNECT_S, client_encoding="utf-8", application_name="safepassage"
        )
    except (psycopg.Error, UnicodeError):  # what it says may hold parts of the address
        raise LedgerFaultError(
            f"There is no way into {place}: check that the server runs, and user and password in SAFEPASSAGE_DATABASE."
        ) from None
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED  # whoever waited sees what was written meanwhile
    try:
        _must_flush(connection, place)
    except BaseException:
        connection.close()
        raise
    return connection


def _must_flush(connection: psycopg.Connection, place: str) -> None:
    """Refuse a server that forgets what it acknowledged when its machine goes down."""
    for setting in ("fsync", "full_page_writes"):
        (found,) = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(setting))).fetchall()
        if found != ("on",):
            raise UnusableInputError(f"{place} has {setting} off and may lose what it acknowledged: set it to on.")
    if connection.execute("SHOW synchronous_commit").fetchall() == [("off",)]:
        connection.execute("SET synchronous_commit TO on")


def _identity(connection: psycopg.Connection, place: str) -> str:
    try:
        ((format_, ledger),) = connection.execute("SELECT format, id FROM safepassage.ledger").fetchall()
    except (UndefinedTable, ValueError):
        raise NoLedgerError(f"There is no ledger in {place}: make one with 'safepassage ledger new'.") from None
    if format_ != FORMAT:
        raise UnusableInputError(f"{place} holds a ledger of format {format_}, which this version does not know.")
    return str(ledger)


@contextmanager
def _faults(place: str) -> Iterator[None]:
    """Turn what PostgreSQL says into a sentence."""
    try:
        yield
    except DuplicateSchema:
        raise UnusableInputError(f"There is a ledger in {place} already: choose an empty database.") from None
    except DiskFull as error:
        raise LedgerFaultError(f"There is no room on the disk of {place}: make room, and try again.") from error
    except InsufficientPrivilege as error:
        raise LedgerFaultError(f"The user may not do this in {place}: grant it to the user.") from error
    except psycopg.OperationalError as error:
        raise LedgerFaultError(
            f"The connection to {place} failed: nothing is known to be appended. Try again."
        ) from error
    except psycopg.Error as error:
        raise LedgerFaultError(f"{place} cannot be used ({type(error).__name__}): see its log.") from error
