"""The desk: where commands come in, are decided on what the ledger holds now, and become events.

Whoever appends first is first. Where somebody else wrote to the ledger since it was read, the desk reads on, decides
anew on what it finds, and appends again: so no decision rests on what is no longer so. What was acknowledged is on the
disk.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from safepassage.domain.errors import SafePassageError
from safepassage.domain.live.told import Told
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.errors import ChangedEventError, StaleAppendError
from safepassage.ledger.events import Recorded, moment_text, recorded_of
from safepassage.ledger.store import EventStore
from safepassage.operations.asking import SECOND, Asked, events_of, situation_of
from safepassage.operations.deciding import Command, Decision, decided
from safepassage.operations.lines import History
from safepassage.operations.operation import Operation
from safepassage.operations.repeats import cause_of, done_before

__all__ = ["SECOND", "STREAM", "Asked", "BusyError", "Desk", "follow", "history_of", "told_of"]

STREAM = "operation"
"""The stream of everything that bears on decisions."""

TRIES = 100
"""Times to decide anew before giving up: others were faster each time."""


class BusyError(SafePassageError):
    """Others wrote to the ledger again and again while this was decided; nothing was appended."""


class Desk:
    """Takes commands for the operation in a ledger; for one thread."""

    def __init__(
        self,
        store: EventStore,
        codec: FactCodec,
        clock: Callable[[], datetime],
        decisions: Mapping[type[Command], Decision[Any]],
        operation: Operation | None = None,
    ) -> None:
        self._store, self._codec, self._clock, self._decisions = store, codec, clock, decisions
        self._operation = operation or Operation(history_of(store, codec))

    def seen(self) -> Operation:
        """Give the operation as it was at the last look."""
        return self._operation

    def look(self) -> Operation:
        """Give the operation as the ledger has it now."""
        for row in self._store.rows(self._operation.position):
            follow(self._operation, self._codec, recorded_of(row))
        return self._operation

    def do(self, asked: Asked) -> tuple[Recorded, ...]:
        """Decide on a command and give its events, which are on the disk; of one that was done before, those.

        There are none if nothing follows from it.

        Raises
        ------
        RefusedError
            If a rule forbids it, or another command was given under its id.
        BusyError
            If others were faster again and again.
        """
        now, cause = self._clock(), cause_of(asked)
        for _ in range(TRIES):
            done = done_before(self._store, asked)
            if done:
                return done
            operation = self.look()
            facts = decided(self._decisions, operation, asked.command, situation_of(asked, self._codec.start, now))
            if not facts:
                return ()
            events = events_of(asked, facts, self._codec, now, cause)
            try:
                recorded = self._store.append(STREAM, operation.version, events)
            except (StaleAppendError, ChangedEventError):  # somebody else wrote, perhaps the same command
                continue
            self.look()
            return recorded
        raise BusyError("Others wrote to the ledger again and again meanwhile: try again.")


def told_of(codec: FactCodec, recorded: Recorded) -> Told:
    """Give what an event of the ledger tells."""
    event = recorded.event
    reported = moment_text(event.reported, "A report")
    return Told(codec.fact_of(event), event.id, event.actor, event.source, reported, recorded.position)


def follow(operation: Operation, codec: FactCodec, recorded: Recorded) -> None:
    """Move the operation on by one more event of the ledger."""
    if recorded.stream == STREAM:
        operation.version = recorded.version
    operation.apply(told_of(codec, recorded))


def history_of(store: EventStore, codec: FactCodec) -> History:
    """Give what reads again what was told at some positions of the ledger."""

    def told_at(positions: Sequence[int]) -> list[Told]:
        return [told_of(codec, recorded) for recorded in store.at(positions)]

    return told_at
