"""Files that only their owner can read (mode 0600), whole or not there at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from safepassage.domain.errors import UnusableInputError

BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite may leave beside a file when it is cut short."""


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there; FileExistsError where one is."""
    write_lines(path, [content])


def write_lines(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file that was not there, part by part; on any trouble none is left."""
    with new_file(path) as part, part.open("wb") as file:
        for content in parts:
            file.write(content)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a private path to write to, which takes the place of `path` when all went well, and goes otherwise.

    Raises
    ------
    FileExistsError
        If something is at `path` already: it is never overwritten.
    """
    if os.path.lexists(path):
        raise FileExistsError(17, "there is a file of this name already", str(path))
    descriptor, name = mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)  # of mode 0600
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        _flush(part)
        os.link(part, path)  # unlike a rename, this fails where somebody else made the file meanwhile
        _flush(path.parent)
    finally:
        for beside in BESIDE:
            part.with_name(part.name + beside).unlink(missing_ok=True)


def write_over(path: Path, content: bytes) -> None:
    """Write a file, in place of one that may be there; nobody ever finds half of it."""
    descriptor, name = mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        _flush(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_small(path: Path, largest: int) -> bytes:
    """Give the bytes of a file; UnusableInputError if it has more than `largest`."""
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise UnusableInputError(f"{path} is larger than {largest} bytes: check that it is the right file.")
    return content
