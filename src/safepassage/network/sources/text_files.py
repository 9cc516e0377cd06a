"""Text files of others: read whole but bounded, and refused in one plain sentence."""

import re
from pathlib import Path

from safepassage.domain.errors import UnusableInputError

LARGEST = 256 * 2**20
"""Bytes in a file that is read."""

LONGEST_SHOWN = 40
"""Characters of a bad value that a message repeats."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 64


def trouble(file: str, line: int, column: str, message: str) -> UnusableInputError:
    """Give the error of a file; line 0 is the file as a whole, column "" the line as a whole."""
    where = plain(file) + (f", line {line}" if line else "") + (f", column {plain(column)}" if column else "")
    return UnusableInputError(f"{where}: {message}")


def plain(text: str) -> str:
    """Give a text without anything that a terminal would act on or could not show."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def shown(value: str) -> str:
    """Give a bad value in quotes for a message, shortened and plain."""
    text = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return f'"{plain(text)}"'


def read_bytes(path: Path) -> bytes:
    """Give the bytes of an ordinary file.

    Raises
    ------
    UnusableInputError
        If it is not there, cannot be read, or is larger than `LARGEST`.
    """
    try:
        if not path.exists():
            raise trouble(path.name, 0, "", "there is no such file; check its name.")
        if not path.is_file():
            raise trouble(path.name, 0, "", "this is not an ordinary file; name a file.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise trouble(path.name, 0, "", f"the file cannot be read ({reason}); check its permissions.") from None
    if len(data) > LARGEST:
        raise trouble(path.name, 0, "", f"the file is larger than {LARGEST // 2**20} MiB; take a smaller area.")
    return data


def read_text(path: Path) -> str:
    """Give the text of a UTF-8 file, with or without byte order mark.

    Raises
    ------
    UnusableInputError
        If it cannot be read, or is no such text.
    """
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise trouble(path.name, line, "", "this is not UTF-8 text; save the file as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise trouble(path.name, line, "", "there are zero bytes, so this is not text; save the file as UTF-8.")
    return text


def number(text: str) -> float | None:
    """Give a decimal; None if it is none."""
    return float(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None
