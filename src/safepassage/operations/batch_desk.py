"""A desk that decides on one command after the other, and puts their events on the disk by the thousands.

Each command is decided on the state after all those before it, exactly as at `Desk`; only the flush is shared. So
nothing is acknowledged before `flush`. It is for those who have no one waiting for an answer and nobody beside them: a
rehearsal. If somebody else writes to the ledger meanwhile, it ends with an error.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from safepassage.domain.live.told import Told
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.events import Event, moment_text
from safepassage.ledger.store import EventStore
from safepassage.operations.asking import Asked, events_of, situation_of
from safepassage.operations.deciding import Command, Decision, Facts, decided
from safepassage.operations.desk import STREAM, Desk, history_of
from safepassage.operations.operation import Operation
from safepassage.operations.repeats import cause_of

FLUSHED = 4096
"""Events that are put on the disk at once."""


class BatchDesk:
    """Takes commands for the operation in a ledger that nobody else writes to; for one thread."""

    def __init__(
        self,
        store: EventStore,
        codec: FactCodec,
        clock: Callable[[], datetime],
        decisions: Mapping[type[Command], Decision[Any]],
    ) -> None:
        self._store, self._codec, self._clock, self._decisions = store, codec, clock, decisions
        self._waiting: list[Event] = []
        self._told: dict[int, Told] = {}
        self._operation = Desk(store, codec, clock, decisions, Operation(self._told_at)).look()

    @property
    def operation(self) -> Operation:
        """The operation after all commands so far."""
        return self._operation

    def do(self, asked: Asked) -> Facts:
        """Decide on a command and give its facts, which `flush` puts on the disk.

        Raises
        ------
        RefusedError
            If a rule forbids it.
        """
        now = self._clock()
        facts = decided(self._decisions, self._operation, asked.command, situation_of(asked, self._codec.start, now))
        events = events_of(asked, facts, self._codec, now, cause_of(asked))
        for fact, event in zip(facts, events, strict=True):
            reported, position = moment_text(event.reported, "A report"), self._operation.position + 1
            self._told[position] = Told(fact, event.id, event.actor, event.source, reported, position)
            self._operation.apply(self._told[position])
        self._waiting += events
        if len(self._waiting) >= FLUSHED:
            self.flush()
        return facts

    def flush(self) -> None:
        """Put on the disk what was decided.

        Raises
        ------
        StaleAppendError
            If somebody else wrote to the ledger.
        """
        if self._waiting:
            recorded = self._store.append(STREAM, self._operation.version, self._waiting)
            self._operation.version = recorded[-1].version
            self._waiting, self._told = [], {}

    def _told_at(self, positions: Sequence[int]) -> list[Told]:
        """Give what was told at these positions, whether it is on the disk yet or not."""
        there = history_of(self._store, self._codec)([each for each in positions if each not in self._told])
        return [*there, *(self._told[each] for each in positions if each in self._told)]
