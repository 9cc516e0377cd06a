"""Files that only their owner can read, never half written, and destroyed as well as a disk lets one."""

import os
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

OTHERS = 0o077


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 in place of one that may be there; what stood in that is overwritten where it stood."""
    target = path.resolve()
    descriptor, name = mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            _flush(file)
        _take_place_of(target, part)
    finally:
        part.unlink(missing_ok=True)


def _take_place_of(target: Path, part: Path) -> None:
    if not target.exists():
        part.replace(target)
        flush_folder(target.parent)
        return
    with target.open("r+b") as old:
        part.replace(target)
        flush_folder(target.parent)  # from here on the new file stands, whatever happens
        _overwrite(old)


def destroy(path: Path) -> bool:
    """Overwrite a file where it stands and take it away; give whether there was one.

    On a magnetic disk that is the end of it. A solid-state disk, a file system that copies on writing, and a backup
    may all keep the old blocks: against these only a passphrase or an encrypted disk helps.
    """
    target = path.resolve()
    if not target.is_file():
        return False
    try:
        with target.open("r+b") as file:
            _overwrite(file)
    finally:
        target.unlink()  # better deleted alone than not at all
    flush_folder(target.parent)
    return True


def _overwrite(file: BinaryIO) -> None:
    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    while (left := size - file.tell()) > 0:
        file.write(bytes(min(left, 2**20)))
    _flush(file)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Bring the names of a folder's files to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_to_others(path: Path) -> bool:
    """Whether others than its owner may read or write a file."""
    return bool(path.stat().st_mode & OTHERS)


def read_at_most(path: Path, largest: int) -> bytes:
    """Give the first bytes of a file."""
    with closing(path.open("rb")) as file:
        return file.read(largest)
