"""A desk on a real ledger in a file, with people and vehicles to try commands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from safepassage.domain.events import Fact
from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.people import AgeBand, Member, NeedsClass, SeatClass
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vehicles import VehicleListed
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.database import DatabaseStore
from safepassage.ledger.events import Recorded
from safepassage.ledger.sqlite import SqliteStore, create_sqlite
from safepassage.operations.commands import DECISIONS
from safepassage.operations.deciding import Command
from safepassage.operations.desk import STREAM, Asked, Desk
from safepassage.operations.operation import Operation

START = datetime(2016, 12, 15, 4, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that moves on by a minute each time that it is looked at."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Give the moment."""
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class Tried:
    """A desk, and a short way to give it commands as Layla, the coordinator."""

    store: DatabaseStore
    desk: Desk
    codec: FactCodec
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def do(
        self, command: Command, by: str = "Layla", happened: datetime | None = None, given: str | None = None
    ) -> tuple[Recorded, ...]:
        """Give a command, or a report of what happened."""
        return self.desk.do(Asked(command, by, given or f"c{next(self.numbers)}", "desk", happened))

    def tell(self, *facts: Fact) -> None:
        """Put facts into the ledger that no command asked for."""
        events = [
            self.codec.event_of(fact, id=f"t{next(self.numbers)}", reported=self.clock(), actor="set-up", source="test")
            for fact in facts
        ]
        self.store.append(STREAM, self.look().version, events)

    def look(self) -> Operation:
        """Give the operation as it is."""
        return self.desk.look()


@contextmanager
def tried(folder: Path, *, rehearsal: bool = True) -> Iterator[Tried]:
    """Give a desk where Layla coordinates, with two buses of 4 seats and 1 stretcher at the square."""
    path = folder / "ledger.db"
    create_sqlite(path, "ledger-1")
    clock = Clock()
    salts = count(1)
    store = SqliteStore(path, clock, lambda: next(salts).to_bytes(32, "big"), writable=True)
    try:
        yield desk_at(store, clock, rehearsal=rehearsal)
    finally:
        store.close()


def desk_at(store: DatabaseStore, clock: Clock, *, rehearsal: bool = True) -> Tried:
    """Give such a desk at an empty ledger."""
    codec = FactCodec(START, Upcasters())
    found = Tried(store, Desk(store, codec, clock, DECISIONS), codec, clock)
    found.tell(
        OperationCreated(0, "op", "tiny", START.isoformat(), "00", rehearsal),
        PersonAppointed(0, "Layla", (Role.COORDINATOR,), ()),
        *(VehicleListed(0, bus, "bus", "square", 4, 1, 1, 0, 0) for bus in ("bus-1", "bus-2")),
    )
    return found


def adult(token: str, seat: SeatClass = SeatClass.SEATED) -> Member:
    """Give an adult."""
    return Member(token, AgeBand.ADULT, seat, NeedsClass.NONE)


def child(token: str) -> Member:
    """Give a child."""
    return Member(token, AgeBand.CHILD, SeatClass.SEATED, NeedsClass.NONE)
