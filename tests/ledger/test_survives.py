"""What was acknowledged is there after kill -9, after a crash of the server, and after the disk was full."""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from safepassage.ledger.errors import LedgerFaultError
from safepassage.ledger.verification import Checker, verified
from tests.ledger.places import Place, PostgresqlPlace, SqlitePlace, event, events
from tests.ledger.server import Server, programs, running

ROOT = Path(__file__).parents[2]


@contextmanager
def writing(place: Place, name: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process that writes, and is killed at the end."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "tests.ledger.writer", place.address, name]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_for_more(log: Path, than: int) -> None:
    """Wait until the log has grown."""
    for _ in range(6000):
        if log.stat().st_size > than:
            return
        time.sleep(0.01)
    pytest.fail("the writer acknowledged nothing within a minute")


def kill_again_and_again(place: Place, times: int, log: Path, seed: int) -> None:
    """Kill a writer at random moments, and see each time that nothing acknowledged is lost and all fits together."""
    moments = random.Random(seed)
    log.touch()
    for _ in range(times):
        with writing(place, "w", log):
            wait_for_more(log, log.stat().st_size)
            time.sleep(moments.uniform(0, 0.2))
    acknowledged = log.read_text(encoding="utf-8").splitlines()
    store = place.open()
    verdict = verified(store.rows(), Checker(store.ledger, store.checkpoints()))
    kept = {row.id for row in store.rows()}
    assert verdict.ok, verdict.findings
    assert store.damage() == []
    assert len(set(acknowledged)) == len(acknowledged) > times
    assert set(acknowledged) <= kept


def test_a_writer_killed_a_few_times_loses_nothing(place: Place, tmp_path: Path) -> None:
    place.create()
    kill_again_and_again(place, 3, tmp_path / "acknowledged", seed=1)


@pytest.mark.slow
def test_a_writer_killed_a_hundred_times_loses_nothing(place: Place, tmp_path: Path) -> None:
    place.create()
    kill_again_and_again(place, 100, tmp_path / "acknowledged", seed=2)


def test_a_server_that_crashed_has_all_that_it_acknowledged(tmp_path: Path) -> None:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here: requirements/debian.txt names its package")
    log = tmp_path / "acknowledged"
    log.touch()
    with running() as server:
        place = PostgresqlPlace(server.fresh())
        place.create()
        with writing(place, "w", log):
            wait_for_more(log, 2000)
            server.stop("immediate")
        server.start()
        store = place.open()
        assert verified(store.rows(), Checker(store.ledger)).ok
        assert set(log.read_text(encoding="utf-8").splitlines()) <= {row.id for row in store.rows()}
        store.append("after", 0, events(1, 1))
        place.close()


FULL = """
import resource, sys
from pathlib import Path
from safepassage.ledger.errors import LedgerFaultError
from tests.ledger.places import SqlitePlace, event
place = SqlitePlace(Path(sys.argv[1]))
store = place.create()
store.append("a", 0, [event("e1")])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
version = 1
while True:
    try:
        store.append("a", version, [event(f"e{version + 1}", payload={"groups": 1, "text": "x" * 5000})])
    except LedgerFaultError as error:
        print(version, error, sep="|", flush=True)
        break
    version += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.append("a", version, [event("last")])
place.close()
"""


def test_a_file_that_may_not_grow_refuses_in_one_sentence_and_writing_goes_on_afterwards(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path / "ledger.db"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    version, sentence = done.stdout.strip().split("|")
    assert sentence.startswith(("There is no room on the disk for the ledger", "The disk under the ledger"))
    place = SqlitePlace(tmp_path / "ledger.db")
    store = place.open()
    assert verified(store.rows(), Checker(store.ledger)).ok
    assert [row.id for row in store.rows()] == [*(f"e{k}" for k in range(1, int(version) + 1)), "last"]
    place.close()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a file system of so many bytes; skip where none can be made."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", folder], check=False)
    if made.returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left on a disk, and give the file that takes it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**16, 2**12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def append_until_refused(place: Place) -> tuple[int, str]:
    """Append until the ledger refuses; give how many events it acknowledged, and its sentence."""
    store, version = place.open(), 1
    while True:
        try:
            store.append("a", version, [event(f"e{version + 1}", payload={"groups": 1, "text": "x" * 9000})])
        except LedgerFaultError as error:
            return version, str(error)
        version += 1


def all_is_well(place: Place, version: int) -> None:
    """See that what was acknowledged is there, and that writing goes on."""
    store = place.open(seed=3)
    kept = {row.id for row in store.rows()}
    assert {f"e{k}" for k in range(1, version + 1)} <= kept
    store.append("a", len(kept), [event("last")])
    assert verified(store.rows(), Checker(store.ledger)).ok


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_under_a_file_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        place = SqlitePlace(disk / "ledger.db")
        place.create().append("a", 0, events(1, 1))
        ballast = fill(disk)
        version, sentence = append_until_refused(place)
        assert sentence.startswith("There is no room on the disk for the ledger")
        ballast.unlink()
        all_is_well(place, version)
        place.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_under_a_server_loses_nothing() -> None:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here: requirements/debian.txt names its package")
    with TemporaryDirectory() as folder, small_disk(Path(folder) / "disk", "100m") as disk:
        Path(folder).chmod(0o755)  # the server has a user of its own, who must get there
        with running(disk) as server:
            place = PostgresqlPlace(server.fresh())
            place.create().append("a", 0, events(1, 1))
            ballast = fill(disk)
            version, sentence = append_until_refused(place)
            assert sentence.startswith(
                ("There is no room on the disk of the PostgreSQL", "The connection to the PostgreSQL")
            )
            ballast.unlink()
            restarted(server)
            all_is_well(place, version)
            place.close()


def restarted(server: Server) -> None:
    """Start the server anew: with no room for its log it may have stopped itself."""
    with suppress(subprocess.CalledProcessError):
        server.stop("immediate")
    server.start()
