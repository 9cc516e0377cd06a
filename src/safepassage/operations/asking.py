"""A command as somebody gives it, and the events that it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import ascii_lowercase

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.events import Event, in_utc
from safepassage.operations.deciding import Command, Situation

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as somebody gives it.

    `id` is its own, so that the same command given twice is done once. `happened` says that it is a report of what
    has happened then; None: it is happening now. `reported` is when it was said, None: now. `source` is where it comes
    from. `cause` is the event that led to it, None: nothing but the command.
    """

    command: Command
    by: str
    id: str
    source: str
    happened: datetime | None = None
    reported: datetime | None = None
    cause: str | None = None
    corrects: str | None = None


def situation_of(asked: Asked, start: datetime, now: datetime) -> Situation:
    """Give the circumstances of a command whose seconds count from `start`.

    Raises
    ------
    UnusableInputError
        If it reports what has not happened yet.
    """
    happened = in_utc(asked.happened, "The moment at which it happened") if asked.happened else now
    if happened - now > SECOND:
        raise UnusableInputError("What is told has not happened yet: give a moment that is past.")
    return Situation(asked.by, (happened - start) // SECOND, reported=asked.happened is not None)


def event_id(command: str, number: int) -> str:
    """Give the id of a command's event, numbered from 1, so that ids as texts sort as their numbers do.

    A number of two digits has an "a" before it, one of three a "b", and so on: c1.9 comes before c1.a10.
    """
    digits = str(number)
    return f"{command}.{ascii_lowercase[len(digits) - 2] if len(digits) > 1 else ''}{digits}"


def events_of(asked: Asked, facts: Iterable[Fact], codec: FactCodec, now: datetime, cause: str) -> list[Event]:
    """Give the events of the facts that a command became."""
    return [
        codec.event_of(
            fact,
            id=event_id(asked.id, number),
            reported=asked.reported or now,
            actor=asked.by,
            source=asked.source,
            cause=cause,
            corrects=asked.corrects,
        )
        for number, fact in enumerate(facts, 1)
    ]
