"""What a machine tells of its disks: whether two files lie on one, whether one is known to be encrypted, and swap."""

import os
from collections.abc import Iterator
from pathlib import Path

BLOCK_DEVICES = Path("/sys/dev/block")
SWAPS = Path("/proc/swaps")
"""Both are of Linux; where they are missing nothing is known, and nothing is claimed."""
DEEPEST = 8
"""Layers of devices upon each other."""


def existing(path: Path) -> Path:
    """Give the path, or the nearest folder above it that is there."""
    path = path.absolute()
    return path if path.exists() else existing(path.parent)


def same_disk(one: Path, other: Path) -> bool:
    """Whether two paths lie in one file system, so that whoever takes one takes the other."""
    return existing(one).stat().st_dev == existing(other).stat().st_dev


def known_encrypted(path: Path, devices: Path = BLOCK_DEVICES) -> bool:
    """Whether the disk under a path is known to be encrypted (dm-crypt); False if that cannot be told."""
    number = existing(path).stat().st_dev
    return _is_crypt(devices / f"{os.major(number)}:{os.minor(number)}", DEEPEST)


def _is_crypt(device: Path, deepest: int) -> bool:
    uuid = device / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text(encoding="utf-8").startswith("CRYPT-"):
        return True
    under = list(_under(device)) if deepest else []
    return bool(under) and all(_is_crypt(each, deepest - 1) for each in under)


def _under(device: Path) -> Iterator[Path]:
    slaves = device / "slaves"
    if slaves.is_dir():
        yield from sorted(slaves.iterdir())


def swap_places(swaps: Path = SWAPS) -> tuple[str, ...]:
    """Give the files and devices to which memory is written out; none if that cannot be told."""
    if not swaps.is_file():
        return ()
    _, *lines = swaps.read_text(encoding="utf-8").splitlines()
    return tuple(line.split()[0] for line in lines if line.split())
