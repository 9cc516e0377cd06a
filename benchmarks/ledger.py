"""How many events a ledger acknowledges in a second, and how soon one of a million is open. See docs/benchmarks.md.

    python -m benchmarks.ledger [--postgresql ADDRESS] [--folder FOLDER] [--seconds 5] [--events 1000000]

Every acknowledgement comes after a flush to the disk, and each append is of one event. One writer appends again and
again; eight threads share flushes as a server does; eight processes share nothing but the ledger. The first line says
how many flushes of a page the disk does in a second without any ledger: nobody who waits for each can be faster.
ADDRESS is that of an empty PostgreSQL database. The salts are random and the hashes are made, as in an operation.
"""

import argparse
import json
import multiprocessing
import os
import resource
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.runner import measured_on, show
from safepassage.domain.events import Fact, GroupsAlighted, GroupsBoarded, PeopleRegistered
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.events import Event, Recorded
from safepassage.ledger.grouping import GroupedAppends
from safepassage.ledger.postgresql import PostgresqlStore, create_postgresql
from safepassage.ledger.snapshots import keep_snapshot, opened
from safepassage.ledger.sqlite import SqliteStore, create_sqlite
from safepassage.ledger.store import EventStore
from safepassage.ledger.verification import Checker, verified

START = datetime(2016, 12, 15, 6, 0, tzinfo=UTC)
CODEC = FactCodec(START, Upcasters())
WRITERS = 8
PAGE = 4096
BATCH = 10_000
AFTER = 1_000
"""Events after the snapshot, which have to be read when the ledger is opened."""
MOVES = 9
"""Boardings and alightings of each travel group."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Events acknowledged in a second, of one event an append."""

    store: str
    one_writer: float
    eight_threads: float
    eight_processes: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds to open a ledger: from a snapshot and `after` events, from the first event on, and to verify it."""

    store: str
    events: int
    after: int
    snapshot_s: float
    anew_s: float
    verify_s: float
    snapshot_bytes: int
    peak_bytes: int


def flushes_per_second(folder: Path, seconds: float) -> float:
    """Give how many flushes of a page the disk does."""
    with (folder / "flushed").open("wb", buffering=0) as file:

        def flush(_: int) -> None:
            file.write(bytes(PAGE))
            os.fdatasync(file.fileno())

        return rate(seconds, flush)


def rate(seconds: float, act: Callable[[int], object]) -> float:
    """Give how often something is done in a second, for so many seconds."""
    done, began = 0, perf_counter()
    while perf_counter() - began < seconds:
        act(done)
        done += 1
    return done / (perf_counter() - began)


def store_at(address: str) -> EventStore:
    """Open the ledger at an address."""
    now, salts = (lambda: datetime.now(UTC)), (lambda: secrets.token_bytes(32))  # noqa: TID251 - the clock of a benchmark
    if address.startswith("postgresql:"):
        return PostgresqlStore(address, now, salts)
    return SqliteStore(Path(address), now, salts)


def boarding(stream: str, number: int) -> Event:
    """Give the event of a group that boards."""
    fact = GroupsBoarded(at_s=number, vehicle=stream, place="school", people=f"p{number}", groups=1)
    return CODEC.event_of(fact, id=f"{stream}-{number}", reported=START, actor="focal-point-2", source="tablet 7")


def alone(address: str, stream: str, seconds: float) -> float:
    """Give the rate of a writer who waits for each acknowledgement."""
    with closing(store_at(address)) as store:
        return rate(seconds, lambda k: store.append(stream, k, [boarding(stream, k)]))


def together(executor: Executor, write: Callable[[str, float], float], name: str, seconds: float) -> float:
    """Give the rate of eight writers at once."""
    streams = [f"{name}-{k}" for k in range(WRITERS)]
    return sum(executor.map(write, streams, [seconds] * WRITERS))


@dataclass(frozen=True, slots=True)
class AloneAt:
    """A writer of its own process."""

    address: str

    def __call__(self, stream: str, seconds: float) -> float:
        """Write, and give the rate."""
        return alone(self.address, stream, seconds)


def speed(store: str, address: str, seconds: float) -> Speed:
    """Measure how fast a ledger acknowledges."""
    one = alone(address, "one", seconds)
    with GroupedAppends(lambda: store_at(address)) as appends, ThreadPoolExecutor(WRITERS) as threads:

        def write(stream: str, seconds: float) -> float:
            return rate(seconds, lambda k: appends.append(stream, k, [boarding(stream, k)]))

        eight = together(threads, write, "thread", seconds)
    with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as processes:
        list(processes.map(abs, range(WRITERS)))  # they have started
        apart = together(processes, AloneAt(address), "process", seconds)
    return Speed(store, one, eight, apart)


class Whereabouts:
    """Where each travel group is, and how many have arrived: what an operation has to know when it is opened."""

    name = "whereabouts"
    version = 1

    def begin(self) -> dict[str, str]:
        """Nobody is anywhere."""
        return {}

    def apply(self, state: dict[str, str], recorded: Recorded) -> dict[str, str]:
        """Follow one more event."""
        payload = recorded.event.payload
        state[str(payload["people"])] = str(
            payload.get("vehicle" if recorded.event.type == "groups.boarded" else "place")
        )
        return state

    def plain(self, state: dict[str, str]) -> Any:
        """Give the state itself."""
        return state

    def restored(self, plain: Any) -> dict[str, str]:
        """Give the state of its data."""
        return dict(plain)


def operation(events: int) -> Iterator[Event]:
    """Yield the events of an invented operation: each group is registered, then boards and alights again and again."""
    for number in range(events):
        group, step = divmod(number, MOVES + 1)
        people, place = f"token-{group:06}", f"place-{(group + step) % 40}"
        fact: Fact
        if step == 0:
            fact = PeopleRegistered(number, people, place, groups=1, seated=4, wheelchair=0, stretcher=0, priority=1)
        elif step % 2:
            fact = GroupsBoarded(number, vehicle=f"bus-{group % 60}", place=place, people=people, groups=1)
        else:
            fact = GroupsAlighted(number, f"bus-{group % 60}", place, people, groups=1, onward=step < MOVES - 1)
        yield CODEC.event_of(
            fact, id=f"m{number}", reported=START + timedelta(seconds=number), actor="focal-point-2", source="tablet 7"
        )


def append_all(store: EventStore, events: Iterator[Event], first: int, last: int) -> None:
    """Append the events from one number to another, by the thousands."""
    for version in range(first, last, BATCH):
        store.append("operation", version, [next(events) for _ in range(min(BATCH, last - version))])


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds that something takes, and what it gives."""
    began = perf_counter()
    result = act()
    return perf_counter() - began, result


