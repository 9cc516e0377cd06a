"""Group commit: many writers of one process share a flush, and each is told only after it.

A flush to the disk takes milliseconds, whatever it is of. While one is under way, the appends of other threads gather;
the next one takes them all, each still refused or done by itself.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Lock, Thread
from types import TracebackType

from safepassage.domain.errors import SafePassageError
from safepassage.ledger.errors import LedgerFaultError
from safepassage.ledger.events import Event, Recorded
from safepassage.ledger.store import Append, EventStore, Outcome

MOST = 256
"""Appends that share a flush."""

Waiting = tuple[Append, "Future[Outcome]"]


class GroupedAppends:
    """Appends from any thread of this process to one store, which a thread of its own opens and writes to.

    Raises
    ------
    SafePassageError
        If the store cannot be opened.
    """

    def __init__(self, open_store: Callable[[], EventStore], most: int = MOST) -> None:
        self._open, self._most = open_store, most
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._lock, self._closed, self._waiting = Lock(), False, 0
        ready: Future[None] = Future()
        self._thread = Thread(target=self._work, args=(ready,), name="ledger", daemon=True)
        self._thread.start()
        ready.result()

    def __enter__(self) -> "GroupedAppends":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, stream: str, expected: int, events: Sequence[Event]) -> tuple[Recorded, ...]:
        """Append events to a stream; see `EventStore`. Any thread may call this."""
        done: Future[Outcome] = Future()
        with self._lock:
            if self._closed:
                raise LedgerFaultError("The ledger has been closed: open it again to append to it.")
            self._waiting += 1
            self._queue.put((Append(stream, expected, tuple(events)), done))
        try:
            outcome = done.result()
        finally:
            with self._lock:
                self._waiting -= 1
        if isinstance(outcome, SafePassageError):
            raise outcome
        return outcome

    def waiting(self) -> int:
        """Give how many appends have not been answered yet."""
        return self._waiting

    def close(self) -> None:
        """Let what waits be written, and close the store."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _work(self, ready: "Future[None]") -> None:
        try:
            store = self._open()
        except BaseException as error:
            ready.set_exception(error)
            return
        ready.set_result(None)
        going_on = True
        while going_on:
            group, going_on = self._gathered()
            if group:
                _write(store, group)
        store.close()

    def _gathered(self) -> tuple[list[Waiting], bool]:
        """Wait for an append and take those behind it; False when no more come."""
        group: list[Waiting] = []
        while not group or (len(group) < self._most and not self._queue.empty()):
            item = self._queue.get()
            if item is None:
                return group, False
            group.append(item)
        return group, True


def _write(store: EventStore, group: Sequence[Waiting]) -> None:
    try:
        outcomes = store.append_all([append for append, _ in group])
    except BaseException as error:
        for _, done in group:
            done.set_exception(error)
        return
    for (_, done), outcome in zip(group, outcomes, strict=True):
        done.set_result(outcome)
