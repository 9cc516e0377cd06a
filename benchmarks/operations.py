"""How many commands a desk acknowledges in a second, and how soon an operation of a million events is open.

    python -m benchmarks.operations [--postgresql ADDRESS] [--folder FOLDER] [--seconds 5] [--events 1000000]

Every command is decided on what the ledger holds, and acknowledged after its flush. All desks of an operation write to
one stream, and each decision rests on the version that it saw: so eight desks in processes of their own decide against
each other, and whoever was slower decides anew. Eight threads take turns at one desk behind a lock, as those of one
server do. A rehearsal's desk decides one by one too, but flushes thousands together: nobody waits for its answer.
ADDRESS is that of an empty PostgreSQL database. See docs/benchmarks.md.
"""

import argparse
import json
import multiprocessing
import resource
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import process_time
from typing import Any

from benchmarks.ledger import AFTER, BATCH, WRITERS, rate, store_at, timed
from benchmarks.runner import measured_on, show
from safepassage.domain import events
from safepassage.domain.events import Fact
from safepassage.domain.live import people
from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, Member, NeedsClass, SeatClass
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told
from safepassage.domain.live.vehicles import CrewCheckedIn, VehicleListed
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.events import Event, moment_text
from safepassage.ledger.postgresql import create_postgresql
from safepassage.ledger.snapshots import Opened, keep_snapshot, opened
from safepassage.ledger.sqlite import create_sqlite
from safepassage.ledger.store import EventStore
from safepassage.operations.batch_desk import BatchDesk
from safepassage.operations.commands import DECISIONS
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.deciding import Command
from safepassage.operations.desk import STREAM, Asked, Desk, history_of
from safepassage.operations.operation import Operation
from safepassage.operations.snapshots import OperationFold

START = datetime(2016, 12, 15, 6, 0, tzinfo=UTC)
CODEC = FactCodec(START, Upcasters())
BUSES = 64
FAMILY = 4
LOAD = 10
"""Families in a bus."""
CHECK_INS = 146
"""Of a crew, while its bus goes there and back: with these an operation of a million events is one of 200,000 persons.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """Commands acknowledged in a second; `rehearsal` are decided alike, and flushed by the thousands."""

    store: str
    one_desk: float
    eight_threads: float
    eight_processes: float
    rehearsal: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds to open an operation from its snapshot and the events after it, in a fresh process; bytes.

    `snapshot_s` is by the clock, `processor_s` of the processor: what it takes where nothing else wants it.
    """

    store: str
    events: int
    persons: int
    after: int
    snapshot_s: float
    processor_s: float
    snapshot_bytes: int
    peak_bytes: int


def now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)  # noqa: TID251 - the clock of a benchmark


def set_up_facts(buses: int) -> Iterator[Fact]:
    """Yield the facts with which an operation begins."""
    yield OperationCreated(0, "op", "benchmark", START.isoformat(), "00", True)
    yield PersonAppointed(0, "Layla", (Role.COORDINATOR,), ())
    for number in range(buses):
        yield VehicleListed(0, f"bus-{number}", "bus", "square", FAMILY * LOAD, 2, 2, 2, 2)


def event_of(fact: Fact, number: int) -> Event:
    """Give the event of a fact; ids sort as facts follow each other."""
    return CODEC.event_of(fact, id=f"m{number:08}", reported=START, actor="focal-point-2", source="tablet 7")


def family(name: str) -> tuple[Member, ...]:
    """Give an adult with children."""
    ages = (AgeBand.ADULT, *[AgeBand.CHILD] * (FAMILY - 1))
    return tuple(Member(f"{name}-{k}", age, SeatClass.SEATED, NeedsClass.NONE) for k, age in enumerate(ages))


def commands(bus: str, name: str) -> Iterator[Command]:
    """Yield the commands by which families are brought out by a bus, one after the other, for ever."""
    for number in count():
        members = family(f"{name}-{number}")
        tokens = tuple(member.token for member in members)
        yield Register(f"{name}-{number}", "square", members)
        yield RecordChoice(tokens, Answer.LEAVE, tuple(InformedOf), "ar", private=True)
        yield Board(bus, "square", tokens)
        yield TakeHeadcount(bus, "square", FAMILY, 1)
        yield Depart(bus, "square")
        yield Arrive(bus, "camp")
        yield Alight(bus, "camp", tokens)
        yield Depart(bus, "camp")
        yield Arrive(bus, "square")


def asked(name: str, bus: int) -> Iterator[Asked]:
    """Yield such commands as somebody gives them."""
    for number, command in enumerate(commands(f"bus-{bus}", name)):
        yield Asked(command, "Layla", f"{name}-{number:08}", "benchmark")


