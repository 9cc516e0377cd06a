"""Canonical JSON: one text for each value, so that two stores, and two programs, hash the same bytes.

The text is that of RFC 8785 (JCS, 2020): no white space, keys in the order of their characters, UTF-8. What RFC 8785
leaves to the number formats of a language is left out here: there are whole numbers only, as far as every reader of
JSON can hold them, and keys are plain ASCII names.
"""

import json
import re
from typing import Any

from safepassage.domain.errors import UnusableInputError

Plain = str | int | bool | list["Plain"] | dict[str, "Plain"] | None
"""What a payload is made of."""

LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly (RFC 7493, I-JSON, 2015); its negative likewise."""

DEEPEST = 16
"""Lists and objects within each other."""

KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,99}")

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def canonical(value: object) -> str:
    """Give the canonical text of a value that is `Plain`."""
    return _ENCODER.encode(value)


def plain_value(value: object, what: str, depth: int = 0) -> Plain:
    """Give the value as `Plain` data of its own: later changes of what was given do not change it.

    Raises
    ------
    UnusableInputError
        If the value, named `what` in the sentence, cannot be written canonically: a fraction, a number or a text that
        other readers would not hold, a key that is no plain name, or more levels than `DEEPEST`.
    """
    if depth > DEEPEST:
        raise UnusableInputError(f"{what} has more than {DEEPEST} levels: give it flatter.")
    match value:
        case None | bool():
            return value
        case int():
            return _number(int(value), what)
        case str():
            return plain_text(str(value), what)
        case list() | tuple():
            return [plain_value(item, what, depth + 1) for item in value]
        case dict():
            return {_key(key, what): plain_value(item, what, depth + 1) for key, item in value.items()}
    raise UnusableInputError(
        f"{what} holds a {type(value).__name__}: only text, whole numbers, true, false, null, lists and objects can be "
        "kept."
    )


def _number(value: int, what: str) -> int:
    if abs(value) > LARGEST_NUMBER:
        raise UnusableInputError(f"{what} holds a number beyond {LARGEST_NUMBER}: give it as text.")
    return value


def plain_text(value: str, what: str) -> str:
    """Give the text; UnusableInputError where it holds a zero character or half of a pair, which stores refuse."""
    if "\0" in value or not _is_unicode(value):
        raise UnusableInputError(f"{what} holds a text that is not proper Unicode: remove the odd characters.")
    return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _key(key: object, what: str) -> str:
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise UnusableInputError(f"{what} has a key that is no plain name of letters, digits and _ . : - in ASCII.")
    return str(key)


def parsed(text: str, what: str) -> Any:
    """Give the value of a canonical text, refusing any other way to write the same value.

    Raises
    ------
    UnusableInputError
        If the text, named `what` in the sentence, is no JSON, or not canonical.
    """
    try:
        value = json.loads(text)
        if canonical(plain_value(value, what)) == text:
            return value
    except (ValueError, RecursionError):
        pass
    raise UnusableInputError(f"{what} is not canonical JSON.")
