"""Many writers at once: processes take turns, threads share a flush, and the chain has no fork."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.errors import ChangedEventError, LedgerFaultError, StaleAppendError
from safepassage.ledger.grouping import GroupedAppends
from safepassage.ledger.store import Append, EventStore, Outcome
from safepassage.ledger.verification import Checker, verified
from tests.ledger.places import Place, SqlitePlace, event, events
from tests.ledger.writer import store_at

ROOT = Path(__file__).parents[2]

CONTEND = """
import sys
from safepassage.ledger.errors import StaleAppendError
from tests.ledger.places import event
from tests.ledger.writer import store_at
address, name = sys.argv[1:]
store, done, stale = store_at(address), 0, 0
while done < 25:
    version = sum(1 for _ in store.stream("shared"))
    try:
        store.append("shared", version, [event(f"{name}-{done}")])
        done += 1
    except StaleAppendError:
        stale += 1
store.close()
"""


def test_two_processes_write_to_one_stream_and_none_overwrites_the_other(place: Place) -> None:
    store = place.create()
    processes = [
        subprocess.Popen([sys.executable, "-c", CONTEND, place.address, name], cwd=ROOT) for name in ("left", "right")
    ]
    assert [process.wait() for process in processes] == [0, 0]
    assert verified(store.rows(), Checker(store.ledger)).ok
    assert sorted(r.event.id for r in store.stream("shared")) == sorted(
        f"{name}-{k}" for name in ("left", "right") for k in range(25)
    )


def test_threads_share_flushes_and_each_gets_its_own_answer(place: Place) -> None:
    store = place.create()
    with GroupedAppends(lambda: store_at(place.address)) as appends, ThreadPoolExecutor(8) as threads:

        def write(thread: int) -> int:
            for k in range(10):
                (recorded,) = appends.append(f"s{thread}", k, [event(f"t{thread}-{k}")])
                assert (recorded.event.id, recorded.version) == (f"t{thread}-{k}", k + 1)
                with pytest.raises(StaleAppendError):
                    appends.append(f"s{thread}", k, [event(f"t{thread}-{k}-stale")])
            with pytest.raises(ChangedEventError):
                appends.append(f"s{thread}", 10, [event(f"t{thread}-3", actor="another")])
            return thread

        assert list(threads.map(write, range(8))) == list(range(8))
    assert store.head().size == 80
    assert verified(store.rows(), Checker(store.ledger)).ok


class Counting:
    """A store that counts how many appends shared each flush; all else is that of the store within."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self.groups: list[int] = []

    def append_all(self, appends: Sequence[Append]) -> list[Outcome]:
        """Count, and make the appends."""
        self.groups.append(len(appends))
        return self._store.append_all(appends)

    def close(self) -> None:
        """Close the store within."""
        self._store.close()


def test_appends_that_wait_share_a_flush(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "ledger.db")
    holder = place.create()
    counting: list[Counting] = []

    def opened() -> EventStore:
        counting.append(Counting(store_at(place.address)))
        return counting[0]  # type: ignore[return-value]  # it has what grouping uses

    with GroupedAppends(opened, most=5) as appends, ThreadPoolExecutor(12) as threads:
        with holder.writing():  # nobody gets a flush, so all wait
            done = [threads.submit(appends.append, f"s{k}", 0, [event(f"e{k}")]) for k in range(12)]
            while appends.waiting() < 12:
                pass
        assert [len(each.result()) for each in done] == [1] * 12
    assert sum(counting[0].groups) == 12
    assert max(counting[0].groups) == 5
    place.close()


def test_what_waits_is_written_before_closing_and_nothing_afterwards(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "ledger.db")
    store = place.create()
    appends = GroupedAppends(lambda: store_at(place.address))
    with ThreadPoolExecutor(5) as threads:
        with store.writing():
            done = [threads.submit(appends.append, f"s{k}", 0, [event(f"e{k}")]) for k in range(4)]
            while appends.waiting() < 4:
                pass
            threads.submit(appends.close)
        assert [len(each.result()) for each in done] == [1] * 4
    appends.close()
    appends.close()
    with pytest.raises(LedgerFaultError, match="has been closed"):
        appends.append("a", 0, events(1, 1))
    assert store.head().size == 4
    place.close()


def test_a_store_that_cannot_be_opened_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="There is no ledger at"):
        GroupedAppends(lambda: store_at(str(tmp_path / "nowhere.db")))


def test_a_fault_reaches_everybody_who_waits_and_later_appends_go_on(place: Place) -> None:
    store = place.create()
    with GroupedAppends(lambda: store_at(place.address)) as appends:
        place.tamper("moved_to", "elsewhere", 1, table="ledger", key="one")
        with pytest.raises(Exception, match="go on with elsewhere"):
            appends.append("a", 0, events(1, 1))
        place.tamper("moved_to", None, 1, table="ledger", key="one")
        appends.append("a", 0, events(1, 1))
    assert store.head().size == 1
