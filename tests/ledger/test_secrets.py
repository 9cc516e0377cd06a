"""What must not be seen is not seen: passwords, keys, files."""

import ast
import os
import sqlite3
import stat
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.ledger.errors import LedgerFaultError
from safepassage.ledger.files import new_file, write_over
from safepassage.ledger.keys import public_bytes, signing_key
from safepassage.ledger.postgresql import PostgresqlStore, create_postgresql, place_of
from safepassage.ledger.sqlite import APPLICATION, SqliteStore, _sentence, _set_up, create_sqlite
from tests.ledger.places import LEDGER, PostgresqlPlace, SqlitePlace, events, salting, ticking
from tests.ledger.server import PASSWORD, Server

LEDGER_SOURCES = sorted((Path(__file__).parents[2] / "src" / "safepassage" / "ledger").glob("*.py"))


def told(caught: "pytest.ExceptionInfo[SafePassageError]") -> str:
    """Give all that a user or a log could see of an error, its causes among it."""
    return "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ada:{quote(PASSWORD, safe='')}@127.0.0.1:1/db",
        f"postgresql://ada:{PASSWORD}@127.0.0.1:1/db",
        "postgresql://ada:s3cret/of@127.0.0.1:1/db",
        "postgresql://ada:1/s3cret@127.0.0.1/db",
        "postgresql://ada:s3cret?x@127.0.0.1:1/db",
        "postgresql://ada:s3cret#x@127.0.0.1:1/db",
        "postgresql://ada:s3cret%zz@127.0.0.1:1/db",
        "postgresql://ada@127.0.0.1:1/db?password=s3cret&s3cret=1",
        "postgresql://ada@127.0.0.1:1/db?password=s3cret",
    ],
)
def test_no_error_holds_the_password_of_the_address(address: str) -> None:
    with pytest.raises(SafePassageError) as caught:
        PostgresqlStore(address, ticking(), salting())
    assert "s3cret" not in told(caught).replace(address, "")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(SafePassageError) as caught:
        create_postgresql(address, LEDGER)
    assert "s3cret" not in str(caught.value)


def test_a_wrong_password_is_told_without_it(postgresql: Server) -> None:
    place = PostgresqlPlace(postgresql.fresh())
    place.create()
    place.run("CREATE ROLE ada LOGIN PASSWORD 'right'")
    address = place.address.replace("user=admin", f"user=ada&password={quote(PASSWORD, safe='')}")
    with pytest.raises(LedgerFaultError, match="There is no way into the PostgreSQL database test_") as caught:
        PostgresqlStore(address, ticking(), salting())
    assert not any(part in told(caught).replace(address, "") for part in (PASSWORD, quote(PASSWORD, safe="")))
    right = place.address.replace("user=admin", "user=ada&password=right")
    with pytest.raises(LedgerFaultError, match="The user may not do this"):
        PostgresqlStore(right, ticking(), salting())
    place.close()


def test_a_place_is_named_by_host_port_and_database_alone() -> None:
    address = f"postgresql://ada:{quote(PASSWORD, safe='')}@db.example:6000/ledger"
    assert place_of(address) == "the PostgreSQL database ledger on db.example, port 6000"
    assert place_of("postgresql://") == "the PostgreSQL database of the user on this machine, port 5432"


def settled(place: PostgresqlPlace) -> str | None:
    """Give why the ledger cannot be opened, None if it can."""
    try:
        place.open().close()
    except UnusableInputError as error:
        return str(error)
    return None


