"""Prepared streets kept on disk, so that an extract is read and prepared once.

An entry is one file: a line of JSON that says what it holds and with which checksum, then NumPy arrays (.npz, nothing
pickled). It is written beside its place and moved there in one step, so that whoever reads finds a whole entry or
none, however many write. Bytes that do not fit their checksum are not looked into. The cache only saves time:
whatever is wrong with it, the streets are prepared anew.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from safepassage import __version__
from safepassage.network.streets.expansion import ExpandedGraph
from safepassage.network.streets.graph import StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets, prepare

MOST_ENTRIES = 12
"""So many entries are kept: a few extracts, each for a few kinds of vehicle."""

MOST_BYTES = 2 * 2**30
"""So many bytes they take together: one city takes some tens of megabytes."""

_CODE = Path(__file__).parents[1]
"""The room of the network. What it takes from the domain, values and errors, changes no graph."""

_ENTRY, _PART = ".streets", ".part"


def cached_streets(
    extract: Path,
    profile: str,
    profile_digest: str,
    build: Callable[[], StreetGraph],
    folder: Path,
    *,
    most_entries: int = MOST_ENTRIES,
    most_bytes: int = MOST_BYTES,
) -> PreparedStreets:
    """Give the prepared streets of an extract from the cache, or build them and keep them there.

    Parameters
    ----------
    extract
        The file that `build` reads.
    profile
        The name of the vehicle profile.
    profile_digest
        A digest of all else that `build` goes by: the profile's data. The code that reads and prepares needs no
        mention: what other code made is not used.
    build
        Reads the extract into a graph.
    folder
        Where the cache is, for nobody else (mode 0700); it is made if need be. Where it belongs to somebody else, or
        cannot be written, work goes on without it.
    most_entries, most_bytes
        What is kept: the entries used last, as long as they are not more and not larger together. The newest is kept
        in any case.

    Raises
    ------
    UnusableInputError
        If the graph has no nodes, and whatever `build` raises.
    """
    key = _key(extract, profile, profile_digest)
    if key is None or not _private(folder):
        return prepare(build())
    entry = folder / f"{key}{_ENTRY}"
    found = _load(entry, key)
    if found is None:
        found = prepare(build())
        with suppress(OSError):
            _keep(entry, _written(found, key))
            _make_room(entry, most_entries, most_bytes)
    return found


def _key(extract: Path, profile: str, profile_digest: str) -> str | None:
    """Give the name of an entry, or None when the extract cannot be read, which `build` can say better."""
    try:
        with extract.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
    parts = [_made_with(_CODE), content, profile, profile_digest]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def _made_with(code: Path) -> str:
    """Give a digest of the code that reads and prepares streets: what other code made is not used."""
    digest = hashlib.sha256(__version__.encode())
    for module in sorted(code.rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def _private(folder: Path) -> bool:
    """Make the folder and close it to others; whether it is ours and others cannot write there."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    try:
        found = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _load(entry: Path, key: str) -> PreparedStreets | None:
    """Read an entry and note that it was used; None when there is none or it is not as it was written."""
    try:
        line, _, content = entry.read_bytes().partition(b"\n")
        manifest = json.loads(line)
    except (OSError, ValueError):
        return None
    if manifest != _manifest(key, content):
        return None
    with suppress(OSError):
        os.utime(entry)
    return _read(content)


def _manifest(key: str, content: bytes) -> dict[str, object]:
    return {"key": key, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _written(streets: PreparedStreets, key: str) -> bytes:
    """Give an entry as bytes."""
    graph = {field.name: getattr(streets.graph, field.name) for field in fields(StreetGraph)}
    words = {name: value for name, value in graph.items() if not isinstance(value, np.ndarray)}
    arrays = {f"graph.{name}": value for name, value in graph.items() if name not in words}
    arrays |= {f"expanded.{field.name}": getattr(streets.expanded, field.name) for field in fields(ExpandedGraph)}
    arrays |= {"order": streets.order, "words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)}
    file = BytesIO()
    np.savez(file, **arrays)
    content = file.getvalue()
    return json.dumps(_manifest(key, content)).encode() + b"\n" + content


def _read(content: bytes) -> PreparedStreets:
    """Give what `_written` wrote."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        arrays: dict[str, Any] = dict(file)
    words: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(arrays["words"].tobytes()).items()
    }
    graph = StreetGraph(**_under("graph.", arrays), **words)
    return PreparedStreets(graph, ExpandedGraph(**_under("expanded.", arrays)), arrays["order"])


def _under(prefix: str, arrays: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _keep(entry: Path, content: bytes) -> None:
    """Write an entry beside its place and move it there."""
    with NamedTemporaryFile(dir=entry.parent, suffix=_PART, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(entry)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise


def _make_room(newest: Path, most_entries: int, most_bytes: int) -> None:
    """Remove what was used longest ago until little enough is left; parts left behind count as well."""
    others = [file for file in newest.parent.iterdir() if file.suffix in {_ENTRY, _PART} and file != newest]
    found = [(file.stat(), file) for file in others]
    total = newest.stat().st_size
    for rank, (each, file) in enumerate(sorted(found, key=lambda pair: -pair[0].st_mtime_ns), start=1):
        total += each.st_size
        if rank >= most_entries or total > most_bytes:
            file.unlink(missing_ok=True)
