"""The snapshot of an operation, so that a long one opens at once."""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, get_args, get_type_hints
from zlib import crc32

from safepassage import __version__
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.events import Recorded
from safepassage.operations.courses import COURSES
from safepassage.operations.desk import follow
from safepassage.operations.lines import FORM, History
from safepassage.operations.operation import Operation

FIRST_READ, SHARE_READ = 500, 20
"""A snapshot is worth its time once so many events, and one in so many of all, had to be read."""


class OperationFold:
    """The operation as a fold over the ledger, as `ledger.snapshots.Fold` describes it."""

    name = "operation"

    def __init__(self, codec: FactCodec, history: History) -> None:
        self._codec, self._history = codec, history
        self.version = version_of_states()

    def begin(self) -> Operation:
        """Give the operation before anything was told."""
        return Operation(self._history)

    def apply(self, state: Operation, recorded: Recorded) -> Operation:
        """Give the operation after one more event."""
        follow(state, self._codec, recorded)
        return state

    def plain(self, state: Operation) -> Any:
        """Give the operation as data that JSON can hold."""
        return state.plain()

    def restored(self, plain: Any) -> Operation:
        """Give the operation of such data."""
        return Operation.restored(plain, self._history)


def is_worth_keeping(read: int, position: int) -> bool:
    """Whether a snapshot saves more than it costs, after so many events were read up to that position."""
    return read >= max(FIRST_READ, position // SHARE_READ)


def version_of_states() -> int:
    """Give a number that is another one in each release, and whenever the form of a state or of its line changes."""
    forms = [(kind.value, _form(course.of)) for kind, course in COURSES.items()]
    return crc32(repr((__version__, FORM, forms)).encode())


def _form(hint: Any) -> Any:
    """Give what a type is made of, down to words and simple values."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return [(field.name, _form(hints[field.name])) for field in fields(hint)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [str(member) for member in hint]
    return [_form(each) for each in get_args(hint)] or str(hint)
