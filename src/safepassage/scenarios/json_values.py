"""JSON values whose types are checked key by key, with messages that say where."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.files import read_bytes, text_of
from safepassage.scenarios.kinds import FORBIDDEN_IN_TEXT
from safepassage.scenarios.wording import plain, shown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value and where it stands, such as `itineraries[3].stops[2].board`."""

    file: str
    where: str
    value: Any

    def refuse(self, message: str) -> NoReturn:
        """Raise UnusableInputError with a sentence about this value."""
        raise UnusableInputError(f"{plain(self.file)}: {self.where or 'the file as a whole'} {message}")

    def key(self, name: str) -> "Value":
        """Give the value of a key that must be there."""
        return Value(self.file, f"{self.where}.{name}".lstrip("."), self.value[name])

    def table(self, needed: Collection[str], optional: Collection[str] = ()) -> Mapping[str, "Value"]:
        """Give the values of a JSON object by key, refusing unknown keys and missing ones."""
        if not isinstance(self.value, dict):
            self.refuse(f"is {json_type(self.value)}, but must be an object with the keys {', '.join(needed)}.")
        for name in self.value:
            if name not in needed and name not in optional:
                self.refuse(f"has the unknown key {shown(name)}: remove it.")
        for name in needed:
            if name not in self.value:
                self.refuse(f"lacks the key {name}: add it.")
        return {name: self.key(name) for name in self.value}

    def items(self) -> list["Value"]:
        """Give the entries of a JSON list."""
        if not isinstance(self.value, list):
            self.refuse(f"is {json_type(self.value)}, but must be a list.")
        return [Value(self.file, f"{self.where}[{index}]", item) for index, item in enumerate(self.value)]

    def text(self, longest: int) -> str:
        """Give a text of at most so many characters."""
        if not isinstance(self.value, str):
            self.refuse(f"is {json_type(self.value)}, but must be a text in quotes.")
        if len(self.value) > longest:
            self.refuse(f"is longer than {longest:,} characters: shorten it.")
        if FORBIDDEN_IN_TEXT.search(self.value):
            self.refuse("holds a control character: remove it.")
        return self.value

    def whole(self, low: int, high: int) -> int:
        """Give a whole number within these bounds."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse(f"is {json_type(self.value)}, but must be a whole number.")
        if not low <= self.value <= high:
            self.refuse(f"is out of range: it must be a whole number from {low:,} to {high:,}.")
        return self.value

    def number(self, largest: float) -> float:
        """Give a finite number no farther from 0 than `largest`."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse(f"is {json_type(self.value)}, but must be a number.")
        if not abs(self.value) <= largest:
            self.refuse(f"is out of range: it must be no farther from 0 than {largest:g}.")
        return float(self.value)


def json_type(value: object) -> str:
    """Name the type of a JSON value, with the value itself where it is short."""
    if isinstance(value, float):
        return f"the number {value!r}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    names = {bool: "true or false", int: "a whole number", list: "a list", dict: "an object"}
    return names.get(type(value), "null")


class JsonError(Exception):
    """Text that is not proper JSON, or holds what it must not: why, and on which line (0: unknown)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def _no_constant(name: str) -> NoReturn:
    raise JsonError(f"it holds {name}, which is no number of JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise JsonError("it holds a number beyond all bounds")
    return value


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give a JSON object of its keys and values; JsonError if a key stands twice."""
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise JsonError(f"the key {shown(twice)} stands twice in one object")
    return table


def strictly(read: Callable[[json.JSONDecoder], T], *, finite: bool = True) -> T:
    """Give what `read` makes with a strict decoder: no NaN, no repeated keys, no nesting without end.

    Without `finite`, a number beyond all bounds becomes infinite, and reading is much faster.

    Raises
    ------
    JsonError
        With what is wrong, in words.
    """
    floats = _finite if finite else None
    decoder = json.JSONDecoder(parse_constant=_no_constant, parse_float=floats, object_pairs_hook=once)
    try:
        return read(decoder)
    except RecursionError:
        raise JsonError("lists within lists without end") from None
    except json.JSONDecodeError as error:
        raise JsonError(f"{error.msg[:1].lower()}{re.sub(r' at$', '', error.msg[1:])}", error.lineno) from None
    except ValueError:
        raise JsonError("it holds a number of thousands of digits") from None


def parse_json(file: str, text: str) -> Value:
    """Read JSON text strictly.

    Raises
    ------
    UnusableInputError
        With a sentence that says what is wrong, and on which line if that is known.
    """
    try:
        return Value(file, "", strictly(lambda decoder: decoder.decode(text)))
    except JsonError as error:
        reason = f"line {error.line}: {error.reason}" if error.line else error.reason
    raise UnusableInputError(f"{plain(file)} is not proper JSON ({reason}): write the file anew.")


def read_json(path: Path, largest: int) -> Value:
    """Read a JSON file of at most so many bytes; UnusableInputError with one sentence if that cannot be done."""
    try:
        text = text_of(read_bytes(path, largest))
    except CellError as trouble:
        raise UnusableInputError(f"{plain(str(path))}: {trouble.message} {trouble.mend}") from None
    return parse_json(str(path), text)