def refusal(place: PostgresqlPlace) -> str:
    """Give why the ledger cannot be opened; the server takes a moment to read its settings anew."""
    while (why := settled(place)) is None:
        pass
    return why


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_forget_is_refused(postgresql: Server, setting: str) -> None:
    place = PostgresqlPlace(postgresql.fresh())
    place.create()
    with psycopg.connect(place.address, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET {setting} TO off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        assert f"has {setting} off and may lose what it acknowledged" in refusal(place)
    finally:
        with psycopg.connect(place.address, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM RESET {setting}")
            connection.execute("SELECT pg_reload_conf()")
    while settled(place):
        pass
    place.close()


def test_each_acknowledgement_waits_for_the_flush_whatever_the_role_was_told(postgresql: Server) -> None:
    place = PostgresqlPlace(postgresql.fresh())
    place.create().append("a", 0, events(1, 1))
    place.run("CREATE ROLE hasty SUPERUSER LOGIN")
    place.run("ALTER ROLE hasty SET synchronous_commit TO off")
    place.run("ALTER ROLE hasty SET default_transaction_isolation TO serializable")
    store = PostgresqlStore(place.address.replace("user=admin", "user=hasty"), ticking(), salting())
    with store.writing() as transaction:
        connection = transaction._connection
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.execute("SHOW transaction_isolation").fetchone() == ("read committed",)
    store.close()
    place.close()


def test_sqlite_flushes_every_transaction(tmp_path: Path) -> None:
    create_sqlite(tmp_path / "ledger.db", LEDGER)
    with closing(SqliteStore(tmp_path / "ledger.db", ticking(), salting())) as store:
        connection = store._connection
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_ledger_and_the_files_beside_it_are_private(tmp_path: Path) -> None:
    was = os.umask(0)
    try:
        place = SqlitePlace(tmp_path / "ledger.db")
        place.create().append("a", 0, events(1, 1))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(was)
    assert modes == {"ledger.db": 0o600, "ledger.db-wal": 0o600, "ledger.db-shm": 0o600}
    place.close()


def test_the_signing_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "key.pem"
    made = signing_key(path)
    assert public_bytes(signing_key(path)) == public_bytes(made)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_that_others_can_read_signs_nothing(tmp_path: Path) -> None:
    signing_key(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(0o640)
    with pytest.raises(UnusableInputError, match="can be read by others"):
        signing_key(tmp_path / "key.pem")


def test_what_is_no_ed25519_key_signs_nothing(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content in (b"", b"\xff" * 9000, other):
        write_over(tmp_path / "key.pem", content)
        with pytest.raises(UnusableInputError, match="holds no Ed25519 key"):
            signing_key(tmp_path / "key.pem")


def test_a_key_that_appears_while_one_is_made_is_used(tmp_path: Path) -> None:
    """Two processes begin at once: the file of the first stands, and both sign with it."""
    path = tmp_path / "key.pem"
    keys = []

    def second() -> None:
        with new_file(path) as part:
            part.write_bytes(b"mine")
            keys.append(public_bytes(signing_key(path)))

    with pytest.raises(FileExistsError):
        second()
    assert keys == [public_bytes(signing_key(path))]
    assert [each.name for each in tmp_path.iterdir()] == ["key.pem"]


def test_processes_that_begin_at_once_sign_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = threads.map(lambda _: public_bytes(signing_key(tmp_path / "new" / "key.pem")), range(8))
    assert len(set(keys)) == 1


@pytest.mark.parametrize("path", LEDGER_SOURCES, ids=lambda path: path.name)
def test_no_value_is_written_into_the_text_of_a_statement(path: Path) -> None:
    """Whatever is executed is a constant, a name of ours, or made of our own names of columns."""
    ours = {"COLUMNS", "FORMAT", "PAGE", "APPLICATION", "setting", "table", "verb", "marks", "by", "where"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_sql = isinstance(node, ast.JoinedStr) and any(
            isinstance(part, ast.Constant)
            and str(part.value).startswith(("SELECT", "INSERT", "UPDATE", "PRAGMA", "CREATE"))
            for part in node.values
        )
        if is_sql and isinstance(node, ast.JoinedStr):
            names = {name.id for part in node.values for name in ast.walk(part) if isinstance(name, ast.Name)}
            assert names <= ours, ast.unparse(node)


def _another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (position)")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b"x" * 5000), "is no ledger, or is damaged"),
        (lambda path: path.write_bytes(b""), "is no ledger: check the name"),
        (_another_database, "is no ledger: check the name"),
        (lambda path: path.mkdir(), "There is no ledger at"),
    ],
)
def test_a_file_that_is_no_ledger_is_told_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "file"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(SafePassageError, match=words):
        SqliteStore(path, ticking(), salting())
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "There is no room on the disk for the ledger"),
        (sqlite3.SQLITE_IOERR_FSYNC, "The disk under the ledger"),
        (sqlite3.SQLITE_BUSY, "has been in use by another process for 60 s"),
        (sqlite3.SQLITE_READONLY, "cannot be opened for this"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_CONSTRAINT, "cannot be used (odd)"),
    ],
)
def test_each_failure_of_sqlite_has_a_sentence(code: int, words: str) -> None:
    error = sqlite3.OperationalError("odd")
    error.sqlite_errorcode = code
    assert words in _sentence(Path("ledger.db"), error)


def test_a_place_where_sqlite_cannot_write_ahead_is_refused() -> None:
    """Such as a network drive; a database in memory is another place without a log."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        with pytest.raises(UnusableInputError, match="where SQLite cannot write ahead"):
            _set_up(connection, Path("ledger.db"), writable=True)
