"""The line of each subject: its state, and which events it follows from.

What comes in the order in which it happened moves the state on. What comes late makes the subject be folded anew, over
all its events in their right order, so that the state never depends on the order in which anything was told.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from safepassage.domain.live.told import Key, Told
from safepassage.domain.plain_values import plain_of, value_of
from safepassage.operations.courses import Course

History = Callable[[Sequence[int]], Iterable[Told]]
"""Gives what was told at these positions of the ledger."""

FIRST: Key = (-(10**12), "", "")
"""Before anything that can be told."""


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
        self._kept: dict[str, list[Any]] = {}

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
            state, last, positions = kept
            state = value_of(self._course.of, json.loads(state), f"The snapshot of {name}")
            self._lines[name] = Line(state, (last[0], last[1], last[2]), positions)
        return self._lines.get(name)

    def plain(self) -> dict[str, list[Any]]:
        """Give all lines as data that JSON can hold: states as JSON text, to be read when they are asked for."""
        lines = {name: [_text(line.state), list(line.last), line.positions] for name, line in self._lines.items()}
        return self._kept | lines

    def restore(self, plain: dict[str, list[Any]]) -> None:
        """Take over such data."""
        self._lines, self._kept = {}, plain


def _text(state: object) -> str:
    return json.dumps(plain_of(state), ensure_ascii=False, separators=(",", ":"))
