"""Rehearsals in a ledger in a file, for the tests."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from safepassage.domain.events import Fact
from safepassage.domain.live.told import Told
from safepassage.domain.scenario import Scenario
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.events import recorded_of
from safepassage.ledger.sqlite import SqliteStore, create_sqlite
from safepassage.operations.batch_desk import BatchDesk
from safepassage.operations.commands import DECISIONS
from safepassage.operations.desk import STREAM, told_of
from safepassage.operations.rehearsal import COORDINATOR, Rehearsal, Rehearsed, RunningClock
from safepassage.operations.setting_up import SetUp, facts_of


@dataclass
class Kept:
    """A ledger that a rehearsal is told to."""

    scenario: Scenario
    store: SqliteStore
    codec: FactCodec
    clock: RunningClock

    def rehearsed(self, facts: Sequence[Fact], seed: int = 1) -> Rehearsed:
        """Rehearse a run's facts."""
        desk = BatchDesk(self.store, self.codec, self.clock, DECISIONS)
        return Rehearsal(self.scenario, desk, self.clock, random.Random(seed).randbytes).run(facts)

    def told(self) -> list[Told]:
        """Give all that the ledger tells, read from the disk."""
        return [told_of(self.codec, recorded_of(row)) for row in self.store.rows()]


@contextmanager
def kept(scenario: Scenario, folder: Path) -> Iterator[Kept]:
    """Give an empty ledger in which the operation of a scenario was set up."""
    create_sqlite(folder / "ledger.db", "ledger-1")
    salts, codec = count(1), FactCodec(scenario.start, Upcasters())
    clock = RunningClock(scenario.start)
    store = SqliteStore(folder / "ledger.db", clock, lambda: next(salts).to_bytes(32, "big"))
    try:
        events = [
            codec.event_of(fact, id=f"new.{number}", reported=clock(), actor=COORDINATOR, source="set-up")
            for number, fact in enumerate(facts_of(scenario, SetUp("op", "00", COORDINATOR, rehearsal=True), 0), 1)
        ]
        store.append(STREAM, 0, events)
        yield Kept(scenario, store, codec, clock)
    finally:
        store.close()
