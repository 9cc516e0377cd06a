"""Backup, restore and move: all or nothing, verified on the way, between any two stores."""

import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.errors import ClosedLedgerError
from safepassage.ledger.events import Recorded
from safepassage.ledger.exporting import whole_lines
from safepassage.ledger.moving import copy_into, move, taken_over
from safepassage.ledger.sqlite import SqliteStore, create_sqlite, filled_sqlite
from safepassage.ledger.store import EventStore
from safepassage.ledger.verification import Verdict
from tests.ledger.places import LEDGER, Place, PostgresqlPlace, SqlitePlace, events, salting, ticking
from tests.ledger.server import Server
from tests.ledger.test_tampering import filled


def backed_up(store: EventStore, path: Path) -> Verdict:
    return filled_sqlite(path, store.ledger, ticking(), salting(), lambda target: copy_into(store, target))


def exported(store: EventStore) -> bytes:
    return b"".join(whole_lines(store))


def test_a_backup_is_one_private_file_with_all_that_there_was(place: Place, tmp_path: Path) -> None:
    store = filled(place.create())
    verdict = backed_up(store, tmp_path / "backup.db")
    assert (verdict.ok, verdict.size) == (True, 9)
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup.db"]
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    with closing(SqliteStore(tmp_path / "backup.db", ticking(), salting(), writable=False)) as backup:
        assert exported(backup) == exported(store)


def test_a_backup_is_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "ledger.db")
    backed_up(filled(place.create()), tmp_path / "backup.db")
    (tmp_path / "backup.db").chmod(0o400)
    with closing(SqliteStore(tmp_path / "backup.db", ticking(), salting(), writable=False)) as backup:
        assert len(list(backup.rows())) == 9
        with pytest.raises(Exception, match="cannot be opened for this"):
            backup.append("c", 0, events(20, 20))
    place.close()


def test_a_backup_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "ledger.db")
    store = filled(place.create())
    (tmp_path / "backup.db").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        backed_up(store, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_bytes() == b"precious"
    place.close()


def test_others_go_on_writing_during_a_backup(place: Place, tmp_path: Path) -> None:
    store = filled(place.create())
    stop = threading.Event()
    done: list[Recorded] = []

    def write() -> None:
        writer = place.open(seed=7) if isinstance(place, PostgresqlPlace) else None
        with closing(writer or SqliteStore(Path(place.address), ticking(), salting(7))) as mine:
            while not stop.is_set():
                done.extend(mine.append("busy", len(done), events(100 + len(done), 100 + len(done))))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        verdicts = [backed_up(store, tmp_path / f"backup-{k}.db") for k in range(3)]
    finally:
        stop.set()
        thread.join()
    assert all(verdict.ok for verdict in verdicts)
    assert [v.size for v in verdicts] == sorted(v.size for v in verdicts)
    assert store.head().size == 9 + len(done)


def test_a_damaged_ledger_is_never_copied(place: Place, tmp_path: Path) -> None:
    store = filled(place.create())
    place.tamper("actor", "another", 3)
    with pytest.raises(UnusableInputError, match="Event 3"):
        backed_up(store, tmp_path / "backup.db")
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]
    target = SqlitePlace(tmp_path / "target.db")
    empty = target.create()
    with pytest.raises(UnusableInputError, match="Event 3"):
        taken_over(store, empty)
    assert empty.head().size == 0
    target.close()


def test_a_backup_is_restored_into_any_store(place: Place, tmp_path: Path) -> None:
    origin = SqlitePlace(tmp_path / "origin.db")
    store = filled(origin.create())
    target = place.create()
    assert taken_over(store, target).ok
    assert exported(target) == exported(store)
    assert taken_over(store, target).size == 9
    target.append("c", 0, events(20, 21))
    store.append("c", 0, events(20, 21))
    with pytest.raises(UnusableInputError, match="holds events already"):
        taken_over(store, target)
    origin.close()


def test_another_ledger_is_never_written_over(place: Place, tmp_path: Path) -> None:
    create_sqlite(tmp_path / "another.db", "another-ledger")
    another, store = SqliteStore(tmp_path / "another.db", ticking(), salting()), place.create()
    with closing(another), pytest.raises(UnusableInputError, match="There is another ledger in"):
        taken_over(another, store)


def test_a_ledger_moves_from_sqlite_to_postgresql_and_goes_on_there(tmp_path: Path, postgresql: Server) -> None:
    origin, goal = SqlitePlace(tmp_path / "ledger.db"), PostgresqlPlace(postgresql.fresh())
    store, target = filled(origin.create()), goal.create()
    before = exported(store)
    assert move(store, target.place, lambda: taken_over(store, target)).ok
    assert exported(target) == before
    with pytest.raises(ClosedLedgerError, match="go on with the PostgreSQL database test_"):
        store.append("b", 4, events(20, 20))
    target.append("b", 4, events(20, 20))
    with pytest.raises(ClosedLedgerError):
        move(store, target.place, lambda: taken_over(store, target))
    origin.close()
    goal.close()


def test_a_move_that_failed_leaves_the_ledger_open(tmp_path: Path, postgresql: Server) -> None:
    origin, goal = SqlitePlace(tmp_path / "ledger.db"), PostgresqlPlace(postgresql.fresh())
    store, target = filled(origin.create()), goal.create("another-ledger")
    with pytest.raises(UnusableInputError):
        move(store, target.place, lambda: taken_over(store, target))
    store.append("b", 4, events(20, 20))
    origin.close()
    goal.close()


def test_a_move_that_was_cut_short_after_the_copy_is_finished(tmp_path: Path, postgresql: Server) -> None:
    origin, goal = SqlitePlace(tmp_path / "ledger.db"), PostgresqlPlace(postgresql.fresh())
    store, target = filled(origin.create()), goal.create()
    copy_into(store, target)
    assert store.moved_to() is None
    assert move(store, target.place, lambda: taken_over(store, target)).ok
    assert store.moved_to() == target.place
    assert target.ledger == LEDGER
    origin.close()
    goal.close()


def test_a_copy_that_is_there_already_is_verified_before_it_counts(tmp_path: Path, postgresql: Server) -> None:
    origin, goal = SqlitePlace(tmp_path / "ledger.db"), PostgresqlPlace(postgresql.fresh())
    store, target = filled(origin.create()), goal.create()
    copy_into(store, target)
    goal.tamper("source", "another", 2)
    with pytest.raises(UnusableInputError, match="Event 2"):
        taken_over(store, target)
    origin.close()
    goal.close()