def desk_at(address: str) -> tuple[EventStore, Desk]:
    """Open a desk at the ledger of an address."""
    store = store_at(address)
    desk = Desk(store, CODEC, now, DECISIONS)
    desk.look()
    return store, desk


def alone(address: str, name: str, bus: int, seconds: float) -> float:
    """Give the rate of a desk whose user waits for each acknowledgement."""
    store, desk = desk_at(address)
    given = asked(name, bus)
    with closing(store):
        return rate(seconds, lambda _: desk.do(next(given)))


def taking_turns(address: str, seconds: float) -> float:
    """Give the rate of eight threads that take turns at one desk, which a thread of its own opened."""
    lock = Lock()
    with ThreadPoolExecutor(1) as keeper, ThreadPoolExecutor(WRITERS) as threads:
        store, desk = keeper.submit(desk_at, address).result()

        def work(number: int) -> float:
            given = asked(f"thread-{number}", 1 + number)

            def give(_: int) -> None:
                with lock:
                    keeper.submit(desk.do, next(given)).result()

            return rate(seconds, give)

        total = sum(threads.map(work, range(WRITERS)))
        keeper.submit(store.close).result()
    return total


def against_each_other(address: str, seconds: float) -> float:
    """Give the rate of eight processes, each with a desk of its own."""
    with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as processes:
        list(processes.map(abs, range(WRITERS)))  # they have started
        names = [f"process-{number}" for number in range(WRITERS)]
        buses = range(1 + WRITERS, 1 + 2 * WRITERS)
        return sum(processes.map(alone, [address] * WRITERS, names, buses, [seconds] * WRITERS))


def rehearsed(address: str, seconds: float) -> float:
    """Give the rate of a rehearsal's desk."""
    with closing(store_at(address)) as store:
        desk = BatchDesk(store, CODEC, now, DECISIONS)
        given = asked("rehearsal", BUSES - 1)
        found = rate(seconds, lambda _: desk.do(next(given)))
        desk.flush()
    return found


def speed(store: str, address: str, seconds: float) -> Speed:
    """Measure how fast commands are acknowledged."""
    with closing(store_at(address)) as made:
        facts = enumerate(set_up_facts(BUSES), 1)
        made.append(STREAM, 0, [event_of(fact, number) for number, fact in facts])
    one = alone(address, "one", 0, seconds)
    threads = taking_turns(address, seconds)
    processes = against_each_other(address, seconds)
    return Speed(store, one, threads, processes, rehearsed(address, seconds))


def facts_of_operation(buses: int) -> Iterator[Fact]:
    """Yield the facts of an invented operation, for ever: buses fetch families, each in their turn.

    A bus brings ten families of four from the square to the camp, is checked on the way, and comes back. Its crew
    checks in all the time: that is most of the events, as it is where lost contact is to be noticed.
    """
    yield from set_up_facts(buses)
    for at_s in count(1):
        yield from one_round(at_s * 60, f"bus-{at_s % buses}", f"{at_s:06}")


def one_round(at_s: int, bus: str, name: str) -> Iterator[Fact]:
    """Yield the facts of one bus and ten families."""
    tokens: tuple[str, ...] = ()
    for number in range(LOAD):
        members = family(f"P-{name}-{number}")
        group = tuple(member.token for member in members)
        row = f"row-{number}"
        yield people.GroupRegistered(at_s, f"G-{name}-{number}", "square", row, 3, "", ("camp",), (), members, FAMILY)
        informed = tuple(InformedOf)
        yield people.ChoiceRecorded(at_s, group, Answer.LEAVE, informed, "ar", "officer", True, "", "", FAMILY)
        tokens += group
    yield from visited(at_s, bus, "square")
    yield people.PeopleBoarded(at_s + 1, bus, "square", tokens, len(tokens))
    yield people.HeadcountTaken(at_s + 2, bus, "square", "observer", len(tokens), 1)
    yield from driven(at_s + 3, bus, "square", "crossing")
    yield people.HeadcountTaken(at_s + 5, bus, "crossing", "observer", len(tokens), 1)
    yield from driven(at_s + 6, bus, "crossing", "camp")
    yield people.PeopleAlighted(at_s + 8, bus, "camp", tokens, False, len(tokens))
    yield from driven(at_s + 9, bus, "camp", "crossing")
    yield from driven(at_s + 11, bus, "crossing", "square")
    for number in range(CHECK_INS):
        yield CrewCheckedIn(at_s + 13 + number, bus, "square")


def driven(at_s: int, bus: str, origin: str, goal: str) -> Iterator[Fact]:
    """Yield the facts of a drive, and of what is done to a bus where it comes to."""
    yield events.VehicleDeparted(at_s, bus, origin)
    yield events.VehicleArrived(at_s + 1, bus, goal)
    yield from visited(at_s + 1, bus, goal)


