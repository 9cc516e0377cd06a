"""A snapshot saves reading, and nothing but reading: without it, or with a bad one, the state is the same."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from safepassage.ledger.events import Recorded
from safepassage.ledger.snapshots import Fold, Opened, keep_snapshot, opened
from safepassage.ledger.store import EventStore
from tests.ledger.places import LEDGER, Place, SqlitePlace, events


class Boarded:
    """Groups by vehicle."""

    name = "boarded"
    version = 1

    def begin(self) -> dict[str, int]:
        """Nobody."""
        return {}

    def apply(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Add the groups to those of their vehicle."""
        vehicle, groups = recorded.event.payload["vehicle"], recorded.event.payload["groups"]
        assert isinstance(vehicle, str)
        assert isinstance(groups, int)
        return {**state, vehicle: state.get(vehicle, 0) + groups}

    def plain(self, state: dict[str, int]) -> Any:
        """Give the state itself."""
        return state

    def restored(self, plain: Any) -> dict[str, int]:
        """Give the state of its data."""
        return {str(vehicle): int(groups) for vehicle, groups in plain.items()}


FOLD: Fold[dict[str, int]] = Boarded()
STATE = {"bus-0": 9, "bus-1": 5, "bus-2": 7}


def grown(store: EventStore, folder: Path) -> Opened[dict[str, int]]:
    """Keep a snapshot after four events, append three more and open again."""
    store.append("a", 0, events(1, 4))
    keep_snapshot(store, FOLD, opened(store, FOLD, folder), folder)
    store.append("b", 0, events(5, 7))
    return opened(store, FOLD, folder)


def snapshot(folder: Path) -> Path:
    return folder / f"{LEDGER}-boarded.snapshot"


def test_a_state_is_opened_from_its_snapshot_and_the_events_after_it(place: Place, tmp_path: Path) -> None:
    found = grown(place.create(), tmp_path / "cache")
    assert (found.state, found.position, found.read) == (STATE, 7, 3)


def test_a_snapshot_that_is_up_to_date_needs_no_events(place: Place, tmp_path: Path) -> None:
    store = place.create()
    keep_snapshot(store, FOLD, grown(store, tmp_path), tmp_path)
    found = opened(store, FOLD, tmp_path)
    assert (found.state, found.position, found.read) == (STATE, 7, 0)
    assert found.chain == store.head().chain


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return SqlitePlace(tmp_path / "ledger.db").create()


def test_a_snapshot_is_a_private_file(store: EventStore, tmp_path: Path) -> None:
    grown(store, tmp_path / "cache")
    assert stat.S_IMODE(snapshot(tmp_path / "cache").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [f"{LEDGER}-boarded.snapshot"]


def test_any_damage_makes_the_fold_begin_anew(store: EventStore, tmp_path: Path) -> None:
    grown(store, tmp_path)
    whole = snapshot(tmp_path).read_bytes()
    for at in range(len(whole)):
        snapshot(tmp_path).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = opened(store, FOLD, tmp_path)
        assert (found.state, found.read) == (STATE, 7)
    for cut in range(0, len(whole), 17):
        snapshot(tmp_path).write_bytes(whole[:cut])
        assert opened(store, FOLD, tmp_path).read == 7
    snapshot(tmp_path).unlink()
    assert opened(store, FOLD, tmp_path).state == STATE


def header_with(folder: Path, **changes: object) -> None:
    head, _, body = snapshot(folder).read_bytes().partition(b"\n")
    snapshot(folder).write_bytes(json.dumps(json.loads(head) | changes).encode() + b"\n" + body)


@pytest.mark.parametrize(
    "changes",
    [
        {"position": 0},
        {"position": 3},
        {"position": 99},
        {"position": -5},
        {"position": "4"},
        {"position": 10**30},
        {"chain": "00" * 32},
        {"version": 2},
        {"ledger": "another"},
        {"fold": "another"},
        {"format": "safepassage-snapshot-2"},
        {"digest": "00" * 32},
    ],
)
def test_a_snapshot_of_something_else_is_not_used(
    store: EventStore, tmp_path: Path, changes: dict[str, object]
) -> None:
    grown(store, tmp_path)
    header_with(tmp_path, **changes)
    found = opened(store, FOLD, tmp_path)
    assert (found.state, found.read) == (STATE, 7)


def test_a_snapshot_that_holds_no_state_is_not_used(store: EventStore, tmp_path: Path) -> None:
    class Odd(Boarded):
        def plain(self, state: dict[str, int]) -> Any:
            return list(state)

    found = grown(store, tmp_path)
    keep_snapshot(store, Odd(), found, tmp_path)
    with pytest.raises(AttributeError):
        Boarded().restored([])
    assert opened(store, FOLD, tmp_path).read == 7


def test_a_ledger_that_was_set_back_does_not_use_the_snapshot_of_its_future(store: EventStore, tmp_path: Path) -> None:
    grown(store, tmp_path)
    other = SqlitePlace(tmp_path / "restored.db").create()
    other.append("a", 0, events(1, 2))
    found = opened(other, FOLD, tmp_path)
    assert (found.position, found.read) == (2, 2)


def test_a_snapshot_that_is_absurdly_large_is_not_read(store: EventStore, tmp_path: Path) -> None:
    grown(store, tmp_path)
    with snapshot(tmp_path).open("r+b") as file:
        file.truncate(2**30 + 1)
    assert opened(store, FOLD, tmp_path).read == 7
