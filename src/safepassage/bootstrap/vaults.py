"""The vault of an operation: where it and its keys are, and the ledger as its journal."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.operations import (
    UPCASTERS,
    OpenOperation,
    OperationFolder,
    fresh_id,
    opened_operation,
)
from safepassage.domain.errors import ForbiddenError, UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told
from safepassage.domain.live.vault import VaultSwitchedOn
from safepassage.identity.access import Actor
from safepassage.identity.disks import same_disk
from safepassage.identity.key_ring import KeyRing, create_key_ring
from safepassage.identity.records import Records, create_records
from safepassage.identity.vault import Vault
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.store import EventStore
from safepassage.operations.desk import told_of

VAULT = "vault.db"
STREAM = "vault"
"""The stream of all facts of the vault."""
SOURCE = "vault"
VAULT_ID_BYTES = 16
SWITCH_ON = frozenset({Role.COORDINATOR, Role.INFORMATION_OFFICER})
"""Roles that may decide that names are kept at all."""

Passphrase = Callable[[], str]


class LedgerJournal:
    """The vault's facts in the stream `vault` of a ledger; each is flushed to the disk when `record` returns."""

    def __init__(self, store: EventStore, codec: FactCodec) -> None:
        self._store, self._codec = store, codec
        self._told: list[Told] = []

    def record(self, fact: Fact, actor: str) -> None:
        """Append a fact behind all that was told.

        Raises
        ------
        StaleAppendError
            If another process appended since `told` was asked, so that what was decided may be no longer right.
        """
        event = self._codec.event_of(fact, id=fresh_id(), reported=ledgers.now(), actor=actor, source=SOURCE)
        self._store.append(STREAM, len(self._told), [event])
        self.told()

    def told(self) -> list[Told]:
        """Give all facts of the vault so far."""
        for recorded in self._store.stream(STREAM, len(self._told)):
            self._told.append(told_of(self._codec, recorded))
        return self._told


@dataclass(frozen=True, slots=True)
class OpenVault:
    """A vault that is open, in the operation that it belongs to."""

    vault: Vault
    operation: OpenOperation

    def now_s(self) -> int:
        """Give the present second after the scenario's start."""
        return self.operation.seconds(ledgers.now())

    def actor(self, name: str) -> Actor:
        """Give somebody with the roles that they were appointed to."""
        return actor(self.operation, name)


def actor(operation: OpenOperation, name: str) -> Actor:
    """Give somebody with the roles that they were appointed to in an operation; none if nobody was."""
    appointment = operation.desk.look().staff.appointment(name)
    return Actor(name, () if appointment is None else appointment.roles)


def keys_file(vault: str) -> Path:
    """Give the file of a vault's keys: SAFEPASSAGE_VAULT_KEYS, or one among the user's settings."""
    return ledgers.file_of_user("SAFEPASSAGE_VAULT_KEYS", f"vault-{vault}.keys")


def passphrase_or(ask: Passphrase) -> Passphrase:
    """Give what tells the passphrase: SAFEPASSAGE_VAULT_PASSPHRASE, or else whoever is asked."""
    given = os.environ.get("SAFEPASSAGE_VAULT_PASSPHRASE")
    return ask if given is None else lambda: given


def switch_on(folder: OperationFolder, by: str, passphrase: Passphrase | None) -> Path:
    """Make a vault for an operation; give the file of its keys.

    The passphrase is asked for once nothing else is in the way; with None the keys need none.

    Raises
    ------
    ForbiddenError
        If whoever asks may not decide that.
    UnusableInputError
        If there is a vault, or a file for the keys, already.
    """
    vault = secrets.token_hex(VAULT_ID_BYTES)
    keys, database = keys_file(vault), folder.path / VAULT
    for path in (keys, database):
        if os.path.lexists(path):
            raise UnusableInputError(f"There is something at {path} already: a vault is switched on once.")
    with opened_operation(folder) as operation:
        if SWITCH_ON.isdisjoint(actor(operation, by).roles):
            raise ForbiddenError("role-may-not", "Only a coordinator or an information officer switches the vault on.")
        at_s = operation.seconds(ledgers.now())
        apart, asked = not same_disk(keys, database), None if passphrase is None else passphrase()
        with journal_of(folder, operation) as journal:
            journal.record(VaultSwitchedOn(at_s, vault, apart, asked is not None), by)
    create_key_ring(keys, vault, asked, secrets.token_bytes)
    create_records(database, vault)
    return keys


@contextmanager
def journal_of(folder: OperationFolder, operation: OpenOperation) -> Iterator[LedgerJournal]:
    """Open the journal of an operation's vault."""
    with closing(ledgers.opened_ledger(folder.database)) as store:
        journal = LedgerJournal(store, FactCodec(operation.start, UPCASTERS))
        journal.told()
        yield journal


@contextmanager
def opened_vault(folder: OperationFolder, passphrase: Passphrase) -> Iterator[OpenVault]:
    """Open the vault of an operation.

    Raises
    ------
    NoVaultError
        If it is off, or its keys are not at hand.
    """
    with (
        closing(Records(folder.path / VAULT)) as records,
        opened_operation(folder) as operation,
        journal_of(folder, operation) as journal,
    ):
        ring = KeyRing(keys_file(records.vault), passphrase, secrets.token_bytes)
        yield OpenVault(Vault(records, ring, journal, _minors(operation), secrets.token_bytes), operation)


def _minors(operation: OpenOperation) -> Callable[[str], bool | None]:
    """Give what says whether a token is a child's, as the ledger has it now."""

    def is_minor(token: str) -> bool | None:
        person = operation.desk.look().person(token)
        return not person.age.decides if person.registered else None

    return is_minor
