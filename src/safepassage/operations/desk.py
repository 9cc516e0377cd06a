"""The desk: where commands come in, are decided on what the ledger holds now, and become events.

Whoever appends first is first. Where somebody else wrote to the ledger since it was read, the desk reads on, decides
anew on what it finds, and appends again: so no decision rests on what is no longer so. What was acknowledged is on the
disk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.domain.live.told import Told
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.errors import StaleAppendError
from safepassage.ledger.events import Recorded, in_utc, moment_text, recorded_of
from safepassage.ledger.store import EventStore
from safepassage.operations.deciding import Command, Decision, Situation, decided
from safepassage.operations.lines import History
from safepassage.operations.operation import Operation

STREAM = "operation"
"""The stream of everything that bears on decisions."""

TRIES = 100
"""Times to decide anew before giving up: others were faster each time."""

SECOND = timedelta(seconds=1)


class BusyError(SafePassageError):
    """Others wrote to the ledger again and again while this was decided; nothing was appended."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as somebody gives it.

    `id` is its own, so that the same command given twice is done once. `happened` says that it is a report of what
    has happened then; None: it is happening now. `reported` is when it was said, None: now. `source` is where it comes
    from.
    """

    command: Command
    by: str
    id: str
    source: str
    happened: datetime | None = None
    reported: datetime | None = None
    cause: str | None = None
    corrects: str | None = None


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
        """Decide on a command and give its events, which are on the disk.

        Raises
        ------
        RefusedError
            If a rule forbids it.
        BusyError
            If others were faster again and again.
        """
        now = self._clock()
        for _ in range(TRIES):
            operation = self.look()
            facts = decided(self._decisions, operation, asked.command, self._situation(asked, now))
            events = [
                self._codec.event_of(
                    fact,
                    id=f"{asked.id}.{number}",
                    reported=asked.reported or now,
                    actor=asked.by,
                    source=asked.source,
                    cause=asked.cause,
                    corrects=asked.corrects,
                )
                for number, fact in enumerate(facts, 1)
            ]
            try:
                recorded = self._store.append(STREAM, operation.version, events)
            except StaleAppendError:
                continue
            self.look()
            return recorded
        raise BusyError("Others wrote to the ledger again and again meanwhile: try again.")

    def _situation(self, asked: Asked, now: datetime) -> Situation:
        happened = in_utc(asked.happened, "The moment at which it happened") if asked.happened else now
        if happened > now + SECOND:
            raise UnusableInputError("What is told has not happened yet: give a moment that is past.")
        return Situation(asked.by, (happened - self._codec.start) // SECOND, reported=asked.happened is not None)


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
        return [told_of(codec, recorded_of(next(store.rows(position - 1)))) for position in positions]

    return told_at
