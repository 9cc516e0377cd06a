"""Kinds of cells and keys: how each is read from text or TOML, and written back."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from safepassage.scenarios.collector import CellError
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import shown

LONGEST_TEXT = 10_000
"""Characters in a free text."""
ID_PATTERN = re.compile(r"[A-Za-z0-9_.-]{1,64}")
ID_MEND = "Use 1 to 64 letters A-Z a-z, digits, underscores, dots or hyphens."
EMPTY = "[]"
"""How a workbook cell writes a list that is given but empty."""
FORBIDDEN_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class DecimalText(str):
    """A TOML float as it was written, so that no digit is lost."""

    __slots__ = ()


def toml_type(value: object) -> str:
    """Name the type of a TOML value for a message."""
    names = {bool: "true or false", int: "a number", DecimalText: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")


def wrong_type(value: object, wanted: str) -> CellError:
    """Give the error of a TOML value that is of another type than wanted."""
    return CellError(ReadingCode.WRONG_TYPE, f"This is {toml_type(value)}.", f"Give {wanted}.")


@dataclass(frozen=True, slots=True)
class Kind(ABC):
    """How one kind of cell or key is read and written. `wanted` says in words what it holds."""

    @property
    @abstractmethod
    def wanted(self) -> str:
        """What a value is, in words for the reference and for messages."""

    @property
    def noun(self) -> str:
        """What a value is, in a few words for comments and headers."""
        return re.sub("^an? ", "", self.wanted)

    @property
    def keeps_blanks(self) -> bool:
        """Whether a text of nothing but blanks is a value, and not a blank cell."""
        return False

    def at(self, _start: datetime) -> Self:
        """Give this kind for a scenario that starts then."""
        return self

    @abstractmethod
    def parse(self, text: str) -> Any:
        """Read the text of a cell that is not blank; CellError if it cannot be."""

    def from_toml(self, value: object) -> Any:
        """Read the value of a TOML key; CellError if it cannot be."""
        if isinstance(value, str) and not isinstance(value, DecimalText):
            return self.parse(value)
        raise wrong_type(value, self.wanted)

    def show(self, value: Any) -> str:
        """Write a value as the text of a cell."""
        return str(value)

    def toml(self, value: Any) -> str:
        """Write a value as a TOML literal."""
        return json.dumps(self.show(value), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A free text, kept exactly but for line breaks, which become newlines.

    `stripped` also drops outer blanks; `filled` refuses a text of nothing but blanks.
    """

    stripped: bool = False
    filled: bool = False

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a text"

    @property
    def keeps_blanks(self) -> bool:
        """Whether a text of nothing but blanks is a value."""
        return not self.stripped

    def parse(self, text: str) -> str:
        """Read a text."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if self.stripped else text
        if self.filled and not text.strip():
            raise CellError(ReadingCode.MISSING_VALUE, "The text is blank.", "Fill it in.")
        if len(text) > LONGEST_TEXT:
            message = f"The text has {len(text):,} characters, more than {LONGEST_TEXT:,}."
            raise CellError(ReadingCode.BAD_TEXT, message, "Shorten it.")
        if FORBIDDEN_IN_TEXT.search(text):
            raise CellError(ReadingCode.BAD_TEXT, "The text holds a control character.", "Type it anew.")
        return text


@dataclass(frozen=True, slots=True)
class Id(Kind):
    """One id."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "an id"

    def parse(self, text: str) -> str:
        """Read an id."""
        text = text.strip()
        if not ID_PATTERN.fullmatch(text):
            raise CellError(ReadingCode.BAD_ID, f"{shown(text)} is not an id.", ID_MEND)
        return text


@dataclass(frozen=True, slots=True)
class Ids(Kind):
    """A list of ids, separated by spaces in a cell."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a list of ids"

    def parse(self, text: str) -> tuple[str, ...]:
        """Read ids separated by spaces."""
        return () if text.strip() == EMPTY else tuple(self._one(word) for word in text.split())

    def _one(self, word: str) -> str:
        if not ID_PATTERN.fullmatch(word):
            mend = "Separate ids by spaces. " + ID_MEND if set(word) & set(",;|") else ID_MEND
            raise CellError(ReadingCode.BAD_ID, f"{shown(word)} is not an id.", mend)
        return word

    def from_toml(self, value: object) -> tuple[str, ...]:
        """Read a TOML list of ids."""
        return tuple(self._one(word) for word in texts_of(value, 'a list of ids in quotes, such as ["a", "b"]'))

    def show(self, value: tuple[str, ...]) -> str:
        """Write ids separated by spaces."""
        return " ".join(value) or EMPTY

    def toml(self, value: tuple[str, ...]) -> str:
        """Write a TOML list of ids."""
        return "[" + ", ".join(f'"{word}"' for word in value) + "]"


@dataclass(frozen=True, slots=True)
class Texts(Kind):
    """A TOML list of free texts; in a workbook a sheet with one row each."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a list of texts"

    def parse(self, text: str) -> Any:
        """Refuse a cell: one text is no list."""
        raise wrong_type(text, self.wanted)

    def from_toml(self, value: object) -> tuple[str, ...]:
        """Read a TOML list of texts."""
        return tuple(Text().parse(text) for text in texts_of(value, 'a list of texts in quotes, such as ["a", "b"]'))

    def toml(self, value: tuple[str, ...]) -> str:
        """Write a TOML list of texts."""
        return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words, each standing for a value."""

    words: Mapping[str, Any]

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return " or ".join(f"{word}" for word in self.words)

    def parse(self, text: str) -> Any:
        """Read one of the words, in upper or lower case."""
        word = text.strip().lower()
        if word not in self.words:
            words = ", ".join(self.words)
            raise CellError(ReadingCode.BAD_CHOICE, f"{shown(text)} is not known here.", f"Use one of: {words}.")
        return self.words[word]

    def show(self, value: Any) -> str:
        """Write the word for a value."""
        return next(word for word, stands_for in self.words.items() if stands_for == value)


@dataclass(frozen=True, slots=True)
class Switch(Choice):
    """Yes or no in a cell; in TOML true or false, or the same words."""

    words: Mapping[str, Any] = field(default_factory=lambda: {"yes": True, "no": False})

    def from_toml(self, value: object) -> Any:
        """Read true, false or one of the words."""
        return value if isinstance(value, bool) else Choice.from_toml(self, value)

    def toml(self, value: bool) -> str:
        """Write true or false."""
        return "true" if value else "false"


def texts_of(value: object, wanted: str) -> list[str]:
    """Give a TOML value that must be a list of texts."""
    if not isinstance(value, list):
        raise wrong_type(value, wanted)
    for item in value:
        if not isinstance(item, str) or isinstance(item, DecimalText):
            raise CellError(ReadingCode.WRONG_TYPE, f"The list holds {toml_type(item)}.", f"Give {wanted}.")
    return value


YES_NO = Choice({"yes": True, "no": False})
