"""Desks that are killed at random moments lose nothing, and nobody: and what they repeat is done once."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from safepassage.domain.live.access import OperationCreated, PersonAppointed
from safepassage.domain.live.roles import Role
from safepassage.domain.live.vehicles import VehicleListed
from safepassage.ledger.store import EventStore
from safepassage.ledger.verification import Checker, verified
from safepassage.operations.desk import STREAM, Asked
from tests.ledger.conftest import place, postgresql
from tests.ledger.places import Place
from tests.operations.desks import START
from tests.operations.worker import CODEC, FAMILY, begun, commands, desk_at

__all__ = ["place", "postgresql"]

ROOT = Path(__file__).parents[2]
VEHICLES = ("bus-1", "bus-2", "bus-3", "bus-4")


def set_up(store: EventStore) -> None:
    """Set up an operation with a coordinator and a bus for each worker."""
    facts = [
        OperationCreated(0, "op", "tiny", START.isoformat(), "00", True),
        PersonAppointed(0, "Layla", (Role.COORDINATOR,), ()),
        *(VehicleListed(0, bus, "bus", "square", 4, 1, 1, 0, 0) for bus in VEHICLES),
    ]
    events = [
        CODEC.event_of(fact, id=f"new.{number}", reported=START, actor="set-up", source="test")
        for number, fact in enumerate(facts, 1)
    ]
    store.append(STREAM, 0, events)


@contextmanager
def working(place: Place, vehicle: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process that works at a desk of its own, and is killed at the end."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "tests.operations.worker", place.address, vehicle]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_for_more(logs: Sequence[Path], than: Sequence[int]) -> None:
    """Wait until each log has grown."""
    for _ in range(6000):
        if all(log.stat().st_size > size for log, size in zip(logs, than, strict=True)):
            return
        time.sleep(0.01)
    pytest.fail("a desk acknowledged nothing within a minute")


def kill_again_and_again(place: Place, rounds: int, logs: Sequence[Path], seed: int) -> None:
    """Kill four desks at random moments while they decide against each other, again and again."""
    moments = random.Random(seed)
    for log in logs:
        log.touch()
    for _ in range(rounds):
        with ExitStack() as stack:
            sizes = [log.stat().st_size for log in logs]
            for vehicle, log in zip(VEHICLES, logs, strict=True):
                stack.enter_context(working(place, vehicle, log))
            wait_for_more(logs, sizes)
            time.sleep(moments.uniform(0, 0.1))


def acknowledged(logs: Sequence[Path]) -> dict[str, int]:
    """Give each command that was acknowledged, and how many events it became, each time the same."""
    found: dict[str, int] = {}
    for log in logs:
        for line in log.read_text(encoding="utf-8").splitlines():
            id_, events = line.split()
            assert found.setdefault(id_, int(events)) == int(events)
    return found


def nothing_is_lost(place: Place, logs: Sequence[Path]) -> None:
    """See that all is there once, that the chain verifies, and that everybody is somewhere."""
    store = place.open()
    assert verified(store.rows(), Checker(store.ledger)).ok
    assert store.damage() == []
    kept = [row.id for row in store.rows()]
    assert len(kept) == len(set(kept))
    done = acknowledged(logs)
    assert {f"{id_}.{k}" for id_, events in done.items() for k in range(1, events + 1)} <= set(kept)
    operation = desk_at(store).look()
    registered = sum(row.type == "group.registered" for row in store.rows())
    assert operation.registered == registered * FAMILY == sum(operation.persons().values())
    assert operation.discrepancies() == {}


def going_on_repeats_nothing(place: Place) -> None:
    """See that the journey under way, given again from its first command, is done once, and goes on."""
    store = place.open(seed=7)
    desk = desk_at(store)
    for vehicle in VEHICLES:
        journey = commands(vehicle, begun(store, vehicle))
        for _ in range(9):
            id_, command = next(journey)
            before = store.find(f"{id_}.1")
            done = desk.do(Asked(command, "Layla", id_, "test"))
            assert before in (None, done[0])
            assert desk.do(Asked(command, "Layla", id_, "test")) == done
        assert desk.look().vehicle(vehicle).place == "square"
        assert desk.look().vehicle(vehicle).manifest == ()


def survives(place: Place, folder: Path, rounds: int, seed: int) -> None:
    """Set up, kill, and see what is left."""
    set_up(place.create())
    logs = [folder / vehicle for vehicle in VEHICLES]
    kill_again_and_again(place, rounds, logs, seed)
    nothing_is_lost(place, logs)
    going_on_repeats_nothing(place)
    nothing_is_lost(place, logs)


def test_desks_killed_a_few_times_lose_nothing_and_nobody(place: Place, tmp_path: Path) -> None:
    survives(place, tmp_path, rounds=1, seed=1)


@pytest.mark.slow
def test_desks_killed_a_hundred_times_lose_nothing_and_nobody(place: Place, tmp_path: Path) -> None:
    survives(place, tmp_path, rounds=25, seed=2)
