"""The folder of a live operation: found, and opened for commands.

    operation.toml   what it is: id, scenario, whether it is a rehearsal
    scenario/        a copy of the scenario's files
    ledger.db        the ledger, unless SAFEPASSAGE_DATABASE names another database
    snapshots/       a cache of the ledger's state; may be deleted at any time

Only the owner of the folder can look into it. Every count comes from the ledger alone.
"""

import csv
import os
import secrets
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from safepassage.bootstrap import ledgers
from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.domain.fact_records import fact_of
from safepassage.domain.live.access import OperationCreated
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.events import Recorded, Row, recorded_of
from safepassage.ledger.snapshots import Opened, keep_snapshot, opened
from safepassage.ledger.store import EventStore
from safepassage.operations.commands import DECISIONS
from safepassage.operations.desk import SECOND, Desk, history_of
from safepassage.operations.snapshots import OperationFold, is_worth_keeping

FORMAT = "safepassage-operation-1"
SETTINGS_FILE = "operation.toml"
SCENARIO = "scenario"
SNAPSHOTS = "snapshots"
FIELDS = {"format": str, "id": str, "scenario": str, "rehearsal": bool}
"""The keys of `operation.toml`, and what each holds."""

UPCASTERS = Upcasters()


@dataclass(frozen=True, slots=True)
class OperationFolder:
    """An operation's folder, and what its `operation.toml` says; `id` is that of its ledger too."""

    path: Path
    id: str
    scenario: str
    rehearsal: bool

    @property
    def scenario_folder(self) -> Path:
        """The copy of the scenario that the operation was set up from."""
        return self.path / SCENARIO

    def places(self) -> frozenset[str]:
        """Give the ids of the scenario's places; UnusableInputError if somebody broke the copy since it was made."""
        path = self.scenario_folder / "places.csv"
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                header, *rows = [row for row in csv.reader(file, strict=True) if any(map(str.strip, row))]
            column = [name.strip() for name in header].index("id")
            return frozenset(row[column].strip() for row in rows)
        except (ValueError, IndexError, csv.Error):
            raise UnusableInputError(
                f"{path} was changed since the operation was made, and cannot be read: restore it from a backup."
            ) from None

    @property
    def database(self) -> str:
        """Where its ledger is: the address of a PostgreSQL database, or the path of a file."""
        return ledgers.database(self.path)


@dataclass(frozen=True, slots=True)
class OpenOperation:
    """An operation that is open for commands; its facts count their seconds from `start`.

    `find` gives an event of its ledger by id, None if there is none.
    """

    folder: OperationFolder
    desk: Desk
    start: datetime
    find: Callable[[str], Recorded | None]

    def seconds(self, moment: datetime) -> int:
        """Give whole seconds after the start."""
        return (moment - self.start) // SECOND


def fresh_id() -> str:
    """Give an id for a command that nobody else has."""
    return secrets.token_hex(8)


def operation_folder(given: Path | None = None) -> OperationFolder:
    """Give the operation in a folder: the one given, or that of SAFEPASSAGE_OPERATION, or where the command is given.

    Raises
    ------
    UnusableInputError
        If there is none.
    """
    path = given or Path(os.environ.get("SAFEPASSAGE_OPERATION") or ".")
    settings = path / SETTINGS_FILE
    if not settings.is_file():
        raise UnusableInputError(
            f"There is no operation in {path.absolute()}: name its folder with --operation or SAFEPASSAGE_OPERATION, "
            "or make one with 'safepassage operation new'."
        )
    values = _values(settings)
    return OperationFolder(path, values["id"], values["scenario"], values["rehearsal"])


def _values(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        values = {}
    if values.get("format", FORMAT) != FORMAT:
        raise UnusableInputError(f"{path} is of format {values['format']!r}, which this version does not know.")
    if {key: type(value) for key, value in values.items()} != FIELDS:
        wanted = ", ".join(FIELDS)
        raise UnusableInputError(f"{path} must hold {wanted} and nothing else: restore it from a backup.")
    return values


@contextmanager
def opened_operation(folder: OperationFolder) -> Iterator[OpenOperation]:
    """Open an operation for commands; a snapshot of it is kept at the end if that is worth it.

    Raises
    ------
    UnusableInputError
        If its ledger is not there, or is that of another operation.
    """
    with closing(ledgers.opened_ledger(folder.database)) as store:
        if store.ledger != folder.id:
            raise UnusableInputError(
                f"The ledger in {store.place} is that of another operation than the one in {folder.path}: check "
                "SAFEPASSAGE_DATABASE."
            )
        codec = FactCodec(_start(store), UPCASTERS)
        fold = OperationFold(codec, history_of(store, codec))
        found = opened(store, fold, folder.path / SNAPSHOTS)
        desk = Desk(store, codec, ledgers.now, DECISIONS, found.state)
        try:
            yield OpenOperation(folder, desk, codec.start, store.find)
        finally:
            _keep(store, fold, desk, folder.path / SNAPSHOTS, since=found.position - found.read)


def _start(store: EventStore) -> datetime:
    """Give the moment from which the ledger's facts count, as its first event says."""
    row = next(store.rows(), None)
    start = None if row is None else _start_in(row)
    if start is None:
        raise UnusableInputError(f"The ledger in {store.place} does not begin with an operation: check its name.")
    return start


def _start_in(row: Row) -> datetime | None:
    event = recorded_of(row).event
    type_, version, payload = UPCASTERS.up_to_date(event.type, event.version, event.payload)
    with suppress(ValueError, UnusableInputError):
        fact = fact_of({**payload, "fact": type_, "version": version, "at_s": 0})
        if isinstance(fact, OperationCreated):
            start = datetime.fromisoformat(fact.start)
            return start if start.tzinfo is not None else None
    return None


def _keep(store: EventStore, fold: OperationFold, desk: Desk, folder: Path, since: int) -> None:
    """Keep a snapshot, if it is worth it and nobody wrote meanwhile; it is a cache, and none is no trouble."""
    with suppress(OSError, SafePassageError):
        operation = desk.seen()
        head = store.head()
        if is_worth_keeping(operation.position - since, operation.position) and head.size == operation.position:
            keep_snapshot(store, fold, Opened(operation, head.size, head.chain, 0), folder)
