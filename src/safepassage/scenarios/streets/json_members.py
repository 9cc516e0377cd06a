"""The members of a JSON object, with the line on which each entry of one of its lists begins."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from safepassage.scenarios.json_values import JsonError, once, strictly

BLANK = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an object by name, and the lines (from 1) of the entries of its listed member."""

    values: dict[str, Any]
    lines: Sequence[int] = ()


def members_of(text: str, listed: str) -> Members | None:
    """Give the members of the one object in a JSON text; None if it is something else.

    The lines are those of the entries of the member with the name `listed`, where that is a list. A number beyond all
    bounds becomes infinite.

    Raises
    ------
    JsonError
        When the text is not proper JSON, or holds what it must not.
    """
    walk = _Walk(text)
    try:
        return strictly(partial(walk.whole, listed), finite=False)
    except JsonError as error:
        raise JsonError(error.reason, error.line or walk.line) from None


class _Walk:
    """Reads a JSON text from its beginning on, value by value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder()
        self._at = 0
        self._counted_at, self._counted = 0, 1
        self._skip()

    @property
    def line(self) -> int:
        """The line that has been reached."""
        self._counted += self._text.count("\n", self._counted_at, self._at)
        self._counted_at = self._at
        return self._counted

    def whole(self, listed: str, decoder: json.JSONDecoder) -> Members | None:
        """Read the text to its end; None if it is no object."""
        self._decoder = decoder
        members = None
        if self._sees("{"):
            members = self._members(listed)
        else:
            self._value()
        if self._at < len(self._text):
            raise json.JSONDecodeError("Extra data", self._text, self._at)
        return members

    def _sees(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _value(self) -> Any:
        value, end = self._decoder.raw_decode(self._text, self._at)
        self._move(end)
        return value

    def _members(self, listed: str) -> Members:
        """Read an object, noting the lines of the entries of the list with this name."""
        pairs: list[tuple[str, Any]] = []
        lines: list[int] = []
        self._take("{")
        while not self._sees("}"):
            if pairs:
                self._take(",")
            name = self._name()
            if name == listed and self._sees("["):
                pairs.append((name, self._entries(lines)))
            else:
                pairs.append((name, self._value()))
        self._take("}")
        return Members(once(pairs), lines)

    def _name(self) -> str:
        if not self._sees('"'):
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self._text, self._at)
        name: str = self._value()
        self._take(":")
        return name

    def _entries(self, lines: list[int]) -> list[Any]:
        entries: list[Any] = []
        self._take("[")
        while not self._sees("]"):
            if entries:
                self._take(",")
            lines.append(self.line)
            entries.append(self._value())
        self._take("]")
        return entries

    def _take(self, mark: str) -> None:
        if not self._sees(mark):
            raise json.JSONDecodeError(f"Expecting '{mark}' delimiter", self._text, self._at)
        self._move(self._at + 1)

    def _move(self, position: int) -> None:
        self._at = position
        self._skip()

    def _skip(self) -> None:
        blank = BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
