"""Which ledger is used: in a file or on a PostgreSQL server, with what clock, salts and key."""

from __future__ import annotations

import os
import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from safepassage.domain.errors import UnusableInputError

if TYPE_CHECKING:  # what a ledger needs takes long to load, and most commands need none
    from collections.abc import Callable

    from safepassage.ledger.store import EventStore
    from safepassage.ledger.verification import Verdict

LEDGER = "ledger.db"
"""The ledger's file, in the operation's folder or where the command is given, if no other database is named."""

SALT_BYTES = 32


def now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock, picked here


def fresh_salt() -> bytes:
    """Give random bytes that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def database(folder: Path | None = None) -> str:
    """Give where the ledger is: the address of a PostgreSQL database, or the path of a file.

    It is what SAFEPASSAGE_DATABASE names, or else a file in the operation's folder, None: in SAFEPASSAGE_OPERATION if
    that is set, or where the command is given.

    Raises
    ------
    UnusableInputError
        If SAFEPASSAGE_DATABASE is neither; it may hold a password, so the sentence does not repeat it.
    """
    beside = folder or Path(os.environ.get("SAFEPASSAGE_OPERATION", ""))
    given = os.environ.get("SAFEPASSAGE_DATABASE") or str(beside / LEDGER)
    if "://" in given and not _is_postgresql(given):
        raise UnusableInputError(
            "SAFEPASSAGE_DATABASE is neither a file nor an address that begins with postgresql://."
        )
    return given


def _is_postgresql(address: str) -> bool:
    return address.startswith(("postgresql://", "postgres://"))


def ledger_key() -> Path:
    """Give the file of the key that signs checkpoints: SAFEPASSAGE_LEDGER_KEY, or one among the user's settings."""
    return file_of_user("SAFEPASSAGE_LEDGER_KEY", "ledger-key.pem")


def file_of_user(variable: str, name: str) -> Path:
    """Give the file that a variable of the environment names, or else one of this name among the user's settings."""
    given = os.environ.get(variable)
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(given) if given else settings / "safepassage" / name


def ledger_file(path: Path, *, writable: bool = False) -> EventStore:
    """Give the ledger in an SQLite file, for reading unless `writable`."""
    from safepassage.ledger.sqlite import SqliteStore  # noqa: PLC0415 - only those who need a ledger load it

    return SqliteStore(path, now, fresh_salt, writable=writable)


def open_ledger() -> EventStore:
    """Give the ledger that SAFEPASSAGE_DATABASE names.

    Raises
    ------
    UnusableInputError
        If there is none.
    """
    return opened_ledger(database())


def opened_ledger(address: str) -> EventStore:
    """Give the ledger at an address as `database` gives it; UnusableInputError if there is none."""
    if not _is_postgresql(address):
        return ledger_file(Path(address), writable=True)
    from safepassage.ledger.postgresql import PostgresqlStore  # noqa: PLC0415 - only those who have a server load it

    return PostgresqlStore(address, now, fresh_salt)


def new_ledger() -> EventStore:
    """Make an empty ledger where SAFEPASSAGE_DATABASE says, and give it.

    Raises
    ------
    UnusableInputError
        If there is something already.
    """
    address = database()
    _created(address, secrets.token_hex(16))
    return opened_ledger(address)


def filled_ledger(address: str, ledger: str, fill: Callable[[EventStore], object]) -> None:
    """Make a ledger of this id and fill it: a file all or nothing, tables on a server and then their rows.

    Raises
    ------
    UnusableInputError, FileExistsError
        If there is something already.
    """
    from safepassage.ledger.sqlite import filled_sqlite  # noqa: PLC0415

    if not _is_postgresql(address):
        filled_sqlite(Path(address), ledger, now, fresh_salt, fill)
        return
    _created(address, ledger)
    with closing(opened_ledger(address)) as store:
        fill(store)


def _created(address: str, ledger: str) -> None:
    from safepassage.ledger.postgresql import create_postgresql  # noqa: PLC0415
    from safepassage.ledger.sqlite import create_sqlite  # noqa: PLC0415

    if _is_postgresql(address):
        create_postgresql(address, ledger)
    else:
        create_sqlite(Path(address), ledger)


def back_up(source: EventStore, path: Path) -> Verdict:
    """Copy a ledger, verified on the way, into a new SQLite file."""
    from safepassage.ledger.moving import copy_into  # noqa: PLC0415
    from safepassage.ledger.sqlite import filled_sqlite  # noqa: PLC0415

    return filled_sqlite(path, source.ledger, now, fresh_salt, lambda target: copy_into(source, target))


def restore(source: EventStore) -> Verdict:
    """Copy a ledger to where SAFEPASSAGE_DATABASE says."""
    from safepassage.ledger.moving import taken_over  # noqa: PLC0415

    address = database()
    if not _is_postgresql(address) and not Path(address).exists():
        return back_up(source, Path(address))
    with closing(_there_or_new(address, source.ledger)) as target:
        return taken_over(source, target)


def _there_or_new(address: str, ledger: str) -> EventStore:
    from safepassage.ledger.errors import NoLedgerError  # noqa: PLC0415

    try:
        return opened_ledger(address)
    except NoLedgerError:
        _created(address, ledger)
        return opened_ledger(address)


def move_ledger(path: Path) -> Verdict:
    """Move the ledger in an SQLite file to where SAFEPASSAGE_DATABASE says; the file takes no more events then."""
    from safepassage.ledger.moving import move  # noqa: PLC0415

    address = database()
    if not _is_postgresql(address) and Path(address).exists() and path.exists() and path.samefile(address):
        raise UnusableInputError(f"The ledger is in {path} already: set SAFEPASSAGE_DATABASE to where it is to go.")
    with closing(ledger_file(path, writable=True)) as source:
        return move(source, place_of(address), lambda: restore(source))


def place_of(address: str) -> str:
    """Give where a database is in words, without its password."""
    if not _is_postgresql(address):
        return str(Path(address).absolute())
    from safepassage.ledger.postgresql import place_of as place_of_postgresql  # noqa: PLC0415

    return place_of_postgresql(address)