def opening(name: str, address: str, count: int, folder: Path) -> Opening:
    """Measure how soon a ledger of an operation's events is open."""
    events, fold = operation(count), Whereabouts()
    with closing(store_at(address)) as store:
        append_all(store, events, 0, count - AFTER)
        keep_snapshot(store, fold, opened(store, fold, folder), folder)
        append_all(store, events, count - AFTER, count)

    def open_it(cache: Path) -> Any:
        with closing(store_at(address)) as store:
            return opened(store, fold, cache)

    snapshot_s, found = timed(lambda: open_it(folder))
    anew_s, again = timed(lambda: open_it(folder / "no snapshot here"))
    if (found.state, found.chain) != (again.state, again.chain):
        raise SystemExit("The state from the snapshot is not that of the events.")
    with closing(store_at(address)) as store:
        verify_s, verdict = timed(lambda: verified(store.rows(), Checker(store.ledger)))
        if not verdict.ok:
            raise SystemExit(verdict.findings[0].what)
        size = next(folder.glob(f"{store.ledger}-*.snapshot")).stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Opening(name, verdict.size, found.read, snapshot_s, anew_s, verify_s, size, peak)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", metavar="ADDRESS", help="address of an empty PostgreSQL database")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be measured")
    parser.add_argument("--seconds", type=float, default=5.0, help="that each kind of writers writes")
    parser.add_argument("--events", type=int, default=1_000_000, help="of the ledger that is opened")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        addresses = {"SQLite": str(folder / "ledger.db")}
        create_sqlite(folder / "ledger.db", secrets.token_hex(16))
        if options.postgresql:
            create_postgresql(options.postgresql, secrets.token_hex(16))
            addresses["PostgreSQL"] = options.postgresql
        flushes = flushes_per_second(folder, options.seconds)
        speeds = [speed(store, address, options.seconds) for store, address in addresses.items()]
        openings = [opening(store, address, options.events, folder) for store, address in addresses.items()]
    report(flushes, speeds, openings)
    if options.json:
        figures = {
            "flushes_per_second": flushes,
            "speeds": list(map(asdict, speeds)),
            "openings": list(map(asdict, openings)),
        }
        options.json.write_text(json.dumps({**measured_on(), **figures}, indent=1) + "\n", encoding="utf-8")


def report(flushes: float, speeds: Sequence[Speed], openings: Sequence[Opening]) -> None:
    """Print the tables."""
    show(
        f"Events acknowledged in a second, each flushed; the disk alone does {flushes:,.0f} flushes",
        ("store", "one writer", "eight threads", "eight processes"),
        [(s.store, *(f"{x:,.0f}" for x in (s.one_writer, s.eight_threads, s.eight_processes))) for s in speeds],
    )
    show(
        "Seconds until a ledger is open",
        (
            "store",
            "events",
            "after the snapshot",
            "from it",
            "from the first event",
            "verify",
            "snapshot MB",
            "peak MB",
        ),
        [
            (
                o.store,
                f"{o.events:,}",
                f"{o.after:,}",
                *(f"{x:,.2f}" for x in (o.snapshot_s, o.anew_s, o.verify_s)),
                *(f"{x / 1e6:,.0f}" for x in (o.snapshot_bytes, o.peak_bytes)),
            )
            for o in openings
        ],
    )


if __name__ == "__main__":
    main()