def visited(at_s: int, bus: str, place: str) -> Iterator[Fact]:
    """Yield the facts of a bus that waits and is served or checked."""
    yield events.VehicleQueued(at_s, bus, place, events.Queue.CHECK if place == "crossing" else events.Queue.BAY)
    began, ended = (
        (events.CheckBegan, events.CheckEnded) if place == "crossing" else (events.ServiceBegan, events.ServiceEnded)
    )
    yield began(at_s, bus, place)
    yield ended(at_s, bus, place)


def fill(store: EventStore, facts: Iterator[Fact], operation: Operation, until: int) -> None:
    """Append facts up to a position, by the thousands, and let the operation follow them."""
    while operation.position < until:
        first = operation.position + 1
        batch = [
            (fact, number) for number, fact in zip(range(first, min(first + BATCH, until + 1)), facts, strict=False)
        ]
        appended = [event_of(fact, number) for fact, number in batch]
        store.append(STREAM, operation.version, appended)
        for (fact, number), event in zip(batch, appended, strict=True):
            operation.apply(Told(fact, event.id, event.actor, event.source, moment_text(START, "reported"), number))
        operation.version = operation.position


def open_it(address: str, folder: Path) -> tuple[float, float, int, int, int]:
    """Open an operation; give seconds by clock and processor, persons, events read, and the peak of memory."""
    with closing(store_at(address)) as store:
        fold = OperationFold(CODEC, history_of(store, CODEC))
        worked = process_time()
        seconds, found = timed(lambda: opened(store, fold, folder))
        worked = process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return seconds, worked, sum(found.state.persons().values()), found.read, peak


def opening(name: str, address: str, size: int, folder: Path) -> Opening:
    """Measure how soon an operation of so many events is open."""
    with closing(store_at(address)) as store:
        fold = OperationFold(CODEC, history_of(store, CODEC))
        operation, facts = fold.begin(), facts_of_operation(1_000)
        fill(store, facts, operation, size - AFTER)
        head = store.head()
        keep_snapshot(store, fold, Opened(operation, head.size, head.chain, 0), folder)
        fill(store, facts, operation, size)
        persons = sum(operation.persons().values())
        kept = next(folder.glob(f"{store.ledger}-*.snapshot")).stat().st_size
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        seconds, worked, found, read, peak = process.submit(open_it, address, folder).result()
    if (found, read) != (persons, AFTER):
        raise SystemExit("What was opened from the snapshot is not what the events tell.")
    return Opening(name, size, persons, read, seconds, worked, kept, peak)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", metavar="ADDRESS", help="address of an empty PostgreSQL database")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be measured")
    parser.add_argument("--seconds", type=float, default=5.0, help="that each kind of desk works")
    parser.add_argument("--events", type=int, default=1_000_000, help="of the operation that is opened")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        addresses = {"SQLite": made_sqlite(folder / "desks.db")}
        if options.postgresql:
            create_postgresql(options.postgresql, secrets.token_hex(16))
            addresses["PostgreSQL"] = options.postgresql
        speeds = [speed(store, address, options.seconds) for store, address in addresses.items()]
        openings = [opening("SQLite", made_sqlite(folder / "operation.db"), options.events, folder)]
    report(speeds, openings)
    if options.json:
        figures: dict[str, Any] = {"speeds": list(map(asdict, speeds)), "openings": list(map(asdict, openings))}
        options.json.write_text(json.dumps({**measured_on(), **figures}, indent=1) + "\n", encoding="utf-8")


def made_sqlite(path: Path) -> str:
    """Make an empty ledger in a file, and give its address."""
    create_sqlite(path, secrets.token_hex(16))
    return str(path)


def report(speeds: Sequence[Speed], openings: Sequence[Opening]) -> None:
    """Print the tables."""
    words: Callable[[float], str] = "{:,.0f}".format
    show(
        "Commands acknowledged in a second",
        ("store", "one desk", "eight threads at one", "eight processes", "rehearsal, flushed together"),
        [(s.store, *map(words, (s.one_desk, s.eight_threads, s.eight_processes, s.rehearsal))) for s in speeds],
    )
    show(
        "Seconds until an operation is open, from its snapshot",
        ("store", "events", "persons", "after the snapshot", "seconds", "of the processor", "snapshot MB", "peak MB"),
        [
            (
                o.store,
                *map(words, (o.events, o.persons, o.after)),
                f"{o.snapshot_s:,.2f}",
                f"{o.processor_s:,.2f}",
                *map(words, (o.snapshot_bytes / 1e6, o.peak_bytes / 1e6)),
            )
            for o in openings
        ],
    )


if __name__ == "__main__":
    main()
