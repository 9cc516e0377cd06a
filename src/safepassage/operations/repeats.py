"""The same command given twice is done once: how a command is known again.

A command may come twice, as the answer to the first was lost on the way. Its events carry its id, so they are found
again; their cause is the command itself, as `command:` and the hash of all that it says. So the second time is answered
with what was recorded the first time, and another command under the same id is refused.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.events import ID, Recorded, moment_text
from safepassage.ledger.store import EventStore
from safepassage.operations.asking import Asked, event_id
from safepassage.operations.deciding import RefusedError, Rule

SIGNS = 32
"""Of the hash, in hexadecimal: 128 bits, so that nobody finds two commands that share them."""


def cause_of(asked: Asked) -> str:
    """Give what leads to the events of a command: the event that it names, or else the command itself."""
    if asked.cause is not None:
        return asked.cause
    happened = "now" if asked.happened is None else moment_text(asked.happened, "The moment at which it happened")
    said = f"{asked.command!r} {happened}"  # of frozen dataclasses of simple values: the same in every process
    return f"command:{sha256(said.encode()).hexdigest()[:SIGNS]}"


def done_before(store: EventStore, asked: Asked) -> tuple[Recorded, ...]:
    """Give the events of a command that was done before; nothing if it was not.

    Raises
    ------
    RefusedError
        If another command was given under its id.
    UnusableInputError
        If nothing can be kept under such an id.
    """
    if not ID.fullmatch(asked.id):
        raise UnusableInputError("The id of a command is 1 to 90 letters, digits and . _ : - in ASCII.")
    first = store.find(event_id(asked.id, 1))
    if first is None:
        return ()
    if (first.event.actor, first.event.cause) != (asked.by, cause_of(asked)):
        raise RefusedError(Rule.ID_TAKEN, f"Another command was given as {asked.id} before: give this one a new id.")
    return (first, *_rest(store, asked.id))


def _rest(store: EventStore, id_: str) -> Iterator[Recorded]:
    for number in count(2):
        found = store.find(event_id(id_, number))
        if found is None:
            return
        yield found
