"""What texts of commands may hold: nothing that commands a terminal, turns a line around, or is not seen in a name.

A name that looks like another one and is not the same is a danger: two vehicles would be counted where one stands. So
the name of anything is one line of signs that are seen, and what somebody tells in their own words may have several.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from safepassage.domain.errors import UnusableInputError

OWN_WORDS = frozenset(
    {"account", "answers", "how", "note", "reason", "sections", "separated_because", "text", "uncounted", "what"}
)
"""Fields in which people tell something in their own words; all others name something."""

LONGEST_NAME = 200
"""Characters, as for an actor in the ledger."""

JOINERS = str.maketrans(dict.fromkeys("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"))
"""Persian, Urdu and the scripts of India need them within words (The Unicode Standard 15.0, 2022, section 23.2)."""

WITHIN_TEXTS = str.maketrans(dict.fromkeys("\n\t\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"))
"""Of texts in people's own words: new lines, and the marks that keyboards for Arabic and Hebrew put into them."""


def must_be_readable(command: Any) -> None:
    """Raise UnusableInputError if a text of a command, a dataclass, cannot be read as it stands; it may be left out."""
    for field in fields(command):
        for text in texts_in(getattr(command, field.name)):
            what = field.name.replace("_", " ")
            if field.name in OWN_WORDS:
                _must_be_text(text, what)
            else:
                _must_be_name(text, what)


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts within a value of a command."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def _must_be_text(text: str, what: str) -> None:
    if not text.translate(WITHIN_TEXTS).translate(JOINERS).isprintable():
        raise UnusableInputError(f"The {what} has signs that cannot be seen or command the terminal: type it anew.")


def _must_be_name(name: str, what: str) -> None:
    if len(name) > LONGEST_NAME:
        raise UnusableInputError(f"The {what} has {len(name)} characters: use at most {LONGEST_NAME}.")
    if name.isspace() or not name.translate(JOINERS).isprintable():
        raise UnusableInputError(f"The {what} must be one line of signs that can be seen: type it anew.")
