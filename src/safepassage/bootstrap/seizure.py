"""The seize drill on this machine: what lies here of an operation, and how to make its vault nothing."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.operations import SNAPSHOTS, OperationFolder, opened_operation
from safepassage.bootstrap.vaults import VAULT, journal_of, keys_file
from safepassage.domain.errors import SafePassageError
from safepassage.domain.live.vault import VaultDestroyed
from safepassage.identity.disclosing import MARK, MARK_BYTES
from safepassage.identity.disks import known_encrypted, same_disk, swap_places
from safepassage.identity.files import destroy
from safepassage.identity.key_ring import KeyRing, header_of
from safepassage.identity.records import Records, files_of
from safepassage.identity.seizure import Emptied, Found, Learned, Lying, Seizure
from safepassage.ledger.store import EventStore

TOKEN_KEYS = frozenset({"token", "tokens", "mother"})
PLACE_KEYS = frozenset({"place", "origin", "destination", "wished"})
STAFF_KEYS = frozenset({"person", "counted_by", "informed_by"})
"""Fields of facts that hold tokens, places and names of staff."""
MOVEMENTS = frozenset({"vehicle.departed", "vehicle.arrived"})
MARKED = re.compile(MARK.encode() + b"[0-9a-f]{%d}" % (2 * MARK_BYTES))
LIST_BEGINNINGS = (b"token,", b'{\n  "to": ')
LONGEST_BEGINNING, LARGEST_LIST = 4096, 64 * 2**20
"""Bytes that are read of a file to see whether it is a list, and of a list to count its persons."""


def seized(folder: OperationFolder) -> Seizure:
    """Give what a thief of this machine would learn of an operation, without asking anybody for a passphrase."""
    found = tuple(_lying(folder))
    keys = _keys(folder)
    there = keys is not None and keys.is_file()
    passphrase = _needs_passphrase(keys) if keys is not None and there else None
    lists = [Path(each.where) for each in found if each.what is Lying.LIST]
    return Seizure(
        found=found,
        learned=_learned(folder),
        named=(_named(keys) if keys is not None and passphrase is False else 0) + sum(map(_persons_on, lists)),
        vault=(folder.path / VAULT).is_file(),
        keys_same_disk=same_disk(keys, folder.path) if keys is not None and there else None,
        keys_passphrase=passphrase,
    )


def make_nothing(folder: OperationFolder, by: str, reason: str) -> Emptied:
    """Destroy the keys of an operation's vault, its database, and the lists in its folder, at once; then record it.

    The ledger stays: it has no name of those who travel.
    """
    keys = _keys(folder)
    gone = keys is not None and _destroyed(keys)
    records = any([_destroyed(path) for path in files_of(folder.path / VAULT)])  # noqa: C419 - all of them, not one
    lists = tuple(str(path) for path in _lists(folder) if _destroyed(path))
    for path in (folder.path / SNAPSHOTS).glob("*"):
        _destroyed(path)
    return Emptied(gone, records, lists, _recorded(folder, by, reason))


def _destroyed(path: Path) -> bool:
    """Destroy a file; give whether there was one and it is gone. What cannot be destroyed holds up nothing else."""
    was_there = path.is_file()
    with suppress(OSError):
        destroy(path)
    return was_there and not path.is_file()


def _recorded(folder: OperationFolder, by: str, reason: str) -> str:
    """Record the destruction; give "" or, as it stands anyhow, why that was not possible."""
    try:
        with opened_operation(folder) as operation, journal_of(folder, operation) as journal:
            journal.record(VaultDestroyed(operation.seconds(ledgers.now()), reason), by)
    except (OSError, SafePassageError) as error:
        return f"It is done, but the ledger does not have it: {error}"
    return ""


def _keys(folder: OperationFolder) -> Path | None:
    """Give where the keys should be, None if there is no vault to have any."""
    given = os.environ.get("SAFEPASSAGE_VAULT_KEYS")
    with suppress(SafePassageError), closing(Records(folder.path / VAULT)) as records:
        return keys_file(records.vault)
    return Path(given) if given else None


def _lying(folder: OperationFolder) -> Iterator[Found]:
    keys = _keys(folder)
    if "://" in folder.database:
        yield Found(Lying.LEDGER_SERVER, ledgers.place_of(folder.database), readable=True, disk_encrypted=False)
    else:
        yield from _if_there(Lying.LEDGER, Path(folder.database), readable=True)
    yield from _if_there(Lying.SIGNING_KEY, ledgers.ledger_key(), readable=True)
    yield from _if_there(Lying.VAULT, folder.path / VAULT, readable=False)
    if keys is not None and keys.is_file():
        yield from _if_there(Lying.KEYS, keys, readable=not _needs_passphrase(keys))
    yield from _if_there(Lying.SCENARIO, folder.scenario_folder, readable=True)
    yield from _if_there(Lying.SNAPSHOTS, folder.path / SNAPSHOTS, readable=True)
    for path in _lists(folder):
        yield from _if_there(Lying.LIST, path, readable=True)
    for place in swap_places():
        yield Found(Lying.SWAP, place, readable=True, disk_encrypted=False)


def _if_there(what: Lying, path: Path, *, readable: bool) -> Iterator[Found]:
    if path.exists():
        yield Found(what, str(path), readable, known_encrypted(path))


def _lists(folder: OperationFolder) -> list[Path]:
    """Give the files in the operation's folder that are lists from the vault: they begin as one and carry its mark."""
    files = (path for path in sorted(folder.path.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if _marks(path)]


def _marks(path: Path) -> int:
    """Give how often a list's mark stands in a file; 0 of what is no list, such as a copy of the ledger."""
    with path.open("rb") as file:
        begins = file.read(LONGEST_BEGINNING)
        is_list = begins.startswith(LIST_BEGINNINGS)
        return len(MARKED.findall(begins + file.read(LARGEST_LIST))) if is_list else 0


def _persons_on(path: Path) -> int:
    """Give how many persons are on a list; in JSON its mark stands once more, for the whole."""
    return _marks(path) - (path.read_bytes()[:1] == b"{")


def _needs_passphrase(keys: Path) -> bool:
    """Whether keys need a passphrase; of a file that is no key ring the worse is said."""
    with suppress(SafePassageError):
        return "scrypt" in header_of(keys)
    return False


def _named(keys: Path) -> int:
    """Give of how many persons the vault can be read by whoever has its keys, which need no passphrase."""
    with suppress(SafePassageError):
        return len(KeyRing(keys, None, os.urandom).persons())
    return 0


def _learned(folder: OperationFolder) -> Learned:
    with suppress(SafePassageError), closing(ledgers.opened_ledger(folder.database)) as store:
        return _read(store)
    return Learned()


def _read(store: EventStore) -> Learned:
    """Read the ledger as a thief would: every payload, without knowing our kinds of facts."""
    values: dict[str, set[str]] = {"tokens": set(), "places": set(), "staff": set()}
    times: list[str] = []
    movements = 0
    for row in store.rows():
        _gather(json.loads(row.payload), values)
        values["staff"].add(row.actor)
        movements += row.type in MOVEMENTS
        times = [min([*times, row.happened]), max([*times, row.happened])]
    return Learned(
        tokens=len(values["tokens"]),
        places=len(values["places"]),
        movements=movements,
        staff=tuple(sorted(values["staff"])),
        first=times[0] if times else "",
        last=times[1] if times else "",
    )


def _gather(value: Any, into: dict[str, set[str]], key: str = "") -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            _gather(each, into, name)
    elif isinstance(value, list):
        for each in value:
            _gather(each, into, key)
    elif isinstance(value, str) and value:
        for name, keys in (("tokens", TOKEN_KEYS), ("places", PLACE_KEYS), ("staff", STAFF_KEYS)):
            if key in keys:
                into[name].add(value)
