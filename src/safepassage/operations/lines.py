"""The line of each subject: its state, and which events it follows from.

What comes in the order in which it happened moves the state on. What comes late makes the subject be folded anew, over
all its events in their right order, so that the state never depends on the order in which anything was told.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.told import Key, Told
from safepassage.domain.plain_values import plain_of, value_of
from safepassage.operations.courses import Course

History = Callable[[Sequence[int]], Iterable[Told]]
"""Gives what was told at these positions of the ledger."""

FIRST: Key = (-(10**12), "", "")
"""Before anything that can be told."""


FORM = 3
"""Of the text that a line is kept as in a snapshot; whoever changes it gives it a new number."""


@dataclass(slots=True)
class Line:
    """A state, the key of the last fact that it follows from, and the positions of all of them."""

    state: Any
    last: Key
    positions: list[int]


class Lines:
    """The lines of all subjects of one kind; those from a snapshot are read when they are asked for."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lines: dict[str, Line] = {}
        self._kept: dict[str, str] = {}

    def state(self, name: str) -> Any:
        """Give the state of a subject; that at the beginning if nothing was told of it."""
        line = self._line(name)
        return self._course.begin(name) if line is None else line.state

    def names(self) -> list[str]:
        """Give all subjects of which something was told."""
        return [*self._lines, *self._kept]

    def follow(self, name: str, told: Told, history: History) -> tuple[Any, Any]:
        """Follow one more fact, late or not; give the states before and after it."""
        line = self._line(name)
        if line is None:
            line = self._lines[name] = Line(self._course.begin(name), FIRST, [])
        before = line.state
        line.positions.append(told.position)
        if told.key > line.last:
            line.state, line.last = self._course.follow(before, told), told.key
        else:
            line.state = self._anew(name, [*history(line.positions[:-1]), told])
        return before, line.state

    def _anew(self, name: str, everything: list[Told]) -> Any:
        state = self._course.begin(name)
        for told in sorted(everything, key=lambda each: each.key):
            state = self._course.follow(state, told)
        return state

    def _line(self, name: str) -> Line | None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._lines[name] = _line_of(self._course.of, kept, f"The snapshot of {name}")
        return self._lines.get(name)

    def plain(self) -> dict[str, str]:
        """Give all lines as data that JSON can hold: a text each, to be read when it is asked for."""
        return self._kept | {name: _text(line) for name, line in self._lines.items()}

    def restore(self, plain: dict[str, str]) -> None:
        """Take over such data."""
        self._lines, self._kept = {}, plain


SWAPPED = str.maketrans("\"'", "'\"")
"""A text of JSON within JSON is read many times faster if there is nothing to escape in it: no double quote."""


def _text(line: Line) -> str:
    """Give a line as a text: of the state its values alone, in the order of its fields, with quotes swapped."""
    values = [*plain_of(line.state).values()]
    text = json.dumps([values, line.last, line.positions], ensure_ascii=False, separators=(",", ":"))
    return text.translate(SWAPPED)


def _line_of(of: type, text: str, where: str) -> Line:
    """Give the line of such a text; UnusableInputError if somebody edited the snapshot since it was kept."""
    try:
        values, (at_s, reported, id_), positions = json.loads(text.translate(SWAPPED))
        plain = dict(zip((field.name for field in fields(of)), values, strict=True))
        return Line(value_of(of, plain, where), (at_s, reported, id_), positions)
    except (ValueError, TypeError, AttributeError, RecursionError, UnusableInputError):
        raise UnusableInputError(
            f"{where} cannot be read: delete the operation's folder snapshots, which is a cache, and try again."
        ) from None
