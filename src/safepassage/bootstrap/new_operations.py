"""How the folder of a live operation is made from a scenario: whole, or not at all."""

import os
import secrets
import shutil
import tempfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.operations import FORMAT, SCENARIO, SETTINGS_FILE, UPCASTERS, OperationFolder
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.ledger.codec import FactCodec
from safepassage.ledger.files import write_new
from safepassage.ledger.store import EventStore
from safepassage.operations.desk import SECOND, STREAM
from safepassage.operations.setting_up import SetUp, facts_of
from safepassage.scenarios import read_scenario, write_scenario
from safepassage.scenarios.folder import KNOWN_FILES
from safepassage.scenarios.kinds import Text


def new_operation(
    scenario: Path, folder: Path, coordinator: str, *, rehearsal: bool, at: datetime | None = None
) -> OperationFolder:
    """Make the folder and ledger of an operation, all or nothing; it is set up `at` a moment, None: now.

    Raises
    ------
    UnusableInputError
        If the scenario cannot be used, with every notice; or if there is something in the way.
    """
    must_be_free(folder)
    checked = read_scenario(scenario)
    made = OperationFolder(folder, secrets.token_hex(16), checked.name, rehearsal)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.absolute().parent))
    try:
        _fill(part, scenario, checked, made, SetUpBy(coordinator, at or ledgers.now()))
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def must_be_free(folder: Path) -> None:
    """Raise UnusableInputError if there is something already where a folder is to be made."""
    if os.path.lexists(folder):
        raise UnusableInputError(f"There is something at {folder} already: name a folder that does not exist yet.")


class SetUpBy(NamedTuple):
    """Who sets an operation up, and when."""

    coordinator: str
    at: datetime


def _fill(part: Path, source: Path, scenario: Scenario, made: OperationFolder, by: SetUpBy) -> None:
    """Put all that belongs to an operation into a folder of mode 0700."""
    _copy(source, scenario, part / SCENARIO)
    write_new(part / SETTINGS_FILE, _settings(made).encode())
    given = SetUp(made.id, _digest(part / SCENARIO), by.coordinator, made.rehearsal)
    ledgers.filled_ledger(ledgers.database(part), made.id, lambda store: _begin(store, scenario, given, by.at))


def _copy(source: Path, scenario: Scenario, target: Path) -> None:
    """Copy the files of a scenario's folder that belong to it; write a workbook as a folder."""
    if not source.is_dir():
        write_scenario(scenario, target)
        return
    target.mkdir()
    for name in sorted(KNOWN_FILES):
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def _digest(folder: Path) -> str:
    """Give the SHA-256 of all files of a folder, by name, as `sha256sum * | sha256sum` does."""
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir())]
    return sha256("".join(lines).encode()).hexdigest()


def _settings(made: OperationFolder) -> str:
    values = {
        "format": Text().toml(FORMAT),
        "id": Text().toml(made.id),
        "scenario": Text().toml(made.scenario),
        "rehearsal": str(made.rehearsal).lower(),
    }
    return "".join(f"{key} = {value}\n" for key, value in values.items())


def _begin(store: EventStore, scenario: Scenario, given: SetUp, now: datetime) -> None:
    codec = FactCodec(scenario.start, UPCASTERS)
    facts = facts_of(scenario, given, (now - scenario.start) // SECOND)
    events = [
        codec.event_of(fact, id=f"new.{number}", reported=now, actor=given.coordinator, source="set-up")
        for number, fact in enumerate(facts, 1)
    ]
    store.append(STREAM, 0, events)
