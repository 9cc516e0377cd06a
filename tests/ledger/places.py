"""Places that keep a ledger, alike for all stores, with a clock and salts that every run has the same."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from safepassage.ledger.canonical import Plain
from safepassage.ledger.database import DatabaseStore
from safepassage.ledger.events import Event, Row
from safepassage.ledger.postgresql import PostgresqlStore, create_postgresql
from safepassage.ledger.sqlite import SqliteStore, create_sqlite

LEDGER = "ledger-of-tests"
START = datetime(2016, 12, 15, 6, 0, tzinfo=UTC)


def ticking() -> Callable[[], datetime]:
    """Give a clock that goes on by a second each time it is read."""
    seconds = iter(range(10**9))
    return lambda: START + timedelta(seconds=next(seconds))


def salting(seed: int = 0) -> Callable[[], bytes]:
    """Give salts that are the same in every run."""
    source = random.Random(seed)
    return lambda: source.randbytes(32)


def event(id: str = "e1", **fields: Any) -> Event:  # noqa: A002 - the event's own word
    """Give an event; what is not given is as usual."""
    payload: dict[str, Plain] = {"vehicle": "bus-1", "groups": 2}
    usual: dict[str, Any] = {
        "type": "groups.boarded",
        "version": 1,
        "happened": START,
        "reported": START + timedelta(minutes=3),
        "actor": "focal-point-2",
        "source": "tablet 7",
        "payload": payload,
        "counted": ("groups",),
    }
    return Event(id=id, **(usual | fields))


def events(first: int, last: int) -> list[Event]:
    """Give the events e<first> to e<last>, each with another number of groups."""
    return [event(f"e{k}", payload={"vehicle": f"bus-{k % 3}", "groups": k % 7}) for k in range(first, last + 1)]


@dataclass
class SqlitePlace:
    """A ledger in a file."""

    path: Path
    stores: list[DatabaseStore] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Give what SAFEPASSAGE_DATABASE would name."""
        return str(self.path)

    def create(self, ledger: str = LEDGER) -> DatabaseStore:
        """Make an empty ledger and open it."""
        create_sqlite(self.path, ledger)
        return self.open()

    def open(self, *, seed: int = 0) -> DatabaseStore:
        """Open the ledger once more."""
        self.stores.append(SqliteStore(self.path, ticking(), salting(seed)))
        return self.stores[-1]

    def close(self) -> None:
        """Close all that was opened."""
        for store in self.stores:
            store.close()

    def tamper(self, column: str, value: object, position: int, table: str = "events", key: str = "position") -> None:
        """Change a value behind the ledger's back."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_update")
            text = f"UPDATE {table} SET {column} = ? WHERE {key} = ?"  # noqa: S608 - names of our own
            connection.execute(text, (value, position))

    def delete(self, position: int) -> None:
        """Take an event away behind the ledger's back."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("DROP TRIGGER IF EXISTS events_delete")
            connection.execute("DELETE FROM events WHERE position = ?", (position,))

    def run(self, statement: str) -> None:
        """Run a statement of SQL."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement)


@dataclass
class PostgresqlPlace:
    """A ledger in a database of its own."""

    address: str
    stores: list[DatabaseStore] = field(default_factory=list)

    def create(self, ledger: str = LEDGER) -> DatabaseStore:
        """Make an empty ledger and open it."""
        create_postgresql(self.address, ledger)
        return self.open()

    def open(self, *, seed: int = 0) -> DatabaseStore:
        """Open the ledger once more."""
        self.stores.append(PostgresqlStore(self.address, ticking(), salting(seed)))
        return self.stores[-1]

    def close(self) -> None:
        """Close all that was opened."""
        for store in self.stores:
            store.close()

    def tamper(self, column: str, value: object, position: int, table: str = "events", key: str = "position") -> None:
        """Change a value behind the ledger's back."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"ALTER TABLE safepassage.{table} DISABLE TRIGGER USER")
            text = f"UPDATE safepassage.{table} SET {column} = %s WHERE {key} = %s"  # noqa: S608 - names of our own
            connection.execute(text, (value, position))

    def delete(self, position: int) -> None:
        """Take an event away behind the ledger's back."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("ALTER TABLE safepassage.events DISABLE TRIGGER USER")
            connection.execute("DELETE FROM safepassage.events WHERE position = %s", (position,))

    def run(self, statement: str) -> None:
        """Run a statement of SQL."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("SET search_path TO safepassage")
            connection.execute(statement)


Place = SqlitePlace | PostgresqlPlace


def ids(rows: Sequence[Row]) -> list[str]:
    return [row.id for row in rows]
