"""Files: read whole but bounded, written so that nobody ever finds half of one."""

import os
from collections.abc import Mapping
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import plain

LARGEST = 64 * 2**20
"""Bytes in a file that is read."""
LARGEST_TOML = 4 * 2**20
"""Bytes in a TOML file that is read; agreements are written by hand."""


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Give the bytes of an ordinary file; CellError if it cannot be read or is larger than `largest`."""
    try:
        if not path.exists():
            raise CellError(ReadingCode.UNREADABLE_FILE, "There is no such file.", "Check its name.")
        if not path.is_file():
            raise CellError(ReadingCode.UNREADABLE_FILE, "This is not an ordinary file.", "Put a file in its place.")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        message = f"The file cannot be read: {reason}."
        raise CellError(ReadingCode.UNREADABLE_FILE, message, "Check its name and permissions.") from None
    if len(data) > largest:
        message = f"The file is larger than {largest // 2**20} MiB."
        raise CellError(ReadingCode.TOO_LARGE, message, "Check that it is the right file.")
    return data


def text_of(data: bytes) -> str:
    """Decode UTF-8 with or without byte order mark; the CellError names the line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        where = "" if utf16 else f" (line {data.count(10, 0, error.start) + 1})"
        message = "The file is UTF-16 text, not UTF-8." if utf16 else f"The file is not UTF-8 text{where}."
        mend = 'Save it as UTF-8; spreadsheet programs call it "CSV UTF-8".'
        raise CellError(ReadingCode.BAD_ENCODING, message, mend) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = f"The file holds zero bytes (line {line}), so it is not text."
        raise CellError(ReadingCode.BAD_ENCODING, message, "Save it anew as UTF-8 text.")
    return text


def refuse_unwritable(path: Path) -> None:
    """Raise UnusableInputError if a file cannot be written there, as far as can be told before work is put into it."""
    try:
        if path.is_dir():
            raise UnusableInputError(f"{plain(str(path))} is a folder: name a file to write.")
        if path.exists() and not path.is_file():
            raise UnusableInputError(f"{plain(str(path))} is not an ordinary file: name another to write.")
        real = Path(os.path.realpath(path))
        folder = next(parent for parent in real.parents if parent.exists())
        if not folder.is_dir():
            raise UnusableInputError(f"{plain(str(folder))} is a file, not a folder: choose another place to write.")
        if not os.access(folder, os.W_OK | os.X_OK):
            message = f"{plain(str(folder))}: cannot be written to. Choose another place or check its permissions."
            raise UnusableInputError(message)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write these files into a folder, made if need be: all beside their places first, then each put in place.

    Where a name is a symbolic link, the file that it leads to is replaced.

    Raises
    ------
    UnusableInputError
        When the folder cannot be written to, or something that is no ordinary file stands in a place.
    """
    for name in contents:
        refuse_unwritable(folder / name)
    places = {name: Path(os.path.realpath(folder / name)) for name in contents}
    parts = {name: place.with_name(f".{place.name}.{os.getpid()}.part") for name, place in places.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in parts.items():
            with part.open("wb") as file:
                file.write(contents[name])
                file.flush()
                os.fsync(file.fileno())
        for name, part in parts.items():
            part.replace(places[name])
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from None
    finally:
        for part in parts.values():
            _forget(part)


def _unwritable(path: Path, error: Exception) -> UnusableInputError:
    reason = getattr(error, "strerror", None) or "the name is not possible"
    message = f"{plain(str(path))}: cannot be written to ({reason}). Choose another place or check its permissions."
    return UnusableInputError(message)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except (OSError, ValueError):
        return
